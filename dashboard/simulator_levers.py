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


def levers(text: str, names: Mapping[str, str], id_cpts: str) -> None:
    """The whole view. `text`: the situation of the form."""
    seen = simulator_data.observed(id_cpts) if id_cpts != FREE else None
    if seen is None:
        widgets.stop_with(
            "Les leviers se calculent sur les cibles et les observations enregistrées d’une CPTS : choisissez un "
            "contrat qui en a dans « Partir du contrat de »."
        )
        return
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
        return
    demo = bool(found.provenance["demonstration"].any())
    shared = set(found.provenance["code"])
    widgets.sentence(
        f"Cibles et valeurs de l’année {annee}, lues dans les observations reçues. Hypothèse : tant que l’annexe du "
        "contrat n’est pas connue, l’enveloppe de chaque mission est partagée à parts égales entre ses indicateurs.",
        demo=demo,
    )
    with st.expander("Valeurs des indicateurs : essayez les vôtres", key="leviers.valeurs", icon=":material/edit:"):
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
        return
    here = simulator_compute.text_of(situation)
    try:
        simulator_compute.compute(here)
    except SituationError as error:
        for sentence in error.sentences:
            st.error(simulation.said(sentence), icon=":material/error:")
        return
    answer(here, situation, annee=annee, seen=seen, demo=demo)
    provenance(seen, annee)


def fields(objectifs: list[dict[str, Any]], names: Mapping[str, str], *, annee: int) -> dict[str, Decimal | bool]:
    """One field per objective of the year; gives the values that were changed, by code."""
    indicators = session.catalogue().indicateurs
    changed: dict[str, Decimal | bool] = {}
    mine = [o for o in objectifs if o["annee"] == annee]
    for mission in dict.fromkeys(o["mission"] for o in mine):
        st.markdown(f"**{names.get(mission, mission)}**")
        columns = st.columns(3)
        for rank, objectif in enumerate(o for o in mine if o["mission"] == mission):
            code = objectif["code"]
            with columns[rank % 3]:
                value = _field(objectif, levers_tables.name_of(code, indicators), key=f"{PREFIX}v{annee}_{code}")
            if value is not None:
                changed[code] = value
    return changed


def _field(objectif: Mapping[str, Any], label: str, *, key: str) -> Decimal | bool | None:
    """The value typed for one objective, None when it is the stored one or can't be read."""
    if objectif["forme"] == "binaire":
        done = pickers.switch(label, key=key, default=bool(objectif["fait"]))
        return done if done != bool(objectif["fait"]) else None
    pour, stored = objectif.get("pour", 100), objectif["valeur"]
    default = "" if stored is None else french.number(Decimal(stored), 2 if pour > 1 else 0)
    unit = levers_tables.UNITS[pour].strip() or "nombre"
    goal = objectif["paliers"][-1][0] if objectif["forme"] == "paliers" else objectif["cible"]
    start = objectif.get("reference")
    value = pickers.type_in(
        f"{label} ({unit})", french.read_number, key=key, default=default, optional=True, placeholder="non reçu"
    )
    st.caption(f"référence {levers_tables.written(start, pour)}, cible {levers_tables.written(goal, pour)}")
    if value is None or st.session_state.get(f"choix.{key}") == default:
        return None
    return Decimal(value)


def answer(here: str, situation: Mapping[str, Any], *, annee: int, seen: Observe, demo: bool) -> None:
    """Cards, levers, goal and risk of the year."""
    result = simulator_compute.compute(here)
    lines = result.lignes[result.lignes["annee_contrat"].eq(annee) & result.lignes["volet"].eq("variable")]
    measured = lines[lines["objectif"].astype(str).ne("")]
    now, status = int(lines["montant_centimes"].sum()), badge(least_sure(lines["statut"].astype(str)))
    table = levers_tables.worded(
        simulator_compute.levers_of(here),
        situation["objectifs"],
        session.catalogue().indicateurs,
        detail=seen.detail,
        lignes=result.lignes,
    )
    table = table[table["gain_centimes"].gt(0)].reset_index(drop=True)
    found = simulator_compute.risk_of(here, annee)
    best = table.sort_values("gain_centimes").groupby("code").tail(1)["gain_centimes"].sum() if len(table) else 0
    mark = f"{widgets.DEMO} " if demo else ""
    widgets.cards(
        [
            Card(
                f"Volet variable, année {annee}",
                french.euros(now, cents=False),
                f"{mark}{status} {len(measured)} objectifs",
            ),
            Card("Encore à gagner", french.euros(int(best), cents=False), f"{mark}{status} si tout est atteint"),
            Card(
                "Si seul le hasard jouait",
                f"{french.number(found.p5 / 100)} – {french.euros(found.p95, cents=False)}",
                f"{mark}9 fois sur 10 ; le droit reste le montant calculé",
            ),
        ]
    )
    widgets.block(
        gains(table, annee=annee),
        key="leviers",
        name=f"leviers-annee-{annee}",
        title="Ce que chaque objectif rapporterait",
        demo=demo,
        table_shown=True,
        caption="Chaque gain vient d’un calcul complet avec l’objectif atteint. En ambre : le hasard seul pourrait suffire.",
    )
    simulator_goal.goal(
        here, table, annee=annee, now=now, most=now + int(best), total=int(result.lignes["montant_centimes"].sum())
    )
    st.subheader("La part du hasard", anchor=False)
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


def provenance(seen: Observe, annee: int) -> None:
    """Where each value was read, behind one click."""
    part = seen.detail[seen.detail["annee_contrat"].eq(annee)]
    with st.expander("D’où viennent ces valeurs", key="leviers.sources", icon=":material/account_tree:"):
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
