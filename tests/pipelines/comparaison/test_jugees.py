"""Who differs beyond chance, by how much, since when: on made series whose answer is known."""

import numpy as np
import pandas as pd
import pytest

from pipelines.comparaison.jugees import judge, outside_limits
from pipelines.comparaison.mesure import mesure_of
from pipelines.comparaison.panel import panel_of
from pipelines.comparaison.reference import references
from tests.pipelines.comparaison.comparisons import INDICATEURS, MONTH, done, month_of, noise, panel, series_of


def planted(*, start: int = 18, by: float = 0.08) -> np.ndarray:
    """Noise, and a CPTS that leaves it from a month on."""
    shares = noise()
    shares[7, start:] += by
    return shares


def test_noise_alone_is_called_noise():
    found = done(noise(count=400))
    assert len(outside_limits(found.cpts)) <= 4
    assert (found.cpts["jugement"] == "semblable").mean() > 0.7


def test_the_planted_one_is_found_with_its_gap_and_its_month():
    rows = outside_limits(done(planted()).cpts)
    assert rows["id_cpts"].tolist() == ["C007"]
    one = rows.iloc[0]
    assert one["ecart"] == pytest.approx(0.08, abs=0.02)
    assert one["exces"] == pytest.approx(4000 * one["ecart"])
    assert one["depuis"] == pd.Timestamp("2026-05-01")
    assert not one["depuis_plus"]


def test_since_when_is_the_last_run_and_not_an_older_one():
    shares = planted(start=20)
    shares[7, 2:8] += 0.08
    assert outside_limits(done(shares).cpts).iloc[0]["depuis"] == pd.Timestamp("2026-07-01")


def test_a_run_on_the_other_side_is_another_run():
    shares = planted(start=21)
    shares[7, 12:21] -= 0.08
    assert outside_limits(done(shares).cpts).iloc[0]["depuis"] == pd.Timestamp("2026-08-01")


def test_a_month_without_value_neither_breaks_nor_starts_a_run():
    shares = planted(start=18)
    shares[7, [16, 17, 20]] = np.nan
    assert outside_limits(done(shares).cpts).iloc[0]["depuis"] == pd.Timestamp("2026-05-01")


def test_a_run_as_old_as_the_data_says_at_least():
    one = outside_limits(done(planted(start=0)).cpts).iloc[0]
    assert one["depuis_plus"] and one["depuis"] == pd.Timestamp("2024-11-01")


def test_the_direction_decides_the_word():
    assert outside_limits(done(planted()).cpts)["jugement"].tolist() == ["mieux"]
    assert outside_limits(done(planted(), code="ACC_MT_16").cpts)["jugement"].tolist() == ["moins bien"]


def test_an_indicator_without_direction_is_only_higher_or_lower():
    made = panel(np.where(np.arange(24) >= 0, noise(), 0))
    neutral = mesure_of(INDICATEURS["ADH"])
    assert neutral is not None
    counts = series_of(noise()).assign(valeur=lambda f: (f["valeur"] * 100).round())
    rows = month_of(noise()).assign(valeur=60.0)
    rows.loc[3, "population"] = 5_000
    from pipelines.comparaison.panel import panel_of

    small = panel_of(rows, counts, neutral, mois=made.mois[-1])
    words = set(judge(small, references(small, "mediane")).cpts["jugement"])
    assert words <= {"semblable", "plus haut", "plus bas"} and "plus haut" in words


def test_without_direction_those_apart_come_by_name():
    rows = month_of(noise()).assign(valeur=200.0)
    rows.loc[[5, 9, 22], "valeur"] = [700.0, 500.0, 900.0]
    counts = series_of(noise()).assign(valeur=np.repeat(rows["valeur"].to_numpy(), 24))
    mesure = mesure_of(INDICATEURS["ADH"])
    made = panel_of(rows, counts, mesure, mois=MONTH)
    assert outside_limits(judge(made, references(made, "mediane")).cpts)["nom"].tolist() == [
        "CPTS 005",
        "CPTS 009",
        "CPTS 022",
    ]


def test_a_count_is_compared_for_ten_thousand_inhabitants():
    mesure = mesure_of(INDICATEURS["ACC_SAS"])
    assert mesure is not None and mesure.rapporte
    from pipelines.comparaison.panel import panel_of

    made = panel_of(
        month_of(noise(months=1)).assign(valeur=25.0),
        series_of(noise(months=1)).assign(valeur=25.0),
        mesure,
        mois=panel(noise()).mois[-1],
    )
    assert made.valeur[0, 0] == pytest.approx(5.0)
    assert made.denominateur[0, 0] == 50_000


def test_the_target_of_a_count_is_known_in_a_month_without_value():
    rows = month_of(noise()).assign(valeur=100.0, cible=200.0)
    rows.loc[0, ["valeur", "etat"]] = [np.nan, "absente"]
    series = series_of(noise()).assign(valeur=100.0)
    series.loc[series["id_cpts"].eq("C000"), ["valeur", "etat"]] = [np.nan, "absente"]
    made = panel_of(rows, series, mesure_of(INDICATEURS["ACC_SAS"]), mois=MONTH)
    found = judge(made, references(made, "mediane")).cpts
    assert found["cible_comparee"].iloc[:2].tolist() == [40.0, 40.0] and found["atteint"].iloc[0] == ""


def test_over_dispersion_keeps_the_spread_of_ordinary_cpts_out_of_the_list():
    shares = noise(count=300, size=40_000)
    shares += np.random.default_rng(1).normal(0, 0.05, size=(len(shares), 1))
    found = done(shares, size=40_000)
    assert found.entonnoir is not None and found.entonnoir.surdispersion.appliquee
    assert len(outside_limits(found.cpts)) <= 9
    # Each interval leaves the reference out: chance alone would have called nearly everyone apart.
    rows = found.cpts
    assert ((rows["bas"] > found.reference) | (rows["haut"] < found.reference)).mean() > 0.7


def test_the_reference_is_that_of_the_group_only():
    made = panel(noise())
    rows = made.cpts.assign(dans_groupe=made.cpts.index < 20)
    half = type(made)(**{**made.__dict__, "cpts": rows})
    assert references(half, "mediane")[-1] == pytest.approx(np.median(made.valeur[:20, -1]))
    pooled = references(half, "ensemble")[-1]
    assert pooled == pytest.approx(made.numerateur[:20, -1].sum() / made.denominateur[:20, -1].sum())


def test_one_large_cpts_among_small_ones_is_not_apart_by_chance():
    """The median of four small CPTS is theirs by chance too: it was held for sure, and the large one apart one time in five."""
    found = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        size = np.array([52_500.0, 1_275, 1_275, 1_275, 1_275])[:, None]
        made = panel(rng.binomial(size.astype(int), 0.6) / size)
        counts = {"numerateur": np.round(made.valeur * size), "denominateur": size * np.ones_like(made.valeur)}
        several = type(made)(**{**made.__dict__, **counts})
        found += len(outside_limits(judge(several, references(several, "mediane")).cpts))
    assert found <= 1


def test_the_reference_asked_is_the_one_whose_uncertainty_counts():
    made = panel(noise(count=8, months=1))
    for origine in ("mediane", "ensemble"):
        found = judge(made, references(made, origine), origine=origine).entonnoir
        assert found is not None and found.incertitude.origine == origine and found.incertitude.variance > 0


def test_a_month_few_sent_has_no_reference():
    shares = noise()
    shares[5:, 10] = np.nan
    assert np.isnan(references(panel(shares), "mediane")[10])


def test_without_counts_nobody_is_judged():
    made = panel(noise())
    bare = type(made)(
        **{**made.__dict__, "numerateur": made.numerateur * np.nan, "denominateur": made.denominateur * np.nan}
    )
    found = judge(bare, references(bare, "mediane"))
    assert set(found.cpts["jugement"]) == {"non jugeable"}
    assert found.cpts["comparee"].notna().all()


def test_a_reference_from_wider_comes_with_the_spread_of_wider():
    """A region as one behind the nation: by its own distances nobody would be apart; by the nation's, who is very low is."""
    shares = np.clip(noise(count=300, months=1, size=40_000), 0, 1)
    shares += np.random.default_rng(2).normal(0, 0.02, size=(300, 1))
    shares[:12] = 0.5 + np.linspace(-0.004, 0.004, 12)[:, None]  # a region far behind, as one
    everyone = panel(shares, size=40_000)
    region = type(everyone)(**{**everyone.__dict__, "cpts": everyone.cpts.assign(dans_groupe=np.arange(300) < 12)})
    nation = references(everyone, "mediane")
    alone = judge(region, nation)
    found = judge(region, nation, parmi=everyone)
    assert alone.cpts["niveau"].head(12).max() == 0
    assert (found.cpts["niveau"].head(12) == 0.998).all()
    assert found.entonnoir is not None and found.entonnoir.surdispersion.n == 300
    # Judged among everyone, the same CPTS have the same place.
    assert found.cpts["z"].to_numpy() == pytest.approx(judge(everyone, nation).cpts["z"].to_numpy())
