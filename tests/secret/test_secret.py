"""No one who did not supply a small count learns it, by whatever is asked, computed, exported or previewed.

The proof is by twins: two stores told apart by nothing but the small counts must give a reader the same answers, to the
last character. What does not depend on a count cannot give it back, by subtraction, inversion, rank or rounding.
Every question is asked so in test_questions.py; here, what must be hidden, and what must not.
"""

from datetime import datetime

import pytest

from pipelines.catalogue import load_catalogue
from pipelines.financement.funding import funding
from pipelines.publish.exports.observations import observations_export
from pipelines.settings import SettingError
from pipelines.store.connection import Store
from pipelines.store.depots.kept_files import kept_file
from pipelines.store.errors import StoreError
from pipelines.store.questions import indicateurs, suivi
from pipelines.store.questions.export import Choix
from pipelines.store.scope import Scope
from tests.depositing import preview
from tests.monthly import month_file
from tests.secret.planted import CORRECTED, LAST, MONTHS, NAMES, SECRETS, told
from tests.secret.questions import DAY, NOW, SPECIAL


@pytest.fixture(scope="module")
def stores(made):
    """The store, the one with other small counts, and the one where suppliers hid them."""
    return [Store.open(made(name)) for name in ("un", "comptes", "masque")]


def test_the_money_of_a_protected_count_is_that_of_one_sent_hidden(stores):
    scope = Scope("n")
    for question in ("funding", "difference"):
        ask = SPECIAL[f"pipelines.financement.funding.{question}"]
        assert list(ask(stores[0], scope)) == list(ask(stores[2], scope))
    detail = funding(stores[0], scope, au=DAY).detail.set_index(["id_cpts", "annee_contrat", "indicateur"])
    row = detail.loc[("DEMO-A", 3, "ACC_MT_C2S")]
    assert (row["etat"], row["taux_bas_millioniemes"], row["taux_haut_millioniemes"]) == ("masquee", 0, 1_000_000)


def test_who_supplied_a_count_sees_it_and_its_exact_euros(stores):
    cpam = Scope("cpam", fournisseurs=frozenset({"CPAM"}))
    both = Scope("tous", fournisseurs=frozenset({"CPAM", "CPTS"}))
    asked = {"indicateur": "ACC_MT_C2S", "mois": LAST}
    shown = indicateurs.indicator_month(stores[0], cpam, **asked).set_index("id_cpts")
    assert shown.loc["DEMO-A", ["etat", "numerateur", "denominateur"]].tolist() == ["valeur", 7, 300]
    members = indicateurs.indicator_month(stores[0], cpam, indicateur="PAR_INCL", mois=LAST).set_index("id_cpts")
    assert members.loc["DEMO-C", ["etat", "marqueur"]].tolist() == ["masquee", "secret"]
    detail = funding(stores[0], both, au=DAY).detail.set_index(["id_cpts", "annee_contrat", "indicateur"])
    row = detail.loc[("DEMO-A", 3, "ACC_MT_C2S")]
    # 7 / 300 on the way from 6 % to 2 %.
    assert row["taux_millioniemes"] == row["taux_bas_millioniemes"] == pytest.approx(916_667, abs=10)
    mine = Scope("a", depots=frozenset({"DEMO-A"}), fournisseurs=frozenset({"CPAM", "CPTS"}))
    complement = indicateurs.indicator_month(stores[0], mine, indicateur="ACC_MT_70", mois=LAST).set_index("id_cpts")
    assert complement.loc["DEMO-B", "etat"] == "masquee"
    assert indicateurs.indicator_month(stores[0], mine, **asked).set_index("id_cpts").loc["DEMO-A", "numerateur"] == 7


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


def test_the_original_of_a_deposit_with_small_counts_is_for_who_supplies_them(stores):
    store = stores[0]
    names = suivi.deposits(store, Scope("n")).set_index("fichier")["depot"]
    with pytest.raises(StoreError, match="secret statistique"):
        kept_file(store, Scope("n"), names["CPAM.csv"])
    with pytest.raises(StoreError, match="secret statistique"):
        kept_file(store, Scope("cpts", fournisseurs=frozenset({"CPTS"})), names["CPAM.csv"])
    assert b"ACC_MT_C2S;7;300" in kept_file(store, Scope("c", fournisseurs=frozenset({"CPAM"})), names["CPAM.csv"])[0]
    with pytest.raises(StoreError, match="secret statistique"):  # the name of its author is no proof
        kept_file(store, Scope("CPAM (démo)"), names["CPAM.csv"])
    assert kept_file(store, Scope("n"), names["corrige.csv"])[1] == "corrige.csv"


def test_the_threshold_is_a_setting(stores, monkeypatch):
    monkeypatch.setenv("CPTS_SEUIL_SECRET", "100")
    shown = indicateurs.indicator_month(stores[0], Scope("n"), indicateur="PAR_SORTIE", mois=MONTHS[0])
    assert set(shown.loc[shown["id_cpts"].isin(NAMES), "etat"]) == {"masquee"}
    monkeypatch.setenv("CPTS_SEUIL_SECRET", "un")
    with pytest.raises(SettingError, match="CPTS_SEUIL_SECRET vaut « un »"):
        indicateurs.indicator_month(stores[0], Scope("n"), indicateur="PAR_SORTIE", mois=LAST)


@pytest.mark.parametrize(
    ("said", "supplied"), [("", set()), ("aucun", set()), ("CPAM", {"CPAM"}), ("tous", {"CPAM", "CPTS"})]
)
def test_what_the_person_at_this_machine_supplies_is_a_setting(monkeypatch, said, supplied):
    monkeypatch.setenv("CPTS_FOURNISSEUR", said)
    assert Scope.local().fournisseurs == supplied


def test_another_supplier_is_refused_in_one_sentence(monkeypatch):
    monkeypatch.setenv("CPTS_FOURNISSEUR", "ars")
    with pytest.raises(SettingError, match="CPTS_FOURNISSEUR vaut « ars » ; indiquez aucun, cpam, cpts ou tous"):
        Scope.local()
