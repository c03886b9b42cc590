"""Files refused or read rightly, but with the wrong words before: one finding that names what is the matter and its remedy."""

import io
import json
import zipfile

import openpyxl
import pytest

from pipelines.publish.exports.journal_words import say_in_words
from tests.monthly import month_file
from tests.pipelines.ingest.check.checked import checked_bytes

MAIL = b"Return-Path: <>\r\nReceived: par la messagerie\r\n\tle lundi\r\nMIME-Version: 1.0\r\nSubject: envoi du mois\r\n\r\nvoir la piece jointe"


def _zip(*names):
    with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "remedy"),
    [
        (MAIL, "message électronique", "pièce jointe"),
        (_zip("Index/Document.iwa", "Index/Tables/DataList.iwa", "Index/CalculationEngine.iwa"), "Numbers", "Exporter vers"),
        (_zip("word/document.xml", "[Content_Types].xml"), "Word", "Copiez le tableau"),
        (_zip("ppt/presentation.xml"), "PowerPoint", "Copiez le tableau"),
        (_zip("berg.csv", "litn.csv"), "berg.csv", "Décompressez"),
        (b"%PDF-1.7\n", "PDF", "fichier d'origine"),
        (b"\x89PNG\r\n\x1a\n", "image", "fichier d'origine"),
        (b"{\\rtf1 x}", "RTF", "Copiez le tableau"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "__substg1.0_0037".encode("utf-16-le"), "Outlook", "pièce jointe"),
        (b'[{"id_cpts": 1}]', "JSON", "Excel"),
    ],
)  # fmt: skip
def test_each_format_gets_its_own_advice(data, kind, remedy):
    verdict = checked_bytes(data, "envoi")
    assert [issue.regle for issue in verdict.anomalies] == ["format_inconnu"]
    assert kind in verdict.anomalies[0].message.replace("\xa0", " ")
    assert remedy in verdict.anomalies[0].remede.replace("\xa0", " ")


def test_columns_that_begin_like_a_message_are_read():
    data = month_file("Date: 05/04/2025", "id_cpts;mois;indicateur;valeur", "CPTS-WEPP;2025-03;ADH;91", header="")
    assert checked_bytes(data, "a.csv").acceptees == 1


@pytest.mark.parametrize("second", [",", "\t", "|"])
def test_two_dialects_one_after_the_other_are_one_finding(second):
    head = "id_cpts;mois;indicateur;valeur"
    more = (head, "CPTS-LITN;2025-03;ADH;70")
    data = month_file("CPTS-WEPP;2025-03;ADH;91", *(line.replace(";", second) for line in more), header=head)
    verdict = checked_bytes(data, "colle.csv")
    assert [(i.regle, i.ligne) for i in verdict.anomalies] == [("separateur_change", 3)]
    assert verdict.acceptees == 0


@pytest.mark.parametrize(("one", "two"), [(",", ";"), ("\t", ";"), ("|", ";"), (",", "\t"), ("\t", ",")])
def test_whichever_of_the_two_comes_first_no_line_is_taken_for_a_title(one, two):
    head, lines = "id_cpts;mois;indicateur;valeur", ("CPTS-WEPP;2025-03;ADH;91", "CPTS-LITN;2025-03;ADH;70")
    parts = [head.replace(";", one), lines[0].replace(";", one), head.replace(";", two), lines[1].replace(";", two)]
    verdict = checked_bytes(month_file(*parts, header="").lstrip(b"\xef\xbb\xbf\r\n"), "colle.csv")
    assert [(i.regle, i.ligne) for i in verdict.anomalies] == [("separateur_change", 3)]


def test_a_title_with_commas_above_the_header_is_no_other_header():
    data = month_file(
        "Suivi, mois, indicateurs, CPTS", "id_cpts;mois;indicateur;valeur", "CPTS-WEPP;2025-03;ADH;91", header=""
    )
    assert checked_bytes(data, "a.csv").acceptees == 1


def test_a_comment_with_other_separators_changes_nothing():
    data = month_file("CPTS-WEPP;2025-03;ADH;;;91;a, b, c, d, e, f, g", "CPTS-BERG;2025-03;ADH;;;80;")
    assert checked_bytes(data, "a.csv").acceptees == 2


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_utf_16_of_an_odd_number_of_bytes_is_read_and_said(end):
    text = "id_cpts,mois,indicateur,valeur\r\nCPTS-WEPP,2025-03,ADH,91\r\n"
    verdict = checked_bytes(b"\xff\xfe" + text.encode("utf-16-le") + end, "a.csv")
    assert verdict.acceptees == 1
    assert [i.regle for i in verdict.anomalies] == (["octet_seul"] if end else [])


def test_a_total_whose_formula_has_no_result_blocks_nothing():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["id_cpts", "mois", "indicateur", "numerateur", "denominateur", "valeur"])
    sheet.append(["CPTS-WEPP", "2025-03", "PRE_SEIN", 450, 812, None])
    sheet.append(["Total", None, None, "=SUM(D2:D2)", None, None])
    book.save(out := io.BytesIO())
    verdict = checked_bytes(out.getvalue(), "a.xlsx")
    assert not verdict.anomalies and verdict.acceptees == 1
    assert [(a.ligne, a.motif) for a in verdict.mises_a_part] == [(3, "total")]
    sheet["D2"] = "=400+50"
    book.save(out := io.BytesIO())
    said = {(i.regle, i.ligne) for i in checked_bytes(out.getvalue(), "a.xlsx").anomalies}
    assert ("formule_sans_resultat", 2) in said and not any(line == 3 for _, line in said)


@pytest.mark.parametrize(("month", "read"), [("112025", "2025-11"), ("032025", "2025-03"), ("202511", "2025-11")])
def test_a_month_then_its_year_without_separator(month, read):
    verdict = checked_bytes(month_file(f"CPTS-WEPP;{month};ADH;;;91;"), "a.csv")
    assert f"{verdict.observations['mois'].iloc[0]:%Y-%m}" == read


def test_of_two_columns_that_say_whose_a_line_is_the_filled_one_is_read():
    head = "{};{};Période;Indicateur;Valeur"
    for titles, line in (
        (("Code territoire", "Nom du territoire"), "CPTS-WEPP;;2025-03;ADH;91"),
        (("Code CPTS", "Nom CPTS"), ";CPTS des Weppes;2025-03;ADH;91"),
    ):
        verdict = checked_bytes(month_file(line, header=head.format(*titles)), "a.csv")
        assert verdict.acceptees == 1, verdict.anomalies


def test_a_deliverable_is_yes_or_no_in_the_journal_and_unknown_is_offered():
    value = {"etat": "valeur", "id_cpts": "CPTS-WEPP", "indicateur": "CRI_PLAN", "mois": "2025-03", "valeur": 1.0}
    told = '{"connues": 1, "valeurs": [%s]}'

    assert "CRI_PLAN 2025-03 : oui" in say_in_words(told % json.dumps(value))
    assert "CRI_PLAN 2025-03 : non" in say_in_words(told % json.dumps(value | {"valeur": 0.0}))
    refused = checked_bytes(month_file("CPTS-WEPP;2025-03;CRI_PLAN;;;en cours;"), "a.csv").anomalies[0]
    assert "ND" in refused.remede


def test_a_first_line_of_unknown_titles_is_the_header_and_they_are_named():
    head = '"GEO";"GEO_OBJECT";"INDICATEUR";"SEX";"TIME_PERIOD";"OBS_VALUE";"OBS_STATUS"'
    data = month_file(
        '"CPTS-WEPP";"CPTS";"ADH";"_T";"2025-03";91;"A"', '"CPTS-BERG";"CPTS";"ADH";"_T";"2025-03";;"C"', header=head
    )
    said = checked_bytes(data, "DS.csv").anomalies
    assert {(i.regle, i.ligne) for i in said} == {("colonne_manquante", 1)}
    assert all(title in said[0].message for title in ("GEO", "TIME_PERIOD", "OBS_VALUE"))


def test_a_title_near_an_indicator_is_what_blocks_not_the_column_of_indicators():
    head = '"Mois","Territoire","Territoire Code","Région","Grippe 65 ans et plus"'
    data = month_file('"2025-03","CPTS des Weppes","CPTS-WEPP","Hauts-de-France",54.7', header=head)
    verdict = checked_bytes(data, "couv.csv")
    assert [(i.regle, i.ligne) for i in verdict.anomalies if i.bloquante] == [("colonne_ambigue", 1)]
    assert "PRE_GRIPPE" in verdict.anomalies[0].message and verdict.refuse


LINES = (
    "CPTS;Période;Indicateur;Valeur",
    "Pôle de santé du Bergeracois;mars 2025;Étudiants accueillis en stage;4",
)


@pytest.mark.parametrize("wrong", ["cp850", "mac_roman", "cp1252"])
def test_utf_8_read_in_another_encoding_is_mended_and_said(wrong):
    text = "\r\n".join(LINES).encode().decode(wrong)
    verdict = checked_bytes(text.encode("utf-8-sig"), "a.csv")
    assert verdict.observations[["id_cpts", "indicateur", "valeur"]].values.tolist() == [["CPTS-BERG", "ACP_STAGES", 4]]
    assert [i.regle for i in verdict.anomalies if i.ligne == 1] == ["texte_abime"]


def test_windows_read_as_macintosh_is_one_finding_that_names_both():
    text = "\r\n".join(LINES).encode("cp1252").decode("mac_roman")
    said = checked_bytes(text.encode("utf-8-sig"), "a.csv").anomalies
    assert [i.regle for i in said] == ["accents_mal_lus"]
    assert "Période" in said[0].message and "Macintosh" in said[0].message and "Windows" in said[0].message


@pytest.mark.parametrize(
    "name", ["CPTS Ouest-Étampois", "PÔLE DE SANTÉ", "CPTS des Weppes", "iPhone ÉTÉ", "McÉlroy Santé"]
)
def test_sound_accents_and_capitals_are_left_alone(name):
    data = month_file(f"CPTS-WEPP;{name};2025-03;ADH;91", header="Code CPTS;Nom CPTS;Mois;Indicateur;Valeur")
    assert not {"accents_mal_lus", "texte_abime"} & {i.regle for i in checked_bytes(data, "a.csv").anomalies}
