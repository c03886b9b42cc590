"""Fiche CPTS: who it is, every indicator against its peers and its own past, its attainment and its euros, its deposits."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import (
    fiche_control,
    fiche_identity,
    fiche_money,
    fiche_questions,
    fiche_spine,
    french,
    peers_picker,
    pickers,
    questions,
    summary_button,
    widgets,
)
from dashboard.peers_picker import Peers
from dashboard.widgets import Card


def pick() -> tuple[pd.Series, date | None, Peers]:
    """The territory, the month, the peers; the page ends here while a link names an unknown territory."""
    frame = questions.territories()
    months = questions.months()
    with st.container(key="filtres"):
        left, middle, right = st.columns([2, 1, 1.3])
    with left:
        chosen = pickers.choose_known("CPTS", questions.territory_names(), key="cpts", default="CPTS-WEPP")
    if chosen is None:
        st.stop()
    who = frame.set_index("id_cpts", drop=False).loc[chosen]
    with middle:
        month = pickers.choose_month("Mois", months, default=questions.usual_month()) if months else None
    if who["nature"] != "cpts" or not who["sous_contrat"] or month is None:
        return who, month, Peers("taille", (), "personne")
    with right:
        return who, month, peers_picker.pick_peers(chosen)


def indicators(who: pd.Series, month: date, own: pd.DataFrame, peers: Peers) -> None:
    """Against the peers, then against its own past."""
    demo = bool(own["demonstration"].any())
    if demo:
        widgets.demo_note("Ces observations sont simulées : elles ne disent rien de l’activité réelle de cette CPTS.")
    widgets.later_note(month, questions.months()[-1], "la colonne « Dernier mois reçu » et les euros")
    charts = fiche_control.own_past(who, month)
    fiche_spine.section(who, month, fiche_questions.beside_peers(who["id_cpts"], month, peers.ids), peers, demo=demo)
    fiche_control.section(who, month, charts, own, demo=demo)


def follow_click() -> None:
    """Before anything is drawn: a point of the spine was clicked, its indicator's page is what was asked for."""
    code = widgets.clicked("colonne")
    if code:
        del st.session_state["colonne.figure"]
        st.switch_page("app_pages/indicateur.py", query_params={"indicateur": code})


follow_click()
st.title("Fiche CPTS", anchor=False)
who, month, peers = pick()
st.header(who["nom"], anchor=False)
fiche_identity.identity(who)
is_cpts = who["nature"] == "cpts"
money = fiche_questions.money(who["id_cpts"]) if is_cpts else None
own = questions.profile(who["id_cpts"], month) if month and is_cpts else pd.DataFrame()
demo_money = money is not None and fiche_money.is_demo(who, money)
if money is not None:
    cards = [
        fiche_identity.population(who),
        *fiche_identity.contract_cards(who, money.lignes, money.versements, demo=demo_money),
    ]
    if pd.notna(who["adherents"]):
        cards.insert(1, Card("Professionnels adhérents", french.number(who["adherents"]), "chiffre donné par la CPTS"))
    widgets.cards(cards)
fiche_identity.facts(who["id_cpts"])
if is_cpts and month:
    invented = demo_money or (len(own) > 0 and bool(own["demonstration"].any()))
    summary_button.offer(month=month, cpts=who["id_cpts"], demo=invented)
if not is_cpts:
    widgets.sentence("Une région est la somme de ses CPTS : aucun indicateur ne lui est propre.")
elif month is None or own.empty or not own["dernier_mois"].notna().any():
    widgets.sentence("Aucune observation reçue pour cette CPTS.")
else:
    indicators(who, month, own, peers)
if money is not None:
    fiche_money.section(who, money, demo=demo_money)
if is_cpts:
    fiche_money.deposits(who)
