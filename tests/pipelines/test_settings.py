"""The settings: defaults, bounds, one sentence about a wrong one, which stops only what needs it."""

import pytest

from calculators.comparison.secrecy import SEUIL_PATIENTS
from pipelines import settings
from pipelines.settings import SettingError, Settings

READ = {
    "CPTS_TAILLE_MAX": settings.max_megabytes,
    "CPTS_ECHEANCE": settings.due_day,
    "CPTS_SEUIL_SECRET": settings.patients_threshold,
    "CPTS_FOURNISSEUR": settings.local_suppliers,
}
DEFAULTS = {
    "CPTS_TAILLE_MAX": 200,
    "CPTS_ECHEANCE": 20,
    "CPTS_SEUIL_SECRET": SEUIL_PATIENTS,
    "CPTS_FOURNISSEUR": frozenset(),
}
WRONG = {
    "CPTS_TAILLE_MAX": "indiquez un nombre de Mo, par exemple 200.",
    "CPTS_ECHEANCE": "indiquez le jour du mois suivant, de 1 à 28, par exemple 20.",
    "CPTS_SEUIL_SECRET": "indiquez le plus petit effectif de patients montré, de 2 à 1000, par exemple 11.",
    "CPTS_FOURNISSEUR": "indiquez aucun, cpam, cpts ou tous.",
}


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    for variable in settings.VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def test_every_setting_is_tried_here():
    assert set(settings.VARIABLES) == {*READ, "CPTS_STORE"}
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize("variable", READ)
@pytest.mark.parametrize("empty", [None, "", "  "])
def test_without_it_the_default_holds(monkeypatch, variable, empty):
    if empty is not None:
        monkeypatch.setenv(variable, empty)
    assert READ[variable]() == DEFAULTS[variable]


@pytest.mark.parametrize(
    ("variable", "said", "read"),
    [
        ("CPTS_TAILLE_MAX", "1", 1),
        ("CPTS_TAILLE_MAX", " 3000 ", 3000),
        ("CPTS_ECHEANCE", "1", 1),
        ("CPTS_ECHEANCE", "28", 28),
        ("CPTS_SEUIL_SECRET", "2", 2),
        ("CPTS_SEUIL_SECRET", "1000", 1000),
        ("CPTS_FOURNISSEUR", " Tous ", {"CPAM", "CPTS"}),
    ],
)
def test_what_is_within_its_bounds_is_honoured(monkeypatch, variable, said, read):
    monkeypatch.setenv(variable, said)
    assert READ[variable]() == read


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("CPTS_TAILLE_MAX", "0"),
        ("CPTS_TAILLE_MAX", "1_000"),
        ("CPTS_TAILLE_MAX", "1,5"),
        ("CPTS_TAILLE_MAX", "٣٠٠"),
        ("CPTS_ECHEANCE", "0"),
        ("CPTS_ECHEANCE", "29"),
        ("CPTS_ECHEANCE", "+5"),
        ("CPTS_SEUIL_SECRET", "1"),
        ("CPTS_SEUIL_SECRET", "1001"),
        ("CPTS_SEUIL_SECRET", "un"),
        ("CPTS_FOURNISSEUR", "ars"),
        ("CPTS_FOURNISSEUR", "cpam,cpts"),
    ],
)
def test_a_wrong_one_is_said_in_one_sentence_and_stops_no_other(monkeypatch, variable, said):
    monkeypatch.setenv(variable, said)
    with pytest.raises(SettingError) as told:
        READ[variable]()
    assert str(told.value) == f"{variable} vaut « {said} » ; {WRONG[variable]}"
    assert {v: read() for v, read in READ.items() if v != variable} == {
        v: default for v, default in DEFAULTS.items() if v != variable
    }
    assert settings.store_folder() == "data/store"


def test_the_right_ones_hold_beside_several_wrong_ones(monkeypatch):
    monkeypatch.setenv("CPTS_STORE", "ailleurs")
    monkeypatch.setenv("CPTS_ECHEANCE", "demain")
    monkeypatch.setenv("CPTS_TAILLE_MAX", "9" * 5000)
    monkeypatch.setenv("CPTS_SEUIL_SECRET", "20")
    assert (settings.store_folder(), settings.patients_threshold()) == ("ailleurs", 20)
    with pytest.raises(SettingError, match="CPTS_ECHEANCE vaut « demain »"):
        settings.due_day()
    with pytest.raises(SettingError, match=f"CPTS_TAILLE_MAX vaut « {'9' * 40} »"):
        settings.max_megabytes()


def test_a_setting_changed_while_the_process_runs_is_honoured(monkeypatch):
    assert settings.due_day() == 20
    monkeypatch.setenv("CPTS_ECHEANCE", "31")
    with pytest.raises(SettingError):
        settings.due_day()
    monkeypatch.setenv("CPTS_ECHEANCE", "9")
    assert settings.due_day() == 9
    monkeypatch.delenv("CPTS_ECHEANCE")
    assert settings.due_day() == 20


def test_the_folder_of_the_store_is_handed_to_what_comes_next(monkeypatch):
    monkeypatch.setenv("CPTS_STORE", "avant")
    settings.set_store_folder("après")
    assert settings.store_folder() == "après"
