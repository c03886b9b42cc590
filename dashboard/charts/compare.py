"""One indicator, one month, many CPTS: who stands where, with what certainty, against which target."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from dashboard import french
from dashboard.charts.deliverable import deliverable
from dashboard.charts.dots import MIEUX, MOINS, PROCHE, RANKED_HEIGHT, SANS, dots, height_of, ranked
from dashboard.charts.scale import Scale, scale_of, with_interval
from dashboard.charts.style import Chart
from dashboard.tables import Column
from pipelines.catalogue import Indicateur

#: Up to this many CPTS the chart names each of them.
FEW = 40
#: Raw columns of the downloads: shares from 0 to 1, rates per 1 000.
EXPORTS = tuple(
    Column(key, key)
    for key in (
        *("id_cpts", "nom", "taille", "rang", "valeur", "bas", "haut", "numerateur", "denominateur", "reference"),
        *("cible", "atteint", "jugement", "etat", "dans_groupe", "demonstration"),
    )
)
ETATS = {"valeur": "valeur", "masquee": "masquée", "manquante": "déclarée manquante", "absente": "non reçue"}


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


def comparison(
    frame: pd.DataFrame, indicateur: Indicateur, *, mois: object, group: str, chosen: Collection[str] = ()
) -> Chart:
    """The whole comparison: figure of every CPTS (labelled when few), sentence, table. `frame`: rows of `judged`."""
    if indicateur.type == "livrable":
        return deliverable(frame, indicateur, mois=mois, group=group, chosen=chosen)
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
            Column("atteint", "Cible atteinte ?"),
            Column("jugement", "Par rapport à la médiane"),
            Column("etat_mot", "État"),
        ),
        height=height_of(len(shown)) if few else RANKED_HEIGHT,
        exports=EXPORTS,
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
        text += f" {_reaching(reached, len(aimed))}."
    missing = frame["etat"].value_counts()
    parts = [f"{missing[s]} {w}{'s' if missing[s] > 1 else ''}" for s, w in _MISSING if s in missing]
    if parts:
        text += f" Valeurs non comparées : {', '.join(parts)}."
    for row in everyone[everyone["id_cpts"].isin(list(chosen))].head(2).itertuples():
        text += f" {row.nom} : {scale.write(row.valeur)}, {row.jugement}."
    return text


def _reaching(reached: int, aimed: int) -> str:
    if aimed == 1:
        return f"La seule qui a une cible {'l’atteint' if reached else 'ne l’atteint pas'}"
    if not reached:
        return f"Sur {french.number(aimed)} qui ont une cible, aucune ne l’atteint"
    return f"Sur {french.number(aimed)} qui ont une cible, {french.number(reached)} {french.plural(reached, 'l’atteint', 'l’atteignent')}"


_MISSING = (("masquee", "masquée"), ("manquante", "manquante"), ("absente", "absente"))
