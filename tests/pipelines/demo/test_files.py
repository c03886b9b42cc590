"""The demonstration hides what senders hide, writes as they write, and comes in by the ordinary deposit."""

import re
from datetime import datetime
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from pipelines.catalogue import load_catalogue
from pipelines.demo import GRAINE, build, build_territories
from pipelines.demo.files import csv_bytes, dialecte
from pipelines.demo.loading import files
from pipelines.demo.sending import envois, sent
from pipelines.store.connection import Store
from pipelines.store.questions import indicateurs, suivi, territoires
from pipelines.store.scope import Scope

REAL = ["CPTS-2152", "CPTS-BERG", "CPTS-LITN", "CPTS-WEPP"]


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture(scope="module")
def demonstration(catalogue):
    return build_territories(catalogue)


@pytest.fixture(scope="module")
def lines(demonstration, catalogue):
    return sent(demonstration.series, catalogue, rng=np.random.default_rng(0))


class TestSending:
    def test_small_counts_of_patients_never_leave(self, lines, catalogue):
        patients = lines["indicateur"].map(lambda code: catalogue.indicateurs[code].patients)
        sent_num = lines.loc[patients & ~lines["masque_num"], ["numerateur", "denominateur", "valeur", "type"]]
        assert not sent_num["numerateur"].between(1, 10).any() and not sent_num["valeur"].between(1, 10).any()
        share = sent_num["type"] == "proportion"
        assert not (sent_num["denominateur"] - sent_num["numerateur"])[share].between(1, 10).any()
        assert 0.002 < lines["masque_num"].mean() < 0.02

    def test_cpam_figures_are_complete_and_some_cpts_are_late(self, lines, demonstration, catalogue):
        ours = lines["indicateur"].map(lambda code: catalogue.indicateurs[code].fournisseur == "CPTS")
        all_ours = demonstration.series["indicateur"].map(
            lambda code: catalogue.indicateurs[code].fournisseur == "CPTS"
        )
        assert (~ours).sum() == (~all_ours).sum()
        assert 0.01 < 1 - ours.sum() / all_ours.sum() < 0.06

    def test_late_senders_and_corrections(self, lines, catalogue):
        day = datetime(2026, 11, 20, 18)
        sendings = envois(lines, catalogue, reference_day=day, rng=np.random.default_rng(0))
        assert all(a.depose_le <= b.depose_le for a, b in pairwise(sendings))
        assert sendings[-1].depose_le <= day
        received = {(e.expediteur, e.mois) for e in sendings}
        last = pd.Timestamp("2026-10-01")
        assert ("24", last) not in received and ("24", last - pd.DateOffset(months=1)) in received
        assert ("28", last - pd.DateOffset(months=1)) not in received
        corrections = [e for e in sendings if e.motif]
        assert len(corrections) == 2
        for correction in corrections:
            twin = next(e for e in sendings if e.mois == correction.mois and e.expediteur == correction.expediteur)
            changed = twin.lignes["numerateur"].compare(correction.lignes["numerateur"]).index
            assert set(twin.lignes.loc[changed, "indicateur"]) == {"ACC_URG"}

    def test_files_are_french_excel(self, lines, catalogue):
        sendings = envois(lines, catalogue, reference_day=datetime(2026, 11, 20, 18), rng=np.random.default_rng(0))
        seen = set()
        for envoi in sendings[-11:]:
            data, style = csv_bytes(envoi), dialecte(envoi.expediteur)
            text = data.decode(style.encodage)
            assert text.count("\r\n") == text.count("\n") and ";".join(style.entetes) in text
            seen.add((style.encodage, style.mois(envoi.mois)))
        assert {encoding for encoding, _ in seen} == {"utf-8-sig", "cp1252"}
        assert {"2026-10", "01/10/2026", "oct-26"} <= {month for _, month in seen}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A store with a small demonstration, the report of its build, and the folder of its files."""
    root = tmp_path_factory.mktemp("demo")
    store = Store.open(root / "store")
    return store, build(store, Scope.local(), nombre=30, mois=3, dossier=root / "fichiers"), root / "fichiers"


class TestLoading:
    def test_everything_goes_in_by_deposits(self, loaded):
        store, report, folder = loaded
        assert report.territoires == 30 and report.fichiers == len(list(folder.glob("DEMO_*.csv")))
        deposits = suivi.deposits(store, Scope.local())
        assert len(deposits) == report.fichiers and deposits["demonstration"].all()
        assert set(deposits["etat"]) == {"actif"}
        assert report.nouvelles > 0.95 * report.lignes

    def test_the_four_real_cpts_are_followed_and_stay_real(self, loaded):
        store, _, _ = loaded
        known = territoires.territories(store, Scope.local()).set_index("id_cpts")
        assert not known.loc[REAL, "demonstration"].any()
        assert known.loc[known.index.str.startswith("DEMO-"), "demonstration"].all()
        series = indicateurs.indicator_series(store, Scope.local(), indicateur="PRE_SEIN", ids=REAL)
        assert set(series["id_cpts"]) == set(REAL)

    def test_again_changes_nothing(self, loaded):
        store, report, _ = loaded
        before = suivi.deposits(store, Scope.local())
        again = build(store, Scope.local(), nombre=30, mois=3)
        assert (again.nouvelles, again.modifiees, again.fichiers) == (0, 0, report.fichiers)
        assert len(suivi.deposits(store, Scope.local())) == len(before)

    def test_files_do_not_name_this_machine_and_are_the_same_each_time(self, catalogue):
        small = build_territories(catalogue, nombre=12, mois=2)
        first, second = (list(files(small, catalogue, graine=GRAINE)) for _ in range(2))
        assert [f.contenu for f in first] == [f.contenu for f in second]
        assert all(re.fullmatch(r"DEMO_cpts_[a-z-]+_\d{4}-\d{2}(_corrige)?\.csv", f.nom) for f in first)
