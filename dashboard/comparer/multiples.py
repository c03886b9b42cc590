"""Small multiples: one CPTS a frame, the same scales for all, the reference and what chance allows behind each line."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from calculators import french
from calculators.rows import rows as records
from dashboard.charts.looks import reading, signed, since
from dashboard.charts.raw import raw
from dashboard.charts.style import AMBRE, BRIQUE, GRID, GRIS, HOLLOW, PIN, Chart, draw, note, scatter
from dashboard.charts.unjudged import nobody
from dashboard.tables import Column
from pipelines.comparaison.jugees import Jugees

COLUMNS_ACROSS = 4
#: CPTS on one page.
PER_PAGE = 12
ROW = 168
#: Room on both sides of a frame: the mark of the last month stands whole in it, and can be clicked.
EDGE = timedelta(days=20)
#: Room between frames, as a share of the figure; above each, its name.
GAP = 0.022


def in_order(done: Jugees, chosen: Sequence[str]) -> pd.DataFrame:
    """The CPTS with at least one value: the chosen ones, then the farthest from the reference; by name without direction."""
    some = ~np.isnan(done.panel.valeur).all(axis=1)
    rows = done.cpts[some]
    first = {one: place for place, one in enumerate(chosen)}
    directed = done.panel.mesure.indicateur.sens != "neutre"
    key = -rows["z"].abs() if directed else pd.Series(0.0, index=rows.index)
    rows = rows.assign(_premier=rows["id_cpts"].map(first).fillna(len(first)), _ordre=key)
    return rows.sort_values(["_premier", "_ordre", "nom"], na_position="last").drop(columns=["_premier", "_ordre"])


def multiples(done: Jugees, rows: pd.DataFrame, *, reference: str) -> Chart:
    """A frame per row of `rows` (rows of `done.cpts`, their index kept), twelve at most."""
    panel, scale = done.panel, done.panel.mesure.scale
    lines = -(-max(len(rows), 1) // COLUMNS_ACROSS)
    height = 50 + ROW * lines
    top = 30 / height
    tall = (1 - top) / lines
    months = list(panel.mois)
    values = panel.valeur[rows.index.to_numpy()] * scale.factor
    refs = done.references * scale.factor
    known = np.concatenate([values.ravel(), refs])
    known = known[~np.isnan(known)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    pad = (high - low) * 0.08 or 1.0
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    notes = []
    ticks = [m for m in months if m.month == 1] or months[:1]
    for place, at in enumerate(int(n) for n in rows.index.to_numpy()):
        row = rows.iloc[place]
        column, line = place % COLUMNS_ACROSS, place // COLUMNS_ACROSS
        suffix = "" if place == 0 else str(place + 1)
        left = column / COLUMNS_ACROSS
        bottom = 1 - top - (line + 1) * tall
        right, up = left + 1 / COLUMNS_ACROSS - GAP, bottom + tall - 46 / height
        axes[f"xaxis{suffix}"] = _axis(domain=[left, right], anchor=f"y{suffix}") | {
            "type": "date",
            "range": [(months[0] - EDGE).isoformat(), (months[-1] + EDGE).isoformat()],
            "tickmode": "array",
            "tickvals": [m.isoformat() for m in ticks],
            "ticktext": [str(m.year) for m in ticks],
            "showgrid": False,
        }
        axes[f"yaxis{suffix}"] = _axis(domain=[bottom + 22 / height, up], anchor=f"x{suffix}") | {
            "range": [low - pad, high + pad],
            "nticks": 4,
            "ticksuffix": panel.mesure.tick,
            **(
                {"title": {"text": scale.unit, "standoff": 4, "font": {"size": 11}}}
                if column == 0 and not panel.mesure.tick
                else {}
            ),
            "showticklabels": column == 0,
            "automargin": column == 0,
        }
        traces += _frame(done, at, row, values[place], refs, suffix=suffix, legend=place == 0)
        notes.append(
            note(
                x=left,
                y=up,
                xref="paper",
                yref="paper",
                xanchor="left",
                yanchor="bottom",
                align="left",
                text=f"<b>{_cut(str(row['nom']))}</b><br>{signed(str(row['jugement']))}{'' if row['dans_groupe'] else ' (hors groupe)'}",
            )
        )
    if panel.provisoire[rows.index.to_numpy()].any():
        traces.append(HOLLOW)
    return Chart(
        figure=draw(
            traces,
            height=height,
            annotations=notes,
            margin={"t": 34, "r": 4},
            legend={"y": 1.0, "yref": "container", "yanchor": "top"},
            **axes,
        ),
        sentence=_sentence(done, rows, reference=reference),
        table=_table(done, rows),
        columns=(
            Column("nom", "CPTS", "cpts"),
            Column("mois", "Mois", "month"),
            Column("texte", "Valeur", "written"),
            Column("reference_texte", "Référence du mois", "written"),
            Column("hors_mot", "Limites à 95 %"),
        ),
        height=height,
        exports=(
            *raw("id_cpts", "nom"),
            *raw("mois", kind="month"),
            *raw("valeur", "numerateur", "denominateur", "reference", "cote", "provisoire"),
        ),
        reading=reading(done, over_time=True),
    )


def _axis(**properties: Any) -> dict[str, Any]:
    return {"gridcolor": GRID, "zeroline": False, "fixedrange": True, "tickfont": {"size": 11}, **properties}


def _cut(name: str) -> str:
    name = name.removeprefix("CPTS démo – ")
    return name if len(name) <= 34 else name[:33].rstrip() + "…"


def _frame(
    done: Jugees, at: int, row: pd.Series, line: np.ndarray, refs: np.ndarray, *, suffix: str, legend: bool
) -> list[dict[str, Any]]:
    """The traces of one CPTS: the reference, its line, its months outside the 95 % limits."""
    panel, scale = done.panel, done.panel.mesure.scale
    months = list(panel.mois)
    common = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "x": months}
    side, waiting = done.cote[at], panel.provisoire[at]
    better = {"hausse": 1, "baisse": -1, "neutre": 0}[panel.mesure.indicateur.sens]
    colours = [GRIS if not s * better else PIN if s * better > 0 else AMBRE for s in side]
    said = [
        f"{french.month(m)} : {scale.write(v / scale.factor)}"
        + (f"<br>référence {scale.write(r / scale.factor)}" if not np.isnan(r) else "")
        + ("<br>hors des limites à 95 %" if s else "")
        + ("<br>provisoire" if p else "")
        for m, v, r, s, p in zip(months, line, refs, side, waiting, strict=True)
    ]
    return [
        scatter(
            **common,
            y=refs,
            mode="lines",
            line={"color": BRIQUE, "width": 1.2, "dash": "dot"},
            name="référence",
            showlegend=legend,
            hoverinfo="skip",
        ),
        scatter(
            **common,
            y=line,
            mode="lines+markers",
            line={"color": GRIS, "width": 1.6},
            marker={
                "size": [6.5 if s or p else 3 for s, p in zip(side, waiting, strict=True)],
                "color": colours,
                "symbol": [
                    ("diamond" if s * (better or 1) < 0 else "circle") + ("-open" if p else "")
                    for s, p in zip(side, waiting, strict=True)
                ],
            },
            connectgaps=False,
            name="valeur, en gros hors des limites à 95 %",
            showlegend=legend,
            text=said,
            customdata=[row["id_cpts"]] * len(months),
            hovertemplate=f"<b>{_cut(str(row['nom']))}</b><br>%{{text}}<extra></extra>",
        ),
    ]


def _sentence(done: Jugees, rows: pd.DataFrame, *, reference: str) -> str:
    if rows.empty:
        return "Aucune CPTS du groupe n’a envoyé de valeur sur la période."
    first, last = done.panel.mois[0], done.panel.mois[-1]
    text = f"De {french.month(first)} à {french.month(last)}, {french.number(len(rows))} CPTS à la même échelle" + (
        f", devant {reference}" if not np.isnan(done.references).all() else ""
    )
    if rows["niveau"].isna().all():
        return f"{text}. {nobody(done) or f'Aucune n’est jugée en {french.month(last)}.'}"
    running = rows[rows["depuis"].notna()]
    outside = (
        f"{french.number(len(running))} {french.plural(len(running), 'est', 'sont')}"
        if len(running)
        else "Aucune n’est"
    )
    text += f". {outside} hors des limites à 95 % en {french.month(last)}"
    said = [f"{_cut(r.nom)} depuis {since(r)}" for r in records(running.head(3))]
    return text + (f", dont {french.enumerate_fr(said)}." if said else ".")


def _table(done: Jugees, rows: pd.DataFrame) -> pd.DataFrame:
    """One row per CPTS and month, newest first."""
    panel, at = done.panel, rows.index.to_numpy()
    count, width = len(at), len(panel.mois)
    frame = pd.DataFrame(
        {
            "id_cpts": np.repeat(rows["id_cpts"].to_numpy(dtype=object), width),
            "nom": np.repeat(rows["nom"].to_numpy(dtype=object), width),
            "mois": np.tile(pd.to_datetime(pd.Series(panel.mois)).to_numpy(), count),
            "valeur": panel.valeur[at].ravel(),
            "numerateur": panel.numerateur[at].ravel(),
            "denominateur": panel.denominateur[at].ravel(),
            "reference": np.tile(done.references, count),
            "cote": done.cote[at].ravel(),
            "provisoire": panel.provisoire[at].ravel(),
        }
    )
    scale = panel.mesure.scale
    frame = frame.assign(
        texte=[scale.write(v) for v in frame["valeur"]],
        reference_texte=[scale.write(v) for v in frame["reference"]],
        hors_mot=frame["cote"].map({0: "", 1: "au-dessus", -1: "au-dessous"}),
    )
    return frame.iloc[::-1].sort_values("nom", kind="stable").reset_index(drop=True)
