"""Observations beside the targets of their contract year: attainment, its bounds, and what makes it unsure.

Attainment of a mission, as long as the contract gives no amounts by indicator: the mean over the mission's indicators
that have a target of the share of the way from reference to target (0 to 1), read on the last month received in the
contract year; on all its months together for the indicators counted month by month, which carry a season. An indicator
that is hidden, missing or never received while others of the mission were counts 0, between 0 and 1. A provisional value
counts, between the ends of its own noise (0 and 1 for a count). Months hidden or missing among months added up: between
the lowest and the highest month of the year. Our documented choices (page « Règles et sources »); a contract's own rates
and objectives prevail.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from calculators.aci.droits.atteinte import proportionnel
from calculators.aci.money import MILLION, half_up
from calculators.aci.situation.valeurs_incertaines import noise

_POUR = {"proportion": 1.0, "taux_1000": 1000.0}
_DETAIL = ["id_cpts", "annee_contrat", "mission", "indicateur", "mois", "etat", "valeur", "reference", "cible"]
_RESTE = [
    "denominateur",
    "n_mois",
    "depot",
    "ligne",
    "demonstration",
    "doute",
    "mois_doute",
    "valeur_basse",
    "valeur_haute",
]


def values_by_year(
    closing: pd.DataFrame, flows: pd.DataFrame, types: Mapping[str, str], monthly: set[str]
) -> pd.DataFrame:
    """Give each indicator of each contract year its value, with its bounds.

    ``closing``, ``flows``: see pipelines.store.questions.financement; ``types``: kind of each indicator; ``monthly``: those
    counted month by month, which take the value of the whole year so far. Adds to closing: n_mois, doute (empty when
    sure, else masquee, manquante or provisoire), mois_doute, valeur_basse and valeur_haute (NaN: nothing is known).
    """
    keys = ["id_cpts", "annee_contrat", "indicateur"]
    pooled = flows[flows["indicateur"].isin(monthly) & flows["numerateur"].notna()]
    pooled = pooled.rename(columns={"denominateur": "taille", "provisoire": "un_provisoire"})
    found = closing.merge(pooled, on=keys, how="left")
    kind = found["indicateur"].map(types)
    pour = kind.map(_POUR).to_numpy(dtype=np.float64)
    known = found["numerateur"].notna().to_numpy()
    taille = found["taille"].to_numpy(dtype=np.float64)
    found["valeur"] = np.where(known, pour * found["numerateur"] / taille, found["valeur"])
    found["denominateur"] = np.where(known, taille, found["denominateur"])
    found["etat"] = found["etat"].where(~known, "valeur")
    left_out = found["n_sans_valeur"].fillna(0).to_numpy(dtype=np.float64)
    sure = found["etat"].eq("valeur").to_numpy()
    told = np.where(known, found["un_provisoire"].eq(True), found["provisoire"].eq(True)).astype(bool)
    provisional = sure & told
    partial = known & (left_out > 0)
    found["doute"] = np.select(
        [partial, ~sure, provisional],
        [found["etat_sans_valeur"].astype(object), found["etat"].astype(object), "provisoire"],
        default="",
    )
    found["mois_doute"] = found["mois_sans_valeur"].where(partial, found["mois"]).where(found["doute"] != "")
    value = found["valeur"].where(sure).to_numpy(dtype=np.float64)
    low, high = noise(value, found["denominateur"].to_numpy(dtype=np.float64), pour)
    # The months left out weigh as much as the mean month received, at the lowest then at the highest share of the year.
    share = left_out / np.maximum(found["n_mois"].fillna(0).to_numpy(dtype=np.float64) + left_out, 1)
    for name, noisy, month in (("valeur_basse", low, "part_basse"), ("valeur_haute", high, "part_haute")):
        completed = value * (1 - share) + pour * found[month].to_numpy(dtype=np.float64) * share
        found[name] = np.select([partial, provisional], [completed, noisy], default=value)
    return found[[*closing.columns, "n_mois", "doute", "mois_doute", "valeur_basse", "valeur_haute"]]


def detail(values: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Put each observed value beside the target of its year, with its share of the way and its bounds (in millionths).

    An indicator with a target, never received in a year in which others of its mission were, has a row in state
    « absente ».
    """
    targets = targets[targets["mission"].notna() & targets["reference"].notna() & targets["cible"].notna()]
    targets = targets.drop(columns="demonstration")
    years = values[["id_cpts", "annee_contrat"]].drop_duplicates()
    always = targets[targets["annee_contrat"].isna()].drop(columns="annee_contrat").merge(years, on="id_cpts")
    dated = targets[targets["annee_contrat"].notna()].astype({"annee_contrat": "int64"})
    keys = ["id_cpts", "annee_contrat", "indicateur"]
    wanted = pd.concat([dated, always]).drop_duplicates(keys, keep="first")
    found = wanted.merge(values, on=keys, how="left")
    absent = found["etat"].isna()
    groups = [found[name] for name in ("id_cpts", "annee_contrat", "mission")]
    found = found[~absent | (~absent).groupby(groups).transform("any")].reset_index(drop=True)
    absent = found["etat"].isna()
    found["etat"] = found["etat"].fillna("absente")
    found["doute"] = found["doute"].where(~absent, "absente")
    found["demonstration"] = found["demonstration"].eq(True)
    value = found["valeur"].where(found["etat"] == "valeur")
    ends = [found["reference"].to_numpy(dtype=np.float64), found["cible"].to_numpy(dtype=np.float64)]
    low, mid, high = (
        proportionnel(column.to_numpy(dtype=np.float64), *ends)
        for column in (found["valeur_basse"], value, found["valeur_haute"])
    )
    unknown = (found["valeur_basse"].isna() | found["valeur_haute"].isna()).to_numpy()
    found["taux_millioniemes"] = mid
    found["taux_bas_millioniemes"] = np.where(unknown, 0, np.minimum(low, high))
    found["taux_haut_millioniemes"] = np.where(unknown, MILLION, np.maximum(low, high))
    bounds = ["taux_millioniemes", "taux_bas_millioniemes", "taux_haut_millioniemes"]
    return found[[*_DETAIL, *bounds, *_RESTE]].sort_values(_DETAIL[:4], ignore_index=True)


def rates(details: pd.DataFrame) -> pd.DataFrame:
    """Give the mean attainment of each CPTS, contract year and mission, with its bounds, rounded half up."""
    grouped = details.assign(connus=details["etat"] == "valeur").groupby(
        ["id_cpts", "annee_contrat", "mission"], as_index=False
    )
    found = grouped.agg(
        taux_bas_millioniemes=("taux_bas_millioniemes", "sum"),
        taux_millioniemes=("taux_millioniemes", "sum"),
        taux_haut_millioniemes=("taux_haut_millioniemes", "sum"),
        indicateurs=("indicateur", "size"),
        connus=("connus", "sum"),
        mois=("mois", "max"),
        demonstration=("demonstration", "max"),
    )
    count = found["indicateurs"].to_numpy(dtype=np.int64)
    for name in ("taux_bas_millioniemes", "taux_millioniemes", "taux_haut_millioniemes"):
        found[name] = half_up(found[name].to_numpy(dtype=np.int64), count)
    return found
