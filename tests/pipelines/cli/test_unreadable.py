"""One unreadable file among several stops no other, and the exit code says the worst."""

import json


def test_an_unreadable_file_stops_no_other_and_the_exit_code_says_the_worst(cpts, files, store, tmp_path, monkeypatch):
    good, bad = files
    missing = "Le fichier absent.csv ne peut pas être lu\u00a0: il n'existe pas.\n"
    code, out, err = cpts("check", "absent.csv", bad, tmp_path, good)
    assert (code, err.startswith(missing), err.count("\n")) == (2, True, 2)
    assert "c'est un dossier" in err
    assert [line.split("\u00a0:")[0] for line in out.splitlines() if " lues" in line] == ["fautes.csv", "octobre.csv"]
    code, out, err = cpts("check", "--format", "csv", "absent.csv", bad, good)
    assert (code, err, out.count("fichier;ligne;"), out.startswith("\ufefffichier;")) == (2, missing, 1, True)
    code, out, err = cpts("deposit", "--format", "json", "absent.csv", good)
    assert (code, err, json.loads(out)["nouvelles"]) == (2, missing, 2)
    assert cpts("check", good, bad)[0] == 1
    monkeypatch.setenv("CPTS_STORE", str(tmp_path / "nulle part"))
    assert cpts("deposit", "absent.csv")[::2] == (2, missing)
    assert not (tmp_path / "nulle part").exists()


def test_a_file_over_the_limit_stops_no_other(cpts, files, tmp_path, monkeypatch):
    monkeypatch.setenv("CPTS_TAILLE_MAX", "1")
    big = tmp_path / "gros.csv"
    big.write_bytes(b"x" * 1_000_001)
    code, out, err = cpts("check", big, files[0])
    assert code == 2
    assert err.startswith("gros.csv") and err.count("\n") == 1
    assert out.startswith("octobre.csv\u00a0: accepté")


def test_a_setting_that_makes_no_sense_stops_what_needs_it_and_nothing_else(cpts, files, monkeypatch):
    assert cpts("deposit", files[0])[0] == 0
    monkeypatch.setenv("CPTS_TAILLE_MAX", "beaucoup")
    monkeypatch.setenv("CPTS_ECHEANCE", "demain")
    code, out, err = cpts("check", files[0])
    assert (code, out) == (2, "")
    assert err.replace("\u00a0", " ") == (
        "CPTS_TAILLE_MAX vaut « beaucoup » ; indiquez un nombre de Mo, par exemple 200.\n"
    )
    assert cpts("status")[::2] == (0, "")
    monkeypatch.setenv("CPTS_FOURNISSEUR", "ars")
    code, out, err = cpts("status")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "aucun, cpam, cpts ou tous" in err
