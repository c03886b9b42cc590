"""What a CPTS has to send for a month, ready to be written as a file to fill in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd

from calculators import french
from calculators.rows import rows
from pipelines.catalogue import Catalogue, Indicateur
from pipelines.publish.exports.cells import number_text, percent_text
from pipelines.store.connection import Store
from pipelines.store.errors import StoreError
from pipelines.store.questions.indicateurs import cpts_profile
from pipelines.store.questions.territoires import contract_missions, territories
from pipelines.store.scope import Scope

Fournisseur = Literal["CPAM", "CPTS"]
# The reader knows these titles: « libellé », « unité » and « mois précédent » are for people, and are not read.
TITRES = (
    *("id_cpts", "mois", "indicateur", "libellé", "unité", "numérateur", "dénominateur", "valeur"),
    *("mois précédent", "commentaire"),
)
CONSIGNE = (
    "À remplir : numérateur et dénominateur pour une part (%) ou un taux, valeur pour un compte ou un oui/non. "
    "NS si l'effectif est masqué (secret statistique), ND s'il est inconnu. "
    "Une ligne laissée vide n'est pas lue. Ne changez pas les codes."
)


@dataclass(frozen=True)
class LigneModele:
    """One indicator to fill in; ``precedent``: what was sent for the month before, as text, hidden values as hidden."""

    indicateur: Indicateur
    unite: str
    precedent: str

    @property
    def a_deux_nombres(self) -> bool:
        """True when numerator and denominator are asked for, rather than a value."""
        return self.indicateur.type in ("proportion", "taux_1000")


@dataclass(frozen=True)
class Modele:
    """A month to fill in for one CPTS. ``identite``: what is known of it, as (label, text)."""

    id_cpts: str
    nom: str
    mois: date
    lignes: tuple[LigneModele, ...]
    identite: tuple[tuple[str, str], ...]
    demonstration: bool

    @property
    def titre(self) -> str:
        """What the file is, in one line."""
        invented = " — données de démonstration, inventées" if self.demonstration else ""
        return f"Indicateurs de {french.month(self.mois)} — {self.nom} ({self.id_cpts}){invented}"

    def file_name(self, extension: str) -> str:
        """'modele_CPTS-WEPP_2026-11.xlsx'."""
        return f"modele_{self.id_cpts}_{self.mois:%Y-%m}.{extension}"


def template_lines(
    store: Store,
    scope: Scope,
    *,
    id_cpts: str,
    mois: date,
    catalogue: Catalogue,
    fournisseur: Fournisseur | None = None,
) -> Modele:
    """The indicators expected of a CPTS for a month (first day given), or those of one supplier only.

    Raises StoreError when the CPTS is out of scope, or when nothing is expected of it that month.
    """
    known = territories(store, scope)
    found = known[(known["id_cpts"] == id_cpts) & (known["nature"] == "cpts")]
    if found.empty or not scope.may_deposit(id_cpts):
        raise StoreError(f"« {id_cpts} » n'est pas une CPTS pour laquelle vous déposez.")
    before = (mois - timedelta(days=1)).replace(day=1)
    now = cpts_profile(store, scope, id_cpts=id_cpts, mois=mois)
    last = {row.indicateur: row for row in rows(cpts_profile(store, scope, id_cpts=id_cpts, mois=before))}
    expected = [catalogue.indicateurs[code] for code in now.loc[now["attendu"].fillna(False), "indicateur"]]
    lines = tuple(
        LigneModele(indicator, _unit(indicator), _sent(last[indicator.code], indicator))
        for indicator in expected
        if fournisseur is None or indicator.fournisseur == fournisseur
    )
    if not lines:
        raise StoreError(
            f"Aucun indicateur n'est attendu de {id_cpts} pour {mois:%Y-%m} : pas de contrat ce mois-là, ou rien de ce fournisseur."
        )
    row = next(rows(found))
    invented = bool(row.demonstration) or any(bool(sent.demonstration) for sent in last.values())
    identity = _identity(row, store, scope, catalogue)
    return Modele(id_cpts, str(row.nom), mois, lines, identity, invented)


def _unit(indicator: Indicateur) -> str:
    pair = indicator.type in ("proportion", "taux_1000")
    return f"{indicator.unite} : {'numérateur et dénominateur' if pair else 'valeur'}"


def _sent(row: Any, indicator: Indicateur) -> str:
    """What was sent, as people read it; a hidden value stays hidden, and nothing received is said."""
    mark = f" ({row.marqueur})" if isinstance(row.marqueur, str) and row.marqueur else ""
    if row.etat != "valeur":
        return {"masquee": f"masquée{mark}", "manquante": f"déclarée inconnue{mark}"}.get(row.etat, "non reçue")
    if indicator.type == "livrable":
        return "oui" if row.valeur else "non"
    if indicator.type == "compte":
        return french.number(row.valeur)
    share = indicator.type == "proportion"
    value = percent_text(round(row.valeur, 4)) if share else number_text(round(row.valeur, 2)).replace(".", ",")
    counts = (row.numerateur, row.denominateur)
    if any(pd.isna(count) for count in counts):
        return value
    return f"{french.number(counts[0])} / {french.number(counts[1])} = {value}"


def _identity(row: Any, store: Store, scope: Scope, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    missions = contract_missions(store, scope)
    started = [
        f"{catalogue.missions[code].libelle} ({f'depuis le {start:%d/%m/%Y}' if start == start else 'date inconnue'})"
        for code, start in missions.loc[missions["id_cpts"] == row.id_cpts, ["mission", "debut"]].itertuples(
            index=False
        )
    ]
    listed = [
        ("Code", row.id_cpts),
        ("Nom", row.nom),
        ("CPAM", _several(row.cpam)),
        ("ARS", _several(row.ars)),
        ("Départements", _several(row.departements)),
        ("Taille", row.taille),
        ("Population retenue (contrat, sinon annoncée, sinon INSEE)", row.population),
        ("Population municipale INSEE", row.population_insee),
        (
            "Signature du contrat",
            f"{row.date_signature:%d/%m/%Y}" if row.date_signature == row.date_signature else None,
        ),
        ("Missions", " ; ".join(started)),
    ]
    return tuple((label, "inconnu" if _unknown(value) else str(value)) for label, value in listed)


def _several(text: Any) -> str | None:
    return text.replace("|", ", ") if isinstance(text, str) else None


def _unknown(value: Any) -> bool:
    return bool(pd.isna(value)) or value == ""
