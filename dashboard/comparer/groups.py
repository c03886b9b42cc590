"""Groups of one's own: named, kept in the store for their reader, used from the peers picker and its address, deleted."""

from collections.abc import Sequence

import streamlit as st

from calculators.french_error import FrenchError
from dashboard.asking import comparaison, questions, session
from dashboard.ui import address, widgets
from dashboard.ui.peers_picker import Peers
from pipelines.comparaison.pairs import GROUPE
from pipelines.store.depots import groupes


def own_groups(peers: Peers, chosen: Sequence[str]) -> None:
    """The fold at the foot of the page: keep what is compared or chosen under a name; delete a group."""
    known = comparaison.own_groups()
    title = f"Mes groupes ({len(known)})" if known else "Enregistrer un groupe à soi"
    with st.expander(title, icon=":material/group_work:", key="mes-groupes"):
        widgets.text(
            "Un groupe garde une liste de CPTS sous un nom : il se choisit ensuite dans « Pairs », ici et sur les fiches, "
            "et son nom est dans l’adresse de la page."
        )
        _keep(peers, chosen)
        if known:
            _delete(known)


def _keep(peers: Peers, chosen: Sequence[str]) -> None:
    names = questions.cpts_names()
    mine = peers.choix.removeprefix(GROUPE) if peers.choix.startswith(GROUPE) else ""
    with st.form("groupe", border=False):
        left, right = st.columns([1, 2.4])
        with left:
            name = st.text_input("Nom du groupe", value=mine, max_chars=groupes.LONGUEUR, key=f"groupe.nom.{mine}")
        with right:
            start = list(peers.ids) if mine or len(peers.ids) <= 40 else list(chosen)
            members = st.multiselect(
                "CPTS du groupe",
                list(names),
                default=[one for one in start if one in names],
                format_func=lambda one: names[one],
                select_all=False,
                placeholder="Choisir…",
                key=f"groupe.cpts.{peers.choix}.{hash(tuple(start))}",
            )
        asked = st.form_submit_button("Enregistrer le groupe", icon=":material/save:")
    if not asked:
        return
    try:
        kept = groupes.save_group(session.store(), session.scope(), nom=name, ids=members)
    except FrenchError as error:
        widgets.refuse(str(error))
        return
    _use(f"{GROUPE}{kept}")


def _delete(known: dict[str, list[str]]) -> None:
    names = sorted(known)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        one = st.selectbox(
            "Supprimer un groupe",
            names,
            format_func=lambda name: f"{name} ({len(known[name])} CPTS)",
            index=None,
            placeholder="Choisir…",
            key="groupe.supprimer",
        )
        if st.button("Supprimer", disabled=one is None, icon=":material/delete:", key="groupe.suppression") and one:
            try:
                groupes.delete_group(session.store(), session.scope(), one)
            except FrenchError as error:
                widgets.refuse(str(error))
                return
            st.session_state.pop("groupe.supprimer", None)
            current = st.query_params.get("pairs") == f"{GROUPE}{one}"
            _use("filtre" if current else None)


def _use(choix: str | None) -> None:
    """Run the page again with other peers, as if they had been picked."""
    if choix is not None:
        address.forget("pairs")
        st.query_params["pairs"] = choix
    st.rerun()
