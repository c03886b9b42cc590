"""A proposed or corrected agreement beside the one in force, for the stored contracts: what each CPTS would gain or lose."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from calculators.aci import Resultat, load_accord
from calculators.aci.accord.load import with_bloc
from calculators.aci.accord.schema import Bloc
from calculators.aci.accord.statut import ATTESTE, least_sure
from pipelines.financement.funding import Calcul, funding
from pipelines.store.connection import Store
from pipelines.store.questions.territoires import contracts
from pipelines.store.scope import Scope

_MONTANTS = ["en_vigueur_centimes", "propose_centimes", "ecart_centimes"]


@dataclass(frozen=True)
class ComparaisonAccords:
    """Two agreements on the same contracts and the same observations; amounts are whole-contract sums, in cents.

    ``par_cpts``: id_cpts, nom, taille, taille_proposee (of the last contract year), en_vigueur_centimes,
    propose_centimes, ecart_centimes, statut (the least sure behind the new total); the largest gain first.
    ``par_annee``: id_cpts, annee_contrat, debut (first day of the year), the same three amounts; they sum to par_cpts.
    ``sans_calcul``: id_cpts, nom, motif (in French): contracts that can't be computed under one agreement or the other.
    """

    par_cpts: pd.DataFrame
    par_annee: pd.DataFrame
    sans_calcul: pd.DataFrame


def compare_accords(
    store: Store,
    scope: Scope,
    bloc: Bloc,
    *,
    au: date,
    ids: Collection[str] | None = None,
    des_maintenant: bool = False,
) -> ComparaisonAccords:
    """Compute the contracts in scope with the agreement in force, then with ``bloc`` added (or replacing its version).

    ``au``: months observed up to this day; ``ids``: only these CPTS (None: all in scope); ``des_maintenant``: apply the
    block to every contract year, not only to those that start once it is in force. Reads the store and nothing else.
    """
    kept = _narrowed(scope, ids)
    rules = bloc.en_vigueur if des_maintenant else None
    before = funding(store, kept, au=au)
    proposed = Calcul(au=au, accord=with_bloc(load_accord(), bloc), regles=rules)
    after = funding(store, kept, au=au, calcul=proposed)
    refused = pd.concat([before.sans_calcul, after.sans_calcul]).drop_duplicates("id_cpts", ignore_index=True)
    names = contracts(store, kept).set_index("id_cpts")["nom"]
    by_cpts = compare_results(before.resultat, after.resultat)
    by_cpts = by_cpts[~by_cpts["id_cpts"].isin(refused["id_cpts"])].reset_index(drop=True)
    by_cpts.insert(1, "nom", names.reindex(by_cpts["id_cpts"]).to_numpy())
    by_year = _by_year(before.resultat, after.resultat)
    by_year = by_year[~by_year["id_cpts"].isin(refused["id_cpts"])].reset_index(drop=True)
    return ComparaisonAccords(by_cpts, by_year, refused)


def compare_results(before: Resultat, after: Resultat) -> pd.DataFrame:
    """Put two results side by side, a row per CPTS of either: the columns of ``par_cpts`` without the name."""
    table = _sums(before, after, ["id_cpts"])
    paid = after.lignes[after.lignes["montant_centimes"] != 0]
    statuts = paid.groupby(paid["id_cpts"].astype(str))["statut"].agg(lambda found: least_sure(set(found)))
    table["statut"] = statuts.reindex(table["id_cpts"]).fillna(ATTESTE).to_numpy()
    for place, (name, result) in enumerate((("taille", before), ("taille_proposee", after)), start=1):
        last = result.lignes.groupby(result.lignes["id_cpts"].astype(str))["taille"].last()
        table.insert(place, name, last.reindex(table["id_cpts"]).astype("Int64").to_numpy())
    return table.sort_values(["ecart_centimes", "id_cpts"], ascending=[False, True], ignore_index=True)


def _by_year(before: Resultat, after: Resultat) -> pd.DataFrame:
    table = _sums(before, after, ["id_cpts", "annee_contrat"])
    lines = pd.concat([before.lignes, after.lignes])
    first = lines.groupby([lines["id_cpts"].astype(str), "annee_contrat"])["debut"].min()
    keys = pd.MultiIndex.from_frame(table[["id_cpts", "annee_contrat"]])
    table.insert(2, "debut", first.reindex(keys).to_numpy())
    return table


def _sums(before: Resultat, after: Resultat, keys: list[str]) -> pd.DataFrame:
    totals = []
    for result in (before, after):
        lines = result.lignes[[*keys, "montant_centimes"]].assign(id_cpts=result.lignes["id_cpts"].astype(str))
        totals.append(lines.groupby(keys)["montant_centimes"].sum())
    table = pd.concat(totals, axis=1, keys=_MONTANTS[:2]).fillna(0).astype("int64")
    table["ecart_centimes"] = table["propose_centimes"] - table["en_vigueur_centimes"]
    return table.sort_index().reset_index()


def _narrowed(scope: Scope, ids: Collection[str] | None) -> Scope:
    """Narrow a scope to some CPTS; those it does not see stay unseen."""
    if ids is None:
        return scope
    return scope.narrowed(ids)
