"""The sound files that are spoilt: one of each format and layout that is read."""

import io
from pathlib import Path

import xlsxwriter

from tests.monthly import month_file
from tests.pipelines.ingest.sheets import HEAD, computed, ods, xlsx
from tests.pipelines.ingest.xls_file import xls

ROWS = [
    ["CPTS-WEPP", "2025-03", "PRE_SEIN", 450, 812, None],
    ["CPTS-BERG", "mars 2025", "ADH", None, None, 91],
    ["CPTS-LITN", "2025-03", "ACC_MT", None, None, 0.576],
    ["Total", None, None, 541, None, None],
]
LINES = (
    "CPTS-WEPP;2025-03;PRE_SEIN;450;812;;",
    "CPTS-BERG;mars 2025;ADH;;;91;« provisoire »",
    "CPTS-LITN;01/03/2025;PRE_SEIN;;;57,6 %;",
    "CPTS-WEPP;03/2025;ADH;;;NS;",
    "Total;;;1 450;2 812;;",
)
SAMPLES = Path(__file__).parents[2] / "data" / "sample"
QUIRKS = Path(__file__).parents[1] / "pipelines" / "ingest" / "files" / "quirks"


def texts() -> list[bytes]:
    """Texts of several dialects, short ones first."""
    wide = "CPTS;Mois;Dépistage du cancer du sein;ADH\nCPTS-WEPP;mars 2025;57,6 %;91\n;;(source : CPAM);\n"
    quoted = '"id_cpts","mois","indicateur","valeur"\n"CPTS-WEPP","2025-03","ADH","9""1"\n'
    found = [month_file(*LINES), wide.encode("cp1252"), quoted.encode(), month_file(*LINES, encoding="utf-16")]
    found += [file.read_bytes() for file in sorted(QUIRKS.glob("*.csv"))]
    return [*found, (SAMPLES / "DEMO_2026-11_cinq-fautes.csv").read_bytes()]


def workbooks() -> list[bytes]:
    """XLSX of two libraries, with formats, merged cells, errors, formulas, several sheets; ODS; XLS."""
    shown = xlsx(
        [HEAD, *ROWS, ["CPTS-WEPP", "2025-04", "ADH", None, None, "#N/A"]], formats={"F4": "0.0%"}, merged=["A2:A3"]
    )
    several = xlsx([HEAD, *ROWS], also=lambda book: book.create_sheet("Notes").append(["Source", "CPAM"]))
    dated = ods(
        [
            HEAD,
            [
                "CPTS-WEPP",
                ("date", "2025-03-01", "mars 2025"),
                "PRE_SEIN",
                None,
                None,
                ("percentage", "0.576", "57,6 %"),
            ],
        ]
    )
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for rank, row in enumerate([HEAD, *ROWS]):
            sheet.write_row(rank, 0, row)
    return [
        shown,
        several,
        computed({"F2": ("=45/81", 0.55)}),
        out.getvalue(),
        ods([HEAD, *ROWS]),
        dated,
        xls([HEAD, *ROWS]),
    ]
