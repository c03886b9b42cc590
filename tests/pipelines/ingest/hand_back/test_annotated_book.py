"""A workbook handed back: its cells and formats, a column of findings, the refused lines coloured or alone."""

import io

import openpyxl

from pipelines.ingest.hand_back.annotate import annotate, keep_refused
from tests.pipelines.ingest.hand_back.handed import examined


def book_of(rows, form=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, number_format in (form or {}).items():
        book.active[place].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_comes_back_with_its_cells_and_a_word_on_each_coloured_line(filled):
    titles = ["id_cpts", "mois", "indicateur", "numerateur", "denominateur", "valeur"]
    data = book_of(
        [
            ["Indicateurs"],
            titles,
            ["DEMO-A", "2026-10", "PRE_SEIN", 551, 1000, 0.551],
            ["DEMO-A", "2026-10", "PRE_COL", 2000, 1000, None],
            ["DEMO-B", "2026-10", "ADH", None, None, "=1+1 fois"],
        ],
        {"F3": "0.0%"},
    )
    verdict = examined(filled, data, "mois.xlsx")
    back, name = annotate(data, "mois.xlsx", verdict)
    assert name == "mois_constats.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(back)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Indicateurs" and list(rows[1][:7]) == [*titles, "constats"]
    assert rows[2][:6] == ("DEMO-A", "2026-10", "PRE_SEIN", 551, 1000, 0.551) and "%" in sheet["F3"].number_format
    assert rows[3][6].startswith("REFUSÉE : Ligne 4") and not rows[2][6]
    assert sheet["A4"].fill.fgColor.rgb != sheet["A3"].fill.fgColor.rgb
    assert not [c for line in sheet.iter_rows() for c in line if c.data_type == "f"]


def test_the_refused_lines_of_a_workbook_go_in_once_mended(filled):
    titles = ["id_cpts", "mois", "indicateur", "numerateur", "denominateur", "valeur"]
    wrong = [["DEMO-A", "2026-10", "PRE_SEIN", 552, 1000, None], ["DEMO-A", "2026-10", "PRE_COL", 2000, 1000, None]]
    data = book_of([titles, *wrong])
    back, name = keep_refused(data, "mois.xlsx", examined(filled, data, "mois.xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(back))
    assert name == "mois_refuses.xlsx" and book.active.max_row == 2
    book.active["D2"] = 200
    out = io.BytesIO()
    book.save(out)
    verdict = examined(filled, out.getvalue(), name)
    assert not verdict.refuse and verdict.acceptees == 1, verdict.anomalies
    assert "colonne_ignoree" not in {i.regle for i in verdict.anomalies}
