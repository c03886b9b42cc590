"""One situation: what a treasurer gives of one CPTS, as a frozen object read once.

It holds no list and no dict, so that it is hashable: a computation is kept by the situation itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WrapValidator, model_validator

from calculators.aci.money import MONTANT_MAX_CENTIMES, to_cents
from calculators.frozen import FrozenDict

#: No territory of France outside Paris has more people; beyond it a number is a typing error.
POPULATION_MAX = 10_000_000
#: Contract years that one call may compute: the contract and one renewal.
ANNEES_MAX = 10


def _date(value: object) -> date:
    day = _any_date(value)
    if not 2000 <= day.year <= 2100:
        raise ValueError(f"« {day:%d/%m/%Y} » n'est pas une date possible pour un contrat")
    return day


def _any_date(value: object) -> date:
    if value is None:
        raise ValueError("la date est vide")
    if isinstance(value, date) and not hasattr(value, "hour"):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"« {value} » n'est pas une date qui existe (attendu : 2023-09-08)") from error
    raise ValueError(f"« {value} » n'est pas une date (attendu : 2023-09-08)")


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise ValueError(f"« {value} » n'est pas un nombre")
    try:
        number = Decimal(str(value))
    except ArithmeticError as error:
        raise ValueError(f"« {value} » n'est pas un nombre (décimales avec un point : 0.8)") from error
    if not number.is_finite():
        raise ValueError(f"« {value} » n'est pas un nombre")
    return number


def _rate(value: Decimal) -> Decimal:
    if not 0 <= value <= 1:
        raise ValueError(f"le taux {value} doit être compris entre 0 et 1 (80 % s'écrit 0.8)")
    return value


def _value(value: Decimal) -> Decimal:
    if abs(value) > 1_000_000:
        raise ValueError(f"la valeur {value} est trop grande (au plus 1 000 000)")
    return value


def _amount(value: object) -> int:
    cents = to_cents(_decimal(value))
    if cents < 0:
        raise ValueError(f"le montant {value} ne peut pas être négatif")
    if cents > MONTANT_MAX_CENTIMES:
        raise ValueError(f"le montant {value} dépasse {MONTANT_MAX_CENTIMES // 100} € : vérifiez les décimales")
    return cents


def _yes_no_or_date(value: object) -> bool | date:
    if isinstance(value, bool):
        return value
    try:
        return _date(value)
    except ValueError as error:
        raise ValueError(f"« {value} » n'est ni oui (true), ni non (false), ni la date de la lettre") from error


def check_population(count: int) -> int:
    """The number of inhabitants itself. Raises ValueError, in French, when no territory has so many or so few."""
    if count < 0:
        raise ValueError(f"une population ne peut pas être négative ({count})")
    if not 1 <= count <= POPULATION_MAX:
        raise ValueError(f"{count} habitants : la population doit être comprise entre 1 et {POPULATION_MAX}")
    return count


def _population(value: object) -> dict[date | None, int]:
    """Read ``48000`` or ``{2023-09-08: 48000, …}``; the single number is kept under None (from the first day on)."""
    pairs = value.items() if isinstance(value, Mapping) else [(None, value)]
    read: dict[date | None, int] = {}
    for since, count in pairs:
        if isinstance(count, bool) or not isinstance(count, int):
            raise ValueError(f"« {count} » n'est pas un nombre entier d'habitants")
        read[None if since is None else _date(since)] = check_population(count)
    if not read:
        raise ValueError("la population est vide")
    return read


Jour = Annotated[date, BeforeValidator(_date)]
Nombre = Annotated[Decimal, BeforeValidator(_decimal), AfterValidator(_value)]
Taux = Annotated[Decimal, BeforeValidator(_decimal), AfterValidator(_rate)]
Centimes = Annotated[int, BeforeValidator(_amount)]
Annee = Annotated[int, Field(strict=True, ge=1, le=ANNEES_MAX)]
Texte = Annotated[str, Field(strict=True, min_length=1)]
Sens = Literal["hausse", "baisse"]


class _Bloc(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TauxExact(NamedTuple):
    """An attainment rate written alone: it has no bounds."""

    taux: Decimal
    entre: tuple[Decimal, Decimal] | None = None
    pourquoi: str | None = None


def _exact_or_framed(value: object, framed: Callable[[object], TauxEncadre]) -> TauxExact | TauxEncadre:
    # Most rates are written alone, by the thousand: a model for each would cost most of the reading.
    return framed(value) if isinstance(value, Mapping) else TauxExact(_rate(_decimal(value)))


class TauxEncadre(_Bloc):
    """An attainment rate; ``entre``: its two bounds where it is not sure, ``pourquoi``: what makes it so."""

    taux: Taux
    entre: tuple[Taux, Taux] | None = None
    pourquoi: Texte | None = None

    @model_validator(mode="after")
    def _inside(self) -> Self:
        if self.entre is not None and not self.entre[0] <= self.taux <= self.entre[1]:
            raise ValueError(f"le taux {self.taux} n'est pas entre ses bornes {self.entre[0]} et {self.entre[1]}")
        return self


Atteinte = Annotated[TauxEncadre | TauxExact, WrapValidator(_exact_or_framed)]


class _Objectif(_Bloc):
    """``etat`` and ``mois`` say of which observation the value comes, when that makes it unknown or not sure.

    ``partage``: its amount is a share that we make of the accord's envelope; else the contract's annex gives it.
    """

    annee: Annee
    mission: Texte
    code: Texte
    etat: Literal["absente", "manquante", "masquee", "provisoire"] | None = None
    mois: Jour | None = None
    partage: Annotated[bool, Field(strict=True)] = False


class Binaire(_Objectif):
    """A deliverable: proved it earns its whole amount, not proved nothing. ``fait: null`` is not known yet."""

    forme: Literal["binaire"]
    montant: Centimes
    fait: Annotated[bool, Field(strict=True)] | None = None


class _Mesure(_Objectif):
    """A measured objective. ``denominateur`` and ``pour`` turn a value into people: 57.6 % of 8 000 is 57.6 per 100.

    ``entre``: the bounds of a value that is not sure; without them a provisional value is framed by its own noise.
    """

    sens: Sens
    valeur: Nombre | None = None
    entre: tuple[Nombre, Nombre] | None = None
    denominateur: Annotated[int, Field(strict=True, ge=1, le=POPULATION_MAX)] | None = None
    pour: Literal[1, 100, 1000] = 100


class Paliers(_Mesure):
    """Tiers that do not add up: the highest tier reached pays. ``valeur: null`` is not known yet."""

    forme: Literal["paliers"]
    reference: Nombre | None = None
    paliers: Annotated[tuple[tuple[Nombre, Centimes], ...], Field(min_length=1)]

    @property
    def montant(self) -> int:
        """What the whole objective is worth, in cents: its hardest tier (tiers do not add up)."""
        return self.paliers[-1][1]


class Proportionnel(_Mesure):
    """Linear between the reference and the target, cut to 0–100 %. ``valeur: null`` is not known yet."""

    forme: Literal["proportionnel"]
    reference: Nombre
    cible: Nombre
    montant: Centimes


#: An objective with a value, as opposed to a deliverable.
Mesure = Paliers | Proportionnel
Objectif = Annotated[Binaire | Mesure, Field(discriminator="forme")]


class Objectifs(_Bloc):
    """The objectives of a situation, read without the rest of it."""

    objectifs: tuple[Objectif, ...] = ()


class Crise(_Bloc):
    """The contract year the plan is written, and those in which the ARS recognised a crisis."""

    redaction: Annee | None = None
    reconnue: tuple[Annee, ...] = ()


class Amorcage(_Bloc):
    """The one-off amounts of avenant 2; the letter of intent may be given by its date."""

    majoration: Annotated[bool, Field(strict=True)] = False
    lettre_intention: Annotated[bool | date, BeforeValidator(_yes_no_or_date)] = False


class Situation(Objectifs):
    """One situation, from a file, a contract, a form or a link: amounts in cents, rates as exact decimals, dates as dates.

    ``population``: by the day it counts from, None for the first day of the contract. Made by
    `calculators.aci.read_situation`; the functions of ``calculators.aci.situation.change`` make another one of it.
    """

    id_cpts: Texte
    population: Annotated[FrozenDict[date | None, int], BeforeValidator(_population)]
    date_signature: Jour
    annees: Annee = 5
    missions: FrozenDict[Texte, Jour] = FrozenDict()
    crise: Crise | None = None
    atteinte: FrozenDict[Annee, FrozenDict[Texte, Atteinte]] = FrozenDict()
    amorcage: Amorcage = Field(default_factory=Amorcage)
    montants: FrozenDict[Texte, FrozenDict[Texte, Centimes]] = FrozenDict()
    regles: Jour | None = None
    resiliation: Jour | None = None
    delai_variable_jours: Annotated[int, Field(strict=True, ge=0, le=366)] = 0


#: Every key that a situation file may hold, to suggest the nearest one to a misspelt key.
KEYS = {
    key
    for model in (Situation, Crise, Amorcage, TauxEncadre, Binaire, Paliers, Proportionnel)
    for key in model.model_fields
}
