"""Tables on screen are escaped and marked."""

import pandas as pd

from dashboard import tables
from dashboard.tables import Column

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
