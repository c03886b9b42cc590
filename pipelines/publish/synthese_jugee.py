"""Every CPTS of a choice judged on every measured indicator of a month, against the CPTS of its taille, beyond noise.

The same judgement as the comparing pages: the place in the funnel around the median of the group, over-dispersion
included; a count is put over the inhabitants. Reads what the reader may see, nothing else: a hidden value is not judged.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from calculators.comparison.funnel import cote_de, situer
from calculators.comparison.judgement import ecarter
from calculators.comparison.quantiles import mediane
from pipelines.catalogue import Catalogue, Indicateur
from pipelines.comparaison import Comparaison, measured
from pipelines.store.connection import Store
from pipelines.store.queries_comparaison import month_values
from pipelines.store.scope import Scope


def judged(store: Store, scope: Scope, *, mois: date, ids: Collection[str], catalogue: Catalogue) -> pd.DataFrame:
    """One row per CPTS of ``ids`` and measured indicator expected or sent that month, by rank of catalogue.

    id_cpts, nom, taille, indicateur, etat, provisoire, demonstration, valeur (in the unit compared), bas, haut (95 %),
    reference (median of the taille), z, niveau, jugement, n_groupe (CPTS of the taille with a value).
    """
    parts = []
    for indicateur in catalogue.indicateurs.values():
        if measured(indicateur):
            everyone = month_values(store, scope, indicateur=indicateur.code, mois=mois)
            parts += [_of_taille(group, indicateur, set(ids)) for _, group in everyone.groupby("taille")]
    kept = [part for part in parts if len(part)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame()


def _of_taille(group: pd.DataFrame, indicateur: Indicateur, ids: set[str]) -> pd.DataFrame:
    wanted = group["id_cpts"].isin(ids).to_numpy()
    if not wanted.any():
        return group.head(0)
    compared = Comparaison(indicateur)
    sent = {
        name: group[name].to_numpy(dtype="float64", na_value=np.nan)
        for name in ("numerateur", "denominateur", "valeur", "population")
    }
    x, n, value = compared.counts(**sent)
    reference = float(np.ravel(mediane(value[:, None]))[0])
    z, level, _ = situer(x, n, nature=compared.nature, reference=reference / compared.pour, origine="mediane")
    low, high = compared.intervalle(x, n)
    return group.assign(
        indicateur=indicateur.code,
        valeur=value,
        bas=low,
        haut=high,
        reference=reference,
        z=z,
        niveau=level,
        jugement=ecarter(cote_de(z, level), sens=indicateur.sens, jugeable=~np.isnan(z)),
        n_groupe=int((~np.isnan(value)).sum()),
    )[wanted]
