"""The files of data/sample do what their README says."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.verdict import check
from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.depositing import deposit

SAMPLES = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


class TestSamples:
    TODAY = date(2026, 11, 22)

    def verdict(self, name, catalogue):
        cpts = catalogue.cpts.assign(date_signature=pd.NaT)[["id_cpts", "nom", "date_signature"]]
        data = (SAMPLES / name).read_bytes()
        return check(data, name, catalogue=catalogue, scope=Scope.local(), territoires=cpts, today=self.TODAY)

    def test_the_complete_month(self, catalogue):
        verdict = self.verdict("DEMO_2026-11_complet.csv", catalogue)
        assert (verdict.lignes_lues, verdict.acceptees, verdict.anomalies) == (92, 92, ())

    def test_five_faults_on_five_lines(self, catalogue):
        verdict = self.verdict("DEMO_2026-11_cinq-fautes.csv", catalogue)
        assert [i.ligne for i in verdict.anomalies if i.bloquante] == [4, 8, 11, 15, 23]
        assert verdict.refuse

    def test_as_excel_saves_it(self, catalogue):
        verdict = self.verdict("DEMO_2026-11_comme-excel.csv", catalogue)
        assert not verdict.refuse and len(verdict.anomalies) == 1
        assert [m.motif for m in verdict.mises_a_part] == ["titres", "total", "source"]

    def test_the_corrected_file_changes_four_values(self, tmp_path):
        store = Store.open(tmp_path)
        results = []
        for name in ("complet", "cinq-fautes", "cinq-fautes_corrige"):
            data = (SAMPLES / f"DEMO_2026-11_{name}.csv").read_bytes()
            results.append(
                deposit(store, Scope.local(), data, name, auteur="essai", maintenant=datetime(2026, 11, 22, 10))
            )
        assert [r.etat for r in results] == ["actif", "refuse", "actif"]
        assert (results[0].nouvelles, results[1].nouvelles) == (92, 0)
        assert (results[2].nouvelles, results[2].modifiees, results[2].identiques) == (0, 4, 20)
