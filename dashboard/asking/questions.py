"""The questions pages ask the store, answered once per committed state of it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from calculators import french
from calculators.comparison import mois_usuel
from calculators.rows import rows
from dashboard.asking.cache import question
from dashboard.asking.session import Session
from pipelines.financement.funding import Financement, funding
from pipelines.store.questions import indicateurs, suivi, territoires


@dataclass(frozen=True)
class Group:
    """CPTS compared together; None filters nothing."""

    taille: int | None = None
    region: str | None = None
    cpam: str | None = None


@question
def territories(session: Session) -> pd.DataFrame:
    """Every territory in scope; columns of queries.territories."""
    return territoires.territories(session.store, session.scope)


@question
def months(session: Session) -> list[date]:
    """The months with observations, oldest first."""
    return indicateurs.months(session.store, session.scope)


@question
def usual_month(session: Session) -> date | None:
    """The newest month that at least half of the usual CPTS have sent: where the pages open."""
    return mois_usuel.usual_month(indicateurs.months_received(session.store, session.scope))


@question
def situations(session: Session) -> dict[str, tuple[str, dict[str, Any]]]:
    """Contracts with a known signature: id → (name, situation), the real ones first."""
    frame = territoires.contracts(session.store, session.scope)
    ordered = frame[frame["date_signature"].notna()].sort_values(["demonstration", "nom"])
    return {
        row.id_cpts: (f"{row.nom}{' (démonstration)' if row.demonstration else ''}", json.loads(row.situation))
        for row in rows(ordered)
    }


@question
def unsigned(session: Session) -> dict[str, tuple[str, dict[str, Any]]]:
    """CPTS whose signature is not known: id → (name, what is known of it in the form of a situation)."""
    signed = situations()
    frame = territories()
    frame = frame[frame["nature"].eq("cpts") & ~frame["id_cpts"].isin(signed)].sort_values(["demonstration", "nom"])
    found = {}
    for row in rows(frame):
        people = None if pd.isna(row.population) else int(row.population)
        name = f"{row.nom}{' (démonstration)' if row.demonstration else ''}, signature inconnue"
        found[row.id_cpts] = (name, {"id_cpts": row.id_cpts, "population": people, "missions": {}})
    return found


@question
def series(session: Session, indicateur: str, ids: tuple[str, ...]) -> pd.DataFrame:
    """Every month of one indicator for some CPTS, in the order of `ids`."""
    frame = indicateurs.indicator_series(session.store, session.scope, indicateur=indicateur, ids=list(ids))
    rank = {id_: place for place, id_ in enumerate(ids)}
    return frame.sort_values(["id_cpts", "mois"], key=lambda s: s.map(rank) if s.name == "id_cpts" else s)


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


@question
def _lists(session: Session) -> _Lists:
    frame = territories()
    known = session.catalogue.regions.set_index("code_region")["nom"].to_dict()

    def listed(column: str) -> set[str]:
        return {part for value in frame[column].dropna() for part in str(value).split("|") if part}

    return _Lists(
        territoires=names(frame),
        cpts=names(frame[frame["nature"].eq("cpts") & frame["sous_contrat"]]),
        regions={c: known[c] for c in sorted(listed("regions"), key=lambda c: known.get(c, c)) if c in known},
        cpams={name: name for name in sorted(listed("cpam"))},
    )


def territory_names() -> dict[str, str]:
    """The territories in scope, as `names` orders them."""
    return _lists().territoires


def cpts_names() -> dict[str, str]:
    """The CPTS under contract in scope, as `names` orders them."""
    return _lists().cpts


def regions() -> dict[str, str]:
    """INSEE code → name of the regions that have a territory in scope."""
    return _lists().regions


def cpams() -> dict[str, str]:
    """The funds that have a territory in scope."""
    return _lists().cpams


def group_label(group: Group) -> str:
    """The group in words: « taille 2, Bretagne »."""
    parts = [
        f"taille {group.taille}" if group.taille else "toutes tailles",
        regions().get(group.region, group.region) if group.region else "",
        group.cpam or "",
    ]
    return french.typography(", ".join(p for p in parts if p))


@question
def received(session: Session, mois: date) -> pd.DataFrame:
    """What was expected of each CPTS that month and what came; columns of queries.latest_month_summary."""
    return suivi.latest_month_summary(session.store, session.scope, mois=mois)


@question
def profile(session: Session, id_cpts: str, mois: date) -> pd.DataFrame:
    """Every indicator of one CPTS; columns of queries.cpts_profile."""
    return indicateurs.cpts_profile(session.store, session.scope, id_cpts=id_cpts, mois=mois)


@question(entries=4, copied=False)
def money(session: Session) -> Financement:
    """What every contract in scope is due, with the observations received up to today. Read only: it is shared."""
    return funding(session.store, session.scope, au=session.today)


@question
def invented(session: Session) -> bool:
    """True when some deposit in scope holds demonstration data."""
    kept = suivi.deposits(session.store, session.scope, limit=1_000_000)
    return bool((kept["demonstration"] & kept["retire_le"].isna()).any())
