"""What a contract's file assumes of it, as long as the simulation keeps it. No Streamlit here."""

import re
from collections.abc import Mapping

from calculators import french
from calculators.aci import Situation
from calculators.aci.situation.write import write_situation
from pipelines.catalogue import Contrat

WORDS = {
    "population": "Population",
    "date_signature": "Signature",
    "annees": "Durée",
    "missions": "Missions",
    "crise": "Plan de crise",
    "atteinte": "Atteinte",
    "amorcage": "Montants ponctuels",
    "resiliation": "Fin anticipée",
    "regles": "Règles",
    "objectifs": "Objectifs",
}


def name_field(sentence: str, missions: Mapping[str, str]) -> str:
    """A refusal of the calculator with the fields named as on the screen: « Démarrage, Parcours : … »."""
    place, colon, rest = sentence.partition(" : ")
    field_, _, inside = place.partition(" › ")
    if field_ == "missions" and inside in missions:
        place = f"Démarrage, {missions[inside]}"
    elif field_ in WORDS:
        place = WORDS[field_] + (f", {missions.get(inside, inside)}" if inside else "")
    return french.typography(f"{place}{colon}{write_numbers(rest)}")


def write_numbers(sentence: str) -> str:
    """A sentence of the calculator with its large numbers as the screen writes them: « 10 000 000 »."""
    return re.sub(r"(?<![\d/.,-])\d{5,}(?![\d/,-])", lambda found: french.number(int(found.group())), sentence)


def list_assumed(contrat: Contrat, situation: Situation, missions: Mapping[str, str]) -> dict[str, str]:
    """What the contract's file assumes and `situation` keeps: the field in words → why. A changed field is left out."""
    kept, written = {}, write_situation(situation)
    for hypothese in contrat.hypotheses:
        field_, _, mission = hypothese.champ.partition(".")
        here, there = written.get(field_), contrat.situation.get(field_)
        if mission:
            here, there = (here or {}).get(mission), (there or {}).get(mission)
        if field_ in ("population", "date_signature", "missions") and str(here) != str(there):
            continue
        name = f"Démarrage, {missions.get(mission, mission)}" if mission else WORDS.get(field_, hypothese.champ)
        kept[name] = french.typography(hypothese.pourquoi)
    return kept
