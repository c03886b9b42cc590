"""A code beside the wording of another entry is refused on its line; an unknown wording is remarked; the rest is silent."""

from datetime import date

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.verdict import check
from pipelines.store.scope import Scope
from tests.monthly import month_file
from tests.pipelines.ingest.habits.habit import KNOWN
from tests.pipelines.ingest.sheets import xlsx

LONG = "Code CPTS;Nom de la CPTS;Mois;Code indicateur;Indicateur;Num;Dén;Valeur"


def checked(data, scope=None):
    return check(
        data,
        "test.csv",
        catalogue=load_catalogue(),
        scope=scope or Scope.local(),
        territoires=KNOWN,
        today=date(2026, 11, 20),
    )


def said(verdict):
    return [(i.ligne, i.regle, i.message.replace("\u00a0", " ")) for i in verdict.anomalies]


def test_the_code_of_one_and_the_name_of_another_block_the_line():
    verdict = checked(
        month_file(
            "CPTS-WEPP;Pôle de santé du Bergeracois;2025-03;ADH;Professionnels adhérents;;;91",
            "CPTS-BERG;POLE DE SANTE DU BERGERACOIS;2025-03;ADH;Professionnels adhérents;;;80",
            header=LONG,
        )
    )
    assert said(verdict) == [
        (2, "libelle_contredit", "Ligne 2, colonne « Nom de la CPTS » (B) : le libellé « Pôle de santé du Bergeracois » "
         "est celui de CPTS-BERG, alors que le code de la ligne est CPTS-WEPP."),
    ]  # fmt: skip
    issue = verdict.anomalies[0]
    assert (issue.colonne, issue.valeur, issue.bloquante) == ("Nom de la CPTS", "Pôle de santé du Bergeracois", True)
    assert "Corrigez le code ou le libellé" in issue.remede
    assert (verdict.lignes_lues, verdict.rejetees, verdict.refusees) == (2, 1, (2,))
    assert verdict.observations["id_cpts"].tolist() == ["CPTS-BERG"]


@pytest.mark.parametrize("label", ["Dépistage du cancer du sein", "PRE_SEIN", "DEPISTAGE DU CANCER DU SEIN"])
def test_the_code_of_an_indicator_and_the_wording_of_another_block_the_line(label):
    verdict = checked(month_file(f"CPTS-WEPP;CPTS des Weppes;2025-03;PRE_COL;{label};12;42;", header=LONG))
    assert [(i.ligne, i.colonne, i.regle) for i in verdict.anomalies] == [(2, "Indicateur", "libelle_contredit")]
    assert "est celui de PRE_SEIN, alors que le code de la ligne est PRE_COL" in verdict.anomalies[0].message


def test_every_line_of_a_shifted_column_is_refused():
    names = ["CPTS 21-52", "CPTS des Weppes", "CPTS démo – Bresse", "Pôle de santé du Bergeracois"]
    codes = ["CPTS-WEPP", "CPTS-BERG", "CPTS-2152", "DEMO-0105"]
    lines = [f"{c};{n};2025-0{m};ADH;ADH;;;9" for m in (1, 2) for c, n in zip(codes, names, strict=True)]
    verdict = checked(month_file(*lines, header=LONG))
    assert [(i.ligne, i.regle) for i in verdict.anomalies] == [(n, "libelle_contredit") for n in range(2, 10)]
    assert verdict.rejetees == 8


@pytest.mark.parametrize(
    "label",
    ["", "cpts-wepp", "CPTS Weppes", "Weppes", "CPTS des Weppes (59)", "cpts  DES weppes", "CPTS des W", "59", "2152"],
)
def test_a_wording_that_may_be_that_of_the_code_says_nothing(label):
    verdict = checked(month_file(f"CPTS-WEPP;{label};2025-03;ADH;Adhérents;;;91", header=LONG))
    assert verdict.anomalies == ()
    assert len(verdict.observations) == 1


def test_another_wording_is_remarked_once_and_blocks_nothing():
    lines = [f"CPTS-WEPP;Association Santé Lille;2025-0{m};ADH;Membres;;;91" for m in (1, 2, 3)]
    verdict = checked(month_file(*lines, header=LONG))
    assert said(verdict) == [
        (2, "libelle_different", "Ligne 2, colonne « Nom de la CPTS » (B) : le libellé « Association Santé Lille » n'est pas "
         "celui que l'on connaît à CPTS-WEPP (et de même sur 2 autres lignes)."),
        (2, "libelle_different", "Ligne 2, colonne « Indicateur » (E) : le libellé « Membres » n'est pas celui que l'on connaît "
         "à ADH (et de même sur 2 autres lignes)."),
    ]  # fmt: skip
    assert not verdict.refuse and len(verdict.observations) == 3


def test_a_column_of_other_wordings_is_summed_up_in_one_remark():
    lines = [f"CPTS-WEPP;Commune {chr(65 + n)}{chr(65 + n)};2023-{n % 12 + 1:02d};ADH;ADH;;;{n}" for n in range(24)]
    verdict = checked(month_file(*lines, header=LONG))
    remarks = [i for i in verdict.anomalies if i.regle == "libelle_different"]
    assert len(remarks) == 1 and "23 autres lignes" in remarks[0].message


def test_a_name_out_of_scope_is_no_entry():
    scope = Scope("x", cpts=frozenset({"CPTS-WEPP"}), depots=frozenset({"CPTS-WEPP"}))
    verdict = checked(month_file("CPTS-WEPP;CPTS 21-52;2025-03;ADH;ADH;;;91", header=LONG), scope)
    assert [i.regle for i in verdict.anomalies] == ["libelle_different"]
    assert "CPTS-2152" not in verdict.anomalies[0].message


def test_in_a_wide_file_the_line_is_refused_whole_and_said_once():
    data = month_file(
        "CPTS-WEPP;CPTS 21-52;2025-03;91;12;42",
        "CPTS-BERG;Pôle de santé du Bergeracois;2025-03;80;1;2",
        header="Code;CPTS;Mois;ADH;PRE_COL_num;PRE_COL_den",
    )
    verdict = checked(data)
    assert [(i.ligne, i.colonne, i.regle) for i in verdict.anomalies] == [(2, "CPTS", "libelle_contredit")]
    assert verdict.observations["id_cpts"].tolist() == ["CPTS-BERG", "CPTS-BERG"]


def test_the_names_of_a_workbook_merged_over_their_lines_are_judged_on_each():
    head = ["Code", "Nom CPTS", "Mois", "Indicateur", "Valeur"]
    rows = [["CPTS-WEPP", "CPTS des Weppes", "2025-03", "ADH", 91], ["CPTS-BERG", None, "2025-03", "ADH", 80]]
    verdict = checked(xlsx([head, *rows], merged=["B2:B3"]))
    assert [(i.ligne, i.regle) for i in verdict.anomalies] == [(2, "cellules_fusionnees"), (3, "libelle_contredit")]


def test_somebodys_name_is_no_name_of_a_cpts():
    verdict = checked(month_file("CPTS-WEPP;2025-03;ADH;91;X;Y", header="Code CPTS;Mois;Indicateur;Valeur;Nom;Prénom"))
    assert [i.regle for i in verdict.anomalies] == ["colonne_ignoree"]
