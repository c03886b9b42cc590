"""Tables on screen are escaped and marked."""

import ast
from pathlib import Path

import pandas as pd

from dashboard import tables
from dashboard.tables import Column
from dashboard.ui.downloads import exported
from pipelines.publish.exports.to_csv import export_csv

FRAME = pd.DataFrame(
    {
        "nom": ["<script>alert(1)</script>", "Weppes"],
        "montant": [5_393_443, None],
        "jour": pd.to_datetime(["2023-09-08", None]),
        "taux": [0.576, None],
        "statut": ["reconstitué", "attesté"],
    }
).astype({"montant": "Int64"})
COLUMNS = [
    Column("nom", "CPTS"),
    Column("montant", "Montant", "euros"),
    Column("jour", "Jour", "day"),
    Column("taux", "Taux", "percent"),
    Column("statut", "Statut", "statut"),
]


def test_html_is_escaped_and_accessible():
    html = tables.html_table(FRAME, COLUMNS, caption="Une <légende>")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert '<th scope="row">' in html
    assert "<caption>Une &lt;légende&gt;</caption>" in html
    assert "53\u202f934,43\u00a0€" in html


def test_a_status_is_a_symbol_and_a_word():
    assert tables.statut("reconstitué") == "○\u00a0reconstitué"
    html = tables.html_table(FRAME, COLUMNS, caption="x")
    assert "○\u00a0reconstitué" in html
    assert 'class="statut statut-reconstitue"' in html


def test_a_column_of_cents_is_a_column_of_amounts_and_its_files_hold_euros_under_that_name(screens):
    """A title that says cents over euros, or euros over cents, is false by a hundred."""
    found = []
    for file in (Path(__file__).parents[2] / "dashboard").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(call, ast.Call)
                and getattr(call.func, "id", "") == "Column"
                and isinstance(call.args[0], ast.Constant)
            ):
                kind = call.args[2].value if len(call.args) > 2 and isinstance(call.args[2], ast.Constant) else "text"
                if str(call.args[0].value).endswith("_centimes") and kind != "euros":
                    found.append((file.name, call.args[0].value, kind))
    assert not found
    written = exported(
        pd.DataFrame({"montant_centimes": [123_456]}),
        [Column("montant_centimes", "Montant", "euros")],
        name="x",
        title="x",
    )
    (machine, *_) = written.columns(machine=True)
    assert machine.nom == "montant_euros" and "1234.56" in export_csv(written).decode().splitlines()[1]
