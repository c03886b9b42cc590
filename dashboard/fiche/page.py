"""Fiche CPTS: who it is and what to remember, then one part at a time: its peers, its own past, its euros, its deposits."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from calculators import french
from calculators.aci.droits.a_venir import find_running_year
from dashboard.asking import fiche, questions
from dashboard.asking.session import Session
from dashboard.fiche import headline as fiche_headline
from dashboard.fiche import identity, past
from dashboard.fiche import money as fiche_money
from dashboard.fiche import peers as fiche_peers
from dashboard.fiche.headline import DEPOTS, EUROS, PAIRS, PARTS, PASSE
from dashboard.pages import INDICATEUR
from dashboard.ui import downloads, links, peers_picker, pickers, widgets
from dashboard.ui.peers_picker import Peers
from dashboard.ui.widgets import Card
from pipelines.comparaison.cartes import OwnCard
from pipelines.financement.funding import Part


@dataclass(frozen=True)
class Indicators:
    """What is known of the indicators of one CPTS: its rows, beside its peers, and its control charts."""

    month: date
    own: pd.DataFrame
    beside: pd.DataFrame
    charts: list[OwnCard]
    peers: Peers

    @property
    def demo(self) -> bool:
        """True when a value is invented."""
        return bool(self.own["demonstration"].any())


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
    who = frame[frame["id_cpts"].eq(chosen)].iloc[0]
    with middle:
        month = pickers.choose_month("Mois", months, default=questions.usual_month()) if months else None
    if who["nature"] != "cpts" or not who["sous_contrat"] or month is None:
        return who, month, Peers("taille", (), "personne")
    with right:
        return who, month, peers_picker.pick_peers(chosen)


def follow_click() -> None:
    """Before anything is drawn: a point of the spine was clicked, its indicator's page is what was asked for."""
    code = widgets.clicked("colonne")
    if code:
        del st.session_state["colonne.figure"]
        links.go(INDICATEUR, indicateur=code)


def identity_line(who: pd.Series) -> DeltaGenerator:
    """Fund, agency, stage; gives the place on their right."""
    left, right = st.columns([3, 1.2], vertical_alignment="center")
    with left:
        identity.identity(who)
    return right.container(horizontal_alignment="right")


def identity_cards(who: pd.Series, money: Part, *, demo: bool) -> list[Card]:
    """Population, members, contract, what the year gives, what comes next."""
    cards = [
        identity.population(who),
        *identity.contract_cards(who, money.lignes, money.versements, money.bornes, demo=demo),
    ]
    if pd.notna(who["adherents"]):
        cards.insert(1, Card("Professionnels adhérents", french.number(who["adherents"]), "chiffre donné par la CPTS"))
    return cards


def asked_of(who: pd.Series, month: date | None, peers: Peers) -> Indicators | None:
    """What is known of its indicators; None when nothing ever came."""
    if month is None:
        return None
    own = questions.profile(who["id_cpts"], month)
    if own.empty or not own["dernier_mois"].notna().any():
        return None
    beside = fiche.beside_peers(who["id_cpts"], month, peers.ids, membre=peers.membre)
    return Indicators(month, own, beside, past.own_past(who, month), peers)


def headline(who: pd.Series, seen: Indicators | None, money: Part, *, today: date, demo: bool) -> None:
    """What to remember, in one row of cards."""
    cards = []
    if seen is not None:
        cards += [
            fiche_headline.beside_peers(seen.beside, pairs=seen.peers.label),
            fiche_headline.own_past(seen.charts),
        ]
    year = find_running_year(money.lignes, today)
    found = fiche_money.variable(money.id_cpts, year) if year else pd.DataFrame()
    if year and len(found):
        cards.append(fiche_headline.at_stake(found, annee=year, demo=demo))
    sent = fiche.deposits(who["id_cpts"])
    widgets.cards([*cards, fiche_headline.last_deposit(sent, expected=bool(who["sous_contrat"]))])


def part_shown(seen: Indicators | None) -> str:
    """Which part of the page is open; without observations there are no peers and no past to show."""
    parts = {code: name for code, name in PARTS.items() if seen is not None or code not in (PAIRS, PASSE)}
    return pickers.choose_segment("Ce qui est montré", parts, key="rubrique", default=next(iter(parts)))


def show_part(part: str, who: pd.Series, seen: Indicators | None, money: Part, *, demo: bool) -> None:
    """Draw one of PARTS."""
    if seen is not None and part in (PAIRS, PASSE):
        widgets.later_note(seen.month, questions.months()[-1], "les euros et la colonne « Dernier mois reçu »")
        if part == PAIRS:
            fiche_peers.section(who, seen.month, seen.beside, seen.peers, demo=seen.demo)
        else:
            past.section(who, seen.month, seen.charts, seen.own, demo=seen.demo)
    elif part == EUROS:
        fiche_money.section(who, money, demo=demo)
    elif part == DEPOTS:
        fiche_money.deposits(who)


def cpts_page(who: pd.Series, month: date | None, peers: Peers, *, today: date) -> None:
    """Everything under the name of a CPTS."""
    beside = identity_line(who)
    money = fiche.money(who["id_cpts"])
    demo = fiche_money.is_demo(who, money)
    seen = asked_of(who, month, peers)
    widgets.cards(identity_cards(who, money, demo=demo))
    if seen is None:
        widgets.sentence("Aucune observation reçue pour cette CPTS.")
    elif seen.demo:
        widgets.demo_note("Ces observations sont simulées : elles ne disent rien de l’activité réelle de cette CPTS.")
    headline(who, seen, money, today=today, demo=demo)
    if month:
        with beside:
            downloads.offer(month=month, cpts=who["id_cpts"], demo=demo or (seen is not None and seen.demo))
    show_part(part_shown(seen), who, seen, money, demo=demo)


def show(session: Session) -> None:
    """Draw the page."""
    follow_click()
    st.title("Fiche CPTS", anchor=False)
    who, month, peers = pick()
    st.header(who["nom"], anchor=False)
    if who["nature"] == "cpts":
        cpts_page(who, month, peers, today=session.today)
    else:
        identity.identity(who)
        widgets.sentence("Une région est la somme de ses CPTS : aucun indicateur ne lui est propre.")
    identity.facts(who["id_cpts"])
