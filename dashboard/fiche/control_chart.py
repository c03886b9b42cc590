"""One indicator of one CPTS against its own past: an XmR control chart."""

from typing import Any

import numpy as np
import pandas as pd

from calculators import french
from calculators.comparison.control_chart import HASARD
from dashboard.charts.raw import raw
from dashboard.charts.reading import reading_of
from dashboard.charts.style import GRIS, PIN, VIOLET, Chart, draw, month_axis, note, scatter
from dashboard.fiche.control_words import LOOK, WORDS, rules_at, sentence
from dashboard.tables import Column
from pipelines.comparaison.cartes import OwnCard
from pipelines.comparaison.echelle import scale_of

HEIGHT = 400
_ETATS = {"valeur": "valeur", "masquee": "masquée", "manquante": "déclarée manquante", "absente": "non reçue"}


def control(card: OwnCard, *, nom: str, target: float | None = None) -> Chart:
    """The control chart. `target`: the target of the contract, in the unit of the values."""
    item, carte = card.indicateur, card.carte
    scale = scale_of(item)
    values = carte.valeurs[0] * scale.factor
    mean, low, high = (getattr(carte, name)[0] * scale.factor for name in ("moyenne", "bas", "haut"))
    nature = carte.nature(item.sens)[0]
    dash = "dot" if card.essai else "dash"
    band = {"mode": "lines", "hoverinfo": "skip", "connectgaps": False}
    # The limits break at a rebase: a month is put twice, empty in between.
    breaks = [at for at in range(1, len(values)) if carte.segment[at] != carte.segment[at - 1]]
    x = _cut(list(card.mois), breaks, None)
    kind = "limites d’essai" if card.essai else "limites"
    traces: list[dict[str, Any]] = [
        scatter(x=x, y=_cut(high, breaks), line={"color": VIOLET, "width": 1.4, "dash": dash}, name=kind, **band),
        scatter(
            x=x,
            y=_cut(low, breaks),
            line={"color": VIOLET, "width": 1.4, "dash": dash},
            name=kind,
            showlegend=False,
            **band,
        ),
        scatter(x=x, y=_cut(mean, breaks), line={"color": GRIS, "width": 1.4}, name="moyenne", **band),
        scatter(
            x=list(card.mois),
            y=values,
            mode="lines",
            line={"color": GRIS, "width": 1.2},
            connectgaps=False,
            showlegend=False,
            hoverinfo="skip",
        ),
    ]
    provisional = np.array(card.provisoires)
    for word, (colour, symbol, sign) in LOOK.items():
        for waiting in (False, True):
            kept = np.flatnonzero((nature == word) & (provisional == waiting))
            if not len(kept):
                continue
            traces.append(
                scatter(
                    x=[card.mois[at] for at in kept],
                    y=values[kept],
                    mode="markers",
                    marker={
                        "color": colour,
                        "symbol": f"{symbol}-open" if waiting else symbol,
                        "size": 6 if word == HASARD else 10,
                        "line": {"width": 1.6, "color": colour},
                    },
                    name=f"{sign} {WORDS[word]}{', provisoire' if waiting else ''}",
                    text=[_hover(card, int(at)) for at in kept],
                    hovertemplate="%{text}<extra></extra>",
                )
            )
    shapes, notes = _marks(card, target=target)
    return Chart(
        figure=draw(
            traces,
            height=HEIGHT,
            shapes=shapes,
            annotations=notes,
            margin={"t": 54},
            xaxis={"showgrid": False, **month_axis(list(card.mois))},
            yaxis={
                "title": {"text": scale.axis, "standoff": 11},
                "ticksuffix": scale.suffix if len(scale.suffix) < 4 else "",
            },
        ),
        sentence=sentence(card, nom=nom),
        table=_table(card, nature),
        columns=COLUMNS,
        height=HEIGHT,
        exports=EXPORTS,
        reading=reading_of(item, provisional=[m for m, p in zip(card.mois, card.provisoires, strict=True) if p]),
    )


def _cut(values: Any, breaks: list[int], gap: Any = np.nan) -> list[Any]:
    out: list[Any] = []
    for at, value in enumerate(values):
        if at in breaks:
            out.append(values[at] if gap is None else gap)
        out.append(value)
    return out


def _marks(card: OwnCard, *, target: float | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The target across the plot, and a line at each month the limits start again."""
    scale = scale_of(card.indicateur)
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    if target is not None:
        level = target * scale.factor
        line = {"color": PIN, "dash": "longdash", "width": 1.4}
        shapes.append({"type": "line", "y0": level, "y1": level, "x0": 0, "x1": 1, "xref": "paper", "line": line})
        notes.append(
            note(x=0, xref="paper", xanchor="left", y=level, yanchor="bottom", text=f"cible {scale.write(target)}")
        )
    for one in card.carte.rebasages:
        day = one.mois.isoformat()
        shapes.append(
            {
                "type": "line",
                "x0": day,
                "x1": day,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": GRIS, "dash": "dot", "width": 1.4},
            }
        )
        notes.append(note(x=day, y=0.02, yref="paper", yanchor="bottom", xanchor="left", text=f"↦ {one.motif[:40]}"))
    return shapes, notes


def _hover(card: OwnCard, at: int) -> str:
    scale, carte = scale_of(card.indicateur), card.carte
    text = f"<b>{french.month(card.mois[at])}</b><br>{scale.write(carte.valeurs[0, at])}"
    if not np.isnan(carte.moyenne[0, at]):
        text += f"<br>moyenne {scale.write(carte.moyenne[0, at])}"
        text += f"<br>limites de {scale.write(carte.bas[0, at])} à {scale.write(carte.haut[0, at])}"
    for rule in rules_at(card, at):
        text += f"<br>signal : {rule}"
    return text + ("<br>valeur provisoire" if card.provisoires[at] else "")


def _table(card: OwnCard, nature: np.ndarray) -> pd.DataFrame:
    scale, carte = scale_of(card.indicateur), card.carte
    frame = pd.DataFrame(
        {
            "mois": pd.to_datetime(pd.Series(card.mois)),
            "etat": card.etats,
            "valeur": carte.valeurs[0],
            "provisoire": card.provisoires,
            "moyenne": carte.moyenne[0],
            "bas": carte.bas[0],
            "haut": carte.haut[0],
            "limites_d_essai": carte.provisoire[0],
            "nature": nature,
            "regles": [", ".join(rules_at(card, at)) for at in range(len(card.mois))],
            "base": carte.segment + 1,
        }
    ).iloc[::-1]
    for name in ("valeur", "moyenne", "bas", "haut"):
        frame[f"{name}_mot"] = [scale.write(v) for v in frame[name]]
    frame["signe"] = [f"{LOOK[n][2]} {WORDS[n]}" if n else french.ABSENT for n in frame["nature"]]
    frame["etat_mot"] = [
        _ETATS.get(e, e) + (", provisoire" if p else "")
        for e, p in zip(frame["etat"], frame["provisoire"], strict=True)
    ]
    return frame.reset_index(drop=True)


COLUMNS = (
    Column("mois", "Mois", "month"),
    Column("valeur_mot", "Valeur", "written"),
    Column("moyenne_mot", "Moyenne", "written"),
    Column("bas_mot", "Limite basse", "written"),
    Column("haut_mot", "Limite haute", "written"),
    Column("signe", "Nature"),
    Column("regles", "Règles"),
    Column("etat_mot", "État"),
)
_LIMITS = {"bas": "Limite basse", "haut": "Limite haute"}
EXPORTS = (
    *raw("mois", kind="month"),
    *raw("etat", "valeur", "provisoire", "moyenne", "bas", "haut", "limites_d_essai", instead=_LIMITS),
    *raw("nature", "regles", "base"),
)
