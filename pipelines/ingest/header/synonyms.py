"""The titles that people give the columns of a monthly file, and which field each means.

Beside a column of codes, one of wordings (« Nom CPTS » beside « Code », « Libellé » beside « Indicateur ») says more of the
same thing, as a column of units does of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from pipelines.ingest.header.part_titles import PARTS, find_part_columns
from pipelines.ingest.texts import plain

#: What a column of wordings is called: it tells the indicator where there is no code, and says more of it where there is.
INDICATOR_WORDINGS = (
    "libelle indicateur",
    "libelle de l indicateur",
    "nom indicateur",
    "nom de l indicateur",
    "intitule indicateur",
    "intitule de l indicateur",
)
# For each column, its names from the surest to the weakest: with both « Code » and « CPTS », the first is the code.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "id_cpts": (
        "id cpts",
        "code cpts",
        "code territoire",
        "code du territoire",
        "id territoire",
        "n cpts",
        "no cpts",
        "num cpts",
        "numero cpts",
        "identifiant cpts",
        "identifiant",
        "code",
        "cpts",
        "id",
        "code structure",
        "structure",
        "nom cpts",
        "nom de la cpts",
        "libelle cpts",
        "cpts concernee",
        "territoire cpts",
        "territoire",
        "nom du territoire",
        "denomination",
        "nom de la structure",
        "nom structure",
    ),
    "mois": (
        "mois",
        "periode",
        "mois de reference",
        "mois d observation",
        "mois concerne",
        "annee mois",
        "mois annee",
        "periode de reference",
        "date",
        "date d observation",
        "periode d observation",
        "mois observe",
        "mois de la donnee",
        "mois des donnees",
        "mois de donnees",
        "mois de mesure",
        "mois d activite",
        "date de reference",
    ),
    "indicateur": (
        "code indicateur",
        "code de l indicateur",
        "id indicateur",
        "indicateur",
        "indicateurs",
        "code indic",
        "indic",
        *INDICATOR_WORDINGS,
        "intitule",
        "libelle",
    ),
    # An « effectif » is always read as a numerator: of a count it is the value (which is said), of a share it is not.
    "numerateur": (
        "numerateur",
        "num",
        "numerateurs",
        "numer",
        "effectif concerne",
        "effectif",
        "effectifs",
        "nombre de patients",
        "nb de patients",
        "nb patients",
        "nombre",
        "nbre",
        "nb",
    ),
    "denominateur": (
        "denominateur",
        "den",
        "denominateurs",
        "denom",
        "population cible",
        "population concernee",
        "population eligible",
        "population de reference",
        "eligibles",
        "total eligibles",
        "total concernes",
        "total des concernes",
        "effectif total",
        "population",
    ),
    "valeur": (
        "valeur",
        "valeurs",
        "val",
        "value",
        "resultat",
        "resultats",
        "taux",
        "valeur du mois",
        "donnee",
        "pourcentage",
        "pct",
        "%",
        "en %",
        "part",
        "proportion",
    ),
    "commentaire": ("commentaire", "commentaires", "remarque", "remarques", "observations", "precisions"),
}
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
#: That the line is invented, for a demonstration or a trial: what our own exports say of each value.
INVENTED = "demonstration"
_INVENTED = re.compile(
    r"(?:(?:donnees?|valeurs?|lignes?) )?(?:de )?(?:demonstration|demo|inventee?s?|simulee?s?|fictive?s?|factices?|test)"
)
FIELDS_BESIDE = (*(field for field, _ in WORDINGS.values()), UNIT, INVENTED, *PARTS)
MEANINGS = {name: (column, rank) for column, names in SYNONYMS.items() for rank, name in enumerate(names)}
# Beside a number of people only: alone, a population is a fact about the territory.
_WEAK = frozenset(["population"])
# Up to that rank a name in brackets is that of a field; « nb » or « % » there is a unit.
_SURE = 3
_NEAR = 0.84
#: No title of a field is longer, its brackets included: what is compared is short, whatever a file holds.
MEANT_MAX = 300
_PRECISION = re.compile(r"(.*\S)\s*[(\[]([^)\]]*)[)\]]\s*\*?")


def meaning(title: str) -> tuple[str, int] | None:
    """The field that a title means, and how surely: 0 for its first name. None when it means none.

    What stands in brackets is left aside (« Mois (AAAA-MM) », « Valeur (1) »), unless it is the name of another field.
    """
    if len(title) > MEANT_MAX:
        return None
    found = _exactly(title)
    if found is None and (parts := _PRECISION.fullmatch(title)) is not None:
        found, inside = _exactly(parts[1]), _exactly(parts[2])
        if inside is not None and inside[1] <= _SURE and (found is None or inside[0] != found[0]):
            return None
    return found


def near_title(title: str, fields: Collection[str]) -> str:
    """The one of these fields whose own name this title nearly is (« Numérateru »); empty when it is near none."""
    near = get_close_matches(plain(title), sorted(fields), n=1, cutoff=_NEAR) if len(title) <= MEANT_MAX else []
    return near[0] if near else ""


def counts_people(title: str) -> bool:
    """True for a numerator under the name of a number of people (« Effectif »): it holds the counts as well."""
    found = meaning(title)
    return found is not None and found[0] == "numerateur" and found[1] > _SURE


def is_weak(title: str) -> bool:
    """True for a title that means its field only beside a number of people."""
    return plain(title) in _WEAK


def find_columns_beside(titles: Sequence[str], columns: Mapping[str, int]) -> dict[str, int]:
    """The column of wordings of each key that has one of codes, that of units, that which says what is invented, and those
    that say a part of a whole.

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
    found |= {UNIT: units[0]} if units else {}
    invented = [i for i, name in enumerate(names) if i not in used and _INVENTED.fullmatch(name)]
    found |= {INVENTED: invented[0]} if invented else {}
    return found | find_part_columns(titles, {**columns, **found})


def _exactly(title: str) -> tuple[str, int] | None:
    """« % » has no letter to compare: it is taken as it stands."""
    return MEANINGS.get(" ".join(title.lower().split()) if "%" in title else plain(title)) or MEANINGS.get(plain(title))
