"""Every CPTS of a choice judged on every measured indicator of a month, against the CPTS under contract of its taille.

The same judgement as the comparing pages: the place in the funnel around the median of the group, over-dispersion
included; a count is put over the inhabitants. Reads what the reader may see, nothing else: a hidden value is not judged.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from calculators.comparison.encadrement import sur_les_deux
from calculators.comparison.funnel import cote_de, situer
from calculators.comparison.judgement import ecarter
from pipelines.catalogue import Catalogue, Indicateur
from pipelines.comparaison.masquees import median_of
from pipelines.comparaison.mesure import Comparaison, measured
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


def judged(store: Store, scope: Scope, *, mois: date, ids: Collection[str], catalogue: Catalogue) -> pd.DataFrame:
    """One row per CPTS of ``ids`` and measured indicator expected or sent that month, by rank of catalogue.

    id_cpts, nom, taille, indicateur, etat, provisoire, demonstration, valeur (in the unit compared), bas, haut (95 %),
    reference (median of the taille, NaN when hidden values leave it unsure), reference_bas, reference_haut (its bounds), z, niveau, jugement, n_groupe (CPTS of the group with a value), raison (why it is not
    judged, one of RAISONS; empty when it is).
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
    # The group is of the CPTS under contract, as on the pages; the others are neither in it nor judged against it.
    inside = group["sous_contrat"].to_numpy(dtype=bool)
    found = median_of(
        compared,
        value[inside, None],
        masquee=group["etat"].eq("masquee").to_numpy()[inside, None],
        population=sent["population"][inside, None],
    )
    reference, low_end, high_end = (float(end[0]) for end in (found.valeur, found.bas, found.haut))
    z, level, made = situer(
        x, n, nature=compared.nature, reference=reference / compared.pour, groupe=inside, origine="mediane"
    )
    funnelled = ~np.isnan(z)
    if made is not None:
        ends = (low_end / compared.pour, high_end / compared.pour)
        z, level = sur_les_deux(
            x, n, z=z, niveau=level, bornes=ends, nature=compared.nature, groupe=inside, origine="mediane"
        )
    z, level = np.where(inside, z, np.nan), np.where(inside, level, np.nan)
    low, high = compared.intervalle(x, n)
    known = group["etat"].eq("valeur").to_numpy()
    reasons = np.select(
        [
            *(~np.isnan(z), ~known, ~inside, np.isnan(value), np.isnan(low_end), np.isnan(n)),
            *(np.isnan(reference) | funnelled, made is None),
        ],
        [
            "",
            group["etat"].map(_ETATS).fillna(ABSENTE).to_numpy(dtype=str),
            SANS_CONTRAT,
            SANS_POPULATION,
            SEULE,
            SANS_EFFECTIF,
            TROP_MASQUE,
            SANS_HASARD,
        ],
        default=SANS_EFFECTIF,
    )
    return group.assign(
        indicateur=indicateur.code,
        valeur=value,
        bas=low,
        haut=high,
        reference=reference,
        reference_bas=low_end,
        reference_haut=high_end,
        z=z,
        niveau=level,
        jugement=ecarter(cote_de(z, level), sens=indicateur.sens, jugeable=~np.isnan(z)),
        n_groupe=int((~np.isnan(value[inside])).sum()),
        raison=reasons,
    )[wanted]
