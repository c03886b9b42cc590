"""A situation written back in the form of a situation file: what an address, a stored contract or a YAML file holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from calculators.aci.situation.schema import Objectif, Situation, TauxEncadre, TauxExact


def write_situation(situation: Situation) -> dict[str, Any]:
    """Write the situation as plain values that JSON keeps; `read_situation` gives the same situation back.

    Days as ISO texts, rates and values as texts with a decimal point (exact), amounts in euros; what was not given is left
    out.
    """
    crise, amorcage = situation.crise, situation.amorcage
    letter = amorcage.lettre_intention
    written: dict[str, Any] = {
        "id_cpts": situation.id_cpts,
        "population": _population(situation),
        "date_signature": situation.date_signature.isoformat(),
        "annees": situation.annees,
        "missions": {code: day.isoformat() for code, day in situation.missions.items()},
        "crise": None if crise is None else {"redaction": crise.redaction, "reconnue": list(crise.reconnue)},
        "atteinte": {
            year: {code: _rate(rate) for code, rate in rates.items()} for year, rates in situation.atteinte.items()
        },
        "objectifs": [write_objectif(objectif) for objectif in situation.objectifs],
        "amorcage": {
            "majoration": amorcage.majoration,
            "lettre_intention": letter.isoformat() if isinstance(letter, date) else letter,
        },
        "montants": {
            code: {volet: cents // 100 if cents % 100 == 0 else _euros(cents) for volet, cents in cells.items()}
            for code, cells in situation.montants.items()
        },
        "regles": situation.regles and situation.regles.isoformat(),
        "resiliation": situation.resiliation and situation.resiliation.isoformat(),
        "delai_variable_jours": situation.delai_variable_jours or None,
    }
    return {name: value for name, value in written.items() if value is not None}


def write_objectif(objectif: Objectif) -> dict[str, Any]:
    """Write one objective as an entry of « objectifs »; what it was read without is left out."""
    given = [name for name in type(objectif).model_fields if name in objectif.model_fields_set]
    return {name: _value(name, getattr(objectif, name)) for name in given}


def _value(name: str, value: Any) -> Any:
    if name == "montant":
        return _euros(value)
    if name == "paliers":
        return [[str(step), _euros(cents)] for step, cents in value]
    if isinstance(value, tuple):
        return [str(end) for end in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _population(situation: Situation) -> int | dict[str, int]:
    """One number when it never changes, else by the day it counts from."""
    known = situation.population
    if list(known) == [None]:
        return known[None]
    return {(since or situation.date_signature).isoformat(): count for since, count in known.items()}


def _rate(rate: TauxExact | TauxEncadre) -> str | dict[str, Any]:
    if isinstance(rate, TauxExact):
        return str(rate.taux)
    written: dict[str, Any] = {"taux": str(rate.taux)}
    if rate.entre is not None:
        written["entre"] = [str(end) for end in rate.entre]
    return written if rate.pourquoi is None else {**written, "pourquoi": rate.pourquoi}


def _euros(cents: int) -> str:
    return str(Decimal(cents) / 100)
