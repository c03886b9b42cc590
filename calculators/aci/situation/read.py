"""A situation read once, checked against the agreement; one or many of them as columns ready for the computation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
from pydantic import ValidationError

from calculators.aci.accord.load import Accord
from calculators.aci.french_errors import sentences
from calculators.aci.money import MILLION, half_up
from calculators.aci.situation.checks import problems
from calculators.aci.situation.schema import KEYS, Binaire, Objectif, Objectifs, Paliers, Situation
from calculators.aci.situation.valeurs_incertaines import worst_and_best

#: Columns and types of each frame of Situations. Dates are datetime64[s], missing dates NaT; `contrat` is a row number.
COLUMNS: dict[str, dict[str, str]] = {
    "contrats": {
        "id_cpts": "str",
        "date_signature": "datetime64[s]",
        "annees": "int64",
        "regles": "datetime64[s]",
        "resiliation": "datetime64[s]",
        "majoration": "bool",
        "lettre_intention": "bool",
        "lettre_date": "datetime64[s]",
        "delai_variable_jours": "int64",
    },
    "populations": {"contrat": "int64", "depuis": "datetime64[s]", "population": "int64"},
    "missions": {"contrat": "int64", "mission": "str", "debut": "datetime64[s]"},
    "crises": {"contrat": "int64", "annee_contrat": "int64", "cas": "str"},
    "atteintes": {
        "contrat": "int64",
        "annee_contrat": "int64",
        "mission": "str",
        "taux_millioniemes": "int64",
        "bas_millioniemes": "int64",
        "haut_millioniemes": "int64",
    },
    "montants": {"contrat": "int64", "mission": "str", "volet": "str", "cas": "str", "montant_centimes": "int64"},
    "objectifs": {
        "contrat": "int64",
        "annee_contrat": "int64",
        "mission": "str",
        "objectif": "str",
        "forme": "str",
        "sens": "str",
        "reference": "float64",
        "cible": "float64",
        "valeur": "float64",
        "valeur_pire": "float64",
        "valeur_meilleure": "float64",
        "montant_centimes": "int64",
        "partage": "bool",
    },
    "doutes": {
        "contrat": "int64",
        "annee_contrat": "int64",
        "mission": "str",
        "code": "str",
        "mois": "datetime64[s]",
        "etat": "str",
    },
    "paliers": {"objectif_rang": "int64", "seuil": "float64", "montant_centimes": "int64"},
}


class SituationError(ValueError):
    """A situation that can't be computed. ``sentences`` holds one French sentence per finding.

    ``by_cpts``: the same sentences by id_cpts, when it is known which CPTS of a set are concerned.
    """

    def __init__(self, found: list[str], by_cpts: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(" ".join(found))
        self.sentences = found
        self.by_cpts = dict(by_cpts or {})


@dataclass(frozen=True)
class Situations:
    """Many CPTS as frames of columns (see COLUMNS). Every frame but `contrats` names its CPTS by row number.

    ``atteintes``: the rate counted and its two bounds. ``objectifs``: the value counted (NaN: unknown), the worst and the
    best it may be (NaN: nothing is known on that side). ``doutes``: the observations that make the bounds differ.
    """

    contrats: pd.DataFrame
    populations: pd.DataFrame
    missions: pd.DataFrame
    crises: pd.DataFrame
    atteintes: pd.DataFrame
    montants: pd.DataFrame
    objectifs: pd.DataFrame
    doutes: pd.DataFrame
    paliers: pd.DataFrame


def frame(name: str, rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    """Build one frame of Situations from rows in the order of its columns, with its exact types."""
    columns = COLUMNS[name]
    return pd.DataFrame(list(rows), columns=list(columns)).astype(columns)


def read_situation(data: Mapping[Any, Any], accord: Accord) -> Situation:
    """Read one situation, as a mapping in the form of design.md, and check it against the agreement.

    Raises SituationError with every finding in French: unknown keys, impossible dates, rates outside 0–1, a mission
    started before the signature, an unknown mission…
    """
    situation, wrong = _read(data, accord)
    if situation is None:
        raise SituationError(wrong, {_name(data): wrong})
    return situation


def restore_years(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give back the mapping of a situation kept as JSON, which has turned the years under « atteinte » into texts."""
    return {**data, "atteinte": {int(year): rates for year, rates in (data.get("atteinte") or {}).items()}}


def read_objectifs(entries: Sequence[Mapping[str, Any]]) -> tuple[Objectif, ...]:
    """Read entries of « objectifs » alone. Raises SituationError with every finding in French."""
    try:
        return Objectifs.model_validate({"objectifs": entries}).objectifs
    except ValidationError as error:
        raise SituationError(sentences(error, KEYS)) from error


def read_situations(items: Iterable[Mapping[Any, Any]], accord: Accord) -> Situations:
    """Read many situations into one set of columns; same errors as `read_situation`, prefixed by the CPTS."""
    return _columns([(_name(item), *_read(item, accord)) for item in items])


def tabulate(situations: Iterable[Situation], accord: Accord) -> Situations:
    """Lay out situations already read; those that are not coherent under ``accord`` are refused as by `read_situations`."""
    return _columns([(situation.id_cpts, situation, problems(situation, accord)) for situation in situations])


def _read(data: Mapping[Any, Any], accord: Accord) -> tuple[Situation | None, list[str]]:
    """Give the situation, or None, and what is wrong with it."""
    try:
        situation = Situation.model_validate(data)
    except ValidationError as error:
        return None, sentences(error, KEYS)
    wrong = problems(situation, accord)
    return (None if wrong else situation), wrong


def _name(data: Mapping[Any, Any]) -> str:
    return str(data.get("id_cpts", "?"))


def _columns(read: Sequence[tuple[str, Situation | None, list[str]]]) -> Situations:
    """Lay out situations, each with its name and what is wrong with it. Raises SituationError when something is."""
    found: dict[str, list[str]] = {}
    for name, _, wrong in read:
        if wrong:
            found.setdefault(name, []).extend(f"{name} : {text}" if len(read) > 1 else text for text in wrong)
    if found:
        raise SituationError([sentence for sentences in found.values() for sentence in sentences], found)
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
    for _, situation, _ in read:
        if situation is not None:
            _append(situation, rows)
    return Situations(**{field.name: frame(field.name, rows[field.name]) for field in fields(Situations)})


def _append(situation: Situation, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    contrat = len(rows["contrats"])
    letter = situation.amorcage.lettre_intention
    rows["contrats"].append(
        (
            situation.id_cpts,
            situation.date_signature,
            situation.annees,
            situation.regles,
            situation.resiliation,
            situation.amorcage.majoration,
            letter is not False,
            letter if isinstance(letter, date) else None,
            situation.delai_variable_jours,
        )
    )
    rows["populations"] += [
        (contrat, since or situation.date_signature, count) for since, count in situation.population.items()
    ]
    rows["missions"] += [(contrat, code, start) for code, start in situation.missions.items()]
    if situation.crise:
        if situation.crise.redaction:
            rows["crises"].append((contrat, situation.crise.redaction, "redaction"))
        rows["crises"] += [(contrat, year, "crise_reconnue") for year in dict.fromkeys(situation.crise.reconnue)]
    for year, rates in situation.atteinte.items():
        for code, rate in rates.items():
            counted = low = high = _millionths(rate.taux)
            if rate.entre is not None:
                low, high = map(_millionths, rate.entre)
            rows["atteintes"].append((contrat, year, code, counted, low, high))
            if low < high:
                rows["doutes"].append((contrat, year, code, rate.pourquoi or "", None, "encadree"))
    for code, cells in situation.montants.items():
        for volet, cents in cells.items():
            rows["montants"] += [(contrat, code, *cell) for cell in _overridden(code, volet, cents)]
    for objectif in situation.objectifs:
        _append_objectif(contrat, objectif, rows)


def _millionths(rate: Decimal) -> int:
    return int((rate * MILLION).to_integral_value())


def _overridden(mission: str, volet: str, cents: int) -> list[tuple[str, str, int]]:
    """Name the cells that one amount of the annex replaces. The crisis plan's update year is half of its first year."""
    if mission != "crise":
        return [(volet, "", cents)]
    if volet == "fixe":
        return [("fixe", "redaction", cents), ("fixe", "mise_a_jour", int(half_up(cents, 2)))]
    if volet == "variable":
        return [("variable", "crise_reconnue", cents)]
    return [("fixe", volet.removeprefix("fixe_"), cents)]


def _append_objectif(contrat: int, objectif: Objectif, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    rank = len(rows["objectifs"])
    reference = cible = valeur = None
    sens = ""
    if isinstance(objectif, Binaire):
        valeur = None if objectif.fait is None else Decimal(objectif.fait)
    elif isinstance(objectif, Paliers):
        reference, valeur, sens = objectif.reference, objectif.valeur, objectif.sens
        rows["paliers"] += [(rank, float(seuil), cents) for seuil, cents in objectif.paliers]
    else:
        reference, cible, valeur, sens = objectif.reference, objectif.cible, objectif.valeur, objectif.sens
    worst, best = worst_and_best(objectif)
    numbers = [None if number is None else float(number) for number in (reference, cible, valeur, worst, best)]
    if objectif.etat is not None or worst != best:
        doubt = (objectif.code, objectif.mois, objectif.etat or "encadree")
        rows["doutes"].append((contrat, objectif.annee, objectif.mission, *doubt))
    rows["objectifs"].append(
        (
            *(contrat, objectif.annee, objectif.mission, objectif.code, objectif.forme, sens),
            *(*numbers, objectif.montant, objectif.partage),
        )
    )
