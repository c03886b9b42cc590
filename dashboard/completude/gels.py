"""Freezing a month of the CPTS kept by the filters, letting it go, and what is frozen."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from calculators import french
from calculators.french_error import FrenchError
from dashboard.asking import depots, session
from dashboard.tables import Column
from dashboard.ui import widgets
from pipelines.store.depots.gels import Gel, freeze, unfreeze

ACTIONS = {"geler": "Geler", "degeler": "Dégeler"}


def section(ids: Sequence[str], months: Sequence[date], *, who: str) -> None:
    """The form, what it did, and the list. `ids`: the CPTS of the filters; `who`: the filters in words."""
    st.header("Geler un mois", anchor=False)
    widgets.text(
        "Un mois qui a servi à un paiement se gèle : ses valeurs ne changent plus, sauf par une correction explicite et motivée "
        "au dépôt. Rien n’est effacé, et le gel se lève de la même façon."
    )
    if "gel.fait" in st.session_state:
        _say(st.session_state.pop("gel.fait"))
    # A new key empties the reason once it has served.
    turn = st.session_state.setdefault("gel.tour", 0)
    with st.form("gel", border=True):
        one, two, three = st.columns([1, 1, 2])
        with one:
            action = st.segmented_control(
                "Action",
                list(ACTIONS),
                format_func=ACTIONS.__getitem__,
                default="geler",
                required=True,
                key="gel.action",
            )
        with two:
            newest = sorted(months, reverse=True)
            month = st.selectbox("Mois à geler ou dégeler", newest, format_func=_written, key="gel.mois")
        with three:
            reason = st.text_input(
                "Motif (obligatoire)", max_chars=200, key=f"gel.motif.{turn}", placeholder="Solde 2026 versé"
            )
        st.caption(
            french.typography(
                f"Porte sur {french.count(len(ids), 'CPTS', 'CPTS')} ({who}), selon les filtres du haut de la page."
            )
        )
        sent = st.form_submit_button("Appliquer", icon=":material/ac_unit:")
    if sent:
        _apply(action or "geler", month, ids, reason)
    _listed()


def _written(month: date) -> str:
    return french.upper_first(french.month(month))


def _apply(action: str, month: date, ids: Sequence[str], reason: str) -> None:
    if not reason.strip():
        st.error("Écrivez le motif : il reste au journal, avec votre nom et la date.", icon=":material/error:")
        return
    change = freeze if action == "geler" else unfreeze
    try:
        done = change(session.store(), session.scope(), month, list(ids), auteur=session.scope().lecteur, motif=reason)
    except FrenchError as error:
        widgets.refuse(str(error))
        return
    st.session_state["gel.fait"] = (action, done)
    st.session_state["gel.tour"] += 1
    st.rerun()


def _say(told: tuple[str, Gel]) -> None:
    action, done = told
    word = "gelé" if action == "geler" else "dégelé"
    if not done.cpts:
        st.info(f"{_written(done.mois)} était déjà {word} pour ces CPTS : rien n’a changé.", icon=":material/info:")
        return
    already = f" ; il l’était déjà pour {french.number(len(done.deja))}" if done.deja else ""
    st.success(
        french.typography(
            f"{_written(done.mois)} est {word} pour {french.count(len(done.cpts), 'CPTS', 'CPTS')}{already}."
        ),
        icon=":material/check_circle:",
    )


def _listed() -> None:
    frame = depots.frozen()
    if frame.empty:
        widgets.sentence("Aucun mois n’est gelé.")
        return
    by_freeze = (
        frame.assign(motif=frame["motif"].fillna(french.ABSENT))
        .groupby(["mois", "gel", "gele_le", "gele_par", "motif"], sort=False)
        .agg(cpts=("id_cpts", "size"), noms=("nom", lambda names: french.enumerate_fr(sorted(names), limit=2)))
        .reset_index()
    )
    months = sorted(frame["mois"].unique())
    widgets.sentence(
        f"{french.count(len(months), 'mois gelé', 'mois gelés')} pour au moins une CPTS, le dernier {french.month(months[-1])}."
    )
    widgets.table(
        by_freeze,
        [
            Column("mois", "Mois", "month"),
            Column("cpts", "CPTS", "int"),
            Column("noms", "Lesquelles"),
            Column("motif", "Motif"),
            Column("gele_par", "Par"),
            Column("gele_le", "Le", "day"),
            Column("gel", "Référence"),
        ],
        caption="Mois gelés aujourd’hui, du plus récent au plus ancien",
    )
    widgets.downloads(
        frame,
        [
            Column("id_cpts", "Code CPTS"),
            Column("nom", "CPTS"),
            Column("mois", "Mois", "month"),
            Column("gele_le", "Gelé le", "day"),
            Column("gele_par", "Gelé par"),
            Column("motif", "Motif"),
            Column("gel", "Gel"),
        ],
        key="gels",
        name="mois-geles",
    )
