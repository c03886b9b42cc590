"""Every question, found by looking: none answers anything that depends on a small count the reader did not supply."""

import pytest

from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.secret.questions import CHANGES, GROUPS, INSIDE, SPECIAL, answers, found

EVERYTHING = frozenset({"CPAM", "CPTS"})
#: Readers none of whom supplies every small count, and has made no deposit.
READERS = {
    "analyste national": Scope("n"),
    "lecteur de deux CPTS": Scope("a", cpts=frozenset({"DEMO-A", "DEMO-B"})),
    "fournit pour une autre": Scope("d", depots=frozenset({"DEMO-Z"}), fournisseurs=EVERYTHING),
}


@pytest.fixture(scope="module")
def stores(made):
    """The store, and the one to which other small counts were sent: its rows, its comments and its files differ."""
    return [Store.open(made(name)) for name in ("un", "fichiers")]


@pytest.mark.parametrize("reader", READERS)
def test_no_question_answers_what_depends_on_a_small_count(stores, reader):
    # Money, summaries and previews are long to ask: the last reader differs from the first by who supplies, not by them.
    plain = reader == "fournit pour une autre"
    one, other = (answers(store, READERS[reader], plain=plain) for store in stores)
    assert len(one) > 100
    assert one.keys() == other.keys()
    assert [label for label in one if one[label] != other[label]] == []


def test_what_its_supplier_reads_does_depend_on_it(made):
    # Told apart by rows of the store, not by the deposits themselves.
    stores = (Store.open(made(name)) for name in ("un", "comptes"))
    one, other = (answers(store, Scope("tous", fournisseurs=EVERYTHING)) for store in stores)
    differing = {label.split()[0] for label in one if one[label] != other[label]}
    blind = {label.split()[0] for label in one} - differing
    assert {
        "financement.funding.funding",
        "publish.synthese.document.synthese_pdf",
        "ingest.deposit.steps.preview",
    } <= differing
    assert not {name for name in blind if name.startswith("store.questions.")} - WITHOUT_VALUES


#: Questions of the store that give no value of any observation, whoever asks.
WITHOUT_VALUES = {
    "store.questions.completude.completeness",
    "store.questions.fiche.deposits_about",
    "store.questions.fiche.indicator_received",
    "store.questions.indicateurs.months",
    "store.questions.indicateurs.months_received",
    "store.questions.pairs.peer_variables",
    "store.questions.suivi.deposits",
    "store.questions.suivi.latest_month_summary",
    "store.questions.suivi.overview",
    "store.questions.territoires.contract_missions",
    "store.questions.territoires.contracts",
    "store.questions.territoires.objectives",
    "store.questions.territoires.stages",
    "store.questions.territoires.territories",
}


def test_every_question_named_here_still_exists():
    assert CHANGES | GROUPS | INSIDE | set(SPECIAL) <= set(found())
    assert {f"pipelines.{name}" for name in WITHOUT_VALUES} <= set(found())
