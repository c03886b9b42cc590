"""Demonstration targets: where each CPTS started from, and what its contract asks, one line per indicator it is paid on."""

import numpy as np
import pandas as pd

from calculators.comparison.secrecy import SEUIL_PATIENTS, SEUIL_PROFESSIONNELS
from pipelines.catalogue import Catalogue

_REFERENCE_MONTHS = 12
# How much better than the reference a contract asks for: in logit for a proportion, as a ratio for the others.
_LOGIT, _RATIO = (0.03, 0.20), (1.05, 1.40)


def targets(
    observed: pd.DataFrame, missions: pd.DataFrame, catalogue: Catalogue, *, rng: np.random.Generator
) -> pd.DataFrame:
    """Targets of the CPTS of `missions` (id_cpts, mission), for the indicators of the missions they took.

    `observed` is the frame of `series`. The reference is the first year observed, so that no season weighs on it, in the
    unit of the stored value (0–1 for a proportion). Columns: id_cpts, annee_contrat (NA: every year), indicateur, mission, reference,
    cible, sens ('hausse' or 'baisse').
    """
    reference = _first_year(observed, catalogue)
    by_code = {code: item.mission for code, item in catalogue.indicateurs.items() if item.mission is not None}
    reference["mission"] = reference["indicateur"].map(by_code)
    rows = reference.merge(missions[["id_cpts", "mission"]], on=["id_cpts", "mission"])
    kind = rows["indicateur"].map({code: str(item.type) for code, item in catalogue.indicateurs.items()})
    rows["sens"] = rows["indicateur"].map({code: str(item.sens) for code, item in catalogue.indicateurs.items()})
    rows["sens"] = rows["sens"].mask(kind == "livrable", "hausse")
    rows["reference"] = rows["reference"].mask(kind == "livrable", 0.0)
    kept = (rows["sens"] != "neutre") & rows["reference"].notna()
    rows, kinds = rows[kept].reset_index(drop=True), kind[kept].to_numpy(dtype="object")
    rows["reference"] = _rounded(rows["reference"].to_numpy(dtype="float64"), kinds)
    rows["reference"] = _publishable(rows, kinds, catalogue)
    rows["cible"] = _goal(rows, kinds, rng)
    rows["annee_contrat"] = pd.array([pd.NA] * len(rows), dtype="Int64")
    return rows[["id_cpts", "annee_contrat", "indicateur", "mission", "reference", "cible", "sens"]]


def _publishable(rows: pd.DataFrame, kind: np.ndarray, catalogue: Catalogue) -> pd.Series:
    """The references with none under the threshold of secrecy: a contract is read by many, and writes no such count."""
    least = {
        code: SEUIL_PATIENTS if item.patients else SEUIL_PROFESSIONNELS if item.professionnels else 0
        for code, item in catalogue.indicateurs.items()
    }
    small = (kind == "compte") & (rows["reference"] > 0).to_numpy()
    return rows["reference"].mask(small, rows["reference"].clip(lower=rows["indicateur"].map(least)))


def _first_year(observed: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """id_cpts, indicateur, reference: pooled over the first year for what has a denominator, else its median."""
    first = observed[observed["mois"] < observed["mois"].min() + pd.DateOffset(months=_REFERENCE_MONTHS)]
    grouped = first.groupby(["id_cpts", "indicateur"])
    pooled = grouped[["numerateur", "denominateur"]].sum(min_count=1)
    per_1000 = [code for code, item in catalogue.indicateurs.items() if item.type == "taux_1000"]
    factor = np.where(pooled.index.get_level_values("indicateur").isin(per_1000), 1000.0, 1.0)
    share = factor * pooled["numerateur"] / pooled["denominateur"].where(pooled["denominateur"] > 0)
    reference: pd.Series = share.fillna(grouped["valeur"].median())
    return reference.rename("reference").reset_index()


def _rounded(values: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """As contracts write them: tenths of a percent, tenths for a rate, whole numbers for a count."""
    return np.asarray(
        np.select([kind == "proportion", kind == "taux_1000"], [values.round(3), values.round(1)], values.round(0))
    )


def _goal(rows: pd.DataFrame, kind: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    reference = rows["reference"].to_numpy(dtype="float64")
    sign = np.where(rows["sens"] == "hausse", 1.0, -1.0)
    inside = np.clip(reference, 0.005, 0.985)
    logit = np.log(inside / (1 - inside)) + sign * rng.uniform(*_LOGIT, len(rows))
    ratio = rng.uniform(*_RATIO, len(rows)) ** np.where(kind == "taux_1000", 0.25, 1.0)
    other = np.where(sign > 0, reference * ratio, reference / ratio)
    goal = _rounded(np.where(kind == "proportion", 1 / (1 + np.exp(-logit)), other), kind)
    step = np.select([kind == "proportion", kind == "taux_1000"], [0.001, 0.1], 1.0)
    apart = np.where(np.abs(goal - reference) < step / 2, reference + sign * step, goal)
    return np.asarray(np.where(kind == "livrable", 1.0, np.maximum(apart, 0.0)))
