"""The long form as a Table Schema: what a monthly file and our own exports must look like, for any validator.

One schema serves both: `fieldsMatch: superset` lets a file carry some of the columns only, in any order (Table Schema
2.0, read by frictionless 5). The markers of hidden and missing values are those the reader knows, each in one place.
Source: domain.md §7, https://datapackage.org/standard/table-schema/.
"""

from __future__ import annotations

from typing import Any

from pipelines.catalogue import Catalogue

MASQUEES = (
    *("NS", "ns", "N.S.", "n.s.", "NC", "nc", "N.C.", "n.c.", "S", "s", "secret", "Secret", "masqué", "masquée"),
    *("< 11", "<11", "≤ 10", "< 5", "<5", "1-10", "1 - 10", "moins de 11", "*", "**", "***"),
)
MANQUANTES = (
    *("", "ND", "nd", "N.D.", "n.d.", "N/D", "n/d", "NA", "N/A", "n/a", "non disponible", "Non disponible"),
    *("non renseigné", "Non renseigné", "null", ".", "...", "…", "-", "–", "—"),
)
CODE_CPTS = "[A-Z0-9]+(-[A-Z0-9]+)*"
MOIS = "20(1[5-9]|[2-9][0-9])-(0[1-9]|1[0-2])"


def table_schema(catalogue: Catalogue, *, historique: bool = False) -> dict[str, Any]:
    """The Table Schema of the long form, as plain values ready for JSON.

    ``historique``: of an export that holds every version of each value; otherwise a CPTS, a month and an indicator make
    one line. Markers stand in ``missingValues`` (a number is not there); ``marqueurs`` says which means what.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": "observations-cpts",
        "title": "Indicateurs mensuels des CPTS, une ligne par CPTS, mois et indicateur",
        "description": (
            "Format publié : UTF-8, virgule, point décimal, dates ISO. Les six premières colonnes suffisent à un dépôt ; "
            "les suivantes accompagnent nos exports. Une valeur masquée ou manquante n'est jamais zéro : la cellule "
            "porte alors une marque de « missingValues »."
        ),
        "fieldsMatch": "superset",
        "fields": [*_deposited(catalogue), *_added()],
        "missingValues": [*MANQUANTES, *MASQUEES],
        "marqueurs": {"masquee": list(MASQUEES), "manquante": list(MANQUANTES)},
        "primaryKey": ["id_cpts", "mois", "indicateur", *(["version"] if historique else [])],
    }


def _deposited(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The columns that people deposit."""
    codes = list(catalogue.indicateurs)
    listed = " ; ".join(f"{i.code} : {i.libelle}" for i in catalogue.indicateurs.values())
    count: dict[str, Any] = {"minimum": 0}
    return [
        _field("id_cpts", "Code de la CPTS", "Code de la CPTS au catalogue.", required=True, pattern=CODE_CPTS)
        | {"example": "CPTS-WEPP"},
        _field("mois", "Mois", "Mois observé, année puis mois.", required=True, pattern=MOIS) | {"example": "2026-10"},
        _field("indicateur", "Code de l'indicateur", f"Indicateur du catalogue. {listed}.", required=True, enum=codes)
        | {"example": codes[0]},
        _field(
            "numerateur", "Numérateur", "Effectif compté, pour une part ou un taux ; vide sinon.", "integer", **count
        ),
        _field(
            "denominateur", "Dénominateur", "Population rapportée, pour une part ou un taux ; vide sinon.", "integer"
        )
        | {"constraints": {"minimum": 1}},
        _field(
            "valeur",
            "Valeur",
            "Part de 0 à 1, taux pour 1 000 habitants, effectif, ou livrable (1 : oui, 0 : non) selon l'indicateur.",
            "number",
            **count,
        ),
        _field("commentaire", "Commentaire", "Remarque de la personne qui dépose."),
    ]


def _added() -> list[dict[str, Any]]:
    """The columns that our exports add: where each value comes from."""
    return [
        _field(
            "etat",
            "État",
            "valeur ; masquee : cachée par le fournisseur (secret statistique) ; manquante : dite inconnue.",
            enum=["valeur", "masquee", "manquante"],
        ),
        _field("marqueur", "Marque", "Ce que portait la cellule d'une valeur masquée ou manquante.")
        | {"missingValues": [""]},
        _field("provisoire", "Provisoire", "Vrai quand le mois n'était pas terminé au jour du dépôt.", "boolean"),
        _field("gele", "Mois gelé", "Vrai quand le mois de cette CPTS est gelé : il a servi à un paiement.", "boolean"),
        _field("demonstration", "Démonstration", "Vrai quand la valeur est inventée pour la démonstration.", "boolean"),
        _field(
            "version", "Version", "1 pour la première valeur reçue, puis une de plus à chaque correction.", "integer"
        )
        | {"constraints": {"minimum": 1}},
        _field(
            "courante",
            "Courante",
            "Vrai pour la version en vigueur, faux pour une version remplacée ou retirée.",
            "boolean",
        ),
        _field("depot", "Dépôt", "Nom du dépôt qui a apporté cette version."),
        _field("ligne", "Ligne", "Ligne de cette valeur dans le fichier déposé.", "integer")
        | {"constraints": {"minimum": 1}},
        _field("connu_le", "Connu le", "Instant à partir duquel cette version était connue.", "datetime")
        | {"format": "%Y-%m-%dT%H:%M:%S"},
    ]


def _field(name: str, title: str, description: str, kind: str = "string", **constraints: Any) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "type": kind, "title": title, "description": description}
    return {**field, "constraints": constraints} if constraints else field
