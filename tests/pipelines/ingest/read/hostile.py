"""What the tests of hostile files share: a sound workbook, an archive made at will, the one finding of a file."""

import io
import zipfile
from datetime import date

from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.verdict import check
from pipelines.ingest.read.bytes_to_cells import read_cells
from pipelines.store.scope import Scope
from tests.pipelines.ingest.habits.habit import KNOWN
from tests.pipelines.ingest.sheets import HEAD, xlsx

LINE = "CPTS-WEPP;2025-03;ADH;;;91;"
BOOK = xlsx([HEAD, ["CPTS-WEPP", "2025-03", "ADH", None, None, 91]])
SHEET = "xl/worksheets/sheet1.xml"
GIGA = 1_000_000_000


def checked(data: bytes, name: str = "fichier"):
    return check(
        data,
        name,
        catalogue=load_catalogue(),
        scope=Scope.local(),
        territoires=KNOWN,
        today=date(2026, 11, 20),
    )


def only(data: bytes) -> str:
    """The one finding of a file that cannot be read; its message is one sentence, its remedy is said."""
    (issue,) = read_cells(data).anomalies
    assert issue.bloquante
    assert issue.message.endswith(".") and "\n" not in issue.message and issue.remede
    return issue.regle


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()
