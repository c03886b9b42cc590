"""No screen, figure, file or address depends on a small count that nobody here supplied; nor does any cache keep one."""

import pytest
import streamlit as st

from dashboard.pages import PAGES
from pipelines.store.connection import Store
from tests.secret.reading import addresses, read

PATHS = [spec.path for spec in PAGES]


@pytest.fixture(scope="module")
def twins(made):
    return [made("un"), made("comptes")]


@pytest.fixture(autouse=True)
def same_state(monkeypatch):
    """The mark of the committed state is made of the time and size of the file, never of what is in it."""
    monkeypatch.setattr(Store, "snapshot", lambda _: "état")


def _fresh() -> None:
    st.cache_data.clear()
    st.cache_resource.clear()


def _seen(folder, monkeypatch, path: str, *, only: slice = slice(None)) -> list[str]:
    monkeypatch.setenv("CPTS_STORE", str(folder))
    _fresh()
    return [read(path, params, monkeypatch) for params in addresses(path)[only]]


@pytest.mark.parametrize("path", PATHS)
def test_a_screen_is_the_same_whatever_the_small_counts(twins, monkeypatch, path):
    monkeypatch.delenv("CPTS_FOURNISSEUR", raising=False)
    first, second = (_seen(folder, monkeypatch, path) for folder in twins)
    for params, one, other in zip(addresses(path), first, second, strict=True):
        assert one == other, params
    assert all(first)


@pytest.mark.parametrize("path", ["comparer", "fiche", "indicateur", "simulateur", "vue-ensemble"])
def test_a_screen_shows_them_to_who_supplies_them(twins, monkeypatch, path):
    """Else the test above would prove nothing."""
    monkeypatch.setenv("CPTS_FOURNISSEUR", "tous")
    first, second = (_seen(folder, monkeypatch, path, only=slice(0, 2)) for folder in twins)
    assert any(one != other for one, other in zip(first, second, strict=True))


@pytest.mark.parametrize("path", ["comparer", "fiche", "simulateur"])
def test_nothing_cached_for_a_supplier_is_read_by_another(twins, monkeypatch, path):
    monkeypatch.delenv("CPTS_FOURNISSEUR", raising=False)
    params = addresses(path)[1]
    monkeypatch.setenv("CPTS_STORE", str(twins[0]))
    _fresh()
    cold = read(path, params, monkeypatch)
    _fresh()
    monkeypatch.setenv("CPTS_FOURNISSEUR", "tous")
    full = read(path, params, monkeypatch)
    monkeypatch.delenv("CPTS_FOURNISSEUR")
    assert read(path, params, monkeypatch) == cold != full
