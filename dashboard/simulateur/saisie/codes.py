"""A named situation as one short text that fits an address, and back. No Streamlit here."""

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from typing import Any

from calculators.aci.situation.read import restore_years

#: Longest text accepted from an address, and longest situation it may unfold to.
LONGEST, UNFOLDED = 4_000, 20_000
#: Levels of a situation: those of its tiers are the deepest, with room to spare.
LEVELS = 20
NAME_MAX = 40


class ScenarioError(ValueError):
    """A text that is no scenario; the message is one French sentence."""


@dataclass(frozen=True)
class Scenario:
    """A name and a whole situation, as an address holds them: in the form of a situation file.

    ``relus``: what it leaves out, « atteinte » or « objectifs », to be read again in the observations by whoever opens it.
    """

    nom: str
    situation: dict[str, Any]
    relus: tuple[str, ...] = ()


def encode(scenario: Scenario) -> str:
    """The scenario as letters, digits, - and _ only."""
    parts = [scenario.nom, scenario.situation, *([list(scenario.relus)] if scenario.relus else [])]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    packed = zlib.compress(text.encode("utf-8"), 9)
    return base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def decode(text: str) -> Scenario:
    """The scenario of a text. Raises ScenarioError when it is none, was cut, or is too long."""
    if len(text) > LONGEST:
        raise ScenarioError("Un scénario du lien est trop long pour être lu.")
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        reader = zlib.decompressobj()
        raw = reader.decompress(packed, UNFOLDED)
        if not reader.eof:
            raise ValueError(text[:20])
        nom, situation, *more = json.loads(raw.decode("utf-8"))
        relus = tuple(str(name) for part in more for name in part)
        if not isinstance(nom, str) or not isinstance(situation, dict) or not nom.strip():
            raise TypeError(nom)
        _refuse_deep([nom, situation])
        situation = restore_years(situation)
        encode(Scenario(nom, situation, relus))  # half a character can be read, and neither shown nor kept
    except (ValueError, TypeError, AttributeError, RecursionError, binascii.Error, zlib.error) as error:
        raise ScenarioError("Un scénario du lien est illisible : le lien a sans doute été coupé.") from error
    return Scenario(nom.strip()[:NAME_MAX], situation, relus)


def _refuse_deep(value: Any) -> None:
    """Raise ValueError for what has more than LEVELS levels: whoever reads it goes down one call a level."""
    level = [value]
    for _ in range(LEVELS):
        level = [
            item
            for holder in level
            if isinstance(holder, (dict, list))
            for item in (holder.values() if isinstance(holder, dict) else holder)
        ]
    if level:
        raise ValueError(f"{LEVELS}")
