"""What the journal keeps as JSON, in French words: counts, states, and the first of the values before or after."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import pandas as pd

from calculators import french
from pipelines.catalogue import load_catalogue

_STATES = {"actif": "enregistré", "retire": "retiré"}
_HIDDEN = {"masquee": "masquée", "manquante": "inconnue"}
_MARKS = {"secret": "secret statistique"}
#: What was done to values, in the order it is said: one, several.
_DONE = {
    "nouvelle": ("nouvelle", "nouvelles"),
    "modifiee": ("modifiée", "modifiées"),
    "identique": ("identique", "identiques"),
    "lignes_refusees": ("ligne rendue", "lignes rendues"),
    "pertes_laissees": ("perte laissée de côté", "pertes laissées de côté"),
    "valeurs_gelees_corrigees": ("valeur gelée corrigée", "valeurs gelées corrigées"),
    "disparues": ("valeur n’est plus connue", "valeurs ne sont plus connues"),
    "changees": ("valeur change de version", "valeurs changent de version"),
    "apparues": ("valeur est de nouveau connue", "valeurs sont de nouveau connues"),
    "lignes_lues": ("ligne lue", "lignes lues"),
    "rejetees": ("ligne à corriger", "lignes à corriger"),
}
#: What was known on one side, said where what was done is not.
_KNOWN = {
    "connues": ("valeur connue", "valeurs connues"),
    "inconnues": ("valeur dont rien n’était connu", "valeurs dont rien n’était connu"),
}


def say_in_words(told: Any) -> str:
    """A text of the journal's columns ``avant`` and ``apres`` as a sentence; empty when there is none.

    « 12 valeurs connues : CPTS-WEPP ADH 2026-10 : 91 ; … et 9 autres ». One that is not such JSON (an action of another
    kind) stays as it is.
    """
    if told is None or pd.isna(told):
        return ""
    try:
        facts = json.loads(str(told))
    except ValueError:
        return str(told)
    if not isinstance(facts, dict):
        return str(told)
    done = _counted(facts, _DONE)
    parts = [_STATES.get(str(facts["etat"]), str(facts["etat"]))] if "etat" in facts else []
    parts += done or _counted(facts, _KNOWN)
    if facts.get("avertissements"):
        warned = sum(facts["avertissements"].values())
        parts.append(f"{_number(warned)} {french.plural(warned, 'avertissement')}")
        parts.append(f"commentaire : {facts['commentaire']}" if facts.get("commentaire") else "sans commentaire")
    said = ", ".join(parts)
    values = facts.get("valeurs", [])
    if facts.get("mois") and not values:  # a month frozen or set free
        return f"{facts['mois']} {said}"
    known = [_value(v) for v in values if "etat" in v]
    if not known:
        return said
    others = int(facts["connues"]) - len(known)
    more = [f"et {_number(others)} {french.plural(others, 'autre')}"] if others > 0 else []
    return f"{said} : {' ; '.join([*known, *more])}"


def _counted(facts: dict[str, Any], words: dict[str, tuple[str, str]]) -> list[str]:
    counts = [(int(facts[name]), one, many) for name, (one, many) in words.items() if facts.get(name)]
    return [f"{_number(n)} {french.plural(n, one, many)}" for n, one, many in counts]


def _value(value: dict[str, Any]) -> str:
    """« CPTS-WEPP PRE_SEIN 2026-10 : 580/1 000 »; hidden and unknown values by their name and mark."""
    state = value["etat"]
    if state in _HIDDEN:
        mark = value.get("marqueur")
        text = _HIDDEN[state] + (f" ({_MARKS.get(mark, mark)})" if mark else "")
    elif "numerateur" in value and "denominateur" in value:
        text = f"{_number(value['numerateur'])}/{_number(value['denominateur'])}"
    elif value["indicateur"] in _deliverables():
        text = "oui" if value.get("valeur") else "non"
    else:
        text = _number(value["valeur"] if "valeur" in value else value["numerateur"])
    return f"{value['id_cpts']} {value['indicateur']} {value['mois']} : {text}"


@lru_cache(maxsize=1)
def _deliverables() -> frozenset[str]:
    return frozenset(code for code, indicator in load_catalogue().indicateurs.items() if indicator.type == "livrable")


def _number(number: float) -> str:
    return french.number_at_most(number, 4)
