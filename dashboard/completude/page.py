"""Complétude: what was expected and what came, by month, by CPAM, by CPTS; who to remind."""

from datetime import date

import pandas as pd
import streamlit as st

from calculators import french, mois
from calculators.comparison.envois import DUS, rank_late
from calculators.rows import rows
from dashboard.asking import depots, questions
from dashboard.asking.session import Session
from dashboard.completude import gels, relances
from dashboard.completude import grid as grids
from dashboard.completude.states import ETATS, months_chart
from dashboard.tables import write
from dashboard.ui import pickers, widgets
from dashboard.ui.widgets import Card
from pipelines.settings import due_day

TAILLES = {"0": "Toutes", "1": "Taille 1", "2": "Taille 2", "3": "Taille 3", "4": "Taille 4"}
SPANS = {"6": "6 mois", "12": "12 mois", "24": "24 mois", "36": "36 mois"}
SUPPLIERS = {"": "Tous", "CPAM": "CPAM", "CPTS": "CPTS"}
FUNDS_PER_PAGE, CPTS_PER_PAGE, SHOWN = 15, 20, 100
WIDEST = 36


def ends(today: date) -> tuple[list[date], date]:
    """The months a period may end with, from the first one received to the newest one due or received; the one due."""
    received = questions.months()
    due = mois.last_over(today)
    return mois.list_months(received[0], max(received[-1], due)), max(due, received[0])


def cells(options: list[date], first: date, last: date) -> pd.DataFrame:
    """The cells of a period. The last three years are asked at once: another period of them is then a cut, not a question."""
    widest = max(mois.shift(options[-1], 1 - WIDEST), options[0])
    frame = depots.completeness(min(widest, max(first, options[0])), options[-1])
    return frame[frame["mois"].between(pd.Timestamp(first), pd.Timestamp(last))]


def filters(today: date) -> tuple[pd.DataFrame, str]:
    """The cells kept, and the filters in words."""
    box = st.container(key="filtres")
    one, two, three = box.columns([1, 1.2, 1.6])
    with one:
        options, due = ends(today)
        last = pickers.choose_month("Jusqu’à", options, key="mois", default=due)
    with two:
        span = pickers.choose_segment("Période", SPANS, key="periode", default="12")
    with three:
        taille = pickers.choose_segment("Taille", TAILLES, key="taille", default="0")
    one, two, three = box.columns([1, 1.2, 1.6])
    with one:
        region = pickers.choose("Région", {"": "Toutes"} | questions.regions(), key="region")
    with two:
        cpam = pickers.choose("CPAM", {"": "Toutes"} | questions.cpams(), key="cpam")
    with three:
        supplier = pickers.choose_segment("Fournisseur", SUPPLIERS, key="fournisseur", default="")
    frame = cells(options, mois.shift(last, 1 - int(span)), last)
    if int(taille):
        frame = frame[frame["taille"].eq(int(taille))]
    for column, wanted in (("regions", region), ("cpam", cpam)):
        if wanted:
            # One answer per distinct text: thousands of cells share a few hundred of them.
            known = {text: wanted in str(text).split("|") for text in frame[column].unique()}
            frame = frame[frame[column].map(known)]
    if supplier:
        frame = frame[frame["fournisseur"].eq(supplier)]
    label = questions.group_label(questions.Group(int(taille) or None, region or None, cpam or None))
    return frame, label


def headline(frame: pd.DataFrame) -> None:
    """Five figures about what is due."""
    counts = frame["statut"].value_counts().reindex(list(ETATS), fill_value=0)
    due = int(counts[list(DUS)].sum())
    late = frame[frame["statut"].eq("manquant")]
    widgets.cards(
        [
            Card(
                "Envois dus ou reçus",
                french.number(due),
                f"{french.count(frame['id_cpts'].nunique(), 'CPTS', 'CPTS')}, un envoi par mois et par fournisseur",
            ),
            Card(
                f"{ETATS['recu'].symbole} Reçus à temps",
                french.percent(counts["recu"] / due if due else None, 0),
                f"{french.number(counts['recu'])} complets avant l’échéance, "
                f"{french.count(counts['provisoire'], 'provisoire')}",
            ),
            Card(
                f"{ETATS['en_retard'].symbole} En retard",
                french.number(counts["en_retard"]),
                "complets, après l’échéance",
            ),
            Card(
                f"{ETATS['partiel'].symbole} Partiels",
                french.number(counts["partiel"]),
                "une partie des valeurs manque",
                attention=counts["partiel"] > 0,
            ),
            Card(
                f"{ETATS['manquant'].symbole} Manquants",
                french.number(counts["manquant"]),
                f"rien reçu, de {french.count(late['id_cpts'].nunique(), 'CPTS', 'CPTS')}",
                attention=counts["manquant"] > 0,
            ),
        ]
    )


def by_fund(frame: pd.DataFrame) -> None:
    """The grid of the funds, the most late first."""
    st.header("Par CPAM", anchor=False)
    frame = frame.assign(cpam=frame["cpam"].fillna("CPAM inconnue"))
    order = rank_late(frame, "cpam")
    silent = order[order["manquant"] > 0]
    named = [f"{str(row.cpam).replace('|', ' et ')} ({row.manquant})" for row in rows(silent)]
    widgets.sentence(
        "Aucune CPAM n’a d’envoi manquant sur ces mois."
        if silent.empty
        else f"{french.number(len(silent))} CPAM sur {french.number(len(order))} {'ont' if len(silent) > 1 else 'a'} au moins un envoi "
        f"manquant : {french.enumerate_fr(named, limit=3)}.",
        attention=not silent.empty,
    )
    page = 1
    if len(order) > FUNDS_PER_PAGE:
        page = pickers.choose_page(-(-len(order) // FUNDS_PER_PAGE), key="pcpam")
    kept = order["cpam"].iloc[(page - 1) * FUNDS_PER_PAGE : page * FUNDS_PER_PAGE].tolist()
    filters = {k: v for k, v in st.query_params.to_dict().items() if k not in ("cpam", "pcpam", "page", "a")}
    st.html(grids.funds_grid(frame, kept, filters=filters))


def by_cpts(frame: pd.DataFrame) -> None:
    """The grid of the CPTS, the most late first."""
    st.header("CPTS par CPTS", anchor=False)
    order = rank_late(frame, ["id_cpts", "nom"])
    incomplete = order[(order["manquant"] > 0) | (order["partiel"] > 0)]
    only = pickers.switch("Seulement les CPTS à qui il manque quelque chose", key="manque", default=False)
    shown = incomplete if only else order
    widgets.sentence(
        f"{french.number(len(incomplete))} CPTS sur {french.number(len(order))} "
        f"{'ont' if len(incomplete) > 1 else 'a'} au moins un envoi manquant ou partiel sur ces mois.",
        attention=len(incomplete) > 0,
    )
    if shown.empty:
        return
    pages = -(-len(shown) // CPTS_PER_PAGE)
    page = pickers.choose_page(pages, key="page") if pages > 1 else 1
    kept = shown["id_cpts"].iloc[(page - 1) * CPTS_PER_PAGE : page * CPTS_PER_PAGE].tolist()
    st.html(grids.cpts_grid(frame, kept))
    widgets.downloads(frame, grids.EXPORTED, key="completude", name=f"completude-{frame['mois'].max():%Y-%m}")


def remind(session: Session, frame: pd.DataFrame, *, demo: bool) -> None:
    """What to ask, to whom, and the text to send."""
    st.header("Qui relancer", anchor=False)
    late = relances.to_remind(frame, session.catalogue.indicateurs, today=session.today)
    if late.empty:
        widgets.sentence("Personne : rien de ce qui est dû ne manque sur ces mois.")
        return
    names = relances.addressees(late)
    everyone = {"": f"Tous · {french.count(len(late), 'envoi')}"}
    widgets.sentence(
        f"{french.count(len(names), 'destinataire')} pour {french.count(len(late), 'envoi incomplet', 'envois incomplets')}, "
        f"le plus ancien depuis le {write(late['echeance'].min(), relances.COLUMNS[5])}.",
        attention=True,
    )
    who = pickers.choose("À qui écrire", everyone | names, key="a")
    chosen = late[late["destinataire"].eq(who)] if who else late
    if who:
        st.caption("Texte prêt à coller : le bouton de copie est en haut à droite du cadre")
        st.code(relances.message(chosen, today=session.today, demo=demo), language=None, wrap_lines=True)
    else:
        widgets.text(":material/mail: Choisissez un destinataire pour avoir le texte de la relance, prêt à coller.")
    widgets.table(
        chosen.head(SHOWN),
        relances.COLUMNS[1:] if who else relances.COLUMNS,
        caption="Ce qui manque, du plus ancien au plus récent"
        + (f" ({SHOWN} premiers sur {len(chosen)}, tous dans le fichier)" if len(chosen) > SHOWN else ""),
    )
    widgets.downloads(late, relances.EXPORTED, key="relances", name=f"relances-{session.today:%Y-%m-%d}")


def show(session: Session) -> None:
    """Draw the page."""
    st.title("Complétude", anchor=False)
    if not questions.months():
        widgets.stop_with("Aucune observation n’est encore enregistrée : commencez par la page « Dépôt mensuel ».")
    widgets.text(
        f"Les valeurs d’un mois sont attendues **le {due_day()} du mois suivant** au plus tard : l’ACI ne fixe pas ce jour, "
        "c’est un réglage de l’outil. Une valeur masquée ou déclarée inconnue est reçue ; une valeur manquante n’est jamais "
        "un zéro."
    )
    kept, who = filters(session.today)
    if kept.empty or kept["statut"].eq("non_attendu").all():
        widgets.stop_with(f"Rien n’était attendu sur ces mois pour les CPTS ({who}). Élargissez les filtres.")
    demo = bool(kept["demonstration"].any()) or questions.invented()
    if demo:
        widgets.demo_note("Les territoires « CPTS démo » et leurs envois sont simulés.")
    headline(kept)
    st.header("Mois par mois", anchor=False)
    widgets.block(
        months_chart(kept, who=f"les CPTS ({who})"),
        key="mois",
        name="completude-par-mois",
        demo=demo,
    )
    st.html(grids.legend_html(frozen=bool(kept["gele"].any())))
    by_fund(kept)
    by_cpts(kept)
    remind(session, kept, demo=demo)
    gels.section(sorted(kept["id_cpts"].unique()), [m.date() for m in sorted(kept["mois"].unique())], who=who)
