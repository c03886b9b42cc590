"""The demonstration is believable and always the same: territories, contracts, targets, series."""

import numpy as np
import pandas as pd
import pytest

from pipelines.catalogue import communes, load_catalogue
from pipelines.demo import build_territories
from pipelines.demo.territories import LARGEST, SMALLEST, short_name, territories

REAL = ["CPTS-2152", "CPTS-BERG", "CPTS-LITN", "CPTS-WEPP"]


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture(scope="module")
def demonstration(catalogue):
    return build_territories(catalogue)


@pytest.fixture(scope="module")
def values(demonstration, catalogue):
    """The series with their value in percent or for 1 000."""
    frame = demonstration.series
    factor = frame["indicateur"].map(lambda code: 1000.0 if catalogue.indicateurs[code].type == "taux_1000" else 1.0)
    value = factor * frame["numerateur"] / frame["denominateur"].where(frame["denominateur"] > 0)
    return frame.assign(v=value.fillna(frame["valeur"]))


class TestTerritories:
    def test_real_populations_and_no_commune_twice(self, demonstration, catalogue):
        everywhere = communes()
        followed = catalogue.cpts.loc[catalogue.cpts["nature"] == "cpts", "population_insee"].sum()
        covered = demonstration.cpts["population_insee"].sum() + followed
        assert 0.80 < covered / everywhere["pmun_2023"].sum() < 0.95
        whole = territories(catalogue, everywhere)
        assert whole["communes"].sum() < len(everywhere) - len(catalogue.perimetres)

    def test_one_epci_alone_keeps_its_name_and_its_population(self, demonstration):
        everywhere = communes()
        grand_poitiers = everywhere.loc[
            everywhere["nom_epci"].str.contains("Grand Poitiers", na=False), "pmun_2023"
        ].sum()
        row = demonstration.cpts.set_index("nom").loc["CPTS démo – Grand Poitiers"]
        assert row["population_insee"] == grand_poitiers

    def test_sizes(self, demonstration):
        population = demonstration.cpts["population_insee"].astype("int64")
        assert population.between(SMALLEST, LARGEST).all()
        taille = np.digitize(population, [40_000, 80_000, 175_000]) + 1
        shares = [float((taille == k).mean()) for k in (1, 2, 3, 4)]
        assert np.allclose(shares, [0.055, 0.44, 0.395, 0.105], atol=0.05)

    def test_identifiers_and_names_are_unique_and_marked(self, demonstration):
        cpts = demonstration.cpts
        assert len(cpts) == 700
        assert cpts["id_cpts"].is_unique and cpts["nom"].is_unique
        assert cpts["id_cpts"].str.fullmatch(r"DEMO-(\d{2}|2A|2B|97\d)\d{2}").all()
        assert cpts["nom"].str.startswith("CPTS démo – ").all() and cpts["cpam"].str.endswith("(démo)").all()

    def test_several_departements_or_regions_exist(self, demonstration):
        assert demonstration.cpts["departements"].str.contains("|", regex=False).sum() > 20
        assert demonstration.cpts["ars"].str.contains("|", regex=False).any()

    def test_same_call_same_territories(self, demonstration, catalogue):
        pd.testing.assert_frame_equal(build_territories(catalogue).cpts, demonstration.cpts)

    @pytest.mark.parametrize(
        ("official", "short"),
        [
            ("CC de la Plaine de l'Ain", "Plaine de l'Ain"),
            ("CA Versailles Grand Parc (CAVGP)", "Versailles Grand Parc"),
            ("CU d'Arras", "Arras"),
            ('CA "Saintes - Grandes Rives - L\'Agglo"', "Saintes - Grandes Rives - L'Agglo"),
            ("CC du Sud", "CC du Sud"),
        ],
    )
    def test_short_names(self, official, short):
        assert short_name(official) == short


class TestContracts:
    def test_about_one_in_twenty_is_at_an_earlier_stage_without_contract(self, demonstration):
        stages = demonstration.cpts.set_index("id_cpts")["etape"]
        signed = set(demonstration.contrats["id_cpts"])
        assert {i for i, stage in stages.items() if stage == "contrat"} == signed
        assert 0.03 < 1 - len(signed) / len(stages) < 0.07
        assert not set(demonstration.series["id_cpts"]) - signed - set(REAL)

    def test_dates(self, demonstration):
        contrats = demonstration.contrats
        assert contrats["date_signature"].between("2019-09-01", "2025-12-31").all()
        starts = demonstration.missions.merge(contrats, on="id_cpts")
        assert (starts["debut"] >= starts["date_signature"]).all()
        assert (starts.loc[starts["mission"] == "crise", "debut"] >= "2022-03-31").all()

    def test_every_contract_has_the_socle(self, demonstration, catalogue):
        socle = {m.code for m in catalogue.missions.values() if m.nature == "socle"}
        by_cpts = demonstration.missions.groupby("id_cpts")["mission"].agg(set)
        assert all(socle <= taken for taken in by_cpts)
        assert 0.3 < (by_cpts.map(len) > 4).mean() < 0.95

    def test_some_announce_a_little_more_than_insee(self, demonstration):
        cpts = demonstration.cpts.dropna(subset=["population_contrat"])
        ratio = cpts["population_contrat"].astype(float) / cpts["population_insee"].astype(float)
        assert ratio.between(0.99, 1.07).all() and 0.15 < (ratio > 1.002).mean() < 0.45

    def test_situations_are_those_of_the_frames(self, demonstration):
        for row in demonstration.contrats.head(20).itertuples():
            assert row.situation["id_cpts"] == row.id_cpts
            assert pd.Timestamp(row.situation["date_signature"]) == row.date_signature
            assert row.situation["population"] == row.population

    def test_targets_go_the_right_way(self, demonstration, catalogue):
        targets = demonstration.objectifs
        up = targets["sens"] == "hausse"
        assert (targets.loc[up, "cible"] > targets.loc[up, "reference"]).all()
        assert (targets.loc[~up, "cible"] < targets.loc[~up, "reference"]).all()
        assert not targets.duplicated(["id_cpts", "indicateur"]).any()
        protected = [c for c, i in catalogue.indicateurs.items() if i.type == "compte" and i.patients]
        counts = targets.loc[targets["indicateur"].isin(protected), "reference"]
        assert len(counts) and not counts.between(1, 10).any()
        assert "ADH" not in set(targets["indicateur"]) and "CPTS-LITN" not in set(targets["id_cpts"])
        shares = [c for c, i in catalogue.indicateurs.items() if i.type == "proportion"]
        assert targets.loc[targets["indicateur"].isin(shares), "cible"].between(0, 1).all()


class TestSeries:
    def test_every_indicator_every_month(self, demonstration, catalogue):
        frame = demonstration.series
        assert frame["mois"].nunique() == 36
        assert (frame["mois"].min(), frame["mois"].max()) == (pd.Timestamp("2023-11-01"), pd.Timestamp("2026-10-01"))
        assert len(frame) == frame["id_cpts"].nunique() * 36 * len(catalogue.indicateurs)
        assert not frame.duplicated(["id_cpts", "mois", "indicateur"]).any()

    @pytest.mark.parametrize(
        ("code", "low", "high"),
        [
            ("PRE_CCR", 0.28, 0.32),
            ("PRE_SEIN", 0.58, 0.62),
            ("PRE_COL", 0.58, 0.62),
            ("PRE_GRIPPE", 0.52, 0.57),
            ("ACC_MT_16", 0.09, 0.11),
            ("ACC_MT_ALD", 0.04, 0.06),
            ("PRE_POLYMED", 0.15, 0.18),
            ("ACC_URG", 18, 23),
            ("QUA_ATB", 58, 70),
        ],
    )
    def test_levels(self, values, code, low, high):
        assert low < values.loc[values["indicateur"] == code, "v"].mean() < high

    def test_bounds(self, values, catalogue):
        for code, item in catalogue.indicateurs.items():
            found = values.loc[values["indicateur"] == code, "v"].dropna()
            assert found.between(*item.bornes).all(), code
        assert not (values["numerateur"] > values["denominateur"]).any()

    def test_lasting_differences_exceed_chance(self, values):
        """Over-dispersion: between CPTS, far more than the binomial noise; within a CPTS, month by month, about it."""
        last = values[(values["indicateur"] == "PRE_SEIN") & (values["mois"] == values["mois"].max())]
        p = last["numerateur"].sum() / last["denominateur"].sum()
        chi2 = ((last["numerateur"] - p * last["denominateur"]) ** 2 / (last["denominateur"] * p * (1 - p))).sum()
        assert chi2 / (len(last) - 1) > 10
        wide = values[values["indicateur"] == "ACC_SNP"].dropna(subset=["v"])
        wide = wide[wide["denominateur"] > 100]
        steps = wide.groupby("id_cpts").agg(
            step=("v", lambda s: s.diff().std()), n=("denominateur", "median"), p=("v", "mean")
        )
        expected = np.sqrt(2 * steps["p"] * (1 - steps["p"]) / steps["n"])
        assert 0.85 < (steps["step"] / expected).median() < 1.25

    def test_seasons(self, values):
        def monthly(code):
            return values[values["indicateur"] == code].groupby("mois")["v"].mean()

        antibiotics = monthly("QUA_ATB")
        by_month = antibiotics.groupby(antibiotics.index.month).mean()
        assert by_month.idxmin() == 8 and by_month.idxmax() in (12, 1, 2)
        flu = monthly("PRE_GRIPPE").diff().dropna()
        campaign = flu.index.month.isin([10, 11, 12, 1])
        assert flu[campaign].abs().mean() > 10 * flu[~campaign].abs().mean()

    def test_same_persons_same_denominator(self, values):
        groups = values[values["indicateur"].isin(["PRE_GRIPPE", "PRE_POLYMED"])]
        wide = groups.pivot(index=["id_cpts", "mois"], columns="indicateur", values="denominateur")
        assert (wide["PRE_GRIPPE"] == wide["PRE_POLYMED"]).all()

    def test_attainment_is_neither_all_nor_nothing(self, values, demonstration):
        last = values[values["mois"] == values["mois"].max()].set_index(["id_cpts", "indicateur"])["v"]
        targets = demonstration.objectifs.set_index(["id_cpts", "indicateur"])
        rate = ((last - targets["reference"]) / (targets["cible"] - targets["reference"])).clip(0, 1).dropna()
        by_indicator = rate.groupby("indicateur").mean()
        assert by_indicator.between(0.1, 0.95).all()
        assert 0.35 < rate.mean() < 0.7

    def test_same_seed_same_series_and_another_seed_others(self, catalogue):
        one = build_territories(catalogue, nombre=6, mois=3)
        same = build_territories(catalogue, nombre=6, mois=3)
        other = build_territories(catalogue, nombre=6, mois=3, graine=1)
        pd.testing.assert_frame_equal(one.series, same.series)
        assert not one.series["numerateur"].equals(other.series["numerateur"])
