"""What a reader needs beside a figure: its unit, its better side, what it is over, where it comes from and since when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from calculators import french
from pipelines.catalogue import Indicateur

#: The better side of an indicator: a symbol and a word, never a colour alone.
SENS = {
    "hausse": "↑ plus haut est mieux",
    "baisse": "↓ plus bas est mieux",
    "neutre": "↔ ni mieux ni moins bien : jamais classé",
}
SANS_SENS = "↔ sans jugement"
SANS_DENOMINATEUR = "sans objet (des montants)"
MONTANTS = "un montant lu dans une valeur provisoire peut encore changer"
DEPOTS = "valeurs déposées par les CPAM et les CPTS"
ACI = "accord conventionnel interprofessionnel (ACI), contrats et valeurs déposées"


@dataclass(frozen=True)
class Reading:
    """`unit`, `direction` and `denominator` in words. `source`: None when not said. `updated`: the day of the newest data.

    `provisional`: the months drawn that may still change, whose mark the figure carries. `definition`: what is counted,
    for the exports; `caveats`: what to be careful of. `not_provisional`: what to say when no month of its own may change.
    """

    unit: str = ""
    direction: str = ""
    denominator: str = ""
    source: str | None = None
    updated: date | datetime | None = None
    provisional: Sequence[object] = ()
    not_provisional: str = "aucun"
    definition: str = ""
    caveats: str = ""

    def completed(self, **told: Any) -> "Reading":
        """The same with what is told besides; None and nothing change nothing."""
        return replace(self, **{name: value for name, value in told.items() if value})

    def facts(self) -> list[tuple[str, str]]:
        """What to write under the figure, in order, without what is empty: (« Unité », « % »)…"""
        months = sorted({french.as_date(m) for m in self.provisional})
        marked = self.not_provisional if not months else french.enumerate_fr([french.month(m) for m in months], limit=4)
        listed = [
            ("Unité", self.unit),
            ("Sens", self.direction),
            ("Rapporté à", self.denominator),
            ("Source", self.source or ""),
            ("Dernière mise à jour", "aucune donnée" if self.updated is None else french.day(self.updated)),
            ("Mois provisoires", marked),
        ]
        return [(name, french.typography(text)) for name, text in listed if text]


#: What is said of every amount computed from the agreement.
EUROS = Reading(
    unit="euros",
    direction="↔ sans jugement",
    denominator=SANS_DENOMINATEUR,
    source=ACI,
    not_provisional=MONTANTS,
    definition="Montants calculés : base du barème × prorata × atteinte, arrondis au centime",
    caveats="Un total porte le statut de sa partie la moins sûre ; le contrat et son annexe prévalent.",
)


def reading_of(indicateur: Indicateur, *, provisional: Sequence[object] = (), **told: Any) -> Reading:
    """What the catalogue says of an indicator; `told` (fields of Reading) prevails."""
    unit = {
        "proportion": "% (part)",
        "taux_1000": f"pour 1{french.FINE}000 habitants",
        "livrable": "oui ou non",
    }.get(indicateur.type, indicateur.unite)
    over = indicateur.denominateur or {"compte": "sans objet (un compte)", "livrable": "sans objet (une réponse)"}.get(
        indicateur.type, "habitants"
    )
    counted = f"{indicateur.numerateur} / {over}" if indicateur.numerateur else ""
    return Reading(
        unit=unit,
        direction=SENS[indicateur.sens],
        denominator=french.lower_first(over),
        source=f"{indicateur.source} ; fournisseur : {indicateur.fournisseur}",
        provisional=provisional,
        definition=" — ".join(part for part in (indicateur.libelle, counted) if part),
        caveats=indicateur.precautions,
    ).completed(**told)
