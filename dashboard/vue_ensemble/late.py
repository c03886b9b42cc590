"""Who is late: what a month was owed by its due day and did not bring, by fund then by CPTS, each leading to the detail."""

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from calculators import french
from calculators.comparison.envois import due_on, keep_partial, keep_silent
from dashboard.pages import COMPLETUDE, FICHE
from dashboard.tables import Column
from dashboard.ui import widgets
from pipelines.settings import due_day

SANS_CPAM = "CPAM inconnue"
SHOWN = 60


def sentence(month: date, receipts: pd.DataFrame, *, today: date) -> str:
    """Who sent nothing, who sent a part, whether the day due is past, the funds most concerned."""
    nothing, partial = keep_silent(receipts), len(keep_partial(receipts))
    day = due_on(month, due_day())
    if nothing.empty and not partial:
        return f"Tout est arrivé pour {french.month(month)} : personne n’est en retard."
    when = f"attendues le {french.day(day)}, il y a {french.count((today - day).days, 'jour')}"
    if today <= day:
        when = f"attendues pour le {french.day(day)} : personne n’est encore en retard"
    text = (
        f"Valeurs {french.of_month(month)} ({when}) : {french.count(len(nothing), 'CPTS', 'CPTS')} sur "
        f"{french.number(len(receipts))} {french.plural(len(nothing), 'n’a', 'n’ont')} rien envoyé"
        + (f", {french.number(partial)} seulement une partie." if partial else ".")
    )
    funds = by_fund(nothing)
    if len(funds):
        said = [f"{c} ({n})" for c, n in zip(funds["nom"].head(3), funds["cpts"].head(3), strict=True)]
        text += f" Le plus de CPTS sans envoi : {french.enumerate_fr(said)}."
    return text


def by_fund(nothing: pd.DataFrame) -> pd.DataFrame:
    """cpam, nom, cpts, absents, dernier_mois of the funds whose CPTS sent nothing, the most first."""
    sums = (
        nothing.assign(cpam=nothing["cpam"].fillna(SANS_CPAM))
        .groupby("cpam")
        .agg(cpts=("id_cpts", "size"), absents=("absents", "sum"), dernier_mois=("dernier_mois", "max"))
        .sort_values("cpts", ascending=False, kind="stable")
        .reset_index()
    )
    return sums.assign(nom=sums["cpam"].str.replace("|", " et ", regex=False))


def link_to_missing(text: str, month: date, *, region: str = "", cpam: str = "") -> str:
    """A link to Complétude on the same month and filters, only what is missing."""
    return COMPLETUDE.anchor(text, mois=f"{month:%Y-%m}", region=region, cpam=cpam, manque="oui")


def late(month: date, receipts: pd.DataFrame, *, region: str, today: date, demo: bool) -> None:
    """The sentence, then the two tables and their downloads."""
    st.header("Qui est en retard", anchor=False)
    nothing, partial = keep_silent(receipts), keep_partial(receipts)
    widgets.sentence(sentence(month, receipts, today=today), attention=len(nothing) > 0, demo=demo)
    if nothing.empty and partial.empty:
        return
    columns = (
        Column("absents", "Valeurs absentes", "int"),
        Column("dernier_mois", "Dernier mois reçu", "month"),
    )
    left, right = st.container(key="manque").columns(2, gap="large")
    with left:
        funds = by_fund(nothing)
        links = [
            escape(nom) if cpam == SANS_CPAM or "|" in cpam else link_to_missing(nom, month, region=region, cpam=cpam)
            for cpam, nom in zip(funds["cpam"], funds["nom"], strict=True)
        ]
        widgets.table(
            funds.assign(lien=links),
            [Column("lien", "CPAM", "html"), Column("cpts", "CPTS sans envoi", "int"), *columns],
            caption="CPAM dont des CPTS n’ont rien envoyé ; le nom mène à la complétude",
        )
    with right:
        listed = pd.concat([nothing, partial])
        links = [
            FICHE.anchor(n, cpts=i)
            for i, n in zip(listed["id_cpts"].head(SHOWN), listed["nom"].head(SHOWN), strict=True)
        ]
        widgets.table(
            listed.head(SHOWN).assign(lien=links),
            [Column("lien", "CPTS", "html"), Column("attendus", "Attendues", "int"), *columns],
            caption=f"Par CPTS ({min(len(listed), SHOWN)} sur {len(listed)}, toutes dans le fichier)",
        )
        widgets.downloads(
            listed,
            [
                Column("id_cpts", "Code CPTS"),
                Column("nom", "CPTS"),
                Column("cpam", "CPAM"),
                Column("attendus", "Valeurs attendues", "int"),
                *columns,
            ],
            key="retards",
            name=f"{'demonstration-' if demo else ''}retards-{month:%Y-%m}",
            title=f"Valeurs {french.of_month(month)} non reçues",
        )
