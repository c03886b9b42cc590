"""What the store knows of one CPTS for the simulator: attainment observed by contract year, targets, file names.

Kept by (store, committed state, scope, CPTS, day), like every question of the screens.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from calculators import french
from calculators.rows import rows
from dashboard.asking import session
from dashboard.asking.questions import Key
from pipelines.catalogue import Indicateur
from pipelines.financement.funding import funding
from pipelines.financement.objectifs import Objectifs, objectives_of
from pipelines.store.connection import Store
from pipelines.store.questions import facade
from pipelines.store.scope import Scope

_cached = st.cache_data(show_spinner=False, max_entries=64)


@dataclass(frozen=True)
class Observe:
    """Attainment of one CPTS as observed.

    `taux`: by contract year and mission, a ratio; `cadres`: the same where an observation makes it unsure, as a situation
    writes it (taux, entre, pourquoi); `objectifs`: those the contract itself gives, with the values observed; `detail`: a row per contract year and indicator, columns of
    pipelines.financement.funding.Financement.detail; `demonstration`: some observation is invented; `signature`: that of the
    stored contract, whose years are meant; `finies`: the contract years already ended.
    """

    taux: dict[int, dict[str, Decimal]]
    cadres: dict[int, dict[str, dict[str, Any]]]
    objectifs: list[dict[str, Any]]
    detail: pd.DataFrame
    demonstration: bool
    signature: date
    finies: tuple[int, ...]

    def extended(self, years: int) -> tuple[dict[int, dict[str, Decimal]], int | None]:
        """The rates of every contract year: those to come take the last year ended, else the last one observed.

        Gives the rates and the contract year so repeated (None when no year is to come).
        """
        known = sorted(self.taux)
        if not known:
            return {}, None
        model = max((n for n in known if n in self.finies), default=known[-1])
        missing = range(known[-1] + 1, years + 1)
        return {**self.taux, **dict.fromkeys(missing, self.taux[model])}, model if missing else None

    def framed(self, years: int) -> dict[int, dict[str, Any]]:
        """The rates of `extended`, with the bounds of those that are not sure; a repeated year carries none."""
        rates, _ = self.extended(years)
        return {year: {**by, **self.cadres.get(year, {})} for year, by in rates.items()}


def key_of_store() -> tuple[Store, Key]:
    """The store, and the first part of every cache key."""
    store = session.store()
    return store, Key(store.identity, store.snapshot(), session.scope())


def only(scope: Scope, id_cpts: str) -> Scope:
    """The scope narrowed to one CPTS it already sees."""
    return scope.narrowed({id_cpts})


ETATS = {
    "masquee": "masqué par le fournisseur",
    "manquante": "manquant",
    "absente": "jamais reçu",
    "provisoire": "provisoire",
}


def unsure(
    rates: pd.DataFrame, detail: pd.DataFrame, indicateurs: Mapping[str, Indicateur]
) -> dict[int, dict[str, dict[str, Any]]]:
    """By contract year and mission, the rates that an observation makes unsure: taux, entre, pourquoi (in French)."""
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for row in rates.to_dict("records"):
        sides = [row[f"taux_{side}millioniemes"] for side in ("bas_", "", "haut_")]
        if sides[0] == sides[2]:
            continue
        low, mid, high = (str(Decimal(int(side)) / 1_000_000) for side in sides)
        same = detail["annee_contrat"].eq(row["annee_contrat"]) & detail["mission"].eq(row["mission"])
        causes = [
            f"« {indicateurs[d['indicateur']].court} » {ETATS.get(d['doute'], d['doute'])}"
            + ("" if pd.isna(d["mois_doute"]) else f" en {french.month(d['mois_doute'])}")
            for d in detail[same & detail["doute"].ne("")].to_dict("records")
        ]
        why = f"atteinte, avec {', '.join(causes)}," if causes else "atteinte"
        found.setdefault(int(row["annee_contrat"]), {})[str(row["mission"])] = {
            "taux": mid,
            "entre": [low, high],
            "pourquoi": why,
        }
    return found


@_cached
def _observed(_store: Store, key: Key, id_cpts: str, au: date) -> Observe | None:
    found = funding(_store, only(key.scope, id_cpts), au=au)
    rates = found.atteintes[found.atteintes["mission"].ne("crise")]
    if rates.empty and found.objectifs.empty:
        return None
    taux: dict[int, dict[str, Decimal]] = {}
    for row in rows(rates):
        taux.setdefault(int(row.annee_contrat), {})[str(row.mission)] = Decimal(int(row.taux_millioniemes)) / 1_000_000
    own = None
    if len(found.objectifs):  # no contract year has the rank 0: only what the contract itself gives is read
        own = objectives_of(_store, key.scope, id_cpts=id_cpts, annee=0, au=au)
    lines = found.resultat.lignes
    ended = lines.loc[lines["fin"] < pd.Timestamp(au), "annee_contrat"].unique()
    return Observe(
        taux=taux,
        cadres=unsure(rates, found.detail, session.catalogue().indicateurs),
        objectifs=own.situation["objectifs"] if own else [],
        detail=found.detail[found.detail["mission"].ne("crise")].reset_index(drop=True),
        demonstration=bool(found.detail["demonstration"].any() or found.objectifs["demonstration"].any()),
        signature=found.resultat.situations.contrats["date_signature"].iloc[0].date(),
        finies=tuple(int(n) for n in sorted(ended) if n),
    )


def observed(id_cpts: str) -> Observe | None:
    """The observed attainment of a CPTS up to today; None without contract, target or observation."""
    store, key = key_of_store()
    return _observed(store, key, id_cpts, session.today())


@_cached
def _objectives(_store: Store, key: Key, id_cpts: str, annee: int, au: date) -> Objectifs | None:
    return objectives_of(_store, key.scope, id_cpts=id_cpts, annee=annee, au=au)


def objectives(id_cpts: str, annee: int) -> Objectifs | None:
    """The targets of one contract year as objectives, with where each value comes from; None when there are none."""
    store, key = key_of_store()
    return _objectives(store, key, id_cpts, annee, session.today())


@_cached
def _files(_store: Store, key: Key) -> dict[str, str]:
    kept = facade.deposits(_store, key.scope, limit=1_000_000)
    return dict(zip(kept["depot"].astype(str), kept["fichier"].astype(str), strict=True))


def files() -> dict[str, str]:
    """The name of the file behind each deposit."""
    store, key = key_of_store()
    return _files(store, key)
