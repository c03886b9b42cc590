"""What was typed in the fields of the simulator, and the situation it makes, in the form of a situation file. No Streamlit here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.aci.et_si.taux import spread_rates

FREE = "SAISIE-LIBRE"
#: What the page starts from when a situation file was loaded.
FICHIER = "FICHIER"


@dataclass(frozen=True)
class Fields:
    """What the person typed. `taux`: attainment of each mission, a ratio, the same every contract year;
    `taux_par_annee`: by contract year and mission, prevails (attainment read in observations): a ratio, or a ratio with
    its bounds as a situation writes it (taux, entre, pourquoi)."""

    id_cpts: str
    population: int
    signature: date
    missions: Mapping[str, date]
    taux: Mapping[str, Decimal]
    redaction: int | None
    reconnue: Sequence[int]
    majoration: bool
    lettre_intention: bool
    resiliation: date | None
    annees: int = 5
    taux_par_annee: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


def write_fields(fields: Fields, *, contrat: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The situation of these fields as its file would say it, which a shared link is compared by.

    `contrat`: the stored contract they start from, for what no field shows: the cells of its annex, its rules, its delay,
    the history of its population when it was not changed.
    """
    stored = dict(contrat or {})
    known = stored.get("population")
    kept = isinstance(known, Mapping) and last_population(known) == fields.population
    letter = (stored.get("amorcage") or {}).get("lettre_intention")
    dated = fields.lettre_intention and isinstance(letter, str)
    return {
        "id_cpts": fields.id_cpts,
        "population": known if kept else fields.population,
        "date_signature": fields.signature.isoformat(),
        "annees": fields.annees,
        "missions": {code: day.isoformat() for code, day in fields.missions.items()},
        "crise": {"redaction": fields.redaction, "reconnue": sorted(fields.reconnue)},
        "atteinte": _spread(fields),
        "amorcage": {"majoration": fields.majoration, "lettre_intention": letter if dated else fields.lettre_intention},
        "montants": dict(stored.get("montants") or {}),
        "resiliation": fields.resiliation.isoformat() if fields.resiliation else None,
        **{name: stored[name] for name in ("regles", "delai_variable_jours") if stored.get(name)},
    }


def _spread(fields: Fields) -> dict[int, dict[str, Any]]:
    """The rate of each mission in the contract years where its variable part runs, as a situation file says it."""
    rates = spread_rates(
        fields.taux,
        fields.taux_par_annee,
        date_signature=fields.signature,
        annees=fields.annees,
        missions=fields.missions,
        reconnue=fields.reconnue,
        resiliation=fields.resiliation,
    )
    return {
        year: {code: rate if isinstance(rate, Mapping) else str(rate) for code, rate in by.items()}
        for year, by in rates.items()
    }


def with_rates(fields: Fields, taux: Mapping[str, Decimal], par_annee: Mapping[int, Mapping[str, Any]]) -> Fields:
    """The same fields with other rates: `taux` every year, `par_annee` where a contract year has its own."""
    return replace(fields, taux=dict(taux), taux_par_annee=par_annee)


def last_population(value: int | Mapping[Any, int]) -> int:
    """The population of a situation: the number, or the latest one when it changes over time."""
    return int(value) if not isinstance(value, Mapping) else int(value[max(value, key=str)])


def find_owner(start: str, base: Mapping[str, Any], *, known: Collection[str]) -> str:
    """Whose situation it is: the contract started from; for a file, the contract it names if it is in scope, else nobody."""
    named = str(base.get("id_cpts", ""))
    return start if start != FICHIER else named if named in known else FREE


def count_years(base: Mapping[str, Any], *, start: str, usual: int) -> int:
    """How many contract years: those the file asks for, else the usual number."""
    return int(base.get("annees") or usual) if start == FICHIER else usual


def given_rates(base: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """The rates that a situation gives, with their bounds when it gives them, by contract year and mission."""
    return {int(year): dict(by) for year, by in (base.get("atteinte") or {}).items()}
