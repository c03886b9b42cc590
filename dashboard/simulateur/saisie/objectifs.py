"""The objectives of a contract's own annex, typed by hand: read, kept as one short text, set in a situation. No Streamlit.

An objective is an entry of « objectifs » in a situation file. Those of a mission and year are used only when they share
the mission's variable envelope exactly; until then the rate of the form stands, and what is missing is said.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from calculators import french
from calculators.aci import SituationError, read_situation
from calculators.aci.accord.load import Accord
from dashboard.simulateur.saisie import scenario_code
from dashboard.simulateur.saisie.scenario_code import Scenario

FORMES = {"binaire": "Fait ou pas", "paliers": "Paliers", "proportionnel": "Proportionnel"}
SENS = {"hausse": "Plus haut est mieux", "baisse": "Plus bas est mieux"}
UNITES = {"100": "%", "1000": "‰", "1": "nombre"}
Objectif = dict[str, Any]


@dataclass(frozen=True)
class Partage:
    """How far the objectives of one mission and year share its envelope; cents. `ecart`: given minus envelope."""

    annee: int
    mission: str
    donne: int
    enveloppe: int

    @property
    def ecart(self) -> int:
        """Zero when the objectives share the envelope exactly."""
        return self.donne - self.enveloppe

    @property
    def said(self) -> str:
        """« 15 500 € sur 17 500 € : il manque 2 000 € », without the mission."""
        text = f"{french.euros(self.donne)} sur {french.euros(self.enveloppe)}"
        if not self.enveloppe:
            return "sa part variable ne court pas cette année-là : ces objectifs sont sans effet"
        if not self.ecart:
            return f"{text}, le compte est bon"
        gap = french.euros(abs(self.ecart))
        return f"{text} : il {'manque' if self.ecart < 0 else 'y a'} {gap}{'' if self.ecart < 0 else ' de trop'}"


def encode(objectifs: Sequence[Objectif]) -> str:
    """The objectives as letters, digits, - and _ only; an empty list has its own text."""
    return scenario_code.encode(Scenario("objectifs", {"objectifs": list(objectifs)}))


def decode(text: str) -> list[Objectif]:
    """The objectives of a text. Raises ScenarioError when it is none or was cut."""
    found = scenario_code.decode(text).situation.get("objectifs")
    if not isinstance(found, list) or not all(isinstance(entry, dict) and _named(entry) for entry in found):
        raise scenario_code.ScenarioError("Les objectifs du lien sont illisibles : le lien a sans doute été coupé.")
    return found


def _named(entry: Objectif) -> bool:
    return {"annee", "mission", "code", "forme"} <= set(entry) and entry["forme"] in FORMES


def amount(objectif: Objectif) -> int:
    """What the whole objective is worth, in cents: its amount, or that of its hardest tier."""
    value = objectif["paliers"][-1][1] if objectif["forme"] == "paliers" else objectif["montant"]
    return int((Decimal(str(value)) * 100).to_integral_value())


def read_tiers(text: str) -> list[list[str]]:
    """« 66,7 : 1 000 ; 67,5 : 2 500 » → [["66.7", "1000"], ["67.5", "2500"]]. Raises EntryError."""
    tiers = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[;\n]", text))):
        pair = re.split(r"\s*(?::|→|=)\s*", part)
        if len(pair) != 2:
            raise french.EntryError(f"« {part} » n’est pas un palier. Exemple : 66,7 : 1 000 ; 67,5 : 2 500.")
        tiers.append([str(french.read_number(side)) for side in pair])
    if not tiers:
        raise french.EntryError("Indiquez au moins un palier. Exemple : 66,7 : 1 000 ; 67,5 : 2 500.")
    return tiers


def built(typed: Mapping[str, Any], *, annee: int) -> Objectif:
    """The objective of what was typed: mission, code, forme, sens, pour, reference, cible, paliers, montant, valeur,
    denominateur (texts) and fait. Raises EntryError with the field's name."""
    forme = str(typed["forme"])
    code = str(typed.get("code") or "").strip()[:60]
    if not code:
        raise french.EntryError("Donnez un intitulé à l’objectif. Exemple : convention signée.")
    found: Objectif = {"annee": annee, "mission": typed["mission"], "code": code, "forme": forme}
    if forme != "paliers":
        found["montant"] = str(_number(typed, "montant", "Montant"))
    if forme == "binaire":
        return {**found, "fait": bool(typed.get("fait"))}
    found |= {"sens": typed["sens"], "pour": int(typed["pour"])}
    if forme == "paliers":
        found["paliers"] = read_tiers(str(typed.get("paliers") or ""))
        found["reference"] = _optional(typed, "reference", "Référence")
    else:
        found["reference"] = str(_number(typed, "reference", "Référence"))
        found["cible"] = str(_number(typed, "cible", "Cible"))
    found["valeur"] = _optional(typed, "valeur", "Valeur observée")
    people = _optional(typed, "denominateur", "Sur combien de personnes")
    return found | ({"denominateur": french.read_whole(people)} if people and found["pour"] != 1 else {})


def _number(typed: Mapping[str, Any], name: str, label: str) -> Decimal:
    text = str(typed.get(name) or "").strip()
    if not text:
        raise french.EntryError(f"{label} : indiquez un nombre. Exemple : 1 000 ou 66,7.")
    try:
        return french.read_number(text)
    except french.EntryError as error:
        raise french.EntryError(f"{label} : {error}") from error


def _optional(typed: Mapping[str, Any], name: str, label: str) -> str | None:
    return str(_number(typed, name, label)) if str(typed.get(name) or "").strip() else None


def problems(situation: Mapping[str, Any], objectif: Objectif, accord: Accord) -> list[str]:
    """What the calculator would refuse of one objective, in French; the sum of its mission is not looked at."""
    mission = objectif["mission"]
    rates = {
        year: {code: rate for code, rate in by.items() if year != objectif["annee"] or code != mission}
        for year, by in situation["atteinte"].items()
    }
    try:
        read_situation({**situation, "atteinte": rates, "objectifs": [objectif]}, accord)
    except SituationError as error:
        return error.sentences
    return []


def shared(objectifs: Sequence[Objectif], lignes: pd.DataFrame) -> list[Partage]:
    """The sum of each mission and year beside its envelope. `lignes`: entitlement of the situation without them."""
    rows = lignes[lignes["volet"].eq("variable")]
    envelopes = {
        (int(year), str(mission)): int(cents)
        for year, mission, cents in zip(rows["annee_contrat"], rows["mission"], rows["base_centimes"], strict=True)
    }
    keys = sorted({(int(o["annee"]), str(o["mission"])) for o in objectifs})
    return [
        Partage(
            year,
            mission,
            sum(amount(o) for o in objectifs if (o["annee"], o["mission"]) == (year, mission)),
            envelopes.get((year, mission), 0),
        )
        for year, mission in keys
    ]


def applied(situation: Mapping[str, Any], objectifs: Sequence[Objectif], lignes: pd.DataFrame) -> dict[str, Any]:
    """The situation with the objectives that share their envelope exactly, in place of the rates of their missions."""
    exact = {(p.annee, p.mission) for p in shared(objectifs, lignes) if p.enveloppe and not p.ecart}
    kept = [dict(o) for o in objectifs if (o["annee"], o["mission"]) in exact]
    if not kept:
        return dict(situation)
    rates = {
        year: {code: rate for code, rate in by.items() if (int(year), code) not in exact}
        for year, by in situation["atteinte"].items()
    }
    return {**situation, "objectifs": kept, "atteinte": {year: by for year, by in rates.items() if by}}


def copied(objectifs: Sequence[Objectif], *, de: int, vers: int) -> list[Objectif]:
    """The objectives with those of one year repeated in another, without their values."""
    there = [o for o in objectifs if o["annee"] != vers]
    empty = {"paliers": {"valeur": None}, "proportionnel": {"valeur": None}, "binaire": {"fait": False}}
    return [*there, *({**o, "annee": vers, **empty[o["forme"]]} for o in objectifs if o["annee"] == de)]


def said(objectif: Objectif) -> str:
    """One objective in a few words: « de 64 % à 68,2 %, 3 500 € »."""
    unit = {100: f"{french.INSECABLE}%", 1000: f"{french.INSECABLE}‰"}.get(objectif.get("pour", 100), "")

    def number(value: object) -> str:
        text = french.number(Decimal(str(value)), 2).rstrip("0").rstrip(",")
        return f"{text}{unit}"

    worth = french.euros(amount(objectif))
    if objectif["forme"] == "binaire":
        return f"{worth}, {'fait' if objectif.get('fait') else 'pas encore fait'}"
    seen = "valeur non reçue" if objectif.get("valeur") is None else f"observé {number(objectif['valeur'])}"
    if objectif["forme"] == "paliers":
        tiers = ", ".join(
            f"{number(step)} : {french.euros(int((Decimal(str(m)) * 100).to_integral_value()), cents=False)}"
            for step, m in objectif["paliers"]
        )
        return f"{tiers} ; {seen}"
    return f"de {number(objectif['reference'])} à {number(objectif['cible'])}, {worth} ; {seen}"
