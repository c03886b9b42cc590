"""The shape of one dated block of the agreement, and what makes a block refusable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from calculators.aci.accord.statut import STATUTS
from calculators.aci.french_errors import SeveralProblems
from calculators.aci.money import to_cents

FONCTIONNEMENT = "fonctionnement"
LETTRE_INTENTION = "lettre_intention"


def _known_statut(value: str) -> str:
    if value not in STATUTS:
        raise ValueError(f"« {value} » n'est pas un statut connu (attendu : {', '.join(STATUTS)})")
    return value


Texte = Annotated[str, Field(strict=True, min_length=1)]
Entier = Annotated[int, Field(strict=True)]
Statut = Annotated[str, AfterValidator(_known_statut)]


class _Bloc(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourcee(_Bloc):
    """A value with its status, its reference and the day somebody checked it."""

    statut: Statut
    reference: Texte
    verifie_le: date


class Cellule(Sourcee):
    """One cell of the barème: an amount in euros a year for a taille, a mission and a volet."""

    mission: Texte
    volet: Literal["fixe", "variable", "majore"]
    cas: Literal["redaction", "mise_a_jour", "crise_reconnue"] | None = None
    taille: Annotated[Entier, Field(ge=1)]
    montant: Annotated[float, Field(ge=0)]
    article: Texte

    @property
    def centimes(self) -> int:
        """The amount in integer cents."""
        return to_cents(self.montant)


class Tranche(Sourcee):
    """One band of population, both ends included; the last one is open (``a: null``)."""

    taille: Annotated[Entier, Field(ge=1)]
    de: Annotated[Entier, Field(ge=0)]
    a: Annotated[Entier, Field(ge=0)] | None


class Mission(_Bloc):
    """One mission and its deadlines, in months after the signature (None: free)."""

    code: Texte
    libelle: Texte
    court: Texte
    nature: Literal["socle", "optionnelle"]
    ouverture_mois: Annotated[Entier, Field(ge=0)] | None
    deploiement_mois: Annotated[Entier, Field(ge=0)] | None


class Regle(Sourcee):
    """One number of the agreement that is not a cell of the barème."""

    valeur: Annotated[Entier, Field(ge=0)]
    article: Texte


class Regles(_Bloc):
    """The numbers every computation needs."""

    duree_annees: Regle
    avance_pour_cent: Regle
    seuil_commissaire_aux_comptes: Regle


class Plafond(Sourcee):
    """The yearly cap of one professional's indemnities (the PASS), in euros."""

    annee: Entier
    montant: Annotated[Entier, Field(ge=0)]


class Bloc(_Bloc):
    """One version of the agreement, whole, as dated and published.

    Refused with one French sentence each: an unknown key, a gap or overlap between bands, a missing taille, a value
    without a known reference, a cell written twice.
    """

    version: Texte
    titre: Texte
    nature: Literal["en vigueur", "proposé"]
    en_vigueur: date
    signe_le: date | None = None
    publication: Texte
    verifie_le: date
    horizon: date
    remarques: list[Texte] = []
    references: dict[str, Texte]
    tailles: Annotated[list[Tranche], Field(min_length=1)]
    populations_ambigues: list[Entier] = []
    missions: Annotated[list[Mission], Field(min_length=1)]
    regles: Regles
    plafonds_indemnites: list[Plafond] = []
    cellules: Annotated[list[Cellule], Field(min_length=1)]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        found = [*self._band_problems(), *self._cell_problems(), *self._reference_problems()]
        if self.horizon < self.verifie_le:
            found.append("l'horizon ne peut pas précéder la date de vérification")
        if found:
            raise SeveralProblems(found)
        return self

    def _band_problems(self) -> Iterator[str]:
        bands = self.tailles
        if [band.taille for band in bands] != list(range(1, len(bands) + 1)):
            yield "les tailles doivent se suivre à partir de 1 (1, 2, 3…)"
        if bands[0].de != 0:
            yield f"la taille 1 doit commencer à 0 habitant, pas à {bands[0].de}"
        for low, high in pairwise(bands):
            if low.a is None or high.de != low.a + 1:
                yield (
                    f"la taille {low.taille} finit à {low.a} habitants et la taille {high.taille} commence à {high.de} : "
                    "les tranches doivent se toucher sans trou ni recouvrement"
                )
        if bands[-1].a is not None:
            yield f"la dernière tranche (taille {bands[-1].taille}) doit rester ouverte (a: null)"

    def _cell_problems(self) -> Iterator[str]:
        known = {mission.code for mission in self.missions} | {FONCTIONNEMENT, LETTRE_INTENTION}
        tailles = {band.taille for band in self.tailles}
        seen = Counter((cell.mission, cell.volet, cell.cas, cell.taille) for cell in self.cellules)
        for (mission, volet, cas, taille), count in seen.items():
            name = f"mission « {mission} », volet {volet}{f' ({cas})' if cas else ''}, taille {taille}"
            if mission not in known:
                yield f"{name} : la mission « {mission} » n'est pas dans la liste des missions"
            if taille not in tailles:
                yield f"{name} : la taille {taille} n'est pas dans les tranches"
            if count > 1:
                yield f"{name} : la cellule est écrite {count} fois"
        if any(mission not in known or taille not in tailles for mission, _, _, taille in seen):
            return  # what seems to be missing is what was misspelt
        for mission, volet, cas in dict.fromkeys(key[:3] for key in seen):
            missing = [taille for taille in sorted(tailles) if (mission, volet, cas, taille) not in seen]
            if missing:
                listed = " et ".join(filter(None, [", ".join(map(str, missing[:-1])), str(missing[-1])]))
                yield f"mission « {mission} », volet {volet}{f' ({cas})' if cas else ''} : il manque la taille {listed}"
        for code in sorted(known - {LETTRE_INTENTION}):
            if not any(key[0] == code for key in seen):
                yield f"la mission « {code} » n'a aucune cellule dans le barème"

    def _reference_problems(self) -> Iterator[str]:
        rules = [self.regles.duree_annees, self.regles.avance_pour_cent, self.regles.seuil_commissaire_aux_comptes]
        sourced = [*self.cellules, *self.tailles, *rules, *self.plafonds_indemnites]
        for reference in dict.fromkeys(value.reference for value in sourced):
            if reference not in self.references:
                yield (
                    f"la référence « {reference} » n'est pas décrite sous « references » "
                    f"(connues : {', '.join(self.references)})"
                )
