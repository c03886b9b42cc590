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
from calculators.aci.droits.lignes import whole_amounts
from pipelines.financement.funding import Calcul, Financement, funding
from pipelines.store.connection import Store
from pipelines.store.questions.territoires import contracts
from pipelines.store.scope import Scope

_MONTANTS = ["en_vigueur_centimes", "propose_centimes", "ecart_centimes"]


@dataclass(frozen=True)
class Totaux:
    """What both agreements come to, in cents, on one hypothesis on the variable parts."""

    en_vigueur: int
    propose: int

    @property
    def ecart(self) -> int:
        """What the proposed one adds."""
        return self.propose - self.en_vigueur


@dataclass(frozen=True)
class ComparaisonAccords:
    """Two agreements on the same contracts and the same observations; amounts are whole-contract sums, in cents.

    ``par_cpts``: id_cpts, nom, taille, taille_proposee (of the last contract year), en_vigueur_centimes,
    propose_centimes, ecart_centimes, statut (the least sure behind the new total); the largest gain first.
    ``par_annee``: id_cpts, annee_contrat, debut (first day of the year), the same three amounts; they sum to par_cpts.
    Years not observed yet repeat the last one observed there (calculators.aci.et_si.taux.CONVENTION), and ``inconnues``
    variable parts never observed count 0. ``observe``, ``plein``: the totals at what is observed already, years to come at 0, and
    with every variable part at its envelope.
    ``sans_calcul``: id_cpts, nom, motif (in French): contracts that can't be computed under one agreement or the other.
    """

    par_cpts: pd.DataFrame
    par_annee: pd.DataFrame
    sans_calcul: pd.DataFrame
    observe: Totaux
    plein: Totaux
    inconnues: int


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
    both = [_lines(done, without=refused["id_cpts"]) for done in (before, after)]
    observed, full = (
        Totaux(*(int(one[name].sum()) for one in both)) for name in ("observe_centimes", "plein_centimes")
    )
    return ComparaisonAccords(by_cpts, by_year, refused, observed, full, count_unknown(both[1]))


def _lines(done: Financement, *, without: pd.Series) -> pd.DataFrame:
    """The lines with observe_centimes (0 for a year supposed) and plein_centimes, of the contracts that both can compute."""
    lines = done.resultat.lignes
    lines = lines[~lines["id_cpts"].astype(str).isin(without)]
    keys = ["id_cpts", "annee_contrat", "mission"]
    projected = lines["volet"].astype(str).eq("variable") & _named(lines[keys]).isin(_named(done.projections[keys]))
    return with_full(lines).assign(observe_centimes=lines["montant_centimes"].where(~projected, 0))


def _named(keys: pd.DataFrame) -> pd.MultiIndex:
    """The keys as plain values: a category or a nullable number is not equal to itself written otherwise."""
    return pd.MultiIndex.from_frame(
        keys.assign(
            id_cpts=keys["id_cpts"].astype(str),
            annee_contrat=keys["annee_contrat"].astype("int64"),
            mission=keys["mission"].astype(str),
        )
    )


def with_full(lines: pd.DataFrame) -> pd.DataFrame:
    """Add plein_centimes to lines of a result: what each is with every variable part at its envelope."""
    whole = pd.Series(whole_amounts(lines), index=lines.index)
    return lines.assign(
        plein_centimes=lines["montant_centimes"].where(lines["volet"].astype(str).ne("variable"), whole)
    )


def count_unknown(lines: pd.DataFrame) -> int:
    """Count the variable parts (a contract, a year, a mission) that are counted 0 because nothing of them is known."""
    unknown = lines[lines["volet"].astype(str).eq("variable") & ~lines["connue"] & lines["base_centimes"].gt(0)]
    return len(unknown[["id_cpts", "annee_contrat", "mission"]].drop_duplicates())


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
