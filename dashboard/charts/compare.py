"""One indicator, one month, many CPTS: who stands where, with what certainty, against which target."""

from collections.abc import Collection

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import french
from dashboard.charts.scale import Scale, scale_of, with_interval
from dashboard.charts.style import AMBRE, BRIQUE, GRIS, PIN, VIOLET, Chart, dressed
from dashboard.tables import Column
from pipelines.catalogue import Indicateur

#: Up to this many CPTS the chart names each of them.
FEW = 40
MIEUX, PROCHE, MOINS, SANS = (
    "mieux que la médiane",
    "proche de la médiane",
    "moins bien que la médiane",
    "sans jugement",
)
#: Colour, symbol and word always go together.
_LOOK = {
    MIEUX: (PIN, "circle"),
    PROCHE: (GRIS, "circle-open"),
    MOINS: (AMBRE, "diamond"),
    SANS: (GRIS, "circle"),
}
ETATS = {"valeur": "valeur", "masquee": "masquée", "manquante": "déclarée manquante", "absente": "non reçue"}
STATE_NAMES = {"masquee": "masquée", "manquante": "déclarée manquante", "absente": "non reçue"}


def judged(frame: pd.DataFrame, indicateur: Indicateur) -> pd.DataFrame:
    """Add `bas`, `haut`, `jugement`, `atteint` (target met) and `rang`; the best first, CPTS without a value last.

    Column `dans_groupe` tells the CPTS of the group from those only shown beside it: median and ranks are the group's.
    A CPTS differs from the median when its 95 % interval leaves it out. An indicator without direction is not ranked:
    its rows come in the order of names.
    """
    frame = with_interval(frame, indicateur)
    value = frame["valeur"].where(frame["etat"].eq("valeur"))
    median = value[frame["dans_groupe"]].median()
    sign = {"hausse": 1, "baisse": -1, "neutre": 0}[indicateur.sens]
    low, high = frame["bas"].fillna(value), frame["haut"].fillna(value)
    above, below = low > median, high < median
    better, worse = (above, below) if sign > 0 else (below, above)
    verdict = np.select([value.isna() | (sign == 0), better, worse], [SANS, MIEUX, MOINS], default=PROCHE)
    target = frame["cible"].astype("float64")
    met = (value - target) * sign >= 0
    ranks = (-value * sign).where(frame["dans_groupe"]).rank(method="min").astype("Int64") if sign else pd.NA
    key = -value * sign if sign else pd.Series(0.0, index=frame.index).where(value.notna())
    out = frame.assign(
        jugement=verdict,
        atteint=np.where(target.isna() | value.isna() | (sign == 0), "", np.where(met, "atteinte", "non atteinte")),
        rang=ranks,
        _ordre=key,
    )
    return out.sort_values(["_ordre", "nom"], na_position="last", ignore_index=True).drop(columns="_ordre")


def drawn(frame: pd.DataFrame, chosen: Collection[str]) -> pd.DataFrame:
    """The rows a chart draws: those with a value, and the chosen ones even without."""
    return frame[frame["etat"].eq("valeur") | frame["id_cpts"].isin(list(chosen))].reset_index(drop=True)


def median_of(frame: pd.DataFrame) -> float | None:
    """The median of the group in a frame of `judged`; None without any value."""
    known = frame.loc[frame["dans_groupe"] & frame["etat"].eq("valeur"), "valeur"]
    return float(known.median()) if len(known) else None


def _intervals(frame: pd.DataFrame, scale: Scale, *, at: pd.Series, horizontal: bool) -> go.Scatter:
    """All intervals as one line with gaps: one trace, whatever the number of CPTS."""
    kept = frame["bas"].notna()
    low, high = frame.loc[kept, "bas"] * scale.factor, frame.loc[kept, "haut"] * scale.factor
    gap = np.full(len(low), np.nan)
    along = np.column_stack([low, high, gap]).ravel()
    across = np.column_stack([at[kept], at[kept], gap]).ravel()
    x, y = (along, across) if horizontal else (across, along)
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": GRIS, "width": 2 if horizontal else 1},
        opacity=0.75,
        name="intervalle à 95 %",
        hoverinfo="skip",
    )


def _hover(frame: pd.DataFrame, scale: Scale) -> list[str]:
    return [
        f"<b>{r.nom}</b><br>{scale.write(r.valeur)}"
        + (f" (de {scale.write(r.bas)} à {scale.write(r.haut)})" if not pd.isna(r.bas) else "")
        + (f"<br>cible {scale.write(r.cible)}, {r.atteint}" if r.atteint else "")
        + f"<br>{r.jugement}"
        for r in frame.itertuples()
    ]


def dots(
    frame: pd.DataFrame,
    indicateur: Indicateur,
    *,
    median: float | None,
    chosen: Collection[str] = (),
    span: object = None,
) -> go.Figure:
    """A line per CPTS: its dot, its interval, its target. `frame`: rows of `judged`, those to be drawn.

    `span`: (least, most) stored values, so that every page of a long list has the same axis.
    """
    scale = scale_of(indicateur)
    at = pd.Series(range(len(frame)), index=frame.index, dtype="float64")
    figure = go.Figure(_intervals(frame, scale, at=at, horizontal=True))
    for word, (colour, symbol) in _LOOK.items():
        part = frame["jugement"].eq(word) & frame["valeur"].notna() & frame["etat"].eq("valeur")
        if part.any():
            figure.add_scatter(
                x=frame.loc[part, "valeur"] * scale.factor,
                y=at[part],
                mode="markers",
                marker={"color": colour, "symbol": symbol, "size": 10, "line": {"width": 2, "color": colour}},
                name=word,
                text=_hover(frame[part], scale),
                hovertemplate="%{text}<extra></extra>",
            )
    aimed = frame["cible"].notna()
    if aimed.any():
        figure.add_scatter(
            x=frame.loc[aimed, "cible"].astype("float64") * scale.factor,
            y=at[aimed],
            mode="markers",
            marker={"symbol": "line-ns", "size": 15, "line": {"width": 3, "color": VIOLET}},
            name="cible du contrat",
            hovertemplate="cible : %{x}" + scale.suffix + "<extra></extra>",
        )
    without = ~frame["etat"].eq("valeur")
    if without.any():
        figure.add_scatter(
            x=[(median or 0) * scale.factor] * int(without.sum()),
            y=at[without],
            mode="text",
            text=[STATE_NAMES.get(str(s), str(s)) for s in frame.loc[without, "etat"]],
            textfont={"size": 11},
            showlegend=False,
            hoverinfo="skip",
        )
    dressed(figure, height=height_of(len(frame)))
    if median is not None and not pd.isna(median):
        figure.add_vline(x=median * scale.factor, line={"color": BRIQUE, "width": 1.5, "dash": "dot"})
        figure.add_annotation(
            x=median * scale.factor,
            y=1,
            yref="paper",
            yanchor="bottom",
            text=f"médiane {scale.write(median)}",
            showarrow=False,
            font={"size": 11},
        )
    names = [
        f"<b>▸ {short(r.nom)}</b>{'' if r.dans_groupe else ' (hors groupe)'}" if r.id_cpts in chosen else short(r.nom)
        for r in frame.itertuples()
    ]
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(frame))),
        ticktext=names,
        range=[len(frame) - 0.4, -0.6],
        showgrid=False,
    )
    figure.update_xaxes(title={"text": scale.axis, "standoff": 8}, ticksuffix=scale.suffix, range=_span(span, scale))
    figure.update_layout(margin={"t": 62, "b": 44}, legend={"y": 1.0, "yref": "container", "yanchor": "top"})
    return figure


def ranked(frame: pd.DataFrame, indicateur: Indicateur, *, median: float | None, chosen: Collection[str]) -> go.Figure:
    """Every CPTS of a large group side by side, from the best to the least good; the chosen ones are named."""
    scale = scale_of(indicateur)
    frame = frame[frame["etat"].eq("valeur") & frame["valeur"].notna()].reset_index(drop=True)
    at = pd.Series(range(1, len(frame) + 1), dtype="float64")
    figure = go.Figure(_intervals(frame, scale, at=at, horizontal=False))
    for word, (colour, symbol) in _LOOK.items():
        part = frame["jugement"].eq(word)
        if part.any():
            figure.add_scatter(
                x=at[part],
                y=frame.loc[part, "valeur"] * scale.factor,
                mode="markers",
                marker={"color": colour, "symbol": symbol, "size": 5 if len(frame) > 150 else 7},
                name=f"{word} ({int(part.sum())})",
                text=_hover(frame[part], scale),
                hovertemplate="%{text}<extra></extra>",
            )
    dressed(figure, height=340)
    if median is not None and not pd.isna(median):
        figure.add_hline(y=median * scale.factor, line={"color": BRIQUE, "width": 1.5, "dash": "dot"})
    _name_chosen(figure, frame, scale, at=at, chosen=chosen)
    figure.update_yaxes(ticksuffix=scale.suffix)
    best = "de la meilleure valeur à la moins bonne" if indicateur.sens != "neutre" else "par ordre alphabétique"
    figure.update_xaxes(showticklabels=False, showgrid=False, title={"text": f"{len(frame)} CPTS, {best}"})
    figure.update_layout(margin={"b": 34})
    return figure


def _name_chosen(
    figure: go.Figure, frame: pd.DataFrame, scale: Scale, *, at: pd.Series, chosen: Collection[str]
) -> None:
    """Names of the chosen CPTS above the plot, on three lines in turn, so that neighbours never overlap."""
    high = float(frame["haut"].fillna(frame["valeur"]).max()) * scale.factor
    low = float(frame["bas"].fillna(frame["valeur"]).min()) * scale.factor
    step = (high - low) * 0.11 or 1.0
    named = [(rank, row) for rank, row in zip(at, frame.itertuples(), strict=True) if row.id_cpts in chosen]
    for place, (rank, row) in enumerate(named):
        figure.add_annotation(
            x=rank,
            y=(row.valeur if pd.isna(row.haut) else row.haut) * scale.factor,
            text=f"<b>{short(row.nom, 30)}</b>{'' if row.dans_groupe else ' (hors groupe)'}",
            ax=0,
            ay=high + step * (0.7 + (len(named) - 1 - place) % 3),
            ayref="y",
            arrowwidth=1.2,
            arrowcolor=GRIS,
            font={"size": 12},
        )
    if len(frame):
        figure.update_yaxes(range=[low - step / 2, high + step * (min(len(named), 3) + 0.4)])


def comparison(
    frame: pd.DataFrame, indicateur: Indicateur, *, mois: object, group: str, chosen: Collection[str] = ()
) -> Chart:
    """The whole comparison: figure of every CPTS (labelled when few), sentence, table. `frame`: rows of `judged`."""
    scale = scale_of(indicateur)
    median = median_of(frame)
    shown = drawn(frame, chosen)
    few = len(shown) <= FEW
    figure = (
        dots(shown, indicateur, median=median, chosen=chosen)
        if few
        else ranked(shown, indicateur, median=median, chosen=chosen)
    )
    written = frame.assign(
        etat_mot=frame["etat"].map(ETATS),
        _=None,
        texte=[scale.write(v) for v in frame["valeur"]],
        intervalle=[
            f"{scale.write(b)} – {scale.write(h)}" if not pd.isna(b) else french.ABSENT
            for b, h in zip(frame["bas"], frame["haut"], strict=True)
        ],
        cible_texte=[scale.write(v) for v in frame["cible"]],
        classe=["choisi" if i in chosen else "" for i in frame["id_cpts"]],
    )
    return Chart(
        figure=figure,
        sentence=_sentence(frame, indicateur, scale=scale, mois=mois, group=group, chosen=chosen),
        table=written,
        columns=(
            Column("nom", "CPTS"),
            Column("rang", "Rang", "int"),
            Column("texte", "Valeur", "written"),
            Column("intervalle", "Intervalle à 95 %", "written"),
            Column("numerateur", "Numérateur", "int"),
            Column("denominateur", "Dénominateur", "int"),
            Column("cible_texte", "Cible", "written"),
            Column("atteint", "Cible"),
            Column("jugement", "Par rapport à la médiane"),
            Column("etat_mot", "État"),
        ),
        height=height_of(len(shown)) if few else 340,
    )


def _sentence(
    frame: pd.DataFrame,
    indicateur: Indicateur,
    *,
    scale: Scale,
    mois: object,
    group: str,
    chosen: Collection[str],
) -> str:
    everyone = frame[frame["etat"].eq("valeur")]
    frame = frame[frame["dans_groupe"]]
    known = frame[frame["etat"].eq("valeur")]
    if known.empty:
        return f"Aucune valeur reçue pour « {indicateur.libelle} » en {french.month(mois)}, {group}."
    low, high = known["valeur"].min(), known["valeur"].max()
    text = (
        f"En {french.month(mois)}, la médiane des {french.number(len(known))} CPTS ({group}) est de "
        f"{scale.write(known['valeur'].median())}, de {scale.write(low)} à {scale.write(high)}."
    )
    if indicateur.sens != "neutre" and known["bas"].notna().any():
        better, worse = int(known["jugement"].eq(MIEUX).sum()), int(known["jugement"].eq(MOINS).sum())
        verb = french.plural(better, "fait", "font")
        text += f" Au-delà du hasard, {better} {verb} mieux que la médiane et {worse} moins bien."
    aimed = known[known["atteint"].ne("")]
    if len(aimed):
        reached = int(aimed["atteint"].eq("atteinte").sum())
        text += f" {reached} sur {len(aimed)} {french.plural(reached, 'atteint', 'atteignent')} leur cible."
    missing = frame["etat"].value_counts()
    parts = [f"{missing[s]} {w}{'s' if missing[s] > 1 else ''}" for s, w in _MISSING if s in missing]
    if parts:
        text += f" Valeurs non comparées : {', '.join(parts)}."
    for row in everyone[everyone["id_cpts"].isin(list(chosen))].head(2).itertuples():
        text += f" {row.nom} : {scale.write(row.valeur)}, {row.jugement}."
    return text


_MISSING = (("masquee", "masquée"), ("manquante", "manquante"), ("absente", "absente"))


def _span(span: object, scale: Scale) -> list[float] | None:
    if span is None:
        return None
    low, high = span  # type: ignore[misc]
    pad = (high - low) * 0.06 or 1 / scale.factor
    return [(low - pad) * scale.factor, (high + pad) * scale.factor]


def height_of(rows: int) -> int:
    """Height in pixels of the labelled chart, about a text line per CPTS."""
    return 125 + 25 * max(rows, 2)


def short(name: str, most: int = 34) -> str:
    """A name cut for an axis."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
