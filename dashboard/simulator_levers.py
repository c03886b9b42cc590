"""The levers of one contract year: its objectives as fields, what each step earns, a goal to reach, the play of chance."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import streamlit as st

from calculators.aci import SituationError
from calculators.aci.statut import least_sure
from dashboard import (
    french,
    levers_tables,
    pickers,
    session,
    simulation,
    simulator_compute,
    simulator_data,
    simulator_goal,
    widgets,
)
from dashboard.charts.levers import gains, spread
from dashboard.simulation import FREE
from dashboard.simulator_data import Observe
from dashboard.simulator_form import PREFIX
from dashboard.simulator_why import walked
from dashboard.tables import Column, badge
from dashboard.widgets import Card

QUESTIONS = {
    "gains": "Ce que chaque objectif rapporterait",
    "but": "Atteindre un montant",
    "hasard": "La part du hasard",
}


def levers(text: str, names: Mapping[str, str], id_cpts: str) -> str:
    """The whole view. `text`: the situation of the form. Gives that with the objectives of the chosen year."""
    seen = simulator_data.observed(id_cpts) if id_cpts != FREE else None
    if seen is None:
        widgets.stop_with(
            "Les leviers se calculent sur les cibles et les observations enregistrées d’une CPTS : choisissez un "
            "contrat qui en a dans « Partir du contrat de »."
        )
        return text
    years = sorted(seen.taux)
    running = [n for n in years if n not in seen.finies]
    annee = int(
        pickers.choose_segment(
            "Année de contrat",
            {str(n): f"Année {n}" + (" (en cours)" if n in running else "") for n in years},
            key="annee_leviers",
            default=str(running[0] if running else years[-1]),
        )
    )
    found = simulator_data.objectives(id_cpts, annee)
    base = simulator_compute.compute(text)
    if found is None:
        widgets.stop_with(f"Aucune cible n’est enregistrée pour l’année {annee}.")
        return text
    demo = bool(found.provenance["demonstration"].any())
    shared = set(found.provenance["code"])
    widgets.sentence(
        f"Cibles et valeurs de l’année {annee}, lues dans les observations reçues. Hypothèse : tant que l’annexe du "
        "contrat n’est pas connue, l’enveloppe de chaque mission est partagée à parts égales entre ses indicateurs. Les autres années gardent l’atteinte choisie à gauche."
        + (" L’année est en cours : ses valeurs sont provisoires." if annee in running else ""),
        demo=demo,
    )
    values = fields(found.situation["objectifs"], names, annee=annee)
    situation = levers_tables.with_objectives(
        simulator_compute.situation_of(text),
        found.situation["objectifs"],
        annee=annee,
        result=base,
        partages=shared,
        valeurs=values,
    )
    if not situation["objectifs"]:
        widgets.stop_with(f"Aucune mission saisie n’a d’objectif en année {annee}.")
        return text
    here = simulator_compute.text_of(situation)
    try:
        simulator_compute.compute(here)
    except SituationError as error:
        for sentence in error.sentences:
            st.error(simulation.said(sentence), icon=":material/error:")
        return text
    answer(here, situation, annee=annee, seen=seen, demo=demo)
    provenance(seen, annee)
    return here


def fields(objectifs: list[dict[str, Any]], names: Mapping[str, str], *, annee: int) -> dict[str, Decimal | bool]:
    """One field per objective of the year, behind one click; gives the values that were changed, by code.

    Closed, the fields are not written: what was typed in them is read in the address, where it is kept.
    """
    indicators = session.catalogue().indicateurs
    mine = [o for o in objectifs if o["annee"] == annee]
    keys = {o["code"]: f"{PREFIX}v{annee}_{o['code']}" for o in mine}
    texts = {o["code"]: _kept(keys[o["code"]]) for o in mine}
    known = {o["code"]: levers_tables.typed(o, texts[o["code"]]) for o in mine}
    typed = sum(value is not None for value in known.values())
    folded = st.expander(
        "Valeurs des indicateurs : essayez les vôtres"
        + (f" ({french.count(typed, 'valeur changée', 'valeurs changées')})" if typed else ""),
        key="leviers.valeurs",
        icon=":material/edit:",
        on_change="rerun",
    )
    if not folded.open:
        for code, value in known.items():
            if value is not None:
                st.query_params[keys[code]] = texts[code]
        return {code: value for code, value in known.items() if value is not None}
    changed: dict[str, Decimal | bool] = {}
    with folded:
        for mission in dict.fromkeys(o["mission"] for o in mine):
            st.markdown(f"**{names.get(mission, mission)}**")
            columns = st.columns(3)
            for rank, objectif in enumerate(o for o in mine if o["mission"] == mission):
                code = objectif["code"]
                with columns[rank % 3]:
                    value = _field(objectif, levers_tables.name_of(code, indicators), key=keys[code])
                if value is not None:
                    changed[code] = value
    return changed


def _kept(key: str) -> str | None:
    """What was typed in a field that may not be on the screen: in the address, else in the session's memory."""
    kept = st.query_params.get(key, st.session_state.get(f"memoire.{key}"))
    return {True: "oui", False: "non"}.get(kept, kept) if isinstance(kept, bool) else kept


def _field(objectif: Mapping[str, Any], label: str, *, key: str) -> Decimal | bool | None:
    """The value typed for one objective, None when it is the stored one or can't be read."""
    if objectif["forme"] == "binaire":
        done = pickers.switch(label, key=key, default=bool(objectif["fait"]))
        return done if done != bool(objectif["fait"]) else None
    pour = objectif.get("pour", 100)
    default = levers_tables.stored_text(objectif)
    goal = objectif["paliers"][-1][0] if objectif["forme"] == "paliers" else objectif["cible"]
    pickers.type_in(
        f"{label} ({levers_tables.UNITS[pour].strip() or 'nombre'})",
        french.read_number,
        key=key,
        default=default,
        optional=True,
        placeholder="non reçu",
    )
    start = levers_tables.written(objectif.get("reference"), pour)
    st.caption(f"référence {start}, cible {levers_tables.written(goal, pour)}")
    return levers_tables.typed(objectif, st.session_state.get(f"choix.{key}"))


def answer(here: str, situation: Mapping[str, Any], *, annee: int, seen: Observe, demo: bool) -> None:
    """Cards of the year, then what was asked: gains, a goal, the play of chance; only that is computed."""
    result = simulator_compute.compute(here)
    lines = result.lignes[result.lignes["annee_contrat"].eq(annee) & result.lignes["volet"].eq("variable")]
    now, status = int(lines["montant_centimes"].sum()), badge(least_sure(lines["statut"].astype(str)))
    table = levers_tables.worded(
        simulator_compute.levers_of(here),
        situation["objectifs"],
        session.catalogue().indicateurs,
        detail=seen.detail,
        lignes=result.lignes,
    )
    table = table[table["gain_centimes"].gt(0)].reset_index(drop=True)
    best = int(table.groupby("code")["gain_centimes"].max().sum()) if len(table) else 0
    mark = f"{widgets.DEMO} " if demo else ""
    count = int(lines["objectif"].astype(str).ne("").sum())
    left = table["code"].nunique()
    total = int(result.lignes["montant_centimes"].sum())
    due = result.lignes[result.lignes["montant_centimes"].ne(0)]
    widgets.cards(
        [
            Card(f"Volet variable, année {annee}", french.euros(now, cents=False), f"{mark}{status} {count} objectifs"),
            Card(
                "Encore à gagner",
                french.euros(best, cents=False),
                f"{mark}{status} {french.count(left, 'objectif')} à atteindre",
            ),
            Card(
                "Total du contrat",
                french.euros(total, cents=False),
                f"{mark}{badge(least_sure(due['statut'].astype(str)))} avec ces valeurs en année {annee}",
            ),
        ]
    )
    asked = pickers.choose_segment("Question", QUESTIONS, key="question")
    if asked == "but":
        simulator_goal.goal(here, table, annee=annee, now=now, most=now + best, total=total, demo=demo)
    elif asked == "hasard":
        chance(here, annee=annee, demo=demo)
    else:
        widgets.block(
            gains(table, annee=annee),
            key="leviers",
            name=f"leviers-annee-{annee}",
            demo=demo,
            table_shown=True,
            caption="Chaque gain vient d’un calcul complet, l’objectif atteint. En ambre : l’intervalle à 95 % contient "
            "déjà la cible, le hasard seul pourrait suffire.",
        )


def chance(here: str, *, annee: int, demo: bool) -> None:
    """How far chance alone could move the variable part; it never alters the entitlement."""
    found = simulator_compute.risk_of(here, annee)
    widgets.block(spread(found), key="risque", name=f"risque-annee-{annee}", demo=demo)
    fixed = (
        f" {french.count(len(found.fixes), 'objectif')} sans dénominateur gardent leur valeur." if found.fixes else ""
    )
    st.caption(
        french.typography(
            "Seul le bruit d’échantillonnage de chaque indicateur est tiré au sort : ni tendance, ni effet des actions, "
            f"ni lien entre indicateurs.{fixed}"
        )
    )


@st.fragment
def provenance(seen: Observe, annee: int) -> None:
    """Where each value was read, behind one click."""
    part = seen.detail[seen.detail["annee_contrat"].eq(annee)]
    folded = st.expander(
        "D’où viennent ces valeurs", key="leviers.sources", icon=":material/account_tree:", on_change="rerun"
    )
    if not folded.open:
        return
    with folded:
        widgets.table(
            walked(part),
            [
                Column("indicateur", "Indicateur"),
                Column("valeur", "Observé", "written"),
                Column("objectif", "Référence → cible", "written"),
                Column("mois", "Mois"),
                Column("fichier", "Fichier et dépôt", "html"),
                Column("ligne", "Ligne", "int"),
            ],
            caption="La ligne est celle du fichier reçu, telle qu’Excel la numérote.",
            whole=True,
        )
