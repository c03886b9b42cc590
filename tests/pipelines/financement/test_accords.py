"""A proposed agreement beside the one in force: amounts by hand, scope, contracts that the project would break."""

from datetime import date

import pandas as pd
import pytest

from calculators.aci import load_accord
from calculators.aci.accord.schema import Bloc
from pipelines.financement.accords import compare_accords
from pipelines.store.catalogue_tables import replace_catalogue
from pipelines.store.connection import Store
from pipelines.store.scope import Scope

SIGNED = "2024-01-10"


def contract_of(name, **more):
    return {
        "id_cpts": name,
        "population": 100_000,
        "date_signature": SIGNED,
        "annees": 3,
        "missions": {"prevention": SIGNED},
        **more,
    }


OBJECTIVE = {"annee": 1, "mission": "prevention", "code": "CONVENTION", "forme": "binaire", "montant": 17_500}


@pytest.fixture
def store(tmp_path):
    store = Store.open(tmp_path)
    situations = {
        "DEMO-A": contract_of("DEMO-A"),
        "DEMO-B": contract_of("DEMO-B", objectifs=[{**OBJECTIVE, "fait": True}]),
    }
    replace_catalogue(
        store,
        cpts=pd.DataFrame(
            [
                {
                    "id_cpts": name,
                    "nom": f"Nom {name}",
                    "nature": "cpts",
                    "etape": "contrat",
                    "population_contrat": 100_000,
                    "population_insee": 100_000,
                }
                for name in situations
            ]
        ),
        contrats=pd.DataFrame(
            [
                {
                    "id_cpts": name,
                    "date_signature": pd.Timestamp(SIGNED),
                    "annees": 3,
                    "population": 100_000,
                    "situation": situation,
                    "statut": "demonstration",
                }
                for name, situation in situations.items()
            ]
        ),
        missions=pd.DataFrame(),
        objectifs=pd.DataFrame(),
        demonstration=True,
    )
    return store


def _project(*, mission, volet, montant):
    """Give the last block as a project of 2026, with one cell of taille 3 at another amount."""
    data = load_accord().blocs[-1].model_dump()
    cells = [
        {**cell, "montant": montant}
        if (cell["mission"], cell["volet"], cell["taille"]) == (mission, volet, 3)
        else cell
        for cell in data["cellules"]
    ]
    dates = {"en_vigueur": date(2026, 1, 1), "horizon": date(2027, 12, 31)}
    return Bloc.model_validate({**data, **dates, "version": "projet", "nature": "proposé", "cellules": cells})


def test_only_the_years_that_start_under_the_project_move(store):
    found = compare_accords(
        store, Scope.local(), _project(mission="fonctionnement", volet="fixe", montant=80_000), au=date(2024, 2, 1)
    )
    row = found.par_cpts.set_index("id_cpts").loc["DEMO-A"]
    # Taille 3: 75 000 € a year become 80 000 € in year 3 alone (10 January 2026).
    assert (row["nom"], row["taille"], row["statut"]) == ("Nom DEMO-A", 3, "proposé")
    assert row["ecart_centimes"] == 500_000
    years = found.par_annee[found.par_annee["id_cpts"] == "DEMO-A"].set_index("annee_contrat")
    assert years["ecart_centimes"].to_dict() == {1: 0, 2: 0, 3: 500_000}
    assert years.loc[3, "debut"] == pd.Timestamp("2026-01-10")
    sums = found.par_annee.groupby("id_cpts")[["en_vigueur_centimes", "propose_centimes"]].sum()
    whole = found.par_cpts.set_index("id_cpts")[["en_vigueur_centimes", "propose_centimes"]]
    pd.testing.assert_frame_equal(sums, whole.sort_index(), check_dtype=False)


def test_from_now_on_moves_every_year(store):
    project = _project(mission="fonctionnement", volet="fixe", montant=80_000)
    found = compare_accords(store, Scope.local(), project, au=date(2024, 2, 1), ids=["DEMO-A"], des_maintenant=True)
    assert found.par_cpts["id_cpts"].tolist() == ["DEMO-A"]
    assert found.par_cpts["ecart_centimes"].tolist() == [3 * 500_000]


def test_a_contract_whose_objectives_the_project_breaks_is_said_and_stops_no_other(store):
    project = _project(mission="prevention", volet="variable", montant=20_000)
    both = ["DEMO-A", "DEMO-B"]
    found = compare_accords(store, Scope.local(), project, au=date(2024, 2, 1), ids=both, des_maintenant=True)
    assert found.par_cpts["id_cpts"].tolist() == ["DEMO-A"]
    assert "DEMO-B" not in set(found.par_annee["id_cpts"])
    refused = found.sans_calcul.set_index("id_cpts")["motif"]
    assert list(refused.index) == ["DEMO-B"]
    assert "il manque 2\u202f500\u00a0€" in refused["DEMO-B"]


def test_nothing_leaves_the_scope(store):
    project = _project(mission="fonctionnement", volet="fixe", montant=80_000)
    narrow = Scope("b", cpts=frozenset({"DEMO-B"}))
    found = compare_accords(store, narrow, project, au=date(2024, 2, 1), ids=["DEMO-A", "DEMO-B"])
    assert found.par_cpts["id_cpts"].tolist() == ["DEMO-B"]
    assert set(found.par_annee["id_cpts"]) == {"DEMO-B"}


def test_what_is_not_observed_counts_for_nothing_and_both_ends_are_given(store):
    """Prevention at taille 3 is worth 17 500 € a year when all is reached, 20 000 € in the project: nothing was observed yet."""
    project = _project(mission="prevention", volet="variable", montant=20_000)
    found = compare_accords(store, Scope.local(), project, au=date(2024, 2, 1), ids=["DEMO-A"], des_maintenant=True)
    counted = found.par_cpts[["en_vigueur_centimes", "propose_centimes"]].iloc[0].tolist()
    assert [found.observe.en_vigueur, found.observe.propose] == counted and found.observe.ecart == 0
    assert found.plein.ecart == 3 * 250_000
    assert found.plein.en_vigueur - found.observe.en_vigueur == 3 * 1_750_000
    assert found.inconnues == 3


def test_a_year_supposed_is_apart_from_what_was_observed(store):
    """DEMO-B has the first year reached: the two years to come repeat it, and count for nothing at what is observed alone."""
    project = _project(mission="fonctionnement", volet="fixe", montant=80_000)
    found = compare_accords(store, Scope.local(), project, au=date(2025, 6, 1), ids=["DEMO-B"])
    row = found.par_cpts.iloc[0]
    assert found.observe.ecart == found.plein.ecart == row["ecart_centimes"] == 500_000
    assert found.observe.en_vigueur <= row["en_vigueur_centimes"] <= found.plein.en_vigueur
