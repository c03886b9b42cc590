"""Simulateur ACI: population, dates, missions, attainment → what is due each contract year, on which days, and why."""

import json
from collections.abc import Mapping
from dataclasses import replace
from html import escape

import pandas as pd
import streamlit as st

from calculators.aci import Resultat, SituationError, read_situation, simulate
from calculators.aci.statut import RECONSTITUE, least_sure
from dashboard import french, pickers, session, simulation, simulator_form, widgets
from dashboard.charts import money
from dashboard.simulation import Fields
from dashboard.tables import Column, badge
from dashboard.widgets import Card


@st.cache_data(show_spinner=False, max_entries=256)
def compute(situation: str) -> Resultat:
    """The result for a situation written as JSON; the key is the text itself."""
    data = json.loads(situation)
    data["atteinte"] = {int(year): rates for year, rates in data["atteinte"].items()}
    return simulate(read_situation(data, session.accord()), session.accord())


def headline(result: Resultat) -> None:
    """Total, what is sure in it, what is to be earned, the next receipt."""
    lines, paid = result.lignes, result.versements
    total = int(lines["montant_centimes"].sum())
    variable = int(lines.loc[lines["volet"].eq("variable"), "montant_centimes"].sum())
    days = paid.groupby("date")["montant_centimes"].sum()
    coming = days[days.index > pd.Timestamp(session.today())]
    fixed = lines[lines["volet"].ne("variable")]
    variable_lines = lines[lines["volet"].eq("variable")]

    def mark(part: pd.DataFrame) -> str:
        return badge(least_sure(part.loc[part["montant_centimes"].ne(0), "statut"].astype(str)))

    items = [
        Card(
            f"Taille {int(lines['taille'].iloc[-1])}, total sur {simulator_form.YEARS} ans",
            french.euros(total, cents=False),
            mark(lines),
        ),
        Card(
            "Fonctionnement et volets fixes",
            french.euros(total - variable, cents=False),
            f"{mark(fixed)} dus dès que les missions fonctionnent",
        ),
        Card(
            "Volets variables",
            french.euros(variable, cents=False),
            f"{mark(variable_lines) if variable else ''} à gagner sur objectifs, à l’atteinte saisie",
        ),
    ]
    if len(coming):
        day = coming.index[0]
        items.append(
            Card(
                "Prochain versement",
                french.euros(int(coming.iloc[0]), cents=False),
                f"{badge(least_sure(paid.loc[paid['date'].eq(day), 'statut'].astype(str)))} attendu le {french.day(day)}",
                attention=True,
            )
        )
    else:
        items.append(Card("Prochain versement", "aucun", "toutes les échéances sont passées"))
    widgets.cards(items)


def warnings_(result: Resultat) -> None:
    """Deadlines, thresholds, doubts: dated when they have a date."""
    found = result.avertissements
    if found.empty:
        return
    rows = "".join(
        f"<li>{f'<strong>{french.day(w.date)}</strong> : ' if not pd.isna(w.date) else ''}{escape(str(w.message))}</li>"
        for w in found.itertuples()
    )
    st.html(
        f'<div class="avertir"><strong>⚠ {french.count(len(found), "point")} à savoir</strong><ul>{rows}</ul></div>'
    )


def each_year(result: Resultat) -> None:
    """What is due for each contract year."""
    years = simulation.by_year(result.lignes)
    amounts = ("fonctionnement", "fixe", "variable", "total")
    shown = years.assign(
        annee=[f"Année {n}" if n else "Avant le contrat" for n in years["annee_contrat"]],
        **{
            name: [simulation.marked(a, s) for a, s in zip(years[name], years[f"{name}_statut"], strict=True)]
            for name in amounts
        },
    )
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
    widgets.table(
        shown,
        columns,
        caption=f"○ : contient un montant {RECONSTITUE}, non lu dans le texte. Le contrat et son annexe prévalent.",
        total={"annee": "Total", **simulation.total_row(years), "total_statut": least_sure(years["total_statut"])},
    )


def each_day(result: Resultat, names: Mapping[str, str]) -> None:
    """On which days the money arrives."""
    chart = money.calendar(result.versements, after=session.today())
    days = simulation.schedule(result.versements, names)
    past = days["date"] <= pd.Timestamp(session.today())
    chart = replace(
        chart,
        table=days.assign(classe=["passe" if p else "" for p in past]),
        columns=(
            Column("date", "Jour", "day"),
            Column("montant_centimes", "Montant", "euros"),
            Column("statut", "Statut", "statut"),
            Column("detail", "Détail"),
        ),
    )
    widgets.block(
        chart,
        key="versements",
        name="versements",
        title="Ce qui arrive, jour par jour",
        table_shown=True,
        row_class="classe",
        caption="Calendrier théorique de l’accord : la CPAM peut payer plus tard. Jours passés en grisé.",
    )


def why(result: Resultat, names: Mapping[str, str]) -> None:
    """Each line of one year, with its computation."""
    st.subheader("Pourquoi ces montants", anchor=False)
    lines = result.lignes
    present = sorted(n for n in lines["annee_contrat"].unique() if n)
    year = pickers.choose_segment(
        "Année de contrat", {str(n): f"Année {n}" for n in present}, key="annee", default=str(min(2, len(present)))
    )
    part = lines[lines["annee_contrat"].eq(int(year))]
    chart = money.cascade(part, missions=names, title=f"l’année {year}")
    widgets.sentence(chart.sentence)
    st.plotly_chart(chart.figure, key="droits.figure", config=widgets.PLOTLY, height=chart.height, alt=chart.sentence)
    columns = [
        Column("annee_contrat", "Année de contrat", "int"),
        Column("poste", "Poste"),
        Column("calcul", "Base × prorata × atteinte"),
        Column("montant_centimes", "Montant", "euros"),
        Column("statut", "Statut", "statut"),
        Column("article", "Article"),
    ]
    widgets.table(
        simulation.explained(part, names),
        columns[1:],
        caption=f"Les lignes de l’année {year}. Chaque ligne est arrondie au centime.",
        total={
            "calcul": "Total",
            "montant_centimes": int(part["montant_centimes"].sum()),
            "statut": least_sure(part.loc[part["montant_centimes"].ne(0), "statut"].astype(str)),
        },
        whole=True,
    )
    st.caption("Télécharger les lignes de toutes les années :")
    widgets.downloads(simulation.explained(lines, names), columns, key="lignes", name="droits-lignes")


def assumptions(id_cpts: str) -> None:
    """What the contract file assumes, said before any amount."""
    contract = session.catalogue().contrats.get(id_cpts)
    if contract is None or not contract.hypotheses:
        return
    with st.expander(
        f"{french.count(len(contract.hypotheses), 'hypothèse')} sur ce contrat",
        icon=":material/help:",
        key="hypotheses",
    ):
        st.markdown("\n".join(f"- **{h.champ}** : {h.pourquoi}" for h in contract.hypotheses))


st.title("Simulateur ACI", anchor=False)
widgets.text(
    "Ce que l’accord donne à une CPTS, année par année et jour par jour. Rien n’est enregistré ; "
    "l’adresse de la page garde votre saisie et peut être envoyée."
)
form, results = st.columns([1, 2.6], gap="large")
with form, st.container(key="formulaire"):
    id_cpts, base = simulator_form.starting_point()
    population, signature = simulator_form.general(base)
    st.markdown("##### Missions")
    starts, rates, complete = simulator_form.missions(base)
    options = simulator_form.particular(base)
names = {code: mission.court for code, mission in session.accord().missions.items()}
with results:
    if population is None or signature is None or not complete:
        widgets.stop_with(
            "Complétez la population, la date de signature et les missions : le résultat s’affichera ici."
        )
    fields = Fields(
        id_cpts=id_cpts,
        population=population,
        signature=signature,
        missions=starts,
        taux=rates,
        annees=simulator_form.YEARS,
        **options,
    )
    try:
        result = compute(json.dumps(simulation.situation(fields, montants=base.get("montants"))))
    except SituationError as error:
        for text in error.sentences:
            st.error(text, icon=":material/error:")
        st.stop()
    assumptions(id_cpts)
    headline(result)
    each_year(result)
    warnings_(result)
    each_day(result, names)
    why(result, names)
