"""Two hundred faults of over forty-five kinds in twenty thousand lines: each found on its line, and no other line blamed."""

from collections import Counter
from datetime import date

import pytest

from pipelines.ingest.check.verdict import check
from pipelines.ingest.rules.table import REGLES
from pipelines.store.scope import Scope
from tests.bench.frictionless_peer import frictionless_lines
from tests.bench.national import national_catalogue, national_cpts
from tests.pipelines.ingest.check.many_faults import plant

CATALOGUE = national_catalogue()


def _checked(data):
    return check(
        data,
        "national.csv",
        catalogue=CATALOGUE,
        scope=Scope.local(),
        territoires=national_cpts(),
        today=date(2026, 11, 20),
    )


@pytest.mark.parametrize(("seed", "ragged"), [(1, False), (2, False), (3, True), (4, True), (5, True)])
def test_every_fault_is_found_on_its_line_and_no_sound_line_is_blamed(seed, ragged):
    planted = plant(CATALOGUE, seed=seed, ragged=ragged)
    assert planted.faults >= 200 and planted.kinds >= 45
    verdict = _checked(planted.data)
    found = Counter((i.regle, i.ligne, i.colonne or "") for i in verdict.anomalies)
    assert found - planted.expected == Counter(), "blamed without a fault"
    assert planted.expected - found == Counter(), "faults not found"
    assert [(a.ligne, a.motif) for a in verdict.mises_a_part] == planted.aside
    blocked = {line for rule, line, _ in planted.expected if REGLES[rule].bloquante}
    assert set(verdict.refusees) == blocked
    assert verdict.rejetees == len(blocked)
    repeated = sum(n for (rule, *_), n in planted.expected.items() if rule == "doublon_identique")
    assert len(verdict.observations) == verdict.acceptees - repeated
    assert not set(verdict.observations["ligne"]) & blocked


def test_frictionless_finds_no_fault_that_we_do_not_find(tmp_path):
    planted = plant(CATALOGUE, seed=6, ragged=False, variants=False)
    file = tmp_path / "national.csv"
    file.write_bytes(planted.data)
    theirs = frictionless_lines(file, CATALOGUE)
    verdict = _checked(planted.data)
    ours = {i.ligne for i in verdict.anomalies} | {a.ligne for a in verdict.mises_a_part}
    assert len(theirs) > 100
    assert theirs - ours - planted.blank == set()
    assert len(ours) > len(theirs)
