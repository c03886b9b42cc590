"""No screen shows, in its text, its charts or its downloads, anything that depends on a small count nobody here supplied."""

import re

import pytest
import streamlit as st

from dashboard.pages import PAGES
from tests.dashboard.test_pages import opened
from tests.pipelines.secret_store import LAST, SECRETS, planted, twin

#: What Streamlit makes anew at each run, and the mark of the committed state, made of the time and size of the file.
CHANGING = re.compile(r"[0-9a-f]{16,}|\$\$ID-[^ \"]*|media/[^\"\\]*|version [0-9a-f]{8}")


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ecrans")
    store = planted(folder / "un")
    return [store.path, twin(store, folder / "deux").path]


def _addresses(path: str) -> list[dict[str, str]]:
    month = f"{LAST:%Y-%m}"
    if path in ("comparer", "indicateur"):
        return [
            {"indicateur": code, "mois": month, "taille": "2"}
            for _, code, *_ in SECRETS
            if code in ("ACC_MT_C2S", "PAR_INCL", "ACC_MT_70")
        ]
    if path in ("fiche", "simulateur"):
        return [{"cpts": name} for name in ("DEMO-A", "DEMO-D")]
    return [{}]


def _written(page) -> str:
    """Every element of the page with all it was given, but what changes at each run."""
    found = []
    for element in page.main:
        proto = getattr(element, "proto", None)
        found.append(CHANGING.sub("·", f"{element.type} {proto}"))
    return "\n".join(found)


def _seen(folder, monkeypatch, path: str) -> list[str]:
    monkeypatch.setenv("CPTS_STORE", str(folder))
    st.cache_data.clear()
    st.cache_resource.clear()
    return [_written(opened(path, **params)) for params in _addresses(path)]


@pytest.mark.parametrize("path", [spec.path for spec in PAGES])
def test_a_screen_is_the_same_whatever_the_small_counts(twins, monkeypatch, path):
    monkeypatch.delenv("CPTS_FOURNISSEUR", raising=False)
    first, second = (_seen(folder, monkeypatch, path) for folder in twins)
    assert first == second
    assert all(first)


@pytest.mark.parametrize("path", ["comparer", "fiche"])
def test_a_screen_shows_them_to_who_supplies_them(twins, monkeypatch, path):
    monkeypatch.setenv("CPTS_FOURNISSEUR", "tous")
    first, second = (_seen(folder, monkeypatch, path) for folder in twins)
    assert first[0] != second[0]
