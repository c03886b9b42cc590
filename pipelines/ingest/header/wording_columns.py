"""Which columns say more of what others hold: « Nom CPTS » beside « Code », « Libellé » beside « Indicateur », « Unité »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.ingest.header.synonyms import INDICATOR_WORDINGS
from pipelines.ingest.texts import plain

# For each key, the field of its wordings, and their titles from the surest to the weakest.
WORDINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "id_cpts": (
        "nom_cpts",
        (
            "nom cpts",
            "nom de la cpts",
            "libelle cpts",
            "libelle de la cpts",
            "intitule cpts",
            "cpts",
            "nom structure",
            "nom de la structure",
            "structure",
            "denomination",
            "territoire",
            "nom du territoire",
            "nom",
        ),
    ),
    "indicateur": (
        "libelle_indicateur",
        (
            *INDICATOR_WORDINGS,
            "indicateur",
            "intitule",
            "libelle",
        ),
    ),
}
UNIT = "unite"
_UNITS = ("unite", "unites", "unite de mesure")
FIELDS_BESIDE = (*(field for field, _ in WORDINGS.values()), UNIT)


def columns_beside(titles: Sequence[str], columns: Mapping[str, int]) -> dict[str, int]:
    """The column of wordings of each key that has one of codes, and that of units.

    ``columns``: the column of each field, these apart.
    """
    names = [plain(title) for title in titles]
    used = set(columns.values())
    found = {}
    for key, (field, synonyms) in WORDINGS.items():
        # « Nom » beside « Prénom » is somebody's.
        known = [s for s in synonyms if s != "nom" or "prenom" not in names]
        places = [names.index(s) for s in known if s in names and names.index(s) not in used]
        if key in columns and places:
            found[field] = places[0]
            used.add(places[0])
    units = [names.index(s) for s in _UNITS if s in names]
    return found | ({UNIT: units[0]} if units else {})
