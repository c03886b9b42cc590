"""The dictionary of indicators, as a sheet: what each one means, who supplies it, how to read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calculators.aci.accord.schema import Mission
from pipelines.catalogue import Indicateur

TITRES = (
    *(
        "Code de l'indicateur",
        "Libellé",
        "Mission",
        "Nature",
        "Ce que compte le numérateur",
        "Population du dénominateur",
        "Unité",
    ),
    *("Ce que couvre un mois", "Sens", "Qui fournit", "Pourquoi", "Précautions", "Bornes", "Source", "Revu le"),
)
LARGEURS = (14, 40, 22, 16, 34, 34, 20, 24, 16, 10, 60, 60, 18, 34, 11)
_NATURES = {
    "proportion": "part (%)",
    "taux_1000": "taux pour 1 000",
    "compte": "compte",
    "livrable": "livrable (oui ou non)",
}
_PERIODES = {
    "fin_de_mois": "situation à la fin du mois",
    "mois": "ce qui s'est passé dans le mois",
    "douze_mois": "cumul des douze derniers mois",
    "vingt_quatre_mois": "cumul des vingt-quatre derniers mois",
}
_SENS = {"hausse": "plus haut est mieux", "baisse": "plus bas est mieux", "neutre": "jamais classé"}


def dictionary_rows(indicators: Iterable[Indicateur], missions: Mapping[str, Mission]) -> list[tuple[str, ...]]:
    """One row per indicator, the columns of TITRES, everything as text."""
    return [
        (
            i.code,
            i.libelle,
            missions[i.mission].libelle if i.mission else "toutes",
            _NATURES[i.type],
            i.numerateur or "sans objet",
            i.denominateur or "sans objet",
            i.unite,
            _PERIODES[i.periode],
            _SENS[i.sens],
            f"la {i.fournisseur}",
            i.pourquoi.strip(),
            i.precautions.strip(),
            _bounds(i),
            i.source,
            f"{i.revu_le:%d/%m/%Y}",
        )
        for i in indicators
    ]


def _bounds(indicator: Indicateur) -> str:
    if indicator.type == "livrable":
        return "oui ou non"
    low, high = (bound * (100 if indicator.type == "proportion" else 1) for bound in indicator.bornes)
    unit = " %" if indicator.type == "proportion" else ""
    return f"de {low:g} à {high:g}{unit}".replace(".", ",")
