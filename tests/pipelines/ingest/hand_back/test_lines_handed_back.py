"""The refused lines alone: they stand elsewhere than in the file received, and their notes say which line they were."""

import io

import openpyxl
import pytest

from pipelines.ingest.deposit.steps import examine
from pipelines.ingest.hand_back.annotate import annotate, keep_refused
from pipelines.store.scope import Scope
from tests.monthly import NOW, month_file

HEADER = ["id_cpts", "mois", "indicateur", "numerateur", "denominateur", "valeur"]
LINES = [
    ["DEMO-A", "2026-10", "ADH", "", "", "90"],
    ["DEMO-B", "2026-10", "ADH", "", "", "91"],
    ["DEMO-C", "2026-10", "ADH", "", "", "douze"],
]


def as_csv():
    return month_file(*(";".join(line) for line in LINES), header=";".join(HEADER))


def as_xlsx():
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in [HEADER, *LINES]:
        book.active.append(line)
    book.save(out)
    return out.getvalue()


def texts(data, name):
    if name.endswith(".xlsx"):
        rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
        return [" ".join(str(cell) for cell in row if cell) for row in rows]
    return data.decode("utf-8-sig").splitlines()


@pytest.mark.parametrize(("data", "name"), [(as_csv(), "m.csv"), (as_xlsx(), "m.xlsx")], ids=["csv", "xlsx"])
def test_the_note_says_the_line_of_the_file_received(filled, data, name):
    verdict = examine(filled, Scope.local(), data, name, maintenant=NOW)
    assert verdict.refusees == (4,)
    _, line = texts(*keep_refused(data, name, verdict))
    assert "DEMO-C" in line and "REFUSÉE : Ligne 4 du fichier d'origine, colonne" in line
    whole = texts(*annotate(data, name, verdict))
    assert "REFUSÉE : Ligne 4, colonne" in whole[3], "in the whole file, line 4 is where it says"
