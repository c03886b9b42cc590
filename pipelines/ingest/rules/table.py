"""Every rule a file is held to, from the tables beside: the sentence, the remedy with an example, how grave it is.

In a table, a rule has a code, then ``constat``, what is said after the line and the column, ``remede``, how to mend it, and
``gravite`` unless it is « bloque ». Braces are filled in for each finding: ``{valeur}`` is what was read, ``{detail}``,
``{attendu}`` and ``{actuel}`` come with the finding itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml

from calculators.french import no_break
from pipelines.ingest.issues import Issue
from pipelines.ingest.texts import short, visible

#: bloque: the line, or the file, does not go in; a_commenter: it does with the depositor's comment; repare: something was
#: read otherwise than written; a_savoir: nothing to do.
Gravite = Literal["bloque", "a_commenter", "repare", "a_savoir"]
TABLES = ("reading", "lines", "numbers", "store")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where it is


@dataclass(frozen=True)
class Regle:
    """What the rule says when it is broken (after the line and the column), how to mend it, and how grave it is."""

    constat: str
    remede: str
    gravite: Gravite = "bloque"

    @property
    def bloquante(self) -> bool:
        """True when the line, or the file, is refused."""
        return self.gravite == "bloque"

    @property
    def a_accepter(self) -> bool:
        """True for a warning that the depositor has to accept with a comment."""
        return self.gravite == "a_commenter"


def read_table(name: str) -> dict[str, Regle]:
    """The rules of one table, by code. Raises TypeError when an entry has other keys than a rule."""
    text = Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8")
    return {code: Regle(**entry) for code, entry in yaml.load(text, Loader=_LOADER).items()}


REGLES: Mapping[str, Regle] = MappingProxyType({k: r for name in TABLES for k, r in read_table(name).items()})


class Facts(dict[str, str]):
    """What fills the braces of a rule; nothing stands where a finding has nothing to say."""

    def __missing__(self, name: str) -> str:
        """The tests make this an error: no finding leaves a hole in its sentence."""
        return ""


def finding(
    regle: str,
    *,
    ligne: int | None = None,
    colonne: str | None = None,
    lettre: str | None = None,
    valeur: str = "",
    **facts: Any,
) -> Issue:
    """The finding of a rule at a place. ``facts`` fill the braces of its texts (detail, attendu, actuel).

    ``lettre``: that of the column in the spreadsheet; it stands after the title, which may be missing or twice there.
    """
    rule = REGLES[regle]
    valeur, colonne = visible(valeur), None if colonne is None else visible(colonne)
    words = Facts(valeur=short(valeur), **{name: visible(str(fact)) for name, fact in facts.items()})
    column = " ".join(
        filter(None, (f"« {colonne} »" if colonne else "", f"({lettre})" if lettre and colonne else lettre))
    )
    place = ", ".join(
        part for part in (f"Ligne {ligne}" if ligne else "", f"colonne {column}" if column else "") if part
    )
    sentence = rule.constat.format_map(words)
    message = f"{place} : {sentence}." if place else f"{sentence[0].upper()}{sentence[1:]}."
    return Issue(
        ligne=ligne,
        colonne=colonne,
        valeur=valeur,
        regle=regle,
        message=no_break(message),
        remede=no_break(rule.remede.format_map(words)),
        bloquante=rule.bloquante,
    )
