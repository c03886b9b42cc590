"""What moved in a year is tested on months that have both their counts, and the value shown is the one tested."""

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from pipelines.catalogue import load_catalogue
from pipelines.comparaison.mouvements import find_movements
from pipelines.store.questions.mouvements import recent_changes
from pipelines.store.scope import Scope
from tests.depositing import deposit
from tests.monthly import month_file

CATALOGUE = load_catalogue()
LOCAL = Scope.local()
#: Whose denominators vouch for the size of a population, so that a share sent alone is seen.
SUPPLIER = replace(LOCAL, fournisseurs=frozenset({"CPAM", "CPTS"}))
OCTOBER = date(2026, 10, 1)
BEFORE = ("2025-08", "2025-09", "2025-10")
NOW = ("2026-08", "2026-09", "2026-10")


def sent(store, cpts, code, *, before, now):
    """Deposit what a CPTS sent for three months and the same ones a year before: « numerator;denominator;value »."""
    lines = [f"{cpts};{month};{code};{counts};" for month, counts in zip((*BEFORE, *NOW), (*before, *now), strict=True)]
    done = deposit(
        store,
        SUPPLIER,
        month_file(*lines),
        f"{cpts}-{code}.csv",
        auteur="CPAM (démo)",
        demonstration=True,
        maintenant=datetime(2026, 11, 15),
    )
    assert done.etat == "actif", done.verdict.anomalies


def row_of(frame, cpts, code):
    found = frame[(frame["id_cpts"] == cpts) & (frame["indicateur"] == code)]
    assert len(found) == 1
    return found.iloc[0]


def test_a_month_sent_as_a_value_alone_is_neither_counted_nor_averaged(filled):
    """Two months of three have their counts: 720 + 690 of 1 000 + 1 100; the third would have made three times their mean."""
    sent(filled, "DEMO-C", "ACC_SNP", before=["700;1000;"] * 3, now=[";;0,9", "720;1000;", "690;1100;"])
    row = row_of(recent_changes(filled, LOCAL, mois=OCTOBER), "DEMO-C", "ACC_SNP")
    assert (row["n"], row["n_avant"]) == (2, 3)
    assert (row["numerateur"], row["denominateur"]) == (705, 1050)
    assert row["valeur"] == pytest.approx(705 / 1050) and row["valeur_avant"] == 0.7
    assert row["ecart"] == pytest.approx(705 / 1050 - 0.7)


def test_the_value_shown_is_the_one_tested(filled):
    sent(filled, "DEMO-C", "ACC_SNP", before=["700;1000;"] * 3, now=[";;0,9", "720;1000;", "690;1100;"])
    row = row_of(
        find_movements(filled, LOCAL, mois=OCTOBER, indicateurs=CATALOGUE.indicateurs).rows, "DEMO-C", "ACC_SNP"
    )
    pooled = (1410 + 2100) / (2100 + 3000)
    by_hand = (1410 / 2100 - 2100 / 3000) / np.sqrt(pooled * (1 - pooled) * (1 / 2100 + 1 / 3000))
    assert by_hand == pytest.approx(-2.167, abs=1e-3) and row["z"] == pytest.approx(by_hand)
    assert row["valeur"] == pytest.approx(1410 / 2100) and row["valeur_avant"] == pytest.approx(2100 / 3000)


def test_one_month_with_its_counts_is_not_enough_to_test(filled):
    """It was tested as if the three months had sent them."""
    sent(filled, "DEMO-C", "ACC_SNP", before=["50;73;"] * 3, now=[";;0,7", ";;0,6", "45;73;"])
    row = row_of(
        find_movements(filled, LOCAL, mois=OCTOBER, indicateurs=CATALOGUE.indicateurs).rows, "DEMO-C", "ACC_SNP"
    )
    assert row["mouvement"] == "non jugeable" and np.isnan(row["z"])
    assert row[["numerateur", "denominateur", "numerateur_avant", "denominateur_avant"]].isna().all()
    assert row["n"] == 3 and row["valeur"] == pytest.approx((0.7 + 0.6 + 45 / 73) / 3)


def test_a_rate_is_for_a_thousand_and_a_count_is_itself(filled):
    sent(filled, "DEMO-C", "ACC_URG", before=["700;50000;"] * 3, now=["800;50000;", "700;40000;", ";;17"])
    sent(filled, "DEMO-C", "ADH", before=[";;80"] * 3, now=[";;90", ";;94", ";;95"])
    frame = recent_changes(filled, LOCAL, mois=OCTOBER)
    rate, count = row_of(frame, "DEMO-C", "ACC_URG"), row_of(frame, "DEMO-C", "ADH")
    assert (rate["n"], rate["valeur_avant"]) == (2, 14) and rate["valeur"] == pytest.approx(1500 / 90)
    assert (count["n"], count["valeur"], count["numerateur"], count["valeur_avant"]) == (3, 93, 93, 80)
