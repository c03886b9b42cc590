"""A link that says what it showed: read again later, it tells what changed since. No Streamlit here."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from calculators import french
from calculators.aci.accord.load import Accord

PREFIX = "p_"


@dataclass(frozen=True)
class Empreinte:
    """What a link rests on: day shared, rules, data, software, total in cents, a digest of what was typed.

    ``total``: None when it rests on counts that only their supplier sees: a link travels, and euros give a count back.
    """

    le: date
    regles: str
    donnees: str
    logiciel: str
    total: int | None
    saisie: str


def digest(text: str) -> str:
    """Eight letters that change with the text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


def mark_rules(accord: Accord) -> str:
    """The last version in force, its checked-on date, and a digest of every amount: `avenant-2.2025-12-31.1a2b3c4d`."""
    last = accord.blocs[-1]
    return f"{last.version}.{last.verifie_le.isoformat()}.{digest(repr(accord.blocs))}"


def find_software() -> str:
    """The version of this software as installed; « non installé » in a bare checkout."""
    try:
        return version("pilotage-cpts")
    except PackageNotFoundError:
        return "non installé"


def write(mark: Empreinte) -> dict[str, str]:
    """The mark as parameters of an address."""
    return {
        f"{PREFIX}le": mark.le.isoformat(),
        f"{PREFIX}regles": mark.regles,
        f"{PREFIX}donnees": mark.donnees,
        f"{PREFIX}logiciel": mark.logiciel,
        f"{PREFIX}total": "" if mark.total is None else str(mark.total),
        f"{PREFIX}saisie": mark.saisie,
    }


def read(params: Mapping[str, str]) -> Empreinte | None:
    """The mark of an address, None when it holds none. Raises ValueError when it can't be read."""
    if f"{PREFIX}total" not in params:
        return None
    return Empreinte(
        le=date.fromisoformat(params.get(f"{PREFIX}le", "")),
        regles=params.get(f"{PREFIX}regles", ""),
        donnees=params.get(f"{PREFIX}donnees", ""),
        logiciel=params.get(f"{PREFIX}logiciel", ""),
        total=int(params[f"{PREFIX}total"]) if params[f"{PREFIX}total"] else None,
        saisie=params.get(f"{PREFIX}saisie", ""),
    )


def _say_rules(mark: str) -> str:
    name, checked, code = [*mark.split("."), "", ""][:3]
    return f"{name}, vérifiées le {french.day(checked)} ({code})" if len(checked) == 10 else name


def list_differences(then: Empreinte, now: Empreinte) -> list[str]:
    """What changed between two marks, a French sentence each; empty when nothing did."""
    said = []
    if then.total is not None and now.total is not None and then.total != now.total:
        gap = now.total - then.total
        said.append(
            f"Le total était de {french.euros(then.total)} ; il est maintenant de {french.euros(now.total)} "
            f"({'+' if gap > 0 else ''}{french.euros(gap)})."
        )
    if then.regles != now.regles:
        said.append(f"Les règles ont changé : {_say_rules(then.regles)} → {_say_rules(now.regles)}.")
    if then.donnees != now.donnees:
        said.append("Des données ont été reçues ou corrigées depuis.")
    if then.logiciel != now.logiciel:
        said.append(f"Le logiciel est passé de la version {then.logiciel} à la version {now.logiciel}.")
    if said and now.total is not None and then.total == now.total:
        said.insert(0, f"Le total est le même : {french.euros(now.total)}.")
    return [french.typography(text) for text in said]
