"""The objectives of a contract's own annex, typed by hand: read, kept as one short text, set in a situation. No Streamlit.

Those of a mission and year are used only when they share the mission's variable envelope exactly; until then the rate of
the form stands, and what is missing is said.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from calculators import french
from calculators.aci import Accord, Situation, SituationError
from calculators.aci.situation.change import repeat_in, with_objectives
from calculators.aci.situation.checks import problems
from calculators.aci.situation.objectifs import Enveloppes, Partage, exact
from calculators.aci.situation.read import read_objectifs
from calculators.aci.situation.schema import Binaire, Objectif, Paliers
from calculators.aci.situation.write import write_objectif
from dashboard.simulateur.saisie import codes
from dashboard.simulateur.saisie.codes import Scenario, ScenarioError

FORMES = {"binaire": "Fait ou pas", "paliers": "Paliers", "proportionnel": "Proportionnel"}
SENS = {"hausse": "Plus haut est mieux", "baisse": "Plus bas est mieux"}
UNITES = {"100": "%", "1000": "‰", "1": "nombre"}
#: One objective as a situation file writes it.
Entree = dict[str, Any]


def encode(objectifs: Sequence[Objectif]) -> str:
    """The objectives as letters, digits, - and _ only; an empty list has its own text."""
    written = [write_objectif(objectif) for objectif in objectifs]
    return codes.encode(Scenario("objectifs", {"objectifs": written}))


def decode(text: str) -> list[Entree]:
    """The objectives of a text, as they are written there. Raises ScenarioError when it holds none or was cut."""
    found = codes.decode(text).situation.get("objectifs")
    try:
        if not isinstance(found, list):
            raise TypeError(found)
        read_objectifs(found)
    except (TypeError, SituationError) as error:
        raise ScenarioError("Les objectifs du lien sont illisibles : le lien a sans doute été coupé.") from error
    return found


def read_tiers(text: str, *, pour: int = 100) -> list[list[str]]:
    """« 66,7 : 1 000 ; 67,5 : 2 500 » → [["66.7", "1000"], ["67.5", "2500"]], values in the unit `pour`. Raises EntryError."""
    tiers = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[;\n]", text))):
        pair = re.split(r"\s*(?::|→|=)\s*", part)
        if len(pair) != 2:
            raise french.EntryError(f"« {part} » n’est pas un palier. Exemple : 66,7 : 1 000 ; 67,5 : 2 500.")
        tiers.append([str(read_value(pair[0], pour=pour)), str(french.read_number(pair[1]))])
    if not tiers:
        raise french.EntryError("Indiquez au moins un palier. Exemple : 66,7 : 1 000 ; 67,5 : 2 500.")
    return tiers


def read_value(text: str, *, pour: int) -> Decimal:
    """A value, a reference or a target in the unit of its objective. Raises EntryError, on « 0,8 » for a share among others."""
    return french.read_on_hundred(text) if pour == 100 else french.read_number(text)


def build(typed: Mapping[str, Any], *, annee: int) -> Entree:
    """The objective of what was typed: mission, code, forme, sens, pour, reference, cible, paliers, montant, valeur,
    denominateur (texts) and fait. Raises EntryError with the field's name."""
    forme = str(typed["forme"])
    code = str(typed.get("code") or "").strip()[:60]
    if not code:
        raise french.EntryError("Donnez un intitulé à l’objectif. Exemple : convention signée.")
    found: Entree = {"annee": annee, "mission": typed["mission"], "code": code, "forme": forme}
    if forme != "paliers":
        found["montant"] = str(_number(typed, "montant", "Montant"))
    if forme == "binaire":
        return {**found, "fait": bool(typed.get("fait"))}
    found |= {"sens": typed["sens"], "pour": int(typed["pour"])}
    if forme == "paliers":
        found["paliers"] = read_tiers(str(typed.get("paliers") or ""), pour=found["pour"])
        found["reference"] = _optional(typed, "reference", "Référence", pour=found["pour"])
    else:
        found["reference"] = str(_number(typed, "reference", "Référence", pour=found["pour"]))
        found["cible"] = str(_number(typed, "cible", "Cible", pour=found["pour"]))
    found["valeur"] = _optional(typed, "valeur", "Valeur observée", pour=found["pour"])
    people = _optional(typed, "denominateur", "Sur combien de personnes")
    return found | ({"denominateur": french.read_whole(people)} if people and found["pour"] != 1 else {})


def _number(typed: Mapping[str, Any], name: str, label: str, *, pour: int = 1) -> Decimal:
    text = str(typed.get(name) or "").strip()
    if not text:
        raise french.EntryError(f"{label} : indiquez un nombre. Exemple : 1 000 ou 66,7.")
    try:
        return read_value(text, pour=pour)
    except french.EntryError as error:
        raise french.EntryError(f"{label} : {error}") from error


def _optional(typed: Mapping[str, Any], name: str, label: str, *, pour: int = 1) -> str | None:
    return str(_number(typed, name, label, pour=pour)) if str(typed.get(name) or "").strip() else None


def write_typed(value: Decimal | int, *, pour: int = 1) -> str:
    """A number as it is typed, that `read_value` reads back: « 66,7 », « 0,8 % »."""
    exact = Decimal(value)
    text = format(exact.normalize(), "f").replace(".", ",")
    return f"{text}{french.INSECABLE}%" if pour == 100 and 0 < abs(exact) <= 1 else text


def list_problems(situation: Situation, objectif: Objectif, accord: Accord) -> list[str]:
    """What the calculator would refuse of one objective, in French; the sum of its mission is not looked at."""
    return problems(with_objectives(situation, [objectif]), accord)


def apply(situation: Situation, objectifs: Sequence[Objectif], enveloppes: Enveloppes) -> Situation:
    """The situation with the objectives that share their envelope exactly, in place of the rates of their missions."""
    kept = exact(objectifs, enveloppes)
    return with_objectives(situation, kept) if kept else situation


def copy_year(objectifs: Sequence[Objectif], *, de: int, vers: int) -> list[Objectif]:
    """The objectives with those of one year repeated in another, without their values nor what was said of them."""
    there = [objectif for objectif in objectifs if objectif.annee != vers]
    return [*there, *(repeat_in(objectif, vers) for objectif in objectifs if objectif.annee == de)]


def say_share(part: Partage) -> str:
    """« 15 500 € sur 17 500 € : il manque 2 000 € », without the mission."""
    if not part.enveloppe:
        return "sa part variable ne court pas cette année-là : ces objectifs sont sans effet"
    text = f"{french.euros(part.donne)} sur {french.euros(part.enveloppe)}"
    if part.exact:
        return f"{text}, le compte est bon"
    gap = french.euros(abs(part.ecart))
    return f"{text} : il {'manque' if part.ecart < 0 else 'y a'} {gap}{'' if part.ecart < 0 else ' de trop'}"


def describe(objectif: Objectif) -> str:
    """One objective in a few words: « de 64 % à 68,2 %, 3 500 € »."""
    worth = french.euros(objectif.montant)
    if isinstance(objectif, Binaire):
        return f"{worth}, {'fait' if objectif.fait else 'pas encore fait'}"
    unit = {100: f"{french.INSECABLE}%", 1000: f"{french.INSECABLE}‰"}.get(objectif.pour, "")

    def number(value: Decimal) -> str:
        text = french.number(value, 2).rstrip("0").rstrip(",")
        return f"{text}{unit}"

    seen = "valeur non reçue" if objectif.valeur is None else f"observé {number(objectif.valeur)}"
    if isinstance(objectif, Paliers):
        tiers = ", ".join(f"{number(step)} : {french.euros(cents, cents=False)}" for step, cents in objectif.paliers)
        return f"{tiers} ; {seen}"
    return f"de {number(objectif.reference)} à {number(objectif.cible)}, {worth} ; {seen}"
