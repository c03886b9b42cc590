"""Who a CPTS is and where its contract stands: name, fund, population, year, what is due and what comes next."""

from html import escape

import pandas as pd
import streamlit as st

from calculators import french
from calculators.aci.accord.statut import least_sure
from calculators.aci.droits.a_venir import find_next, find_running_year
from dashboard.asking import session
from dashboard.tables import Column, badge
from dashboard.ui import widgets, words
from dashboard.ui.widgets import Card

FAITS = {"connu": "✓ connu", "suppose": "≈ supposé", "inconnu": "? inconnu"}


def identity(who: pd.Series) -> None:
    """Name, fund, agency, stage, taille."""
    stages = session.catalogue().etapes
    parts = [
        str(who["cpam"]).replace("|", " et ") if pd.notna(who["cpam"]) else "",
        str(who["ars"]).replace("|", " et ") if pd.notna(who["ars"]) else "",
        _stage(who["id_cpts"], stages[who["etape"]].libelle) if who["etape"] in stages else "",
    ]
    mark = f" {widgets.DEMO}" if who["demonstration"] else ""
    st.html(f"<p>{escape(' · '.join(p for p in parts if p))}{mark}</p>")


def _stage(id_cpts: str, libelle: str) -> str:
    """A stage as its own facts say it: « contrat tripartite signé (supposé) » when no source attests it."""
    return f"{libelle} (supposé)" if id_cpts in session.catalogue().etapes_supposees else libelle


def population(who: pd.Series) -> Card:
    """Contractual and INSEE populations side by side, and the distance to the next taille."""
    contract, insee = who["population"], who["population_insee"]
    if pd.isna(contract):
        return Card("Population", french.ABSENT, "inconnue")
    rules = session.accord().en_vigueur_le(session.today())
    detail = escape(words.say_taille(int(contract), rules))
    if pd.isna(who["population_contrat"]) and not who["demonstration"]:
        return Card("Population INSEE 2023", french.number(contract), detail + "<br>Celle du contrat n’est pas connue.")
    if pd.notna(insee):
        other = session.accord().taille(int(insee), session.today())
        detail += f"<br>INSEE 2023 : {french.number(insee)} (taille {other})"
        if other != session.accord().taille(int(contract), session.today()):
            detail += " ⚠ autre taille"
    return Card("Population annoncée", french.number(contract), french.typography(detail))


def contract_cards(
    who: pd.Series, lines: pd.DataFrame, paid: pd.DataFrame, bounds: pd.DataFrame, *, demo: bool
) -> list[Card]:
    """Signature and year, what this year gives, what comes next; `demo` when attainment is read in invented data."""
    mark = f"{widgets.DEMO} " if demo else ""
    if lines.empty:
        detail = "date de signature inconnue : rien n’est calculable" if who["sous_contrat"] else "aucun contrat signé"
        return [Card("Contrat", french.day(who["date_signature"]), detail, attention=True)]
    year = find_running_year(lines, session.today())
    if year is None:
        end = lines["fin"].max()
        cards = [Card("Contrat", french.day(who["date_signature"]), f"terminé le {french.day(end)}", attention=True)]
    else:
        current = lines[lines["annee_contrat"].eq(year)]
        amount, status = int(current["montant_centimes"].sum()), least_sure(current["statut"].astype(str))
        cards = [
            Card(
                "Contrat signé le",
                french.day(who["date_signature"]),
                f"année {year}, jusqu’au {french.day(current['fin'].iloc[0])}",
            ),
            Card(
                f"Droits de l’année {year}",
                french.euros(amount, cents=False),
                f"{mark}{badge(status)} à l’atteinte d’aujourd’hui",
            ),
        ]
    coming = find_next(paid, apres=session.today(), bornes=bounds)
    if coming is not None:
        low, high = (french.euros(cents, cents=False) for cents in (coming.bas_centimes, coming.haut_centimes))
        span = "" if coming.bas_centimes == coming.haut_centimes else f", entre {low} et {high}"
        cards.append(
            Card(
                "Prochain versement",
                french.euros(coming.montant_centimes, cents=False),
                f"{mark}{badge(coming.statut)} le {french.day(coming.jour)}{span}",
            )
        )
    return cards


def facts(id_cpts: str) -> None:
    """Every public fact, known, assumed or unknown, with its source."""
    frame = session.catalogue().faits
    frame = frame[frame["id_cpts"].eq(id_cpts)]
    if frame.empty:
        return
    unknown = int(frame["statut"].eq("inconnu").sum())
    with st.expander(
        f"{french.count(len(frame), 'fait')} sur ce territoire, dont {french.count(unknown, 'inconnu')}",
        icon=":material/fact_check:",
        key="fiche.faits",
        expanded=id_cpts == "REG-PACA",
    ):
        widgets.table(
            frame.assign(statut_mot=frame["statut"].map(FAITS)),
            [
                Column("champ", "Fait"),
                Column("valeur", "Valeur"),
                Column("statut_mot", "Statut"),
                Column("source", "Source"),
                Column("date", "Date", "day"),
            ],
            caption="Ce qui est public, ce qui est supposé, ce qui n’est pas connu. Rien n’est inventé.",
            whole=True,
        )
