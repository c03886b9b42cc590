"""Finds the header line and what each column is, whatever its case, accents and usual synonyms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.ingest.issues import Issue
from pipelines.ingest.rules import finding
from pipelines.ingest.texts import plain, short

# For each column, its names from the surest to the weakest: with both « Code » and « CPTS », the first is the code.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "id_cpts": (
        "id cpts",
        "code cpts",
        "n cpts",
        "no cpts",
        "num cpts",
        "numero cpts",
        "identifiant cpts",
        "identifiant",
        "code",
        "cpts",
        "id",
    ),
    "mois": ("mois", "periode", "mois de reference", "mois d observation", "annee mois", "mois annee", "date"),
    "indicateur": ("code indicateur", "id indicateur", "indicateur", "indicateurs", "code indic", "libelle indicateur"),
    "numerateur": ("numerateur", "num", "numer"),
    "denominateur": ("denominateur", "den", "denom"),
    "valeur": ("valeur", "valeurs", "val", "value", "resultat", "taux"),
    "commentaire": ("commentaire", "commentaires", "remarque", "remarques", "observations"),
}
REQUIRED = ("id_cpts", "mois", "indicateur", "valeur")
SEARCHED_LINES = 40
_MEANINGS = {name: (column, rank) for column, names in SYNONYMS.items() for rank, name in enumerate(names)}


@dataclass(frozen=True)
class Header:
    """Where the header stands (0-based row) and the column of each field. ``titles``: the cells as the user wrote them."""

    row: int
    columns: dict[str, int]
    titles: tuple[str, ...]

    def title(self, field: str) -> str:
        """The header cell of a field as written; the field's own name when the file has no such column."""
        return self.titles[self.columns[field]] if field in self.columns else field


def recognised(cells: Sequence[str]) -> int:
    """How many different fields these cells name: the line that names most is the header."""
    return len({_MEANINGS[name][0] for name in map(plain, cells) if name in _MEANINGS})


def read_header(rows: Sequence[Sequence[str]], indicators: frozenset[str]) -> tuple[Header | None, list[Issue]]:
    """Find the header among the first rows; None with the reason when the columns cannot be told."""
    head = rows[:SEARCHED_LINES]
    row = max(range(len(head)), key=lambda r: (recognised(head[r]), -r))
    titles = tuple(cell.strip() for cell in head[row])
    if recognised(titles) < 2:
        return None, [finding("entete_introuvable")]
    columns, twice = _columns(titles)
    line = row + 1
    issues = [finding("colonne_en_double", ligne=line, colonne=b, valeur=a, detail=b) for a, b in twice]
    wide = [t for t in titles if t.upper().removesuffix("_NUM").removesuffix("_DEN") in indicators]
    if wide and "indicateur" not in columns:
        return None, [finding("forme_large", ligne=line, valeur=short(", ".join(wide)))]
    if "code" in map(plain, titles) and "indicateur" not in columns and "cpts" in map(plain, titles):
        names = [plain(t) for t in titles]
        columns |= {"indicateur": names.index("code"), "id_cpts": names.index("cpts")}
    if "valeur" not in columns and {"numerateur", "denominateur"} <= columns.keys():
        missing = [c for c in REQUIRED if c not in columns and c != "valeur"]
    else:
        missing = [c for c in REQUIRED if c not in columns]
    seen = short(", ".join(t for t in titles if t), 120)
    issues += [finding("colonne_manquante", ligne=line, valeur=seen, detail=column) for column in missing]
    ignored = [t for i, t in enumerate(titles) if t and i not in columns.values()]
    if ignored and not issues:
        issues.append(finding("colonne_ignoree", ligne=line, valeur=short(", ".join(ignored), 120)))
    return Header(row, columns, titles), issues


def _columns(titles: Sequence[str]) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """The column of each field, the surest name winning, and the pairs of columns that carry the very same name."""
    best: dict[str, tuple[int, int]] = {}
    twice = []
    for index, title in enumerate(titles):
        if (meaning := _MEANINGS.get(plain(title))) is None:
            continue
        field, rank = meaning
        if field in best and best[field][0] == rank:
            twice.append((titles[best[field][1]], title))
        elif field not in best or rank < best[field][0]:
            best[field] = (rank, index)
    return {field: index for field, (_, index) in best.items()}, twice
