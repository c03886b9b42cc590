"""A made comparison: shares of CPTS over months, some of them truly apart."""

from datetime import date

import numpy as np
import pandas as pd

from pipelines.catalogue import load_catalogue
from pipelines.comparaison.jugees import Jugees, judge
from pipelines.comparaison.mesure import mesure_of
from pipelines.comparaison.panel import Panel, panel_of
from pipelines.comparaison.reference import references

INDICATEURS = load_catalogue().indicateurs
MONTH = date(2026, 10, 1)


def month_of(shares: np.ndarray, *, size: float = 4000.0) -> pd.DataFrame:
    """Rows as queries.indicator_month gives them, one CPTS per share of the last month."""
    last = shares[:, -1]
    count = len(last)
    return pd.DataFrame(
        {
            "id_cpts": [f"C{i:03d}" for i in range(count)],
            "nom": [f"CPTS {i:03d}" for i in range(count)],
            "taille": 2,
            "cpam": "CPAM",
            "population": 50_000,
            "lat": np.linspace(43, 49, count),
            "lon": np.linspace(0, 6, count),
            "etat": np.where(np.isnan(last), "absente", "valeur"),
            "marqueur": None,
            "numerateur": np.round(last * size),
            "denominateur": size,
            "valeur": np.round(last * size) / size,
            "cible": 0.6,
            "provisoire": False,
            "demonstration": True,
            "dans_groupe": True,
        }
    )


def series_of(shares: np.ndarray, *, size: float = 4000.0) -> pd.DataFrame:
    """Rows as queries_comparaison.series_of gives them; NaN is a month that did not come."""
    count, width = shares.shape
    months = pd.date_range(end=pd.Timestamp(MONTH), periods=width, freq="MS")
    flat = shares.ravel()
    return pd.DataFrame(
        {
            "id_cpts": np.repeat([f"C{i:03d}" for i in range(count)], width),
            "mois": np.tile(months, count),
            "etat": np.where(np.isnan(flat), "absente", "valeur"),
            "numerateur": np.round(flat * size),
            "denominateur": np.where(np.isnan(flat), np.nan, size),
            "valeur": np.round(flat * size) / size,
            "provisoire": False,
        }
    )


def panel(shares: np.ndarray, *, code: str = "PRE_SEIN", size: float = 4000.0) -> Panel:
    """The panel of these shares (CPTS, months)."""
    mesure = mesure_of(INDICATEURS[code])
    assert mesure is not None
    return panel_of(month_of(shares, size=size), series_of(shares, size=size), mesure, mois=MONTH)


def done(shares: np.ndarray, *, code: str = "PRE_SEIN", size: float = 4000.0) -> Jugees:
    """These shares judged against their median."""
    made = panel(shares, code=code, size=size)
    return judge(made, references(made, "mediane"))


def noise(count: int = 40, *, months: int = 24, size: float = 4000.0, seed: int = 5) -> np.ndarray:
    """Shares that only chance tells apart."""
    return np.random.default_rng(seed).binomial(int(size), 0.6, size=(count, months)) / size
