"""What the tests of withdrawals, freezes and the journal share."""

from datetime import date, datetime, timedelta

from pipelines.store.scope import Scope
from tests.depositing import deposit
from tests.monthly import NOW, month_file

LOCAL = Scope.local()
WEPPES = Scope("weppes", cpts=frozenset({"CPTS-WEPP"}), depots=frozenset({"CPTS-WEPP"}))
READER = Scope("lecteur", depots=frozenset())
OCTOBER = date(2026, 10, 1)
A = month_file("CPTS-WEPP;2026-10;ADH;;;91;")
BOTH = month_file("CPTS-WEPP;2026-10;ADH;;;91;", "CPTS-BERG;2026-10;ADH;;;50;")
CORRECTED = month_file("CPTS-WEPP;2026-10;ADH;;;92;")


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def put(store, data, minutes, *, scope=LOCAL, auteur="test", **more):
    return deposit(store, scope, data, f"f{minutes}.csv", auteur=auteur, maintenant=at(minutes), **more)


def known(store, minutes=None) -> dict[str, float]:
    """The members known now, or as known at a minute."""
    source = "observations_courantes" if minutes is None else f"observations_au(TIMESTAMP '{at(minutes)}')"
    with store.read() as cursor:
        return dict(cursor.rows(f"SELECT id_cpts, valeur FROM {source} ORDER BY id_cpts"))
