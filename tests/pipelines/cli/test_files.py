"""The command line as others rely on it: the JSON of design.md, the exit codes, one French line when it cannot run."""

import csv
import io
import json
import os
import socket
import subprocess
import sys

import pytest


def test_check_json_of_a_good_file(cpts, files):
    code, out, err = cpts("check", "--format", "json", files[0])
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "fichier": "octobre.csv",
        "lignes_lues": 2,
        "acceptees": 2,
        "rejetees": 0,
        "anomalies": [],
    }


def test_check_json_of_five_planted_faults(cpts, files):
    code, out, _ = cpts("check", "--format", "json", files[1])
    answer = json.loads(out)
    assert code == 1
    assert (answer["lignes_lues"], answer["acceptees"], answer["rejetees"]) == (6, 1, 5)
    assert [(a["ligne"], a["colonne"], a["valeur"], a["regle"]) for a in answer["anomalies"]] == [
        (2, "numerateur", "950", "numerateur_superieur"),
        (4, "id_cpts", "CPTS-WEPPES", "cpts_inconnue"),
        (5, "mois", "2025-13", "mois_illisible"),
        (6, "indicateur", "PRE_SIEN", "indicateur_inconnu"),
        (7, "denominateur", "8x2", "nombre_illisible"),
    ]
    assert [*answer["anomalies"][0]] == ["ligne", "colonne", "valeur", "regle", "message", "remede", "bloquante"]
    assert all(a["bloquante"] is True for a in answer["anomalies"])


def test_check_stores_nothing_and_needs_no_store(cpts, files, monkeypatch, tmp_path):
    monkeypatch.setenv("CPTS_STORE", str(tmp_path / "nulle part"))
    assert cpts("check", files[0])[0] == 0
    assert cpts("check", files[1])[0] == 1
    assert not (tmp_path / "nulle part").exists()


def test_check_text_and_csv(cpts, files):
    code, out, _ = cpts("check", files[0], files[1])
    assert code == 1
    assert out.startswith("octobre.csv\u00a0: accepté (2 lignes lues).\nfautes.csv\u00a0: refusé (6 lignes lues, ")
    assert "✗ Ligne 4, colonne «\u00a0id_cpts\u00a0»" in out
    rows = list(
        csv.DictReader(io.StringIO(cpts("check", "--format", "csv", *files)[1].lstrip("\ufeff")), delimiter=";")
    )
    assert [(r["fichier"], r["ligne"], r["bloquante"]) for r in rows][:2] == [
        ("fautes.csv", "2", "oui"),
        ("fautes.csv", "4", "oui"),
    ]


def test_several_files_in_json_are_one_object_a_line(cpts, files):
    _, out, _ = cpts("check", "--format", "json", *files)
    assert [json.loads(line)["fichier"] for line in out.splitlines()] == ["octobre.csv", "fautes.csv"]


def test_deposit_json_then_the_same_again(cpts, files):
    code, out, err = cpts("deposit", "--format", "json", "--auteur", "moi", files[0])
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer == {
        "fichier": "octobre.csv",
        "depot": answer["depot"],
        "nouvelles": 2,
        "modifiees": 0,
        "identiques": 0,
        "rejetees": 0,
        "deja_depose": False,
    }
    again = json.loads(cpts("deposit", "--format", "json", files[0])[1])
    assert again == {**answer, "nouvelles": 0, "deja_depose": True}
    assert "déjà déposé" in cpts("deposit", files[0])[1]


def test_deposit_of_a_file_with_faults_is_refused_whole(cpts, files, store):
    code, out, err = cpts("deposit", "--format", "json", files[1])
    assert code == 1
    assert json.loads(out) == {
        "fichier": "fautes.csv",
        "depot": None,
        "nouvelles": 0,
        "modifiees": 0,
        "identiques": 0,
        "rejetees": 5,
        "deja_depose": False,
    }
    assert "Ligne 7" in err
    with store.read() as cursor:
        assert cursor.rows("SELECT (SELECT count(*) FROM depots), (SELECT count(*) FROM observations)") == [(0, 0)]
        assert cursor.rows("SELECT action, objet FROM journal") == [("depot_refuse", "fautes.csv")]


def test_status(cpts, files, monkeypatch, tmp_path):
    cpts("deposit", "--demonstration", files[0])
    code, out, _ = cpts("status", "--format", "json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["cpts"], answer["contrats"], answer["depots"], answer["observations"]) == (4, 4, 1, 2)
    assert (answer["premier_mois"], answer["dernier_mois"], answer["demonstration"]) == ("2025-10", "2025-10", True)
    text = cpts("status")[1]
    assert "Mois de 2025-10 à 2025-10" in text
    assert "inventées" in text
    monkeypatch.setenv("CPTS_STORE", str(tmp_path / "vide"))
    code, _, err = cpts("status")
    assert code == 2
    assert "pas encore de données" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["bla"], "La commande «\u00a0bla\u00a0» n'existe pas"),
        (["check"], "Il manque FICHIER…"),
        (["check", "--zut", "x"], "L'option --zut n'existe pas"),
        (["check", "--format", "xml", "x"], "La valeur donnée pour --format ne convient pas"),
        (["demo", "--nombre", "beaucoup"], "La valeur donnée pour --nombre ne convient pas"),
        (["check", "."], "Le fichier . ne peut pas être lu\u00a0: c'est un dossier."),
        (["status", "--store", "postgres://ici"], "«\u00a0postgres://ici\u00a0» est une adresse de serveur"),
    ],
)
def test_what_cannot_run_is_one_french_line_and_code_2(cpts, arguments, sentence):
    code, out, err = cpts(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(sentence)
    assert err.count("\n") == 1


def test_a_damaged_store_is_one_line_in_a_real_process(tmp_path):
    (tmp_path / "pilotage.duckdb").write_text("bonjour")
    done = subprocess.run(
        [sys.executable, "-c", "from pipelines.cli.main import main; main()", "status"],
        env={**os.environ, "CPTS_STORE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "ne se lisent pas" in done.stderr
    assert done.stderr.count("\n") == 1


def test_check_writes_the_annotated_file_where_it_is_told(cpts, files, tmp_path):
    target = tmp_path / "vu.csv"
    code, out, _ = cpts("check", files[1], "--annote", target)
    assert (code, "refusé" in out) == (1, True)
    lines = target.read_bytes().decode("utf-8-sig").splitlines()
    assert lines[0].endswith(";constats")
    assert [n for n, line in enumerate(lines, 1) if ";refusée : " in line.lower().replace("\u00a0", " ")] == [
        2,
        4,
        5,
        6,
        7,
    ]
    code, out, err = cpts("check", *files, "--annote", target)
    assert (code, out) == (2, "") and "un seul fichier" in err
    code, _, err = cpts("check", files[1], "--annote", tmp_path / "vu.xlsx")
    assert code == 2 and "est un .csv" in err


def test_demo_if_empty_leaves_real_deposits_alone(cpts, files):
    cpts("deposit", files[0])
    code, out, _ = cpts("demo", "--if-empty")
    assert code == 0
    assert out.startswith("Données déjà présentes")


def test_a_small_demo_and_its_second_start(cpts):
    code, out, _ = cpts("demo", "--if-empty", "--nombre", "12", "--mois", "2")
    assert (code, "Démonstration prête" in out) == (0, True)
    assert cpts("demo", "--if-empty")[1].startswith("Données déjà présentes")
    assert json.loads(cpts("status", "--format", "json")[1])["demonstration"] is True


def test_serve_says_when_the_port_is_taken(cpts):
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        code, _, err = cpts("serve", "--port", taken.getsockname()[1])
    assert code == 2
    assert "est déjà pris" in err
