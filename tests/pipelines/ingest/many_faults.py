"""Plants faults of every kind in a large sound file, and says exactly what must be found, line by line."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from pipelines.catalogue import Catalogue
from tests.bench.national import national_file

ID, MONTH, CODE, NUM, DEN, VALUE, NOTE, WORDING = range(8)
MONTH_WRITTEN = "01/10/2026"
HEADER = ("id_cpts", "mois", "indicateur", "numerateur", "denominateur", "valeur", "commentaire", "libelle")
WARNED_ONCE = "part_sans_unite"
# Said once for each indicator, at its first line.
ONCE_AN_INDICATOR = "nombre_deplace"


@dataclass
class Line:
    """A line of the file; ``findings``: the rule and the column of each thing to be found on it; ``aside``: why not data."""

    cells: list[str]
    findings: list[tuple[str, str]] = field(default_factory=list)
    aside: str | None = None
    quoted: bool = False
    width: int = 8
    tail: str = ""

    def set(self, cell: int, text: str, rule: str, at: int | None = None) -> None:
        self.cells[cell] = text
        self.findings.append((rule, HEADER[cell if at is None else at]))

    def text(self) -> str:
        cells = [f'"{c}"' for c in self.cells] if self.quoted else self.cells
        return ";".join(cells[: self.width]) + self.tail


def _number(line: Line, cell: int) -> int:
    return int(line.cells[cell].replace("\u202f", ""))


# What changes one cell: the lines it suits, then the cells, texts and rules (and the column shown, when another one).
ANY, PAIR, COUNT, PERCENT, RATE, DELIVERABLE = "any", "pair", "compte", "percent", "taux_1000", "livrable"
ONE_CELL: list[tuple[str, list[tuple[int, str, str, int | None]]]] = [
    (ANY, [(ID, "", "cpts_vide", None)]),
    (ANY, [(ID, "ZZZ-77", "cpts_inconnue", None)]),
    (ANY, [(CODE, "", "indicateur_vide", None)]),
    (ANY, [(CODE, "QUA_XYZ", "indicateur_inconnu", None)]),
    (ANY, [(MONTH, "", "mois_vide", None)]),
    (ANY, [(MONTH, "2026-13", "mois_illisible", None)]),
    (ANY, [(MONTH, "octobre", "annee_manquante", None)]),
    (ANY, [(MONTH, "2026-S41", "periode_non_mensuelle", None)]),
    (ANY, [(MONTH, "03/10/2026", "jour_inattendu", None)]),
    (ANY, [(MONTH, "01/12/2026", "mois_futur", None)]),
    (ANY, [(MONTH, "01/02/2020", "avant_contrat", None)]),
    (PAIR, [(NUM, "12x", "nombre_illisible", None)]),
    (COUNT, [(VALUE, "douze", "nombre_illisible", None)]),
    (PAIR, [(DEN, "1.234", "nombre_ambigu", None)]),
    (COUNT, [(VALUE, "11 à 20", "nombre_approche", None)]),
    (PAIR, [(NUM, "~450", "nombre_approche", None)]),
    (COUNT, [(VALUE, "10-oct", "nombre_en_date", None)]),
    (PERCENT, [(VALUE, "450/812", "deux_nombres", None)]),
    (COUNT, [(VALUE, "néant", "zero_ou_manquant", None)]),
    (COUNT, [(VALUE, "92 (p)", "nombre_annote", None)]),
    (COUNT, [(NUM, "91", ONCE_AN_INDICATOR, None), (VALUE, "", "", None)]),
    (COUNT, [(VALUE, "2,601E+13", "notation_scientifique", None)]),
    (PAIR, [(NUM, "#DIV/0!", "erreur_excel", None)]),
    (PERCENT, [(VALUE, "#N/A", "erreur_excel", None)]),
    (COUNT, [(VALUE, "12 %", "pourcentage_inattendu", None)]),
    (PAIR, [(NUM, "45 %", "pourcentage_inattendu", None)]),
    (COUNT, [(VALUE, "12 ‰", "pourcentage_inattendu", None)]),
    (COUNT, [(VALUE, "-3", "nombre_negatif", None)]),
    (PAIR, [(NUM, "−4", "nombre_negatif", None)]),
    (COUNT, [(VALUE, "12,5", "nombre_non_entier", None)]),
    (PAIR, [(NUM, "0", "denominateur_nul", DEN), (DEN, "0", "", None)]),
    (PAIR, [(NUM, "", "numerateur_manquant", None)]),
    (PAIR, [(DEN, "", "denominateur_manquant", None)]),
    (PERCENT, [(VALUE, "101 %", "valeur_hors_bornes", None)]),
    (RATE, [(NUM, "9000", "valeur_hors_bornes", VALUE), (DEN, "9100", "", None)]),
    (PERCENT, [(VALUE, "0,576", "part_ambigue", None)]),
    (DELIVERABLE, [(VALUE, "peut-être", "oui_non", None)]),
    (COUNT, [(DEN, "100", "colonne_de_trop", None)]),
    (COUNT, [(VALUE, "287 000 €", "montant_en_euros", None)]),
    (PAIR, [(VALUE, "NS", "marqueur_contredit", None)]),
    # Two faults on one line: neither hides the other.
    (PAIR, [(MONTH, "2026-14", "mois_illisible", None), (NUM, "huit", "nombre_illisible", None)]),
    (COUNT, [(ID, "YYY-88", "cpts_inconnue", None), (VALUE, "-7", "nombre_negatif", None)]),
    (PAIR, [(NUM, "8,5", "nombre_non_entier", None), (CODE, "QUA_ABC", "indicateur_inconnu", None)]),
]


def _more_than_all(line: Line) -> None:
    line.set(NUM, str(_number(line, DEN) + 5), "numerateur_superieur")


def _incoherent(line: Line) -> None:
    share = _number(line, NUM) / _number(line, DEN)
    line.set(VALUE, f"{100 * (share + (0.2 if share < 0.5 else -0.2)):.1f} %".replace(".", ","), "valeur_incoherente")


def _revealed(line: Line) -> None:
    share = 100 * _number(line, NUM) / _number(line, DEN)
    line.cells[NUM] = "NS"
    line.set(VALUE, f"{share:.1f} %".replace(".", ","), "valeur_revelee")


def _too_many(line: Line) -> None:
    line.tail = ";;de trop"
    line.findings.append(("cellules_en_trop", ""))


def _cut(line: Line) -> None:
    line.width = 3
    line.findings.append(("cellules_manquantes", "valeur"))


def _several_lines(line: Line) -> None:
    line.quoted = True
    line.cells[NOTE] = "une remarque; sur\r\ndeux lignes"


def _of_another(line: Line) -> None:
    other = "Professionnels adhérents" if line.cells[CODE] != "ADH" else "Dépistage du cancer du sein"
    line.set(WORDING, other, "libelle_contredit")


def _worded_otherwise(line: Line) -> None:
    line.set(WORDING, f"Intitulé maison de {line.cells[ID]}", "libelle_different")


SHAPES: list[tuple[str, Callable[[Line], None]]] = [
    ("share", _more_than_all),
    ("share", _incoherent),
    ("share", _revealed),
]
WORDED: list[tuple[str, Callable[[Line], None]]] = [(ANY, _of_another), (ANY, _worded_otherwise)]
RAGGED: list[tuple[str, Callable[[Line], None]]] = [(ANY, _too_many), (COUNT, _cut), (ANY, _several_lines)]
ASIDE = (
    ("Total;;;674;1256;;", "total"),
    ("Source : SNDS, extraction de la CPAM;;;;;;", "source"),
    (";".join(HEADER), "en-tête répété"),
    ("CPTS-0001;Année 2025;ADH;;;1240;", "cumul annuel"),
    ("NS : effectif inférieur à 11;;;;;;", "source"),
    ("Page 1/2;;;;;;", "source"),
    ("----------;;;;;;", "filet"),
    (";;;;;;", None),
)
# Other ways to write a sound cell, of which there is nothing to say.
SOUND = ("2026-10", "oct-26", "octobre 2026", "10/2026", "31/10/2026", "2026-10-01", " 01/10/2026 ", "01OCT2026", "2026M10")


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
