"""What the store knows of one CPTS for the simulator: attainment observed by contract year, targets, file names.

Kept by (store, committed state, rights, day, CPTS), like every question of the screens.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from calculators import french
from calculators.aci import Accord, Situation, read_situation
from calculators.aci.et_si.taux import find_repeated, repeat_last_year
from calculators.aci.situation.read import read_objectifs
from calculators.aci.situation.schema import Objectif
from calculators.aci.situation.write import write_situation
from calculators.rows import rows
from dashboard.asking import questions
from dashboard.asking.cache import question
from dashboard.asking.session import Session
from pipelines.catalogue import Indicateur
from pipelines.financement.funding import funding
from pipelines.financement.objectifs import objectives_of
from pipelines.store.questions import suivi


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
        """The rates of every contract year, those to come as calculators.aci.et_si.taux.project supposes them.

        Gives the rates and the latest contract year so repeated (None when no year is to come).
        """
        rates, model = repeat_last_year(self.taux, annees=years, finies=self.finies)
        return {year: dict(by) for year, by in rates.items()}, model

    def framed(self, years: int) -> dict[int, dict[str, Any]]:
        """The rates of `extended`, with the bounds of those that are not sure: a year to come repeats them with the rate."""
        seen = {year: {**by, **self.cadres.get(year, {})} for year, by in self.taux.items()}
        rates, _ = repeat_last_year(seen, annees=years, finies=self.finies)
        found = {year: dict(by) for year, by in rates.items()}
        for year, by in self.repeated(years).items():
            for mission, model in by.items():
                rate = found[year][mission]
                if isinstance(rate, Mapping):
                    why = f"année pas encore observée, atteinte de l’année {model} répétée ; {rate['pourquoi']}"
                    found[year][mission] = {**rate, "pourquoi": why}
        return found

    def repeated(self, years: int) -> dict[int, dict[str, int]]:
        """By contract year to come and mission, the year observed that it repeats."""
        return find_repeated(self.taux, annees=years, finies=self.finies)


def at_observed(situation: Situation, seen: Observe, accord: Accord) -> Situation:
    """The situation at the attainment observed: a mission never observed has no rate, neither 0 nor 100 %."""
    written, framed = write_situation(situation), seen.framed(situation.annees)
    rates = {
        year: {
            code: rate if code == "crise" else framed[year][code]
            for code, rate in by.items()
            if code == "crise" or code in framed.get(year, {})
        }
        for year, by in written["atteinte"].items()
    }
    return read_situation({**written, "atteinte": rates}, accord)


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


@question(entries=64)
def observed(session: Session, id_cpts: str) -> Observe | None:
    """The observed attainment of a CPTS up to today; None without contract, target or observation."""
    found = funding(session.store, session.scope.narrowed({id_cpts}), au=session.today)
    rates = found.atteintes[found.atteintes["mission"].ne("crise")]
    if rates.empty and found.objectifs.empty:
        return None
    taux: dict[int, dict[str, Decimal]] = {}
    for row in rows(rates):
        taux.setdefault(int(row.annee_contrat), {})[str(row.mission)] = Decimal(int(row.taux_millioniemes)) / 1_000_000
    own = None
    if len(found.objectifs):  # no contract year has the rank 0: only what the contract itself gives is read
        own = objectives_of(session.store, session.scope, id_cpts=id_cpts, annee=0, au=session.today)
    lines = found.resultat.lignes
    ended = lines.loc[lines["fin"] < pd.Timestamp(session.today), "annee_contrat"].unique()
    return Observe(
        taux=taux,
        cadres=unsure(rates, found.detail, session.catalogue.indicateurs),
        objectifs=own.situation["objectifs"] if own else [],
        detail=found.detail[found.detail["mission"].ne("crise")].reset_index(drop=True),
        demonstration=bool(found.detail["demonstration"].any() or found.objectifs["demonstration"].any()),
        signature=found.resultat.situations.contrats["date_signature"].iloc[0].date(),
        finies=tuple(int(n) for n in sorted(ended) if n),
    )


@dataclass(frozen=True)
class Cibles:
    """What is aimed at in one contract year, as objectives of a situation.

    `partages`: codes of those that share their mission's envelope equally, the contract giving none for it; `observees`:
    some value was read in the observations; `demonstration`: some of these are invented.
    """

    objectifs: tuple[Objectif, ...]
    partages: frozenset[str]
    observees: bool
    demonstration: bool


@question(entries=64)
def find_targets(session: Session, id_cpts: str, annee: int) -> Cibles | None:
    """The targets of one contract year; None when there are none."""
    found = objectives_of(session.store, session.scope, id_cpts=id_cpts, annee=annee, au=session.today)
    if found is None:
        return None
    contract = questions.situations().get(id_cpts, ("", {}))[1]
    given = {o["mission"] for o in contract.get("objectifs") or [] if o["annee"] == annee}
    mine = read_objectifs([o for o in found.situation["objectifs"] if o["annee"] == annee])
    return Cibles(
        objectifs=mine,
        partages=frozenset(o.code for o in mine if o.mission not in given),
        observees=len(found.provenance) > 0,
        demonstration=bool(found.provenance["demonstration"].any()),
    )


@question
def files(session: Session) -> dict[str, str]:
    """The name of the file behind each deposit."""
    kept = suivi.deposits(session.store, session.scope, limit=1_000_000)
    return dict(zip(kept["depot"].astype(str), kept["fichier"].astype(str), strict=True))
