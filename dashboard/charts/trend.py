"""One indicator over time: chosen CPTS as lines, the rest of the group as a band of quantiles."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard import french
from dashboard.charts.deliverable import answers_over_time
from dashboard.charts.scale import scale_of
from dashboard.charts.style import GRIS, LINES, VIOLET, Chart, across, draw, month_axis, note, scatter
from dashboard.tables import Column
from pipelines.catalogue import Indicateur

HEIGHT = 420
EXPORTS = (
    Column("id_cpts", "id_cpts"),
    Column("nom", "nom"),
    Column("mois", "mois", "month"),
    *(Column(key, key) for key in ("valeur", "numerateur", "denominateur", "etat", "demonstration")),
)


def trend(
    series: pd.DataFrame, quantiles: pd.DataFrame, indicateur: Indicateur, *, group: str, target: float | None = None
) -> Chart:
    """Months against values.

    `series`: id_cpts, nom, mois, etat, valeur of the chosen CPTS (up to six). `quantiles`: mois, n, p10 … p90 of the
    group; months with less than half the usual number of CPTS are left out, and said. `target`: the stored value of one
    target, drawn when there is a single CPTS.
    """
    quantiles, thin = usual(quantiles)
    if indicateur.type == "livrable":
        return answers_over_time(series, indicateur)
    scale = scale_of(indicateur)
    traces: list[dict] = []
    if len(quantiles):
        for low, high, name, opacity in (("p10", "p90", "8 CPTS sur 10", 0.13), ("p25", "p75", "une sur deux", 0.22)):
            months = [*quantiles["mois"], *quantiles["mois"][::-1]]
            values = [*quantiles[high], *quantiles[low][::-1]]
            traces.append(
                scatter(
                    x=months,
                    y=np.array(values, dtype="float64") * scale.factor,
                    fill="toself",
                    mode="lines",
                    line={"width": 0},
                    fillcolor=f"rgba(127,141,152,{opacity})",
                    name=f"{name} ({group})",
                    hoverinfo="skip",
                )
            )
        traces.append(
            scatter(
                x=quantiles["mois"],
                y=quantiles["mediane"] * scale.factor,
                mode="lines",
                line={"color": GRIS, "width": 1.8, "dash": "dot"},
                name=f"médiane ({group})",
                text=[scale.write(v) for v in quantiles["mediane"]],
                hovertemplate="médiane : %{text}<extra></extra>",
            )
        )
    months_all = pd.date_range(
        min([*quantiles["mois"], *series["mois"]], default=pd.Timestamp("2024-01-01")),
        max([*quantiles["mois"], *series["mois"]], default=pd.Timestamp("2024-01-01")),
        freq="MS",
    )
    names: list[str] = []
    for (colour, dash, symbol), (_, part) in zip(LINES, series.groupby("id_cpts", sort=False), strict=False):
        line = part[part["etat"].eq("valeur")].set_index("mois")["valeur"].reindex(months_all)
        name = str(part["nom"].iloc[0])
        names.append(name)
        traces.append(
            scatter(
                x=months_all,
                y=line * scale.factor,
                mode="lines+markers",
                line={"color": colour, "dash": dash, "width": 2.4},
                marker={"symbol": symbol, "size": 6, "color": colour},
                connectgaps=False,
                name=name,
                text=[f"{french.month(m)} : {scale.write(v)}" for m, v in line.items()],
                hovertemplate="<b>%{fullData.name}</b><br>%{text}<extra></extra>",
            )
        )
    shapes, notes = [], []
    if target is not None and not pd.isna(target):
        level = target * scale.factor
        shapes.append(across(y=level, color=VIOLET, dash="dash", width=1.6))
        notes.append(
            note(x=1, xref="paper", xanchor="right", y=level, yanchor="bottom", text=f"cible {scale.write(target)}")
        )
    figure = draw(
        traces,
        height=HEIGHT,
        shapes=shapes,
        annotations=notes,
        xaxis={"showgrid": False, **month_axis(list(months_all))},
        yaxis={"ticksuffix": scale.suffix},
    )
    table = series.assign(texte=[scale.write(v) for v in series["valeur"]]) if len(series) else quantiles
    return Chart(
        figure=figure,
        sentence=_sentence(series, quantiles, indicateur, group=group, names=names) + _left_out(thin),
        table=table,
        columns=_columns(series),
        height=HEIGHT,
        exports=EXPORTS if len(series) else None,
    )


def usual(quantiles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The months kept, then those with less than half the usual number of CPTS: the median of `n`, six months around."""
    if quantiles.empty:
        return quantiles, quantiles
    around = quantiles["n"].astype("float64").rolling(13, center=True, min_periods=1).median()
    enough = quantiles["n"] >= around / 2
    return quantiles[enough].reset_index(drop=True), quantiles[~enough]


def _left_out(thin: pd.DataFrame) -> str:
    if thin.empty:
        return ""
    received = french.enumerate_fr(
        [f"{french.month(m)} ({french.number(n)} CPTS)" for m, n in zip(thin["mois"], thin["n"], strict=True)], limit=3
    )
    one = len(thin) == 1
    return (
        f" {french.upper_first(received)} {'n’entre' if one else 'n’entrent'} pas dans la médiane : moins de la moitié "
        "des CPTS habituelles."
    )


def _columns(series: pd.DataFrame) -> Sequence[Column]:
    if not len(series):
        return (
            Column("mois", "Mois", "month"),
            Column("n", "CPTS", "int"),
            *(Column(k, k, "decimal", 4) for k in ("p10", "p25", "mediane", "p75", "p90")),
        )
    return (
        Column("nom", "CPTS"),
        Column("mois", "Mois", "month"),
        Column("texte", "Valeur", "written"),
        Column("numerateur", "Numérateur", "int"),
        Column("denominateur", "Dénominateur", "int"),
        Column("etat", "État"),
    )


def _sentence(
    series: pd.DataFrame, quantiles: pd.DataFrame, indicateur: Indicateur, *, group: str, names: Sequence[str]
) -> str:
    scale = scale_of(indicateur)
    text = ""
    if len(quantiles) > 1:
        first, last = quantiles.iloc[0], quantiles.iloc[-1]
        text = (
            f"La médiane ({group}) passe de {scale.write(first['mediane'])} en {french.month(first['mois'])} à "
            f"{scale.write(last['mediane'])} en {french.month(last['mois'])}."
        )
    for name in names[:3]:
        part = series[series["nom"].eq(name) & series["etat"].eq("valeur")]
        if len(part) > 1:
            first, last = part.iloc[0], part.iloc[-1]
            text += (
                f" {name} : {scale.write(first['valeur'])} en {french.month(first['mois'])}, {scale.write(last['valeur'])} "
                f"en {french.month(last['mois'])} ({scale.gap(last['valeur'] - first['valeur'])})."
            )
    return text.strip() or "Aucune valeur reçue sur la période."
