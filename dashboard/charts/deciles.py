"""Deciles over time, as OpenPrescribing draws them: where the group stands month after month, and one's own line."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from calculators import french
from calculators.comparison.quantiles import DECILES, MINIMUM, deciles, mediane
from dashboard.charts.looks import reading, short
from dashboard.charts.raw import raw
from dashboard.charts.style import BRIQUE, GRIS, HOLLOW, LINES, Chart, draw, month_axis, scatter
from dashboard.tables import Column
from pipelines.comparaison.jugees import Jugees
from pipelines.comparaison.reference import find_thin_months

HEIGHT = 440
_NAMES = [f"d{round(rank * 10)}" for rank in DECILES]


def deciles_chart(done: Jugees, *, group: str, chosen: Sequence[str]) -> Chart:
    """The nine deciles of the group, and the chosen CPTS (six at most) as lines with a gap where nothing came.

    Months with less than half the usual number of values are left out, as are those with fewer than ten.
    """
    panel = done.panel
    scale = panel.mesure.scale
    inside = panel.valeur[panel.groupe]
    count = np.sum(~np.isnan(inside), axis=0)
    few = find_thin_months(panel)
    thin = few | (count < MINIMUM)
    spread = np.where(thin, np.nan, deciles(inside)) * scale.factor
    middle = np.where(few, np.nan, mediane(inside)) * scale.factor
    months = pd.to_datetime(pd.Series(panel.mois))
    gapped = [*panel.mois, None]
    outer = [rank for rank in range(len(DECILES)) if rank != 4]
    traces = [
        scatter(
            # Eight deciles in one trace, with gaps between them.
            x=[m for _ in outer for m in gapped],
            y=np.concatenate([np.append(spread[rank], np.nan) for rank in outer]),
            mode="lines",
            line={"color": GRIS, "width": 1, "dash": "dot"},
            connectgaps=False,
            name="déciles (1er, 2e, 3e, 4e, 6e, 7e, 8e, 9e)",
            hoverinfo="skip",
        ),
        scatter(
            x=list(panel.mois),
            y=middle,
            mode="lines",
            line={"color": BRIQUE, "width": 1.8, "dash": "dash"},
            name="médiane des pairs",
            text=[f"{french.month(m)} : {scale.write(v / scale.factor)}" for m, v in zip(months, middle, strict=True)],
            hovertemplate="médiane des pairs<br>%{text}<extra></extra>",
        ),
    ]
    ids = panel.cpts["id_cpts"].tolist()
    shown = [i for i in chosen if i in ids]
    for (colour, dash, symbol), one in zip(LINES, shown, strict=False):
        row = ids.index(one)
        line = panel.valeur[row]
        name = str(panel.cpts["nom"].iloc[row])
        said = [
            f"{french.month(m)} : {scale.write(v)}{_place(inside[:, at], v, member=bool(panel.groupe[row]))}{', provisoire' if p else ''}"
            for at, (m, v, p) in enumerate(zip(months, line, panel.provisoire[row], strict=True))
        ]
        traces.append(
            scatter(
                x=list(panel.mois),
                y=line * scale.factor,
                mode="lines+markers",
                line={"color": colour, "dash": dash, "width": 2.6},
                marker={
                    "color": colour,
                    "size": 6,
                    "symbol": [f"{symbol}-open" if p and symbol != "x" else symbol for p in panel.provisoire[row]],
                },
                connectgaps=False,
                name=short(name, 45),
                text=said,
                customdata=[one] * len(panel.mois),
                hovertemplate=f"<b>{short(name, 60)}</b><br>%{{text}}<extra></extra>",
            )
        )
    if any(panel.provisoire[ids.index(one)].any() for one in shown):
        traces.append(HOLLOW)
    table = pd.DataFrame({"mois": months, "n": count, **dict(zip(_NAMES, spread / scale.factor, strict=True))})
    for one in shown:
        table[one] = panel.valeur[ids.index(one)]
    words = [*_NAMES, *shown]
    columns = (
        Column("mois", "Mois", "month"),
        Column("n", "CPTS", "int"),
        *(Column(f"{key}_mot", label, "written") for key, label in zip(words, _labels(panel.cpts, shown), strict=True)),
    )
    for key in words:
        table[f"{key}_mot"] = [scale.write(v) for v in table[key]]
    return Chart(
        figure=draw(
            traces,
            height=HEIGHT,
            margin={"t": 54},
            xaxis={"showgrid": False, **month_axis(list(panel.mois))},
            yaxis={"title": {"text": scale.axis, "standoff": 11}, "ticksuffix": panel.mesure.tick},
        ),
        sentence=_sentence(done, middle / scale.factor, group=group, shown=shown, thin=int(thin.sum())),
        table=table.iloc[::-1].reset_index(drop=True),
        columns=columns,
        height=HEIGHT,
        exports=(
            *raw("mois", kind="month"),
            *raw("n"),
            *(Column(key, label) for key, label in zip(words, _labels(panel.cpts, shown), strict=True)),
        ),
        reading=reading(done, over_time=True),
    )


def _labels(cpts: pd.DataFrame, shown: Sequence[str]) -> list[str]:
    names = dict(zip(cpts["id_cpts"], cpts["nom"], strict=True))
    ranks = [f"{_rank(r)} décile" if r != 5 else "Médiane" for r in range(1, 10)]
    return ranks + [str(names[one]) for one in shown]


def _place(values: np.ndarray, own: float, *, member: bool) -> str:
    """Where a value stands among the deciles of its month, ties said; nothing when there are too few values.

    `member`: whether the value is one of `values`.
    """
    known = values[~np.isnan(values)]
    if np.isnan(own) or len(known) < MINIMUM:
        return ""
    levels = deciles(known[:, None])[:, 0]
    below, reached = int(np.sum(levels < own)), int(np.sum(levels <= own))
    ties = int(np.sum(known == own)) - member
    tied = f", à égalité avec {french.count(ties, 'autre')}" if ties > 0 else ""
    if below < reached:
        return f", {_level(below + 1, reached)}{tied}"
    if below == 0:
        return f", sous le 1er décile{tied}"
    if below == len(DECILES):
        return f", au-dessus du 9e décile{tied}"
    return f", entre les {_rank(below)} et {_rank(below + 1)} déciles{tied}"


def _level(first: int, last: int) -> str:
    """« au même niveau que la médiane », « au même niveau que les 1er à 3e déciles »: the deciles a value equals."""
    if first <= 5 <= last:
        return "au même niveau que la médiane"
    if first == last:
        return f"au même niveau que le {_rank(first)} décile"
    return f"au même niveau que les {_rank(first)} à {_rank(last)} déciles"


def _rank(decile: int) -> str:
    return "1er" if decile == 1 else f"{decile}e"


def _sentence(done: Jugees, middle: np.ndarray, *, group: str, shown: Sequence[str], thin: int) -> str:
    panel, scale = done.panel, done.panel.mesure.scale
    known = np.flatnonzero(~np.isnan(middle))
    text = f"Trop peu de valeurs pour une médiane ({group})."
    if len(known):
        first, last = known[0], known[-1]
        text = (
            f"La médiane ({group}) passe de {scale.write(middle[first])} en {french.month(panel.mois[first])} à "
            f"{scale.write(middle[last])} en {french.month(panel.mois[last])}."
        )
    kept = int(panel.masquees[panel.groupe, -1].sum())
    if kept:
        text += (
            f" Déciles et médiane sont ceux des valeurs montrées : {french.count(kept, 'valeur masquée', 'valeurs masquées')} "
            f"en {french.month(panel.mois[-1])}."
        )
    if thin:
        text += (
            f" {french.count(thin, 'mois', 'mois')} sans déciles : moins de {MINIMUM} valeurs, ou moins de la moitié des "
            "CPTS habituelles."
        )
    ids = panel.cpts["id_cpts"].tolist()
    inside = panel.valeur[panel.groupe]
    for one in shown[:3]:
        row = ids.index(one)
        months = np.flatnonzero(~np.isnan(panel.valeur[row]))
        if len(months):
            at = months[-1]
            value = panel.valeur[row, at]
            text += (
                f" {panel.cpts['nom'].iloc[row]} : {scale.write(value)} en {french.month(panel.mois[at])}"
                f"{_place(inside[:, at], value, member=bool(panel.groupe[row]))}."
            )
    if not shown:
        text += " Choisissez des CPTS à mettre en avant pour voir leur ligne."
    return text
