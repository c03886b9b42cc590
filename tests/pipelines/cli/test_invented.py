"""Invented data stays invented: what is exported of the demonstration, and its template filled in, deposited elsewhere."""

import io

import openpyxl
import pytest

from pipelines.store.questions import suivi
from pipelines.store.scope import Scope
from tests.depositing import deposit, preview
from tests.monthly import NOW, month_file

LOCAL = Scope.local()


def _kinds(store):
    return suivi.deposits(store, LOCAL)["demonstration"].tolist()


@pytest.mark.parametrize(("form", "name"), [("csv", "a.csv"), ("csv-fr", "a.csv"), ("xlsx", "a.xlsx")])
def test_an_export_of_the_demonstration_comes_back_as_invented(run, demo_folder, store, tmp_path, form, name):
    file = tmp_path / name
    asked = ("--cpts", "CPTS-WEPP", "--debut", "2026-09", "--format", form, "-o", file)
    assert run("export", "observations", "--store", demo_folder, *asked).returncode == 0
    done = deposit(store, LOCAL, file.read_bytes(), "extraction.csv", auteur="test")
    assert done.etat == "actif", done.verdict.anomalies
    assert [i.regle for i in done.verdict.anomalies].count("donnees_inventees") == 1
    assert _kinds(store) == [True]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_of_the_demonstration_filled_in_too(run, demo_folder, store, tmp_path, form):
    file = tmp_path / f"modele.{form}"
    asked = ("--cpts", "CPTS-WEPP", "--mois", "2026-10", "--format", form, "-o", file)
    assert run("template", "--store", demo_folder, *asked).returncode == 0
    if form == "csv":
        text = file.read_text(encoding="utf-8-sig").splitlines()
        rank = next(i for i, line in enumerate(text) if ";ADH;" in line)
        cells = text[rank].split(";")
        cells[7] = "91"
        text[rank] = ";".join(cells)
        data = "\r\n".join(text).encode("utf-8-sig")
    else:
        book = openpyxl.load_workbook(file)
        sheet = book["Saisie"]
        next(row for row in sheet.iter_rows() if row[2].value == "ADH")[7].value = 91
        book.save(out := io.BytesIO())
        data = out.getvalue()
    done = deposit(store, LOCAL, data, f"octobre.{form}", auteur="test", maintenant=NOW)
    assert (done.etat, done.nouvelles, done.verdict.inventee) == ("actif", 1, True)
    assert _kinds(store) == [True]


HEAD = "id_cpts;mois;indicateur;numerateur;denominateur;valeur;{}"


@pytest.mark.parametrize("title", ["demonstration", "Démonstration", "Données fictives", "Valeur simulée"])
@pytest.mark.parametrize(("yes", "no"), [("oui", "non"), ("VRAI", "FAUX"), ("true", "false"), ("1", "0"), ("x", "")])
def test_a_column_that_says_so_is_read_in_every_word(store, title, yes, no):
    lines = ("CPTS-WEPP;2026-10;ADH;;;91;{}", "CPTS-WEPP;2026-10;PRE_SEIN;450;812;;{}")
    head = HEAD.format(title)
    invented = preview(store, LOCAL, month_file(*(x.format(yes) for x in lines), header=head), "a.csv", maintenant=NOW)
    real = preview(store, LOCAL, month_file(*(x.format(no) for x in lines), header=head), "b.csv", maintenant=NOW)
    assert (invented.verdict.inventee, real.verdict.inventee) == (True, False)
    assert not real.verdict.anomalies


def test_invented_lines_among_real_ones_are_refused_and_the_real_ones_may_go_in(store):
    lines = ("CPTS-WEPP;2026-10;ADH;;;91;oui", "CPTS-WEPP;2026-10;PRE_SEIN;450;812;;non")
    data = month_file(*lines, header=HEAD.format("demonstration"))
    found = preview(store, LOCAL, data, "a.csv", maintenant=NOW)
    assert [(i.regle, i.ligne, i.colonne) for i in found.verdict.anomalies] == [
        ("inventee_parmi_d_autres", 2, "demonstration")
    ]
    done = deposit(store, LOCAL, data, "a.csv", auteur="test", maintenant=NOW, partiel=True)
    assert (done.nouvelles, done.verdict.refusees, _kinds(store)) == (1, (2,), [False])


@pytest.mark.parametrize(
    ("above", "invented"),
    [
        ("Indicateurs d'octobre — données de démonstration, inventées", True),
        ("Exemple fictif", True),
        ("Attention : données simulées", True),
        ("Données réelles, aucune donnée inventée", False),
        ("Données non réelles, simulées", True),
        ("Démonstration de mammographie : indicateurs d'octobre", False),
    ],
)
def test_a_title_that_says_so_is_read(store, above, invented):
    data = month_file(above, HEAD.format("commentaire"), "CPTS-WEPP;2026-10;ADH;;;91;", header="")
    found = preview(store, LOCAL, data, "a.csv", maintenant=NOW)
    assert found.nouvelles == 1
    assert found.verdict.inventee is invented
