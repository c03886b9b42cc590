"""`cpts simulate` and `cpts accord`: the JSON of design.md, exit codes, French sentences and never a traceback."""

import json
from pathlib import Path

import pytest
import yaml
from python_calamine import CalamineWorkbook

from pipelines.store.connection import Store
from pipelines.store.questions.suivi import deposits
from pipelines.store.scope import Scope

ACCORD = Path(__file__).parents[3] / "calculators/aci/accord/2022-03-31_avenant-2.yaml"
SITUATION = """
id_cpts: CPTS-WEPP
population: 48000
date_signature: 2023-09-08
annees: 5
missions:
  acces: 2023-12-01
  parcours: 2024-03-01
  prevention: 2024-06-01
  crise: 2024-02-01
crise: {redaction: 1, reconnue: []}
atteinte:
  1: {acces: 0.8, parcours: 0.65}
amorcage: {majoration: false, lettre_intention: false}
montants: {}
regles: null
resiliation: null
"""


@pytest.fixture
def situation(tmp_path):
    file = tmp_path / "situation.yaml"
    file.write_text(SITUATION, encoding="utf-8")
    return file


def test_json_is_the_one_of_the_design(run, situation):
    done = run("simulate", situation, "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["taille"] == 2
    line = next(x for x in found["lignes"] if (x["annee_contrat"], x["mission"], x["volet"]) == (1, "acces", "fixe"))
    expected = {
        "annee_contrat": 1,
        "debut": "2023-09-08",
        "fin": "2024-09-07",
        "mission": "acces",
        "volet": "fixe",
        "base": "70000.00",
        "prorata": "282/366",
        "taux": "1",
        "montant": "53934.43",
        "statut": "reconstitué",
    }
    assert {key: line[key] for key in expected} == expected
    assert line["article"]
    paid = {(x["date"], x["nature"], x["mission"]): x["montant"] for x in found["versements"]}
    assert paid["2023-09-08", "totalite", "fonctionnement"] == "60000.00"
    assert paid["2023-12-01", "avance", "acces"] == "40450.82"
    assert paid["2024-09-08", "variable", "acces"] == "18491.80"
    assert {"date", "code", "message"} == set(found["avertissements"][0])
    cents = [round(float(x["montant"]) * 100) for part in ("lignes", "versements") for x in found[part]]
    assert sum(cents) == 2 * round(float(found["total"]) * 100)


def test_a_name_with_marks_of_a_terminal_is_written_out(run, situation):
    situation.write_text(SITUATION.replace("CPTS-WEPP", '"CPTS\\e[31m\\u202eX"'), encoding="utf-8")
    done = run("simulate", situation)
    assert done.returncode == 0 and "CPTS\\u001b[31m\\u202eX" in done.stdout
    assert not any(mark in done.stdout + done.stderr for mark in "\x1b\u202e")


def test_text_csv_and_xlsx(run, situation, tmp_path):
    text = run("simulate", situation)
    assert text.returncode == 0 and "53 934,43" in text.stdout.replace("\u202f", " ")
    assert "○ reconstitué" in text.stdout
    table = run("simulate", situation, "--format", "csv")
    assert table.stdout.splitlines()[0].startswith("annee_contrat,debut,fin,mission,volet,base,prorata,taux,montant")
    assert run("simulate", situation, "--format", "xlsx").returncode == 2
    target = tmp_path / "releve.xlsx"
    assert run("simulate", situation, "--format", "xlsx", "--sortie", target).returncode == 0
    book = CalamineWorkbook.from_path(target)
    assert book.sheet_names == ["Relevé", "Droits", "Versements", "Bornes", "Avertissements", "Statuts et sources"]
    rows = book.get_sheet_by_name("Droits").to_python()
    total = rows[-1][10]
    assert total == pytest.approx(sum(row[10] for row in rows[1:-1]))
    assert {row[11] for row in rows[1:-1]} == {"attesté", "reconstitué"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("popultion: 3", "« popultion » n'est pas connue"),
        ("date_signature: 2023-02-30", "« 2023-02-30 » n'est pas une date qui existe"),
        ("atteinte: {1: {acces: 1.2}}", "compris entre 0 et 1"),
        ("missions: {acces: 2023-01-01}", "avant la signature du contrat"),
        ("population: -48000", "ne peut pas être négative"),
        ("annees: cinq", "n'est pas un nombre entier"),
    ],
)
def test_a_situation_that_cannot_be_is_one_sentence_and_exit_code_1(run, situation, change, sentence):
    key = change.split(":")[0]
    kept = yaml.safe_load(SITUATION)
    kept.pop(key, None)
    situation.write_text(yaml.safe_dump(kept, allow_unicode=True) + change + "\n", encoding="utf-8")
    done = run("simulate", situation, "--format", "json")
    assert done.returncode == 1
    assert done.stdout == "" and len(done.stderr.strip().splitlines()) == 1
    assert sentence in done.stderr.replace("\u00a0", " ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("content", ["a: [1, 2", "- une\n- liste", "population: 1\npopulation: 2", ""])
def test_a_file_that_is_not_a_situation_is_refused_in_french(run, situation, content):
    situation.write_text(content, encoding="utf-8")
    done = run("simulate", situation)
    assert done.returncode == 1 and done.stderr.startswith("situation.yaml")
    assert "Traceback" not in done.stderr


def test_what_cannot_run_exits_2_with_one_line(run, tmp_path):
    for arguments in (("simulate", tmp_path / "absent.yaml"), ("simulate", tmp_path), ("simulate",), ("inconnue",)):
        done = run(*arguments)
        assert done.returncode == 2, arguments
        assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr


def test_accord_check_and_compare(run, situation, tmp_path):
    text = ACCORD.read_text(encoding="utf-8")
    project = tmp_path / "projet.yaml"
    for old, new in (
        ("version: avenant-2", "version: projet"),
        ("nature: en vigueur", "nature: proposé"),
        ("en_vigueur: 2022-03-31", "en_vigueur: 2027-01-01"),
        ("horizon: 2026-12-31", "horizon: 2027-12-31"),
        ("volet: fixe, taille: 2, montant: 60000", "volet: fixe, taille: 2, montant: 66000"),
    ):
        assert old in text
        text = text.replace(old, new)
    project.write_text(text, encoding="utf-8")
    assert run("accord", "check", project).returncode == 0
    found = json.loads(run("accord", "compare", project, "--situation", situation, "--format", "json").stdout)
    # Only year 5 (8 September 2027) starts under the project.
    assert found["total"]["ecart"] == "6000.00"
    assert found["cpts"][0]["statut"] == "proposé"
    everywhere = run("accord", "compare", project, "--situation", situation, "--format", "json", "--des-maintenant")
    assert json.loads(everywhere.stdout)["total"]["ecart"] == "30000.00"
    project.write_text(text.replace("de: 40000", "de: 40001"), encoding="utf-8")
    refused = run("accord", "check", project)
    assert refused.returncode == 1 and "sans trou ni recouvrement" in refused.stderr


def test_a_sample_file_is_marked_as_demonstration(run, tmp_path):
    sample = Path(__file__).parents[3] / "data/sample/DEMO_2026-11_complet.csv"
    assert run("deposit", sample, "--store", tmp_path, "--format", "json").returncode == 0
    listed = deposits(Store.open(tmp_path), Scope.local())
    assert listed["demonstration"].tolist() == [True]


def test_the_sample_situation_runs(run):
    done = run("simulate", Path(__file__).parents[3] / "data/sample/SITUATION_weppes.yaml", "--format", "json")
    assert done.returncode == 0, done.stderr
    lines = {x["objectif"]: x for x in json.loads(done.stdout)["lignes"] if "objectif" in x}
    # 59.4 reaches the tier of 59; 55.2 is 44 % of the way from 53 to 58.
    assert {code: line["montant"] for code, line in lines.items()} == {
        "PRE_SEIN": "4000.00",
        "PRE_GRIPPE": "2200.00",
        "CONVENTION": "3000.00",
    }
