"""The files of ``files/quirks`` are read as a careful human reads them: each cell, each line, each column."""

import csv
import io
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipelines.catalogue import communes, load_catalogue
from pipelines.ingest.check.numbers import find_separators, read_number
from pipelines.ingest.check.repairs import Codes
from pipelines.ingest.check.verdict import check
from pipelines.ingest.months import read_month
from pipelines.ingest.read.bytes_to_cells import read_cells
from pipelines.ingest.read.decode import decode
from pipelines.store.scope import Scope
from tests.pipelines.ingest.habits.habit import answers
from tests.pipelines.ingest.quirks import CODE, MONTH, NUMBER, QUIRKS

FILES = Path(__file__).parent / "files" / "quirks"
KNOWN = pd.DataFrame(
    {
        "id_cpts": ["CPTS-WEPP", "CPTS-BERG", "CPTS-2152", "CPTS-LITN"],
        "nom": ["CPTS des Weppes", "Pôle de santé du Bergeracois", "CPTS 21-52", "CPTS Littoral en Nord"],
        "date_signature": pd.to_datetime(["2023-09-08", "2020-03-01", "2020-12-10", None]),
    }
)


@pytest.fixture(scope="module")
def codes():
    """The codes a careful reader knows: CPTS, departments, communes of the catalogue."""
    departments = load_catalogue().departements["code_departement"]
    places = communes()["code_commune"]
    known = [*zip(KNOWN["id_cpts"], KNOWN["nom"], strict=True), *((d, f"dep {d}") for d in departments)]
    return Codes([*known, *((c, f"commune {c}") for c in places)])


def _read(kind, cell, known, codes):
    if kind == CODE:
        code, how = codes.read(cell)
        return "?" if how == "inconnu" else code
    if kind == MONTH:
        return f"{read_month(cell):%Y-%m}"
    if kind not in (NUMBER, "euros", "siret"):
        return cell
    reading = read_number(cell, known)
    if kind == "siret":
        return "?" if reading.faute == "notation_scientifique" else cell
    if kind == "euros" and reading.faute == "montant_en_euros":
        reading = read_number(cell.rstrip().removesuffix("€"), known)
    assert reading.faute is None, (cell, reading)
    if reading.etat != "valeur":
        return reading.etat
    return f"{reading.nombre:g} {reading.unite}" if reading.unite else reading.nombre


@pytest.mark.parametrize("quirk", QUIRKS, ids=[quirk.file for quirk in QUIRKS])
def test_every_cell_is_read_as_a_careful_human_reads_it(quirk, codes):
    data = (FILES / quirk.file).read_bytes()
    cells = read_cells(data, load_catalogue().indicateurs)
    rows = list(csv.reader(io.StringIO(decode(data)[0]), delimiter=cells.separateur))
    read = {n: rows[n - 1] for n in quirk.rows}
    numbers = [row[i] for row in read.values() for i, kind in enumerate(quirk.kinds) if kind in (NUMBER, "euros")]
    known = find_separators(numbers, cell_separator=cells.separateur)
    for line, expected in quirk.rows.items():
        found = [_read(kind, read[line][i], known, codes) for i, kind in enumerate(quirk.kinds)]
        assert found == [pytest.approx(e) if isinstance(e, float) else e for e in expected]


@pytest.mark.parametrize("quirk", QUIRKS, ids=[quirk.file for quirk in QUIRKS])
def test_its_lines_and_columns_are_told_and_the_rest_is_said(quirk):
    data = (FILES / quirk.file).read_bytes()
    cells = read_cells(data, load_catalogue().indicateurs)
    assert cells.entete == quirk.header
    assert {a.ligne: a.motif for a in cells.mises_a_part} == quirk.a_part
    assert set(cells.lignes.tolist()) <= set(quirk.rows)
    verdict = check(
        data,
        quirk.file,
        catalogue=load_catalogue(),
        scope=Scope.local(),
        territoires=KNOWN,
        today=date(2026, 11, 20),
    )
    missing = [i for i in verdict.anomalies if i.regle == "colonne_manquante"]
    assert [i.remede.split("«\u00a0")[1].split("\u00a0»")[0] for i in missing] == quirk.manque
    assert sorted(f"{i.ligne} {i.regle}" for i in verdict.anomalies if i not in missing) == quirk.dit
    assert answers(verdict.observations) == quirk.lu
    assert verdict.refuse == (not quirk.lu)


def test_no_file_of_the_folder_is_left_out():
    assert {quirk.file for quirk in QUIRKS} == {file.name for file in FILES.iterdir()}
