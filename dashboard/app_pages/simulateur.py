"""Simulateur ACI: population, dates, missions, attainment → what is due, when and why, and what could change it."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from calculators.aci import Resultat, SituationError
from calculators.aci.statut import least_sure
from dashboard import (
    assumptions,
    bounds,
    french,
    observed_scenario,
    pickers,
    questions,
    session,
    simulation,
    simulator_compute,
    simulator_data,
    simulator_export,
    simulator_form,
    simulator_gaps,
    simulator_levers,
    simulator_load,
    simulator_objectives,
    simulator_scenarios,
    simulator_statement,
    simulator_why,
    starting_situation,
    widgets,
)
from dashboard.own_objectives import Objectif
from dashboard.simulation import Fields
from dashboard.simulator_data import Observe
from dashboard.tables import badge
from dashboard.widgets import Card

VUES = {
    "releve": "Relevé",
    "pourquoi": "Pourquoi",
    "leviers": "Leviers",
    "scenarios": "Scénarios",
    "ecarts": "Écarts",
}


def headline(result: Resultat, *, mode: str, seen: Observe | None) -> None:
    """Total, what is sure in it, what is to be earned, the next receipt; full attainment said to be a hypothesis."""
    lines, paid = result.lignes, result.versements
    years = int(lines["annee_contrat"].max())
    total = int(lines["montant_centimes"].sum())
    variable = int(lines.loc[lines["volet"].eq("variable"), "montant_centimes"].sum())
    days = paid.groupby("date")["montant_centimes"].sum()
    coming = days[days.index > pd.Timestamp(session.today())]
    fixed = lines[lines["volet"].ne("variable")]
    variable_lines = lines[lines["volet"].eq("variable")]
    demo = f"{widgets.DEMO} " if seen is not None and seen.demonstration else ""
    earned = {
        simulator_form.ATTEINTS: "hypothèse : tous les objectifs atteints",
        simulator_form.OBSERVES: f"{demo}à l’atteinte observée",
        simulator_form.SAISIE: "à l’atteinte saisie",
        simulator_form.DU_FICHIER: "à l’atteinte de la situation reprise",
    }[mode]
    if result.lignes["objectif"].astype(str).ne("").any():
        earned += ", sauf les objectifs de votre annexe"

    span = bounds.spans(result.bornes.assign(tout=""), lines.assign(tout=""), "tout").get("", "")
    low_high = bounds.spans(result.bornes.assign(tout=""), variable_lines.assign(tout=""), "tout").get("", "")

    def mark(part: pd.DataFrame) -> str:
        return badge(least_sure(part.loc[part["montant_centimes"].ne(0), "statut"].astype(str)))

    items = [
        Card(
            f"Taille {int(lines['taille'].iloc[-1])}, total sur {french.count(years, 'an')}",
            french.euros(total, cents=False),
            f"{mark(lines)} {span or french.typography(earned)}",
        ),
        Card(
            "Fonctionnement et volets fixes",
            french.euros(total - variable, cents=False),
            f"{mark(fixed)} dus dès que les missions fonctionnent",
        ),
        Card(
            "Volets variables",
            french.euros(variable, cents=False),
            f"{mark(variable_lines) if variable else ''} {french.typography(earned)}{f', {low_high}' if low_high else ''}",
        ),
    ]
    if len(coming):
        day = coming.index[0]
        items.append(
            Card(
                "Prochain versement",
                french.euros(int(coming.iloc[0]), cents=False),
                f"{badge(least_sure(paid.loc[paid['date'].eq(day), 'statut'].astype(str)))} attendu le {french.day(day)}",
                attention=True,
            )
        )
    else:
        items.append(Card("Prochain versement", "aucun", "toutes les échéances sont passées"))
    widgets.cards(items)
    if mode == simulator_form.ATTEINTS and variable:
        widgets.sentence(
            f"Hypothèse : tous les objectifs atteints, chaque année. Ce n’est pas une prévision : si aucun ne l’était, "
            f"il resterait {french.euros(total - variable)} sur {french.euros(total)}.",
            attention=True,
        )


def supposed(text: str, names: Mapping[str, str]) -> None:
    """What the contract file assumes, said before any amount; what was typed over is assumed no more."""
    contract = session.catalogue().contrats.get(id_cpts)
    said = assumptions.assumed(contract, simulator_compute.situation_of(text), names) if contract else {}
    if not said:
        return
    with st.expander(
        f"{french.count(len(said), 'hypothèse')} sur ce contrat", icon=":material/help:", key="hypotheses"
    ):
        st.markdown("\n".join(f"- **{name}** : {reason}" for name, reason in said.items()))


def observed_rates(id_cpts: str, fields: Fields) -> tuple[Fields, Observe | None]:
    """The fields with the rates observed, and a sentence on what they cover."""
    seen = simulator_data.observed(id_cpts)
    if seen is None:
        st.info(
            french.typography(
                "Aucune observation de ce contrat n’a de cible : l’atteinte ne peut pas être lue. "
                "Les volets variables restent à l’hypothèse de 100 %."
            ),
            icon=":material/info:",
        )
        return fields, None
    _, model = seen.extended(fields.annees)
    read = [n for n in sorted(seen.taux) if n <= fields.annees]
    running = [str(n) for n in read if n not in seen.finies]
    text = f"Atteinte lue dans les observations reçues, {french.plural(len(read), 'année')} "
    text += french.enumerate_fr([str(n) for n in read])
    text += f" (année {running[0]} en cours, provisoire)." if running else "."
    if model:
        text += f" Les années suivantes répètent l’année {model} : c’est une hypothèse."
    if seen.signature != fields.signature:
        text += f" Ces années sont celles du contrat enregistré, signé le {french.day(seen.signature)}."
    widgets.sentence(text, demo=seen.demonstration)
    crisis = {code: rate for code, rate in fields.taux.items() if code == "crise"}
    return simulation.with_rates(fields, crisis, seen.framed(fields.annees)), seen


def show(
    view: str,
    text: str,
    names: Mapping[str, str],
    id_cpts: str,
    *,
    bare: str,
    own: list[Objectif],
    seen: Observe | None,
) -> str:
    """The chosen view, and nothing of the others. `bare`: the situation without the objectives typed, `own`. Gives the
    situation it shows: that of the form, or of the levers."""
    result = simulator_compute.compute(text)
    demo = seen is not None and seen.demonstration
    match view:
        case "pourquoi":
            simulator_why.why(result, names, seen)
        case "leviers":
            return simulator_levers.levers(text, bare, own, names, id_cpts)
        case "scenarios":
            observed = seen is not None or simulator_export.of_observed(mode)
            simulator_scenarios.scenarios(text, names, seen or known(id_cpts), demo=demo, observed=observed)
        case "ecarts":
            simulator_gaps.gaps(text, names, id_cpts)
        case _:
            simulator_statement.statement(result, names, demo=demo)
    return text


def known(id_cpts: str) -> Observe | None:
    """What was observed of the chosen CPTS, None for a free entry."""
    return simulator_data.observed(id_cpts) if id_cpts != simulation.FREE else None


st.title("Simulateur ACI", anchor=False)
widgets.text(
    "Ce que l’accord donne à une CPTS, année par année et jour par jour. Rien n’est enregistré ; "
    "l’adresse de la page garde votre saisie et peut être envoyée."
)
form, results = st.columns([1, 2.6], gap="large")
with form, st.container(key="formulaire"):
    start, base = simulator_form.starting_point()
    id_cpts = starting_situation.owner(start, base, known=questions.situations())
    population, signature = simulator_form.general(base)
    mode = simulator_form.attainment(start)
    st.markdown("##### Missions")
    starts, rates, complete = simulator_form.missions(base, typed=mode == simulator_form.SAISIE)
    options = simulator_form.particular(base)
    simulator_load.uploader()
names = {code: mission.court for code, mission in session.accord().missions.items()}
with results:
    view = pickers.choose_segment("Vue", VUES, key="vue")
    if population is None or signature is None or not complete:
        widgets.stop_with(
            "Complétez la population, la date de signature et les missions : le résultat s’affichera ici."
        )
    fields = Fields(
        id_cpts=id_cpts,
        population=population,
        signature=signature,
        missions=starts,
        taux=rates,
        annees=starting_situation.years_of(base, start=start, usual=simulator_form.YEARS),
        **options,
    )
    entered, read_again = fields, simulator_export.of_observed(mode)
    if mode == simulator_form.DU_FICHIER:
        fields = simulation.with_rates(fields, {}, starting_situation.rates_of(base))
    given = base.get("objectifs") or []
    own = simulator_objectives.kept(given if mode in (simulator_form.DU_FICHIER, simulator_form.OBSERVES) else [])
    # What was typed, without what is read in the observations: its mark goes with the link, and could be guessed again.
    typed = simulator_compute.text_of(
        {
            "mode": mode,
            "saisis": [] if read_again else observed_scenario.shareable(own, id_cpts),
            **simulation.situation(entered if read_again else fields, contrat=base),
        }
    )
    seen = None
    if mode == simulator_form.OBSERVES:
        fields, seen = observed_rates(id_cpts, fields)
        own = seen.objectifs if seen is not None and seen.objectifs and own == given else own
    bare = simulator_compute.text_of(simulation.situation(fields, contrat=base))
    try:
        text = simulator_objectives.situation_with(bare, own)
        result = simulator_compute.compute(text)
    except SituationError as error:
        for sentence in error.sentences:
            st.error(assumptions.refused(sentence, names), icon=":material/error:")
        st.stop()
    simulator_export.reopened(result, typed=typed, mode=mode, id_cpts=id_cpts)
    supposed(text, names)
    if view not in ("leviers", "ecarts"):
        headline(result, mode=mode, seen=seen)
        if own:
            simulator_objectives.applied_note(text, own)
    shown = show(view, text, names, id_cpts, bare=bare, own=own, seen=seen)
    read = seen if shown == text else known(id_cpts)
    simulator_export.block(text, shown, id_cpts=id_cpts, typed=typed, mode=mode, seen=read)
