"""The tables of rules: each one used, each used one declared, in finished French, with braces that something fills."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

import pipelines.ingest
from pipelines.ingest.rules.table import REGLES, TABLES, Gravite, finding, read_table

SOURCES = [path.read_text(encoding="utf-8") for path in Path(pipelines.ingest.__path__[0]).rglob("*.py")]
TEXTS = [
    pytest.param(text, id=f"{code} {name}")
    for code, rule in REGLES.items()
    for name, text in (("constat", rule.constat), ("remede", rule.remede))
]
#: What names itself as a rule where it is called: finding("x"), found.add("x"), Check(name="x"), i.regle == "x".
NAMING = re.compile(r"""(?:\bfinding\(|\bfound\.add\(|regle (?:==|in) |pa\.Check\([^\n]*name=)\s*"(\w+)\"""")


def _texts_of_code():
    return {
        node.value
        for source in SOURCES
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_rule_stands_in_one_table_and_is_used():
    tables = [read_table(name) for name in TABLES]
    assert sum(map(len, tables)) == len(REGLES) > 80
    assert set(REGLES) - _texts_of_code() == set()


def test_every_rule_that_is_used_is_declared():
    used = {code for source in SOURCES for code in NAMING.findall(source)}
    assert len(used) > 50 and used - set(REGLES) == set()


def test_every_rule_says_how_grave_it_is_in_a_word_that_is_known():
    assert {rule.gravite for rule in REGLES.values()} == set(get_args(Gravite))


def test_a_key_that_no_rule_has_is_refused(tmp_path, monkeypatch):
    (tmp_path / "essai.yaml").write_text('x: {constat: "a", remede: "B.", bloquant: true}', encoding="utf-8")
    monkeypatch.setattr("pipelines.ingest.rules.table.__file__", str(tmp_path / "table.py"))
    with pytest.raises(TypeError, match="bloquant"):
        read_table("essai")


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_the_spaces_of_french_and_no_brace_that_nothing_fills(text):
    assert set(re.findall(r"\{(\w*)\}", text)) <= {"valeur", "detail", "attendu", "actuel"}
    words = re.sub(r"\{\w+\}|id_cpts;\S+", "x", text)
    assert "{" not in words and "}" not in words and "  " not in words and words == words.strip()
    assert not re.search(r"[^ ][;:!?»%]|«[^ ]|[’“”…]| [,.)]|\( ", words), "spaces before ; : ! ? » % and after «"
    assert words.count("«") == words.count("»")


@pytest.mark.parametrize("code", REGLES)
def test_a_rule_is_a_sentence_without_its_place_then_a_remedy(code):
    rule = REGLES[code]
    assert rule.constat[0] == rule.constat[0].lower() and rule.constat[-1] not in ".;:,"
    assert rule.remede[0] == rule.remede[0].upper() and rule.remede.endswith((".", ";valeur"))


def test_a_finding_says_its_place_then_its_rule():
    issue = finding("nombre_negatif", ligne=4, colonne="Num", lettre="D", valeur="-3")
    assert issue.message.replace("\u00a0", " ") == "Ligne 4, colonne « Num » (D) : « -3 » est négatif."
    assert (issue.regle, issue.bloquante, issue.remede) == ("nombre_negatif", True, "Écrivez un nombre positif ou nul.")
