"""One CPTS, all its shares on one axis: where it is, where it was, where it must be, where its peers are."""

from collections.abc import Mapping

import pandas as pd

from dashboard import french
from dashboard.charts.scale import scale_of, with_interval
from dashboard.charts.style import BLEU, GRIS, PIN, VIOLET, Chart, draw, scatter
from dashboard.tables import Column
from pipelines.catalogue import Indicateur


def profile(frame: pd.DataFrame, indicateurs: Mapping[str, Indicateur], *, nom: str, mois: object) -> Chart:
    """The proportions of one CPTS. `frame`: rows of queries.cpts_profile."""
    shares = frame[[indicateurs[c].type == "proportion" for c in frame["indicateur"]]].reset_index(drop=True)
    shares = shares[shares["etat"].eq("valeur")].reset_index(drop=True)
    names = [indicateurs[c].court for c in shares["indicateur"]]
    traces: list[dict] = []
    limits = [with_interval(shares.iloc[[i]], indicateurs[c]) for i, c in enumerate(shares["indicateur"])]
    limits_frame = pd.concat(limits, ignore_index=True) if limits else shares.assign(bas=[], haut=[])
    x, y = [], []
    for row, name in zip(limits_frame.itertuples(), names, strict=True):
        x += [row.bas * 100, row.haut * 100, None]
        y += [name, name, None]
    traces.append(
        scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": PIN, "width": 5},
            opacity=0.45,
            name="intervalle à 95 %",
            hoverinfo="skip",
        )
    )
    for column, label, marker in (
        (
            "mediane_taille",
            "médiane de sa taille",
            {"symbol": "square-open", "color": GRIS, "size": 10, "line": {"width": 2}},
        ),
        (
            "valeur_12_mois",
            "douze mois avant",
            {"symbol": "circle-open", "color": BLEU, "size": 9, "line": {"width": 2}},
        ),
        ("cible", "cible du contrat", {"symbol": "line-ns", "size": 16, "line": {"width": 3, "color": VIOLET}}),
        ("valeur", french.month(mois), {"symbol": "circle", "color": PIN, "size": 12}),
    ):
        known = shares[column].notna()
        if known.any():
            traces.append(
                scatter(
                    x=shares.loc[known, column].astype("float64") * 100,
                    y=[n for n, k in zip(names, known, strict=True) if k],
                    mode="markers",
                    marker=marker,
                    name=label,
                    text=[french.percent(v) for v in shares.loc[known, column]],
                    hovertemplate="%{y}<br>%{fullData.name} : %{text}<extra></extra>",
                )
            )
    height = 110 + 32 * max(len(names), 2)
    figure = draw(
        traces,
        height=height,
        xaxis={"ticksuffix": f"{french.INSECABLE}%", "rangemode": "tozero"},
        yaxis={"autorange": "reversed", "type": "category", "categoryorder": "array", "categoryarray": names},
    )
    return Chart(
        figure=figure,
        sentence=_sentence(shares, indicateurs, nom=nom, mois=mois),
        table=shares.assign(nom=names),
        columns=(
            Column("nom", "Indicateur"),
            Column("valeur", "Valeur", "percent"),
            Column("valeur_12_mois", "Douze mois avant", "percent"),
            Column("cible", "Cible", "percent"),
            Column("mediane_taille", "Médiane de sa taille", "percent"),
        ),
        height=height,
    )


def _sentence(shares: pd.DataFrame, indicateurs: Mapping[str, Indicateur], *, nom: str, mois: object) -> str:
    if shares.empty:
        return f"Aucune part reçue pour {nom} en {french.month(mois)}."
    sign = pd.Series([{"hausse": 1, "baisse": -1, "neutre": 0}[indicateurs[c].sens] for c in shares["indicateur"]])
    aimed = shares["cible"].notna() & sign.ne(0)
    met = ((shares["valeur"] - shares["cible"]) * sign >= 0) & aimed
    ahead = ((shares["valeur"] - shares["mediane_taille"]) * sign > 0) & shares["mediane_taille"].notna()
    text = f"En {french.month(mois)}, {nom} a envoyé {french.count(len(shares), 'part')}"
    if aimed.any():
        text += f" ; {int(met.sum())} sur {int(aimed.sum())} {french.plural(int(met.sum()), 'atteint', 'atteignent')} leur cible"
    text += (
        f" et {int(ahead.sum())} {french.plural(int(ahead.sum()), 'fait', 'font')} mieux que la médiane de sa taille."
    )
    late = shares[aimed & ~met]
    if len(late):
        gaps = ((late["valeur"] - late["cible"]).abs()).sort_values(ascending=False)
        code = shares.loc[gaps.index[0], "indicateur"]
        text += f" La cible la plus loin : {indicateurs[code].court} ({scale_of(indicateurs[code]).gap(gaps.iloc[0])})."
    return text
