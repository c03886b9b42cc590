"""The Pandera schema of the typed lines. Each check bears the name of the rule it holds, worded in the tables of ``rules``.

Checks see columns only (a check on the whole frame reports once per column): what compares two columns is a column of
its own, computed by ``compare_columns`` before. Missing numbers pass; whether one is missing is judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pandera.pandas as pa

from pipelines.ingest.check.typed import COMPTE, PROPORTION, TAUX

# A share sent beside its two counts may be rounded to the unit (58 % for 57.6 %), a rate likewise.
SHARE_TOLERANCE = 0.006
RATE_TOLERANCE = 0.6
FIELDS = {
    "id_cpts": "id_cpts",
    "indicateur": "indicateur",
    "mois": "mois",
    "numerateur": "numerateur",
    "denominateur": "denominateur",
    "valeur": "valeur",
    "compte": "valeur",
    "depassement": "numerateur",
    "place": "valeur",
    "ecart": "valeur",
}


def line_schema(*, ids: frozenset[str], codes: frozenset[str], last_month: date) -> pa.DataFrameSchema:
    """What every line must satisfy, given the CPTS one may deposit for, the known indicators and the last month begun."""
    last = np.datetime64(last_month, "us")
    whole = pa.Check(lambda s: s == s.round(), name="nombre_non_entier")
    positive = pa.Check(lambda s: s >= 0, name="nombre_negatif")
    return pa.DataFrameSchema(
        {
            "id_cpts": pa.Column(
                "category",
                [
                    pa.Check(lambda s: s != "", name="cpts_vide"),
                    pa.Check(lambda s: s.isin(ids) | (s == ""), name="cpts_inconnue"),
                ],
            ),
            "indicateur": pa.Column(
                "category",
                [
                    pa.Check(lambda s: s != "", name="indicateur_vide"),
                    pa.Check(lambda s: s.isin(codes) | (s == ""), name="indicateur_inconnu"),
                ],
            ),
            "mois": pa.Column("datetime64[us]", pa.Check(lambda s: s <= last, name="mois_futur"), nullable=True),
            "numerateur": pa.Column(float, [positive, whole], nullable=True),
            "denominateur": pa.Column(
                float, [positive, whole, pa.Check(lambda s: s != 0, name="denominateur_nul")], nullable=True
            ),
            "valeur": pa.Column(float, positive, nullable=True),
            "compte": pa.Column(float, whole, nullable=True),
            "depassement": pa.Column(float, pa.Check(lambda s: s <= 0, name="numerateur_superieur"), nullable=True),
            "place": pa.Column(
                float, pa.Check(lambda s: (s >= 0) & (s <= 1), name="valeur_hors_bornes"), nullable=True
            ),
            "ecart": pa.Column(float, pa.Check(lambda s: s <= 1, name="valeur_incoherente"), nullable=True),
        }
    )


def compare_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns the schema judges, from typed lines whose ``valeur`` is in the unit of the indicator.

    compte: the value of counts; depassement: numerator − denominator of shares; place: where the value stands between
    the bounds of its indicator (0 to 1); ecart: distance from the value sent to the ratio sent, in tolerances.
    Where a simpler rule already fails (a negative number, a null denominator), these are empty.
    """
    kind = frame["type"]
    share, rate = kind == PROPORTION, kind == TAUX
    numerator, denominator, sent = frame["numerateur"], frame["denominateur"], frame["valeur"]
    sound = ~((numerator < 0) | (denominator <= 0) | (sent < 0))
    ratio = (numerator / denominator.where(denominator > 0)) * np.where(rate, 1000.0, 1.0)
    value = ratio.where(ratio.notna(), sent)
    over = (numerator - denominator).where(share & sound)
    tolerance = np.where(rate, RATE_TOLERANCE, SHARE_TOLERANCE)
    return pd.DataFrame(
        {
            **{name: frame[name] for name in ("id_cpts", "indicateur", "mois", "numerateur", "denominateur", "valeur")},
            "compte": sent.where((kind == COMPTE) & sound),
            "depassement": over,
            "place": ((value - frame["bas"]) / (frame["haut"] - frame["bas"])).where(sound & ~(over > 0)),
            "ecart": ((sent - ratio).abs() / tolerance).where((share | rate) & sound & ~(over > 0)),
        },
        copy=False,
    )


def find_broken_rules(schema: pa.DataFrameSchema, columns: pd.DataFrame) -> Iterator[tuple[str, str, list[int]]]:
    """The rules broken, the field to show and the rows. The exception's text is never built: it can weigh megabytes."""
    try:
        schema.validate(columns, lazy=True, inplace=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        if cases["index"].isna().any():
            raise
        for (rule, column), rows in cases.groupby(["check", "column"], sort=False)["index"]:
            yield str(rule), FIELDS[str(column)], sorted(int(row) for row in rows)
