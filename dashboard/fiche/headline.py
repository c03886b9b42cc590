"""The Fiche in four figures, whatever part of it is open: beside the peers, its own past, what is at stake, what came."""

import pandas as pd

from calculators import french
from calculators.aci.accord.statut import least_sure
from calculators.comparison.bilan import bilan
from calculators.comparison.control_chart import DEGRADATION
from calculators.comparison.judgement import MIEUX, MOINS_BIEN
from dashboard.charts.looks import LOOKS
from dashboard.tables import badge
from dashboard.ui.widgets import DEMO, Card
from pipelines.comparaison.cartes import OwnCard, news

#: Parts of the page: code in the address, name on the screen.
PAIRS, PASSE, EUROS, DEPOTS = "pairs", "passe", "euros", "depots"
PARTS = {
    PAIRS: "Face à ses pairs",
    PASSE: "Face à son propre passé",
    EUROS: "Ses euros",
    DEPOTS: "Derniers dépôts",
}


def beside_peers(frame: pd.DataFrame, *, pairs: str) -> Card:
    """How many indicators are beyond chance, outside the 99.8 % limits, as the sentence of the spine counts them.

    `frame`: rows of colonne.place_among_peers; `pairs`: in words.
    """
    tally = bilan(frame["jugement"], frame["niveau"])
    if not tally.juges:
        return Card(PARTS[PAIRS], french.ABSENT, french.typography(f"aucun indicateur jugé face à {pairs}"))
    parts = [f"{LOOKS[MOINS_BIEN][2]} {tally.moins_bien} {MOINS_BIEN}", f"{LOOKS[MIEUX][2]} {tally.mieux} {MIEUX}"]
    if tally.sans_sens:
        parts.append(f"{tally.sans_sens} sans jugement")
    said = f"au-delà du hasard (limites à 99,8 %) : {', '.join(parts)}"
    if tally.entre:
        said += f" ; {tally.entre} de plus entre 95 % et 99,8 %"
    return Card(
        PARTS[PAIRS],
        french.count(tally.ecarts, "écart"),
        french.typography(f"{said} ; sur {french.count(tally.juges, 'indicateur')}, face à {pairs}"),
        attention=tally.moins_bien > 0,
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
    closed = bool(found["close"].all())
    said = f"sur {french.euros(whole, cents=False)}{'' if closed else ', à l’atteinte lue à ce jour'} ; "
    said += f"{french.euros(rest, cents=False)} {'ne sont pas gagnés' if closed else 'restent en jeu'}"
    return Card(
        f"Volets variables {'gagnés' if closed else 'comptés'}, année {annee}",
        french.euros(earned, cents=False),
        f"{f'{DEMO} ' if demo else ''}{status} {french.typography(said)}",
    )


def last_deposit(found: pd.DataFrame, *, expected: bool) -> Card:
    """When the last file about this CPTS came and what it said. `found`: rows of queries_fiche.deposits_about.

    `expected`: its contract is signed, so that files are due.
    """
    if found.empty:
        detail = "aucun fichier reçu" if expected else "aucun fichier attendu avant le contrat"
        return Card("Dernier dépôt", french.ABSENT, detail, attention=expected)
    last = found.iloc[0]
    said = (
        f"{french.count(int(last['nouvelles']), 'valeur nouvelle', 'valeurs nouvelles')}, "
        f"{french.count(int(last['corrigees']), 'corrigée', 'corrigées')}"
    )
    mark = f"{DEMO} " if bool(last["demonstration"]) else ""
    return Card("Dernier dépôt", french.day(last["depose_le"]), mark + french.typography(said))
