"""Simulateur ACI: population, dates, missions, attainment → what is due, when and why, and what could change it."""

from collections.abc import Mapping, Sequence

import streamlit as st

from calculators import french
from calculators.aci import Situation, SituationError
from dashboard.asking.session import Session
from dashboard.simulateur import compute, export
from dashboard.simulateur.saisie import form, hypotheses, objectifs_form, simulation
from dashboard.simulateur.saisie.form import Reponses
from dashboard.simulateur.saisie.simulation import Simulation
from dashboard.simulateur.vues import ecarts, headline, leviers, pourquoi, releve, scenarios
from dashboard.ui import downloads, pickers, widgets
from dashboard.ui.words import literal
from pipelines.catalogue import Contrat

VUES = {
    "releve": "Relevé",
    "pourquoi": "Pourquoi",
    "leviers": "Leviers",
    "scenarios": "Scénarios",
    "ecarts": "Écarts",
}


def show(session: Session) -> None:
    """The page: the form on the left, what it gives on the right."""
    st.title("Simulateur ACI", anchor=False)
    widgets.text(
        "Ce que l’accord donne à une CPTS, année par année et jour par jour. Rien n’est enregistré ; "
        "l’adresse de la page garde votre saisie et peut être envoyée."
    )
    left, right = st.columns([1, 2.6], gap="large")
    with left, st.container(key="formulaire"):
        entered = form.ask()
    with right:
        show_results(session, entered)


def show_results(session: Session, reponses: Reponses) -> None:
    """What the form gives: the chosen view, or what is still missing."""
    names = {code: mission.court for code, mission in session.accord.missions.items()}
    view = pickers.choose_segment("Vue", VUES, key="vue")
    supposed = export.say_unsigned(reponses.depart)
    if supposed:
        widgets.sentence(supposed, attention=True)
    if reponses.champs is None:
        widgets.stop_with(_say_awaited(reponses.manques))
        return
    try:
        simulated = simulation.read(reponses, reponses.champs)
        result = compute.compute(simulated.situation)
    except SituationError as error:
        for sentence in error.sentences:
            widgets.refuse(hypotheses.name_field(sentence, names))
        return
    export.say_what_changed(simulated)
    downloads.speak_of(export.say_whom(simulated), f"{export.say_hypothesis(simulated)} {export.say_floor(result)}")
    contract = session.catalogue.contrats.get(simulated.id_cpts)
    if contract is not None:
        show_assumed(contract, simulated.situation, names)
    if view not in ("leviers", "ecarts"):
        headline.show(result, mode=simulated.mode, seen=simulated.seen, today=session.today)
        if simulated.objectifs:
            objectifs_form.say_applied(simulated.situation, simulated.objectifs)
    shown = show_view(view, simulated, names)
    seen = simulated.seen if shown == simulated.situation else simulated.find_observed()
    export.show(simulated, shown, seen=seen)


def _say_awaited(manques: Mapping[str, Sequence[str]]) -> str:
    """« Complétez la population ; corrigez la date de signature, à gauche : le résultat s’affichera ici. »"""
    wanted = " ; ".join(f"{verb} {french.enumerate_fr(names)}" for verb, names in manques.items())
    return f"{french.upper_first(wanted)}, à gauche : le résultat s’affichera ici."


def show_assumed(contract: Contrat, situation: Situation, names: Mapping[str, str]) -> None:
    """What the contract file assumes, said before any amount; what was typed over is assumed no more."""
    assumed = hypotheses.list_assumed(contract, situation, names)
    if not assumed:
        return
    with st.expander(
        f"{french.count(len(assumed), 'hypothèse')} sur ce contrat", icon=":material/help:", key="hypotheses"
    ):
        st.markdown("\n".join(f"- **{literal(name)}** : {literal(reason)}" for name, reason in assumed.items()))


def show_view(view: str, simulated: Simulation, names: Mapping[str, str]) -> Situation:
    """The chosen view, and nothing of the others. Gives the situation it shows: that of the form, or of the levers."""
    here, seen, id_cpts = simulated.situation, simulated.seen, simulated.id_cpts
    demo = seen is not None and seen.demonstration
    match view:
        case "pourquoi":
            pourquoi.show(compute.compute(here), names, seen)
        case "leviers":
            return leviers.show(here, simulated.nue, simulated.objectifs, names, id_cpts)
        case "scenarios":
            observed = seen is not None or simulated.relu
            scenarios.show(here, names, simulated.find_observed(), demo=demo, observed=observed)
        case "ecarts":
            ecarts.show(here, names, id_cpts)
        case _:
            releve.show(compute.compute(here), names, demo=demo)
    return here
