"""Simulateur ACI: population, dates, missions, attainment → what is due, when and why, and what could change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from calculators import french
from calculators.aci import Resultat, SituationError
from calculators.aci.accord.statut import least_sure
from dashboard.asking import questions
from dashboard.asking.session import Session
from dashboard.simulateur import compute, export
from dashboard.simulateur.saisie import form as saisie_form
from dashboard.simulateur.saisie import hypotheses, load, objectives_form, observe, observed_scenario, situation
from dashboard.simulateur.saisie.objectifs import Objectif
from dashboard.simulateur.saisie.observe import Observe
from dashboard.simulateur.saisie.situation import Fields
from dashboard.simulateur.vues import bornes, ecarts, leviers, pourquoi, releve, scenarios
from dashboard.tables import badge
from dashboard.ui import pickers, widgets
from dashboard.ui.widgets import Card
from pipelines.catalogue import Contrat

VUES = {
    "releve": "Relevé",
    "pourquoi": "Pourquoi",
    "leviers": "Leviers",
    "scenarios": "Scénarios",
    "ecarts": "Écarts",
}


def headline(result: Resultat, *, mode: str, seen: Observe | None, today: date) -> None:
    """Total, what is sure in it, what is to be earned, the next receipt; full attainment said to be a hypothesis."""
    lines, paid = result.lignes, result.versements
    years = int(lines["annee_contrat"].max())
    total = int(lines["montant_centimes"].sum())
    variable = int(lines.loc[lines["volet"].eq("variable"), "montant_centimes"].sum())
    days = paid.groupby("date")["montant_centimes"].sum()
    coming = days[days.index > pd.Timestamp(today)]
    fixed = lines[lines["volet"].ne("variable")]
    variable_lines = lines[lines["volet"].eq("variable")]
    demo = f"{widgets.DEMO} " if seen is not None and seen.demonstration else ""
    earned = {
        saisie_form.ATTEINTS: "hypothèse : tous les objectifs atteints",
        saisie_form.OBSERVES: f"{demo}à l’atteinte observée",
        saisie_form.SAISIE: "à l’atteinte saisie",
        saisie_form.DU_FICHIER: "à l’atteinte de la situation reprise",
    }[mode]
    if result.lignes["objectif"].astype(str).ne("").any():
        earned += ", sauf les objectifs de votre annexe"

    span = bornes.spans(result.bornes.assign(tout=""), lines.assign(tout=""), "tout").get("", "")
    low_high = bornes.spans(result.bornes.assign(tout=""), variable_lines.assign(tout=""), "tout").get("", "")

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
    if mode == saisie_form.ATTEINTS and variable:
        widgets.sentence(
            f"Hypothèse : tous les objectifs atteints, chaque année. Ce n’est pas une prévision : si aucun ne l’était, "
            f"il resterait {french.euros(total - variable)} sur {french.euros(total)}.",
            attention=True,
        )


def supposed(text: str, names: Mapping[str, str], *, contract: Contrat | None) -> None:
    """What the contract file assumes, said before any amount; what was typed over is assumed no more."""
    said = hypotheses.assumed(contract, compute.situation_of(text), names) if contract else {}
    if not said:
        return
    with st.expander(
        f"{french.count(len(said), 'hypothèse')} sur ce contrat", icon=":material/help:", key="hypotheses"
    ):
        st.markdown("\n".join(f"- **{name}** : {reason}" for name, reason in said.items()))


def observed_rates(id_cpts: str, fields: Fields) -> tuple[Fields, Observe | None]:
    """The fields with the rates observed, and a sentence on what they cover."""
    seen = observe.observed(id_cpts)
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
    return situation.with_rates(fields, crisis, seen.framed(fields.annees)), seen


def show_view(
    view: str,
    text: str,
    names: Mapping[str, str],
    id_cpts: str,
    *,
    bare: str,
    own: list[Objectif],
    mode: str,
    seen: Observe | None,
) -> str:
    """The chosen view, and nothing of the others. `bare`: the situation without the objectives typed, `own`. Gives the
    situation it shows: that of the form, or of the levers."""
    result = compute.compute(text)
    demo = seen is not None and seen.demonstration
    match view:
        case "pourquoi":
            pourquoi.why(result, names, seen)
        case "leviers":
            return leviers.levers(text, bare, own, names, id_cpts)
        case "scenarios":
            observed = seen is not None or export.of_observed(mode)
            scenarios.scenarios(text, names, seen or known(id_cpts), demo=demo, observed=observed)
        case "ecarts":
            ecarts.gaps(text, names, id_cpts)
        case _:
            releve.statement(result, names, demo=demo)
    return text


def known(id_cpts: str) -> Observe | None:
    """What was observed of the chosen CPTS, None for a free entry."""
    return observe.observed(id_cpts) if id_cpts != situation.FREE else None


@dataclass(frozen=True)
class Entry:
    """What the form says: where it started, whose it is, each answer; `population` and `signature` None when not usable."""

    start: str
    base: dict[str, Any]
    id_cpts: str
    population: int | None
    signature: date | None
    mode: str
    missions: dict[str, date]
    taux: dict[str, float]
    complete: bool
    options: dict[str, Any]


def enter() -> Entry:
    """Draw the form."""
    start, base = saisie_form.starting_point()
    id_cpts = situation.owner(start, base, known=questions.situations())
    population, signature = saisie_form.general(base)
    mode = saisie_form.attainment(start)
    st.markdown("##### Missions")
    starts, rates, complete = saisie_form.missions(base, typed=mode == saisie_form.SAISIE)
    options = saisie_form.particular(base)
    load.uploader()
    return Entry(start, base, id_cpts, population, signature, mode, starts, rates, complete, options)


def results(session: Session, entry: Entry) -> None:
    """Draw what the form gives: the chosen view, or what is still missing."""
    names = {code: mission.court for code, mission in session.accord.missions.items()}
    id_cpts, base, mode = entry.id_cpts, entry.base, entry.mode
    view = pickers.choose_segment("Vue", VUES, key="vue")
    if entry.population is None or entry.signature is None or not entry.complete:
        widgets.stop_with(
            "Complétez la population, la date de signature et les missions : le résultat s’affichera ici."
        )
    fields = Fields(
        id_cpts=id_cpts,
        population=entry.population,
        signature=entry.signature,
        missions=entry.missions,
        taux=entry.taux,
        annees=situation.years_of(base, start=entry.start, usual=saisie_form.YEARS),
        **entry.options,
    )
    entered, read_again = fields, export.of_observed(mode)
    if mode == saisie_form.DU_FICHIER:
        fields = situation.with_rates(fields, {}, situation.rates_of(base))
    given = base.get("objectifs") or []
    own = objectives_form.kept(given if mode in (saisie_form.DU_FICHIER, saisie_form.OBSERVES) else [])
    # What was typed, without what is read in the observations: its mark goes with the link, and could be guessed again.
    typed = compute.text_of(
        {
            "mode": mode,
            "saisis": [] if read_again else observed_scenario.shareable(own, id_cpts),
            **situation.situation(entered if read_again else fields, contrat=base),
        }
    )
    seen = None
    if mode == saisie_form.OBSERVES:
        fields, seen = observed_rates(id_cpts, fields)
        own = seen.objectifs if seen is not None and seen.objectifs and own == given else own
    bare = compute.text_of(situation.situation(fields, contrat=base))
    try:
        text = objectives_form.situation_with(bare, own)
        result = compute.compute(text)
    except SituationError as error:
        for sentence in error.sentences:
            st.error(hypotheses.refused(sentence, names), icon=":material/error:")
        st.stop()
    export.reopened(result, typed=typed, mode=mode, id_cpts=id_cpts)
    supposed(text, names, contract=session.catalogue.contrats.get(id_cpts))
    if view not in ("leviers", "ecarts"):
        headline(result, mode=mode, seen=seen, today=session.today)
        if own:
            objectives_form.applied_note(text, own)
    shown = show_view(view, text, names, id_cpts, bare=bare, own=own, mode=mode, seen=seen)
    read = seen if shown == text else known(id_cpts)
    export.block(text, shown, id_cpts=id_cpts, typed=typed, mode=mode, seen=read)


def show(session: Session) -> None:
    """Draw the page."""
    st.title("Simulateur ACI", anchor=False)
    widgets.text(
        "Ce que l’accord donne à une CPTS, année par année et jour par jour. Rien n’est enregistré ; "
        "l’adresse de la page garde votre saisie et peut être envoyée."
    )
    left, right = st.columns([1, 2.6], gap="large")
    with left, st.container(key="formulaire"):
        entry = enter()
    with right:
        results(session, entry)
