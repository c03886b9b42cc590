"""A share or a rate sent without its denominator gives no small count back, whatever tells the size of its population.

Nobody but who supplies the indicator can make such a value seen: any other denominator only hides more of them.
"""

from datetime import date, datetime

import pytest

from pipelines.ingest.deposit.lifecycle import withdraw
from pipelines.store.connection import Store
from pipelines.store.questions.export import Choix, exported_observations
from pipelines.store.scope import Scope
from tests.depositing import deposit
from tests.monthly import history_of, month_file

NOBODY = Scope("n")
SUPPLIER = Scope("agent", fournisseurs=frozenset({"CPAM", "CPTS"}))
MINE = Scope("cpts", depots=frozenset({"DEMO-E"}), fournisseurs=frozenset({"CPAM", "CPTS"}))


def _send(store, *lines, scope=SUPPLIER, day=15):
    done = deposit(store, scope, month_file(*lines), f"{day}.csv", auteur="x", maintenant=datetime(2026, 11, day))
    assert done.etat == "actif"
    return done.depot


def _read(store, code, month="2026-10", *, scope=NOBODY):
    """(etat, numerator, denominator, value) of DEMO-E, as read; empty ones as None."""
    seen = exported_observations(store, scope, Choix(ids=["DEMO-E"], indicateurs=[code]))
    row = seen[seen["mois"].astype(str).str.startswith(month)].iloc[0]
    return row["etat"], *(
        None if value != value else value for value in row[["numerateur", "denominateur", "valeur"]].tolist()
    )


HIDDEN = ("masquee", None, None, None)


@pytest.mark.parametrize("line", ["993;;99,3 %", "996;;99,6 %", "7;;2,33 %", "993;;99 %"])
def test_a_numerator_and_a_share_give_no_complement(store, line):
    _send(store, f"DEMO-E;2026-10;PRE_CCR;{line};")
    assert _read(store, "PRE_CCR") == HIDDEN
    assert _read(store, "PRE_CCR", scope=SUPPLIER)[0] == _read(store, "PRE_CCR", scope=MINE)[0] == "valeur"


def test_a_numerator_without_denominator_is_for_its_supplier(store):
    """990 of what another indicator counts 1 000 of: the share may be seen, the number of people may not."""
    _send(store, "DEMO-E;2026-10;PRE_POLYMED;500;;50 %;", "DEMO-E;2026-10;PRE_GRIPPE;400;1000;;")
    assert _read(store, "PRE_POLYMED") == ("valeur", None, None, 0.5)
    assert _read(store, "PRE_POLYMED", scope=MINE) == ("valeur", 500, None, 0.5)
    versions = exported_observations(store, NOBODY, history_of("DEMO-E", "PRE_POLYMED", date(2026, 10, 1)))
    assert len(versions) and versions["numerateur"].isna().all()


@pytest.mark.parametrize("rate", ["0,2225", "0,2002", "0,4"])
def test_a_lone_rate_is_judged_on_the_least_number_of_inhabitants_known(store, rate):
    """Ten of 44 947 inhabitants, though the contract writes 50 000; the rounding of a rate is allowed for."""
    with store.write() as cursor:
        cursor.execute("UPDATE cpts SET population_insee = 44947 WHERE id_cpts = 'DEMO-E'")
    _send(store, f"DEMO-E;2026-10;QUA_ATB;;;{rate};")
    assert _read(store, "QUA_ATB") == HIDDEN


def test_a_lone_value_of_many_people_is_seen(store):
    _send(
        store,
        "DEMO-E;2026-10;QUA_ATB;;;42;",
        "DEMO-E;2026-10;PRE_SEIN;;;61,5 %;",
        "DEMO-E;2026-09;PRE_SEIN;240;400;;",
    )
    assert _read(store, "QUA_ATB") == ("valeur", None, None, 42)
    assert _read(store, "PRE_SEIN") == ("valeur", None, None, 0.615)


@pytest.mark.parametrize(
    ("alone", "beside"),
    [
        ("DEMO-E;2026-10;PRE_POLYMED;;;0,3 %;", "DEMO-E;2026-10;PRE_GRIPPE;900;2000;;"),
        ("DEMO-E;2026-10;QUA_ATB;;;0,2143;", "DEMO-E;2026-10;ACC_URG;600;42000;;"),
    ],
    ids=["65 ans et plus", "habitants"],
)
def test_another_indicator_of_the_same_population_tells_its_size(store, alone, beside):
    _send(store, alone, beside)
    assert _read(store, alone.split(";")[2]) == HIDDEN


@pytest.mark.parametrize("share", ["1,5 %", "50 %", "100 %"])
def test_where_nothing_bounds_a_population_its_shares_are_hidden_from_the_start(store, share):
    """Else whoever keeps an export has the count once the size is known."""
    _send(store, f"DEMO-E;2026-10;PAR_SORTIE;;;{share};")
    assert _read(store, "PAR_SORTIE") == HIDDEN
    _send(store, "DEMO-E;2026-11;PAR_SORTIE;150;400;;", day=16)
    assert (_read(store, "PAR_SORTIE") == HIDDEN) == (share == "1,5 %")  # six of four hundred


@pytest.mark.parametrize(("share", "seen"), [("57,6 %", True), ("0,8 %", True), ("0,6 %", False), ("99,4 %", False)])
def test_a_lone_share_is_judged_on_the_least_its_population_can_be(store, share, seen):
    """Those of 50 to 74 are at least 6 % of 50 000 inhabitants: of half of these 3 000, 0.6 % is 9 people and 0.8 % is 12.

    Who deposits without saying what they supply sees what they sent, as long as it can't be of few people.
    """
    _send(store, f"DEMO-E;2026-10;PRE_CCR;;;{share};", scope=NOBODY)
    assert (_read(store, "PRE_CCR") != HIDDEN) == seen


@pytest.mark.parametrize(
    ("alone", "forged"),
    [
        ("DEMO-E;2026-10;QUA_ATB;;;0,12;", "DEMO-E;2026-09;QUA_ATB;100;1000000;;"),
        ("DEMO-E;2026-10;PRE_CCR;;;0,05 %;", "DEMO-E;2026-09;PRE_CCR;500;1000000;;"),
    ],
    ids=["taux", "part"],
)
def test_nobody_unmasks_a_lone_value_with_a_denominator_of_their_own(store, alone, forged):
    code = alone.split(";")[2]
    _send(store, alone)
    made = _send(store, forged, scope=NOBODY, day=16)
    assert _read(store, code) == HIDDEN
    withdraw(store, NOBODY, made, auteur="n", motif="essai", maintenant=datetime(2026, 11, 17))
    assert _read(store, code) == HIDDEN


def test_withdrawing_a_deposit_unmasks_nothing(store):
    told = _send(store, "DEMO-E;2026-09;QUA_ATB;100;9000;;")
    _send(store, "DEMO-E;2026-10;QUA_ATB;;;1,1;", day=16)
    assert _read(store, "QUA_ATB") == HIDDEN
    withdraw(store, SUPPLIER, told, auteur="x", motif="essai", maintenant=datetime(2026, 11, 17))
    assert _read(store, "QUA_ATB") == HIDDEN


def test_a_store_of_before_keeps_what_its_denominators_told(store):
    """They make less of a population, and vouch for none: nobody knows who sent them."""
    _send(store, "DEMO-E;2026-10;PAR_SORTIE;;;61,5 %;", "DEMO-E;2026-09;PAR_SORTIE;240;400;;")
    with store.write() as cursor:
        cursor.execute("DELETE FROM moindres_denominateurs")
        cursor.execute("UPDATE reglages SET valeur = '3' WHERE cle = 'version'")
        cursor.execute("UPDATE reglages SET valeur = 'avant' WHERE cle = 'structure'")
    again = Store.open(store.identity)
    assert _read(again, "PAR_SORTIE") == HIDDEN
    with again.read() as cursor:
        kept = dict(cursor.rows("SELECT population, denominateur FROM moindres_denominateurs WHERE id_cpts = 'DEMO-E'"))
    assert (kept["sorties"], kept["habitants"]) == (120, 50_000)
    _send(again, "DEMO-E;2026-08;PAR_SORTIE;250;410;;", day=18)
    assert _read(again, "PAR_SORTIE") == ("valeur", None, None, 0.615)
