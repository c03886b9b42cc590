"""What stands where a number is hidden says no more than that it is: neither « ≤ 1 », nor one number of the two."""

from datetime import datetime

import pytest

from pipelines.store.depots.kept_files import kept_file
from pipelines.store.errors import StoreError
from pipelines.store.questions.export import Choix, exported_observations
from pipelines.store.scope import Scope
from tests.depositing import deposit, preview
from tests.monthly import month_file

NOBODY = Scope("n")
SUPPLIER = Scope("agent", fournisseurs=frozenset({"CPAM", "CPTS"}))
SENT = datetime(2026, 11, 15)


def _sent(store, cells):
    done = deposit(
        store, SUPPLIER, month_file(f"DEMO-E;2026-10;PRE_CCR;{cells};;"), "m.csv", auteur="x", maintenant=SENT
    )
    assert done.etat == "actif"
    return done.depot


def _read(store, scope):
    row = exported_observations(store, scope, Choix(ids=["DEMO-E"], indicateurs=["PRE_CCR"])).iloc[0]
    return row["etat"], row["marqueur"], *(None if x != x else x for x in row[["numerateur", "denominateur"]].tolist())


@pytest.mark.parametrize(
    "marker", ["< 2", "≤ 1", "<= 9", "1 à 2", "0-9", "moins de 2", "moins de cinq", "inf. à dix", "<2 patients", "< 10"]
)
def test_a_marker_that_says_the_count_too_well_reads_as_secret(store, marker):
    depot = _sent(store, f"{marker};300")
    assert _read(store, NOBODY) == ("masquee", "secret", None, 300)
    assert _read(store, SUPPLIER) == ("masquee", marker, None, 300)
    with pytest.raises(StoreError, match="secret statistique"):
        kept_file(store, NOBODY, depot)


@pytest.mark.parametrize("marker", ["< 11", "≤ 10", "1 à 10", "moins de onze", "NS", "non communiqué", "secret"])
def test_a_marker_that_says_that_it_is_under_the_threshold_is_left(store, marker):
    depot = _sent(store, f"{marker};300")
    assert _read(store, NOBODY) == ("masquee", marker, None, 300)
    assert kept_file(store, NOBODY, depot)[1] == "m.csv"


@pytest.mark.parametrize("count", [7, 993])
def test_a_numerator_whose_denominator_is_hidden_is_hidden_with_it(store, count):
    _sent(store, f"{count};NS")
    assert _read(store, NOBODY)[0] == "masquee" and _read(store, NOBODY)[2:] == (None, None)
    assert _read(store, SUPPLIER) == ("masquee", "NS", count, None)


@pytest.mark.parametrize(("was", "guesses"), [("≤ 1;300", ("≤ 1;300", "≤ 2;300")), ("993;NS", ("993;NS", "994;NS"))])
def test_a_guess_of_what_is_not_shown_is_not_told_from_another(store, was, guesses):
    _sent(store, was)
    seen = [
        preview(store, NOBODY, month_file(f"DEMO-E;2026-10;PRE_CCR;{g};;"), "essai.csv", maintenant=SENT)
        for g in guesses
    ]
    assert [(p.modifiees, p.identiques) for p in seen] == [(1, 0), (1, 0)]
    assert all(p.modifications["numerateur_avant"].isna().all() for p in seen)
