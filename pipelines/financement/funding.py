"""The one meeting point of stored data and the calculator: contracts and observations become lines and payments.

What a contract gives (rates, objectives with their values) prevails; objectives given without a value take that of the
observations of their contract year; missions without objectives take the mean attainment of their indicators (see
pipelines.financement.atteintes_observees). What is not sure in the observations becomes bounds and warnings of the result itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from calculators.aci import Accord, Resultat, load_accord, read_situations, simulate
from calculators.aci.et_si.decomposition import CAUSES, Etape, decompose
from calculators.aci.situation.read import SituationError
from pipelines.catalogue import load_catalogue
from pipelines.financement.atteintes_observees import detail, rates, values_by_year
from pipelines.financement.observations_en_situation import Nourries, Observe, feed
from pipelines.store.connection import Store
from pipelines.store.questions.financement import flows_by_contract_year, observations_by_contract_year
from pipelines.store.questions.territoires import contracts, objectives
from pipelines.store.scope import Scope

_SANS_SIGNATURE = "La date de signature n'est pas connue."


@dataclass(frozen=True)
class Financement:
    """What every contract in scope is due, as computed on a day.

    ``resultat``: lines, payments, warnings, bounds (see calculators.aci.Resultat).
    ``atteintes``: by CPTS, contract year and mission without objectives in its contract: id_cpts, annee_contrat, mission,
    taux_millioniemes (the one counted), taux_bas_millioniemes and taux_haut_millioniemes (its bounds), indicateurs (with a
    target), connus, mois (last month read), demonstration.
    ``detail``: by CPTS, contract year and indicator with a target: id_cpts, annee_contrat, mission, indicateur, mois, etat
    (valeur, masquee, manquante, absente), valeur, reference, cible, the same three rates, denominateur, n_mois (months
    added up, for the indicators counted month by month), depot, ligne, demonstration (the observation is invented), doute
    (empty when sure), mois_doute, valeur_basse, valeur_haute.
    ``objectifs``: the objectives of contracts that took their value from an observation: id_cpts, annee_contrat, mission,
    code, valeur (in the unit of the objective), valeur_basse, valeur_haute, mois, etat, denominateur, n_mois, depot, ligne,
    demonstration, doute, mois_doute.
    ``projections``: the variable parts whose attainment is supposed, their year being not observed yet (see
    calculators.aci.et_si.taux.CONVENTION): id_cpts, annee_contrat, mission, modele (the contract year repeated).
    ``sans_calcul``: contracts that can't be computed: id_cpts, nom, motif (in French: no signature date, objectives that
    don't sum to the envelope…).
    """

    resultat: Resultat
    atteintes: pd.DataFrame
    detail: pd.DataFrame
    objectifs: pd.DataFrame
    projections: pd.DataFrame
    sans_calcul: pd.DataFrame
    au: date


@dataclass(frozen=True)
class Part:
    """What one CPTS of a Financement is due: its rows of the same frames, with their index, its bounds, and the day."""

    id_cpts: str
    lignes: pd.DataFrame
    versements: pd.DataFrame
    bornes: pd.DataFrame
    atteintes: pd.DataFrame
    detail: pd.DataFrame
    projections: pd.DataFrame
    sans_calcul: pd.DataFrame
    au: date


def part_of(done: Financement, id_cpts: str) -> Part:
    """Take one CPTS out of what all are due: contracts are computed apart, so it is what it would be alone."""

    def hers(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["id_cpts"].eq(id_cpts).to_numpy(dtype=bool)]

    result = done.resultat
    return Part(
        id_cpts,
        lignes=hers(result.lignes),
        versements=hers(result.versements),
        bornes=hers(result.bornes),
        atteintes=hers(done.atteintes),
        detail=hers(done.detail),
        projections=hers(done.projections),
        sans_calcul=hers(done.sans_calcul),
        au=done.au,
    )


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
    store: Store,
    scope: Scope,
    *,
    au: date,
    accord: Accord | None = None,
    calcul: Calcul | None = None,
    valeurs: pd.DataFrame | None = None,
) -> Financement:
    """Compute every contract in scope with the months observed up to a day; ``calcul`` says more, and prevails.

    ``valeurs``: what was observed, in place of what ``calcul`` reads (see `observed_values`).
    """
    asked = calcul or Calcul(au=au, accord=accord)
    rules = asked.accord or load_accord()
    au = asked.au
    known = contracts(store, scope)
    computable = known["date_signature"].notna()
    stored = (_situation(text) for text in known.loc[computable, "situation"])
    others = asked.contrats or {}
    fixed = {} if asked.regles is None else {"regles": asked.regles}
    items = [{**others.get(item["id_cpts"], item), **fixed} for item in stored]
    types = {code: indicator.type for code, indicator in load_catalogue().indicateurs.items()}
    values = observed_values(store, scope, asked) if valeurs is None else valeurs
    details = detail(values, objectives(store, scope))
    result, fed, refused = _computed(items, Observe(values, details, rates(details), types), rules, au=au)
    unsigned = dict.fromkeys(known.loc[~computable, "id_cpts"], _SANS_SIGNATURE)
    reasons = known["id_cpts"].map({**unsigned, **refused}).rename("motif")
    left_out = known[["id_cpts", "nom"]].join(reasons).dropna(subset="motif")
    left_out = left_out.reset_index(drop=True)
    return Financement(result, fed.atteintes, details, fed.objectifs, fed.projections, left_out, au)


def observed_values(store: Store, scope: Scope, calcul: Calcul) -> pd.DataFrame:
    """Read what was observed of each CPTS, contract year and indicator (see atteintes_observees.values_by_year)."""
    indicators = load_catalogue().indicateurs
    types = {code: indicator.type for code, indicator in indicators.items()}
    monthly = {code for code, indicator in indicators.items() if indicator.periode == "mois"}
    closing = observations_by_contract_year(store, scope, au=calcul.au, connu_le=calcul.connu_le)
    flows = flows_by_contract_year(store, scope, indicateurs=sorted(monthly), au=calcul.au, connu_le=calcul.connu_le)
    return values_by_year(closing, flows, types, monthly)


def _computed(
    items: Sequence[Mapping[str, Any]], seen: Observe, accord: Accord, *, au: date
) -> tuple[Resultat, Nourries, dict[str, str]]:
    """Compute what can be, and give the reason of each contract that is refused: one bad contract stops no other."""
    refused: dict[str, str] = {}
    while True:
        kept = [item for item in items if str(item["id_cpts"]) not in refused]
        try:
            fed = feed(read_situations(kept, accord), seen, accord, au=au)
            return simulate(fed.situations, accord), fed, refused
        except SituationError as error:
            if not error.by_cpts.keys() - refused.keys():
                raise
            refused |= {name: " ".join(sentences) for name, sentences in error.by_cpts.items()}


def difference(store: Store, scope: Scope, avant: Calcul, apres: Calcul) -> pd.DataFrame:
    """Split what changed between two computations by cause, summing exactly (see calculators.aci.et_si.decomposition).

    Switched in order: rules and agreement, then data as known later on the months that were observed already, then what is
    observed for the first time (an indicator of a contract year that had no value before), then the new months of what was
    observed, whether they are later or only came late, then the contracts themselves. One row per CPTS in scope that every step can
    compute: id_cpts, avant, regles, corrections, premieres, performance, calendrier, apres (cents); those that one step
    refuses are left out, see ``sans_calcul`` of `funding`.
    """
    ruled = replace(avant, regles=apres.regles, accord=apres.accord)
    corrected = replace(ruled, connu_le=apres.connu_le)
    moved = replace(corrected, au=apres.au)
    before = observed_values(store, scope, ruled)
    same_months = before if corrected == ruled else observed_values(store, scope, corrected)
    after = same_months if moved == corrected else observed_values(store, scope, moved)
    again = _put(same_months, before, where=_observed(before).difference(_longer(before, same_months)))
    firsts = _put(again, after, where=_observed(again).intersection(_observed(after)))
    chain = [
        (avant, before),
        (ruled, before),
        (corrected, again),
        (corrected, firsts),  # on the day of before: a contract year that ended since changes what is repeated, no more
        (moved, after),
        (replace(moved, contrats=apres.contrats), after),
    ]
    found: list[Financement] = []
    for rank, (step, seen) in enumerate(chain):
        same = rank > 0 and step == chain[rank - 1][0] and seen.equals(chain[rank - 1][1])
        found.append(found[-1] if same else funding(store, scope, au=step.au, calcul=step, valeurs=seen))
    steps = [Etape(cause, each.resultat) for cause, each in zip(CAUSES, found[1:], strict=True)]
    table = decompose(found[0].resultat, steps)
    refused = set().union(*(each.sans_calcul["id_cpts"] for each in found))
    return table[~table["id_cpts"].isin(refused)].reset_index(drop=True)


_OBSERVED = ["id_cpts", "annee_contrat", "indicateur"]


def _observed(values: pd.DataFrame) -> pd.MultiIndex:
    """What has a value: CPTS, contract year and indicator."""
    return pd.MultiIndex.from_frame(values.loc[values["valeur"].notna(), _OBSERVED])


def _longer(before: pd.DataFrame, after: pd.DataFrame) -> pd.MultiIndex:
    """What was read on a month, or on so many months, and is read on a later one, or on more of them."""
    both = before[[*_OBSERVED, "mois", "n_mois"]].merge(after[[*_OBSERVED, "mois", "n_mois"]], on=_OBSERVED)
    more = both["mois_y"].gt(both["mois_x"]) | both["n_mois_y"].gt(both["n_mois_x"])
    return pd.MultiIndex.from_frame(both.loc[more.fillna(False).astype(bool), _OBSERVED])


def _put(values: pd.DataFrame, others: pd.DataFrame, *, where: pd.MultiIndex) -> pd.DataFrame:
    """Take the rows of ``values`` at the keys of ``where``, those of ``others`` elsewhere; both in the order of the keys."""
    kept = values[pd.MultiIndex.from_frame(values[_OBSERVED]).isin(where)]
    rest = others[~pd.MultiIndex.from_frame(others[_OBSERVED]).isin(where)]
    return pd.concat([kept, rest]).sort_values(_OBSERVED, ignore_index=True)


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
