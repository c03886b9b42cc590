"""One deposit in full: its journal, its original, the values it changed, withdrawing it, putting it back."""

import json

import pandas as pd
import streamlit as st

from calculators import french
from calculators.french_error import FrenchError
from calculators.rows import rows as records
from dashboard.asking import depots, session
from dashboard.depot.preview import change_rows, written_changes
from dashboard.depot.words import ACTIONS, STATES, moment
from dashboard.tables import Column
from dashboard.ui import pickers, widgets
from dashboard.ui.words import literal
from pipelines.ingest.deposit.lifecycle import Effet, restore, withdraw
from pipelines.publish.exports.journal_words import say_in_words
from pipelines.store.depots.kept_files import kept_file


def said(told: str | None) -> str:
    """What a row of the journal holds, in words."""
    return french.typography(say_in_words(told)) or french.ABSENT


def detail(listed: pd.DataFrame) -> None:
    """A deposit chosen in the list, or named in the address. ``listed``: columns of queries.deposits."""
    st.header("Un dépôt en détail", anchor=False)
    if "depot.effet" in st.session_state:
        _say(st.session_state.pop("depot.effet"))
    labels = {"": "Choisir un dépôt…"} | {
        r.depot: f"{moment(r.depose_le)} · {r.fichier if isinstance(r.fichier, str) else r.depot} · {STATES.get(r.etat, r.etat)}"
        for r in records(listed)
    }
    chosen = pickers.choose("Dépôt", labels, key="depot")
    if not chosen:
        return
    row = listed[listed["depot"].eq(chosen)].iloc[0]
    trail = depots.journal_of(chosen)
    told = trail.assign(
        instant=[moment(q) for q in trail["quand"]],
        quoi=[ACTIONS.get(a, a) for a in trail["action"]],
        de=[said(a) for a in trail["avant"]],
        vers=[said(a) for a in trail["apres"]],
        motif=trail["pourquoi"].fillna(french.ABSENT),
        sceau=[french.ABSENT if pd.isna(e) else f"{e[:12]}…" for e in trail["empreinte"]],
    )
    columns = [
        Column("instant", "Quand"),
        Column("qui", "Qui"),
        Column("quoi", "Quoi"),
        Column("de", "Avant"),
        Column("vers", "Après"),
        Column("motif", "Pourquoi"),
    ]
    widgets.table(
        told,
        [*columns, Column("sceau", "Empreinte du fichier")],
        caption=f"Journal du dépôt {chosen}, du plus récent au plus ancien",
    )
    widgets.downloads(
        told,
        [*columns, Column("empreinte", "Empreinte SHA-256 du fichier")],
        key="depot.journal",
        name=f"journal-{chosen}",
        demo=bool(row["demonstration"]),
    )
    _original(chosen)
    _values(chosen, trail)
    _turn(chosen, withdrawn=row["etat"] == "retire")


def _original(depot: str) -> None:
    try:
        data, name = kept_file(session.store(), session.scope(), depot)
    except FrenchError as error:
        st.caption(literal(french.typography(str(error))))
        return
    st.download_button(
        "Télécharger le fichier d’origine",
        data,
        file_name=name,
        mime="application/octet-stream",
        key="depot.original",
        icon=":material/download:",
        on_click="ignore",
    )


@st.fragment
def _values(depot: str, trail: pd.DataFrame) -> None:
    """The values before and after one line of the journal, behind a click: there may be thousands."""
    folded = st.expander(
        "Les valeurs avant et après", key="depot.valeurs", icon=":material/difference:", on_change="rerun"
    )
    if not folded.open:
        return
    with folded:
        moments = {i: f"{moment(r.quand)} · {ACTIONS.get(r.action, r.action)}" for i, r in enumerate(records(trail))}
        which = st.selectbox("À quel moment", list(moments), format_func=moments.__getitem__, key="depot.moment")
        frame = depots.changes_at(depot, trail["quand"].iloc[which or 0].to_pydatetime())
        if frame.empty:
            widgets.sentence("Aucune valeur n’a changé à ce moment.")
            return
        rows = widgets.page_of(len(frame), key=f"depot.valeurs.{which}")
        written_changes(
            frame.iloc[rows],
            before="Avant",
            after="Après",
            caption=f"{french.count(len(frame), 'valeur changée', 'valeurs changées')} à ce moment{widgets.shown(rows, len(frame))}",
        )
        widgets.downloads(
            change_rows(frame, most=len(frame)),
            [
                Column("id_cpts", "Code CPTS"),
                Column("indicateur", "Code indicateur"),
                Column("mois", "Mois", "month"),
                Column("avant", "Avant"),
                Column("apres", "Après"),
            ],
            key="depot.changements",
            name=f"changements-{depot}",
        )


def _turn(depot: str, *, withdrawn: bool) -> None:
    """Withdraw or put back, with a reason."""
    verb, icon = ("Rétablir", ":material/undo:") if withdrawn else ("Retirer", ":material/delete_history:")
    with st.expander(f"{verb} ce dépôt", icon=icon, key=f"depot.tourner.{depot}"):
        widgets.text(
            "Ses valeurs comptent de nouveau, sous celles de dépôts plus récents."
            if withdrawn
            else "Ses valeurs ne comptent plus : chacune laisse la place à la version d’avant, s’il y en a une. Rien n’est effacé, "
            "et le dépôt peut être rétabli."
        )
        with st.form(f"depot.tour.{depot}", border=False):
            reason = st.text_input("Motif (obligatoire)", max_chars=200)
            frozen = False
            if not depots.frozen().empty:
                frozen = st.checkbox("Même si cela change des valeurs de mois gelés")
            sent = st.form_submit_button(f"{verb} ce dépôt", icon=icon)
    if not sent:
        return
    turn = restore if withdrawn else withdraw
    try:
        st.session_state["depot.effet"] = turn(
            session.store(),
            session.scope(),
            depot,
            auteur=session.scope().lecteur,
            motif=reason,
            correction_gelee=frozen,
        )
    except FrenchError as error:
        widgets.refuse(str(error))
        return
    st.rerun()


def _say(done: Effet) -> None:
    word = "retiré" if done.action == "retrait" else "rétabli"
    told = said(json.dumps({"disparues": done.disparues, "changees": done.changees, "apparues": done.apparues}))
    st.success(
        french.typography(f"Le dépôt `{done.depot}` est {word}. ")
        + ("Aucune valeur ne change." if told == french.ABSENT else f"{french.upper_first(told)}."),
        icon=":material/check_circle:",
    )
