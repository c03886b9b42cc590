"""Every CPTS of a choice judged on every measured indicator of a month, against the CPTS under contract of its taille.

The judgement of the pages (jugees), asked for many CPTS at once; and, for a value that is not judged, why. Reads what the
reader may see, nothing else: a hidden value is not judged.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from calculators.comparison.judgement import NON_JUGEABLE
from pipelines.catalogue import Catalogue
from pipelines.comparaison.jugees import judge_columns
from pipelines.comparaison.mesure import Mesure, mesure_of
from pipelines.comparaison.panel import month_panel
from pipelines.comparaison.reference import fourchette, references
from pipelines.store.connection import Store
from pipelines.store.questions.comparaison import month_values
from pipelines.store.scope import Scope

#: Why a value is not judged, for one and for several.
ABSENTE, MASQUEE, MANQUANTE = "absente", "masquée", "déclarée manquante"
SEULE, SANS_HASARD, SANS_EFFECTIF = "face à moins de 5 CPTS", "face à une médiane de 0 ou de 100 %", "sans effectifs"
SANS_POPULATION, SANS_CONTRAT = "sans population connue", "hors contrat, donc hors du groupe"
TROP_MASQUE = "face à une médiane que les valeurs masquées rendent trop peu sûre"
RAISONS = {
    ABSENTE: "absentes",
    MASQUEE: "masquées",
    MANQUANTE: "déclarées manquantes",
    **{same: same for same in (SEULE, SANS_HASARD, SANS_EFFECTIF, SANS_POPULATION, SANS_CONTRAT, TROP_MASQUE)},
}
_ETATS = {"masquee": MASQUEE, "manquante": MANQUANTE, "absente": ABSENTE}


def judge_month(store: Store, scope: Scope, *, mois: date, ids: Collection[str], catalogue: Catalogue) -> pd.DataFrame:
    """One row per CPTS of ``ids`` and measured indicator expected or sent that month, by rank of catalogue.

    id_cpts, nom, taille, indicateur, etat, provisoire, demonstration, valeur (in the unit compared), bas, haut (95 %),
    reference (median of the taille, NaN when hidden values leave it unsure), reference_bas, reference_haut (its bounds), z,
    niveau, jugement, n_groupe (CPTS of the group with a value), raison (why it is not judged, one of RAISONS; empty when it
    is).
    """
    parts = []
    for indicateur in catalogue.indicateurs.values():
        mesure = mesure_of(indicateur)
        if mesure is not None:
            everyone = month_values(store, scope, indicateur=indicateur.code, mois=mois)
            parts += [_of_taille(group, mesure, set(ids), mois=mois) for _, group in everyone.groupby("taille")]
    kept = [part for part in parts if len(part)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame()


def _of_taille(group: pd.DataFrame, mesure: Mesure, ids: set[str], *, mois: date) -> pd.DataFrame:
    wanted = group["id_cpts"].isin(ids).to_numpy()
    if not wanted.any():
        return group.head(0)
    # The group is of the CPTS under contract, as on the pages; the others are neither in it nor judged against it.
    inside = group["sous_contrat"].to_numpy(dtype=bool)
    rows = group.assign(dans_groupe=inside, masquee=group["etat"].eq("masquee"), cible=np.nan)
    panel = month_panel(rows, mesure, mois=mois)
    refs, between = references(panel, "mediane"), fourchette(panel)
    said, _, funnel = judge_columns(panel, refs, entre=between)
    reference = float(refs[-1])
    low, high = (reference, reference) if between is None else (between.bas, between.haut)
    # Placed in the funnel around the reference, and not between its bounds: they are too far apart to judge this one.
    unsure = np.isnan(reference) | (False if funnel is None else ~np.isnan(funnel.z))
    value, z = said["comparee"], np.where(inside, said["z"], np.nan)
    reasons = np.select(
        [
            *(~np.isnan(z), group["etat"].ne("valeur").to_numpy(), ~inside, np.isnan(value), np.isnan(low)),
            *(np.isnan(said["denominateur_compare"]), unsure, np.bool_(funnel is None)),
        ],
        [
            "",
            group["etat"].map(_ETATS).fillna(ABSENTE).to_numpy(dtype=str),
            *(SANS_CONTRAT, SANS_POPULATION, SEULE, SANS_EFFECTIF, TROP_MASQUE, SANS_HASARD),
        ],
        default=SANS_EFFECTIF,
    )
    return group.assign(
        indicateur=mesure.indicateur.code,
        valeur=value,
        bas=said["bas"],
        haut=said["haut"],
        reference=reference,
        reference_bas=low,
        reference_haut=high,
        z=z,
        niveau=np.where(inside, said["niveau"], np.nan),
        jugement=np.where(inside, said["jugement"], NON_JUGEABLE),
        n_groupe=int((~np.isnan(value[inside])).sum()),
        raison=reasons,
    )[wanted]
