"""Months as people write them: ``2025-03``, ``03/2025``, ``mars-25``, ``mars 2025``, ``01/03/2025``, ``2025-03-01``."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from calculators.french import MOIS, MOIS_COURTS
from pipelines.ingest.texts import plain

#: What people and English spreadsheets write beside the name and its usual short form.
_OTHERS = ("jan", "fev feb", "mar", "apr", "may", "jun", "jul", "aou aug", "sep", "", "", "")
_NAMES = {
    name: number
    for number, (whole, short, others) in enumerate(zip(MOIS, MOIS_COURTS, _OTHERS, strict=True), start=1)
    for name in (plain(whole), plain(short), *others.split())
}
# After `plain`: lower case, no accents, every separator a single space.
_YEAR_MONTH = re.compile(r"(\d{4}) (\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2}) (\d{4})")
_COMPACT = re.compile(r"(20\d{2})m?(\d{2})")
_COMPACT_MONTH_YEAR = re.compile(r"(0?[1-9]|1[0-2])(20\d{2})")
_MONTH_M = re.compile(r"m(\d{1,2}) (20\d{2})")
_NAMED = re.compile(r"(?:(\d{1,2}|1er) ?)?([a-z]{3,9}) ?(\d{2}|\d{4})")
_MIDNIGHT = r"(?:[ t]+0{1,2} 00(?: 00(?: 0+)?)?z?)?"
# An instant with its zone; one in universal time, perhaps midnight in France.
_ZONE = re.compile(r"([T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?[+-]\d{2}:?\d{2}$", re.IGNORECASE)
_UTC = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](2[23]):00(?::00(?:\.0+)?)?(?:Z|\+00:?00)", re.IGNORECASE)
# Days without separator, the year first or last: ``20250301``, ``01032025``.
_COMPACT_DAY = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_COMPACT_FRENCH_DAY = re.compile(r"(\d{1,2})(\d{2})(20\d{2})")
_ISO_DAY = re.compile(rf"(\d{{4}}) (\d{{1,2}}) (\d{{1,2}}){_MIDNIGHT}")
_FRENCH_DAY = re.compile(rf"(\d{{1,2}}) (\d{{1,2}}) (\d{{2}}|\d{{4}}){_MIDNIGHT}")
_SPAN = re.compile(r"(?:du )?(\d{1,2} \d{1,2} \d{4}) (?:au |a )?(\d{1,2} \d{1,2} \d{4})")
_OTHER_PERIOD = re.compile(
    r"\d{4}|.*\b(s|w|sem|semaine|t|q|trim|trimestre|semestre|annee|an|cumul|total)\b.*|.*\b[swtq] ?\d{1,2}\b.*"
)
_CUMULATION = re.compile(
    r"20\d\d|(annee|an|exercice|annuel|cumul|total|ensemble)\b(?!.*\b(s|sem|semaine)\b).*|cumule?e?\b.*"
    rf"|({'|'.join(_NAMES)}) (a |au )?({'|'.join(_NAMES)})( 20\d\d)?|12 (derniers )?mois.*|20\d\d (cumul|total|annee)"
)
_NUMBERED = re.compile(r"(?:(\d{1,2}) )?([a-z]{3,9})")
# The number Excel gives a day (45 717 is 1 March 2025), left bare when a date cell is saved as a number.
_SERIAL = re.compile(r"4\d{4}|5[0-4]\d{3}")
_SERIAL_ORIGIN = date(1899, 12, 30)
# Workbooks first made on a Macintosh count from another day, and say so: 44 255 is 1 March 2025 there.
_ORIGIN_1904 = date(1904, 1, 1)
FIRST_YEAR = 2015
MONTH_WORDS = tuple(_NAMES)


def read_month(cell: str, *, since_1904: bool = False) -> date | str:
    """The first day of the month, or the rule broken: mois_vide, mois_illisible, annee_manquante,
    periode_non_mensuelle, jour_inattendu.

    A whole date stands for its month when it is the first or the last day of it; another day is refused, since
    ``03/04/2025`` could be read two ways. « du 01/03/2025 au 31/03/2025 » is a month, other spans are not. An instant is
    the day it says, whatever its zone, but in universal time midnight in France of the first of a month is that month.
    ``since_1904``: the workbook numbers its days from 1904.
    """
    if (first := _midnight_in_france(cell)) is not None:
        return first
    text = plain(_ZONE.sub(r"\1", cell.strip()))
    if not text:
        return "mois_vide"
    if found := _YEAR_MONTH.fullmatch(text) or _COMPACT.fullmatch(text):
        return _first(int(found[1]), int(found[2]))
    compact = _COMPACT_MONTH_YEAR.fullmatch(text) if len(text) == 6 else None
    if found := _MONTH_YEAR.fullmatch(text) or _MONTH_M.fullmatch(text) or compact:
        return _first(int(found[2]), int(found[1]))
    if (found := _NAMED.fullmatch(text)) and found[2] in _NAMES:
        return _day(_year(found[3]), _NAMES[found[2]], int((found[1] or "1").removesuffix("er")))
    if found := _ISO_DAY.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _FRENCH_DAY.fullmatch(text):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if found := _COMPACT_DAY.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _COMPACT_FRENCH_DAY.fullmatch(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _SPAN.fullmatch(text):
        return _span(found[1], found[2])
    if text in _NAMES:
        return "annee_manquante"
    if is_serial(text):
        day = (_ORIGIN_1904 if since_1904 else _SERIAL_ORIGIN) + timedelta(days=int(text))
        return _day(day.year, day.month, day.day)
    return "periode_non_mensuelle" if _OTHER_PERIOD.fullmatch(text) else "mois_illisible"


def is_serial(text: str) -> bool:
    """True for the number that a spreadsheet gives a day of 2015 to 2050, whether it counts from 1900 or from 1904."""
    return _SERIAL.fullmatch(text) is not None


def named_month(cell: str) -> int | None:
    """The month of a cell that gives no year, its number before it perhaps: ``mars``, ``03 - Mars``."""
    found = _NUMBERED.fullmatch(plain(cell))
    month = _NAMES.get(found[2]) if found else None
    return month if found and (not found[1] or int(found[1]) == month) else None


def _midnight_in_france(cell: str) -> date | None:
    """The first of a month whose midnight in mainland France this instant in universal time is: 22 or 23 h the day before."""
    found = _UTC.fullmatch(cell.strip())
    if found is None:
        return None
    try:
        first = date.fromisoformat(found[1]) + timedelta(days=1)
    except ValueError:
        return None
    # The first of April to October is in summer time, two hours ahead; the others are one hour ahead.
    hour = "22" if 4 <= first.month <= 10 else "23"
    return first if first.day == 1 and found[2] == hour and first.year >= FIRST_YEAR else None


def _span(first: str, last: str) -> date | str:
    begins, ends = (tuple(map(int, day.split())) for day in (first, last))
    whole = begins[0] == 1 and begins[1:] == ends[1:] and not isinstance(_first(begins[2], begins[1]), str)
    if whole and ends[0] == monthrange(ends[2], ends[1])[1]:
        return date(begins[2], begins[1], 1)
    return "periode_non_mensuelle"


def covers_a_year(cell: str) -> bool:
    """True for a cumulation among months: ``2025``, ``Année 2025``, ``Cumul``, ``Total 2025``, ``janv-déc 2025``."""
    return _CUMULATION.fullmatch(plain(cell)) is not None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _first(year: int, month: int) -> date | str:
    return date(year, month, 1) if 1 <= month <= 12 and year >= FIRST_YEAR else "mois_illisible"


def _day(year: int, month: int, day: int) -> date | str:
    first = _first(year, month)
    if isinstance(first, str) or not 1 <= day <= monthrange(year, month)[1]:
        return "mois_illisible"
    return first if day in (1, monthrange(year, month)[1]) else "jour_inattendu"
