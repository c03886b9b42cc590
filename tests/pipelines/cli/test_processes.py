"""What commands answer when tests run them in their own process is what a real process answers."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.store.connection import Store

ROOT = Path(__file__).parents[3]
CPTS = Path(sys.executable).with_name("cpts")
SITUATION = ROOT / "data/sample/SITUATION_weppes.yaml"
ACCORD = ROOT / "calculators/aci/accord/2022-03-31_avenant-2.yaml"


@pytest.fixture
def stores(tmp_path):
    """Two copies of one store: what each way of running writes is not read by the other."""
    Store.open(tmp_path / "ici")
    shutil.copytree(tmp_path / "ici", tmp_path / "ailleurs")
    return tmp_path / "ici", tmp_path / "ailleurs"


@pytest.mark.parametrize(
    "words,code",
    [
        (("simulate", SITUATION, "--format", "json"), 0),
        (("simulate", "absent.yaml"), 2),
        (("simulate", "--cpts", "CPTS-RIEN", "--store", "{store}"), 1),
        (("difference", "--cpts", "CPTS-WEPP", "--avant", "regles=2024-01-01", "--store", "{store}"), 0),
        (("accord", "check", ACCORD), 0),
        (("deposit", "{bad}", "--store", "{store}"), 1),
        (("deposit", "{good}", "--format", "json", "--store", "{store}"), 0),
        (("status", "--store", "{store}"), 0),
        (("nimporte",), 2),
    ],
    ids=lambda value: " ".join(map(str, value[:2])) if isinstance(value, tuple) else str(value),
)
def test_a_process_answers_what_is_answered_here(run, files, stores, words, code):
    here, elsewhere = (
        [str(word).format(store=store, good=files[0], bad=files[1]) for word in words] for store in stores
    )
    seen = run(*here)
    done = subprocess.run([CPTS, *elsewhere], capture_output=True, text=True, check=False)
    names = str(stores[1]), str(stores[0])
    assert (done.returncode, done.stdout.replace(*names), done.stderr.replace(*names)) == (
        code,
        seen.stdout,
        seen.stderr,
    )
    assert seen.returncode == code
