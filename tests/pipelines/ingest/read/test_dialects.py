"""The same four values in every dialect people send: they must all come out alike."""

from datetime import date

import pandas as pd
import pytest

from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.verdict import check
from pipelines.store.scope import Scope
from tests.pipelines.ingest.read.dialects import DIALECTS

KNOWN = pd.DataFrame(
    {
        "id_cpts": ["CPTS-BERG", "CPTS-2152"],
        "nom": ["Pôle de santé du Bergeracois", "CPTS 21-52"],
        "date_signature": pd.to_datetime(["2020-03-01", "2020-12-10"]),
    }
)
EXPECTED = [
    ["CPTS-2152", "PRE_GRIPPE", "masquee", None, 9100, None],
    ["CPTS-2152", "PRE_SEIN", "valeur", 2145, 4012, 2145 / 4012],
    ["CPTS-BERG", "ADH", "valeur", None, None, 1240],
    ["CPTS-BERG", "PRE_GRIPPE", "valeur", None, None, 0.576],
    ["CPTS-BERG", "PRE_SEIN", "valeur", 4812, 8350, 4812 / 8350],
]


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect_says_the_same(name):
    encoding, text = DIALECTS[name]
    verdict = check(
        text.encode(encoding),
        name,
        catalogue=load_catalogue(),
        scope=Scope.local(),
        territoires=KNOWN,
        today=date(2026, 11, 20),
    )
    assert [i.message for i in verdict.anomalies if i.bloquante] == []
    found = verdict.observations.sort_values(["id_cpts", "indicateur"])
    assert set(found["mois"].dt.strftime("%Y-%m")) == {"2025-03"}
    columns = ["id_cpts", "indicateur", "etat", "numerateur", "denominateur", "valeur"]
    rows = found[columns].astype(object).where(found[columns].notna(), None).values.tolist()
    assert rows == [[pytest.approx(v) if isinstance(v, float) else v for v in row] for row in EXPECTED]
