"""One indicator over the whole group: every CPTS in order with its interval, the quarters, the reference."""

import numpy as np
import pandas as pd

from calculators import french
from calculators.comparison.quantiles import MINIMUM, quantiles
from calculators.rows import rows as records
from dashboard.charts.findings import missing, spread
from dashboard.charts.looks import COLUMNS, EXPORTS, points, written
from dashboard.charts.reading import reading_of
from dashboard.charts.style import BRIQUE, GRIS, Chart, across, draw, note, scatter
from dashboard.charts.unjudged import nobody
from pipelines.comparaison.jugees import Jugees
from pipelines.comparaison.mesure import HABITANTS

HEIGHT = 400
_QUARTERS = (0.25, 0.75)


def distribution(done: Jugees, *, reference: str, group: str, chosen: tuple[str, ...] = ()) -> Chart:
    """From the lowest to the highest; `chosen` are named. `reference`, `group`: in words."""
    mesure = done.panel.mesure
    scale = mesure.scale
    rows = done.cpts[done.cpts["comparee"].notna()].sort_values(["comparee", "nom"]).reset_index(drop=True)
    at = pd.Series(np.arange(1, len(rows) + 1), index=rows.index, dtype="float64")
    value = rows["comparee"].astype("float64") * scale.factor
    limited = rows["bas"].notna()
    gap = np.full(int(limited.sum()), np.nan)
    low, high = (rows.loc[limited, name].astype("float64") * scale.factor for name in ("bas", "haut"))
    traces = [
        scatter(
            x=np.column_stack([at[limited], at[limited], gap]).ravel(),
            y=np.column_stack([low, high, gap]).ravel(),
            mode="lines",
            line={"color": GRIS, "width": 1},
            opacity=0.6,
            name="intervalle à 95 %",
            hoverinfo="skip",
        ),
        *points(rows, done, x=at, y=value, size=6),
    ]
    inside = rows.loc[rows["dans_groupe"], "comparee"].to_numpy(dtype=np.float64)
    shapes, notes = [], []
    for rank, level in zip(_QUARTERS, quantiles(inside, _QUARTERS, minimum=MINIMUM), strict=True):
        if not np.isnan(level):
            shapes.append(across(y=level * scale.factor, color=GRIS, dash="dot", width=1.2))
            text = f"{'un quart' if rank < 0.5 else 'trois quarts'}{_of_shown(done)} sous {scale.write(level)}"
            notes.append(
                note(x=0.01, xref="paper", xanchor="left", y=level * scale.factor, yanchor="bottom", text=text)
            )
    if not pd.isna(done.reference):
        level = done.reference * scale.factor
        shapes.append(across(y=level, color=BRIQUE, dash="dash", width=1.6))
        text = f"référence {scale.write(done.reference)}"
        notes.append(note(x=0.99, xref="paper", xanchor="right", y=level, yanchor="bottom", text=text))
    for row, place, height in zip(records(rows), at, value, strict=True):
        if row.id_cpts in chosen:
            notes.append(
                note(x=place, y=height, text=f"<b>{row.nom}</b>", showarrow=True, ax=0, ay=-46, arrowcolor=GRIS)
            )
    if rows.empty:
        notes.append(note(x=0.5, xref="paper", y=0.5, yref="paper", text="aucune valeur à montrer"))
    unranked = " : rangées par valeur, sans que plus haut soit mieux" if mesure.indicateur.sens == "neutre" else ""
    waiting = done.panel.mois[-1:] if bool(rows["provisoire"].any()) else ()
    table = written(done, chosen=chosen).sort_values(["comparee", "nom"], na_position="last", ignore_index=True)
    return Chart(
        figure=draw(
            [trace for trace in traces if len(trace["x"])],
            height=HEIGHT,
            shapes=shapes,
            annotations=notes,
            margin={"t": 54},
            xaxis={
                "title": {"text": f"CPTS, de la plus basse à la plus haute ({group}){unranked}"},
                "range": [0, len(rows) + 1],
                "showgrid": False,
                "showticklabels": False,
            },
            yaxis={
                "title": {"text": scale.axis, "standoff": 11},
                "ticksuffix": mesure.tick,
                # Without any value, an axis of Plotly's own numbers would say something.
                **({"showticklabels": False, "showgrid": False} if rows.empty else {}),
            },
        ),
        sentence=_sentence(done, inside, reference=reference, group=group),
        table=table,
        columns=COLUMNS,
        height=HEIGHT,
        exports=EXPORTS,
        reading=reading_of(
            mesure.indicateur,
            provisional=waiting,
            **(
                {"unit": f"pour {french.number(HABITANTS)} habitants", "denominator": "la population du territoire"}
                if mesure.rapporte
                else {}
            ),
        ),
    )


def _of_shown(done: Jugees) -> str:
    """The quarters are of what is shown: said when something is hidden."""
    return " des valeurs montrées" if done.panel.masquees[done.panel.groupe, -1].any() else ""


def _sentence(done: Jugees, inside: np.ndarray, *, reference: str, group: str) -> str:
    scale = done.panel.mesure.scale
    text = spread(done, reference=reference, group=group)
    if len(inside) and pd.isna(done.reference):
        text += f" {nobody(done)}"
    low, high = quantiles(inside, _QUARTERS, minimum=MINIMUM)
    if not np.isnan(low):
        text += f" La moitié du milieu{_of_shown(done)} va de {scale.write(low)} à {scale.write(high)}."
    if done.panel.mesure.indicateur.sens == "neutre":
        text += " Rangées par valeur, sans que plus haut soit mieux."
    return french.typography(" ".join(part for part in (text, missing(done)) if part))
