"""Movements among many series: noise stays noise, what was planted is found, the common movement counts."""

import numpy as np
import pytest
from scipy import stats

from calculators.comparison.movement import mouvements

RNG = np.random.default_rng(20261122)


def check(x, n, x0, n0, *, share=True, group=None):
    size = len(np.atleast_1d(x))
    return mouvements(
        x,
        n,
        numerateur_avant=x0,
        exposition_avant=n0,
        proportion=np.full(size, share),
        groupe=np.full(size, "A") if group is None else group,
    )


def test_ten_thousand_series_of_pure_noise_name_next_to_nothing():
    n = np.full(10_000, 2_000)
    found = check(RNG.binomial(n, 0.3), n, RNG.binomial(n, 0.3), n)
    assert found.n == 10_000 and found.attendus == 500
    assert int((found.p < 0.05).sum()) > 300
    assert int(found.retenu.sum()) <= 2


def test_what_was_planted_is_found_with_few_false_names():
    n = np.full(2_000, 2_000)
    rate = np.full(2_000, 0.3)
    rate[:100] = 0.4
    found = check(RNG.binomial(n, rate), n, RNG.binomial(n, 0.3), n)
    assert found.retenu[:100].mean() > 0.95
    assert found.retenu[100:].sum() <= 0.12 * found.retenu.sum()
    assert np.all(found.z[:100][found.retenu[:100]] > 0)


def test_a_group_that_varies_more_than_chance_widens_its_own_noise():
    n = np.full(1_000, 50_000)
    drift = np.clip(0.3 + RNG.normal(0, 0.02, 1_000), 0, 1)
    wide = check(RNG.binomial(n, drift), n, RNG.binomial(n, 0.3), n)
    assert wide.facteur[0] > 4 and (wide.facteur >= 1).all()
    assert wide.retenu.sum() <= 3
    calm = np.full(1_000, "B")
    assert check(RNG.binomial(n, 0.3), n, RNG.binomial(n, 0.3), n, group=calm).facteur[0] < 1.2


@pytest.mark.parametrize("share", [True, False])
def test_large_and_small_vary_alike_and_few_names_are_false(share):
    """Sizes forty times apart, movements that nobody explains of 3 %, one series in twenty that truly moved by a quarter."""
    rng = np.random.default_rng(5)
    false, found = [], []
    for _ in range(12):
        n = np.exp(rng.uniform(np.log(2_000), np.log(80_000), 600)).astype(int)
        moved = np.arange(600) % 20 == 0
        before = 0.3 * np.exp(0.2 * rng.normal(size=600))
        step = 0.03 * rng.normal(size=600) + np.where(moved, 0.25 * rng.choice([-1, 1], 600), 0)
        after = np.clip(before * np.exp(step), 0.01, 0.95)
        draw = rng.binomial if share else lambda size, rate: rng.poisson(size * rate)
        kept = check(draw(n, after), n, draw(n, before), n, share=share).retenu
        false.append((kept & ~moved).sum() / max(kept.sum(), 1))
        found.append(kept[moved].mean())
    assert np.mean(false) < 0.08 and np.mean(found) > 0.6


def test_the_retained_are_those_of_benjamini_and_hochberg():
    n, rate = np.full(400, 500), np.full(400, 0.3)
    rate[:60] = np.linspace(0.35, 0.5, 60)
    found = check(RNG.binomial(n, rate), n, RNG.binomial(n, 0.3), n)
    assert 20 < found.retenu.sum() < 70
    assert np.array_equal(found.retenu, stats.false_discovery_control(found.p) <= 0.05)
    assert found.seuil == found.p[found.retenu].max()


def test_a_rate_compares_exposures_and_a_share_above_one_is_not_tested():
    assert check([200], [2_000], [100], [1_000], share=False).z[0] == pytest.approx(0)
    assert check([300], [2_000], [100], [1_000], share=False).z[0] > 2
    assert np.isnan(check([12], [10], [5], [10]).p[0])
    assert np.isnan(check([np.nan], [10], [5], [10]).p[0])


def test_nothing_to_test_gives_nothing():
    found = check([], [], [], [])
    assert found.n == 0 and not len(found.retenu)
    assert check([0, 10], [10, 10], [0, 10], [10, 10]).p.tolist() == [1, 1]
