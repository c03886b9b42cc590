"""Peer groups and nearest neighbours, distances shown."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.comparison.peers import memes, voisins

FRAME = pd.DataFrame(
    {
        "id_cpts": ["A", "B", "C", "D", "E"],
        "taille": [1, 1, 2, 2, 4],
        "region": ["27|44", "44", "27", "32", None],
        "population": [20_000.0, 22_000, 60_000, 21_000, np.nan],
        "densite": [40.0, 45, 300, np.nan, 50],
        "anciennete": [3.0, 3, 1, 2, 5],
    },
    index=[10, 11, 12, 13, 14],
)


def test_same_taille_and_shared_region():
    assert memes(FRAME, "A", colonne="taille").tolist() == [True, True, False, False, False]
    assert memes(FRAME, "A", colonne="region").tolist() == [True, True, True, False, False]
    assert memes(FRAME, "B", colonne="region").tolist() == [True, True, False, False, False]
    assert memes(FRAME, "E", colonne="region").tolist() == [False, False, False, False, True]
    assert memes(FRAME, "A", colonne="taille").index.tolist() == FRAME.index.tolist()


def test_neighbours_with_their_distances():
    found = voisins(FRAME, "A")
    assert found.variables == ("population", "densite", "anciennete") and found.variables_manquantes == ()
    assert (
        found.voisins["id_cpts"].tolist() == ["B", "C"] and found.exclues == 2
    )  # D without density, E without population
    first = found.voisins.iloc[0]
    logs = np.log(FRAME["population"].dropna())
    assert first["ecart_population"] == pytest.approx((np.log(22_000) - np.log(20_000)) / logs.std(ddof=0))
    assert first["ecart_anciennete"] == 0 and first["population"] == 22_000
    gaps = found.voisins[["ecart_population", "ecart_densite", "ecart_anciennete"]].to_numpy()
    assert found.voisins["distance"].to_numpy() == pytest.approx(np.sqrt((gaps**2).mean(axis=1)))


def test_what_is_unknown_is_said():
    found = voisins(FRAME, "D")
    assert found.variables == ("population", "anciennete") and found.variables_manquantes == ("densite",)
    assert set(found.voisins["id_cpts"]) == {"A", "B", "C"} and found.exclues == 1
    with pytest.raises(ValueError, match="variables"):
        voisins(FRAME, "E", variables={"population": True})
    with pytest.raises(KeyError):
        voisins(FRAME, "Z")


def test_everyone_alike_is_ordered_by_name():
    frame = pd.DataFrame({"id_cpts": ["D", "B", "C", "A"], "population": 1.0, "densite": 2.0, "anciennete": 3.0})
    found = voisins(frame, "C", nombre=2).voisins
    assert found["id_cpts"].tolist() == ["A", "B"] and found["distance"].tolist() == [0, 0]


rows = st.lists(
    st.tuples(st.integers(8500, 350_000), st.sampled_from([5.0, 50.0, 500.0, np.nan]), st.integers(0, 6)),
    min_size=2,
    max_size=12,
)


@settings(deadline=None, max_examples=40)
@given(rows, st.randoms())
def test_the_order_of_rows_is_irrelevant_and_distances_go_both_ways(given_rows, random):
    frame = pd.DataFrame(given_rows, columns=["population", "densite", "anciennete"])
    frame["id_cpts"] = [f"C{rank:02}" for rank in range(len(frame))]
    shuffled = frame.iloc[random.sample(range(len(frame)), len(frame))].reset_index(drop=True)
    found = voisins(frame, "C00", nombre=50)
    again = voisins(shuffled, "C00", nombre=50).voisins.set_index("id_cpts")["distance"]
    for row in found.voisins.itertuples():
        assert again[row.id_cpts] == pytest.approx(row.distance)
        if not found.variables_manquantes:
            back = voisins(frame, row.id_cpts, nombre=50).voisins.set_index("id_cpts")["distance"]
            assert back["C00"] == pytest.approx(row.distance)
    assert "C00" not in set(found.voisins["id_cpts"]) and found.voisins["distance"].is_monotonic_increasing
    assert len(found.voisins) + found.exclues == len(frame) - 1


def test_neither_units_nor_other_columns_move_a_distance():
    """Inhabitants or thousands of them, per km² or per hectare, years or months: the same neighbours at the same distance."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "id_cpts": [f"C{at:02}" for at in range(40)],
            "population": np.exp(rng.uniform(9, 12.7, 40)),
            "densite": np.exp(rng.normal(4, 1, 40)),
            "anciennete": rng.uniform(0, 6, 40),
        }
    )
    other = frame.assign(
        population=frame["population"] / 1000, densite=frame["densite"] / 100, anciennete=frame["anciennete"] * 12
    )
    one, two = voisins(frame, "C07", nombre=8).voisins, voisins(other, "C07", nombre=8).voisins
    assert one["id_cpts"].tolist() == two["id_cpts"].tolist()
    np.testing.assert_allclose(one["distance"], two["distance"])
    # A gap of one standard deviation on every variable is a distance of one.
    logs = np.log(frame[["population", "densite"]]).std(ddof=0)
    away = frame.iloc[[7]].assign(
        id_cpts="Z",
        population=lambda f: f["population"] * np.exp(logs["population"]),
        densite=lambda f: f["densite"] / np.exp(logs["densite"]),
        anciennete=lambda f: f["anciennete"] + frame["anciennete"].std(ddof=0),
    )
    found = voisins(pd.concat([frame, away], ignore_index=True), "C07", nombre=40).voisins.set_index("id_cpts")
    assert found.loc["Z", "distance"] == pytest.approx(1, abs=0.05)


def test_a_population_that_is_none_is_unknown():
    frame = FRAME.assign(population=[20_000.0, 0, -5, 21_000, 40_000], densite=1.0)
    found = voisins(frame, "A")
    assert set(found.voisins["id_cpts"]) == {"D", "E"} and found.exclues == 2
