"""Vue d'ensemble: what is late, who moved beyond noise, what will be paid, at which stage the CPTS are."""

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from calculators.aci.statut import least_sure
from dashboard import french, pickers, questions, session, widgets
from dashboard.charts import movement, paid
from dashboard.charts.scale import scale_of
from dashboard.charts.stages import stage_chart
from dashboard.tables import Column, badge
from dashboard.widgets import Card

SHOWN = 12


def filters() -> tuple[date, pd.DataFrame, str]:
    """The month, the CPTS kept by the region and the fund, and their name in a sentence."""
    one, two, three = st.container(key="filtres").columns(3)
    with one:
        month = pickers.choose_month("Mois", questions.months(), default=questions.usual_month())
    with two:
        region = pickers.choose("Région", {"": "Toutes"} | questions.regions(), key="region")
    with three:
        cpam = pickers.choose("CPAM", {"": "Toutes"} | questions.cpams(), key="cpam")
    frame = questions.territories()
    frame = frame[frame["nature"].eq("cpts")]
    for column, wanted in (("regions", region), ("cpam", cpam)):
        if wanted:
            frame = frame[[wanted in str(value).split("|") for value in frame[column]]]
    where = ", ".join(p for p in (questions.regions().get(region, ""), cpam) if p)
    return month, frame, f"les CPTS ({where})" if where else "l’ensemble des CPTS"


def link(id_cpts: str, name: str) -> str:
    """A CPTS name that leads to its page."""
    return f'<a href="fiche?cpts={escape(id_cpts, quote=True)}" target="_self">{escape(name)}</a>'


def headline(
    month: date, followed: pd.DataFrame, receipts: pd.DataFrame, moved: pd.DataFrame, money: pd.DataFrame
) -> None:
    """Four figures: who, what came, what moved, what will be paid."""
    signed = followed[followed["sous_contrat"]]
    real = int((~signed["demonstration"]).sum())
    expected, got = int(receipts["attendus"].sum()), int(receipts["recus"].sum())
    silent = int((receipts["absents"] == receipts["attendus"]).sum())
    better, worse = (int(moved["mouvement"].eq(w).sum()) for w in (movement.MIEUX, movement.MOINS))
    total = int(money["montant_centimes"].sum())
    widgets.cards(
        [
            Card(
                "CPTS sous contrat",
                french.number(len(signed)),
                f"dont {french.number(real)} réelles · {french.number(len(followed) - len(signed))} en préparation",
            ),
            Card(
                f"Valeurs reçues pour {french.month(month)}",
                french.percent(got / expected if expected else None, 0),
                f"{french.count(silent, 'CPTS', 'CPTS')} sans aucun envoi",
                attention=silent > 0,
            ),
            Card(
                "Ont bougé au-delà du bruit en un an",
                french.number(better + worse),
                f"{french.number(better)} en mieux, {french.number(worse)} en moins bien, en {french.month(month)}",
            ),
            Card(
                "À verser d’ici douze mois",
                f"{french.number(total / 100_000_000, 1)}{french.INSECABLE}M€",
                badge(least_sure(money["statut"].astype(str))) if total else "",
            ),
        ]
    )


def late(month: date, receipts: pd.DataFrame, *, demo: bool) -> None:
    """Funds whose CPTS sent nothing, then the CPTS."""
    st.header("Ce qui manque", anchor=False)
    silent = receipts[receipts["absents"].eq(receipts["attendus"])]
    partial = receipts[receipts["absents"].gt(0) & receipts["absents"].lt(receipts["attendus"])]
    if silent.empty and partial.empty:
        widgets.sentence(f"Tout est arrivé pour {french.month(month)}.", demo=demo)
        return
    funds = (
        silent.assign(cpam=silent["cpam"].fillna("CPAM inconnue"))
        .groupby("cpam")
        .agg(cpts=("id_cpts", "size"), absents=("absents", "sum"), dernier_mois=("dernier_mois", "max"))
        .sort_values("cpts", ascending=False)
        .reset_index()
    )
    text = (
        f"Pour {french.month(month)}, {french.count(len(silent), 'CPTS', 'CPTS')} sur {french.number(len(receipts))} n’ont rien "
        "envoyé" + (f" et {french.number(len(partial))} n’ont envoyé qu’une partie." if len(partial) else ".")
    )
    if len(funds):
        text += f" Les plus gros retards : {french.enumerate_fr(funds['cpam'].head(3).tolist())}."
    widgets.sentence(text, attention=True, demo=demo)
    left, right = st.container(key="manque").columns(2, gap="large")
    columns = [
        Column("cpts", "CPTS sans envoi", "int"),
        Column("absents", "Valeurs attendues", "int"),
        Column("dernier_mois", "Dernier mois reçu", "month"),
    ]
    with left:
        widgets.table(funds, [Column("cpam", "CPAM"), *columns], caption="Par CPAM")
    with right:
        listed = pd.concat([silent, partial])
        widgets.table(
            listed.head(60).assign(
                lien=[link(i, n) for i, n in zip(listed["id_cpts"], listed["nom"], strict=True)][:60]
            ),
            [
                Column("lien", "CPTS", "html"),
                Column("absents", "Valeurs absentes", "int"),
                Column("attendus", "Attendues", "int"),
                Column("dernier_mois", "Dernier mois reçu", "month"),
            ],
            caption=f"Par CPTS ({min(len(listed), 60)} sur {len(listed)}, toutes dans le fichier)",
        )
        widgets.downloads(
            listed,
            [Column("id_cpts", "id_cpts"), Column("nom", "nom"), Column("cpam", "cpam"), *columns[1:]],
            key="retards",
            name=f"retards-{month:%Y-%m}",
        )


def moves(month: date, moved: pd.DataFrame, *, demo: bool) -> None:
    """Counts by indicator, then the movements that stand out."""
    st.header("Ce qui a bougé au-delà du bruit", anchor=False)
    catalogue = session.catalogue()
    before = (pd.Timestamp(month) - pd.DateOffset(months=12)).date()
    if moved.empty:
        widgets.sentence(f"Aucune valeur comparable entre {french.month(before)} et {french.month(month)}.")
        return
    chart = movement.movement_bars(moved, catalogue.indicateurs, mois=month, avant=before)
    widgets.block(chart, key="mouvements", name=f"mouvements-{month:%Y-%m}", demo=demo)
    top = movement.strongest(moved, most=SHOWN)
    scales = {code: scale_of(i) for code, i in catalogue.indicateurs.items()}
    rows = [
        {
            "cpts": link(r.id_cpts, r.nom),
            "indicateur": catalogue.indicateurs[r.indicateur].court,
            "avant": scales[r.indicateur].write(r.valeur_avant),
            "apres": scales[r.indicateur].write(r.valeur),
            "ecart": scales[r.indicateur].gap(r.ecart),
            "sens": ("↗ " if r.mouvement == movement.MIEUX else "↘ ") + r.mouvement,
        }
        for r in top.itertuples()
    ]
    widgets.table(
        pd.DataFrame(rows, columns=["cpts", "indicateur", "avant", "apres", "ecart", "sens"]),
        [
            Column("cpts", "CPTS", "html"),
            Column("indicateur", "Indicateur"),
            Column("avant", french.month(before).capitalize(), "written"),
            Column("apres", french.month(month).capitalize(), "written"),
            Column("ecart", "Écart", "written"),
            Column("sens", "Sens"),
        ],
        caption=f"Les {len(rows)} mouvements qui s’écartent le plus de ceux des autres CPTS",
        whole=True,
    )


st.title("Vue d’ensemble", anchor=False)
if not questions.months():
    widgets.stop_with("Aucune observation n’est encore enregistrée : commencez par la page « Dépôt mensuel ».")
month, followed, who = filters()
ids = set(followed["id_cpts"])
receipts = questions.received(month)
receipts = receipts[receipts["id_cpts"].isin(ids)]
moved = questions.movements(month)
moved = moved[moved["id_cpts"].isin(ids)]
payments = questions.money().resultat.versements
payments = paid.coming(payments[payments["id_cpts"].isin(ids)], after=session.today())
demo = bool(followed["demonstration"].any()) or questions.invented()
if demo:
    widgets.demo_note("Les territoires « CPTS démo » et toutes les observations de cette page sont simulés.")
widgets.later_note(month, questions.months()[-1], "la colonne « Dernier mois reçu » et les versements à venir")
headline(month, followed, receipts, moved, payments)
late(month, receipts, demo=demo)
moves(month, moved, demo=demo)
st.header("Ce qui sera versé", anchor=False)
widgets.block(
    paid.payments_by_month(payments, after=session.today(), who=who),
    key="a-verser",
    name="versements-a-venir",
    demo=demo,
)
st.header("Où en sont les CPTS", anchor=False)
widgets.block(
    stage_chart(followed, session.catalogue().etapes),
    key="etapes",
    name="etapes",
    demo=bool(followed["demonstration"].any()),
)
