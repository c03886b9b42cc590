"""One French sentence for each thing pydantic finds wrong in an accord or a situation file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

_SENTENCES = {
    "missing": "la clé « {cle} » manque",
    "extra_forbidden": "la clé « {cle} » n'est pas connue",
    "int_type": "« {valeur} » n'est pas un nombre entier",
    "int_parsing": "« {valeur} » n'est pas un nombre entier",
    "int_from_float": "« {valeur} » n'est pas un nombre entier",
    "float_type": "« {valeur} » n'est pas un nombre",
    "float_parsing": "« {valeur} » n'est pas un nombre",
    "decimal_parsing": "« {valeur} » n'est pas un nombre",
    "decimal_type": "« {valeur} » n'est pas un nombre",
    "finite_number": "« {valeur} » n'est pas un nombre",
    "bool_type": "« {valeur} » n'est ni oui (true) ni non (false)",
    "bool_parsing": "« {valeur} » n'est ni oui (true) ni non (false)",
    "string_type": "« {valeur} » n'est pas un texte",
    "string_too_short": "le texte est vide",
    "date_type": "« {valeur} » n'est pas une date (attendu : 2023-09-08)",
    "date_parsing": "« {valeur} » n'est pas une date (attendu : 2023-09-08)",
    "date_from_datetime_parsing": "« {valeur} » n'est pas une date qui existe (attendu : 2023-09-08)",
    "date_from_datetime_inexact": "« {valeur} » porte une heure : une date suffit (2023-09-08)",
    "greater_than": "« {valeur} » doit être plus grand que {gt}",
    "greater_than_equal": "« {valeur} » ne peut pas être inférieur à {ge}",
    "less_than": "« {valeur} » doit être plus petit que {lt}",
    "less_than_equal": "« {valeur} » ne peut pas dépasser {le}",
    "dict_type": "« {valeur} » devrait être une liste de clés et de valeurs",
    "model_type": "« {valeur} » devrait être une liste de clés et de valeurs",
    "model_attributes_type": "« {valeur} » devrait être une liste de clés et de valeurs",
    "list_type": "« {valeur} » devrait être une liste",
    "tuple_type": "« {valeur} » devrait être une liste",
    "too_short": "la liste est vide",
    "literal_error": "« {valeur} » n'est pas une valeur connue (attendu : {expected})",
    "union_tag_invalid": "« {tag} » n'est pas une valeur connue (attendu : {expected_tags})",
    "union_tag_not_found": "la clé {discriminator} manque",
}


class SeveralProblems(ValueError):
    """What is wrong with a whole that is well formed part by part: one French sentence each, without the full stop."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__(" ; ".join(found))
        self.found = tuple(found)


def sentences(error: ValidationError, known_keys: Iterable[str] = (), *, absent: bool = True) -> list[str]:
    """Turn a pydantic error into French sentences, each naming the place, the value, and the nearest known key.

    ``absent``: whether what is not given is told too.
    """
    keys = list(known_keys)
    # A misspelt key is also a missing one: the misspelling says more, and comes first.
    told = [one for one in error.errors() if absent or (one["type"] != "missing" and one.get("input") is not None)]
    found = sorted(told, key=lambda detail: detail["type"] != "extra_forbidden")
    return [sentence for detail in found for sentence in _sentences(detail, keys)]


def _sentences(detail: object, known_keys: Sequence[str]) -> list[str]:
    assert isinstance(detail, dict)
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, SeveralProblems):
        return [f"{text[0].upper()}{text[1:]}." for text in cause.found]
    return [_sentence(detail, known_keys)]


def _sentence(detail: Mapping[str, Any], known_keys: Sequence[str]) -> str:
    place = [str(part) for part in detail["loc"]]
    context = {
        name: str(value).replace(" or ", " ou ").removesuffix(".0") for name, value in detail.get("ctx", {}).items()
    }
    kind = str(detail["type"])
    key = place[-1] if place else ""
    if kind == "value_error":
        text = str(detail["ctx"]["error"])
    else:
        template = _SENTENCES.get(kind, "« {valeur} » n'est pas une valeur possible")
        text = template.format(cle=key, valeur=_short(detail.get("input")), **context)
    if kind == "extra_forbidden":
        near = get_close_matches(key, known_keys, n=1)
        text += f" (vouliez-vous écrire « {near[0]} » ?)" if near else ""
        place = place[:-1]
    elif kind == "missing":
        place = place[:-1]
    where = " › ".join(_named(part, before) for before, part in zip(["", *place], place, strict=False))
    return f"{where} : {text}." if where else f"{text[0].upper()}{text[1:]}."


def _named(part: str, parent: str) -> str:
    if parent == "atteinte":
        return f"année {part}"
    if part == "[key]":
        return "clé"
    return f"n° {int(part) + 1}" if part.isdigit() else part


def _short(value: object) -> str:
    text = {None: "vide", True: "oui", False: "non"}.get(value) if value is None or isinstance(value, bool) else None
    text = str(value) if text is None else text
    return text if len(text) <= 60 else text[:57] + "…"
