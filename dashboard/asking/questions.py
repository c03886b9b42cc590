"""The questions pages ask the store, answered once per committed state of it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from calculators import french
from calculators.rows import rows
from dashboard.asking import session
from dashboard.asking.cache import Key
from dashboard.asking.cache import asked as _asked
from dashboard.asking.cache import cached as _cached
from pipelines.financement.funding import Financement, funding
from pipelines.store.connection import Store
from pipelines.store.questions import facade


@dataclass(frozen=True)
class Group:
    """CPTS compared together; None filters nothing."""

    taille: int | None = None
    region: str | None = None
    cpam: str | None = None


@_cached
def _territories(_store: Store, key: Key) -> pd.DataFrame:
    return facade.territories(_store, key.scope)


def territories() -> pd.DataFrame:
    """Every territory in scope; columns of queries.territories."""
    return _asked(_territories)


@_cached
def _months(_store: Store, key: Key) -> list[date]:
    return facade.months(_store, key.scope)


def months() -> list[date]:
    """The months with observations, oldest first."""
    return _asked(_months)


@_cached
def _usual_month(_store: Store, key: Key) -> date | None:
    received = facade.months_received(_store, key.scope)
    if received.empty:
        return None
    enough = received[received["cpts"] >= received["cpts"].tail(12).max() / 2]
    return enough["mois"].iloc[-1].date()


def usual_month() -> date | None:
    """The newest month that at least half of the usual CPTS have sent: where the pages open."""
    return _asked(_usual_month)


@_cached
def _situations(_store: Store, key: Key) -> dict[str, tuple[str, dict[str, Any]]]:
    frame = facade.contracts(_store, key.scope)
    ordered = frame[frame["date_signature"].notna()].sort_values(["demonstration", "nom"])
    return {
        row.id_cpts: (f"{row.nom}{' (démonstration)' if row.demonstration else ''}", json.loads(row.situation))
        for row in rows(ordered)
    }


def situations() -> dict[str, tuple[str, dict[str, Any]]]:
    """Contracts with a known signature: id → (name, situation), the real ones first."""
    return _asked(_situations)


@_cached
def _series(_store: Store, key: Key, indicateur: str, ids: tuple[str, ...]) -> pd.DataFrame:
    frame = facade.indicator_series(_store, key.scope, indicateur=indicateur, ids=list(ids))
    rank = {id_: place for place, id_ in enumerate(ids)}
    return frame.sort_values(["id_cpts", "mois"], key=lambda s: s.map(rank) if s.name == "id_cpts" else s)


def series(indicateur: str, ids: tuple[str, ...]) -> pd.DataFrame:
    """Every month of one indicator for some CPTS, in the order of `ids`."""
    return _asked(_series, indicateur, ids)


def names(frame: pd.DataFrame) -> dict[str, str]:
    """id → name for a picker, real CPTS first, the invented ones marked by their own name."""
    ordered = frame.sort_values(["demonstration", "nom"])
    return dict(zip(ordered["id_cpts"], ordered["nom"], strict=True))


@dataclass(frozen=True)
class _Lists:
    """What pickers offer: territories, CPTS under contract, regions, funds; code → name."""

    territoires: dict[str, str]
    cpts: dict[str, str]
    regions: dict[str, str]
    cpams: dict[str, str]


@_cached
def _lists(_store: Store, key: Key) -> _Lists:
    frame = _territories(_store, key)
    known = session.catalogue().regions.set_index("code_region")["nom"].to_dict()

    def listed(column: str) -> set[str]:
        return {part for value in frame[column].dropna() for part in str(value).split("|") if part}

    return _Lists(
        territoires=names(frame),
        cpts=names(frame[frame["nature"].eq("cpts") & frame["sous_contrat"]]),
        regions={c: known[c] for c in sorted(listed("regions"), key=lambda c: known.get(c, c)) if c in known},
        cpams={name: name for name in sorted(listed("cpam"))},
    )


def _pickers() -> _Lists:
    found: _Lists = _asked(_lists)
    return found


def territory_names() -> dict[str, str]:
    """The territories in scope, as `names` orders them."""
    return _pickers().territoires


def cpts_names() -> dict[str, str]:
    """The CPTS under contract in scope, as `names` orders them."""
    return _pickers().cpts


def regions() -> dict[str, str]:
    """INSEE code → name of the regions that have a territory in scope."""
    return _pickers().regions


def cpams() -> dict[str, str]:
    """The funds that have a territory in scope."""
    return _pickers().cpams


def group_label(group: Group) -> str:
    """The group in words: « taille 2, Bretagne »."""
    parts = [
        f"taille {group.taille}" if group.taille else "toutes tailles",
        regions().get(group.region, group.region) if group.region else "",
        group.cpam or "",
    ]
    return french.typography(", ".join(p for p in parts if p))


@_cached
def _received(_store: Store, key: Key, mois: date) -> pd.DataFrame:
    return facade.latest_month_summary(_store, key.scope, mois=mois)


def received(mois: date) -> pd.DataFrame:
    """What was expected of each CPTS that month and what came; columns of queries.latest_month_summary."""
    return _asked(_received, mois)


@_cached
def _stages(_store: Store, key: Key) -> pd.DataFrame:
    return facade.stages(_store, key.scope)


def stages() -> pd.DataFrame:
    """How many CPTS at each stage, real and invented."""
    return _asked(_stages)


@_cached
def _profile(_store: Store, key: Key, id_cpts: str, mois: date) -> pd.DataFrame:
    return facade.cpts_profile(_store, key.scope, id_cpts=id_cpts, mois=mois)


def profile(id_cpts: str, mois: date) -> pd.DataFrame:
    """Every indicator of one CPTS; columns of queries.cpts_profile."""
    return _asked(_profile, id_cpts, mois)


@st.cache_resource(show_spinner=False, max_entries=4)
def _money(_store: Store, key: Key, au: date) -> Financement:
    return funding(_store, key.scope, au=au)


def money() -> Financement:
    """What every contract in scope is due, with the observations received up to today. Read only: it is shared."""
    return _asked(_money, session.today())


@_cached
def _invented(_store: Store, key: Key) -> bool:
    kept = facade.deposits(_store, key.scope, limit=1_000_000)
    return bool((kept["demonstration"] & kept["retire_le"].isna()).any())


def invented() -> bool:
    """True when some deposit in scope holds demonstration data."""
    return _asked(_invented)
