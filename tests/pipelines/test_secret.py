"""No one who did not supply a small count learns it, by whatever is asked, computed, exported or previewed.

The proof is by twins: two stores told apart by nothing but the small counts must give a reader the same answers, to the
last character. What does not depend on a count cannot give it back, by subtraction, inversion, rank or rounding.
"""

import inspect
from datetime import date, datetime

import pytest

from calculators.comparison import secrecy
from pipelines.catalogue import load_catalogue
from pipelines.funding import Calcul, difference, funding
from pipelines.ingest.deposits import preview
from pipelines.objectifs import objectives_of
from pipelines.publish.export_csv import export_csv, export_csv_fr
from pipelines.publish.funding_export import funding_export
from pipelines.publish.journal_words import in_words
from pipelines.publish.observations_export import observations_export
from pipelines.publish.template import template_csv
from pipelines.store import queries, queries_comparaison, secret
from pipelines.store.errors import StoreError
from pipelines.store.journal import journal
from pipelines.store.journal_valeurs import changes_at
from pipelines.store.kept_files import kept_file
from pipelines.store.queries_completude import completeness
from pipelines.store.queries_export import Choix
from pipelines.store.scope import Scope
from tests.pipelines.monthly import month_file
from tests.pipelines.secret_store import CORRECTED, LAST, MONTHS, NAMES, SECRETS, planted, told, twin

NOW = datetime(2026, 11, 20, 9)
DAY = NOW.date()
#: Readers none of whom supplies every small count; each with the small counts they do supply.
READERS = {
    "analyste national": Scope("n"),
    "lecteur d'une CPTS": Scope("a", cpts=frozenset({"DEMO-A", "DEMO-B"})),
    "qui dépose pour une autre": Scope("d", depots=frozenset({"DEMO-Z"}), fournisseurs=frozenset({"CPAM", "CPTS"})),
    "qui ne dépose rien": Scope("r", depots=frozenset(), fournisseurs=frozenset({"CPAM", "CPTS"})),
}


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """The store, the one with other small counts, and the one where suppliers hid them."""
    folder = tmp_path_factory.mktemp("secret")
    store = planted(folder / "un")
    return store, twin(store, folder / "deux"), twin(store, folder / "masque", hidden=True)


def _questions(module, names):
    """Each question with the arguments that reach each small count."""
    for name in names:
        question = getattr(module, name)
        wanted = inspect.signature(question).parameters
        for cpts, code, month, *_ in (*SECRETS, CORRECTED):
            given = {"indicateur": code, "id_cpts": cpts, "ids": list(NAMES), "mois": month, "limit": 50, "lag": 1}
            given |= {"jusqu_a": LAST, "mois": 14} if "jusqu_a" in wanted else {}
            asked = {k: v for k, v in given.items() if k in wanted}
            yield f"{name} {asked}", question, asked


def _stored(store, scope):
    """Every answer of the store to a reader, by question."""
    found = {}
    names = [
        n for n in vars(queries_comparaison) if n in ("month_values", "indicator_deciles", "series_of", "month_all")
    ]
    for module, listed in ((queries, queries.__all__), (queries_comparaison, names)):
        for label, question, asked in _questions(module, [n for n in listed if n != "deposit_lines"]):
            if label not in found:
                found[label] = told(question(store, scope, **asked))
    for depot in queries.deposits(store, scope)["depot"]:
        found[f"lignes {depot}"] = told(queries.deposit_lines(store, scope, depot=depot))
        for moment in (datetime(2026, 11, 10, 9), datetime(2026, 11, 12, 9)):
            found[f"journal {depot} {moment}"] = told(changes_at(store, scope, depot=depot, quand=moment))
    trail = journal(store, scope)
    found["journal"] = [trail[side].map(in_words).tolist() for side in ("avant", "apres")]
    found["complétude"] = told(completeness(store, scope, debut=MONTHS[0], fin=LAST, aujourdhui=DAY))
    return found


def _published(store, scope):
    """Money, its split by cause, exports and templates, by name."""
    found = {}
    early = datetime(2026, 11, 11)
    for label, au, known in (
        ("argent", DAY, None),
        ("argent au 11", DAY, early),
        ("argent en avril", date(2026, 4, 1), None),
    ):
        money = funding(store, scope, au=au, calcul=Calcul(au=au, connu_le=known))
        found[label] = told(money)
        for table in ("lignes", "versements"):
            made = funding_export(
                money,
                table,
                contrats=queries.contracts(store, scope),
                scope=scope,
                ids=None,
                connu_le=known,
                maintenant=NOW,
            )
            found[f"{label}, {table}"] = told([export_csv(made), export_csv_fr(made)])
    found["différence"] = told(difference(store, scope, Calcul(au=date(2026, 4, 1), connu_le=early), Calcul(au=DAY)))
    for name in NAMES:
        if scope.cpts is None or name in scope.cpts:
            found[f"objectifs {name}"] = told(objectives_of(store, scope, id_cpts=name, annee=3, au=DAY))
        if scope.may_deposit(name):
            found[f"modèle {name}"] = told(
                template_csv(store, scope, id_cpts=name, mois=date(2026, 11, 1), catalogue=load_catalogue())
            )
    for history in (False, True):
        made = observations_export(store, scope, Choix(historique=history), catalogue=load_catalogue(), maintenant=NOW)
        found[f"observations {history}"] = told([export_csv(made), export_csv_fr(made)])
    return found


@pytest.mark.parametrize("reader", READERS)
def test_no_answer_depends_on_a_small_count(stores, reader):
    scope = READERS[reader]
    one, other = (_stored(store, scope) for store in stores[:2])
    assert one.keys() == other.keys() and len(one) > 70
    assert [label for label in one if one[label] != other[label]] == []


@pytest.mark.parametrize("reader", READERS)
def test_no_amount_export_or_template_depends_on_a_small_count(stores, reader):
    scope = READERS[reader]
    one, other = (_published(store, scope) for store in stores[:2])
    assert [label for label in one if one[label] != other[label]] == []


def test_the_twins_do_differ_for_who_supplies_everything(stores):
    scope = Scope("tous", fournisseurs=frozenset({"CPAM", "CPTS"}))
    one, other = (_stored(store, scope) | _published(store, scope) for store in stores[:2])
    differing = {label.split()[0] for label in one if one[label] != other[label]}
    asked = {"indicator_month", "cpts_profile", "movements", "month_values", "month_all", "observation_history"}
    assert asked | {"argent", "lignes", "journal", "objectifs", "observations", "différence", "modèle"} <= differing


def test_the_money_of_a_protected_count_is_that_of_one_sent_hidden(stores):
    scope = READERS["analyste national"]
    one, hidden = _published(stores[0], scope), _published(stores[2], scope)
    assert [label for label in one if one[label] != hidden[label]] == []
    detail = funding(stores[0], scope, au=DAY).detail.set_index(["id_cpts", "annee_contrat", "indicateur"])
    row = detail.loc[("DEMO-A", 3, "ACC_MT_C2S")]
    assert (row["etat"], row["taux_bas_millioniemes"], row["taux_haut_millioniemes"]) == ("masquee", 0, 1_000_000)


def test_who_supplied_a_count_sees_it_and_its_exact_euros(stores):
    cpam = Scope("cpam", fournisseurs=frozenset({"CPAM"}))
    both = Scope("tous", fournisseurs=frozenset({"CPAM", "CPTS"}))
    asked = {"indicateur": "ACC_MT_C2S", "mois": LAST}
    shown = queries.indicator_month(stores[0], cpam, **asked).set_index("id_cpts")
    assert shown.loc["DEMO-A", ["etat", "numerateur", "denominateur"]].tolist() == ["valeur", 7, 300]
    members = queries.indicator_month(stores[0], cpam, indicateur="PAR_INCL", mois=LAST).set_index("id_cpts")
    assert members.loc["DEMO-C", ["etat", "marqueur"]].tolist() == ["masquee", "secret"]
    detail = funding(stores[0], both, au=DAY).detail.set_index(["id_cpts", "annee_contrat", "indicateur"])
    row = detail.loc[("DEMO-A", 3, "ACC_MT_C2S")]
    # 7 / 300 on the way from 6 % to 2 %.
    assert row["taux_millioniemes"] == row["taux_bas_millioniemes"] == pytest.approx(916_667, abs=10)
    mine = Scope("a", depots=frozenset({"DEMO-A"}), fournisseurs=frozenset({"CPAM", "CPTS"}))
    complement = queries.indicator_month(stores[0], mine, indicateur="ACC_MT_70", mois=LAST).set_index("id_cpts")
    assert complement.loc["DEMO-B", "etat"] == "masquee"
    assert queries.indicator_month(stores[0], mine, **asked).set_index("id_cpts").loc["DEMO-A", "numerateur"] == 7


def test_every_planted_count_is_hidden_and_nothing_more(stores):
    seen = observations_export(
        stores[0], Scope("n"), Choix(historique=True), catalogue=load_catalogue(), maintenant=NOW
    ).frame
    hidden = seen[seen["etat"] == "masquee"]
    assert sorted(zip(hidden["id_cpts"], hidden["indicateur"], hidden["mois"].dt.date, strict=True)) == sorted(
        (cpts, code, month) for cpts, code, month, *_ in (*SECRETS, CORRECTED)
    )
    assert hidden[["numerateur", "denominateur", "valeur"]].isna().all(axis=None)
    assert not hidden["commentaire"].fillna("").str.contains("petit").any()


def test_a_preview_and_its_warnings_say_nothing_of_what_was_there(stores):
    lines = [
        f"{cpts};{LAST:%Y-%m};{code};{n};{d};;"
        for cpts, code, n, d in (
            ("DEMO-A", "ACC_MT_C2S", 45, 300),
            ("DEMO-B", "ACC_MT_70", 900, 1000),
            ("DEMO-A", "PAR_SORTIE", 22, 40),
        )
    ] + ["DEMO-A;2026-11;ACC_URG;2000;50000;;", "DEMO-A;2026-11;ACC_MT_C2S;90;300;;"]
    first, second = (
        preview(store, Scope("n"), month_file(*lines), "suite.csv", maintenant=datetime(2026, 12, 5))
        for store in stores[:2]
    )
    assert told(first) == told(second)
    assert first.modifiees == 3
    assert set(first.modifications["etat_avant"]) == {"masquee"}
    known = preview(
        stores[0], Scope("c", fournisseurs=frozenset({"CPAM"})), month_file(*lines), "suite.csv", maintenant=NOW
    )
    assert 7 in set(known.modifications["numerateur_avant"])


def test_the_original_of_a_deposit_with_small_counts_is_for_its_author_and_suppliers(stores):
    store = stores[0]
    names = queries.deposits(store, Scope("n")).set_index("fichier")["depot"]
    with pytest.raises(StoreError, match="secret statistique"):
        kept_file(store, Scope("n"), names["CPAM.csv"])
    with pytest.raises(StoreError, match="secret statistique"):
        kept_file(store, Scope("cpts", fournisseurs=frozenset({"CPTS"})), names["CPAM.csv"])
    assert b"ACC_MT_C2S;7;300" in kept_file(store, Scope("c", fournisseurs=frozenset({"CPAM"})), names["CPAM.csv"])[0]
    assert kept_file(store, Scope("CPAM (démo)"), names["CPAM.csv"])[1] == "CPAM.csv"
    assert kept_file(store, Scope("n"), names["corrige.csv"])[1] == "corrige.csv"


def test_the_threshold_is_a_setting(stores, monkeypatch):
    monkeypatch.setenv("CPTS_SEUIL_SECRET", "100")
    shown = queries.indicator_month(stores[0], Scope("n"), indicateur="PAR_SORTIE", mois=MONTHS[0])
    assert set(shown.loc[shown["id_cpts"].isin(NAMES), "etat"]) == {"masquee"}
    monkeypatch.setenv("CPTS_SEUIL_SECRET", "un")
    with pytest.raises(StoreError, match="CPTS_SEUIL_SECRET vaut « un »"):
        queries.indicator_month(stores[0], Scope("n"), indicateur="PAR_SORTIE", mois=LAST)


@pytest.mark.parametrize(
    ("said", "supplied"), [("", set()), ("aucun", set()), ("CPAM", {"CPAM"}), ("tous", {"CPAM", "CPTS"})]
)
def test_what_the_person_at_this_machine_supplies_is_a_setting(monkeypatch, said, supplied):
    monkeypatch.setenv("CPTS_FOURNISSEUR", said)
    assert Scope.local().fournisseurs == supplied


def test_another_supplier_is_refused_in_one_sentence(monkeypatch):
    monkeypatch.setenv("CPTS_FOURNISSEUR", "ars")
    with pytest.raises(StoreError, match="CPTS_FOURNISSEUR vaut « ars » ; indiquez aucun, cpam, cpts ou tous"):
        Scope.local()


def test_the_store_hides_from_the_thresholds_of_the_calculator():
    assert (secret.SEUIL_PATIENTS, secret.SEUIL_PROFESSIONNELS) == (
        secrecy.SEUIL_PATIENTS,
        secrecy.SEUIL_PROFESSIONNELS,
    )
