"""What is known of one or of many CPTS, as columns ready for the computation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pandas as pd
from pydantic import ValidationError

from calculators.aci.accord import Accord
from calculators.aci.accord_schema import FONCTIONNEMENT
from calculators.aci.french_errors import sentences
from calculators.aci.money import MILLION
from calculators.aci.situation_schema import KEYS, Binaire, Objectif, Paliers, Proportionnel, Situation
from calculators.aci.valeurs_incertaines import state_problems, worst_and_best

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


def read_situation(data: Mapping[Any, Any], accord: Accord) -> Situations:
    """Read one situation, as a mapping in the form of design.md, and check it against the agreement.

    Raises SituationError with every finding in French: unknown keys, impossible dates, rates outside 0–1, a mission
    started before the signature, an unknown mission…
    """
    return read_situations([data], accord)


def read_situations(items: Iterable[Mapping[Any, Any]], accord: Accord) -> Situations:
    """Read many situations into one set of columns; same errors as `read_situation`, prefixed by the CPTS."""
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
    found: dict[str, list[str]] = {}
    several = list(items)
    for item in several:
        try:
            situation = Situation.model_validate(item)
        except ValidationError as error:
            problems = sentences(error, KEYS)
        else:
            problems = _problems(situation, accord)
            if not problems:
                _append(situation, rows)
        name = str(item.get("id_cpts", "?"))
        prefix = f"{name} : " if len(several) > 1 else ""
        if problems:
            found.setdefault(name, []).extend(prefix + problem for problem in problems)
    if found:
        raise SituationError([sentence for sentences in found.values() for sentence in sentences], found)
    return Situations(**{field.name: frame(field.name, rows[field.name]) for field in fields(Situations)})


def _problems(situation: Situation, accord: Accord) -> list[str]:
    first = accord.blocs[0]
    signed = situation.date_signature
    known = list(accord.missions)
    found = []
    if signed < first.en_vigueur:
        found.append(
            f"date_signature : {signed:%d/%m/%Y} précède le premier accord, en vigueur le {first.en_vigueur:%d/%m/%Y}."
        )
    if situation.regles and situation.regles < first.en_vigueur:
        found.append(f"regles : aucun accord n'était en vigueur le {situation.regles:%d/%m/%Y}.")
    if situation.resiliation and situation.resiliation <= signed:
        found.append(f"resiliation : {situation.resiliation:%d/%m/%Y} doit suivre la signature ({signed:%d/%m/%Y}).")
    named = {
        "missions": situation.missions,
        "montants": [code for code in situation.montants if code != FONCTIONNEMENT],
        "objectifs": [objectif.mission for objectif in situation.objectifs],
        "atteinte": [code for rates in situation.atteinte.values() for code in rates],
    }
    for place, codes in named.items():
        for code in dict.fromkeys(codes):
            if code not in known:
                found.append(f"{place} : la mission « {code} » n'est pas connue (attendu : {', '.join(known)}).")
    for code, start in situation.missions.items():
        if start < signed:
            found.append(
                f"missions › {code} : démarrée le {start:%d/%m/%Y}, avant la signature du contrat ({signed:%d/%m/%Y})."
            )
    for code, cells in situation.montants.items():
        expected = _volets(code)
        found += [
            f"montants › {code} : le volet « {volet} » n'est pas connu (attendu : {', '.join(expected)})."
            for volet in cells
            if volet not in expected
        ]
    found += _objectif_problems(situation)
    return found


def _objectif_problems(situation: Situation) -> list[str]:
    found = []
    seen = set()
    for objectif in situation.objectifs:
        key = (objectif.annee, objectif.mission, objectif.code)
        place = f"objectifs › {objectif.code} (année {objectif.annee})"
        if key in seen:
            found.append(f"{place} : l'objectif est écrit deux fois pour la même année.")
        seen.add(key)
        if objectif.mission in situation.atteinte.get(objectif.annee, {}):
            found.append(
                f"{place} : la mission « {objectif.mission} » a aussi un taux sous « atteinte » cette année-là ; "
                "gardez l'un ou l'autre."
            )
        if objectif.mission not in situation.missions:
            found.append(f"{place} : la mission « {objectif.mission} » n'a pas de date de démarrage sous « missions ».")
        found += [f"{place} : {problem}" for problem in state_problems(objectif)]
        if isinstance(objectif, Proportionnel):
            rising = objectif.cible > objectif.reference
            if objectif.cible == objectif.reference or rising != (objectif.sens == "hausse"):
                found.append(
                    f"{place} : en {objectif.sens}, la cible ({objectif.cible}) doit être "
                    f"{'supérieure' if objectif.sens == 'hausse' else 'inférieure'} à la référence ({objectif.reference})."
                )
        if isinstance(objectif, Paliers):
            steps = objectif.paliers if objectif.sens == "hausse" else [(-s, m) for s, m in objectif.paliers]
            if any(b[0] <= a[0] or b[1] < a[1] for a, b in pairwise(steps)):
                found.append(
                    f"{place} : les paliers doivent aller du plus facile au plus exigeant, sans montant qui baisse."
                )
    return found


def _volets(mission: str) -> list[str]:
    if mission == FONCTIONNEMENT:
        return ["fixe", "majore"]
    if mission == "crise":
        return ["fixe", "fixe_redaction", "fixe_mise_a_jour", "variable"]
    return ["fixe", "variable"]


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
            low, high = rate.entre or (rate.taux, rate.taux)
            shares = (int((number * MILLION).to_integral_value()) for number in (rate.taux, low, high))
            rows["atteintes"].append((contrat, year, code, *shares))
            if low < high:
                rows["doutes"].append((contrat, year, code, rate.pourquoi or "", None, "encadree"))
    for code, cells in situation.montants.items():
        for volet, cents in cells.items():
            rows["montants"] += [(contrat, code, *cell) for cell in _overridden(code, volet, cents)]
    for objectif in situation.objectifs:
        _append_objectif(contrat, objectif, rows)


def _overridden(mission: str, volet: str, cents: int) -> list[tuple[str, str, int]]:
    """Name the cells that one amount of the annex replaces. The crisis plan's update year is half of its first year."""
    if mission != "crise":
        return [(volet, "", cents)]
    if volet == "fixe":
        return [("fixe", "redaction", cents), ("fixe", "mise_a_jour", (cents + 1) // 2)]
    if volet == "variable":
        return [("variable", "crise_reconnue", cents)]
    return [("fixe", volet.removeprefix("fixe_"), cents)]


def _append_objectif(contrat: int, objectif: Objectif, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    rank = len(rows["objectifs"])
    reference = cible = valeur = None
    sens = ""
    if isinstance(objectif, Binaire):
        montant = objectif.montant
        valeur = None if objectif.fait is None else Decimal(objectif.fait)
    elif isinstance(objectif, Paliers):
        montant = objectif.paliers[-1][1]
        reference, valeur, sens = objectif.reference, objectif.valeur, objectif.sens
        rows["paliers"] += [(rank, float(seuil), cents) for seuil, cents in objectif.paliers]
    else:
        montant = objectif.montant
        reference, cible, valeur, sens = objectif.reference, objectif.cible, objectif.valeur, objectif.sens
    worst, best = worst_and_best(objectif)
    numbers = [None if number is None else float(number) for number in (reference, cible, valeur, worst, best)]
    if objectif.etat is not None or worst != best:
        doubt = (objectif.code, objectif.mois, objectif.etat or "encadree")
        rows["doutes"].append((contrat, objectif.annee, objectif.mission, *doubt))
    rows["objectifs"].append(
        (contrat, objectif.annee, objectif.mission, objectif.code, objectif.forme, sens, *numbers, montant)
    )
