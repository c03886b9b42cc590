"""What a control chart says in words: the rules a month breaks, the recent signal, how sure the limits are."""

import numpy as np

from calculators import french
from calculators.comparison.comptage import RARE
from calculators.comparison.control_chart import AMELIORATION, CHANGEMENT, DEGRADATION, HASARD
from calculators.comparison.memoire import SUR
from dashboard.charts.style import AMBRE, BLEU, GRIS, PIN
from pipelines.comparaison.cartes import RULES, OwnCard, months_covered
from pipelines.comparaison.echelle import scale_of

#: Colour, symbol, sign and word go together.
LOOK = {
    HASARD: (GRIS, "circle", "○"),
    AMELIORATION: (PIN, "triangle-up", "▲"),
    DEGRADATION: (AMBRE, "diamond", "◆"),
    CHANGEMENT: (BLEU, "square", "■"),
}
WORDS = {HASARD: "dans le bruit", AMELIORATION: "amélioration", DEGRADATION: "dégradation", CHANGEMENT: "changement"}
SPANS = {12: "douze", 24: "vingt-quatre"}


def rules_at(card: OwnCard, at: int) -> list[str]:
    """The rules that one month breaks, in words."""
    return [said for name, said in RULES if getattr(card.carte, name)[0, at]]


def verdict(card: OwnCard) -> str:
    """The recent signal with its sign, « ▲ amélioration », or why there is none."""
    if card.points < card.demandes[0]:
        return "trop peu de mois"
    word = f"{LOOK[card.nature][2]}{french.INSECABLE}{WORDS[card.nature]}"
    return word if card.told or card.nature == HASARD else f"{word}, à confirmer"


def sentence(card: OwnCard, *, nom: str) -> str:
    """What the chart says of the last months, and how sure its limits are."""
    item, carte = card.indicateur, card.carte
    scale = scale_of(item)
    known = np.flatnonzero(~np.isnan(carte.valeurs[0]))
    if not len(known):
        return f"{item.libelle} : aucune valeur à montrer pour {nom}."
    at = known[-1]
    text = f"{item.court}, {nom} : {scale.write(carte.valeurs[0, at])} en {french.month(card.mois[at])}"
    least, enough = card.demandes
    if card.points < least:
        return f"{text}. {french.count(card.points, 'mois connu', 'mois connus')} seulement : il en faut {least} pour des limites."
    text += (
        f", pour une moyenne de {scale.write(carte.moyenne[0, at])} (limites de {scale.write(carte.bas[0, at])} à "
        f"{scale.write(carte.haut[0, at])})."
    )
    if card.nature == HASARD:
        text += " Rien dans les trois derniers mois ne sort du bruit habituel."
    else:
        text += f" Signal récent : {WORDS[card.nature]} ({french.enumerate_fr(card.rules)})"
        text += f", depuis {french.month(card.depuis)}." if card.depuis else "."
    if card.essai and not card.memoire:
        text += f" Limites d’essai : {card.points} mois seulement, {enough} les rendraient sûres."
    if card.rares:
        what = "évènements, ou exceptions," if item.type == "proportion" else "évènements"
        text += (
            f" Moins de {french.number(RARE)} {what} attendus à la fois : les limites tiennent compte des effectifs."
        )
    span = months_covered(item)
    if span > 1:
        text += (
            f" Cumul de {SPANS[span]} mois : chaque valeur reprend presque toute la précédente ; les limites en tiennent compte, et "
            "seul un point au-delà est un signal."
        )
    elif card.memoire:
        text += _memory(card)
    elif bool(carte.saison[0]):
        text += " Les mêmes mois reviennent semblables d’une année à l’autre : un signal peut n’être que la saison."
    return text


def _memory(card: OwnCard) -> str:
    """What a state that keeps most of its last month makes of its limits."""
    text = (
        f" D’un mois au suivant cet état change peu (corrélation {french.number(card.memoire, 2)}) : il s’éloigne de sa moyenne sans "
        "que rien n’ait changé. Les limites en tiennent compte"
    )
    past = int(card.carte.passe[0])
    if past >= SUR:
        return (
            f"{text} : ce sont celles des {past} mois d’avant l’année écoulée, et seul un point au-delà est un signal."
        )
    return (
        f"{text}, mais {french.count(past, 'mois connu', 'mois connus')} avant l’année écoulée ne suffisent pas, il en faut {SUR} : "
        "un point au-delà reste à confirmer."
    )
