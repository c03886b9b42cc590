"""One planted fault per rule, with the exact line, column, value and sentence it must give; and what passes."""

from math import nan

import pandas as pd
import pytest

from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.verdict import LINE_RULES, check
from pipelines.ingest.column import letter
from pipelines.ingest.rules.table import REGLES
from pipelines.store.scope import Scope
from tests.monthly import HEADER, month_file
from tests.pipelines.ingest.check.checked import KNOWN, TODAY, checked
from tests.pipelines.ingest.check.planted_faults import PARTS, PLANTED, READING, WORDINGS


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(("rule", "lines", "expected"), PLANTED, ids=[p[0] for p in PLANTED])
def test_a_planted_fault_gives_its_exact_report_and_no_other(rule, lines, expected):
    verdict = checked(*lines)
    found = sorted(verdict.anomalies, key=lambda i: (i.ligne, i.colonne))
    assert [(i.regle, i.ligne, i.colonne) for i in found] == [(rule, line, column) for line, column, _, _ in expected]
    for issue, (line, column, value, sentence) in zip(found, expected, strict=True):
        assert issue.valeur == value
        assert issue.bloquante == REGLES[rule].bloquante
        place = f"Ligne {line}, colonne « {column} » ({letter(HEADER.split(';').index(column))})"
        assert plain(issue.message).startswith(f"{place} : ")
        if sentence is not None:
            assert plain(issue.message) == f"{place} : {sentence}"
    blocked = {line for line, *_ in expected} if REGLES[rule].bloquante else set()
    assert (verdict.lignes_lues, verdict.rejetees) == (len(lines), len(blocked))
    assert verdict.acceptees == verdict.lignes_lues - verdict.rejetees
    assert verdict.refuse == REGLES[rule].bloquante


# Broken by what is stored, not by the file alone: see deposit/test_plausibility.py and deposit/test_gels.py.
AGAINST_STORE = {"mois_gele", "saut_inhabituel", "denominateur_change", "valeur_figee"}
LOSSES = {"valeur_perdue", "perte_laissee", "que_des_pertes", "part_sans_effectifs"}
UNITS = {"unite_autre", "unite_convertie", "multiple_converti"}
INVENTED = {"donnees_inventees", "inventee_parmi_d_autres"}


def test_every_rule_is_planted_somewhere():
    known = READING | WORDINGS | PARTS | AGAINST_STORE | LOSSES | UNITS | INVENTED | {"trop_de_constats"}
    assert {p[0] for p in PLANTED} | known == set(REGLES)
    assert READING >= LINE_RULES


def test_all_findings_come_in_one_pass_in_the_order_of_the_file():
    lines = [line for _, planted, _ in PLANTED for line in planted[:1]]
    verdict = checked(*lines)
    numbers = [issue.ligne for issue in verdict.anomalies]
    assert numbers == sorted(numbers)
    blocking = {i.ligne for i in verdict.anomalies if i.bloquante}
    assert verdict.rejetees == len(blocking)
    assert len(verdict.observations) <= verdict.acceptees


@pytest.mark.parametrize(
    ("line", "state", "marker", "numbers"),
    [
        ("PRE_SEIN;450;812;", "valeur", nan, (450, 812, 450 / 812)),
        ("PRE_SEIN;450;812;55,4 %", "valeur", nan, (450, 812, 450 / 812)),
        ("PRE_SEIN;450;812;55,4", "valeur", nan, (450, 812, 450 / 812)),
        ("PRE_SEIN;450;812;0,554", "valeur", nan, (450, 812, 450 / 812)),
        ("PRE_SEIN;0;812;", "valeur", nan, (0, 812, 0.0)),
        ("PRE_SEIN;;;57,6 %", "valeur", nan, (nan, nan, 0.576)),
        ("PRE_SEIN;;;57,6", "valeur", nan, (nan, nan, 0.576)),
        ("PRE_SEIN;;;0 %", "valeur", nan, (nan, nan, 0.0)),
        ("PRE_SEIN;1 450;2\u202f812;", "valeur", nan, (1450, 2812, 1450 / 2812)),
        ("PRE_SEIN;NS;812;", "masquee", "NS", (nan, 812, nan)),
        ("PRE_SEIN;< 11;812;", "masquee", "< 11", (nan, 812, nan)),
        ("PRE_SEIN;NS;ND;", "masquee", "NS", (nan, nan, nan)),
        ("PRE_SEIN;;;NC", "masquee", "NC", (nan, nan, nan)),
        ("PRE_SEIN;ND;812;", "manquante", "ND", (nan, 812, nan)),
        ("PRE_SEIN;-;-;-", "manquante", "-", (nan, nan, nan)),
        ("PRE_SEIN;;;", "manquante", "", (nan, nan, nan)),
        ("ACC_URG;6 100;48 000;", "valeur", nan, (6100, 48000, 1000 * 6100 / 48000)),
        ("ACC_URG;;;127,1", "valeur", nan, (nan, nan, 127.1)),
        ("ADH;;;91", "valeur", nan, (nan, nan, 91)),
        ("ADH;91;;", "valeur", nan, (nan, nan, 91)),
        ("ADH;;;-0", "valeur", nan, (nan, nan, 0)),
        ("ADH;;;non communiqué", "masquee", "non communiqué", (nan, nan, nan)),
        ("ADH;;;sans objet", "manquante", "sans objet", (nan, nan, nan)),
        ("ACC_URG;;;127,1 ‰", "valeur", nan, (nan, nan, 127.1)),
        ("PRE_SEIN;;;576 ‰", "valeur", nan, (nan, nan, 0.576)),
        ("PRE_SEIN;450;812;554 ‰", "valeur", nan, (450, 812, 450 / 812)),
        ("PRE_SEIN;1'450;2’812;", "valeur", nan, (1450, 2812, 1450 / 2812)),
        ("ADH;;;0", "valeur", nan, (nan, nan, 0)),
        ("ADH;;;ND", "manquante", "ND", (nan, nan, nan)),
        ("PAR_INCL;;;< 11", "masquee", "< 11", (nan, nan, nan)),
        ("CRI_PLAN;;;oui", "valeur", nan, (nan, nan, 1)),
        ("CRI_PLAN;;;Réalisé", "valeur", nan, (nan, nan, 1)),
        ("CRI_PLAN;;;1", "valeur", nan, (nan, nan, 1)),
        ("CRI_PLAN;;;NON", "valeur", nan, (nan, nan, 0)),
        ("CRI_PLAN;;;", "manquante", "", (nan, nan, nan)),
    ],
)
def test_what_a_line_says(line, state, marker, numbers):
    verdict = checked(f"CPTS-WEPP;2026-10;{line};")
    assert not verdict.refuse, verdict.anomalies
    row = verdict.observations.iloc[0]
    assert row["etat"] == state
    assert row["marqueur"] == marker or (marker is nan and pd.isna(row["marqueur"]))
    assert row[["numerateur", "denominateur", "valeur"]].tolist() == pytest.approx(numbers, nan_ok=True)


def test_cpts_and_indicators_are_known_by_code_in_any_case_or_by_name():
    label = load_catalogue().indicateurs["PRE_COL"].libelle
    verdict = checked(
        "cpts-wepp;2026-10;pre_sein;450;812;;",
        f"CPTS des Weppes;2026-10;{label.upper()};450;812;;",
        "POLE DE SANTE DU BERGERACOIS;2026-10;ADH;;;12;",
    )
    assert verdict.observations["id_cpts"].tolist() == ["CPTS-WEPP", "CPTS-WEPP", "CPTS-BERG"]
    assert verdict.observations["indicateur"].tolist() == ["PRE_SEIN", "PRE_COL", "ADH"]


def test_the_month_that_runs_is_accepted_and_provisional():
    verdict = checked("CPTS-WEPP;2026-10;ADH;;;90;", "CPTS-WEPP;2026-11;ADH;;;91;")
    assert verdict.observations["provisoire"].tolist() == [False, True]


def test_an_unknown_signature_warns_of_nothing():
    assert checked("CPTS-LITN;2018-01;ADH;;;91;").anomalies == ()


def test_a_cpts_out_of_scope_is_told_like_one_that_does_not_exist():
    scope = Scope("x", cpts=frozenset({"CPTS-WEPP", "CPTS-BERG"}), depots=frozenset({"CPTS-BERG"}))
    verdict = checked(
        "CPTS-BERG;2026-10;ADH;;;1;", "CPTS-WEPP;2026-10;ADH;;;1;", "CPTS-LITN;2026-10;ADH;;;1;", scope=scope
    )
    messages = [plain(i.message).split(" : ")[1] for i in verdict.anomalies]
    assert messages == [f"« {c} » n'est pas une CPTS connue dans votre périmètre." for c in ("CPTS-WEPP", "CPTS-LITN")]
    assert "CPTS-BERG" in verdict.anomalies[0].remede


def test_columns_bear_the_name_the_user_gave_them():
    verdict = checked("CPTS-WEPP;2026-10;PRE_SEIN;12x;812;;", header="CPTS;Période;Indicateur;Num;Dén;Val;Rem")
    assert [i.colonne for i in verdict.anomalies if i.bloquante] == ["Num"]


def test_without_the_columns_the_lines_are_not_judged():
    verdict = checked("CPTS-WEPP;450;812", header="id_cpts;numerateur;denominateur")
    assert [i.regle for i in verdict.anomalies] == ["colonne_manquante", "colonne_manquante"]
    assert (verdict.lignes_lues, verdict.acceptees, verdict.rejetees) == (1, 0, 1)


def test_a_whole_column_of_faults_is_capped_but_every_line_is_counted():
    verdict = checked(*["CPTS-WEPP;2026-12;ADH;;;1;"] * 6_000)
    assert (verdict.lignes_lues, verdict.rejetees) == (6_000, 6_000)
    assert len(verdict.anomalies) == 5_001
    last = [i for i in verdict.anomalies if i.regle == "trop_de_constats"]
    assert verdict.refuse and last[0].bloquante
    assert "1000 autres lignes, à partir de la ligne 5002" in plain(last[0].message)


def test_a_warning_repeated_on_thousands_of_lines_refuses_nothing():
    verdict = checked(*["CPTS-WEPP;2026-10;ADH;;;1;"] * 6_000)
    assert (verdict.refuse, verdict.rejetees, len(verdict.observations)) == (False, 0, 1)
    assert [(i.regle, i.bloquante) for i in verdict.anomalies if i.regle != "doublon_identique"] == [
        ("trop_de_constats", False)
    ]


@pytest.mark.parametrize("hostile", ["=cmd|'/c calc'!A1", "' OR 1=1 --", "{valeur}", "%s", "<script>"])
def test_hostile_cells_are_only_text(hostile):
    verdict = checked(f"{hostile};2026-10;ADH;;;91;")
    assert [i.regle for i in verdict.anomalies] == ["cpts_inconnue"]
    assert hostile in plain(verdict.anomalies[0].message)


def test_direction_marks_are_written_out_wherever_a_text_of_the_file_is_repeated():
    verdict = check(
        month_file("CPTS-\u202eXYZ;2026-10;ADH;;;91;"),
        "octobre\u202egpj.csv",
        catalogue=load_catalogue(),
        scope=Scope.local(),
        territoires=KNOWN,
        today=TODAY,
    )
    said = verdict.fichier + "".join(i.message + i.valeur + i.remede for i in verdict.anomalies)
    assert "\u202e" not in said and said.count("\\u202e") >= 3
