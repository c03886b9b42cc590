"""The Fiche in four figures, whatever part of it is open: beside the peers, its own past, what is at stake, what came."""

import pandas as pd

from calculators.aci.statut import least_sure
from calculators.comparison.control_chart import DEGRADATION
from calculators.comparison.judgement import MIEUX, MOINS_BIEN, PLUS_BAS, PLUS_HAUT, SEMBLABLE
from dashboard import french
from dashboard.charts.looks import LOOKS
from dashboard.control_cards import OwnCard, news
from dashboard.tables import badge
from dashboard.widgets import DEMO, Card

#: Parts of the page: code in the address, name on the screen.
PAIRS, PASSE, EUROS, DEPOTS = "pairs", "passe", "euros", "depots"
PARTS = {
    PAIRS: "Face à ses pairs",
    PASSE: "Face à son propre passé",
    EUROS: "Ses euros",
    DEPOTS: "Derniers dépôts",
}


def beside_peers(frame: pd.DataFrame, *, pairs: str) -> Card:
    """How many indicators differ from the peers beyond noise. `frame`: rows of spine_placed.placed; `pairs`: in words."""
    counts = frame["jugement"].value_counts()
    found = {word: int(counts.get(word, 0)) for word in (MOINS_BIEN, MIEUX, PLUS_HAUT, PLUS_BAS, SEMBLABLE)}
    judged = sum(found.values())
    if not judged:
        return Card(PARTS[PAIRS], french.ABSENT, french.typography(f"aucun indicateur jugé face à {pairs}"))
    apart = judged - found[SEMBLABLE]
    parts = [f"{LOOKS[word][2]} {found[word]} {word}" for word in (MOINS_BIEN, MIEUX)]
    neither = found[PLUS_HAUT] + found[PLUS_BAS]
    if neither:
        parts.append(f"{neither} sans jugement")
    return Card(
        PARTS[PAIRS],
        french.count(apart, "écart"),
        french.typography(f"{', '.join(parts)} ; sur {french.count(judged, 'indicateur')}, face à {pairs}"),
        attention=found[MOINS_BIEN] > 0,
    )


def own_past(found: list[OwnCard]) -> Card:
    """How many signals came within the year and are still there, and how many older ones last."""
    recent = news(found)
    lasting = sum(card.told for card in found) - len(recent)
    worse = sum(card.nature == DEGRADATION for card in recent)
    detail = french.plural(len(recent), "apparu dans l’année", "apparus dans l’année")
    if worse:
        detail += f", dont {french.count(worse, 'dégradation')}"
    if lasting:
        detail += (
            f" ; {french.count(lasting, 'plus ancien', 'plus anciens')} {french.plural(lasting, 'dure', 'durent')}"
        )
    return Card(PARTS[PASSE], french.count(len(recent), "signal", "signaux"), french.typography(detail), bool(worse))


def at_stake(found: pd.DataFrame, *, annee: int, demo: bool) -> Card:
    """What the year's variable parts have earned and what is still at stake. `found`: rows of fiche_attainment.missions."""
    whole, earned, rest = (
        int(found[name].sum()) for name in ("enveloppe_centimes", "compte_centimes", "enjeu_centimes")
    )
    status = badge(least_sure(found["statut"].astype(str)))
    said = f"sur {french.euros(whole, cents=False)} ; {french.euros(rest, cents=False)} restent en jeu"
    return Card(
        f"Volets variables gagnés, année {annee}",
        french.euros(earned, cents=False),
        f"{f'{DEMO} ' if demo else ''}{status} {french.typography(said)}",
    )


def last_deposit(found: pd.DataFrame) -> Card:
    """When the last file about this CPTS came and what it said. `found`: rows of queries_fiche.deposits_about."""
    if found.empty:
        return Card("Dernier dépôt", french.ABSENT, "aucun fichier reçu", attention=True)
    last = found.iloc[0]
    said = (
        f"{french.count(int(last['nouvelles']), 'valeur nouvelle', 'valeurs nouvelles')}, "
        f"{french.count(int(last['corrigees']), 'corrigée', 'corrigées')}"
    )
    mark = f"{DEMO} " if bool(last["demonstration"]) else ""
    return Card("Dernier dépôt", french.day(last["depose_le"]), mark + french.typography(said))
