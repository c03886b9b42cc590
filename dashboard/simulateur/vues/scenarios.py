"""Two to four named scenarios, kept in the session and in the address, side by side with the differences first."""

from collections.abc import Mapping

import streamlit as st

from calculators import french
from calculators.aci import Resultat, SituationError
from calculators.aci.accord.statut import least_sure
from calculators.aci.et_si.scenarios import compare
from dashboard.charts.money import post
from dashboard.simulateur import compute
from dashboard.simulateur.saisie import load, observed_scenario, scenario_code
from dashboard.simulateur.saisie import situation as saisie_situation
from dashboard.simulateur.saisie.observe import Observe
from dashboard.simulateur.saisie.scenario_code import Scenario, ScenarioError
from dashboard.simulateur.vues import perspectives
from dashboard.simulateur.vues import scenarios_chart as charts
from dashboard.tables import Column, badge
from dashboard.ui import widgets
from dashboard.ui.widgets import Card

KEPT = "scenarios.gardes"
MOST = 3
CURRENT = "Saisie actuelle"
DEMO = " (démonstration)"


def kept() -> list[Scenario]:
    """The scenarios of the session, read from the address first when it holds others."""
    codes = [st.query_params[f"sc{n}"] for n in range(1, MOST + 1) if f"sc{n}" in st.query_params]
    if codes and codes != st.session_state.get(f"{KEPT}.adresse"):
        found = []
        for code in codes:
            try:
                found.append(scenario_code.decode(code))
            except ScenarioError as error:
                st.session_state.get("avis", st).warning(french.typography(str(error)), icon=":material/link_off:")
        st.session_state[KEPT] = found
    scenarios: list[Scenario] = st.session_state.get(KEPT, [])
    publish(scenarios)
    return scenarios


def publish(scenarios: list[Scenario]) -> None:
    """Keep the scenarios in the session and in the address."""
    codes = [scenario_code.encode(scenario) for scenario in scenarios]
    for n in range(1, MOST + 1):
        name = f"sc{n}"
        if n <= len(codes) and st.query_params.get(name) != codes[n - 1]:
            st.query_params[name] = codes[n - 1]
        elif n > len(codes) and name in st.query_params:
            del st.query_params[name]
    st.session_state[KEPT] = scenarios
    st.session_state[f"{KEPT}.adresse"] = codes


def _keep(scenario: Scenario) -> None:
    """Add a scenario, or replace the one of the same name."""
    others = [s for s in st.session_state.get(KEPT, []) if s.nom != scenario.nom]
    publish([*others, scenario][:MOST])


def _drop(nom: str) -> None:
    publish([s for s in st.session_state.get(KEPT, []) if s.nom != nom])


def _keep_current(text: str, mark: str, observed: bool) -> None:
    nom = str(st.session_state.get("scenarios.nom") or "").strip()[: scenario_code.NAME_MAX]
    used = {s.nom for s in st.session_state.get(KEPT, [])}
    free = next(f"Scénario {n}" for n in range(1, MOST + 2) if f"Scénario {n}" not in used)
    chosen = free if nom in ("", CURRENT) else nom
    named = Scenario(f"{chosen[: scenario_code.NAME_MAX - len(mark)]}{mark}", compute.situation_of(text))
    _keep(observed_scenario.light(named, rates=observed))
    st.session_state["scenarios.nom"] = ""


def scenarios(text: str, names: Mapping[str, str], seen: Observe | None, *, demo: bool, observed: bool) -> None:
    """The whole view. `text`: the situation of the form; `seen`: what was observed of the chosen CPTS; `demo` when the
    rates of the form are read in invented data; `observed` when they are read in the observations. The mark goes with the
    name of a scenario, wherever it is read."""
    current = f"{CURRENT}{DEMO}" if demo else CURRENT
    own = kept()
    choose(text, own, seen, demo=demo, observed=observed)
    results: dict[str, Resultat] = {current: compute.compute(text)}
    for scenario in own:
        try:
            results[scenario.nom] = compute.compute(compute.text_of(observed_scenario.filled(scenario)))
        except SituationError as error:
            st.error(f"« {scenario.nom} » : {saisie_situation.said(str(error))}", icon=":material/error:")
    if len(results) > 1:
        side_by_side(results, names, current=current)
    else:
        widgets.sentence(
            "Gardez la saisie actuelle sous un nom, puis changez un champ à gauche : les deux se comparent ici. "
            "Ou partez d’un scénario tout prêt."
        )
    perspectives.crossing(text)
    perspectives.renewal(text)


def choose(text: str, own: list[Scenario], seen: Observe | None, *, demo: bool, observed: bool) -> None:
    """Keep the present entry under a name, take a ready-made one, drop one."""
    full = len(own) >= MOST
    situation = compute.situation_of(text)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Nom du scénario", key="scenarios.nom", placeholder="Avec une coordinatrice", max_chars=40, disabled=full
        )
        st.button(
            "Garder la saisie actuelle",
            icon=":material/bookmark_add:",
            on_click=_keep_current,
            args=(text, DEMO if demo else "", observed),
            disabled=full,
            key="scenarios.garder",
        )
    ready = {
        "Tous les objectifs atteints": scenario_code.with_rate(situation, "1"),
        "La moitié des objectifs": scenario_code.with_rate(situation, "0.5"),
        "Aucun objectif atteint": scenario_code.with_rate(situation, "0"),
    }
    of_observed = ""
    if seen is not None:
        of_observed = f"Atteinte observée{DEMO if seen.demonstration else ''}"
        ready[of_observed] = scenario_code.with_observed(situation, seen.extended(situation["annees"])[0])
    with st.container(horizontal=True):
        for name, other in ready.items():
            if not full and other != situation and all(s.nom != name for s in own):
                st.button(
                    f"+ {name}",
                    on_click=_keep,
                    args=(observed_scenario.light(Scenario(name, other), rates=name == of_observed),),
                    key=f"scenarios.pret.{name}",
                    type="tertiary",
                )
        for scenario in own:
            st.button(
                f"Reprendre « {scenario.nom} » dans la saisie",
                icon=":material/edit:",
                on_click=load.start_from,
                args=(scenario,),
                key=f"scenarios.reprendre.{scenario.nom}",
                type="tertiary",
            )
            st.button(
                f"Retirer « {scenario.nom} »",
                icon=":material/close:",
                on_click=_drop,
                args=(scenario.nom,),
                key=f"scenarios.retirer.{scenario.nom}",
                type="tertiary",
            )
    if full:
        st.caption("Quatre scénarios au plus : retirez-en un pour en garder un autre.")


def side_by_side(results: Mapping[str, Resultat], names: Mapping[str, str], *, current: str) -> None:
    """Totals, years, then every line that differs, the largest difference first."""
    reference = int(results[current].lignes["montant_centimes"].sum())
    items = []
    for name, result in results.items():
        lines = result.lignes[result.lignes["montant_centimes"].ne(0)]
        total = int(lines["montant_centimes"].sum())
        gap = total - reference
        sign = "+" if gap > 0 else ""
        against = f"{sign}{french.euros(gap)} par rapport à la saisie" if name != current else "la référence"
        mark = badge(least_sure(lines["statut"].astype(str)))
        items.append(Card(name, french.euros(total, cents=False), f"{mark} {against}", attention=name == current))
    widgets.cards(items)
    table = compare(results)
    table = table.assign(
        poste=[post(m, v, names) for m, v in zip(table["mission"], table["volet"], strict=True)],
        annee=[f"Année {n}" if n else "Avant" for n in table["annee_contrat"]],
    )
    differing = table[table["ecart"].ne(0)]
    columns = [
        Column("annee", "Année"),
        Column("poste", "Poste"),
        *(Column(name, name, "euros") for name in results),
        Column("ecart", "Écart", "euros"),
        Column("statut", "Statut", "statut"),
    ]
    st.subheader("Ce qui diffère", anchor=False)
    if differing.empty:
        widgets.sentence("Aucune ligne ne diffère : ces scénarios donnent exactement les mêmes droits.")
    else:
        same = len(table) - len(differing)
        hidden = (
            f" {french.count(same, 'ligne identique', 'lignes identiques')} "
            f"{french.plural(same, 'n’est pas montrée, mais compte', 'ne sont pas montrées, mais comptent')} dans les totaux."
        )
        totals = {name: int(table[name].sum()) for name in results}
        widgets.table(
            differing,
            columns,
            caption=f"Les plus grands écarts d’abord, entre le scénario le plus haut et le plus bas.{hidden if same else ''}",
            total={
                "poste": "Total de toutes les lignes",
                **totals,
                "ecart": max(totals.values()) - min(totals.values()),
                "statut": least_sure(table["statut"]),
            },
        )
        widgets.downloads(table, columns, key="scenarios", name="scenarios")
    widgets.block(
        charts.years({name: result.lignes for name, result in results.items()}),
        key="scenarios.annees",
        name="scenarios-par-annee",
        title="Année par année",
    )
