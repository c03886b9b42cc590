"""Raw columns of the downloads: the key is the machine name, the label what French Excel shows above the column."""

from collections.abc import Mapping

from dashboard.tables import Column, Kind

LABELS = {
    "id_cpts": "Code CPTS",
    "nom": "CPTS",
    "mois": "Mois",
    "indicateur": "Code indicateur",
    "libelle": "Indicateur",
    "definition": "Définition",
    "sens": "Sens",
    "etat": "État",
    "marqueur": "Marqueur reçu",
    "valeur": "Valeur",
    "numerateur": "Numérateur",
    "denominateur": "Dénominateur",
    "provisoire": "Provisoire",
    "comparee": "Valeur comparée",
    "bas": "Borne basse à 95 %",
    "haut": "Borne haute à 95 %",
    "n": "Nombre de CPTS",
    "mediane": "Médiane",
    "q1": "Premier quartile",
    "q3": "Troisième quartile",
    "plus_basse": "La plus basse du groupe",
    "plus_haute": "La plus haute du groupe",
    "ecart": "Écart",
    "z": "Écart en écarts-types",
    "niveau": "Limites dépassées",
    "jugement": "Jugement",
    "cible_comparee": "Cible",
    "reference": "Référence",
    "cote": "Côté des limites à 95 %",
    "moyenne": "Moyenne",
    "limites_d_essai": "Limites d’essai",
    "nature": "Nature du signal",
    "regles": "Règles",
    "base": "Période de base",
}


def raw(*keys: str, kind: Kind = "text", instead: Mapping[str, str] | None = None) -> tuple[Column, ...]:
    """A column per key; `instead`: other labels for some of them. Raises KeyError for a key without a label."""
    labels = LABELS | dict(instead or {})
    return tuple(Column(key, labels[key], kind) for key in keys)
