"""Comparer: one indicator, one month, peers and a reference; who differs beyond chance, then six views of the same."""

from datetime import date

import streamlit as st

from calculators import french, mois
from dashboard.asking import comparaison, questions
from dashboard.asking.session import Session
from dashboard.charts.deliverable import answers_over_time, deliverable
from dashboard.comparer import summary_pdf, views
from dashboard.comparer.funnel import has_funnel
from dashboard.comparer.groups import own_groups
from dashboard.pages import FICHE
from dashboard.tables import Column
from dashboard.ui import address, links, peers_picker, pickers, widgets
from dashboard.ui.outliers import outliers
from dashboard.ui.peers_picker import EN_MOTS, Peers, pick_group, pick_reference
from pipelines.catalogue import Indicateur

#: Blocks whose points are CPTS: a click on one opens its page.
CLICKABLE = ("entonnoir", "comparaison", "detail", "multiples", "deciles", "carte", "tendance")


def follow_click() -> None:
    """Before anything is drawn: a point was clicked, its CPTS's page is what was asked for."""
    for key in CLICKABLE:
        id_cpts = widgets.clicked(key)
        if id_cpts:
            del st.session_state[f"{key}.figure"]
            links.go(FICHE, cpts=id_cpts)


def month_labels(months: list[date], *, today: date) -> dict[str, str]:
    """The months, newest first; those that may still change say so."""
    usual = questions.usual_month()
    labels = {}
    for one in sorted(months, reverse=True):
        mark = " (provisoire)" if not mois.is_over(one, today) else " (incomplet)" if usual and one > usual else ""
        labels[f"{one:%Y-%m}"] = french.month(one).capitalize() + mark
    return labels


def filters(session: Session, months: list[date]) -> tuple[Indicateur, date, str, Peers, list[str]]:
    """Indicator, month, reference, peers, and the CPTS to bring out."""
    catalogue = session.catalogue
    indicators = {
        code: f"{catalogue.missions[i.mission].court if i.mission else 'Vie de la CPTS'} · {i.court}"
        for code, i in catalogue.indicateurs.items()
    }
    usual = questions.usual_month()
    with st.container(key="filtres"):
        one, two, three = st.columns([2, 1.1, 1.5])
        with one:
            code = pickers.choose("Indicateur", indicators, key="indicateur", default="PRE_SEIN")
        with two:
            month = pickers.choose(
                "Mois",
                month_labels(months, today=session.today),
                key="mois",
                default=f"{usual:%Y-%m}" if usual else None,
            )
        with three:
            reference = pick_reference()
        peers = pick_group()
        names = questions.cpts_names()
        known = [i for i in catalogue.cpts["id_cpts"] if i in names]
        chosen = pickers.choose_many(
            "CPTS mises en avant (six au plus)", names, key="avec", most=6, default=known[:4], placeholder="Aucune"
        )
    if peers.centre and peers.centre not in chosen:
        chosen = [peers.centre, *chosen][:6]
    return catalogue.indicateurs[code], date.fromisoformat(f"{month}-01"), reference, peers, chosen


def answers(indicateur: Indicateur, month: date, peers: Peers, chosen: list[str]) -> None:
    """A deliverable: who proved it, and since when for the chosen ones. It is never ranked."""
    frame = comparaison.month(indicateur.code, month, peers.ids, tuple(chosen))
    if frame.empty:
        widgets.stop_with(f"Aucune CPTS à comparer : {peers.label}. Élargissez le groupe.")
    demo = bool(frame["demonstration"].any())
    widgets.block(
        deliverable(frame, indicateur, mois=month, group=peers.label, chosen=chosen),
        key="comparaison",
        name=f"{indicateur.code.lower()}-{month:%Y-%m}",
        title=f"Les CPTS en {french.month(month)}",
        demo=demo,
        caption=f"{indicateur.libelle}, {french.month(month)}, {peers.label}",
        row_class="classe",
    )
    widgets.later_note(month, questions.months()[-1], "les réponses ci-dessous")
    series = questions.series(indicateur.code, tuple(chosen))
    widgets.block(
        answers_over_time(series, indicateur),
        key="tendance",
        name=f"{indicateur.code.lower()}-reponses",
        title="Mois après mois",
        demo=demo,
        select=True,
    )


def measured(indicateur: Indicateur, month: date, reference: str, peers: Peers, chosen: list[str]) -> None:
    """A share, a rate or a count: who differs, then one view."""
    done = comparaison.compared(
        indicateur.code, month, peers.ids, beside=tuple(i for i in chosen if i not in peers.ids), reference=reference
    )
    if not done.cpts["dans_groupe"].any():
        widgets.stop_with(f"Aucune CPTS à comparer : {peers.label}. Élargissez le groupe.")
    shown = {"indicateur": indicateur.code, "mois": f"{month:%Y-%m}"}
    outliers(done, reference=EN_MOTS[reference], filters=shown)
    summary_pdf.offer(
        done, reference=EN_MOTS[reference], group=peers.label, demo=bool(done.cpts["demonstration"].any())
    )
    vue = pickers.choose_segment("Vue", views.VUES, key="vue", default="entonnoir")
    if address.has_changed("comparer.vue", (indicateur.code, month, peers.ids, vue, tuple(chosen))):
        address.forget("page")
    views.show(
        vue,
        views.Seen(done=done, chosen=chosen, group=peers.label, reference=EN_MOTS[reference], filters=shown),
    )
    if vue != "tableau" and (vue != "entonnoir" or has_funnel(done)) and done.cpts["comparee"].notna().any():
        st.caption("Cliquez sur une marque pour ouvrir la fiche de la CPTS.")


def nearest(peers: Peers) -> None:
    """Why these are the nearest: each variable compared, and the distance."""
    found = peers.found
    if found is None:
        return
    labels = {"population": "Population", "densite": "Habitants au km²", "anciennete": "Ancienneté du contrat (années)"}
    with st.expander("Pourquoi ces CPTS sont les plus proches", icon=":material/social_distance:", key="voisins"):
        widgets.sentence(peers_picker.method(found))
        widgets.table(
            found.membres,
            [
                Column("nom", "CPTS", "cpts"),
                Column("taille", "Taille", "int"),
                *(Column(name, labels[name], "int" if name == "population" else "decimal") for name in found.variables),
                Column("distance", "Distance (écarts-types)", "decimal", 2),
            ],
            caption=f"Du plus proche au plus lointain de {peers.label.split(' et ses ')[0]}",
            whole=True,
        )


def reading(indicateur: Indicateur) -> None:
    """How to read the page, and this indicator."""
    with st.expander("Comment lire cette page", icon=":material/help:", key="lecture"):
        widgets.text(
            f"**Précautions.** {indicateur.precautions}\n\n**Source.** {indicateur.source}. "
            f"Relu le {french.day(indicateur.revu_le)}.\n\n"
            "**Mieux, semblable, moins bien.** Une CPTS est jugée par sa place dans l’entonnoir : semblable à la référence "
            "dans les limites à 95 %, mieux ou moins bien au-delà. « Au-delà du hasard » veut dire hors des limites à "
            "99,8 % : sur 500 CPTS que seul le hasard distinguerait, une seule y serait. Un indicateur sans sens n’est "
            "jamais classé : seulement plus haut ou plus bas.\n\n"
            "**Surdispersion.** Les CPTS diffèrent d’ordinaire plus que le hasard ne l’explique : sans correction, presque toutes "
            "les grandes seraient hors limites. φ le mesure (moyenne des z² winsorisés à 10 % de chaque côté, "
            "Spiegelhalter 2005, corrigée de ce que la winsorisation retire ; 1 : le hasard seul). Dès que φ dépasse 1, les limites "
            "sont élargies d’un effet aléatoire additif sur le logarithme du taux ou de la cote, comme le SHMI du NHS, et celles "
            "d’un petit groupe par la loi de Student, toujours sous 10 CPTS ; la part de hasard de la référence, faite par quelques "
            "CPTS, les élargit aussi. Elles ne sont jamais resserrées. Une CPTS dont l’intervalle évite la "
            "référence peut donc rester « semblable ».\n\n"
            "**Combien par hasard.** Même si rien ne distinguait les CPTS, au plus 5 sur 100 environ sortiraient des limites à 95 %, "
            "et 2 sur 1 000 de celles à 99,8 % : le nombre attendu est écrit à côté du nombre trouvé.\n\n"
            "**Depuis quand.** Premier des mois sans interruption hors des limites à 95 %, du même côté ; chaque mois a sa "
            "référence. Les mois sans valeur ne comptent pas.\n\n"
            "**Intervalle à 95 %.** Wilson pour une part, Poisson (exacte sous 10, Byar ensuite) pour un taux ou un compte. "
            "Un compte est rapporté à la population du contrat, sinon annoncée, sinon de l’INSEE.\n\n"
            "**Valeurs masquées.** Sans elles, la médiane serait fausse, trop haute ou trop basse : les zéros sont montrés, les "
            "petits effectifs non. Elle est donc bornée par ce que tout le monde sait : chaque compte masqué est d’au moins 1 et "
            "sous le seuil du secret ; une part ou un taux masqué peut être n’importe lequel. Quand les deux bornes sont proches "
            "(un dixième de l’écart entre les quarts), la référence est leur milieu, et qui changerait de jugement de l’une à "
            "l’autre n’est pas jugé ; sinon personne ne l’est. « Ensemble des pairs » n’est que celui des valeurs montrées."
        )


def show(session: Session) -> None:
    """Draw the page."""
    follow_click()
    st.title("Comparer", anchor=False)
    months = questions.months()
    if not months:
        widgets.stop_with("Aucune observation n’est encore enregistrée : déposez un fichier mensuel pour comparer.")
    indicateur, month, reference, peers, chosen = filters(session, months)
    st.header(french.typography(indicateur.libelle), anchor=False)
    widgets.text(
        f"{indicateur.pourquoi} "
        + {
            "hausse": "**↑ Plus haut est mieux.**",
            "baisse": "**↓ Plus bas est mieux.**",
            "neutre": "**Jamais classé.**",
        }[indicateur.sens]
    )
    if indicateur.type == "livrable":
        answers(indicateur, month, peers, chosen)
    else:
        measured(indicateur, month, reference, peers, chosen)
    if peers.found is not None:
        nearest(peers)
    own_groups(peers, chosen)
    reading(indicateur)
