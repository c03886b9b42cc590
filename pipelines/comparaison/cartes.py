"""The control charts of one CPTS, all its indicators at once: limits, signals of the last months, trends.

One random series of 60 months in two carries a signal somewhere: only the signals still there in the last
three months are told, and only those begun within the year are news: older ones say that the process is another one now. A
value that covers twelve months repeats eleven twelfths of the one before: its limits are those of a moving average. A state
keeps most of the month before: its limits pay for what it remembers. Where few events, or few exceptions, are expected in a
month, limits and sides come from the counts: a share of 100 % on 40 patients is no progress on another month at 100 %.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calculators.comparison.comptage import Comptage
from calculators.comparison.control_chart import CHANGEMENT, HASARD, Carte, Rebasage, demandes, xmr
from calculators.comparison.memoire import RECUL, SUR
from calculators.comparison.trend import tendance, tendance_annuelle, tendance_cumul
from pipelines.catalogue import Indicateur

#: Months whose signals are looked at, and how old a signal may be to be news.
RECENT, NEWS = 3, 12
STATE = "fin_de_mois"
#: Months that a value covers, where it is more than one.
COVERED = {"douze_mois": 12, "vingt_quatre_mois": 24}
RULES = (
    ("hors_limites", "point hors des limites"),
    ("serie", "sept points du même côté de la moyenne"),
    ("tendance", "sept points qui montent ou descendent"),
    ("deux_sur_trois", "deux points sur trois près d’une limite"),
)

#: The arrays of a Carte that hold one row per series.
_PAR_SERIE = tuple(f.name for f in fields(Carte) if f.name not in ("segment", "rebasages"))


@dataclass(frozen=True)
class OwnCard:
    """The control chart of one indicator. `carte`: one series; `provisoires`: months whose value may still move; `etats`:
    state of each month (absente when nothing came); `rules`: those that the last months break; `nature`: what the signal
    is (amélioration, dégradation, changement, hasard); `depuis`: its first month; `told`: still there in the last months, and
    neither a season nor beyond the trial limits of a state that remembers;
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
    def demandes(self) -> tuple[int, int]:
        """How many points limits ask for, and how many make them sure: more when a value covers several months, or when
        months resemble each other."""
        least, enough = demandes(months_covered(self.indicateur))
        return (least, SUR + RECUL) if self.memoire else (least, enough)

    @property
    def memoire(self) -> float:
        """How much neighbouring months resemble each other, 0 when no more than chance: the limits then pay for it."""
        return float(self.carte.memoire[0])

    @property
    def rares(self) -> bool:
        """True when the limits in force are drawn from the counts: few events, or exceptions, are expected in a month."""
        return bool(self.carte.rares[0, -1])

    @property
    def essai(self) -> bool:
        """True when the limits in force are trial limits: too few points."""
        if self.memoire:
            return int(self.carte.passe[0]) < SUR
        return bool(self.carte.provisoire[0, -1]) or self.points < self.demandes[1]


def months_covered(item: Indicateur) -> int:
    """How many months a value covers."""
    return COVERED.get(item.periode, 1)


def _most(item: Indicateur) -> float:
    """What no value can pass: no limit is drawn where there can be none, under 0 nor over all."""
    return 1.0 if item.type == "proportion" else np.inf


def cards(
    past: pd.DataFrame,
    indicateurs: Mapping[str, Indicateur],
    *,
    jusqu_a: date,
    rebasages: Mapping[str, Sequence[Rebasage]],
) -> list[OwnCard]:
    """One chart per indicator sent, in the order of `past` (rows of questions.fiche.cpts_series); deliverables have none.

    `rebasages`: by indicator; those on a month that the chart does not show are left out.
    """
    kept = past[[indicateurs[str(code)].type != "livrable" for code in past["indicateur"]]]
    if kept.empty:
        return []
    months = pd.date_range(past["mois"].min(), pd.Timestamp(jusqu_a), freq="MS")
    days = tuple(m.date() for m in months)
    rows, codes = pd.factorize(kept["indicateur"])
    items = [indicateurs[str(code)] for code in codes]
    seen = _placed(kept, rows, months.get_indexer(pd.DatetimeIndex(kept["mois"])), shape=(len(items), len(days)))
    wanted = [[one for one in rebasages.get(item.code, ()) if one.mois in days] for item in items]
    senses = [item.sens for item in items]
    kinds = [(months_covered(item), item.periode == STATE) for item in items]
    counted = _counted(items, seen)
    plain = {
        (span, state): xmr(seen.valeurs, mois=days, etendue=span, memoire=state, comptage=counted)
        for span, state in set(kinds)
    }
    tests: dict[str, Callable[..., Any]] = {STATE: partial(tendance, memoire=True), "mois": tendance_annuelle}
    trends = {p: tests.get(p, tendance_cumul)(seen.valeurs, sens=senses) for p in (*tests, *COVERED)}
    out = []
    for at, item in enumerate(items):
        carte = _alone(plain[kinds[at]], at)
        if wanted[at]:
            span, state = kinds[at]
            carte = xmr(
                seen.valeurs[at],
                mois=days,
                rebasages=wanted[at],
                etendue=span,
                memoire=state,
                comptage=counted.rows([at]),
            )
        carte = replace(carte, bas=np.maximum(carte.bas, 0), haut=np.minimum(carte.haut, _most(item)))
        # A state that comes back with the seasons is compared as what happens month by month is.
        trend = trends["mois" if carte.saison[0] else item.periode]
        out.append(_card(item, days, carte, seen, at, tendance=str(trend.sens[at]), effet=int(trend.effet[at])))
    return out


@dataclass(frozen=True)
class _Seen:
    """What came, all arrays (indicators, months): `valeurs` NaN where there is nothing to show, `sous` (denominators) NaN where
    a value came without its counts."""

    valeurs: NDArray[np.float64]
    sous: NDArray[np.float64]
    etats: NDArray[np.object_]
    provisoires: NDArray[np.bool_]


def _placed(past: pd.DataFrame, row: NDArray[np.int64], column: NDArray[np.int64], *, shape: tuple[int, int]) -> _Seen:
    seen = _Seen(
        np.full(shape, np.nan),
        np.full(shape, np.nan),
        np.full(shape, "absente", dtype=object),
        np.zeros(shape, dtype=bool),
    )
    states = past["etat"].to_numpy(dtype=object)
    values = past["valeur"].to_numpy(dtype=np.float64, na_value=np.nan)
    seen.valeurs[row, column] = np.where(states == "valeur", values, np.nan)
    under = past["denominateur"].to_numpy(dtype=np.float64, na_value=np.nan)
    seen.sous[row, column] = np.where(states == "valeur", under, np.nan)
    seen.etats[row, column] = states
    seen.provisoires[row, column] = past["provisoire"].to_numpy(dtype=bool, na_value=False)
    return seen


def _counted(items: Sequence[Indicateur], seen: _Seen) -> Comptage:
    """What the values count. A count happens by itself, but for the state of a stock, which is no law's."""
    share, state = np.array([[i.type == "proportion", i.periode == STATE] for i in items], dtype=bool).T
    count = np.array([i.type == "compte" for i in items], dtype=bool)
    size = np.where((count & ~state)[:, None], 1.0, np.where(count[:, None], np.nan, seen.sous))
    per = np.array([1000.0 if i.type == "taux_1000" else 1.0 for i in items])
    return Comptage.of(size, pour=per, proportion=share)


def _alone(carte: Carte, at: int) -> Carte:
    """One series of many charted at once: the charts of all indicators cost little more than one."""
    return replace(carte, **{name: getattr(carte, name)[at : at + 1] for name in _PAR_SERIE})


def _card(
    item: Indicateur, days: tuple[date, ...], carte: Carte, seen: _Seen, at: int, *, tendance: str, effet: int
) -> OwnCard:
    values = carte.valeurs[0]
    nature = carte.nature(item.sens)[0]
    signal = carte.signal[0]
    known = np.flatnonzero(~np.isnan(values))
    recent = [place for place in known[-RECENT:] if place >= len(values) - RECENT and signal[place]]
    rules: tuple[str, ...] = ()
    word, since = HASARD, None
    if recent:
        last = recent[-1]
        word = str(nature[last])
        rules = tuple(said for name, said in RULES if getattr(carte, name)[0, recent].any())
        since = days[_first(known, carte, nature, int(last))]
    # Trial limits of a state that remembers are too often passed: what they tell is to be confirmed.
    unsure = bool(carte.saison[0]) or (carte.memoire[0] > 0 and carte.passe[0] < SUR)
    sure = bool(recent) and not unsure
    return OwnCard(
        indicateur=item,
        mois=days,
        carte=carte,
        etats=tuple(seen.etats[at].tolist()),
        provisoires=tuple(seen.provisoires[at].tolist()),
        rules=rules,
        nature=word,
        depuis=since,
        told=sure,
        neuf=sure and since is not None and since in days[-NEWS:],
        tendance=tendance,
        effet=effet,
    )


def _first(known: np.ndarray, carte: Carte, nature: np.ndarray, last: int) -> int:
    """The first of the points in a row, months without value aside, that are the same signal as the last one."""
    start, signal = last, carte.signal[0]
    for at in known[known < last][::-1]:
        if not signal[at] or nature[at] != nature[last] or carte.segment[at] != carte.segment[last]:
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
