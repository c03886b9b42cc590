"""Indicateur: what one indicator means, who differs, then how it spreads over the CPTS, how it moves, or what came."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import streamlit as st

from calculators import french
from dashboard.asking import comparaison, fiche, questions
from dashboard.asking.session import Session
from dashboard.charts.deciles import deciles_chart
from dashboard.charts.deliverable import deliverable
from dashboard.charts.looks import SURE
from dashboard.charts.unjudged import between, doubt, hidden, judged_of
from dashboard.indicateur import definition
from dashboard.indicateur.distribution import distribution
from dashboard.indicateur.received import received_chart
from dashboard.pages import FICHE
from dashboard.ui import links, peers_picker, pickers, widgets
from dashboard.ui.outliers import outliers
from dashboard.ui.peers_picker import EN_MOTS, Peers
from dashboard.ui.widgets import Card
from pipelines.catalogue import Catalogue, Indicateur
from pipelines.comparaison.jugees import Jugees

#: Blocks whose points are CPTS: a click on one opens its page.
CLICKABLE = ("distribution", "indicateur.deciles")
DISTRIBUTION, DECILES, REPONSES, RECU = "distribution", "deciles", "reponses", "recu"
VIEWS = {
    DISTRIBUTION: "Distribution",
    DECILES: "Déciles au fil des mois",
    REPONSES: "Réponses",
    RECU: "Ce qui est reçu",
}


def follow_click() -> None:
    """Before anything is drawn: a point was clicked, its CPTS's page is what was asked for."""
    for key in CLICKABLE:
        id_cpts = widgets.clicked(key)
        if id_cpts:
            del st.session_state[f"{key}.figure"]
            links.go(FICHE, cpts=id_cpts)


def pick(catalogue: Catalogue) -> tuple[Indicateur, date | None, str, Peers, tuple[str, ...]]:
    """Indicator, month, reference, group, and the CPTS brought out."""
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
    got, expected = int(rows["etat"].eq("valeur").sum()), len(rows)
    widgets.cards(
        [
            _reference_card(done, reference, expected),
            _apart_card(done),
            Card(
                "Valeurs à montrer",
                french.percent(got / expected if expected else None, 0),
                f"{french.number(got)} sur {french.number(expected)} attendues",
                attention=expected > 0 and got / expected < 0.9,
            ),
            Card("Fourni par", item.fournisseur, f"définition relue le {french.day(item.revu_le)}"),
        ]
    )


def _reference_card(done: Jugees, reference: str, expected: int) -> Card:
    """The reference, or between which values it is when too many are hidden."""
    found, scale = done.fourchette, done.panel.mesure.scale
    value, said = scale.write(done.reference), f"{french.number(expected)} CPTS"
    if found is not None:
        if np.isnan(done.reference):
            value = french.upper_first(between(found, scale))
        said = hidden(found) + (
            "" if np.isnan(done.reference) or not doubt(done) else f", elle est {between(found, scale)}"
        )
    return Card(peers_picker.REFERENCES[reference], value, said)


def _apart_card(done: Jugees) -> Card:
    """How many differ, of those judged."""
    title, judged = "S’en écartent au-delà du hasard", judged_of(done)
    if judged.empty:
        return Card(title, french.ABSENT, "personne n’est jugé : dit ci-dessous")
    apart = int(judged["niveau"].eq(SURE).sum())
    share = french.percent(apart / len(judged), 0)
    return Card(
        title,
        french.number(apart),
        french.typography(
            f"{share} des {french.count(len(judged), 'CPTS jugée', 'CPTS jugées')}, hors des limites à 99,8 %"
        ),
    )


@dataclass(frozen=True)
class Asked:
    """What the page is about: indicator, month, reference, peers, the CPTS brought out."""

    item: Indicateur
    month: date
    reference: str
    peers: Peers
    chosen: tuple[str, ...]

    @property
    def stem(self) -> str:
        """The stem of the names of downloads."""
        return f"{self.item.code.lower()}-{self.month:%Y-%m}"


def measured(seen: Asked) -> None:
    """A share, a rate or a count: figures, who differs, then the distribution, the deciles or what came."""
    beside = tuple(i for i in seen.chosen if i not in seen.peers.ids)
    done = comparaison.compared(seen.item.code, seen.month, seen.peers.ids, beside=beside, reference=seen.reference)
    if not done.cpts["dans_groupe"].any():
        widgets.sentence(f"Aucune CPTS à comparer : {seen.peers.label}. Élargissez le groupe.")
        return
    summary(seen.item, done, seen.reference)
    demo = bool(done.cpts["demonstration"].any())
    filters = {"indicateur": seen.item.code, "mois": f"{seen.month:%Y-%m}"}
    outliers(done, reference=EN_MOTS[seen.reference], filters=filters)
    shown = view(DISTRIBUTION, DECILES, RECU)
    if shown == DISTRIBUTION:
        chart = distribution(done, reference=EN_MOTS[seen.reference], group=seen.peers.label, chosen=seen.chosen)
        if not done.cpts["comparee"].notna().any():
            widgets.sentence(chart.sentence, attention=True, demo=demo)
            return
        widgets.block(
            chart,
            key="distribution",
            name=f"{seen.stem}-distribution",
            title=f"La distribution en {french.month(seen.month)}",
            demo=demo,
            select=True,
        )
    elif shown == DECILES:
        widgets.block(
            deciles_chart(done, group=seen.peers.label, chosen=list(seen.chosen)),
            key="indicateur.deciles",
            name=f"{seen.stem}-deciles",
            title="Les déciles au fil des mois",
            demo=demo,
            select=True,
        )
    else:
        received(seen)


def answers(seen: Asked) -> None:
    """A deliverable: who proved it, or what came. It is never ranked."""
    frame = comparaison.month(seen.item.code, seen.month, seen.peers.ids, seen.chosen)
    if frame.empty:
        widgets.sentence(f"Aucune CPTS à montrer : {seen.peers.label}. Élargissez le groupe.")
    elif view(REPONSES, RECU) == REPONSES:
        widgets.block(
            deliverable(frame, seen.item, mois=seen.month, group=seen.peers.label, chosen=list(seen.chosen)),
            key="indicateur.reponses",
            name=seen.stem,
            title=f"Les réponses en {french.month(seen.month)}",
            demo=bool(frame["demonstration"].any()),
        )
    else:
        received(seen)


def view(*codes: str) -> str:
    """Which of some VIEWS is shown, the first unless one was chosen."""
    return pickers.choose_segment("Vue", {code: VIEWS[code] for code in codes}, key="apercu", default=codes[0])


def received(seen: Asked) -> None:
    """What came of what was expected, month by month."""
    found = fiche.received(seen.item.code, seen.month, seen.peers.ids)
    widgets.block(
        received_chart(found, court=seen.item.court, group=seen.peers.label),
        key="indicateur.recu",
        name=f"{seen.item.code.lower()}-completude",
        title="Ce qui est reçu",
        demo=questions.invented(),
    )


def show(session: Session) -> None:
    """Draw the page."""
    follow_click()
    st.title("Indicateur", anchor=False)
    item, month, reference, peers, chosen = pick(session.catalogue)
    st.header(french.typography(item.libelle), anchor=False)
    definition.definition(item)
    if month is None:
        widgets.stop_with("Aucune observation n’est encore enregistrée : la définition seule peut se lire.")
    asked = Asked(item, month, reference, peers, chosen)
    if item.type == "livrable":
        answers(asked)
    else:
        measured(asked)
