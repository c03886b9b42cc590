"""The variable part of each mission: what is sure once the year is closed, what is counted, possible, lost as things stand."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from calculators import french
from calculators.aci.accord.statut import SYMBOLES
from calculators.rows import rows
from dashboard.charts.reading import ACI, Reading
from dashboard.charts.style import AMBRE, BLEU, GRIS, PIN, Chart, bar, draw, scatter
from dashboard.fiche.attainment_words import UNSEEN, say_attainment, say_rate
from dashboard.tables import Column

_UNSURE = ("reconstitué", "proposé")
#: From the surest to what is missed: colour, hatching and word change together.
_PARTS = (
    ("acquis", "gagné, sûr", PIN, ""),
    ("en_cours", "compté à ce jour, l’année n’est pas close", PIN, "/"),
    ("incertain", "compté, pas encore sûr", BLEU, "/"),
    ("espere", "possible si l’inconnu est bon", AMBRE, "."),
    ("reste", "à gagner encore", "rgba(134,147,160,0.35)", ""),
)


def attainment(by_mission: pd.DataFrame, *, names: Mapping[str, str], title: str) -> Chart:
    """One bar per mission. `by_mission`: rows of fiche_attainment.missions; `names`: of the missions, by code."""
    # Nothing is sure of a year that is not observed yet, however its range.
    sure = by_mission["sur_centimes"].where(by_mission["modele"].eq(0), 0)
    frame = by_mission.assign(
        nom=[names.get(m, m) for m in by_mission["mission"]],
        acquis=sure.where(by_mission["close"], 0),
        en_cours=sure.where(~by_mission["close"], 0),
        incertain=by_mission["compte_centimes"] - sure,
        espere=by_mission["possible_centimes"] - by_mission["compte_centimes"],
        reste=by_mission["enveloppe_centimes"] - by_mission["possible_centimes"],
        annee_close=["close" if done else "en cours" for done in by_mission["close"]],
        atteinte=[_say_rate(r) for r in rows(by_mission)],
    )
    labels = [
        f"{r.atteinte} · {f'{french.euros(r.compte_centimes, cents=False)} sur ' if r.connue else ''}"
        f"{french.euros(r.enveloppe_centimes, cents=False)}" + (f" {SYMBOLES[r.statut]}" if r.statut in _UNSURE else "")
        for r in rows(frame)
    ]
    traces = [
        bar(
            orientation="h",
            y=frame["nom"],
            x=frame[key] / 100,
            name=word,
            marker={
                "color": colour,
                "pattern": {"shape": shape, "fillmode": "overlay", "fgcolor": "#ffffff", "fgopacity": 0.6, "size": 7},
            },
            text=[french.euros(c) for c in frame[key]],
            textposition="none",
            hovertemplate="%{y}<br>%{fullData.name} : %{text}<extra></extra>",
        )
        for key, word, colour, shape in _PARTS
        if frame[key].any()
    ]
    most = float(frame["enveloppe_centimes"].max() or 1) / 100 if len(frame) else 1.0
    traces.append(
        scatter(
            y=frame["nom"],
            x=frame["enveloppe_centimes"] / 100,
            mode="text",
            text=[f"  {label}" for label in labels],
            textposition="middle right",
            cliponaxis=False,
            showlegend=False,
            hoverinfo="skip",
        )
    )
    height = 96 + 42 * max(len(frame), 1)
    return Chart(
        figure=draw(
            traces,
            height=height,
            barmode="stack",
            legend={"traceorder": "normal"},
            xaxis={"ticksuffix": f"{french.INSECABLE}€", "tickformat": ",.0f", "range": [0, most * 1.75]},
            yaxis={"autorange": "reversed", "showgrid": False, "linecolor": GRIS},
        ),
        sentence=say_attainment(by_mission, title=title, names=names),
        table=frame.assign(
            sur_centimes=frame["sur_centimes"].astype("Int64").where(frame["connue"] & frame["modele"].eq(0)),
            compte_centimes=frame["compte_centimes"].astype("Int64").where(frame["connue"]),
            **{name: frame[name].where(frame["connue"]) for name in ("taux", "taux_bas", "taux_haut")},
        ),
        columns=(
            Column("nom", "Mission"),
            Column("atteinte", "Atteinte", "written"),
            Column("enveloppe_centimes", "Enveloppe", "euros"),
            Column("sur_centimes", "Si l’inconnu est mauvais", "euros"),
            Column("compte_centimes", "Compté à ce jour", "euros"),
            Column("possible_centimes", "Si l’inconnu est bon", "euros"),
            Column("enjeu_centimes", "En jeu", "euros"),
            Column("annee_close", "L’année"),
            Column("statut", "Statut", "statut"),
        ),
        height=height,
        exports=(
            Column("mission", "Code mission"),
            Column("nom", "Mission"),
            Column("taux", "Atteinte"),
            Column("taux_bas", "Atteinte au moins"),
            Column("taux_haut", "Atteinte au plus"),
            Column("enveloppe_centimes", "Enveloppe (€)", "euros"),
            Column("sur_centimes", "Si l’inconnu est mauvais (€)", "euros"),
            Column("compte_centimes", "Compté à ce jour (€)", "euros"),
            Column("possible_centimes", "Si l’inconnu est bon (€)", "euros"),
            Column("close", "Année close, lue jusqu’à son dernier mois"),
            Column("enjeu_centimes", "En jeu (€)", "euros"),
            Column("statut", "Statut"),
        ),
        reading=Reading(
            unit="€",
            direction="→ plus de compté est mieux",
            denominator="l’enveloppe variable de chaque mission, au prorata de l’année",
            source=ACI,
            not_provisional="rien n’est sûr avant la fin de l’année de contrat ; une part lue dans une valeur provisoire ne l’est pas non plus",
        ),
    )


def _say_rate(row: Any) -> str:
    """The attainment of a mission in words: observed, projected, or not observed yet."""
    if not row.connue:
        return UNSEEN
    said = say_rate(row.taux_bas, row.taux, row.taux_haut)
    return f"{said}, projetée" if row.modele else said
