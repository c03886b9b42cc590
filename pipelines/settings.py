"""What may be set about the software, whole: the variables ``CPTS_*`` of the environment, their defaults, their bounds.

Nothing else reads them. They are read at the moment of use, so that a setting changed while the process runs is honoured, and
one that makes no sense stops only what needs it: a wrong limit of deposits stops no ``cpts status``. An option of the command
line prevails over its variable. ``docs/settings.md`` says the same for whoever installs the software.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import PydanticUseDefault
from pydantic_settings import BaseSettings, SettingsConfigDict

from calculators.comparison.secrecy import SEUIL_PATIENTS
from calculators.french_error import FrenchError

#: What CPTS_FOURNISSEUR may say, and the suppliers it stands for.
FOURNISSEURS = {
    "aucun": frozenset[str](),
    "cpam": frozenset({"CPAM"}),
    "cpts": frozenset({"CPTS"}),
    "tous": frozenset({"CPAM", "CPTS"}),
}


class SettingError(FrenchError, ValueError):
    """A setting makes no sense; the message is one French sentence: the variable, what it says, what it may say."""


def _trimmed(given: object) -> object:
    """What was typed, without the spaces around it; nothing is as if the variable were not there."""
    text = str(given).strip()
    if not text:
        raise PydanticUseDefault
    return text


def _digits(text: object) -> object:
    # int() reads « 1_000 » and the digits of any alphabet: a setting is written as people write numbers.
    if not (str(text).isascii() and str(text).isdigit()):
        raise ValueError("not a whole number")
    return text


def _lowered(text: object) -> object:
    return str(text).lower()


# The last validator of the list is the first to run.
Number = Annotated[int, BeforeValidator(_digits), BeforeValidator(_trimmed)]
Word = Annotated[Literal["aucun", "cpam", "cpts", "tous"], BeforeValidator(_lowered), BeforeValidator(_trimmed)]


def _setting(
    variable: str, default: object, *, description: str, attendu: str, ge: int | None = None, le: int | None = None
) -> Any:
    """A field read in that variable; ``attendu`` ends the sentence about a wrong value: « indiquez … »."""
    return Field(
        default,
        validation_alias=variable,
        description=description,
        json_schema_extra={"attendu": attendu},
        ge=ge,
        le=le,
    )


class Settings(BaseSettings):
    """Every setting, as read now. What needs one of them asks its function below, which tells a wrong one."""

    model_config = SettingsConfigDict(case_sensitive=True, env_ignore_empty=True, extra="ignore", frozen=True)

    store: str = _setting(
        "CPTS_STORE",
        "data/store",
        description="Dossier des données ; l'option --store de chaque commande l'emporte.",
        attendu="un dossier de cette machine",
    )
    taille_max: Number = _setting(
        "CPTS_TAILLE_MAX",
        200,
        ge=1,
        description="Taille en Mo (millions d'octets) au-delà de laquelle un fichier est refusé sans être lu.",
        attendu="un nombre de Mo, par exemple 200",
    )
    echeance: Number = _setting(
        "CPTS_ECHEANCE",
        20,
        ge=1,
        le=28,
        description="Jour du mois suivant avant lequel un mois est attendu ; aucun texte de l'ACI ne le fixe.",
        attendu="le jour du mois suivant, de 1 à 28, par exemple 20",
    )
    seuil_secret: Number = _setting(
        "CPTS_SEUIL_SECRET",
        SEUIL_PATIENTS,
        ge=2,
        le=1000,
        description="Plus petit effectif de patients montré à qui ne l'a pas fourni.",
        attendu=f"le plus petit effectif de patients montré, de 2 à 1000, par exemple {SEUIL_PATIENTS}",
    )
    fournisseur: Word = _setting(
        "CPTS_FOURNISSEUR",
        "aucun",
        description="Ce que fournit la personne devant cette machine, et qu'elle voit donc en entier.",
        attendu="aucun, cpam, cpts ou tous",
    )


#: The variable of each field, and the field.
VARIABLES = {str(field.validation_alias): name for name, field in Settings.model_fields.items()}


def store_folder() -> str:
    """Where the store is unless told: ``CPTS_STORE``, else ``data/store``."""
    return _read("CPTS_STORE").store


def set_store_folder(folder: str) -> None:
    """Tell it to the program that takes the place of this one: ``CPTS_STORE``."""
    os.environ["CPTS_STORE"] = folder


def max_megabytes() -> int:
    """How many Mo a deposited file may weigh: ``CPTS_TAILLE_MAX``. Raises SettingError."""
    return _read("CPTS_TAILLE_MAX").taille_max


def due_day() -> int:
    """The day of the following month by which a month is due: ``CPTS_ECHEANCE``. Raises SettingError."""
    return _read("CPTS_ECHEANCE").echeance


def patients_threshold() -> int:
    """The least count of patients shown: ``CPTS_SEUIL_SECRET``. Raises SettingError."""
    return _read("CPTS_SEUIL_SECRET").seuil_secret


def local_suppliers() -> frozenset[str]:
    """What the person at this machine supplies: ``CPTS_FOURNISSEUR``; nothing, unless told, so that small counts are hidden.

    Raises SettingError.
    """
    return FOURNISSEURS[_read("CPTS_FOURNISSEUR").fournisseur]


def _read(variable: str) -> Settings:
    """The settings, that one being right; another that is wrong is at its default, and is told by whoever needs it."""
    settings, wrong = _validated(tuple(os.environ.get(name) for name in VARIABLES))
    if variable in wrong:
        raise SettingError(wrong[variable])
    return settings


@lru_cache(maxsize=1)
def _validated(texts: tuple[str | None, ...]) -> tuple[Settings, dict[str, str]]:
    """The settings and a sentence for each variable that is wrong. ``texts``: what the variables say, so that they are
    validated again when one of them has changed, and not at each of the many questions of a page.
    """
    try:
        return Settings(), {}
    except ValidationError as error:
        said = dict(zip(VARIABLES, texts, strict=True))
        wrong = {
            variable: _sentence(variable, said[variable]) for variable in {str(e["loc"][0]) for e in error.errors()}
        }
    defaults = {variable: Settings.model_fields[VARIABLES[variable]].default for variable in wrong}
    return Settings(**defaults), wrong


def _sentence(variable: str, text: str | None) -> str:
    extra = Settings.model_fields[VARIABLES[variable]].json_schema_extra
    expected = extra["attendu"] if isinstance(extra, dict) else ""
    return f"{variable} vaut « {(text or '').strip()[:40]} » ; indiquez {expected}."
