"""What moved between two months beyond what chance explains, over many CPTS and indicators."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from calculators.comparison.intervals import poisson, wilson
from dashboard import french
from dashboard.charts.style import AMBRE, GRIS, PIN, Chart, across, bar, draw
from dashboard.tables import Column
from pipelines.catalogue import Indicateur

MIEUX, MOINS, STABLE = "mieux", "moins bien", "pas au-delà du bruit"


def tested(frame: pd.DataFrame) -> pd.DataFrame:
    """Add `mouvement` to rows of queries.movements (or of the same columns): mieux, moins bien, pas au-delà du bruit.

    A value moved when its 95 % intervals at the two dates do not meet: cautious, and the same rule for every size.
    Rows without counts are left as not moved; an indicator without direction is never judged.
    """
    columns = ("numerateur", "denominateur", "numerateur_avant", "denominateur_avant")
    num, den, num0, den0 = (frame[c].to_numpy(dtype="float64", na_value=np.nan) for c in columns)
    usable = ~np.isnan(num + num0) & (den > 0) & (den0 > 0)
    share = frame["type"].eq("proportion").to_numpy() & usable & (num <= den) & (num0 <= den0)
    rate = frame["type"].eq("taux_1000").to_numpy() & usable
    up, down = np.zeros(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
    for kind, limits in ((share, wilson), (rate, _rate_limits)):
        low, high = limits(num[kind], den[kind])
        low0, high0 = limits(num0[kind], den0[kind])
        up[kind], down[kind] = low > high0, high < low0
    sign = frame["sens"].map({"hausse": 1, "baisse": -1, "neutre": 0}).to_numpy()
    better = (up & (sign > 0)) | (down & (sign < 0))
    worse = (up & (sign < 0)) | (down & (sign > 0))
    return frame.assign(mouvement=np.select([better, worse], [MIEUX, MOINS], default=STABLE))


def _rate_limits(numerator: np.ndarray, denominator: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    low, high = poisson(numerator)
    return low / denominator, high / denominator


def movement_bars(frame: pd.DataFrame, indicateurs: Mapping[str, Indicateur], *, mois: object, avant: object) -> Chart:
    """For each indicator, how many CPTS moved for the better and for the worse. `frame`: rows of `tested`."""
    counts = (
        frame.groupby("indicateur")["mouvement"]
        .value_counts()
        .unstack(fill_value=0)
        .reindex(columns=[MIEUX, MOINS, STABLE], fill_value=0)
    )
    counts = counts.reindex([c for c in indicateurs if c in counts.index])
    names = [indicateurs[c].court for c in counts.index]
    traces: list[dict] = []
    for word, colour, sign in ((MOINS, AMBRE, -1), (MIEUX, PIN, 1)):
        traces.append(
            bar(
                orientation="h",
                y=names,
                x=sign * counts[word],
                name=f"{'←' if sign < 0 else '→'} {word}",
                marker={"color": colour, "pattern": {"shape": "/" if sign < 0 else "", "fillmode": "overlay"}},
                text=[str(n) if n else "" for n in counts[word]],
                textposition="outside",
                cliponaxis=False,
                hovertemplate="%{y} : %{text} CPTS<extra></extra>",
            )
        )
    height = 90 + 27 * max(len(names), 2)
    most = max(1, int(counts[[MIEUX, MOINS]].to_numpy().max())) if len(counts) else 1
    figure = draw(
        traces,
        height=height,
        barmode="relative",
        bargap=0.3,
        shapes=[across(x=0, color=GRIS, width=1)],
        xaxis={"range": [-most * 1.18, most * 1.18], "showticklabels": False, "showgrid": False},
        yaxis={"autorange": "reversed", "showgrid": False},
    )
    better, worse = int(counts[MIEUX].sum()), int(counts[MOINS].sum())
    total = int(counts.to_numpy().sum())
    text = (
        f"Entre {french.month(avant)} et {french.month(mois)}, {french.number(better + worse)} valeurs sur "
        f"{french.number(total)} ont bougé au-delà du hasard : {french.number(better)} en mieux, "
        f"{french.number(worse)} en moins bien."
    )
    if len(counts) and better:
        best = counts[MIEUX].idxmax()
        text += f" Le plus souvent en mieux : {french.lower_first(indicateurs[best].court)} ({counts.loc[best, MIEUX]} CPTS)."
    if len(counts) and worse:
        worst = counts[MOINS].idxmax()
        text += f" Le plus souvent en moins bien : {french.lower_first(indicateurs[worst].court)} ({counts.loc[worst, MOINS]} CPTS)."
    table = counts.reset_index().assign(nom=names)
    return Chart(
        figure=figure,
        sentence=text,
        table=table,
        columns=(
            Column("nom", "Indicateur"),
            Column(MIEUX, "CPTS en mieux", "int"),
            Column(MOINS, "CPTS en moins bien", "int"),
            Column(STABLE, "Pas au-delà du bruit", "int"),
        ),
        height=height,
    )


def strongest(frame: pd.DataFrame, *, most: int) -> pd.DataFrame:
    """The `most` movements that stand out: beyond noise, and farthest from what the other CPTS did on the indicator.

    Adds `ecart_aux_autres`: the change less the median change of the indicator, in robust standard deviations.
    """
    centre = frame.groupby("indicateur")["ecart"].transform("median")
    spread = (frame["ecart"] - centre).abs().groupby(frame["indicateur"]).transform("median") * 1.4826
    away = (frame["ecart"] - centre) / spread.where(spread > 0)
    kept = frame.assign(ecart_aux_autres=away)[frame["mouvement"].ne(STABLE) & away.notna()]
    return kept.reindex(kept["ecart_aux_autres"].abs().sort_values(ascending=False).index).head(most)
