"""Every question the program can ask of a store for a reader, found by looking, and how each is asked in the tests.

A function whose first arguments are a store and a scope is a question. A new one is asked by itself when its parameters
are known here; when they are not, the test of secrecy fails and says so: none can be forgotten.
"""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import partial

import pytest

import pipelines
from calculators.aci.accord.load import load_accord
from pipelines.catalogue import load_catalogue
from pipelines.comparaison.jugees_du_mois import judge_month
from pipelines.financement.accords import compare_accords
from pipelines.financement.funding import Calcul, difference, funding
from pipelines.ingest.deposit.checked_file import check_file
from pipelines.ingest.deposit.steps import examine
from pipelines.publish.exports.funding import funding_export
from pipelines.publish.synthese.document import subject, synthese_pdf
from pipelines.publish.template.lines import template_lines
from pipelines.publish.template.template import template_csv, template_xlsx
from pipelines.store.depots.kept_files import kept_file
from pipelines.store.errors import StoreError
from pipelines.store.questions import suivi, territoires
from pipelines.store.questions.export import Choix
from tests.depositing import preview
from tests.monthly import month_file
from tests.secret.planted import CORRECTED, LAST, MONTHS, NAMES, SECRETS, told

NOW = datetime(2026, 11, 20, 9)
DAY = NOW.date()
SENT, THEN = datetime(2026, 11, 10, 9), datetime(2026, 11, 12, 9)
CATALOGUE = load_catalogue()
#: They change the store: test_deposits.py looks at what each answers, and at what it leaves behind.
CHANGES = {
    *(
        "pipelines.ingest.deposit.steps.deposit",
        "pipelines.ingest.deposit.lifecycle.withdraw",
        "pipelines.ingest.deposit.lifecycle.restore",
    ),
    *("pipelines.store.depots.gels.freeze", "pipelines.store.depots.gels.unfreeze"),
    *("pipelines.store.depots.groupes.save_group", "pipelines.store.depots.groupes.delete_group"),
    "pipelines.demo.loading.build",  # deposits as any depositor does, and answers with counts of lines
}
GROUPS = {
    "pipelines.store.depots.groupes.group_members"
}  # needs a group saved first, and takes nothing from an observation
#: Parts of a preview or of the journal, inside a reading that is already open: asked through `preview` and `journal`.
INSIDE = {
    "pipelines.ingest.deposit.against_store.confront",
    "pipelines.ingest.deposit.checked_file.check_again_if_moved",
    "pipelines.ingest.deposit.plausibility.find_implausible",
    "pipelines.store.depots.protected.count_hidden_as_changed",
    "pipelines.store.depots.protected.hidden_values_alone",
    "pipelines.store.depots.protected.told_before",
    "pipelines.store.depots.journal_valeurs.with_values",
    "pipelines.store.depots.series.changed_beside_before",
    "pipelines.store.depots.series.past_ranges",
    "pipelines.store.depots.versions.compared_changes",
    "pipelines.store.depots.versions.compared_frozen",
    "pipelines.store.depots.versions.compared_losses",
}
#: What a parameter may be given, whatever the question; those about a secret come from the secret itself.
GIVEN = {
    "ids": [list(NAMES)],
    "jusqu_a": [LAST],
    "au": [DAY, date(2026, 4, 1)],
    "debut": [MONTHS[0]],
    "fin": [LAST],
    "aujourdhui": [DAY],
    "annee": [3],
    "quand": [SENT, THEN],
    "indicateurs": [tuple(CATALOGUE.indicateurs)],
    "catalogue": [CATALOGUE],
    "maintenant": [NOW],
    "calcul": [Calcul(au=DAY), Calcul(au=DAY, connu_le=datetime(2026, 11, 11))],
}
#: The same, for one question.
GIVEN_TO = {
    ("journal", "debut"): [None],
    ("journal", "fin"): [None],
    ("journal_export", "debut"): [None],
    ("journal_export", "fin"): [None],
    ("find_movements", "indicateurs"): [CATALOGUE.indicateurs],
    ("objectives_of", "au"): [DAY],
    ("peers", "choix"): ["taille", "voisins"],
    ("exported_observations", "choix"): [Choix(historique=True), Choix(connu_le=datetime(2026, 11, 11))],
    ("observations_export", "choix"): [Choix(historique=True), Choix(connu_le=datetime(2026, 11, 11))],
}


def found() -> dict[str, Callable]:
    """The public functions of pipelines that take a store, or an open reading, and a scope, by full name."""
    functions = {}
    for module in pkgutil.walk_packages(pipelines.__path__, "pipelines."):
        for name, function in vars(importlib.import_module(module.name)).items():
            if inspect.isfunction(function) and function.__module__ == module.name and not name.startswith("_"):
                wanted = inspect.signature(function).parameters
                if "scope" in wanted and ("store" in wanted or "cursor" in wanted):
                    functions[f"{module.name}.{name}"] = function
    return functions


def answers(store, scope, *, plain: bool = False) -> dict[str, str]:
    """Every answer of the program to a reader, as text, by question and arguments; ``plain``: those of SPECIAL left out."""
    said = {}
    questions = found()
    with store.read(), _money_computed_once():  # one reading: the file is opened once for a hundred questions
        for full, question in questions.items():
            if full in CHANGES | GROUPS | INSIDE or (plain and full in SPECIAL):
                continue
            asked = SPECIAL.get(full)
            for label, answer in asked(store, scope) if asked else _plainly(question, store, scope):
                said.setdefault(f"{full.removeprefix('pipelines.')} {label}", answer)
    return said


@contextmanager
def _money_computed_once() -> Iterator[None]:
    """The money is long to compute, and a dozen questions ask the same: computed once for each reader and each clock."""
    kept = {}

    def once(store, scope, *, au, accord=None, calcul=None, valeurs=None):
        asked = calcul or Calcul(au=au, accord=accord)
        if asked.accord is not None or asked.contrats is not None or valeurs is not None:
            return funding(store, scope, au=au, calcul=asked, valeurs=valeurs)
        key = (store.identity, scope, asked.au, asked.connu_le, asked.regles)
        if key not in kept:
            kept[key] = funding(store, scope, au=au, calcul=asked)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("pipelines.") and vars(module).get("funding") is funding:
                patch.setattr(module, "funding", once)
        yield


def _plainly(question: Callable, store, scope) -> Iterator[tuple[str, str]]:
    """The answers to a question whose arguments are known by their names, each set of arguments once."""
    wanted = list(inspect.signature(question).parameters.values())[2:]
    depots = list(suivi.deposits(store, scope)["depot"])
    done = set()
    for secret in (*SECRETS, CORRECTED):
        of_secret = {
            "indicateur": [secret[1]],
            "id_cpts": [secret[0]],
            "mois": [14] if any(p.name == "jusqu_a" for p in wanted) else [secret[2], LAST],
            "depot": depots,
        }
        sets = [{}]
        for parameter in wanted:
            values = GIVEN_TO.get((question.__name__, parameter.name)) or of_secret.get(
                parameter.name, GIVEN.get(parameter.name)
            )
            if values is None and parameter.default is parameter.empty:
                raise AssertionError(
                    f"secret_questions.py ne sait pas donner « {parameter.name} » à {question.__name__} : dites comment "
                    "dans GIVEN, GIVEN_TO ou SPECIAL, pour que le secret statistique y soit éprouvé."
                )
            if values is not None:
                sets = [{**given, parameter.name: value} for given in sets for value in values]
        for given in sets:
            label = " ".join(f"{k}={v}" for k, v in given.items() if k != "catalogue" and k != "indicateurs")
            if label not in done:
                done.add(label)
                yield label, _answer(lambda g=given: question(store, scope, **g))


def _answer(ask: Callable) -> str:
    """What is answered, a refusal included: its sentence is an answer too."""
    try:
        return told(ask())
    except StoreError as error:
        return f"refus : {error}"


def _money(store, scope):
    for label, au, known in (
        ("ce jour", DAY, None),
        ("connu le 11", DAY, datetime(2026, 11, 11)),
        ("en avril", date(2026, 4, 1), None),
    ):
        money = funding(store, scope, au=au, calcul=Calcul(au=au, connu_le=known))
        yield label, told(money)
        for table in ("lignes", "versements"):
            contracts = territoires.contracts(store, scope)
            made = funding_export(
                money, table, contrats=contracts, scope=scope, ids=None, connu_le=known, maintenant=NOW
            )
            yield f"{label}, {table}", told(made)


def _difference(store, scope):
    clocks = (
        Calcul(au=date(2026, 4, 1), connu_le=datetime(2026, 11, 11)),
        Calcul(au=DAY, connu_le=datetime(2026, 11, 11)),
        Calcul(au=DAY),
    )
    for rank, before in enumerate(clocks):
        for after in clocks[rank + 1 :]:
            yield f"{before} {after}", told(difference(store, scope, before, after))


def _accords(store, scope):
    for block in load_accord().blocs:
        yield block.version, _answer(lambda b=block: compare_accords(store, scope, b, au=DAY))


def _subjects(store, scope):
    yield "cpam", _answer(lambda: subject(store, scope, cpam="CPAM (démo)"))
    for name in NAMES:
        yield name, _answer(lambda n=name: subject(store, scope, cpts=n))


def _summaries(store, scope):
    who = subject(store, scope, **({"cpts": "DEMO-A"} if scope.cpts else {"cpam": "CPAM (démo)"}))
    given = {"mois": LAST, "catalogue": CATALOGUE, "version": "x", "maintenant": NOW}
    yield who.titre, told(synthese_pdf(store, scope, who, **given))


def _judged(store, scope):
    yield "", told(judge_month(store, scope, mois=LAST, ids=set(NAMES), catalogue=CATALOGUE))


def _templates(make: Callable):
    def ask(store, scope):
        for name in ("DEMO-A", "DEMO-B"):
            given = {"id_cpts": name, "mois": date(2026, 11, 1), "catalogue": CATALOGUE}
            yield name, _answer(lambda g=given: make(store, scope, **g))

    return ask


def guesses() -> list[bytes]:
    """Files that say again what is stored, that correct it, that follow it, that would lose it, or say it without its counts:
    small counts among them.
    """
    again, corrected = ([line_of(secret, rank) for secret in (*SECRETS, CORRECTED)] for rank in (3, 4))
    follow = [
        "DEMO-A;2026-11;ACC_URG;2000;50000;;",
        "DEMO-A;2026-11;ACC_MT_C2S;90;300;;",
        "DEMO-C;2026-11;PAR_INCL;;;90;",
    ]
    places = [f"{cpts};{month:%Y-%m};{code}" for cpts, code, month, *_ in (*SECRETS, CORRECTED)]
    lost = [[f"{place};{cells};" for place in places] for cells in (";;", ";;NS", ";;0", ";;0,5")]
    return [month_file(*lines) for lines in (again, corrected, follow, *lost)]


def line_of(secret: tuple, rank: int) -> str:
    """The line of a monthly file that sends a secret: its first counts (3) or its others (4)."""
    cpts, code, month = secret[:3]
    n, d, v = secret[rank]
    cells = ["" if x is None else str(x).replace(".", ",") for x in (n, d, None if n is not None else v)]
    return ";".join([cpts, f"{month:%Y-%m}", code, *cells, ""])


def _verdict(*asked, **more):
    return check_file(*asked, **more).verdict


def _seen(*asked, **more):
    """What a preview tells; the file as it was checked is what the reader sent, and when it was."""
    return replace(preview(*asked, **more), checked=None)


def _previews(ask: Callable, files: list[bytes]):
    def asked(store, scope):
        for rank, file in enumerate(files):
            yield f"{rank}", _answer(partial(ask, store, scope, file, "essai.csv", maintenant=datetime(2026, 12, 5)))

    return asked


def _originals(store, scope):
    for row in suivi.deposits(store, scope).itertuples():
        yield f"{row.depot}", _answer(lambda d=row.depot: kept_file(store, scope, d))


#: The questions that are not asked by the names of their parameters alone.
SPECIAL = {
    "pipelines.financement.funding.funding": _money,
    "pipelines.financement.funding.difference": _difference,
    "pipelines.financement.accords.compare_accords": _accords,
    "pipelines.publish.synthese.document.subject": _subjects,
    "pipelines.publish.synthese.document.synthese_pdf": _summaries,
    "pipelines.comparaison.jugees_du_mois.judge_month": _judged,
    "pipelines.publish.template.template.template_csv": _templates(template_csv),
    "pipelines.publish.template.template.template_xlsx": _templates(template_xlsx),
    "pipelines.publish.template.lines.template_lines": _templates(template_lines),
    "pipelines.ingest.deposit.checked_file.check_file": _previews(_verdict, guesses()[:1]),
    "pipelines.ingest.deposit.steps.preview": _previews(_seen, guesses()),
    "pipelines.ingest.deposit.steps.examine": _previews(examine, guesses()[:1]),
    "pipelines.store.depots.kept_files.kept_file": _originals,
}
