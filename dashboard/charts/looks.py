"""What the views of a comparison share: how a judgement looks, what hovering says, the sentence, the columns."""

from collections.abc import Collection
from itertools import product
from typing import Any

import pandas as pd

from calculators import french
from calculators.comparison.funnel import NIVEAUX
from calculators.comparison.judgement import (
    MIEUX,
    MOINS_BIEN,
    NON_JUGEABLE,
    PLUS_BAS,
    PLUS_HAUT,
    SEMBLABLE,
)
from calculators.rows import rows as records
from dashboard.charts.reading import Reading, reading_of
from dashboard.charts.style import AMBRE, BLEU, GRIS, PIN, VIOLET, scatter
from dashboard.tables import Column
from pipelines.comparaison.jugees import Jugees

#: Colour and symbol of a marker, and the sign before the word: they always go together.
LOOKS: dict[str, tuple[str, str, str]] = {
    SEMBLABLE: (GRIS, "circle-open", "○"),
    NON_JUGEABLE: (GRIS, "x-thin-open", "×"),
    MIEUX: (PIN, "circle", "●"),
    MOINS_BIEN: (AMBRE, "diamond", "◆"),
    PLUS_HAUT: (BLEU, "triangle-up", "▲"),
    PLUS_BAS: (VIOLET, "triangle-down", "▼"),
}
ETATS = {"valeur": "valeur", "masquee": "masquée", "manquante": "déclarée manquante", "absente": "non reçue"}
SURE = NIVEAUX[1]
#: The word beside the mark of a value that may still move.
PROVISOIRE = "provisoire"


def provisional_symbol(symbol: str) -> str:
    """The same mark, hollow with a dot inside: a value that may still move. The circle bears a cross instead, for a
    hollow circle is « semblable » already.
    """
    if symbol in ("circle", "x-thin-open"):
        return {"circle": "circle-cross-open", "x-thin-open": "x-open-dot"}[symbol]
    return f"{symbol.removesuffix('-open')}-open-dot"


def signed(word: str) -> str:
    """« ◆ moins bien »."""
    return f"{LOOKS[word][2]}{french.INSECABLE}{word}"


def since(row: Any) -> str:
    """« mars 2025 », « au moins novembre 2023 » when the run reaches the first month known; empty when not apart."""
    if pd.isna(row.depuis):
        return ""
    return f"{'au moins ' if row.depuis_plus else ''}{french.month(row.depuis)}"


def hover(rows: pd.DataFrame, done: Jugees) -> list[str]:
    """What the mouse says of each CPTS."""
    scale, reference = done.panel.mesure.scale, done.reference
    over = done.panel.mesure.sur
    said = []
    for r in records(rows):
        text = f"<b>{short(r.nom, 60)}</b><br>{scale.write(r.comparee)}"
        if not pd.isna(r.bas):
            text += (
                f" (de {scale.write(r.bas)} à {scale.write(r.haut)})<br>{french.number(r.numerateur_compare)} sur "
                f"{french.number(r.denominateur_compare)}{' hab.' if 'habitants' in over else ''}"
            )
        if not pd.isna(r.ecart):
            text += f"<br>référence {scale.write(reference)}, écart {scale.gap(r.ecart)}"
        text += f"<br>{signed(r.jugement)}" + (" (limites à 99,8 %)" if r.niveau == SURE else "")
        text += f"<br>sans interruption depuis {since(r)}" if since(r) else ""
        text += f"<br>cible {scale.write(r.cible_comparee)}, {r.atteint}" if r.atteint else ""
        text += "<br>valeur provisoire" if r.provisoire else ""
        said.append(text)
    return said


def points(
    rows: pd.DataFrame, done: Jugees, *, x: pd.Series, y: pd.Series, size: Any = 9, counted: bool = True
) -> list[dict[str, Any]]:
    """One trace of markers per judgement, whatever the number of CPTS; `customdata` is the CPTS a click leads to.

    `x`, `y`, `size`: indexed like `rows`, or one size for all. A CPTS outside the 99.8 % limits is drawn larger.
    """
    sizes = pd.Series(size, index=rows.index, dtype="float64")
    sizes = sizes.where(~rows["niveau"].eq(SURE), sizes + 3)
    sizes = sizes.where(rows["jugement"].ne(NON_JUGEABLE), 6.0)
    traces = []
    waiting = rows["provisoire"].eq(True)
    for word, later in product(LOOKS, (False, True)):
        colour, symbol, _ = LOOKS[word]
        kept = rows["jugement"].eq(word) & waiting.eq(later) & x.notna() & y.notna()
        if not kept.any():
            continue
        number = int((kept & rows["dans_groupe"]).sum())
        named = f"{word}, {PROVISOIRE}" if later else word
        traces.append(
            scatter(
                x=x[kept].tolist(),
                y=y[kept].tolist(),
                mode="markers",
                marker={
                    "color": colour,
                    "symbol": provisional_symbol(symbol) if later else symbol,
                    "size": sizes[kept].tolist(),
                    "opacity": 0.9,
                    "line": {"width": 1.3, "color": colour},
                },
                name=f"{named} ({french.number(number)})" if counted else named,
                text=hover(rows[kept], done),
                customdata=rows.loc[kept, "id_cpts"].tolist(),
                hovertemplate="%{text}<extra></extra>",
                # A click opens a page: nothing has to fade.
                selected={"marker": {"opacity": 0.9}},
                unselected={"marker": {"opacity": 0.9}},
            )
        )
    return traces


def ring(rows: pd.DataFrame, chosen: Collection[str], *, x: pd.Series, y: pd.Series) -> list[dict[str, Any]]:
    """A ring behind each chosen CPTS; nothing when none is drawn."""
    kept = rows["id_cpts"].isin(list(chosen)) & x.notna() & y.notna()
    if not kept.any():
        return []
    marker = {"symbol": "circle-open", "size": 19, "color": BLEU, "line": {"width": 2.4, "color": BLEU}}
    return [
        scatter(
            x=x[kept].tolist(),
            y=y[kept].tolist(),
            mode="markers",
            marker=marker,
            name="mise en avant",
            hoverinfo="skip",
        )
    ]


def short(name: str, most: int = 70) -> str:
    """A name cut for an axis."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def written(done: Jugees, *, chosen: Collection[str] = ()) -> pd.DataFrame:
    """The rows with what the table writes in words."""
    frame, scale = done.cpts, done.panel.mesure.scale
    return frame.assign(
        texte=[scale.write(v) for v in frame["comparee"]],
        intervalle=[
            french.ABSENT if pd.isna(low) else f"{scale.write(low)} – {scale.write(high)}"
            for low, high in zip(frame["bas"], frame["haut"], strict=True)
        ],
        ecart_texte=[scale.gap(v) for v in frame["ecart"]],
        cible_texte=[
            scale.write(v) + (f", {met}" if met else "")
            for v, met in zip(frame["cible_comparee"], frame["atteint"], strict=True)
        ],
        jugement_mot=[
            signed(word) + (", hors 99,8 %" if level == SURE else "")
            for word, level in zip(frame["jugement"], frame["niveau"], strict=True)
        ],
        depuis_mot=[
            french.ABSENT
            if pd.isna(day)
            else f"{'au moins ' if more else ''}{french.month_short(day)}".replace(" ", french.INSECABLE)
            for day, more in zip(frame["depuis"], frame["depuis_plus"], strict=True)
        ],
        etat_mot=[
            ETATS.get(e, e) + (", provisoire" if p else "")
            for e, p in zip(frame["etat"], frame["provisoire"], strict=True)
        ],
        classe=["choisi" if i in chosen else "" for i in frame["id_cpts"]],
    )


COLUMNS = (
    Column("nom", "CPTS", "cpts"),
    Column("texte", "Valeur", "written"),
    Column("intervalle", "Intervalle à 95 %", "written"),
    Column("numerateur_compare", "Numérateur", "int"),
    Column("denominateur_compare", "Dénominateur", "int"),
    Column("ecart_texte", "Écart à la référence", "written"),
    Column("jugement_mot", "Par rapport à la référence"),
    Column("depuis_mot", "Depuis"),
    Column("cible_texte", "Cible", "written"),
    Column("etat_mot", "État"),
)
#: Raw columns of the downloads: shares from 0 to 1, rates per 1 000, counts per 10 000 inhabitants.
EXPORTS = (
    Column("id_cpts", "Code"),
    Column("nom", "CPTS"),
    Column("taille", "Taille", "int"),
    Column("cpam", "CPAM"),
    Column("population", "Population", "int"),
    Column("comparee", "Valeur comparée"),
    Column("bas", "Borne basse à 95 %"),
    Column("haut", "Borne haute à 95 %"),
    Column("numerateur_compare", "Numérateur", "int"),
    Column("denominateur_compare", "Dénominateur", "int"),
    Column("ecart", "Écart à la référence"),
    Column("z", "Écart en écarts-types"),
    Column("niveau", "Limites dépassées"),
    Column("jugement", "Par rapport à la référence"),
    Column("depuis", "Depuis", "month"),
    Column("depuis_plus", "Depuis au moins"),
    Column("cible_comparee", "Cible"),
    Column("atteint", "Cible atteinte"),
    Column("etat", "État"),
    Column("provisoire", "Provisoire"),
    Column("dans_groupe", "Dans le groupe"),
    Column("demonstration", "Démonstration"),
)


def reading(done: Jugees, *, over_time: bool = False) -> Reading:
    """What a reader needs beside a view; `over_time` when it draws every month and not the last alone."""
    panel = done.panel
    drawn = panel.provisoire if over_time else panel.provisoire[:, -1:]
    months = panel.mois if over_time else panel.mois[-1:]
    waiting = [month for month, column in zip(months, drawn.T, strict=True) if column.any()]
    told: dict[str, Any] = {}
    if panel.mesure.rapporte:
        per = f"pour {french.number(panel.mesure.pour)} habitants"
        told = {
            "unit": f"{panel.mesure.indicateur.unite} {per}",
            "denominator": "population du contrat, sinon annoncée, sinon de l’INSEE",
        }
    return reading_of(panel.mesure.indicateur, provisional=waiting, **told)
