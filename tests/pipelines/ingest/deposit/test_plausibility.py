"""A value beside its own series: what is questioned, and what is not."""

import pandas as pd
import pytest

from pipelines.ingest.deposit.steps import examine
from pipelines.ingest.rules.table import REGLES
from pipelines.store.scope import Scope
from tests.depositing import deposit, preview
from tests.monthly import NOW, month_file

LOCAL = Scope.local()
PAST = [str(m) for m in pd.period_range("2024-10", "2026-09", freq="M")]
# A wobble without direction, so that a series has a noise of its own.
WOBBLE = [0, 4, -3, 2, -4, 3, 1, -2, 4, -1, 3, -4] * 2


def line(code: str, month: str, n: object, d: object = "", *, cpts: str = "WEPP") -> str:
    return f"CPTS-{cpts};{month};{code};;;{n};" if d == "" else f"CPTS-{cpts};{month};{code};{n};{d};;"


def put(store, *lines: str):
    done = deposit(store, LOCAL, month_file(*lines), "passe.csv", auteur="x", maintenant=NOW)
    assert done.etat == "actif"
    return done


def said(store, *lines: str) -> list[tuple[int, str]]:
    """The line and the rule of each warning to accept; none of them refuses the file."""
    seen = preview(store, LOCAL, month_file(*lines), "f.csv", maintenant=NOW)
    assert seen.possible and not seen.verdict.refuse
    return [(i.ligne, i.regle) for i in seen.a_accepter]


@pytest.fixture
def past(store):
    put(
        store,
        *[line("PRE_SEIN", m, 5600 + 10 * w, 10_000 + w) for m, w in zip(PAST, WOBBLE, strict=True)],
        *[line("ADH", m, 91) for m in PAST],
        *[line("PAR_RCP", m, 40 + w) for m, w in zip(PAST, WOBBLE, strict=True)],
        *[line("ACC_SNP", m, 30 + w, 40 + 2 * w) for m, w in zip(PAST, WOBBLE, strict=True)],
        *[line("ACC_MT_16", m, 900 + (w if m < "2026-07" else 0), 10_000) for m, w in zip(PAST, WOBBLE, strict=True)],
        *[line("PRE_GRIPPE", m, 2000 if m[5:] == "09" else 5000, 10_000) for m in PAST],
    )
    return store


@pytest.mark.parametrize(
    ("what", "sent", "expected"),
    [
        ("within its noise", line("PRE_SEIN", "2026-10", 5590, 10_003), []),
        ("a jump up", line("PRE_SEIN", "2026-10", 6900, 10_003), ["saut_inhabituel"]),
        ("a jump down", line("PRE_SEIN", "2026-10", 3900, 10_003), ["saut_inhabituel"]),
        ("a jump of a count", line("PAR_RCP", "2026-10", 140), ["saut_inhabituel"]),
        ("a count within its noise", line("PAR_RCP", "2026-10", 44), []),
        ("another population", line("PRE_SEIN", "2026-10", 7200, 12_900), ["denominateur_change"]),
        ("a population 19 % larger", line("PRE_SEIN", "2026-10", 6600, 11_850), []),
        ("half the people", line("PRE_SEIN", "2026-10", 2780, 5000), ["denominateur_change"]),
        ("few requests are no population", line("ACC_SNP", "2026-10", 22, 29), []),
        ("a number that never moves", line("ACC_MT_16", "2026-10", 900, 10_000), ["valeur_figee"]),
        ("the same number, other people", line("ACC_MT_16", "2026-10", 901, 10_000), []),
        ("members may well stay the same", line("ADH", "2026-10", 91), []),
        ("the same season last year", line("PRE_GRIPPE", "2026-10", 5000, 10_000), []),
        ("a hidden value is no jump", line("PRE_SEIN", "2026-10", "NS", 10_003), []),
        ("nothing stored of another CPTS", line("PRE_SEIN", "2026-10", 3900, 10_003, cpts="BERG"), []),
    ],
    ids=lambda value: value if isinstance(value, str) and ";" not in value else "",
)
def test_one_value_beside_its_series(past, what, sent, expected):
    assert [rule for _, rule in said(past, sent)] == expected


def test_the_sentence_names_the_line_the_value_before_and_what_to_do(past):
    seen = preview(
        past,
        LOCAL,
        month_file(line("ADH", "2026-10", 92), line("PRE_SEIN", "2026-10", 6900, 10_003)),
        "f",
        maintenant=NOW,
    )
    (issue,) = seen.a_accepter
    assert (issue.ligne, issue.colonne, issue.bloquante) == (3, "numerateur", False)
    assert issue.message.replace("\u00a0", " ") == (
        "Ligne 3, colonne « numerateur » (D) : PRE_SEIN de CPTS-WEPP pour 2026-10 passe de 55,6 % à 69 %, un écart plus grand "
        "que ses variations habituelles."
    )
    assert "commentaire" in issue.remede
    assert seen.nouvelles == 2


def test_the_column_is_the_one_the_person_sees(past):
    """Under its own title and letter, in a long file, in a wide one, and for a share sent without its counts."""
    long = "Commentaire;Période;CPTS;Indicateur;Nb;Dén;Num;Taux"
    sent = month_file(
        ";2026-10;CPTS-WEPP;ADH;;;;92",
        ";2026-10;CPTS-WEPP;PRE_SEIN;;10003;6900;",
        header=long,
    )
    alone = month_file(";2026-10;CPTS-WEPP;PRE_SEIN;;;;69,0 %", header=long)
    wide = month_file(
        "CPTS-WEPP;2026-09;5590;10003;91",
        "CPTS-WEPP;2026-10;6900;10003;92",
        header="CPTS;Mois;PRE_SEIN_num;PRE_SEIN_den;ADH",
    )
    places = []
    for data in (sent, alone, wide):
        (issue,) = preview(past, LOCAL, data, "f.csv", maintenant=NOW).a_accepter
        place, said_ = issue.message.replace("\u00a0", " ").split(" : ")
        assert "à 69 %," in said_, "the message compares shares, whatever the cell holds"
        places.append((issue.ligne, issue.colonne, issue.valeur, place))
    assert places == [
        (3, "Num", "6\u202f900", "Ligne 3, colonne « Num » (G)"),
        (2, "Taux", "69 %", "Ligne 2, colonne « Taux » (H)"),
        (3, "PRE_SEIN_num", "6\u202f900", "Ligne 3, colonne « PRE_SEIN_num » (C)"),
    ]


def test_of_several_versions_the_last_one_is_compared_with(past):
    put(past, line("PRE_SEIN", "2026-09", 6900, 10_003))
    assert said(past, line("PRE_SEIN", "2026-10", 6905, 10_003)) == []
    assert said(past, line("PRE_SEIN", "2026-10", 5600, 10_003)) == [(2, "saut_inhabituel")]


def test_a_short_past_has_no_noise_yet(store):
    put(store, *[line("PRE_SEIN", m, 5600, 10_000) for m in PAST[-5:]])
    assert said(store, line("PRE_SEIN", "2026-10", 9000, 10_000)) == []


def test_a_first_load_is_not_questioned_against_itself(store):
    lines = [line("PRE_SEIN", m, 5600 if k % 7 else 900, 10_000) for k, m in enumerate(PAST)]
    assert said(store, *lines) == []


def test_the_lines_of_the_file_are_part_of_the_series(past):
    """Two months at once: the second is compared with the first of the file, not with the last one stored."""
    jump, stays = line("PRE_SEIN", "2026-10", 6900, 10_003), line("PRE_SEIN", "2026-11", 6905, 10_003)
    assert said(past, jump, stays) == [(2, "saut_inhabituel")]


def test_a_value_already_stored_is_not_questioned_again(past):
    put(past, line("PRE_SEIN", "2026-10", 6900, 10_003))
    again = [line("PRE_SEIN", "2026-10", 6900, 10_003), line("ADH", "2026-10", 92)]
    assert said(past, *again) == []


def test_a_faulty_line_hides_no_warning(past):
    data = month_file(line("PRE_SEIN", "2026-13", 1, 2), line("PRE_SEIN", "2026-10", 6900, 10_003))
    rules = [i.regle for i in examine(past, LOCAL, data, "f.csv", maintenant=NOW).anomalies]
    assert rules == ["mois_illisible", "saut_inhabituel"]


def test_every_rule_to_accept_is_a_warning():
    asked = {name for name, rule in REGLES.items() if rule.a_accepter}
    assert asked == {
        "saut_inhabituel",
        "denominateur_change",
        "valeur_figee",
        "part_seule",
        "valeur_perdue",
        "multiple_converti",
        "part_sans_effectifs",
    }
    assert not any(REGLES[name].bloquante for name in asked)
