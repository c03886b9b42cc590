"""Indicateur: what one indicator means, how it spreads over the CPTS, who differs, how it moves, what is missing."""

from datetime import date

import streamlit as st

from dashboard import (
    compare_questions,
    fiche_questions,
    french,
    indicator_definition,
    peers_picker,
    pickers,
    questions,
    session,
    widgets,
)
from dashboard.charts.deciles import deciles_chart
from dashboard.charts.deliverable import deliverable
from dashboard.charts.distribution import distribution
from dashboard.charts.received import received_chart
from dashboard.compare_judged import Jugees
from dashboard.compare_outliers import outliers
from dashboard.peers_picker import EN_MOTS, Peers
from dashboard.widgets import Card
from pipelines.catalogue import Indicateur

#: Blocks whose points are CPTS: a click on one opens its page.
CLICKABLE = ("distribution", "indicateur.deciles")


def follow_click() -> None:
    """Before anything is drawn: a point was clicked, its CPTS's page is what was asked for."""
    for key in CLICKABLE:
        id_cpts = widgets.clicked(key)
        if id_cpts:
            del st.session_state[f"{key}.figure"]
            st.switch_page("app_pages/fiche.py", query_params={"cpts": id_cpts})


def pick() -> tuple[Indicateur, date | None, str, Peers, tuple[str, ...]]:
    """Indicator, month, reference, group, and the CPTS brought out."""
    catalogue = session.catalogue()
    options = {
        code: f"{catalogue.missions[i.mission].court if i.mission else 'Vie de la CPTS'} · {i.court}"
        for code, i in catalogue.indicateurs.items()
    }
    months = questions.months()
    with st.container(key="filtres"):
        one, two, three = st.columns([2, 1.1, 1.5])
        with one:
            code = pickers.choose("Indicateur", options, key="indicateur", default="PRE_SEIN")
        if not months:
            return catalogue.indicateurs[code], None, "mediane", Peers("filtre", (), ""), ()
        with two:
            month = pickers.choose_month("Mois", months, default=questions.usual_month())
        with three:
            reference = peers_picker.pick_reference()
        peers = peers_picker.pick_group()
        names = {"": "Aucune"} | questions.cpts_names()
        own = pickers.choose("CPTS mise en avant", names, key="avant")
    return catalogue.indicateurs[code], month, reference, peers, (own,) if own else ()


def summary(item: Indicateur, done: Jugees, reference: str) -> None:
    """Four figures: the reference, who differs, what was received, when it was last reviewed."""
    rows = done.cpts[done.cpts["dans_groupe"]]
    apart = rows["niveau"].eq(0.998)
    got, expected = int(rows["etat"].eq("valeur").sum()), len(rows)
    widgets.cards(
        [
            Card(peers_picker.REFERENCES[reference], done.panel.mesure.scale.write(done.reference), f"{expected} CPTS"),
            Card(
                "S’en écartent au-delà du hasard",
                french.number(int(apart.sum())),
                f"{french.percent(apart.sum() / expected if expected else None, 0)} des CPTS, hors des limites à 99,8 %",
            ),
            Card(
                "Valeurs à montrer",
                french.percent(got / expected if expected else None, 0),
                f"{french.number(got)} sur {french.number(expected)} attendues",
                attention=expected > 0 and got / expected < 0.9,
            ),
            Card("Fourni par", item.fournisseur, f"définition relue le {french.day(item.revu_le)}"),
        ]
    )


def measured(item: Indicateur, month: date, reference: str, peers: Peers, chosen: tuple[str, ...]) -> None:
    """A share, a rate or a count: figures, distribution, who differs, deciles."""
    done = compare_questions.compared(
        item.code, month, peers.ids, beside=tuple(i for i in chosen if i not in peers.ids), reference=reference
    )
    if not done.cpts["dans_groupe"].any():
        widgets.sentence(f"Aucune CPTS à comparer : {peers.label}. Élargissez le groupe.")
        return
    summary(item, done, reference)
    demo = bool(done.cpts["demonstration"].any())
    stem = f"{item.code.lower()}-{month:%Y-%m}"
    widgets.block(
        distribution(done, reference=EN_MOTS[reference], group=peers.label, chosen=chosen),
        key="distribution",
        name=f"{stem}-distribution",
        title=f"La distribution en {french.month(month)}",
        demo=demo,
        select=True,
    )
    outliers(done, reference=EN_MOTS[reference], filters={"indicateur": item.code, "mois": f"{month:%Y-%m}"})
    widgets.block(
        deciles_chart(done, group=peers.label, chosen=list(chosen)),
        key="indicateur.deciles",
        name=f"{stem}-deciles",
        title="Les déciles au fil des mois",
        demo=demo,
        select=True,
    )


def answers(item: Indicateur, month: date, peers: Peers, chosen: tuple[str, ...]) -> None:
    """A deliverable: who proved it. It is never ranked."""
    frame = compare_questions.month(item.code, month, peers.ids, chosen)
    if frame.empty:
        widgets.sentence(f"Aucune CPTS à montrer : {peers.label}. Élargissez le groupe.")
        return
    widgets.block(
        deliverable(frame, item, mois=month, group=peers.label, chosen=list(chosen)),
        key="indicateur.reponses",
        name=f"{item.code.lower()}-{month:%Y-%m}",
        title=f"Les réponses en {french.month(month)}",
        demo=bool(frame["demonstration"].any()),
    )


follow_click()
st.title("Indicateur", anchor=False)
item, month, reference, peers, chosen = pick()
st.header(french.typography(item.libelle), anchor=False)
indicator_definition.definition(item)
if month is None:
    widgets.stop_with("Aucune observation n’est encore enregistrée : la définition seule peut se lire.")
if item.type == "livrable":
    answers(item, month, peers, chosen)
else:
    measured(item, month, reference, peers, chosen)
widgets.block(
    received_chart(fiche_questions.received(item.code, month, peers.ids), court=item.court, group=peers.label),
    key="indicateur.recu",
    name=f"{item.code.lower()}-complétude".replace("é", "e"),
    title="Ce qui est reçu",
    demo=questions.invented(),
)
