"""Lines of entitlement and payments to publish: every amount with its status, its article and the day it was computed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import pandas as pd

from calculators.aci.accord.statut import DEFINITIONS
from calculators.aci.et_si.taux import CONVENTION
from calculators.aci.money import MILLION
from pipelines.financement.funding import Financement
from pipelines.publish.exports.export import Colonne, Export, facts, say_filters
from pipelines.store.scope import Scope

Table = Literal["lignes", "versements"]
_MONTANT = Colonne("montant", "Montant (€)", "centimes", largeur=14)
_STATUT = Colonne("statut", "Statut du montant", largeur=20)
_INVENTEE = Colonne("demonstration", "Démonstration", "booleen", largeur=14)
#: Filled where the attainment is a projection: the contract year that a year not observed yet repeats.
_REPETEE = Colonne("annee_repetee", "Projection : année répétée", "entier", largeur=10)
_LIGNES = (
    Colonne("id_cpts", "Code CPTS", largeur=12),
    Colonne("annee_contrat", "Année de contrat", "entier", largeur=9),
    Colonne("debut", "Du", "date", largeur=11),
    Colonne("fin", "Au", "date", largeur=11),
    Colonne("mission", "Mission", largeur=16),
    Colonne("volet", "Volet", largeur=12),
    Colonne("cas", "Cas", largeur=12),
    Colonne("objectif", "Objectif", largeur=14),
    Colonne("base", "Base (€)", "centimes", largeur=13),
    Colonne("jours", "Jours", "entier", largeur=8),
    Colonne("jours_annee", "Jours de l'année", "entier", largeur=9),
    Colonne("taux", "Atteinte", "taux", largeur=10),
    Colonne("connue", "Atteinte connue", "booleen", largeur=10),
    _MONTANT,
    _STATUT,
    Colonne("article", "Article", largeur=34),
    Colonne("reference", "Référence", largeur=60),
    Colonne("version", "Version de l'accord", largeur=16),
    _REPETEE,
    _INVENTEE,
)
_VERSEMENTS = (
    Colonne("id_cpts", "Code CPTS", largeur=12),
    Colonne("date", "Date", "date", largeur=11),
    Colonne("nature", "Nature", largeur=12),
    Colonne("mission", "Mission", largeur=16),
    Colonne("volet", "Volet", largeur=12),
    Colonne("annee_contrat", "Année de contrat", "entier", largeur=9),
    _MONTANT,
    _STATUT,
    _REPETEE,
    _INVENTEE,
)


_TABLES: dict[Table, tuple[str, tuple[Colonne, ...]]] = {
    "lignes": ("Lignes de droits ACI", _LIGNES),
    "versements": ("Versements ACI calculés", _VERSEMENTS),
}


def funding_export(
    result: Financement,
    table: Table,
    *,
    contrats: pd.DataFrame,
    scope: Scope,
    ids: Sequence[str] | None,
    connu_le: datetime | None,
    maintenant: datetime,
) -> Export:
    """The lines of entitlement, or the dated payments, of every contract computed or of the CPTS chosen.

    ``contrats``: id_cpts and demonstration of the contracts in scope. ``connu_le``: the instant at which the data were
    known, when the computation went back to it.
    """
    title, columns = _TABLES[table]
    lines = _lines(result, contrats)
    frame = lines if table == "lignes" else _payments(result, lines)
    if ids is not None:
        frame = frame[frame["id_cpts"].isin(list(ids))]
    blocks = " ; ".join(f"{b.titre} ({b.publication})" for b in result.resultat.accord.blocs)
    described = facts(
        scope,
        frame,
        source=f"calcul du logiciel ; {blocks}",
        connu_le=connu_le or maintenant,
        maintenant=maintenant,
    )
    statuses = tuple((f"Statut : {name}", text) for name, text in DEFINITIONS.items())
    without = tuple(
        ("Sans calcul", f"{code} : {reason}")
        for code, reason in zip(result.sans_calcul["id_cpts"], result.sans_calcul["motif"], strict=True)
    )
    filters = (
        ("Filtres", say_filters(ids=ids, debut=None, fin=None)),
        ("Mois observés jusqu'au", f"{result.au:%d/%m/%Y}"),
        ("Projection", CONVENTION),
    )
    return Export(table, title, frame.reset_index(drop=True), columns, (*filters, *described, *without, *statuses))


def _lines(result: Financement, contrats: pd.DataFrame) -> pd.DataFrame:
    """The lines; demonstration: the contract is invented, or the attainment was read on invented observations."""
    lines = result.resultat.lignes
    code = lines["id_cpts"].astype("str")
    contract = set(contrats.loc[contrats["demonstration"].fillna(False).astype(bool), "id_cpts"])
    rates = result.atteintes[result.atteintes["demonstration"].fillna(False).astype(bool)]
    observed = set(zip(rates["id_cpts"].astype("str"), rates["annee_contrat"], rates["mission"], strict=True))
    # A year that is not observed yet repeats another: what it was read on goes with it.
    models = result.projections
    repeated = zip(
        models["id_cpts"].astype("str"), models["annee_contrat"], models["mission"].astype("str"), strict=True
    )
    years = dict(zip(repeated, models["modele"].astype(int), strict=True))
    observed |= {key for key, year in years.items() if (key[0], year, key[2]) in observed}
    keys = zip(code, lines["annee_contrat"], lines["mission"].astype("str"), strict=True)
    listed = list(keys)
    read = pd.Series([key in observed for key in listed], index=lines.index, dtype=bool)
    variable = lines["volet"].eq("variable")
    supposed = pd.Series([years.get(key) for key in listed], index=lines.index, dtype="Int64").where(variable)
    return lines.assign(
        id_cpts=code,
        demonstration=code.isin(contract) | (read & variable),
        annee_repetee=supposed,
        base=lines["base_centimes"],
        montant=lines["montant_centimes"],
        # In millionths, as the calculator keeps rates: a rate of 1/1 is 1 000 000.
        taux=lines["taux_num"] * MILLION // lines["taux_den"],
    )


def _payments(result: Financement, lines: pd.DataFrame) -> pd.DataFrame:
    paid = result.resultat.versements
    paid = paid.assign(
        id_cpts=paid["id_cpts"].astype("str"),
        montant=paid["montant_centimes"],
        demonstration=lines["demonstration"].reindex(paid["ligne"]).to_numpy(),
        annee_repetee=lines["annee_repetee"].reindex(paid["ligne"]).array,
    )
    return paid.sort_values(["id_cpts", "date"], kind="stable")
