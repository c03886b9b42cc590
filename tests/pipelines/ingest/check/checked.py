"""Lines checked against three CPTS, on a given day."""

from datetime import date

import pandas as pd

from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.verdict import check
from pipelines.store.scope import Scope
from tests.monthly import month_file

KNOWN = pd.DataFrame(
    {
        "id_cpts": ["CPTS-WEPP", "CPTS-BERG", "CPTS-LITN"],
        "nom": ["CPTS des Weppes", "Pôle de santé du Bergeracois", "CPTS Littoral en Nord"],
        "date_signature": pd.to_datetime(["2023-09-08", "2020-03-01", None]),
    }
)
TODAY = date(2026, 11, 20)


def checked(*lines: str, scope: Scope | None = None, **more):
    return checked_bytes(month_file(*lines, **more), "test.csv", scope=scope)


def checked_bytes(data: bytes, name: str, *, scope: Scope | None = None):
    return check(data, name, catalogue=load_catalogue(), scope=scope or Scope.local(), territoires=KNOWN, today=TODAY)
