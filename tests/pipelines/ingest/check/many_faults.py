"""Plants faults of every kind in a large sound file, and says exactly what must be found, line by line."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from pipelines.catalogue import Catalogue
from tests.bench.national import national_file
from tests.pipelines.ingest.check.fault_recipes import (
    ANY,
    ASIDE,
    CODE,
    COUNT,
    DEN,
    HEADER,
    ID,
    MONTH,
    NUM,
    ONCE_AN_INDICATOR,
    ONE_CELL,
    PAIR,
    PERCENT,
    RAGGED,
    RATE,
    SHAPES,
    SOUND,
    VALUE,
    WARNED_ONCE,
    WORDED,
    Line,
)


@dataclass(frozen=True)
class Planted:
    """``data``: the file; ``expected``: how often each (rule, line, column) must be found; ``aside``: (line, reason);
    ``blank``: the lines of empty cells, of which nothing is said.
    """

    data: bytes
    faults: int
    kinds: int
    expected: Counter[tuple[str, int, str]]
    aside: list[tuple[int, str]]
    blank: set[int]


def plant(catalogue: Catalogue, *, seed: int, faults: int = 200, ragged: bool, variants: bool = True) -> Planted:
    """Plant ``faults`` faults, every kind in turn, in one month of the national file.

    ``ragged``: broken lines too; ``variants``: sound lines written otherwise too, and the wording beside each code.
    """
    random = Random(seed)
    words = {i.code: i.libelle for i in catalogue.indicateurs.values()}
    lines = [
        Line([*(cells := t.split(";")), words[cells[CODE]] if variants else ""])
        for t in national_file(catalogue, months=1, seed=seed).decode("utf-8-sig").split("\r\n")[1:-1]
    ]
    kinds = {i.code: i.type for i in catalogue.indicateurs.values()}
    free: dict[str, list[Line]] = {}
    lone = {"ACC_MT_16", "PRE_COL"} & {line.cells[CODE] for line in lines if line.cells[DEN]}
    for line in random.sample(lines, len(lines)):
        code = line.cells[CODE]
        if line.cells[NUM].isdigit() and kinds[code] in ("proportion", "taux_1000") and code not in lone:
            names = (PAIR, *(["share"] if kinds[code] == "proportion" else [RATE]))
        elif line.cells[VALUE].endswith("%"):
            names = (PERCENT,)
        else:
            names = (kinds[code],) if line.cells[VALUE] not in ("", "NS") else ()
        for name in names:
            free.setdefault(name, []).append(line)
        free.setdefault(ANY, []).append(line)
    taken: set[tuple[str, str]] = set()

    def pick(kind: str) -> Line:
        while True:
            line = free[kind].pop()
            if (line.cells[ID], "") not in taken and not line.findings:
                taken.add((line.cells[ID], ""))
                return line

    recipes = [*ONE_CELL, *SHAPES, *(WORDED if variants else []), *(RAGGED if ragged else []), "same", "other"]
    planted = 0
    turn = 0
    for code in sorted(lone):
        line = next(x for x in free[ANY] if x.cells[CODE] == code and x.cells[NUM] and not x.findings)
        low, high = catalogue.indicateurs[code].bornes
        line.cells[NUM] = line.cells[DEN] = ""
        line.set(VALUE, f"{(low + high) / 2:.3f}".replace(".", ","), WARNED_ONCE)
        taken.add((line.cells[ID], ""))
        planted += 1
    extra: list[Line] = []
    while planted < faults:
        recipe = recipes[turn % len(recipes)]
        turn += 1
        if recipe in ("same", "other"):
            line = pick(COUNT)
            copy = Line(list(line.cells))
            if recipe == "same":
                copy.findings.append(("doublon_identique", "id_cpts"))
            else:
                copy.cells[VALUE] = str(int(line.cells[VALUE]) + 1)
                for one in (line, copy):
                    one.findings.append(("doublon_contradictoire", "id_cpts"))
            extra.append(copy)
        else:
            line = pick(recipe[0])
            if callable(recipe[1]):
                recipe[1](line)
            else:
                for cell, text, rule, at in recipe[1]:
                    if rule:
                        line.set(cell, text, rule, at)
                    else:
                        line.cells[cell] = text
        planted += 1
    for text in SOUND * 3 if variants else ():
        pick(ANY).cells[MONTH] = text
    for text, reason in ASIDE:
        at = random.randrange(len(lines))
        lines.insert(at, Line([*text.split(";"), ""][:8], aside=reason))
    lines += extra  # after the lines they repeat: the first one is the one that counts
    if not variants:
        for line in lines:
            line.width = min(line.width, 7)
    return _written(lines, planted, len(recipes) + 1, HEADER if variants else HEADER[:7])


def _written(lines: list[Line], faults: int, kinds: int, header: tuple[str, ...]) -> Planted:
    numbered = list(enumerate(lines, 2))
    said: set[str] = set()
    for _, line in numbered:
        for finding in [f for f in line.findings if f[0] == ONCE_AN_INDICATOR]:
            if line.cells[CODE] in said:
                line.findings.remove(finding)
            said.add(line.cells[CODE])
    expected = Counter((rule, n, column) for n, line in numbered for rule, column in line.findings)
    body = "\r\n".join([";".join(header), *(line.text() for line in lines), ""])
    aside = [(n, line.aside) for n, line in numbered if line.aside]
    blank = {n for n, line in numbered if not any(line.cells)}
    return Planted(("\ufeff" + body).encode(), faults, kinds, expected, aside, blank)
