"""Demonstration contracts: stage, signature, missions, contractual population, drawn at random but always the same."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from calculators.aci.droits.calendrier import anniversary
from pipelines.catalogue import Catalogue

# Share of the contracts signed in each period. Most were signed before the first month observed (November 2023), so
# that the series describe running contracts; the oldest ones are past their five years, as in real life.
_SIGNED = (
    ("2019-09-16", "2021-06-30", 0.08),
    ("2021-07-01", "2021-12-31", 0.10),
    ("2022-01-01", "2022-12-31", 0.38),
    ("2023-01-01", "2023-10-31", 0.33),
    ("2023-11-01", "2024-12-31", 0.07),
    ("2025-01-01", "2025-12-31", 0.04),
)
EARLIER_STAGES = 0.05
CRISIS_IN_FORCE = date(2022, 3, 31)  # avenant 2 creates the crisis mission
_STAGE_DATES = ("2025-03-01", "2026-09-30")


@dataclass(frozen=True)
class Contracts:
    """Frames in the columns of the store: `cpts` (catalogue columns), `contrats`, `missions`."""

    cpts: pd.DataFrame
    contrats: pd.DataFrame
    missions: pd.DataFrame


def contracts(territories: pd.DataFrame, catalogue: Catalogue, *, rng: np.random.Generator) -> Contracts:
    """Give each territory a stage and, for 95 % of them, a contract with all the missions of the socle.

    cpts: the columns of `data/reference/cpts.csv`. contrats: id_cpts, date_signature (datetime64), annees, population,
    situation (mapping, keys of a situation file), statut. missions: id_cpts, mission, debut (datetime64).
    """
    n = len(territories)
    insee = territories["population_insee"].to_numpy(dtype="int64")
    signed = _signatures(n, rng)
    announced, origin = _announced(insee, rng)
    # Small territories are the last ones to sign.
    late = np.argsort(rng.random(n) * np.where(insee < 60_000, 1.0, 3.0), kind="stable")[: round(n * EARLIER_STAGES)]
    has_contract = np.ones(n, dtype=bool)
    has_contract[late] = False
    stages = [code for code in catalogue.etapes if code != "contrat"]
    stage_dates = _days(*_STAGE_DATES, size=n, rng=rng)
    created = signed - pd.to_timedelta(rng.integers(240, 900, n), unit="D")
    cpts = territories.drop(columns="population_2018").assign(
        nature="cpts",
        etape=np.where(has_contract, "contrat", rng.choice(stages, n, p=[0.2, 0.3, 0.15, 0.25, 0.1])),
        etape_date=np.where(has_contract, signed, stage_dates),
        population_contrat=pd.array(np.where(has_contract, announced, -1), dtype="Int64"),
        population_contrat_origine=np.where(has_contract, origin, ""),
        population_insee_millesime=pd.array(np.full(n, 2023), dtype="Int64"),
        adherents=pd.array(_members(insee, has_contract, rng), dtype="Int64"),
        partenaires=pd.array(rng.poisson(6 + insee / 9_000), dtype="Int64"),
        msp=pd.array(rng.poisson(insee / 26_000), dtype="Int64"),
        forme_juridique="association",
        forme_date=np.where(has_contract, created, np.datetime64("NaT", "us")),
    )
    cpts["population_contrat"] = cpts["population_contrat"].mask(~has_contract)
    cpts["population_contrat_origine"] = cpts["population_contrat_origine"].where(has_contract)
    rows = [
        _situation(str(id_cpts), int(population), pd.Timestamp(day).date(), catalogue, rng)
        for id_cpts, population, day, kept in zip(territories["id_cpts"], announced, signed, has_contract, strict=True)
        if kept
    ]
    return Contracts(cpts=cpts, contrats=_contract_frame(rows), missions=_mission_frame(rows))


def _days(first: str, last: str, *, size: int, rng: np.random.Generator) -> np.ndarray:
    """Weekdays drawn between two days, datetime64[us]."""
    days = pd.bdate_range(first, last).to_numpy(dtype="datetime64[us]")
    return np.asarray(rng.choice(days, size))


def _signatures(n: int, rng: np.random.Generator) -> np.ndarray:
    period = rng.choice(len(_SIGNED), n, p=[share for _, _, share in _SIGNED])
    result = np.empty(n, dtype="datetime64[us]")
    for index, (first, last, _) in enumerate(_SIGNED):
        result[period == index] = _days(first, last, size=int((period == index).sum()), rng=rng)
    return result


def _announced(insee: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Contractual population: INSEE's for 7 in 10; else a rounded figure up to 6 % above, as CPTS announce them."""
    higher = np.round(insee * (1 + rng.uniform(0.005, 0.06, len(insee))), -2)
    announces = rng.random(len(insee)) < 0.3
    return (
        np.where(announces, higher, insee).astype("int64"),
        np.where(announces, "chiffre annoncé par la CPTS (démonstration)", "INSEE, population municipale 2023"),
    )


def _members(insee: np.ndarray, has_contract: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    members = 2.6 * insee**0.36 * np.exp(rng.normal(0, 0.38, len(insee)))
    return np.round(np.where(has_contract, members, 0.4 * members)).astype("int64")


def _situation(
    id_cpts: str, population: int, signed: date, catalogue: Catalogue, rng: np.random.Generator
) -> dict[str, Any]:
    missions: dict[str, date] = {}
    for code, mission in catalogue.missions.items():
        if mission.nature == "optionnelle":
            if rng.random() < 0.55:
                missions[code] = _month_after(signed, int(rng.integers(6, 26)))
            continue
        # Most missions open in time, some a little late: the missed deadline is then a warning.
        delay = mission.ouverture_mois or 0
        months = int(rng.integers(max(1, delay // 2), delay + 1)) + int(rng.random() < 0.06) * int(rng.integers(1, 5))
        start = signed if code != "crise" else max(signed, CRISIS_IN_FORCE)
        missions[code] = _month_after(start, months)
    years = range(1, 6)
    opening = missions["crise"]
    # The plan is paid by the rules of the first day of the year: the first year that knows the mission.
    written = next(
        (k for k in years if opening < anniversary(signed, k) and anniversary(signed, k - 1) >= CRISIS_IN_FORCE), 5
    )
    recognised = [k for k in years if k > written and rng.random() < 0.02]
    return {
        "id_cpts": id_cpts,
        "population": population,
        "date_signature": signed,
        "annees": 5,
        "missions": missions,
        "crise": {"redaction": written, "reconnue": recognised},
    }


def _month_after(day: date, months: int) -> date:
    """First day of a month, `months` months after `day`; never before it (`months` is at least 1)."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def _contract_frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {key: [row[key] for row in rows] for key in ("id_cpts", "date_signature", "annees", "population")}
    )
    frame["date_signature"] = pd.to_datetime(frame["date_signature"])
    return frame.assign(situation=pd.Series(rows, dtype="object"), statut="demonstration")


def _mission_frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    starts = [(row["id_cpts"], code, start) for row in rows for code, start in row["missions"].items()]
    frame = pd.DataFrame(starts, columns=["id_cpts", "mission", "debut"])
    return frame.assign(debut=pd.to_datetime(frame["debut"]))
