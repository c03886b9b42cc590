"""How the nearest CPTS were found, in words, the same on every page: what is compared, what is left out and why."""

from dashboard import french
from pipelines.pairs import Pairs

VARIABLES = {"population": "population", "densite": "densité", "anciennete": "ancienneté du contrat"}


def method(found: Pairs) -> str:
    """What the distance is made of, what is not in it, who could not be compared."""
    said = french.enumerate_fr([VARIABLES[name] for name in found.variables])
    text = (
        f"Distance calculée sur {said}, chacune ramenée à l’écart type de toutes les CPTS (population et densité en "
        "logarithme) : racine de la moyenne des carrés des écarts ; 0 : identique, 1 : un écart type en moyenne. À distance "
        "égale, l’ordre est celui du code."
    )
    if found.variables_manquantes:
        unknown = french.enumerate_fr([VARIABLES[name] for name in found.variables_manquantes])
        text += f" Non comparé, car inconnu pour elle ou pour la plupart : {unknown}."
    if found.exclues:
        text += f" {french.count(found.exclues, 'CPTS écartée', 'CPTS écartées')}, faute de l’une de ces données."
    return text
