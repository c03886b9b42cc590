"""Who a CPTS is compared with: all, same taille, same region, same CPAM, nearest neighbours, or a group of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from calculators.comparison.peers import VARIABLES, memes, voisins
from pipelines.store.connection import Store
from pipelines.store.depots.groupes import group_members
from pipelines.store.errors import StoreError
from pipelines.store.questions.pairs import peer_variables
from pipelines.store.scope import Scope

#: Choices, and the column of what they have in common. Others: toutes, voisins, groupe:NAME.
COMMUNS = {"taille": "taille", "region": "regions", "cpam": "cpam"}
GROUPE = "groupe:"
VOISINS = 15
#: A variable is compared when it is known for at least this share of the CPTS in scope.
CONNUE = 0.5


@dataclass(frozen=True)
class Pairs:
    """The peers of one CPTS among those the reader may see, itself left out.

    ``membres``: nearest first for neighbours, else by name; id_cpts, nom, taille, regions, cpam, population, densite,
    anciennete, demonstration, distance (standard deviations; empty unless neighbours) and for each of ``variables`` its
    signed gap ``ecart_…``. ``variables_manquantes``: unknown for the CPTS, or for most others, so left out of the distance; ``exclues``: how
    many CPTS lack one of the variables compared.
    """

    id_cpts: str
    choix: str
    membres: pd.DataFrame
    variables: tuple[str, ...] = ()
    variables_manquantes: tuple[str, ...] = ()
    exclues: int = 0

    @property
    def ids(self) -> list[str]:
        """The peers' identifiers."""
        return self.membres["id_cpts"].tolist()


def peers(store: Store, scope: Scope, *, id_cpts: str, choix: str, au: date, n: int = VOISINS) -> Pairs:
    """Find the peers of a CPTS: ``choix`` is toutes, taille, region, cpam, voisins (the ``n`` nearest) or groupe:NAME.

    ``au``: the day ages of contracts are counted to. Distances are standardised over every CPTS in scope. Raises
    StoreError with one French sentence: a CPTS or a group unknown in scope, another choice.
    """
    known = peer_variables(store, scope, au=au)
    if id_cpts not in set(known["id_cpts"]):
        raise StoreError(f"« {id_cpts[:40]} » n'est pas une CPTS sous contrat de votre périmètre.")
    if choix == "voisins":
        return _neighbours(known, id_cpts, n)
    if choix == "toutes":
        kept = known
    elif choix in COMMUNS:
        kept = known[memes(known, id_cpts, colonne=COMMUNS[choix])]
    elif choix.startswith(GROUPE):
        kept = known[known["id_cpts"].isin(group_members(store, scope, choix.removeprefix(GROUPE)))]
    else:
        raise StoreError(f"« {choix[:40]} » n'est pas un choix de pairs : taille, region, cpam, voisins ou groupe:Nom.")
    members = kept[kept["id_cpts"] != id_cpts].assign(distance=float("nan"))
    return Pairs(id_cpts, choix, members.reset_index(drop=True))


def _neighbours(known: pd.DataFrame, id_cpts: str, n: int) -> Pairs:
    # A variable that most CPTS lack would leave almost nobody to compare with.
    usable = {name: log for name, log in VARIABLES.items() if known[name].notna().mean() >= CONNUE}
    try:
        found = voisins(known, id_cpts, nombre=n, variables=usable)
    except ValueError as error:
        raise StoreError(
            f"Ni la population, ni la densité, ni l'ancienneté du contrat de {id_cpts} ne sont connues : "
            "choisissez d'autres pairs."
        ) from error
    gaps = ["distance", *(f"ecart_{name}" for name in found.variables)]
    members = found.voisins[["id_cpts", *gaps]].merge(known, on="id_cpts", how="left")
    return Pairs(
        id_cpts,
        "voisins",
        members[[*known.columns, *gaps]],
        variables=found.variables,
        variables_manquantes=tuple(name for name in VARIABLES if name not in found.variables),
        exclues=found.exclues,
    )
