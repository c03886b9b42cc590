"""The recipes of faults: what each changes in a line of the national file, and what must then be found there."""

from collections.abc import Callable
from dataclasses import dataclass, field

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
SOUND = (
    "2026-10",
    "oct-26",
    "octobre 2026",
    "10/2026",
    "31/10/2026",
    "2026-10-01",
    " 01/10/2026 ",
    "01OCT2026",
    "2026M10",
)
