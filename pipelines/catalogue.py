"""The reference catalogue: CPTS, indicators, missions, contracts and communes, read from the files of `data/reference`.

Files only: no database, no screen. What is unknown in the files stays empty here; nothing is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Literal, get_args

import pandas as pd
from pydantic import ConfigDict, ValidationError

from calculators.aci.accord.load import Accord, load_accord
from calculators.aci.accord.schema import Mission
from calculators.aci.french_errors import sentences
from calculators.aci.situation.schema import KEYS, Situation
from pipelines.reference import CatalogueError, by_code, read_frame, read_yaml, reference_dir, typed, validated

__all__ = [
    "CPTS_COLUMNS",
    "Catalogue",
    "CatalogueError",
    "Contrat",
    "Etape",
    "Hypothese",
    "Indicateur",
    "Mission",
    "communes",
    "load_catalogue",
    "reference_dir",
]

TypeIndicateur = Literal["proportion", "taux_1000", "compte", "livrable"]
StatutFait = Literal["connu", "suppose", "inconnu"]
CPTS_COLUMNS = {
    "id_cpts": "str",
    "nom": "str",
    "nature": "str",  # cpts | region
    "etape": "str",
    "etape_date": "date",
    "cpam": "str",
    "ars": "str",
    "departements": "str",
    "regions": "str",
    "population_contrat": "Int64",
    "population_contrat_origine": "str",
    "population_insee": "Int64",
    "population_insee_millesime": "Int64",
    "adherents": "Int64",
    "partenaires": "Int64",
    "communes": "Int64",
    "superficie_km2": "Float64",
    "msp": "Int64",
    "forme_juridique": "str",
    "forme_date": "date",
    "lat": "Float64",
    "lon": "Float64",
}
_FAITS = ["id_cpts", "champ", "valeur", "statut", "source", "date"]
_SITUATION_KEYS = {
    *("id_cpts", "population", "date_signature", "annees", "missions", "crise", "atteinte", "objectifs"),
    *("amorcage", "montants", "regles", "resiliation"),
}


@dataclass(frozen=True)
class Indicateur:
    """One indicator, with everything the screens, the checks and the templates say about it. Source: domain.md §5."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    code: str
    mission: str | None
    libelle: str
    court: str  # 32 characters at most: axis labels and table headers
    type: TypeIndicateur
    numerateur: str | None
    denominateur: str | None
    unite: str
    periode: Literal["fin_de_mois", "mois", "douze_mois", "vingt_quatre_mois"]  # a state, or the months a value covers
    sens: Literal["hausse", "baisse", "neutre"]
    fournisseur: Literal["CPAM", "CPTS"]
    pourquoi: str
    precautions: str
    revu_le: date
    source: str
    bornes: tuple[float, float]  # in the unit of the stored value: 0–1 for a proportion, per 1 000 for a rate
    patients: bool  # True when it counts patients: counts from 1 to 10 fall under statistical secrecy
    professionnels: bool = False  # True when it counts professionals: counts from 1 to 4 do
    population: str | None = (
        None  # what the denominator counts, one word for one population: « habitants », « 65_plus »
    )
    part_minimale: float | None = None  # the least share of the inhabitants that this population can be
    partie_de: str | None = None  # the indicator that counts everyone this one counts, and more


@dataclass(frozen=True)
class Etape:
    """One of the six stages of a CPTS, from first contact (1) to signed contract (6). Source: domain.md §6."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    rang: int
    code: str
    libelle: str


@dataclass(frozen=True)
class Hypothese:
    """A value assumed in a contract file, or None when it is unknown and left out, with the reason."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    champ: str
    valeur: str | int | float | date | None
    pourquoi: str


@dataclass(frozen=True)
class Contrat:
    """A contract as known: `situation` holds the keys of a situation file (design.md), known or assumed, no others."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    id_cpts: str
    situation: dict[str, Any]
    hypotheses: tuple[Hypothese, ...]
    sources: tuple[str, ...]
    statut: Literal["reel", "demonstration"]


@dataclass(frozen=True)
class Catalogue:
    """Everything of `data/reference` but the communes, and the missions as the agreement in force names them.

    `cpts`: columns CPTS_COLUMNS (dates datetime64, integers Int64, unknown = NA; several values joined by '|').
    `faits`: id_cpts, champ, valeur, statut (connu | suppose | inconnu), source, date.
    `perimetres`: id_cpts, statut_perimetre, code_commune, nom, code_departement, code_region, code_epci, nom_epci,
    pmun_2023. `regions`: code_region, nom, ars. `departements`: code_departement, nom, code_region.
    """

    indicateurs: dict[str, Indicateur]
    missions: dict[str, Mission]
    etapes: dict[str, Etape]
    cpts: pd.DataFrame
    faits: pd.DataFrame
    perimetres: pd.DataFrame
    regions: pd.DataFrame
    departements: pd.DataFrame
    contrats: dict[str, Contrat]

    @property
    def etapes_supposees(self) -> frozenset[str]:
        """The CPTS whose stage is supposed, as their own facts say it: no source attests it."""
        stage = self.faits["champ"].eq("Étape") & self.faits["statut"].eq("suppose")
        return frozenset(self.faits.loc[stage, "id_cpts"])


@lru_cache(maxsize=8)
def load_catalogue(directory: Path | None = None, accord: Accord | None = None) -> Catalogue:
    """Read and check the reference files of `directory` (default: reference_dir()). Raises CatalogueError.

    `accord`: the agreement that names the missions (default: the one shipped).
    """
    where = directory or reference_dir()
    missions = (accord or load_accord()).missions  # the agreement holds the missions and their deadlines, once
    cpts = typed(read_frame(where / "cpts.csv", list(CPTS_COLUMNS)), CPTS_COLUMNS, name="cpts.csv")
    perimetres = typed(read_frame(where / "cpts_communes.csv"), {"pmun_2023": "Int64"}, name="cpts_communes.csv")
    kept = ["id_cpts", "statut_perimetre", "code_commune", "nom", "code_departement", "code_region", "code_epci"]
    catalogue = Catalogue(
        indicateurs=by_code(where / "indicators.yaml", Indicateur),
        missions=missions,
        etapes=by_code(where / "etapes.yaml", Etape),
        cpts=cpts,
        faits=read_frame(where / "cpts_faits.csv", _FAITS),
        perimetres=perimetres[[*kept, "nom_epci", "pmun_2023"]],
        regions=read_frame(where / "regions.csv", ["code_region", "nom", "ars"]),
        departements=read_frame(where / "departements.csv", ["code_departement", "nom", "code_region"]),
        contrats=_contrats(sorted((where / "contracts").glob("*.yaml")), missions),
    )
    _check_objectives(catalogue)
    _check_across(catalogue)
    return catalogue


@lru_cache(maxsize=2)
def communes(directory: Path | None = None) -> pd.DataFrame:
    """All French communes, one row each (34 969), INSEE legal populations.

    code_commune, nom, code_departement, code_region, code_epci, nom_epci (text, leading zeros kept), pmun_2018 …
    pmun_2023 and ptot_2022 (Int64, NA where INSEE publishes none that year), lat, lon (degrees, seat of the commune).
    Do not modify the frame returned: it is cached.
    """
    path = (directory or reference_dir()) / "communes.csv.gz"
    years = [f"pmun_{year}" for year in range(2018, 2024)]
    text = ["code_commune", "nom", "code_departement", "code_region", "code_epci", "nom_epci"]
    frame = pd.read_csv(path, dtype=dict.fromkeys(text, "str") | dict.fromkeys([*years, "ptot_2022"], "Int64"))
    return frame[[*text, *years, "ptot_2022", "lat", "lon"]]


def _contrats(paths: Sequence[Path], missions: Mapping[str, Mission]) -> dict[str, Contrat]:
    """The contracts by CPTS. Raises CatalogueError with the faults of all their files at once."""
    read, wrong = {}, []
    for path in paths:
        try:
            read[path.stem] = _contrat(path, missions)
        except CatalogueError as error:
            wrong.append(str(error))
    if wrong:
        raise CatalogueError("\n".join(wrong))
    return read


def _check_objectives(catalogue: Catalogue) -> None:
    """Every objective on a measure names an indicator that exists: it would be worth 0 € in silence, being never observed."""
    wrong = []
    for code, contrat in catalogue.contrats.items():
        for rank, objectif in enumerate(contrat.situation.get("objectifs") or [], start=1):
            asked = str(objectif.get("code"))
            if objectif.get("forme") == "binaire" or asked in catalogue.indicateurs:
                continue
            near = get_close_matches(asked, catalogue.indicateurs, n=1, cutoff=0.6)
            wrong.append(
                f"{code}.yaml, objectif n° {rank} : l'indicateur « {asked} » n'existe pas"
                + (f" ; vouliez-vous {near[0]} ?" if near else ".")
            )
    if wrong:
        raise CatalogueError("\n".join(wrong))


def _check_situation(path: Path, situation: dict[str, Any]) -> None:
    """Judge every field that is given, by the form of a situation; what is not known yet may be absent."""
    try:
        Situation.model_validate(situation)
    except ValidationError as error:
        if said := sentences(error, KEYS, absent=False):
            raise CatalogueError(" ".join(f"{path.name}, {sentence}" for sentence in said)) from error
    # A day between quotes is a text in YAML.
    for key in ("date_signature", "resiliation"):
        if isinstance(situation.get(key), str):
            situation[key] = date.fromisoformat(situation[key])
    starts = situation.get("missions") or {}
    starts |= {code: date.fromisoformat(day) for code, day in starts.items() if isinstance(day, str)}


def _contrat(path: Path, missions: Mapping[str, Mission]) -> Contrat:
    data = read_yaml(path)
    situation = data.get("situation") if isinstance(data, Mapping) else None
    if not isinstance(situation, dict):
        raise CatalogueError(f"{path.name} doit contenir un bloc « situation ».")
    contrat = validated(Contrat, {"id_cpts": situation.get("id_cpts"), **data}, place=path.name)
    for key in situation.keys() - _SITUATION_KEYS:
        raise CatalogueError(f"{path.name} : la clé {key} de la situation n'est pas connue.")
    for code in situation.get("missions", {}).keys() - missions.keys():
        raise CatalogueError(f"{path.name} : la mission {code} n'existe pas.")
    if contrat.id_cpts != path.stem:
        raise CatalogueError(f"{path.name} décrit {contrat.id_cpts} : le fichier doit porter le nom de sa CPTS.")
    _check_situation(path, contrat.situation)
    return contrat


def _check_codes(cpts: pd.DataFrame, column: str, codes: set[str]) -> None:
    """Cells of « 59|62 » hold codes that exist, and no names (« Hauts-de-France »)."""
    wrong = [
        f"cpts.csv, {id_cpts}, {column} : « {code} » n'est pas un code connu ; écrivez par exemple {min(codes)}."
        for id_cpts, cell in zip(cpts["id_cpts"], cpts[column].fillna(""), strict=True)
        for code in str(cell).split("|")
        if code and code not in codes
    ]
    if wrong:
        raise CatalogueError("\n".join(wrong))


def _check_across(catalogue: Catalogue) -> None:
    for code, indicateur in catalogue.indicateurs.items():
        if indicateur.mission is not None and indicateur.mission not in catalogue.missions:
            raise CatalogueError(f"indicators.yaml, {code} : la mission {indicateur.mission} n'existe pas.")
        if len(indicateur.court) > 32:
            raise CatalogueError(f"indicators.yaml, {code} : le libellé court dépasse 32 caractères.")
        if (indicateur.type in ("proportion", "taux_1000")) != (indicateur.denominateur is not None):
            raise CatalogueError(f"indicators.yaml, {code} : seuls une part ou un taux ont un dénominateur.")
        _check_population(catalogue, indicateur)
        if indicateur.partie_de is not None and indicateur.partie_de not in catalogue.indicateurs:
            raise CatalogueError(f"indicators.yaml, {code} : « partie_de » nomme {indicateur.partie_de}, inconnu.")
        if not indicateur.bornes[0] < indicateur.bornes[1]:
            raise CatalogueError(f"indicators.yaml, {code} : la borne basse doit être sous la borne haute.")
    known = set(catalogue.cpts["id_cpts"])
    for name, ids in (
        ("cpts_faits.csv", set(catalogue.faits["id_cpts"])),
        ("cpts_communes.csv", set(catalogue.perimetres["id_cpts"])),
        ("contracts/", set(catalogue.contrats)),
    ):
        for unknown in sorted(ids - known):
            raise CatalogueError(f"{name} cite {unknown}, absent de cpts.csv.")
    for etape in sorted(set(catalogue.cpts["etape"].dropna()) - catalogue.etapes.keys()):
        raise CatalogueError(f"cpts.csv : l'étape {etape} n'existe pas.")
    for column, codes in (
        ("regions", set(catalogue.regions["code_region"])),
        ("departements", set(catalogue.departements["code_departement"])),
    ):
        _check_codes(catalogue.cpts, column, codes)
    for statut in sorted(set(catalogue.faits["statut"].fillna("")) - set(get_args(StatutFait))):
        raise CatalogueError(f"cpts_faits.csv : le statut « {statut} » n'existe pas.")


def _check_population(catalogue: Catalogue, indicateur: Indicateur) -> None:
    """A denominator says which population it counts, by one word; the same wording of it always by the same word."""
    place, population = f"indicators.yaml, {indicateur.code}", indicateur.population
    if (indicateur.denominateur is None) != (population is None):
        raise CatalogueError(f"{place} : « population » va avec un dénominateur, et un dénominateur avec elle.")
    if population is not None and not re.fullmatch(r"[a-z0-9_]+", population):
        raise CatalogueError(f"{place} : la population s'écrit en minuscules sans accent, par exemple 65_plus.")
    least = indicateur.part_minimale
    if least is not None and (population is None or not 0 < least <= 1):
        raise CatalogueError(f"{place} : « part_minimale » va avec une population, entre 0 et 1.")
    for other in catalogue.indicateurs.values():
        if population is not None and other.population == population and other.part_minimale != least:
            raise CatalogueError(f"{place} : même population que {other.code}, mais une autre part minimale.")
        if other.denominateur == indicateur.denominateur and other.population != population:
            raise CatalogueError(
                f"{place} : même dénominateur que {other.code}, mais une autre population que « {other.population} »."
            )
