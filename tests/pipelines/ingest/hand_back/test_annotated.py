"""Files handed back: the same bytes and one column more, each finding on its line; the refused lines go in once mended."""

import csv
import io
from pathlib import Path

import pytest

from pipelines.ingest.check import findings
from pipelines.ingest.hand_back.annotate import annotate, keep_refused
from pipelines.ingest.hand_back.notes import back_name
from tests.depositing import deposit
from tests.monthly import NOW, month_file
from tests.pipelines.ingest.hand_back.handed import LOCAL, examined
from tests.pipelines.ingest.read.hostile import checked

QUIRKS = sorted((Path(__file__).parents[1] / "files" / "quirks").glob("*.csv"))
LINES = [
    "Indicateurs du mois;;;;;",
    "",
    "Code CPTS;Mois;Indicateur;Numérateur;Dénominateur;Valeur",
    "DEMO-A;2026-10;PRE_SEIN;550;1000;",
    "DEMO-A;2026-10;PRE_COL;2000;1000;",
    "DEMO-A;2026-13;ADH;;;92",
    "DEMO-B;2026-10;PRE_SEIN;580",
    "DEMO-B;2026-10;PRE_COL;580;1000;;;12",
    "Total;;;;;",
    "",
    "DEMO-C;2026-10;ADH;;;<50>",
]


def file_of(lines=LINES, *, end="\r\n", encoding="cp1252", separator=";"):
    return end.join(lines).replace(";", separator).encode(encoding)


def cells(data, encoding="cp1252", separator=";"):
    text = data.decode(encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_nothing_else_moves(store, filled, encoding, separator, end):
    data = file_of(encoding=encoding, separator=separator, end=end)
    back, name = annotate(data, "mois.csv", examined(filled, data))
    assert name == "mois_constats.csv"
    assert back[:3] == data[:3] and back.count(b"\r") == data.count(b"\r") and back.count(b"\n") == data.count(b"\n")
    before, after = data.decode(encoding).split(end), back.decode(encoding).split(end)
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert new.startswith(old)
    assert after[0] == before[0] and after[1] == "" and after[2] == before[2] + separator + "constats"


def test_each_finding_stands_on_its_line_in_the_same_column(filled):
    data = file_of()
    verdict = examined(filled, data)
    rows = cells(annotate(data, "mois.csv", verdict)[0])
    assert rows[3][6] == "" and rows[6][6].startswith("REFUSÉE")
    assert rows[4][6].startswith("REFUSÉE : Ligne 5") and "dépasse le dénominateur" in rows[4][6]
    assert "inversés" in rows[4][6]  # the remedy
    assert "2026-13" in rows[5][6] and rows[5][6].startswith("REFUSÉE")
    assert rows[7][-1].startswith("REFUSÉE : Ligne 8")  # already too long: at its end
    assert rows[8][6] == "MISE À PART : total." and rows[9] == []
    assert "<50>" in rows[10][6]
    said = {n for n, row in enumerate(rows, 1) if any("REFUSÉE" in cell for cell in row)}
    assert said == set(verdict.refusees) == {5, 6, 7, 8, 11}


def test_what_concerns_the_whole_file_stands_beside_the_titles(filled):
    data = month_file(
        "DEMO-A;2026-10;ADH;;;92;;rien",
        header="id_cpts;mois;indicateur;numerateur;denominateur;valeur;commentaire;couleur",
    )
    verdict = examined(filled, data)
    assert {i.regle for i in verdict.anomalies} == {"colonne_ignoree"}
    header = cells(annotate(data, "m.csv", verdict)[0], "utf-8-sig")[0]
    assert (
        header[8] == "constats"
        and "couleur" in header[9]
        and header[9].startswith("constats sur le fichier : REMARQUE")
    )


@pytest.mark.parametrize("path", QUIRKS, ids=lambda path: path.stem)
def test_real_habits_come_back_whole(filled, path):
    data = path.read_bytes()
    verdict = examined(filled, data, path.name)
    back, _ = annotate(data, path.name, verdict)
    old, new = (io.StringIO(b.decode(verdict.encodage), newline="").readlines() for b in (data, back))
    assert len(old) == len(new)
    assert all(
        b.startswith(a.rstrip("\r\n")) and a[len(a.rstrip("\r\n")) :] == b[len(b.rstrip("\r\n")) :]
        for a, b in zip(old, new, strict=True)
    )


def test_handed_back_twice_is_handed_back_once(filled):
    data = file_of()
    once, name = annotate(data, "mois.csv", examined(filled, data))
    verdict = examined(filled, once, name)
    found = [(i.ligne, i.regle) for i in examined(filled, data).anomalies]
    found.remove((7, "cellules_manquantes"))  # the short line was completed to hold its note
    assert [(i.ligne, i.regle) for i in verdict.anomalies] == found
    twice = cells(annotate(once, name, verdict)[0])
    assert [row[:7] for row in twice[:6]] == [row[:7] for row in cells(once)[:6]]


def test_the_refused_lines_alone_go_in_once_mended(filled):
    data = file_of()
    back, name = keep_refused(data, "mois.csv", examined(filled, data))
    assert name == "mois_refuses.csv"
    rows = cells(back)
    assert rows[:3] == [*cells(data)[:2], [*cells(data)[2], "constats"]]  # titles may say the month of every line
    assert [row[2] for row in rows[3:]] == ["PRE_COL", "ADH", "PRE_SEIN", "PRE_COL", "ADH"]
    text = back.decode("cp1252")
    for wrong, right in (
        ("2000;1000", "200;1000"),
        ("2026-13", "2026-10"),
        ("580;;;", "580;1000;;"),
        (";;;12", ";"),
        ("<50>", "50"),
    ):
        assert wrong in text, text
        text = text.replace(wrong, right, 1)
    done = deposit(filled, LOCAL, text.encode("cp1252"), name, auteur="CPAM (démo)", maintenant=NOW)
    assert done.etat == "actif", [i.message for i in done.verdict.anomalies if i.bloquante]
    assert done.verdict.acceptees == 5


def test_all_refused_lines_come_back_even_beyond_the_findings_shown(filled, monkeypatch):
    monkeypatch.setattr(findings, "CAP", 2)
    data = month_file(*(f"DEMO-A;2026-10;ADH;;;{word};" for word in ("un", "deux", "trois", "quatre")))
    back, _ = keep_refused(data, "m.csv", examined(filled, data))
    rows = cells(back, "utf-8-sig")
    assert [row[5] for row in rows[1:]] == ["un", "deux", "trois", "quatre"]
    assert all(row[7].startswith("REFUSÉE") for row in rows[1:])


def test_a_line_break_in_a_quoted_cell_is_one_line(filled):
    data = month_file('DEMO-A;2026-10;ADH;;;92;"deux\r\nlignes"', "DEMO-B;2026-10;ADH;;;x;")
    rows = cells(annotate(data, "m.csv", examined(filled, data))[0], "utf-8-sig")
    assert rows[1][6] == "deux\r\nlignes" and rows[1][7] == "" and rows[2][7].startswith("REFUSÉE : Ligne 3")


def test_an_open_quote_is_said_where_it_opens(filled):
    data = month_file("DEMO-A;2026-10;ADH;;;92;", 'DEMO-B;2026-10;ADH;;;3;"oubli', "DEMO-C;2026-10;ADH;;;4;")
    verdict = examined(filled, data)
    lines = annotate(data, "m.csv", verdict)[0].decode("utf-8-sig").split("\r\n")
    assert "guillemet" in lines[2] and lines[3].startswith("DEMO-C;2026-10;ADH;;;4;")


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"", b"\x00\x01\x02"])
def test_a_file_that_cannot_be_read_comes_back_as_its_findings(filled, data):
    back, name = annotate(data, "photo.pdf", examined(filled, data))
    assert name == "photo_constats.csv" and back.decode("utf-8-sig").startswith("ligne;colonne;valeur;regle")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.csv", "passwd_constats.csv"),
        (r"C:\mes fichiers\été 2026.CSV", "été 2026_constats.csv"),
        ("a\u202egpj.csv", "a_gpj_constats.csv"),
        ("=cmd.csv", "cmd_constats.csv"),
        ("x" * 300 + ".csv", "x" * 80 + "_constats.csv"),
        (".csv", "csv_constats.csv"),
        ("mois", "mois_constats.csv"),
        ("///", "fichier_constats.csv"),
    ],
)
def test_the_name_is_never_a_path(name, safe):
    assert back_name(name, "constats") == safe


def test_a_file_whose_mark_says_utf_8_and_whose_bytes_do_not_is_handed_back_too():
    data = b"\xef\xbb\xbf" + month_file("CPTS-WEPP;2025-03;ADH;;;91;\u00e9", encoding="cp1252")
    verdict = checked(data)
    assert verdict.encodage == "cp1252"
    back, _ = annotate(data, "f.csv", verdict)
    assert back.startswith(data[:20])


def test_half_a_character_at_the_end_of_a_file_in_utf_16_does_not_keep_it_from_being_handed_back():
    data = month_file("CPTS-WEPP;2025-03;ADH;;;91;", encoding="utf-16") + b"\n"
    back, _ = annotate(data, "f.csv", checked(data))
    assert "constats" in back.decode("utf-16")
