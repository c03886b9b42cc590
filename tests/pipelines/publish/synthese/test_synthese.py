"""Summaries: two to four pages, the right CPTS only, a clear refusal, the command documented by its use."""

import re

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from pipelines.catalogue import load_catalogue
from pipelines.cli.main import app
from pipelines.comparaison.jugees_du_mois import judge_month
from pipelines.publish.synthese.document import short_mark, subject, synthese_pdf, usual_month
from pipelines.store.depots.groupes import save_group
from pipelines.store.errors import StoreError
from pipelines.store.questions.comparaison import month_values
from pipelines.store.scope import Scope
from tests.depositing import deposit
from tests.monthly import NOW

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
    one = judge_month(filled, LOCAL, mois=month, ids=["DEMO-A"], catalogue=CATALOGUE)
    assert set(one["id_cpts"]) == {"DEMO-A"}
    assert one.loc[one["etat"] != "valeur", ["valeur", "bas", "haut", "z"]].isna().all(axis=None)
    with pytest.raises(StoreError, match="n'est pas une CPTS connue dans votre périmètre"):
        subject(filled, Scope(lecteur="x", cpts=frozenset({"DEMO-B"})), cpts="DEMO-A")


def test_a_cpts_without_contract_is_neither_in_the_group_nor_judged(filled, monkeypatch):
    """As on Comparer and on the Fiche: whoever sent values without being under contract does not move the median."""
    shares = np.array([0.50, 0.52, 0.54, 0.56, 0.58, 0.90, 0.91, 0.92])
    sent = pd.DataFrame(
        {
            "id_cpts": [f"C{at}" for at in range(8)],
            "nom": "x",
            "taille": 2,
            "sous_contrat": [True] * 5 + [False] * 3,
            "etat": "valeur",
            "provisoire": False,
            "demonstration": True,
            "population": 50_000,
            "numerateur": shares * 10_000,
            "denominateur": 10_000,
            "valeur": shares,
        }
    )
    empty = sent.head(0)
    monkeypatch.setattr(
        "pipelines.comparaison.jugees_du_mois.month_values",
        lambda *_, indicateur, **__: sent if indicateur == "PRE_SEIN" else empty,
    )
    found = judge_month(filled, LOCAL, mois=usual_month(filled, LOCAL), ids=sent["id_cpts"], catalogue=CATALOGUE)
    assert set(found["reference"]) == {0.54} and set(found["n_groupe"]) == {5}
    outside = found[~found["sous_contrat"]]
    assert set(outside["jugement"]) == {"non jugeable"} and outside["raison"].str.startswith("hors contrat").all()
    assert found.loc[found["sous_contrat"], "z"].notna().all()


def test_a_month_says_who_is_under_contract(filled):
    known = month_values(filled, LOCAL, indicateur="PRE_SEIN", mois=usual_month(filled, LOCAL))
    assert known.set_index("id_cpts").loc["DEMO-A", "sous_contrat"]


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
    done = CliRunner().invoke(app, ["export", "synthese", *options, "--store", filled.identity, "-o", str(file)])
    assert done.exit_code != 0 and not file.exists()
    text = f"{done.output} {done.exception}"
    assert said in text.replace("\n", " ")


def test_the_mark_of_the_data_follows_the_data_and_not_a_group_somebody_saved(filled):
    before = short_mark(filled)
    save_group(filled, LOCAL, nom="Les nôtres", ids=["DEMO-A", "DEMO-B"])
    assert short_mark(filled) == before
    text = "id_cpts;mois;indicateur;numerateur;denominateur;valeur\nDEMO-A;2026-10;ACC_SNP;41;97;\n"
    assert deposit(filled, LOCAL, text.encode(), "plus.csv", auteur="essai", demonstration=True).rejetees == 0
    assert short_mark(filled) != before
