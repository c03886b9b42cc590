"""The schema we publish: true to the reader, usable by frictionless, and it finds what is wrong."""

import pytest
from frictionless import Schema

from pipelines.catalogue import load_catalogue
from pipelines.ingest.check.numbers import find_separators, read_number
from pipelines.ingest.deposit.steps import examine
from pipelines.publish.exports.table_schema import MANQUANTES, MASQUEES, table_schema
from pipelines.store.scope import Scope
from tests.pipelines.publish.exports.frictionless_report import faults

HEADER = "id_cpts,mois,indicateur,numerateur,denominateur,valeur,commentaire"
SOUND = [
    "CPTS-WEPP,2026-09,ACC_MT_16,90,1000,,",
    "CPTS-WEPP,2026-10,ACC_MT_16,NS,1000,,",
    "CPTS-WEPP,2026-10,PRE_COL,,,0.576,estimé",
    "CPTS-WEPP,2026-10,ADH,,,ND,",
    "CPTS-WEPP,2026-10,CRI_PLAN,,,1,",
    "CPTS-2152,2026-10,ADH,,,,",
]
# A line with one fault, and the column frictionless blames (None: the line as a whole).
FAULTS = {
    "cpts vide": (",2026-10,ADH,,,91,", "id_cpts"),
    "code de CPTS impossible": ("cpts weppes,2026-10,ADH,,,91,", "id_cpts"),
    "mois vide": ("CPTS-BERG,,ADH,,,91,", "mois"),
    "treizième mois": ("CPTS-BERG,2026-13,ADH,,,91,", "mois"),
    "jour": ("CPTS-BERG,01/10/2026,ADH,,,91,", "mois"),
    "semaine": ("CPTS-BERG,2026-S40,ADH,,,91,", "mois"),
    "indicateur inconnu": ("CPTS-BERG,2026-10,PRE_SIEN,1,2,,", "indicateur"),
    "indicateur vide": ("CPTS-BERG,2026-10,,1,2,,", "indicateur"),
    "numérateur négatif": ("CPTS-BERG,2026-10,PRE_COL,-1,20,,", "numerateur"),
    "numérateur à virgule": ("CPTS-BERG,2026-10,PRE_COL,1.5,20,,", "numerateur"),
    "numérateur illisible": ("CPTS-BERG,2026-10,PRE_COL,douze,20,,", "numerateur"),
    "dénominateur nul": ("CPTS-BERG,2026-10,PRE_COL,0,0,,", "denominateur"),
    "valeur négative": ("CPTS-BERG,2026-10,ADH,,,-4,", "valeur"),
    "erreur de tableur": ("CPTS-BERG,2026-10,ADH,,,#REF!,", "valeur"),
    "doublon": ("CPTS-WEPP,2026-09,ACC_MT_16,91,1000,,", None),
}


@pytest.fixture(scope="module")
def schema():
    return table_schema(load_catalogue())


def test_the_markers_of_the_schema_are_those_the_reader_knows():
    known = find_separators([], cell_separator=";")
    assert {read_number(mark, known).etat for mark in MASQUEES} == {"masquee"}
    assert {read_number(mark, known).etat for mark in MANQUANTES} == {"manquante"}


def test_the_schema_lists_the_indicators_of_the_catalogue_with_their_wording(schema):
    fields = {field["name"]: field for field in schema["fields"]}
    known = load_catalogue().indicateurs
    assert fields["indicateur"]["constraints"]["enum"] == list(known)
    assert all(i.libelle in fields["indicateur"]["description"] for i in known.values())
    assert all(field["title"] and field["description"] for field in schema["fields"])
    assert set(schema["missingValues"]) == set(schema["marqueurs"]["masquee"]) | set(schema["marqueurs"]["manquante"])


def test_frictionless_accepts_the_schema_and_a_sound_file(schema, tmp_path):
    Schema.from_descriptor(schema)
    assert faults(tmp_path, schema, [HEADER, *SOUND]) == []


@pytest.mark.parametrize("name", FAULTS)
def test_frictionless_finds_each_planted_fault_on_its_line(name, schema, tmp_path):
    line, column = FAULTS[name]
    found = faults(tmp_path, schema, [HEADER, *SOUND, line])
    assert [(row, field) for row, field, _ in found] == [(len(SOUND) + 2, column)]


def test_all_planted_faults_are_found_together_and_we_find_them_too(schema, tmp_path, store):
    lines = [line for line, _ in FAULTS.values()]
    found = faults(tmp_path, schema, [HEADER, *SOUND, *lines])
    blamed = {row for row, _, _ in found}
    assert blamed == set(range(len(SOUND) + 2, len(SOUND) + 2 + len(lines)))
    verdict = examine(store, Scope.local(), "\n".join([HEADER, *SOUND, *lines]).encode(), "f.csv")
    ours = {i.ligne for i in verdict.anomalies if i.bloquante}
    # « 01/10/2026 » is a month that our reader understands, and « cpts weppes » a name it knows how to mend.
    understood = {len(SOUND) + 2 + list(FAULTS).index(name) for name in ("jour", "code de CPTS impossible")}
    assert blamed - understood <= ours


def test_a_file_may_carry_some_columns_only_but_never_without_its_keys(schema, tmp_path):
    assert faults(tmp_path, schema, ["mois,id_cpts,indicateur,valeur", "2026-10,CPTS-WEPP,ADH,91"]) == []
    missing = faults(tmp_path, schema, ["mois,id_cpts,valeur", "2026-10,CPTS-WEPP,91"])
    assert [(field, kind) for _, field, kind in missing] == [("indicateur", "missing-label")]
