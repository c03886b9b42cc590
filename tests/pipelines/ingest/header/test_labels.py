"""A column title means an indicator when it can mean one only; a code is mended when one only can be meant."""

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.repairs import Codes
from pipelines.ingest.header.indicator_titles import read_indicator_title


@pytest.mark.parametrize(
    ("title", "more", "code", "part"),
    [
        ("PRE_SEIN", {}, "PRE_SEIN", "valeur"),
        ("pre_sein_NUM", {}, "PRE_SEIN", "numerateur"),
        ("Dén. PRE_SEIN", {}, "PRE_SEIN", "denominateur"),
        ("ACC MT 16 den", {}, "ACC_MT_16", "denominateur"),
        ("PRE_SEIN - Dépistage du cancer du sein (%)", {}, "PRE_SEIN", "valeur"),
        ("Num.", {"above": "PRE_COL"}, "PRE_COL", "numerateur"),
        ("%", {"above": "Dépistage du cancer du col"}, "PRE_COL", "valeur"),
        ("Patients en ALD", {}, "ACC_MT_ALD", "denominateur"),
        ("Vaccination 65+", {"unit": "En %"}, "PRE_GRIPPE", "valeur"),
        ("Taux dépistage sein", {}, "PRE_SEIN", "valeur"),
        ("Nb patients inclus", {}, "PAR_INCL", "valeur"),
        ("Patients ALD sans MT", {}, "ACC_MT_ALD", "numerateur"),
        ("Patients de 16 ans et plus sans médecin traitant", {"unit": "%"}, "ACC_MT_16", "valeur"),
    ],
)
def test_a_title_that_means_one_indicator(title, more, code, part):
    found = read_indicator_title(title, load_catalogue().indicateurs, **more)
    assert (found.code, found.part) == (code, part)


@pytest.mark.parametrize(
    ("title", "unit", "candidates"),
    [
        ("Patients sans MT", "", {"ACC_MT_16", "ACC_MT_70", "ACC_MT_ALD", "ACC_MT_C2S"}),
        ("Taux de vaccination", "", {"PRE_GRIPPE"}),
        ("Soins non programmés", "En nombre d'actes", {"ACC_SNP"}),
        ("Dépistage sein", "", {"PRE_SEIN"}),
        ("Population", "", set()),
        ("Évolution", "", set()),
        ("Date de signature ACI", "", set()),
    ],
)
def test_a_doubtful_title_means_none_and_says_what_it_resembles(title, unit, candidates):
    found = read_indicator_title(title, load_catalogue().indicateurs, unit=unit)
    assert found.code is None
    assert set(found.candidates) == candidates


def test_a_writing_that_two_codes_share_is_never_mended():
    codes = Codes([("DEMO-0105", "Ain"), ("DEMO-105", "Bresse"), ("CPTS-WEPP", "Ain")])
    assert codes.read("DEMO 105") == ("DEMO 105", "inconnu")
    assert codes.read("demo-0105") == ("DEMO-0105", "casse")
    assert codes.read("Ain") == ("Ain", "inconnu")
    assert codes.read(" WEPP ") == ("CPTS-WEPP", "repare")
    assert codes.read("CPTS-WEPP - Bresse") == ("CPTS-WEPP - Bresse", "inconnu")
    assert codes.read("") == ("", "inconnu")


def test_lost_zeros_are_put_back_by_the_catalogue():
    codes = Codes([("01", "Ain"), ("2A", "Corse-du-Sud"), ("10", "Aube")])
    assert [codes.read(text)[0] for text in ("1", "2a", "10", "001", "3")] == ["01", "2A", "10", "01", "3"]
