"""Pages at the server: time of the whole script after a click, on 12, 36 and 60 months of the same 700 CPTS.

No browser: what Streamlit runs when a filter changes. Each value is new first, so that nothing of what it changes is cached,
then asked again, others having been shown in between. The floor is an empty page run the same way. The time must not grow
with the months stored. On a machine that does something else meanwhile, only the processor's time can be compared.
"""

import os
import shutil
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import pages
from dashboard.fiche.headline import PARTS
from dashboard.pages import PAGES
from pipelines.store.connection import Store
from pipelines.store.questions import indicateurs, territoires
from pipelines.store.scope import Scope

APP = Path(pages.__file__).parent / "app.py"
MONTHS = (12, 36, 60)
STEPS = 4
INDICATORS = ("PRE_COL", "ACC_MT_16", "QUA_ATB", "PRE_GRIPPE", "ACC_URG")
#: Page, filter that changes.
CLICKS = (
    ("vue-ensemble", "mois"),
    ("comparer", "indicateur"),
    ("comparer", "mois"),
    ("fiche", "cpts"),
    ("fiche", "mois"),
    ("fiche", "rubrique"),
    ("indicateur", "indicateur"),
    ("completude", "fin"),
    ("simulateur", "cpts"),
)


def with_months(demo: Path, folder: Path, months: int) -> Path:
    """A copy of the demonstration that holds so many months: the oldest ones dropped, or repeated further back."""
    shutil.copytree(demo, folder)
    with Store.open(folder).write() as cursor:
        last, held = cursor.rows("SELECT max(mois), count(DISTINCT mois) FROM observations")[0]
        facts = {"fin": last, "mois": months, "tenus": held, "manque": months - held}
        if months <= held:
            for table in ("observations", "confirmations"):
                cursor.execute(f"DELETE FROM {table} WHERE mois <= ($fin::DATE - to_months($mois))::DATE", facts)
            return folder
        cursor.execute(
            """
            INSERT INTO observations BY NAME
            SELECT * REPLACE ((mois - to_months($tenus))::DATE AS mois, connu_le - to_months($tenus) AS connu_le)
            FROM observations WHERE mois > ($fin::DATE - to_months($manque))::DATE ORDER BY mois, indicateur, id_cpts
            """,
            facts,
        )
    return folder


def _values(store: Store) -> dict[str, list[str]]:
    """What each filter is set to, one after the other."""
    known = territoires.contracts(store, Scope.local())
    months = [f"{month:%Y-%m}" for month in reversed(indicateurs.months(store, Scope.local()))]
    ids = known.loc[known["date_signature"].notna(), "id_cpts"].iloc[5 : 6 + STEPS].tolist()
    return {
        "mois": months[: STEPS + 1],
        "fin": months[: STEPS + 1],
        "indicateur": list(INDICATORS),
        "cpts": ids,
        "rubrique": list(PARTS),
    }


@dataclass(frozen=True)
class Spent:
    """Median seconds of a run of the script: by the clock and of the processor, for a new value; then for one seen."""

    new: float
    processor: float
    again: float


def _click(path: str, name: str, values: list[str]) -> Spent:
    """Open a page, change one filter several times, then again."""
    page = AppTest.from_file(str(APP), default_timeout=60)
    page._page_hash = calc_hash(path)

    def run(value: str) -> tuple[float, float]:
        page.query_params[name] = value
        start, busy = time.perf_counter(), time.process_time()
        page.run()
        spent = time.perf_counter() - start, time.process_time() - busy
        if page.exception:
            raise RuntimeError(f"{path}: {page.exception[0].message}")
        return spent

    run(values[0])
    new = [run(value) for value in values[1:]]
    again = [run(value)[0] for value in values]
    clock, processor = (statistics.median(each) for each in zip(*new, strict=True))
    return Spent(clock, processor, statistics.median(again))


def _floor() -> float:
    page = AppTest.from_string("import streamlit as st\nst.write('Bonjour')")
    spent = []
    for _ in range(STEPS + 1):
        start = time.perf_counter()
        page.run()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent[1:])


def bench(demo: Path, folder: Path) -> None:
    """Print the floor, then each click on each store; ``demo``: the full demonstration, ``folder``: for its copies."""
    found: dict[tuple[str, str], list[Spent]] = {}
    clicks = [click for click in CLICKS if click[0] in {spec.path for spec in PAGES}]
    before = os.environ.get("CPTS_STORE")
    for months in MONTHS:
        path = with_months(demo, folder / f"mois{months}", months)
        os.environ["CPTS_STORE"] = str(path)
        values = _values(Store.open(path))
        for click in clicks:
            st.cache_data.clear()
            st.cache_resource.clear()
            found.setdefault(click, []).append(_click(*click, values[click[1]]))
    if before is None:
        del os.environ["CPTS_STORE"]
    else:
        os.environ["CPTS_STORE"] = before
    floor = _floor()
    held = ", ".join(f"{months} mois" for months in MONTHS)
    print(f"Pages, au serveur, du changement d'un filtre à la fin du script (700 CPTS ; {held})")
    print(f"  plancher S, page vide          : {1000 * floor:4.0f} ms")
    for (path, name), spent in found.items():
        times = "  ".join(f"{1000 * each.new:4.0f} ms" for each in spent)
        first, last = spent[0], spent[-1]
        print(
            f"  {path + ', ' + name:<31}: {times} = {last.new / floor:4.0f} S ; de 12 à 60 mois × {last.new / first.new:.1f}, "
            f"au processeur × {last.processor / first.processor:.1f} ({1000 * last.processor:.0f} ms) ; "
            f"déjà demandé, {1000 * last.again:4.0f} ms"
        )
