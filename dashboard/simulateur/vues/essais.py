"""The values of a year's objectives as fields: try others, the stored ones stay where they are."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import streamlit as st

from calculators import french
from dashboard.asking import session
from dashboard.simulateur.saisie.form import PREFIX
from dashboard.simulateur.vues import leviers_tables
from dashboard.ui import pickers


def fields(objectifs: list[dict[str, Any]], names: Mapping[str, str], *, annee: int) -> dict[str, Decimal | bool]:
    """One field per objective of the year, behind one click; gives the values that were changed, by code.

    Closed, the fields are not written: what was typed in them is read in the address, where it is kept.
    """
    indicators = session.catalogue().indicateurs
    mine = [o for o in objectifs if o["annee"] == annee]
    keys = {o["code"]: f"{PREFIX}v{annee}_{o['code']}" for o in mine}
    texts = {o["code"]: _kept(keys[o["code"]]) for o in mine}
    known = {o["code"]: leviers_tables.typed(o, texts[o["code"]]) for o in mine}
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
                    value = _field(objectif, leviers_tables.name_of(code, indicators), key=keys[code])
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
    default = leviers_tables.stored_text(objectif)
    goal = objectif["paliers"][-1][0] if objectif["forme"] == "paliers" else objectif["cible"]
    pickers.type_in(
        f"{label} ({leviers_tables.UNITS[pour].strip() or 'nombre'})",
        french.read_number,
        key=key,
        default=default,
        optional=True,
        placeholder="non reçu",
    )
    start = leviers_tables.written(objectif.get("reference"), pour)
    st.caption(f"référence {start}, cible {leviers_tables.written(goal, pour)}")
    return leviers_tables.typed(objectif, st.session_state.get(f"choix.{key}"))
