"""Why nobody is judged one month, in one sentence: no value, no reference, no room for chance, no counts."""

import pandas as pd

from dashboard import french
from dashboard.compare_judged import Jugees


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
    return (
        "Une référence de 0 (ou de 100 %) ne laisse aucune place au hasard : personne n’est jugé. La référence « Ensemble "
        "des pairs » peut convenir."
    )


def without_counts(done: Jugees) -> int:
    """How many CPTS of the group show a value that came without its counts: drawn, never judged."""
    rows = done.cpts[done.cpts["dans_groupe"]]
    return int((rows["comparee"].notna() & rows["denominateur_compare"].isna()).sum())
