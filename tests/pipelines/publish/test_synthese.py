"""Summaries: two to four pages, the right CPTS only, a clear refusal, the command documented by its use."""

import re

import pytest
from typer.testing import CliRunner

from pipelines.catalogue import load_catalogue
from pipelines.cli import app
from pipelines.publish.synthese import short_mark, subject, synthese_pdf, usual_month
from pipelines.publish.synthese_jugee import judged
from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope
from tests.pipelines.monthly import NOW

LOCAL = Scope.local()
CATALOGUE = load_catalogue()


def pages(content: bytes) -> int:
    return max(int(n) for n in re.findall(rb"/Count (\d+)", content))


def test_a_summary_of_one_cpts_is_a_pdf_of_two_to_four_pages(filled):
    who = subject(filled, LOCAL, cpts="DEMO-A")
    month = usual_month(filled, LOCAL)
    made = synthese_pdf(filled, LOCAL, who, mois=month, catalogue=CATALOGUE, version=short_mark(filled), maintenant=NOW)
    assert made.startswith(b"%PDF") and 1 <= pages(made) <= 4


def test_only_what_was_asked_and_may_be_seen_is_judged(filled):
    month = usual_month(filled, LOCAL)
    one = judged(filled, LOCAL, mois=month, ids=["DEMO-A"], catalogue=CATALOGUE)
    assert set(one["id_cpts"]) == {"DEMO-A"}
    assert one.loc[one["etat"] != "valeur", ["valeur", "bas", "haut", "z"]].isna().all(axis=None)
    with pytest.raises(StoreError, match="n'est pas une CPTS connue dans votre périmètre"):
        subject(filled, Scope(lecteur="x", cpts=frozenset({"DEMO-B"})), cpts="DEMO-A")


@pytest.mark.parametrize(
    "options,said",
    [
        ([], "une seule des deux"),
        (["--cpts", "DEMO-A", "--cpam", "X"], "une seule des deux"),
        (["--cpam", "CPAM de Nulle part"], "n'a aucune CPTS dans votre périmètre"),
    ],
)
def test_the_command_refuses_in_one_sentence(filled, tmp_path, options, said):
    file = tmp_path / "x.pdf"
    done = CliRunner().invoke(app, ["export", "synthese", *options, "--store", str(filled.path), "-o", str(file)])
    assert done.exit_code != 0 and not file.exists()
    text = f"{done.output} {done.exception}"
    assert said in text.replace("\n", " ")
