"""What is unknown of a territory is unknown, never a failure: every optional cell of its line of the reference left blank."""

import shutil
import sys
from datetime import date, datetime

import pandas as pd
import pytest
import streamlit as st

from dashboard.pages import PAGES
from pipelines.catalogue import CPTS_COLUMNS, load_catalogue
from pipelines.publish.synthese.document import subject, synthese_pdf
from pipelines.publish.template.template import template_csv, template_xlsx
from pipelines.reference import reference_dir
from pipelines.store.connection import Store
from pipelines.store.questions.territoires import territories
from pipelines.store.scope import Scope
from tests.dashboard.opening import MONTH_SENT, SAMPLES, opened
from tests.depositing import deposit

BLANK = "CPTS-WEPP"
NEEDED = ("id_cpts", "nom", "nature", "etape")
MONTH = date(2026, 11, 1)


@pytest.fixture(scope="module")
def blank_reference(tmp_path_factory):
    """The reference files, all that is optional left out of one line of `cpts.csv`."""
    folder = tmp_path_factory.mktemp("reference") / "reference"
    shutil.copytree(reference_dir(), folder)
    lines = pd.read_csv(folder / "cpts.csv", dtype=str)
    lines.loc[lines["id_cpts"].eq(BLANK), [name for name in CPTS_COLUMNS if name not in NEEDED]] = ""
    lines.to_csv(folder / "cpts.csv", index=False)
    return folder


@pytest.fixture
def blank(blank_reference, tmp_path, monkeypatch):
    """A store made from that reference, with a deposited month, read by the pages."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("pipelines", "dashboard")) and vars(module).get("reference_dir") is reference_dir:
            monkeypatch.setattr(module, "reference_dir", lambda: blank_reference)
    load_catalogue.cache_clear()
    monkeypatch.setenv("CPTS_STORE", str(tmp_path / "store"))
    st.cache_data.clear()
    st.cache_resource.clear()
    store = Store.open(tmp_path / "store")
    file = SAMPLES / "DEMO_2026-11_complet.csv"
    sent = deposit(
        store, Scope.local(), file.read_bytes(), file.name, auteur="x", demonstration=True, maintenant=MONTH_SENT
    )
    assert sent.etat == "actif"
    known = territories(store, Scope.local()).set_index("id_cpts")
    assert pd.isna(known.loc[BLANK, "population_insee"])
    yield store
    st.cache_data.clear()
    st.cache_resource.clear()
    load_catalogue.cache_clear()


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.path)
def test_every_page_opens_on_it(blank, spec):
    assert opened(spec.path, cpts=BLANK).title[0].value == spec.title


def test_its_templates_and_its_summary_are_written(blank):
    scope = Scope.local()
    text = template_csv(blank, scope, id_cpts=BLANK, mois=MONTH).decode("utf-8-sig")
    assert BLANK in text
    assert template_xlsx(blank, scope, id_cpts=BLANK, mois=MONTH).startswith(b"PK")
    written = synthese_pdf(
        blank,
        scope,
        subject(blank, scope, cpts=BLANK),
        mois=MONTH,
        catalogue=load_catalogue(),
        version="x",
        maintenant=datetime(2026, 11, 30, 9),
    )
    assert written.startswith(b"%PDF")
