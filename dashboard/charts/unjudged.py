"""Why nobody is judged one month, in one sentence: no value, no reference, no room for chance, no counts, too much hidden."""

import numpy as np
import pandas as pd

from calculators import french
from pipelines.comparaison.echelle import Scale
from pipelines.comparaison.jugees import Jugees
from pipelines.comparaison.reference import Fourchette

#: A supplier may hide a count for another reason than its size (« non communiqué »): what a count is taken to be is said.
SMALL = "si ce sont de petits effectifs, "


def judged_of(done: Jugees) -> pd.DataFrame:
    """The CPTS of the group that have a place around the reference: those whose judgements are counted."""
    return done.cpts[done.cpts["dans_groupe"] & done.cpts["niveau"].notna()]


def nobody(done: Jugees) -> str:
    """Why no CPTS of the group is judged; empty when some are."""
    if len(judged_of(done)):
        return ""
    rows = done.cpts[done.cpts["dans_groupe"] & done.cpts["comparee"].notna()]
    known, counted = len(rows), int(rows["denominateur_compare"].notna().sum())
    if not known:
        return "Aucune valeur à comparer : personne n’est jugé."
    unsure_median = ""
    if done.fourchette is not None:
        said = between(done.fourchette, done.panel.mesure.scale)
        small = SMALL if done.panel.mesure.rapporte else ""
        unsure_median = f"{hidden(done.fourchette)} : {small}la vraie médiane est {said}. Personne n’est jugé contre une médiane si peu sûre."
    if pd.isna(done.reference) and unsure_median:
        return unsure_median
    if pd.isna(done.reference) and known < 5:
        return "Moins de 5 valeurs à comparer : aucune référence ne s’en déduit, personne n’est jugé."
    if not counted:
        sent = f"{french.plural(known, 'La', 'Les')} {french.count(known, 'valeur connue', 'valeurs connues')}"
        return (
            f"{sent} {french.plural(known, 'a été envoyée', 'ont été envoyées')} sans effectifs (numérateur et dénominateur) : "
            "la part du hasard ne s’en déduit pas, personne n’est jugé."
        )
    if pd.isna(done.reference):
        return "Pas de référence ce mois-ci : personne n’est jugé."
    if done.entonnoir is not None and unsure_median:
        return unsure_median
    return (
        "Une référence de 0 (ou de 100 %) ne laisse aucune place au hasard : personne n’est jugé. La référence « Ensemble "
        "des pairs » peut convenir."
    )


def without_counts(done: Jugees) -> int:
    """How many CPTS of the group show a value that came without its counts: drawn, never judged."""
    rows = done.cpts[done.cpts["dans_groupe"]]
    return int((rows["comparee"].notna() & rows["denominateur_compare"].isna()).sum())


def hidden(found: Fourchette) -> str:
    """« 102 valeurs sur 234 sont masquées »."""
    number = french.count(found.masquees, "valeur")
    return f"{number} sur {french.number(found.total)} {french.plural(found.masquees, 'est masquée', 'sont masquées')}"


def between(found: Fourchette, scale: Scale) -> str:
    """« entre 0,2 et 0,4 pour 10 000 », « d’au moins 0,2 % » when the hidden values may be anything."""
    if np.isinf(found.haut):
        return f"d’au moins {scale.write(found.bas)}"
    return f"entre {french.number(found.bas * scale.factor, scale.decimals)} et {scale.write(found.haut)}"


def doubt(done: Jugees) -> str:
    """What hidden values leave unsure of the median, beside it; empty when it is the same to the last figure written."""
    found, scale = done.fourchette, done.panel.mesure.scale
    if found is None or pd.isna(done.reference) or scale.write(found.bas) == scale.write(found.haut):
        return ""
    return f"{hidden(found)}, la vraie médiane est {between(found, scale)}"


def unsure(done: Jugees) -> int:
    """How many CPTS of the group are not judged because their judgement changes from one bound of the median to the other."""
    if done.fourchette is None or pd.isna(done.reference):
        return 0
    rows = done.cpts[done.cpts["dans_groupe"] & done.cpts["denominateur_compare"].notna()]
    return int(rows["niveau"].isna().sum())
