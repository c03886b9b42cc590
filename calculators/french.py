"""Numbers, money, percentages and dates the French way, in and out.

Writing uses the narrow no-break space U+202F between thousands and U+00A0 before a unit, a decimal comma and the
true minus sign. Reading accepts what people type in France and refuses what can be read two ways.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

FINE = "\u202f"
INSECABLE = "\u00a0"
MOINS = "\u2212"
#: Plotly `layout.separators`: decimal mark, then thousands mark.
SEPARATORS = "," + FINE
ABSENT = "–"

MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MOIS_COURTS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


class EntryError(ValueError):
    """What was typed can't be read; the message is one French sentence for the person who typed it."""


def _missing(value: object) -> bool:
    """True for None, NaN, NaT and pandas' NA, without importing pandas here."""
    return value is None or str(value) in ("nan", "<NA>", "NaT", "")


def number(value: float | int | Decimal | None, decimals: int = 0) -> str:
    """`1234.5` → « 1 234,5 »; `None` and NaN → « – »."""
    if value is None or _missing(value):
        return ABSENT
    rounded = round(Decimal(str(value)), decimals) if decimals else Decimal(str(value)).to_integral_value()
    text = f"{abs(rounded):,.{decimals}f}".replace(",", FINE).replace(".", ",")
    return f"{MOINS}{text}" if rounded < 0 else text


def number_at_most(value: float | int | Decimal, decimals: int) -> str:
    """At most so many decimals, none that says nothing: `57.6` → « 57,6 », `12345.0` → « 12 345 »."""
    text = f"{abs(value):,.{decimals}f}"
    text = (text.rstrip("0").rstrip(".") if decimals else text).replace(",", FINE).replace(".", ",")
    return f"{MOINS}{text}" if value < 0 and text.strip("0,") else text


def euros(centimes: int | float | None, *, cents: bool = True) -> str:
    """Cents as an integer → « 53 934,43 € », or « 53 934 € » without cents."""
    if centimes is None or _missing(centimes):
        return ABSENT
    amount = Decimal(int(centimes)) / 100
    return f"{number(amount, 2 if cents else 0)}{INSECABLE}€"


def percent(ratio: float | Decimal | None, decimals: int = 1) -> str:
    """`0.576` → « 57,6 % »."""
    if ratio is None or _missing(ratio):
        return ABSENT
    return f"{number(Decimal(str(ratio)) * 100, decimals)}{INSECABLE}%"


def points(difference: float | None, decimals: int = 1) -> str:
    """A difference of two ratios, signed: `0.012` → « +1,2 point »."""
    if difference is None or _missing(difference):
        return ABSENT
    scaled = round(difference * 100, decimals)
    sign = "+" if scaled > 0 else ""
    return f"{sign}{number(scaled, decimals)}{INSECABLE}{'points' if abs(scaled) >= 2 else 'point'}"


def as_date(value: object) -> date:
    """A date, datetime, pandas timestamp or ISO text as a plain date."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)[:10])


def month(value: object) -> str:
    """First day of a month → « octobre 2026 »."""
    day_ = as_date(value)
    return f"{MOIS[day_.month - 1]} {day_.year}"


def of_month(value: object) -> str:
    """« d’octobre 2026 », « de mars 2026 »."""
    text = month(value)
    return f"d’{text}" if text[0] in "aeiouéè" else f"de {text}"


def month_short(value: object) -> str:
    """« oct. 2026 », for axes and narrow columns."""
    day_ = as_date(value)
    return f"{MOIS_COURTS[day_.month - 1]}{INSECABLE}{day_.year}"


def day(value: object) -> str:
    """« 8 septembre 2023 », « 1er mars 2020 »; absent → « – »."""
    if _missing(value):
        return ABSENT
    day_ = as_date(value)
    return f"{'1er' if day_.day == 1 else day_.day}{INSECABLE}{MOIS[day_.month - 1]} {day_.year}"


def day_short(value: object) -> str:
    """« 08/09/2023 »; absent → « – »."""
    return ABSENT if _missing(value) else as_date(value).strftime("%d/%m/%Y")


def plural(count: float, singular: str, several: str | None = None) -> str:
    """The word alone; in French, zero and one are singular."""
    return singular if abs(count) < 2 else (several or f"{singular}s")


def count(how_many: int, singular: str, several: str | None = None) -> str:
    """« 3 fichiers », « 1 fichier », « aucun » is the caller's choice."""
    return f"{number(how_many)}{INSECABLE}{plural(how_many, singular, several)}"


def ordinal(rank: int) -> str:
    """Feminine: « 1re », « 31e »."""
    return "1re" if rank == 1 else f"{number(rank)}e"


def lower_first(text: str) -> str:
    """« Vaccination grippe » inside a sentence; acronyms keep their capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """« octobre 2026 » at the head of a sentence."""
    return text[:1].upper() + text[1:]


_PARTED = re.compile(r" (?=[:;?!%‰€»+])|(?<=«) ")


def no_break(text: str) -> str:
    """The same sentence with a no-break space where French wants one: before : ; ? ! % ‰ € + and inside « »."""
    return _PARTED.sub(INSECABLE, text)


def typography(text: str) -> str:
    """A sentence as screens and documents write it: no-break spaces, and the apostrophes after a letter curly."""
    return no_break(re.sub(r"(?<=\w)'", "’", text))


def list_first(items: Sequence[object], limit: int) -> str:
    """« a, b, c » ; beyond `limit`, « a, b… et 3 autres », and never one alone: it would be as short."""
    left = len(items) - limit
    if left <= 1:
        return ", ".join(map(str, items))
    return f"{', '.join(map(str, items[:limit]))}… et {left} autres"


def enumerate_fr(items: Sequence[str], *, limit: int | None = None) -> str:
    """« a, b et c »; beyond `limit`, « a, b et 3 autres »."""
    if limit is not None and len(items) > limit:
        rest = len(items) - limit
        return f"{', '.join(items[:limit])} et {rest}{INSECABLE}{plural(rest, 'autre')}"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


_SPACES = str.maketrans({" ": "", "\u00a0": "", "\u202f": "", "\u2009": "", "\t": "", MOINS: "-", "–": "-"})


def read_number(text: str) -> Decimal:
    """What a French person typed as a number: « 48 000 », « 2,75 », « 1 234,12 », « −3 ».

    Raises EntryError on text, and on « 48,000 » or « 48.000 », which can be read as 48 or as 48 000.
    """
    raw = text.strip()
    body = raw.translate(_SPACES).removesuffix("€").removesuffix("%")
    if not re.fullmatch(r"-?\d+([.,]\d+)*", body):
        raise EntryError(f"« {raw} » n’est pas un nombre. Exemple{INSECABLE}: 48 000 ou 2,75.")
    marks = re.findall(r"[.,]", body)
    if len(marks) > 1:
        return _read_grouped(raw, body, marks)
    whole, _, decimals = body.replace(".", ",").partition(",")
    if len(decimals) == 3 and 0 < len(whole.lstrip("-")) <= 3 and not whole.lstrip("-").startswith("0"):
        raise EntryError(
            f"« {raw} » peut se lire {number(Decimal(whole))} ou {number(Decimal(whole + decimals))}. "
            f"Écrivez les milliers avec une espace et les décimales avec une virgule."
        )
    try:
        return Decimal(f"{whole}.{decimals or 0}")
    except InvalidOperation as error:
        raise EntryError(f"« {raw} » n’est pas un nombre.") from error


def _read_grouped(raw: str, body: str, marks: list[str]) -> Decimal:
    """`1,234,12`, `1.234,12` and `1.234.567`: all marks but the last group thousands."""
    parts = re.split(r"[.,]", body)
    grouped = all(len(part) == 3 for part in parts[1:-1])
    if grouped and len(parts[-1]) != 3:
        return Decimal("".join(parts[:-1]) + "." + parts[-1])
    if grouped and len(set(marks)) == 1:
        return Decimal("".join(parts))
    raise EntryError(f"« {raw} » mêle points et virgules. Exemple attendu{INSECABLE}: 1 234,12.")


def read_on_hundred(text: str) -> Decimal:
    """A number counted on 100: « 57,6 », « 57,6 % » → 57.6.

    Raises EntryError on « 0,8 » or « 1 », which can be read 0.8 % or 80 %: the sign settles it, « 0,8 % » or « 80 % ».
    """
    value, raw = read_number(text), text.strip()
    if 0 < abs(value) <= 1 and not raw.endswith("%"):
        low, high = percent(value / 100, _decimals(value)), percent(value, max(_decimals(value) - 2, 0))
        raise EntryError(f"« {raw} » peut se lire {low} ou {high}. Écrivez le signe % : {low} ou {high}.")
    return value


def _decimals(value: Decimal) -> int:
    return max(-int(value.normalize().as_tuple().exponent), 0)


def read_percent(text: str) -> Decimal:
    """« 80 », « 80 % » or « 57,6 % » → ratio 0.8, 0.576. Raises EntryError outside 0–100 %, and on « 0,8 » without a sign."""
    value = read_on_hundred(text)
    if not 0 <= value <= 100:
        raise EntryError(f"« {text.strip()} » sort de l’intervalle 0{INSECABLE}% – 100{INSECABLE}%.")
    return value / 100


def read_whole(text: str) -> int:
    """« 48 000 » → 48000. Raises EntryError on a decimal or negative number, on an amount, on a percentage."""
    value = read_number(text)
    if value != value.to_integral_value() or value < 0 or text.strip()[-1:] in "€%":
        raise EntryError(f"« {text.strip()} » doit être un nombre entier, positif ou nul.")
    return int(value)


_DAY = re.compile(r"(\d{1,2})(?:er)? ?[/.\- ] ?(\d{1,2}|[^\W\d]+\.?) ?[/.\- ] ?(\d{4})")
_DAY_EXAMPLE = f"Exemple{INSECABLE}: 08/09/2023 ou 8 septembre 2023."


def read_day(text: str) -> date:
    """A day as people type it: « 08/09/2023 », « 8.9.2023 », « 1er mars 2020 », « 2023-09-08 ».

    Raises EntryError on what is no day, on a day that the calendar has not, and on a year in two digits.
    """
    raw = " ".join(text.replace(INSECABLE, " ").replace(FINE, " ").split())
    if iso := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", raw):
        year, rank, number_ = (int(part) for part in iso.groups())
    elif typed := _DAY.fullmatch(raw.lower()):
        number_, year, rank = int(typed[1]), int(typed[3]), _month_rank(typed[2])
    else:
        raise EntryError(f"« {raw} » n’est pas une date. {_DAY_EXAMPLE}")
    if not 1 <= rank <= 12:
        raise EntryError(f"« {raw} » n’a pas de mois connu. {_DAY_EXAMPLE}")
    last = monthrange(max(year, 1), rank)[1]
    if not 1 <= number_ <= last:
        name = f"{MOIS[rank - 1]} {year}"
        raise EntryError(f"« {raw} » n’existe pas{INSECABLE}: {name} a {last} jours.")
    return date(year, rank, number_)


def _month_rank(text: str) -> int:
    """The rank of a month written as a number or a word, accents or not; 0 when it is none."""
    if text.isdigit():
        return int(text)

    def plain(word: str) -> str:
        return normalize("NFD", word).encode("ascii", "ignore").decode("ascii").rstrip(".")

    names = [(plain(long), plain(short)) for long, short in zip(MOIS, MOIS_COURTS, strict=True)]
    return next((rank for rank, known in enumerate(names, start=1) if plain(text) in known), 0)
