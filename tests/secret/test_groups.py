"""The differencing attack: two groups of one's own that differ by one CPTS, all their figures compared, tell nothing of it.

What is computed over a group (pooled reference, deciles, funnel, judgements, sums) is computed on the values the reader may
see: with or without the CPTS whose count is hidden, every figure of the others is the same. The median knows that there is a
hidden value, and of it what everyone knows, the threshold: whatever the count is, every figure is the same. So no difference
of groups, of months, or of days of knowledge has the hidden count in it.
"""

import shutil
from datetime import datetime
from itertools import combinations, pairwise

import numpy as np
import pytest

from pipelines.catalogue import load_catalogue
from pipelines.comparaison.jugees import judge
from pipelines.comparaison.mesure import mesure_of
from pipelines.comparaison.panel import Panel, panel_of
from pipelines.comparaison.reference import fourchette, references
from pipelines.store.connection import Store
from pipelines.store.depots.groupes import group_members, save_group
from pipelines.store.questions.comparaison import month_values, series_of
from pipelines.store.questions.export import Choix, exported_observations
from pipelines.store.questions.financement import flows_by_contract_year
from pipelines.store.scope import Scope
from tests.depositing import deposit
from tests.monthly import month_file
from tests.secret.planted import CORRECTED, LAST, MONTHS, NAMES, SECRETS, told

READER = Scope("n")
#: Hidden in the last month: of these, every group is compared with itself less the CPTS that is hidden.
HIDDEN = [secret for secret in SECRETS if secret[2] == LAST and secret[1] != "ACP_INSTALL"]


@pytest.fixture(scope="module")
def stores(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("groupes")
    return [Store.open(shutil.copytree(made(name), folder / name)) for name in ("un", "comptes")]


def _groups(hidden: str) -> list[list[str]]:
    """Groups that hold the CPTS: small ones, where one value more or less shows most, and the whole."""
    others = [name for name in NAMES if name != hidden]
    return [[hidden, *rest] for size in (1, 2, 6, 7) for rest in list(combinations(others, size))[:6]]


def _panel(store, code: str, ids: list[str]) -> Panel:
    rows = month_values(store, READER, indicateur=code, mois=LAST, ids=ids)
    series = series_of(store, READER, indicateur=code, ids=ids, jusqu_a=LAST)
    rows = rows.assign(dans_groupe=True, cible=np.nan)
    return panel_of(rows, series, mesure_of(load_catalogue().indicateurs[code]), mois=LAST)


def _figures(store, code: str, ids: list[str], but: str, choices=("mediane", "ensemble")) -> list:
    """Every figure of the last month over a group, rows of one CPTS left aside."""
    panel = _panel(store, code, ids)
    found = []
    for choice in choices:
        between = fourchette(panel) if choice == "mediane" else None
        seen = judge(panel, references(panel, choice), entre=between)
        found.append(between)
        rows = seen.cpts[seen.cpts["id_cpts"] != but]
        found += [seen.reference, told(rows.reset_index(drop=True))]
    shown = panel.cpts["id_cpts"].to_numpy() != but
    found += [np.nansum(a[shown, -1]) - np.nansum(a[:, -1]) for a in (panel.numerateur, panel.denominateur)]
    return found


@pytest.mark.parametrize("secret", HIDDEN, ids=lambda s: f"{s[0]} {s[1]}")
def test_a_group_less_one_gives_nothing_of_the_one(stores, secret):
    hidden, code = secret[:2]
    for ids in _groups(hidden):
        without = _figures(stores[0], code, ids[1:], hidden, choices=["ensemble"])
        assert told(_figures(stores[0], code, ids, hidden, choices=["ensemble"])) == told(without), ids


@pytest.mark.parametrize("secret", HIDDEN, ids=lambda s: f"{s[0]} {s[1]}")
def test_the_median_of_a_group_is_the_same_whatever_the_hidden_count(stores, secret):
    """It counts that somebody is hidden: the twin store hides another count behind every figure, which are all the same."""
    hidden, code = secret[:2]
    for ids in _groups(hidden):
        one, other = (told(_figures(store, code, ids, hidden)) for store in stores)
        assert one == other, ids


def test_the_attack_does_find_a_count_that_is_not_protected(stores):
    """The figures compared above do hold what a group less one would tell, when nothing hides it."""
    code, ids = "ACC_MT_C2S", ["DEMO-B", "DEMO-A", "DEMO-C"]
    seen = Scope("tous", fournisseurs=frozenset({"CPAM", "CPTS"}))
    frames = [
        month_values(stores[0], seen, indicateur=code, mois=LAST, ids=group) for group in (ids, ids[:1] + ids[2:])
    ]
    assert frames[0]["numerateur"].sum() - frames[1]["numerateur"].sum() == 7
    hidden = month_values(stores[0], READER, indicateur=code, mois=LAST, ids=ids)
    assert hidden["numerateur"].sum() == frames[1]["numerateur"].sum()


@pytest.mark.parametrize("ids", [NAMES, NAMES[:2], NAMES[1:]], ids=len)
def test_a_group_of_one_s_own_tells_the_same_of_twins(stores, ids):
    for store in stores:
        save_group(store, READER, nom="le mien", ids=ids)
    for _, code, *_ in HIDDEN:
        one, other = (told(_figures(s, code, group_members(s, READER, "le mien"), "")) for s in stores)
        assert one == other


def test_months_added_up_leave_hidden_months_out(stores):
    """Sums of a contract year up to each month: the difference of two of them never has a hidden month in it."""
    sums = []
    for month in MONTHS:
        found = flows_by_contract_year(stores[0], READER, indicateurs=["PAR_SORTIE"], au=month)
        mine = found[(found["id_cpts"] == "DEMO-A") & (found["annee_contrat"] == found["annee_contrat"].max())]
        sums.append((month, mine["annee_contrat"].iloc[0], mine["numerateur"].sum(), mine["denominateur"].sum()))
    met = set()
    for (_, year, x, n), (month, next_year, y, m) in pairwise(sums):
        if year == next_year and (secret := _secret_of("DEMO-A", "PAR_SORTIE", month)):
            met.add(secret[2])
            assert (y - x, m - n) == (0, 0), secret
    assert LAST in met


def _secret_of(cpts, code, month):
    return next((s for s in SECRETS if s[:3] == (cpts, code, month)), None)


def test_two_days_of_knowledge_never_differ_by_a_hidden_count(store):
    """A small count corrected to another small one, then to a large one: only what may be seen is ever seen."""
    cpts, code, month, *_ = CORRECTED
    supplier = Scope("CPAM", fournisseurs=frozenset({"CPAM"}))
    steps = [(13, 9), (14, 2), (15, 33)]
    for day, count in steps:
        line = f"{cpts};{month:%Y-%m};{code};{count};300;;"
        done = deposit(
            store, supplier, month_file(line), f"{day}.csv", auteur="CPAM", maintenant=datetime(2026, 11, day)
        )
        assert done.modifiees == 1
    seen = []
    for day in (11, 12, *(step[0] for step in steps)):
        choice = Choix(ids=[cpts], indicateurs=[code], debut=month, fin=month, connu_le=datetime(2026, 11, day, 23))
        seen.append(exported_observations(store, READER, choice)["numerateur"].tolist())
    assert np.isnan([seen[0][0], seen[2][0], seen[3][0]]).all()
    assert (seen[1], seen[4]) == ([40], [33])
