"""A sound file and a faulty one for the watched folder, and how many deposits a store holds."""

from tests.monthly import month_file

GOOD = month_file("CPTS-WEPP;2025-10;ADH;;;91;")
BAD = month_file("CPTS-WEPP;2025-10;ADH;;;91;", "CPTS-BERG;2025-13;ADH;;;50;")


def deposits(store) -> int:
    with store.read() as cursor:
        return cursor.rows("SELECT count(*) FROM depots")[0][0]
