"""The statement of the simulator: what is due by contract year and by mission, the cascade, the receipts."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape

import pandas as pd
import streamlit as st

from calculators import french
from calculators.aci import Resultat
from calculators.aci.accord.statut import RECONSTITUE, least_sure
from calculators.rows import rows as records
from dashboard.asking import session
from dashboard.charts import money
from dashboard.simulateur.vues.encaissements_chart import draw_balance
from dashboard.simulateur.vues.releve_tables import (
    by_post,
    by_year,
    marked,
    say_bounds,
    schedule,
    total_row,
    write_variable,
)
from dashboard.tables import Column
from dashboard.ui import pickers, widgets

MARK = f"○ : contient un montant {RECONSTITUE}, non lu dans le texte. Le contrat et son annexe prévalent."

UNSURE = " « Entre » : une observation masquée, manquante ou provisoire, ou une atteinte non donnée, peut encore changer le montant."


def show(result: Resultat, names: Mapping[str, str], *, demo: bool) -> None:
    """The whole view; `demo` when attainment is read in invented data."""
    show_years(result)
    show_missions(result, names, demo=demo)
    show_warnings(result)
    show_cascade(result, names, demo=demo)
    show_days(result, names, demo=demo)


def show_years(result: Resultat) -> None:
    """What is due for each contract year."""
    years = by_year(result.lignes)
    spans = say_bounds(result.bornes, result.lignes, "annee_contrat")
    amounts = ("fonctionnement", "fixe", "variable", "total")
    shown = years.assign(
        annee=[f"Année{french.INSECABLE}{n}" if n else "Avant le contrat" for n in years["annee_contrat"]],
        **{name: [marked(a, s) for a, s in zip(years[name], years[f"{name}_statut"], strict=True)] for name in amounts},
    )
    shown["fixe"] = shown["fixe"].where(years["fixes"].gt(0), french.ABSENT)
    shown["variable"] = [write_variable(year) for year in records(years)]
    small = [f"<small>{spans[year]}</small>" if year in spans else "" for year in years["annee_contrat"].astype(str)]
    shown["total"] = [f"{amount}{span}" for amount, span in zip(shown["total"], small, strict=True)]
    columns = [
        Column("annee", "Année"),
        Column("periode", "Période"),
        Column("fonctionnement", "Fonctionnement", "amount"),
        Column("fixe", "Volets fixes", "amount"),
        Column("variable", "Volets variables", "amount"),
        Column("total", "Dû pour l’année", "amount"),
        Column("total_statut", "Statut", "statut"),
    ]
    st.subheader("Ce qui est dû chaque année de contrat", anchor=False)
    with st.container(key="releve.annees"):
        widgets.table(
            shown,
            columns,
            caption=f"{MARK}{UNSURE}" if spans else MARK,
            total={"annee": "Total", **total_row(years), "total_statut": least_sure(years["total_statut"])},
        )


def show_missions(result: Resultat, names: Mapping[str, str], *, demo: bool) -> None:
    """What is due for each mission, a column per contract year."""
    posts = by_post(result.lignes, names)
    years = [name for name in posts.columns if name.startswith("annee_")]
    titles = {name: f"Année {name[6:]}" if name != "annee_0" else "Avant" for name in years}
    columns = [
        Column("poste", "Mission et volet"),
        *(Column(name, titles[name], "written") for name in years),
        Column("total", "Total", "euros"),
        Column("statut", "Statut", "statut"),
    ]
    shown = posts.assign(**{name: posts[f"mot_{name[6:]}"] for name in years})
    st.subheader("Ce qui est dû mission par mission", anchor=False)
    with st.container(key="releve.missions"):
        widgets.table(
            shown,
            columns,
            caption="Années arrondies à l’euro, totaux au centime. – : ne court pas cette année-là. Le détail de chaque calcul est sous « Pourquoi ».",
            total={
                "poste": "Total",
                **{name: french.euros(int(posts[name].sum()), cents=False) for name in years},
                "total": int(posts["total"].sum()),
                "statut": least_sure(posts.loc[posts["total"].ne(0), "statut"]),
            },
            whole=True,
        )
    raw = [Column(c.key, c.label, "euros") if c.kind == "written" else c for c in columns]
    widgets.downloads(posts, raw, key="missions", name=f"{'demonstration-' if demo else ''}droits-par-mission")


def show_warnings(result: Resultat) -> None:
    """Deadlines, thresholds, doubts: dated when they have a date."""
    found = result.avertissements
    if found.empty:
        return
    rows = "".join(
        f"<li>{f'<strong>{french.day(w.date)}</strong> : ' if not pd.isna(w.date) else ''}"
        f"{escape(french.typography(str(w.message)))}</li>"
        for w in records(found)
    )
    st.html(
        f'<div class="avertir"><strong>⚠ {french.count(len(found), "point")} à savoir</strong><ul>{rows}</ul></div>'
    )


def show_cascade(result: Resultat, names: Mapping[str, str], *, demo: bool) -> None:
    """How the amounts add up, for the whole contract or one year."""
    st.subheader("Comment les droits s’additionnent", anchor=False)
    lines = result.lignes
    years = {str(n): f"Année {n}" for n in sorted(lines["annee_contrat"].unique()) if n}
    chosen = pickers.choose_segment("Période", {"tout": "Tout le contrat", **years}, key="periode")
    part = lines if chosen == "tout" else lines[lines["annee_contrat"].eq(int(chosen))]
    title = f"les {len(years)} années du contrat" if chosen == "tout" else f"l’année {chosen}"
    widgets.block(money.cascade(part, missions=names, title=title), key="droits", name="droits", demo=demo)


def show_days(result: Resultat, names: Mapping[str, str], *, demo: bool) -> None:
    """On which days the money arrives, and how it adds up."""
    chart = money.calendar(result.versements, after=session.today())
    days = schedule(result.versements, names)
    past = days["date"] <= pd.Timestamp(session.today())
    chart = replace(
        chart,
        table=days.assign(
            classe=["passe" if p else "" for p in past], moment=["passé" if p else "à venir" for p in past]
        ),
        columns=(
            Column("date", "Jour", "day"),
            Column("moment", "Échéance"),
            Column("montant_centimes", "Montant attendu", "euros"),
            Column("cumul_centimes", "Cumul attendu", "euros"),
            Column("statut", "Statut", "statut"),
            Column("detail", "Détail"),
        ),
    )
    widgets.block(
        chart,
        key="versements",
        name="versements",
        demo=demo,
        title="Ce qui arrive, jour par jour",
        table_shown=True,
        row_class="classe",
        caption="Calendrier théorique de l’accord : la CPAM peut payer plus tard. Jours passés en grisé.",
    )
    widgets.block(
        draw_balance(days, today=session.today()),
        key="cumul",
        name="cumul-recu",
        title="Le cumul de ce qui est attendu",
        demo=demo,
    )
