"""Demonstration territories: real EPCI, or neighbouring EPCI of one département put together, with real populations.

Real: EPCI names, communes, INSEE populations, positions. Made up: that a CPTS exists there. Left out: the communes of the
four real CPTS, those above 350 000 inhabitants (Paris, Marseille, Lyon, Toulouse, Nice: no commune is cut here) and those
without EPCI. An EPCI above 350 000 is carved into groups of its communes.
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.catalogue import Catalogue
from pipelines.demo.areas import areas

SMALLEST, LARGEST = 8_500, 350_000
FAR_KM = 60.0
# One row per taille: share of the draws, then floor, aim and ceiling of the population. The result falls beside the
# draw: an EPCI below LARGEST is never cut, and the last ones of a département take what is left.
_AIMS = (
    (0.02, 10_000, 30_000, 39_000),
    (0.56, 40_500, 47_000, 79_000),
    (0.38, 80_500, 90_000, 150_000),
    (0.04, 176_000, 185_000, 230_000),
)
_OVERSEAS_FUND = {"971": "CGSS", "972": "CGSS", "973": "CGSS", "974": "CGSS", "976": "CSS"}


@dataclass
class _Group:
    """Units being put together; positions in kilometres."""

    units: list[int]
    population: float
    x: float
    y: float

    def add(self, index: int, *, population: float, x: float, y: float) -> None:
        total = self.population + population
        self.x = (self.x * self.population + x * population) / total
        self.y = (self.y * self.population + y * population) / total
        self.population = total
        self.units.append(index)


def territories(catalogue: Catalogue, communes: pd.DataFrame) -> pd.DataFrame:
    """Cut France into demonstration territories, the same ones at every call.

    One row each: id_cpts ('DEMO-<dep><nn>'), nom, cpam, ars, departements and regions ('|'-joined codes, most populated
    first), population_insee (2023), population_2018, communes (number),
    superficie_km2 (estimated, see areas.py; empty overseas), lat, lon (degrees, weighted by population).
    """
    kept = communes.assign(superficie=areas(communes))[
        communes["code_epci"].notna()
        & communes["pmun_2023"].notna()
        & communes["lat"].notna()
        & (communes["pmun_2023"] <= LARGEST)
        & ~communes["code_commune"].isin(set(catalogue.perimetres["code_commune"]))
    ].copy()
    kept["pmun_2018"] = kept["pmun_2018"].fillna(kept["pmun_2023"])
    kept["unit"], kept["label"] = _units(kept)
    units = _located(kept.groupby("unit", sort=True), kept)
    kept["group"] = kept["unit"].map(_grouped(units))
    return _described(kept, units, catalogue)


def _units(kept: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Code and short name of the piece each commune belongs to: its EPCI, or itself in an EPCI above LARGEST."""
    large = kept.groupby("code_epci")["pmun_2023"].transform("sum") > LARGEST
    label = kept["nom_epci"].map({name: short_name(name) for name in kept["nom_epci"].unique()})
    return (
        kept["code_epci"].where(~large, kept["code_epci"] + "/" + kept["code_commune"]),
        label.where(~large, kept["nom"]),
    )


def short_name(epci: str) -> str:
    """EPCI name without its legal form: 'CC de la Plaine de l'Ain' → 'Plaine de l'Ain'."""
    name = re.sub(r"\s*\([^)]*\)|(?<=[a-z])\s+(\"|'')[^\"]*?\1", "", epci).replace('"', "")
    legal = r"^(CC|CA|CU|Communauté de communes|Communauté d'agglomération|Communauté urbaine)\s+"
    short = re.sub(legal + r"((de la|de l'|des|du|de|d'|le|la|les|l')\s*(?=[A-ZÀ-Ý\d]))?", "", name).strip()
    return short[:1].upper() + short[1:] if len(short) > 4 else name


def _located(groups: object, kept: pd.DataFrame) -> pd.DataFrame:
    """One row per unit: label, main département, populations, position in kilometres on a flat map."""
    weighted = kept.assign(
        wx=kept["lon"] * 111.32 * np.cos(np.radians(kept["lat"])) * kept["pmun_2023"],
        wy=kept["lat"] * 110.57 * kept["pmun_2023"],
    )
    by_dep = kept.groupby(["unit", "code_departement"])["pmun_2023"].sum().reset_index()
    main = by_dep.sort_values(["unit", "pmun_2023", "code_departement"]).groupby("unit")["code_departement"].last()
    units = weighted.groupby("unit").agg(
        label=("label", "first"), population=("pmun_2023", "sum"), wx=("wx", "sum"), wy=("wy", "sum")
    )
    units["population"] = units["population"].astype("float64")
    units["departement"] = main
    units["x"] = (units.pop("wx") / units["population"]).astype("float64")
    units["y"] = (units.pop("wy") / units["population"]).astype("float64")
    return units[units["population"] > 0].sort_index()


def _grouped(units: pd.DataFrame) -> dict[str, str]:
    """Unit code → group name '<dep><nn>'. Greedy, from the edge of the département inwards, always the same."""
    rng = np.random.default_rng(1)
    names: dict[str, str] = {}
    for dep, part in units.groupby("departement", sort=True):
        for rank, group in enumerate(_groups_of(part.reset_index(), rng), start=1):
            for index in group.units:
                names[part.index[index]] = f"{dep}{rank:02d}"
    return names


def _groups_of(part: pd.DataFrame, rng: np.random.Generator) -> list[_Group]:
    pop, x, y = (part[name].to_numpy() for name in ("population", "x", "y"))
    centre = np.average(x, weights=pop), np.average(y, weights=pop)
    edge = np.hypot(x - centre[0], y - centre[1])
    free = set(range(len(part)))
    groups: list[_Group] = []
    while free:
        seed = max(free, key=lambda i: (edge[i], i))
        free.remove(seed)
        group = _Group([seed], pop[seed], x[seed], y[seed])
        _, floor, aim, ceiling = _AIMS[rng.choice(len(_AIMS), p=[draw[0] for draw in _AIMS])]
        while group.population < floor:
            near = sorted(free, key=lambda i: (np.hypot(x[i] - group.x, y[i] - group.y), i))[:5]
            fit = [
                i
                for i in near
                if np.hypot(x[i] - group.x, y[i] - group.y) <= FAR_KM and group.population + pop[i] <= ceiling
            ]
            if not fit:
                break
            # The nearest one, unless it goes far beyond the aim while another one does not.
            chosen = next((i for i in fit if group.population + pop[i] <= 1.2 * aim), fit[0])
            group.add(chosen, population=pop[chosen], x=x[chosen], y=y[chosen])
            free.remove(chosen)
        groups.append(group)
    return _without_crumbs(groups)


def _without_crumbs(groups: list[_Group]) -> list[_Group]:
    """Join each group below SMALLEST to the nearest one that can take it; drop it when none can."""
    large = [group for group in groups if group.population >= SMALLEST]
    for crumb in (group for group in groups if group.population < SMALLEST):
        hosts = [group for group in large if group.population + crumb.population <= LARGEST]
        if not hosts:
            continue
        host = min(hosts, key=lambda group: np.hypot(group.x - crumb.x, group.y - crumb.y))
        for index in crumb.units:
            share = crumb.population / len(crumb.units)
            host.add(index, population=share, x=crumb.x, y=crumb.y)
    return large


def _described(kept: pd.DataFrame, units: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    kept = kept[kept["group"].notna()]
    weight = kept["pmun_2023"].astype("float64")
    weighted = kept.assign(wlat=kept["lat"] * weight, wlon=kept["lon"] * weight)
    result = weighted.groupby("group", sort=True).agg(
        population_insee=("pmun_2023", "sum"),
        population_2018=("pmun_2018", "sum"),
        communes=("code_commune", "size"),
        superficie_km2=("superficie", lambda found: found.sum(skipna=False)),
        wlat=("wlat", "sum"),
        wlon=("wlon", "sum"),
    )
    result["superficie_km2"] = result["superficie_km2"].round().astype("Float64")
    result["lat"] = (result.pop("wlat") / result["population_insee"]).astype("float64").round(4)
    result["lon"] = (result.pop("wlon") / result["population_insee"]).astype("float64").round(4)
    for column, code in (("departements", "code_departement"), ("regions", "code_region")):
        sizes = kept.groupby(["group", code])["pmun_2023"].sum().reset_index()
        sizes = sizes.sort_values(["group", "pmun_2023"], ascending=[True, False])
        result[column] = sizes.groupby("group")[code].agg("|".join)
    names = catalogue.departements.set_index("code_departement")["nom"]
    ars = catalogue.regions.set_index("code_region")["ars"]
    main = result["departements"].str.split("|").str[0]
    fund = main.map(_OVERSEAS_FUND).fillna("CPAM")
    result["cpam"] = fund + " " + main.map(names) + " (démo)"
    result["ars"] = result["regions"].map(lambda codes: "|".join(ars[code] for code in codes.split("|")))
    result["nom"] = _names(units, kept)
    twice = result["nom"].duplicated(keep=False)
    result["nom"] = result["nom"].where(~twice, result["nom"] + " (" + main.map(names) + ")")
    result.insert(0, "id_cpts", "DEMO-" + result.index.astype("str"))
    order = ["id_cpts", "nom", "cpam", "ars", "departements", "regions", "population_insee", "population_2018"]
    return result[[*order, "communes", "superficie_km2", "lat", "lon"]].reset_index(drop=True)


def _names(units: pd.DataFrame, kept: pd.DataFrame) -> pd.Series:
    """'CPTS démo – <largest unit> et <second>', with the number of others when there are more."""
    parts = kept[["group", "unit"]].drop_duplicates().merge(units, left_on="unit", right_index=True)
    parts = parts.sort_values(["group", "population", "unit"], ascending=[True, False, True])

    def name(labels: pd.Series) -> str:
        shown = list(labels.head(2))
        if len(shown) == 2 and len(labels) > 2 and len(shown[0]) + len(shown[1]) > 40:
            shown = shown[:1]
        others = len(labels) - len(shown)
        if not others:
            return "CPTS démo – " + " et ".join(shown)
        return f"CPTS démo – {', '.join(shown)} et {others} autre{'s' if others > 1 else ''}"

    return parts.groupby("group")["label"].agg(name)
