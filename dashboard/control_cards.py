"""The control charts of one CPTS, all its indicators at once: limits, signals of the last months, trends. No Streamlit.

One random series of 60 months in two carries a signal somewhere: only the signals still there in the last
three months are told, and only those begun within the year are news: older ones say that the process is another one now. A
value that covers twelve months repeats eleven twelfths of the one before: its signals are shown and never told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from calculators.comparison.control_chart import CHANGEMENT, HASARD, PROVISOIRE, Carte, Rebasage, xmr
from calculators.comparison.trend import tendance
from pipelines.catalogue import Indicateur

#: Months whose signals are looked at, and how old a signal may be to be news.
RECENT, NEWS = 3, 12
RULES = (
    ("hors_limites", "point hors des limites"),
    ("serie", "sept points du même côté de la moyenne"),
    ("tendance", "sept points qui montent ou descendent"),
    ("deux_sur_trois", "deux points sur trois près d’une limite"),
)


@dataclass(frozen=True)
class OwnCard:
    """The control chart of one indicator. `carte`: one series; `provisoires`: months whose value may still move; `etats`:
    state of each month (absente when nothing came); `rules`: those that the last months break; `nature`: what the signal
    is (amélioration, dégradation, changement, hasard); `depuis`: its first month; `told`: still there in the last months, and neither a season nor an overlap of twelve months;
    `neuf`: told, and begun within the year."""

    indicateur: Indicateur
    mois: tuple[date, ...]
    carte: Carte
    etats: tuple[str, ...]
    provisoires: tuple[bool, ...]
    rules: tuple[str, ...]
    nature: str
    depuis: date | None
    told: bool
    neuf: bool
    tendance: str
    effet: int

    @property
    def points(self) -> int:
        """Months with a value on the last base."""
        values, segment = self.carte.valeurs[0], self.carte.segment
        return int(np.sum(~np.isnan(values) & (segment == segment[-1])))

    @property
    def essai(self) -> bool:
        """True when the limits in force are trial limits: under twelve points."""
        return bool(self.carte.provisoire[0, -1]) or self.points < PROVISOIRE


def cards(
    past: pd.DataFrame,
    indicateurs: Mapping[str, Indicateur],
    *,
    jusqu_a: date,
    rebasages: Mapping[str, Sequence[Rebasage]],
) -> list[OwnCard]:
    """One chart per indicator sent, in the order of `past` (rows of queries_fiche.cpts_series); deliverables have none.

    `rebasages`: by indicator; those on a month that the chart does not show are left out.
    """
    if past.empty:
        return []
    months = pd.date_range(past["mois"].min(), pd.Timestamp(jusqu_a), freq="MS")
    days = tuple(m.date() for m in months)
    out = []
    for code, part in past.groupby("indicateur", sort=False):
        item = indicateurs[str(code)]
        if item.type == "livrable":
            continue
        placed = part.set_index("mois").reindex(months)
        values = placed["valeur"].where(placed["etat"].eq("valeur")).to_numpy(dtype=np.float64, na_value=np.nan)
        kept = [one for one in rebasages.get(str(code), ()) if one.mois in days]
        carte = xmr(values, mois=days, rebasages=kept)
        out.append(_card(item, days, carte, placed))
    return out


def _card(item: Indicateur, days: tuple[date, ...], carte: Carte, placed: pd.DataFrame) -> OwnCard:
    values = carte.valeurs[0]
    nature = carte.nature(item.sens)[0]
    known = np.flatnonzero(~np.isnan(values))
    recent = [at for at in known[-RECENT:] if at >= len(values) - RECENT and carte.signal[0, at]]
    rules, word, since = (), HASARD, None
    if recent:
        last = recent[-1]
        word = str(nature[last])
        rules = tuple(said for name, said in RULES if getattr(carte, name)[0, recent].any())
        since = days[_first(known, carte, nature, int(last))]
    yearly = item.periode == "douze_mois"
    sure = bool(recent) and not yearly and not bool(carte.saison[0])
    trend = tendance(values, sens=item.sens, pas=12 if yearly else 1)
    return OwnCard(
        indicateur=item,
        mois=days,
        carte=carte,
        etats=tuple(placed["etat"].fillna("absente").astype(str)),
        provisoires=tuple(placed["provisoire"].fillna(False).astype(bool).tolist()),
        rules=rules,
        nature=word,
        depuis=since,
        told=sure,
        neuf=sure and since is not None and since in days[-NEWS:],
        tendance=str(trend.sens[0]),
        effet=int(trend.effet[0]),
    )


def _first(known: np.ndarray, carte: Carte, nature: np.ndarray, last: int) -> int:
    """The first of the points in a row, months without value aside, that are the same signal as the last one."""
    start = last
    for at in known[known < last][::-1]:
        if not carte.signal[0, at] or nature[at] != nature[last] or carte.segment[at] != carte.segment[last]:
            break
        start = int(at)
    return start


def news(found: Sequence[OwnCard]) -> list[OwnCard]:
    """The charts whose signal began within the year, the better and worse ones before those without direction."""
    return sorted((c for c in found if c.neuf), key=lambda c: c.nature == CHANGEMENT)


def read_bases(text: str, *, id_cpts: str) -> dict[str, list[Rebasage]]:
    """The rebases of one CPTS in an address: `CPTS~CODE~2025-03~motif`, joined by |. What can't be read is left out."""
    found: dict[str, list[Rebasage]] = {}
    for entry in text.split("|"):
        parts: list[Any] = entry.split("~")
        if len(parts) != 4 or parts[0] != id_cpts or not parts[3].strip():
            continue
        try:
            month = date.fromisoformat(f"{parts[2]}-01")
        except ValueError:
            continue
        mine = found.setdefault(parts[1], [])
        if month not in {one.mois for one in mine}:
            mine.append(Rebasage(month, parts[3]))
    return found


def write_base(text: str, *, id_cpts: str, code: str, mois: date, motif: str | None) -> str:
    """The address with one more rebase, or without it when `motif` is None; one per indicator and month."""
    start = f"{id_cpts}~{code}~{mois:%Y-%m}~"
    kept = [entry for entry in text.split("|") if entry and not entry.startswith(start)]
    if motif is not None:
        kept.append(start + " ".join(motif.replace("|", " ").replace("~", " ").split()))
    return "|".join(kept)
