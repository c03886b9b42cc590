"""Which indicator a column title names: its code, its wording, or enough of its words that only one can be meant.

A title that could be two indicators is none: it is reported with the candidates and the column is not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipelines.catalogue import Indicateur
from pipelines.ingest.texts import plain

PARTS = {
    "numerateur": frozenset(["num", "numer", "numerateur"]),
    "denominateur": frozenset(["den", "denom", "denominateur"]),
    "valeur": frozenset(["valeur", "val", "taux", "part", "pct", "pourcentage", "resultat"]),
}
_PART = {word: part for part, words in PARTS.items() for word in words}
_RATIO = frozenset(["taux", "part", "pct", "pourcentage", "ratio", "proportion"])
_COUNTED = frozenset(
    [
        "nombre",
        "nb",
        "nbre",
        "effectif",
        "effectifs",
        "patients",
        "personnes",
        "femmes",
        "beneficiaires",
        "demandes",
        "sorties",
        "passages",
    ]
)
_UNIT = frozenset(["en", "nombre", "nb", "nbre", "effectif", "effectifs"])
_EMPTY = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "en",
        "et",
        "a",
        "au",
        "aux",
        "un",
        "une",
        "dans",
        "pour",
        "sur",
        "par",
        "ans",
        "an",
        "annee",
        "plus",
        "moins",
        "dont",
        "chez",
        "nombre",
        "nb",
        "nbre",
        "effectif",
        "taux",
        "part",
        "pourcentage",
        "pct",
        "total",
        "indicateur",
        "patient",
        "patients",
        "beneficiaire",
        "beneficiaires",
        "personne",
        "personnes",
        "assure",
        "assures",
        "declare",
    ]
)
_SHORT_FOR = {
    "mt": "medecin traitant",
    "ald": "affection longue duree",
    "c2s": "complementaire sante solidaire",
    "snp": "soins non programmes",
    "rdv": "rendez vous",
    "rcp": "reunions concertation pluriprofessionnelles",
}
_PER_THOUSAND = re.compile(r"\b(?:pour|par|p) (?:1 ?000|mille)\b(?: (?:habitants?|hab|patients?|personnes?))?")
_AND_OVER = re.compile(r"(?<!\d)(\d{1,3})\s{0,3}(?:ans\s{0,3})?\+")


@dataclass(frozen=True)
class Meant:
    """What a title means: the indicator's code and the part of it (valeur, numerateur, denominateur).

    ``sure``: said by the exact wording, or ``by_code``. Without ``code``, ``candidates`` are the indicators it resembles.
    """

    code: str | None = None
    part: str = "valeur"
    sure: bool = False
    by_code: bool = False
    candidates: tuple[str, ...] = ()


def read_indicator_title(title: str, indicators: Mapping[str, Indicateur], *, above: str = "", unit: str = "") -> Meant:
    """Read a column title; ``above`` is the title over it (an indicator, or a mission).

    ``unit``: what stands below, « % » when the cells carry it.
    """
    own = _read(title, indicators)
    if own.code is None and above:
        over = _read(above, indicators)
        if over.code is not None and (part := part_under(title, indicators[over.code])):
            return Meant(over.code, part, over.sure, over.by_code)
        if over.candidates and (part_of(title) or set(plain(title).split()) <= _UNIT):
            return Meant(candidates=over.candidates)
        if len(own.candidates) > 1:
            own = _within_mission(own, above, indicators)
    if own.code is None or own.part != "valeur" or own.by_code:
        return own
    return _settled(own, title, unit, indicators[own.code])


def _settled(own: Meant, title: str, unit: str, indicator: Indicateur) -> Meant:
    """Tell the ratio from the count it comes from: « Patients sans MT » may hold either, and 45 is not 45 %."""
    words = plain(title).split()
    if (
        indicator.type not in ("proportion", "taux_1000")
        or _RATIO & {*words, *plain(unit).split()}
        or {"%", "‰"} & {*title, *unit}
        or _PER_THOUSAND.search(plain(f"{title} {unit}"))
    ):
        return own
    counts = bool(_COUNTED & {*words[:1], *plain(unit).split()})
    if own.sure and not counts:
        return own
    if counts and _words(title) == _words(indicator.numerateur or ""):
        return Meant(own.code, "numerateur")
    return Meant(candidates=(indicator.code,))


def part_of(title: str) -> str | None:
    """The part of an indicator that a title made of nothing else names: ``Num.``, ``Dénominateur``, ``%``."""
    return "valeur" if title.strip() == "%" else _PART.get(plain(title))


def part_under(title: str, indicator: Indicateur) -> str | None:
    """The part of ``indicator`` that a title below its own names: « Num. », « En % », or the words of its numerator
    (« Dépistées ») or of its denominator (« Éligibles ») alone; a number, only of what is counted."""
    name = set(plain(title).split())
    if (part := part_of(title)) or name <= {"en"}:
        return part or "valeur"
    if name <= _UNIT:
        return "valeur" if indicator.type == "compte" else None
    words = _words(title)
    numerator, denominator = (words <= _words(text or "") for text in (indicator.numerateur, indicator.denominateur))
    return None if not words or numerator == denominator else "numerateur" if numerator else "denominateur"


def _read(title: str, indicators: Mapping[str, Indicateur]) -> Meant:
    return _reader(tuple(indicators.values()))(title)


class _Titles:
    """The titles that the indicators of a catalogue go by."""

    def __init__(self, indicators: tuple[Indicateur, ...]) -> None:
        self.codes = {plain(i.code): i.code for i in indicators}
        self.exact: dict[str, set[tuple[str, str]]] = {}
        self.words: dict[str, frozenset[str]] = {}
        self.sets: dict[frozenset[str], set[str]] = {}
        for i in indicators:
            for label, part in (
                (i.libelle, "valeur"),
                (i.court, "valeur"),
                (i.numerateur, "numerateur"),
                (i.denominateur, "denominateur"),
            ):
                if label:
                    self.exact.setdefault(plain(label), set()).add((i.code, part))
            self.words[i.code] = _words(i.libelle) | _words(i.court)
            for label in (i.libelle, i.court):
                self.sets.setdefault(_words(label), set()).add(i.code)

    def __call__(self, title: str) -> Meant:
        text = plain(title)
        if not text:
            return Meant()
        if (found := self._by_code(text)) is not None:
            return found
        exact = self.exact.get(text, set())
        if len(exact) == 1:
            code, part = next(iter(exact))
            return Meant(code, part, sure=True)
        words = _words(title)
        same = self.sets.get(words, set())
        close = same if len(same) == 1 else {c for c, known in self.words.items() if words and words <= known}
        if len(close) == 1 and (same or len(words) > 1):
            return Meant(next(iter(close)))
        return Meant(candidates=tuple(sorted(close | {code for code, _ in exact})))

    def _by_code(self, text: str) -> Meant | None:
        """``PRE_SEIN``, ``PRE_SEIN_num``, ``Num PRE_SEIN``, ``PRE_SEIN - Dépistage du cancer du sein``."""
        words = text.split()
        for kept, word in ((words, ""), (words[:-1], words[-1]), (words[1:], words[0])):
            code = self.codes.get(" ".join(kept))
            if code is not None and (not word or word in _PART):
                return Meant(code, _PART.get(word, "valeur"), sure=True, by_code=True)
        starts = [code for name, code in self.codes.items() if text.startswith(f"{name} ")]
        if len(starts) != 1:
            return None
        rest = words[len(plain(starts[0]).split()) :]
        named = _words(" ".join(rest)) <= self.words[starts[0]] | _PART.keys()
        return Meant(starts[0], _PART.get(rest[-1], "valeur"), sure=True, by_code=True) if named else None


_reader = lru_cache(maxsize=8)(_Titles)


def _within_mission(own: Meant, above: str, indicators: Mapping[str, Indicateur]) -> Meant:
    """Keep the candidates of the mission named over the column."""
    over = plain(above).split()
    kept = tuple(c for c in own.candidates if (indicators[c].mission or "-") in over)
    return Meant(kept[0]) if len(kept) == 1 else own


def _words(text: str) -> frozenset[str]:
    words = _PER_THOUSAND.sub(" ", plain(_AND_OVER.sub(r"\1 ans et plus ", text))).split()
    full = " ".join(_SHORT_FOR.get(word, word) for word in words).split()
    return frozenset(word for word in full if word not in _EMPTY)
