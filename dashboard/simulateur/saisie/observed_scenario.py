"""Scenarios made of observed values: what rests on counts only their supplier sees is left out of the address.

The address of a page travels, and a rate or a total gives a count back. So a scenario that its supplier makes of observed
values keeps the place of these values, not the values: whoever opens it reads them again, as far as they may see them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from calculators.aci import Situation, read_situation
from dashboard.asking import questions, session
from dashboard.simulateur.saisie import observe
from dashboard.simulateur.saisie.codes import Scenario
from dashboard.simulateur.saisie.objectifs import Entree
from dashboard.simulateur.saisie.observe import Observe

RATES, OBJECTIVES = "atteinte", "objectifs"
_VALUES = ("valeur", "denominateur")


def reads_small_counts() -> bool:
    """True when the reader sees small counts that others do not."""
    return bool(session.scope().fournisseurs)


def lighten(scenario: Scenario, *, rates: bool) -> Scenario:
    """The scenario to keep in the address: without what was observed, its ``rates`` included, when others may not see it."""
    seen = _seen(scenario.situation.get("id_cpts")) if reads_small_counts() else None
    if seen is None:
        return scenario
    situation = dict(scenario.situation)
    observed = seen.framed(int(situation["annees"]))
    left = (RATES,) if rates else ()
    if rates:
        situation["atteinte"] = {
            year: {code: rate for code, rate in by.items() if code not in observed.get(int(year), {})}
            for year, by in situation["atteinte"].items()
        }
    typed = situation.get("objectifs") or []
    if (without := _without_values(typed, seen)) != typed:
        situation["objectifs"], left = without, (*left, OBJECTIVES)
    return replace(scenario, situation=situation, relus=left)


def fill(scenario: Scenario) -> dict[str, Any]:
    """The whole situation of a scenario: what it leaves to be read again is read as this reader may see it."""
    seen = _seen(scenario.situation.get("id_cpts")) if scenario.relus else None
    if seen is None:
        return scenario.situation
    situation = dict(scenario.situation)
    if RATES in scenario.relus:
        observed = seen.framed(int(situation["annees"]))
        missions = set(situation.get("missions") or ())
        replaced = {(o["annee"], o["mission"]) for o in situation.get("objectifs") or ()}
        situation["atteinte"] = {
            year: {
                **situation["atteinte"].get(year, {}),
                **{
                    c: _plain(r)
                    for c, r in observed.get(year, {}).items()
                    if c in missions and (year, c) not in replaced
                },
            }
            for year in range(1, int(situation["annees"]) + 1)
        }
    if OBJECTIVES in scenario.relus:
        known = _by_key(seen.objectifs)
        situation["objectifs"] = [
            {**{name: known.get(_key(o), {}).get(name) for name in _VALUES if known.get(_key(o), {}).get(name)}, **o}
            for o in situation.get("objectifs") or ()
        ]
    return situation


def read(scenario: Scenario) -> Situation:
    """The situation of a scenario, read as this reader may see it. Raises SituationError when it is none any more."""
    return read_situation(fill(scenario), session.accord())


def keep_shareable(objectifs: Sequence[Entree], id_cpts: str) -> list[Entree]:
    """The objectives without the values observed for them, when others may not see all that they rest on."""
    seen = _seen(id_cpts) if reads_small_counts() else None
    return [dict(o) for o in objectifs] if seen is None else _without_values(objectifs, seen)


def _without_values(objectifs: Sequence[Entree], seen: Observe) -> list[Entree]:
    known = _by_key(seen.objectifs)
    return [{name: value for name, value in o.items() if name not in _VALUES or not _same(o, known)} for o in objectifs]


def _seen(id_cpts: str | None) -> Observe | None:
    """What was observed of a CPTS; None when it is no contract that the reader sees."""
    return observe.observed(id_cpts) if id_cpts in questions.situations() else None


def _plain(rate: Any) -> Any:
    return rate if isinstance(rate, dict) else str(rate)


def _key(objectif: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return objectif.get("annee"), objectif.get("mission"), objectif.get("code")


def _by_key(objectifs: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, Any, Any], Mapping[str, Any]]:
    return {_key(o): o for o in objectifs}


def _same(objectif: Mapping[str, Any], known: Mapping[tuple[Any, Any, Any], Mapping[str, Any]]) -> bool:
    value = objectif.get("valeur")
    return value is not None and str(known.get(_key(objectif), {}).get("valeur")) == str(value)
