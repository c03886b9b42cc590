"""The one meeting point of stored data and the calculator: contracts and observations become lines and payments.

Attainment of a mission, as long as contracts give no amounts by indicator: the mean over the mission's indicators that
have a target of the share of the way from reference to target (0 to 1), read on the last month received in the
contract year; on all its months together for the indicators counted month by month, which carry a season. An indicator that is hidden or missing counts 0 in the lower bound, which is the one paid, and 1 in the
upper bound. This is our documented choice (page « Règles et sources »); a contract's own rates prevail.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from calculators.aci import Accord, Resultat, load_accord, read_situations, simulate
from calculators.aci.atteinte import proportionnel
from calculators.aci.decomposition import CAUSES, Etape, decompose
from calculators.aci.situation import COLUMNS, SituationError, Situations
from pipelines.catalogue import load_catalogue
from pipelines.store.connection import Store
from pipelines.store.queries_financement import flows_by_contract_year, observations_by_contract_year
from pipelines.store.queries_territoires import contracts, objectives
from pipelines.store.scope import Scope

_SANS_SIGNATURE = "La date de signature n'est pas connue."


@dataclass(frozen=True)
class Financement:
    """What every contract in scope is due, as computed on a day.

    ``resultat``: lines, payments, warnings (see calculators.aci.Resultat).
    ``atteintes``: by CPTS, contract year and mission: id_cpts, annee_contrat, mission, taux_millioniemes (lower bound,
    the one paid), taux_haut_millioniemes, indicateurs (with a target), connus, mois (last month read), demonstration.
    ``detail``: by CPTS, contract year and indicator with a target: id_cpts, annee_contrat, mission, indicateur, mois,
    etat, valeur, reference, cible, taux_millioniemes, denominateur, n_mois (months added up, for the indicators counted month by
    month), depot, ligne, demonstration (the observation is invented).
    ``sans_calcul``: contracts that can't be computed: id_cpts, nom, motif (in French: no signature date, objectives that
    don't sum to the envelope…).
    """

    resultat: Resultat
    atteintes: pd.DataFrame
    detail: pd.DataFrame
    sans_calcul: pd.DataFrame
    au: date


@dataclass(frozen=True)
class Calcul:
    """What a computation rests on, to be set beside another one.

    ``au``: months observed up to this day; ``connu_le``: data as known at that instant (None: now); ``regles``: rules in
    force on that day for every year (None: on each year's own first day); ``contrats``: situations that replace the
    stored ones, by CPTS; ``accord``: another agreement (None: the one shipped).
    """

    au: date
    connu_le: datetime | None = None
    regles: date | None = None
    contrats: Mapping[str, Mapping[str, Any]] | None = None
    accord: Accord | None = None


def funding(
    store: Store, scope: Scope, *, au: date, accord: Accord | None = None, calcul: Calcul | None = None
) -> Financement:
    """Compute every contract in scope with the months observed up to a day; ``calcul`` says more, and prevails."""
    asked = calcul or Calcul(au=au, accord=accord)
    rules = asked.accord or load_accord()
    au = asked.au
    known = contracts(store, scope)
    computable = known["date_signature"].notna()
    stored = (_situation(text) for text in known.loc[computable, "situation"])
    others = asked.contrats or {}
    fixed = {} if asked.regles is None else {"regles": asked.regles}
    items = [{**others.get(item["id_cpts"], item), **fixed} for item in stored]
    closing = observations_by_contract_year(store, scope, au=au, connu_le=asked.connu_le)
    monthly = {i.code: i.type for i in load_catalogue().indicateurs.values() if i.periode == "mois"}
    flows = flows_by_contract_year(store, scope, indicateurs=list(monthly), au=au, connu_le=asked.connu_le)
    pooled = _pooled(closing, flows, monthly)
    detail = _detail(pooled, objectives(store, scope))
    rates = _rates(detail)
    result, refused = _computed(items, rates, rules)
    unsigned = dict.fromkeys(known.loc[~computable, "id_cpts"], _SANS_SIGNATURE)
    reasons = known["id_cpts"].map({**unsigned, **refused}).rename("motif")
    left_out = known[["id_cpts", "nom"]].join(reasons).dropna(subset="motif")
    return Financement(result, rates, detail, left_out.reset_index(drop=True), au)


def _computed(items: list[Mapping[str, Any]], rates: pd.DataFrame, accord: Accord) -> tuple[Resultat, dict[str, str]]:
    """Compute what can be, and give the reason of each contract that is refused: one bad contract stops no other."""
    refused: dict[str, str] = {}
    while True:
        kept = [item for item in items if str(item["id_cpts"]) not in refused]
        try:
            return simulate(_with_rates(read_situations(kept, accord), rates), accord), refused
        except SituationError as error:
            if not error.by_cpts.keys() - refused.keys():
                raise
            refused |= {name: " ".join(sentences) for name, sentences in error.by_cpts.items()}


def difference(store: Store, scope: Scope, avant: Calcul, apres: Calcul) -> pd.DataFrame:
    """Split what changed between two computations by cause, summing exactly (see calculators.aci.decomposition).

    Switched in order: rules and agreement, then data as known later on the same months, then the new months, then the
    contracts themselves. One row per CPTS in scope: id_cpts, avant, regles, corrections, performance, calendrier, apres.
    """
    chain = [avant]
    for switched in (
        {"regles": apres.regles, "accord": apres.accord},
        {"connu_le": apres.connu_le},
        {"au": apres.au},
        {"contrats": apres.contrats},
    ):
        chain.append(replace(chain[-1], **switched))
    results = [funding(store, scope, au=step.au, calcul=step).resultat for step in chain]
    return decompose(results[0], [Etape(cause, found) for cause, found in zip(CAUSES, results[1:], strict=True)])


def situation_of(store: Store, scope: Scope, id_cpts: str) -> dict[str, Any] | None:
    """Give the situation of a contract as stored, in the form of a situation file; None when there is none in scope."""
    known = contracts(store, scope)
    mine = known.loc[known["id_cpts"] == id_cpts, "situation"]
    return _situation(mine.iloc[0]) if len(mine) else None


def _situation(text: str) -> dict[str, Any]:
    """Read a stored situation: JSON has turned the years under « atteinte » into texts."""
    situation: dict[str, Any] = json.loads(text)
    rates = situation.get("atteinte") or {}
    if isinstance(rates, Mapping):
        situation["atteinte"] = {int(year): values for year, values in rates.items()}
    return {key: value for key, value in situation.items() if value is not None}


def _pooled(closing: pd.DataFrame, flows: pd.DataFrame, monthly: Mapping[str, str]) -> pd.DataFrame:
    """Give the indicators counted month by month the value of their whole contract year so far."""
    scale = flows["indicateur"].map(monthly).eq("taux_1000").map({True: 1000.0, False: 1.0})
    share = flows.assign(annee=scale * flows["numerateur"] / flows["denominateur"])
    share = share.rename(columns={"denominateur": "taille"})
    keys = ["id_cpts", "annee_contrat", "indicateur"]
    found = closing.merge(share[[*keys, "annee", "taille", "n_mois"]], on=keys, how="left")
    known = found["annee"].notna()
    found["valeur"] = found["annee"].where(known, found["valeur"])
    found["denominateur"] = found["taille"].where(known, found["denominateur"])
    found["etat"] = found["etat"].where(~known, "valeur")
    return found.drop(columns=["annee", "taille"])


def _detail(observed: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Put each closing observation beside the target of its year, and compute its share of the way."""
    targets = targets[targets["mission"].notna() & targets["reference"].notna() & targets["cible"].notna()]
    always = targets[targets["annee_contrat"].isna()].drop(columns=["annee_contrat", "demonstration"])
    dated = targets[targets["annee_contrat"].notna()].drop(columns="demonstration")
    keys = ["id_cpts", "indicateur"]
    own = observed.merge(dated, on=[*keys, "annee_contrat"], how="inner")
    left = observed.merge(dated[[*keys, "annee_contrat"]].assign(own=True), on=[*keys, "annee_contrat"], how="left")
    rest = left[left["own"].isna()].drop(columns="own").merge(always, on=keys, how="inner")
    found = pd.concat([own, rest], ignore_index=True)
    value = found["valeur"].where(found["etat"] == "valeur").to_numpy(dtype=np.float64)
    found["taux_millioniemes"] = proportionnel(
        value, found["reference"].to_numpy(dtype=np.float64), found["cible"].to_numpy(dtype=np.float64)
    )
    columns = ["id_cpts", "annee_contrat", "mission", "indicateur", "mois", "etat", "valeur", "reference", "cible"]
    return found[
        [*columns, "taux_millioniemes", "denominateur", "n_mois", "depot", "ligne", "demonstration"]
    ].sort_values(columns[:4], ignore_index=True)


def _rates(detail: pd.DataFrame) -> pd.DataFrame:
    known = detail["etat"] == "valeur"
    grouped = detail.assign(connus=known, haut=detail["taux_millioniemes"].where(known, 1_000_000)).groupby(
        ["id_cpts", "annee_contrat", "mission"], as_index=False
    )
    rates = grouped.agg(
        bas=("taux_millioniemes", "sum"),
        haut=("haut", "sum"),
        indicateurs=("indicateur", "size"),
        connus=("connus", "sum"),
        mois=("mois", "max"),
        demonstration=("demonstration", "max"),
    )
    count = rates["indicateurs"].astype("int64")
    rates["taux_millioniemes"] = (2 * rates.pop("bas").astype("int64") + count) // (2 * count)
    rates["taux_haut_millioniemes"] = (2 * rates.pop("haut").astype("int64") + count) // (2 * count)
    return rates


def _with_rates(situations: Situations, rates: pd.DataFrame) -> Situations:
    """Add the observed rates to the situations; a rate that the contract itself gives prevails."""
    rank = pd.Series(np.arange(len(situations.contrats)), index=situations.contrats["id_cpts"].to_numpy())
    observed = rates[rates["id_cpts"].isin(rank.index) & (rates["mission"] != "crise")]
    observed = observed.assign(contrat=rank.reindex(observed["id_cpts"]).to_numpy(dtype=np.int64))
    columns = list(COLUMNS["atteintes"])
    both = pd.concat([situations.atteintes, observed[columns]]).drop_duplicates(columns[:3], keep="first")
    return replace(situations, atteintes=both.astype(COLUMNS["atteintes"]).reset_index(drop=True))
