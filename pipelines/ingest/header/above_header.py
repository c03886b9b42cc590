"""What the lines above the header say once for the whole file: its month, its CPTS, its indicator.

« Mois : mars 2025 », or two cells « CPTS » and « CPTS des Weppes ». A month may also stand in a title (« Indicateurs CPTS –
mars 2025 ») or name the sheet; the day of an extraction is no month. Two answers for one field are no answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.ingest.issues import Issue
from pipelines.ingest.months import MONTH_WORDS, named_month, read_month
from pipelines.ingest.rules.table import finding
from pipelines.ingest.texts import plain, visible

_LABELLED = re.compile(r"\s*([^:=]{2,40}?)\s*[:=]\s*(\S.*)")
_WRITTEN_MONTH = re.compile(rf"\b({'|'.join(MONTH_WORDS)}) (20\d\d)\b")
_ABOUT_THE_FILE = re.compile(r"\b(extraction|extrait|edite|edition|mise a jour|maj|imprime|genere|date|au|depuis)\b")


@dataclass(frozen=True)
class Given:
    """A key that holds for every line: the text, and the line it stands on (None: the name of the sheet)."""

    texte: str
    ligne: int | None

    def issue(self, name: str) -> Issue:
        """The finding that says where the key was taken from."""
        where = "du nom de la feuille" if self.ligne is None else "du titre"
        return finding("cle_du_titre", ligne=self.ligne, valeur=self.texte, detail=_WORDS[name], attendu=where)


_WORDS = {"mois": "le mois", "id_cpts": "la CPTS", "indicateur": "l'indicateur"}


def read_above(
    rows: Sequence[Sequence[str]],
    meanings: Mapping[str, tuple[str, int]],
    *,
    sheet: str | None = None,
    missing: Collection[str] = tuple(_WORDS),
) -> tuple[dict[str, Given], dict[str, Issue]]:
    """The key fields that these lines give and that no column does; and of those told in two ways, what there is to say.

    ``meanings``: field of each header name.
    """
    found: dict[str, dict[str, int | None]] = {}
    for line, row in enumerate(rows, 1):
        filled = [cell.strip() for cell in row if cell.strip()]
        pairs = [(m[1], m[2]) for cell in filled if (m := _LABELLED.fullmatch(cell))]
        if len(filled) == 2:
            pairs.append((filled[0].rstrip(" :"), filled[1]))
        for label, text in pairs:
            name = meanings.get(plain(label), ("", 0))[0]
            if name == "mois" and not isinstance(read_month(text), date):
                continue
            if name in missing:
                found.setdefault(name, {})[text.strip()] = line
        if "mois" in missing:
            for cell in filled:
                if (month := _written_month(cell)) is not None:
                    found.setdefault("mois", {}).setdefault(month, line)
    if sheet is not None and "mois" in missing:
        told = [read for text in found.get("mois", ()) if isinstance(read := read_month(text), date)]
        if isinstance(read_month(sheet), date) or (told and named_month(sheet) not in (None, *(m.month for m in told))):
            found.setdefault("mois", {}).setdefault(sheet, None)
    alone = {name: Given(*next(iter(texts.items()))) for name, texts in found.items() if _one(name, texts)}
    return alone, {name: _clash(name, texts) for name, texts in found.items() if name not in alone}


def _clash(name: str, texts: Mapping[str, int | None]) -> Issue:
    places = [
        f"« {visible(text)} » ({'nom de la feuille' if line is None else f'ligne {line}'})"
        for text, line in texts.items()
    ]
    return finding("cles_contradictoires", valeur=_WORDS[name], detail=" et ".join(places[:3]))


def _one(name: str, texts: Mapping[str, int | None]) -> bool:
    return len({read_month(text) if name == "mois" else plain(text) for text in texts}) == 1


def _written_month(cell: str) -> str | None:
    """The month written in full in a title, before what dates the file itself (« – extraction du 5 avril 2025 »)."""
    months = set(_WRITTEN_MONTH.findall(_ABOUT_THE_FILE.split(plain(cell), maxsplit=1)[0]))
    if len(months) != 1:
        return None
    return " ".join(months.pop())
