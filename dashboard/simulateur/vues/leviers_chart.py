"""What the next steps would earn, and how far chance alone could move the variable part of a year."""

import pandas as pd

from calculators import french
from calculators.aci.et_si.risque import Risque
from calculators.rows import records
from dashboard.charts.reading import EUROS
from dashboard.charts.style import AMBRE, BLEU, GRIS, PIN, Chart, bar, draw, note, scatter
from dashboard.tables import Column

MOST = 12


def draw_gains(table: pd.DataFrame, *, annee: int) -> Chart:
    """Euros gained at each step not reached, the largest first.

    `table`: the levers with their words (dashboard.simulateur.vues.leviers_tables.add_words).
    """
    shown = table.head(MOST)
    height = 60 + 30 * len(shown)
    most = float(shown["gain_centimes"].max()) / 100 if len(shown) else 1.0
    trace = bar(
        orientation="h",
        y=shown["etape_nom"],
        x=shown["gain_centimes"] / 100,
        marker={
            "color": [AMBRE if luck else PIN for luck in shown["au_hasard"]],
            "pattern": {"shape": ["." if luck else "" for luck in shown["au_hasard"]], "fillmode": "overlay"},
        },
        text=[
            f"+{french.euros(m, cents=False)}{s}{' · à portée du hasard' if luck else ''}"
            for m, s, luck in zip(shown["gain_centimes"], shown["marque"], shown["au_hasard"], strict=True)
        ],
        textposition="outside",
        cliponaxis=False,
        customdata=shown["distance_mots"],
        hovertemplate="%{y}<br>%{text}<br>%{customdata}<extra></extra>",
    )
    figure = draw(
        [trace],
        height=height,
        named=False,
        xaxis={
            "ticksuffix": f"{french.INSECABLE}€",
            "tickformat": ",.0f",
            "range": [0, most * 1.32 or 1],
        },
        yaxis={"autorange": "reversed", "showgrid": False},
    )
    return Chart(
        figure=figure,
        sentence=_gains_sentence(table, annee),
        table=table,
        columns=(
            Column("etape_nom", "Objectif"),
            Column("aller", "Aujourd’hui → à atteindre"),
            Column("gain_centimes", "Gain", "euros"),
            Column("statut", "Statut", "statut"),
            Column("distance_mots", "Distance"),
            Column("hasard", "Et le hasard ?"),
            Column("deja", "Déjà atteint"),
        ),
        height=height,
        reading=EUROS,
    )


def _gains_sentence(table: pd.DataFrame, annee: int) -> str:
    if table.empty:
        return f"Tous les objectifs connus de l’année {annee} sont atteints : aucun levier ne reste."
    first = table.iloc[0]
    easy = table[table["personnes"].notna() & table["gain_centimes"].gt(0)]
    text = (
        f"Le levier qui rapporte le plus en année {annee} est « {first['etape_nom']} » : "
        f"+{french.euros(int(first['gain_centimes']))} si l’objectif est atteint."
    )
    if len(easy):
        near = max(records(easy), key=lambda row: row["par_personne_centimes"])
        text += (
            f" Le plus rentable par cas à faire bouger est « {near['etape_nom']} » : {near['distance_mots']}, "
            f"soit {french.euros(int(near['par_personne_centimes']))} par cas."
        )
    return text


def draw_chance(found: Risque) -> Chart:
    """The range of a year's variable part if only chance moved the indicators: 5–95 %, the middle half, the amount."""
    e = {name: getattr(found, name) / 100 for name in ("p5", "p25", "p50", "p75", "p95", "calcule")}
    y = ["part variable"]
    traces = [
        scatter(
            x=[e["p5"], e["p95"]],
            y=y * 2,
            mode="lines",
            line={"color": GRIS, "width": 8},
            name="9 tirages sur 10",
            hoverinfo="skip",
        ),
        scatter(
            x=[e["p25"], e["p75"]],
            y=y * 2,
            mode="lines",
            line={"color": BLEU, "width": 20},
            name="1 tirage sur 2",
            hoverinfo="skip",
        ),
        scatter(
            x=[e["calcule"]],
            y=y,
            mode="markers",
            marker={"symbol": "diamond", "size": 15, "color": AMBRE, "line": {"width": 1.5, "color": "#ffffff"}},
            name="montant calculé",
            text=[french.euros(found.calcule)],
            hovertemplate="montant calculé : %{text}<extra></extra>",
        ),
    ]
    width = max(e["p95"], e["calcule"]) - min(e["p5"], e["calcule"]) or 1.0
    ends = [
        note(x=e[name], y="part variable", yshift=-24, text=french.euros(getattr(found, name), cents=False))
        for name in ("p5", "p95")
    ]
    figure = draw(
        traces,
        height=170,
        xaxis={
            "ticksuffix": f"{french.INSECABLE}€",
            "tickformat": ",.0f",
            "nticks": 6,
            "range": [min(e["p5"], e["calcule"]) - 0.15 * width, max(e["p95"], e["calcule"]) + 0.15 * width],
        },
        yaxis={"showgrid": False, "showticklabels": False, "type": "category"},
        annotations=ends,
    )
    names = {
        "calcule": "Montant calculé : c’est lui qui est dû",
        "p5": "Seuil bas (5 % des tirages sont en dessous)",
        "p25": "Premier quart",
        "p50": "Milieu",
        "p75": "Troisième quart",
        "p95": "Seuil haut (5 % des tirages sont au-dessus)",
    }
    return Chart(
        figure=figure,
        sentence=(
            f"Si seul le hasard faisait bouger les indicateurs, le volet variable de l’année {found.annee} tomberait "
            f"9 fois sur 10 entre {french.euros(found.p5, cents=False)} et {french.euros(found.p95, cents=False)} "
            f"({french.number(found.tirages)} tirages). Le droit calculé reste {french.euros(found.calcule)} : "
            "cette fourchette ne le modifie jamais."
        ),
        table=pd.DataFrame([{"repere": label, "montant": getattr(found, name)} for name, label in names.items()]),
        columns=(Column("repere", "Repère"), Column("montant", "Montant", "euros")),
        height=170,
        reading=EUROS,
    )
