"""Why this amount: one line in sentences, the payments that pay it, and the way back to the file line it rests on."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from calculators import french
from calculators.aci import Resultat
from calculators.aci.accord.statut import least_sure
from calculators.aci.et_si.pourquoi import why_line, why_payment
from calculators.rows import records
from dashboard.asking import session
from dashboard.charts import money
from dashboard.simulateur.saisie.observe import Observe
from dashboard.simulateur.vues.observations_tables import COLUMNS, walk_back
from dashboard.simulateur.vues.releve_tables import between, explained
from dashboard.tables import Column, badge
from dashboard.ui import pickers, widgets


def show(result: Resultat, names: Mapping[str, str], seen: Observe | None) -> None:
    """The whole view. `seen`: what the rates were read from, None when they were typed or assumed."""
    lines = result.lignes
    present = sorted(n for n in lines["annee_contrat"].unique())
    year = pickers.choose_segment(
        "Année de contrat",
        {str(n): f"Année {n}" if n else "Avant le contrat" for n in present},
        key="annee",
        default=str(min(2, max(present))),
    )
    part = lines[lines["annee_contrat"].eq(int(year))]
    title = f"l’année {year}" if year != "0" else "la période d’avant le contrat"
    labels = dict(zip(map(_code, records(part)), _labels(part, names), strict=True))
    chosen = pickers.choose(
        "Ligne à expliquer", labels, key="ligne", default="acces.fixe" if "acces.fixe" in labels else None
    )
    rank = list(labels).index(chosen)
    line = part.iloc[rank]
    explain_line(line, result, title=labels[chosen])
    if seen is not None and line["volet"] == "variable":
        show_way_back(line, seen, simulated=int(year))
    _show_lines(part, rank, lines, names, title=title, demo=seen is not None and seen.demonstration)


def _show_lines(
    part: pd.DataFrame, rank: int, lines: pd.DataFrame, names: Mapping[str, str], *, title: str, demo: bool
) -> None:
    """Every line of the year, `part`, the one explained (at `rank`) in colour; those of all years, `lines`, to download."""
    st.subheader(f"Toutes les lignes de {title}", anchor=False)
    widgets.sentence(money.cascade(part, missions=names, title=title).sentence, demo=demo)
    columns = [
        Column("annee_contrat", "Année de contrat", "int"),
        Column("poste", "Poste"),
        Column("calcul", "Base × prorata × atteinte"),
        Column("montant_centimes", "Montant", "euros"),
        Column("statut", "Statut", "statut"),
        Column("article", "Article"),
    ]
    shown = explained(part, names)
    widgets.table(
        shown.assign(classe=["choisi" if place == rank else "" for place in range(len(shown))]),
        columns[1:],
        caption=f"Les lignes de {title}, celle qui est expliquée en couleur. Chaque ligne est arrondie au centime.",
        total={
            "calcul": "Total",
            "montant_centimes": int(part["montant_centimes"].sum()),
            "statut": least_sure(part.loc[part["montant_centimes"].ne(0), "statut"].astype(str)),
        },
        row_class="classe",
        whole=True,
    )
    st.caption("Télécharger les lignes de toutes les années :")
    widgets.downloads(
        explained(lines, names),
        columns,
        key="lignes",
        name=f"{'demonstration-' if demo else ''}droits-lignes",
    )


def _code(line: Mapping[str, Any]) -> str:
    parts = (line["mission"], line["volet"], line["objectif"] or ("" if line["cas"] == "" else line["cas"]))
    return ".".join(str(part) for part in parts if part)


def _labels(part: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    shown = explained(part, names)
    own = part["objectif"].astype(str)
    return [
        f"{poste}{f', {objectif}' if objectif else ''} : {french.euros(amount)}"
        for poste, objectif, amount in zip(shown["poste"], own, shown["montant_centimes"], strict=True)
    ]


def explain_line(line: pd.Series, result: Resultat, *, title: str) -> None:
    """The sentences of one line, then each of its payments."""
    st.subheader(title, anchor=False)
    accord = session.accord()
    items = "".join(f"<li>{escape(french.typography(text))}</li>" for text in why_line(line, accord))
    st.html(f"<div>{badge(str(line['statut']))}</div><ol class='pourquoi'>{items}</ol>")
    say_bounds_of(line, result)
    paid = result.versements[result.versements["ligne"].eq(int(str(line.name)))]
    if paid.empty:
        widgets.sentence("Cette ligne ne donne aucun versement : son montant est nul.")
        return
    frame = pd.DataFrame(
        {
            "date": paid["date"],
            "montant_centimes": paid["montant_centimes"],
            "statut": paid["statut"].astype(str),
            "pourquoi": [french.typography(why_payment(row, line, accord)) for _, row in paid.iterrows()],
        }
    )
    widgets.table(
        frame,
        [
            Column("date", "Jour", "day"),
            Column("montant_centimes", "Montant", "euros"),
            Column("statut", "Statut", "statut"),
            Column("pourquoi", "Pourquoi ce versement"),
        ],
        caption="Les versements de cette ligne : leur somme est la ligne.",
        total={"montant_centimes": int(paid["montant_centimes"].sum()), "pourquoi": "Total : la ligne"}
        if len(paid) > 1
        else None,
        whole=True,
    )


def say_bounds_of(line: pd.Series, result: Resultat) -> None:
    """Between which amounts the mission's variable part lies when something is not sure, and why."""
    of_year = result.bornes[result.bornes["annee_contrat"].eq(line["annee_contrat"])]
    mine = of_year[of_year["mission"].astype(str).eq(str(line["mission"]))]
    if line["volet"] != "variable" or mine.empty:
        return
    span = between(int(mine["bas_centimes"].iloc[0]), int(mine["haut_centimes"].iloc[0]))
    if not span:
        return
    notes = result.avertissements
    named = session.accord().missions[str(line["mission"])].court
    where = f"année {line['annee_contrat']}, mission « {named} »"
    told = [
        text
        for text in notes.loc[notes["code"].isin(("observation", "projection")), "message"].astype(str)
        if where in text
    ]
    text = told[0] if told else f"L’atteinte n’est pas encore observée : la part variable de la mission est {span}."
    widgets.sentence(french.typography(text), attention=True)


def show_way_back(line: pd.Series, seen: Observe, *, simulated: int) -> None:
    """From the attainment of one mission back to observations, deposits and file lines."""
    mission = str(line["mission"])
    rates, _ = seen.extended(simulated)
    year = seen.repeated(simulated).get(simulated, {}).get(mission, simulated)
    part = seen.detail[seen.detail["mission"].eq(mission) & seen.detail["annee_contrat"].eq(year)]
    if part.empty or mission not in rates.get(simulated, {}):
        widgets.sentence("Aucune observation n’a de cible pour cette mission : son atteinte n’est pas encore observée.")
        return
    st.subheader("D’où vient l’atteinte", anchor=False)
    rate = rates[simulated][mission]
    text = (
        f"L’atteinte de {french.percent(rate, 2)} est la moyenne de "
        f"{french.count(len(part), 'indicateur')} : la part du chemin parcourue de la référence à la cible."
    )
    if year != simulated:
        text += f" L’année {simulated} n’est pas encore observée : les taux de l’année {year} sont répétés."
    widgets.sentence(text, demo=bool(part["demonstration"].any()))
    widgets.table(
        walk_back(part),
        COLUMNS,
        caption="La ligne est celle du fichier reçu, telle qu’Excel la numérote.",
        whole=True,
    )
