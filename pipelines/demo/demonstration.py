"""What the demonstration is made of, before any file: territories, contracts, targets and series, drawn from one seed."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from pipelines.catalogue import Catalogue, communes
from pipelines.demo.bases import Bases, calendar
from pipelines.demo.contracts import contracts
from pipelines.demo.series import series
from pipelines.demo.targets import targets
from pipelines.demo.territories import territories

LAST_MONTH = date(2026, 10, 1)
GRAINE = 20261120


@dataclass(frozen=True)
class Demonstration:
    """What the demonstration is made of, before any file: frames in the columns of the store.

    `cpts`, `contrats`, `missions`: demonstration territories only. `objectifs`: also those of the real CPTS whose contract
    date is known. `series`: every CPTS under contract and the four real ones (columns in `series.series`).
    """

    cpts: pd.DataFrame
    contrats: pd.DataFrame
    missions: pd.DataFrame
    objectifs: pd.DataFrame
    series: pd.DataFrame


def build_territories(
    catalogue: Catalogue, *, nombre: int = 700, mois: int = 36, graine: int = GRAINE
) -> Demonstration:
    """Draw the demonstration: `nombre` territories at most (what France gives), `mois` months up to October 2026."""
    everywhere = communes()
    rng = np.random.default_rng(graine)
    land = territories(catalogue, everywhere)
    if nombre < len(land):
        land = land.iloc[np.sort(rng.choice(len(land), nombre, replace=False))].reset_index(drop=True)
    signed = contracts(land, catalogue, rng=rng)
    followed = _followed(catalogue, everywhere, land, signed.cpts, signed.contrats, mois, graine)
    drawn = series(followed, list(catalogue.indicateurs))
    real = [(c.id_cpts, code) for c in catalogue.contrats.values() for code in c.situation.get("missions") or {}]
    missions = pd.concat([signed.missions, pd.DataFrame(real, columns=["id_cpts", "mission"])])
    return Demonstration(
        cpts=signed.cpts,
        contrats=signed.contrats,
        missions=signed.missions,
        objectifs=targets(drawn, missions, catalogue, rng=rng),
        series=drawn,
    )


def _followed(
    catalogue: Catalogue,
    everywhere: pd.DataFrame,
    land: pd.DataFrame,
    cpts: pd.DataFrame,
    contrats: pd.DataFrame,
    mois: int,
    graine: int,
) -> Bases:
    """The CPTS observed: the four real ones, then the demonstration ones under contract."""
    real = catalogue.cpts[catalogue.cpts["nature"] == "cpts"]
    own = catalogue.perimetres[["id_cpts", "code_commune"]].merge(everywhere, on="code_commune")
    before = own.groupby("id_cpts")["pmun_2018"].sum()
    under = cpts[cpts["id_cpts"].isin(set(contrats["id_cpts"]))]
    columns = ["id_cpts", "regions", "population_insee", "adherents"]
    both = pd.concat([real[columns], under[columns]], ignore_index=True)
    past = pd.concat([before, land.set_index("id_cpts")["population_2018"]])
    population = both["population_insee"].to_numpy(dtype="float64")
    members = both["adherents"].astype("Float64")
    situations = {c.id_cpts: c.situation for c in catalogue.contrats.values()}
    situations |= dict(zip(contrats["id_cpts"], contrats["situation"], strict=True))
    missions = [situations[i].get("missions") or {} for i in both["id_cpts"]]
    optional = [code for code, mission in catalogue.missions.items() if mission.nature == "optionnelle"]
    return Bases(
        ids=both["id_cpts"].to_numpy(dtype="object"),
        region=both["regions"].str.split("|").str[0].to_numpy(dtype="object"),
        population=population,
        growth=(population / both["id_cpts"].map(past).to_numpy(dtype="float64")) ** (1 / 5) - 1,
        members=members.fillna(members.median()).to_numpy(dtype="float64"),
        signed=np.array([situations[i].get("date_signature") for i in both["id_cpts"]], dtype="datetime64[D]"),
        crisis=np.array([m.get("crise") for m in missions], dtype="datetime64[D]"),
        options={code: np.array([code in m for m in missions]) for code in optional},
        calendar=calendar(LAST_MONTH, mois),
        graine=graine,
    )
