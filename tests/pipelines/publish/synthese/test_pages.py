"""A summary keeps to two to four pages whatever is summed up, and says best, worst, changed and late."""

import re
from datetime import datetime

import pandas as pd
import pytest

from pipelines.catalogue import load_catalogue
from pipelines.comparaison.jugees_du_mois import judge_month
from pipelines.comparaison.mouvements import find_movements
from pipelines.financement.funding import funding
from pipelines.publish.synthese import document as synthese_document
from pipelines.publish.synthese.comparaison_pdf import Entonnoir, Liste, Marque, Page, comparaison_pdf
from pipelines.publish.synthese.document import Sujet, short_mark, synthese_pdf, usual_month
from pipelines.publish.synthese.textes import judged_rows, judged_sentence
from pipelines.store.connection import Store
from pipelines.store.questions.territoires import territories
from pipelines.store.scope import Scope

LOCAL = Scope.local()
NOW = datetime(2026, 11, 22, 12)


@pytest.fixture(scope="module")
def shown(demo_folder):
    """The demonstration, its CPTS from the smallest to the largest, its money."""
    store = Store.open(demo_folder)
    known = territories(store, LOCAL)
    known = known[known["nature"].eq("cpts")]
    signed = known[known["sous_contrat"]].sort_values("population")
    return store, known, signed, funding(store, LOCAL, au=NOW.date())


def subjects(known, signed):
    """Every extreme: the smallest and the largest CPTS, one on the way to its contract, a fund of one, of sixty."""
    waiting = known.loc[~known["sous_contrat"]].iloc[0]
    smallest, largest = signed.iloc[0], signed.iloc[-1]
    return {
        "petite": Sujet(smallest["nom"], (smallest["id_cpts"],), seule=True),
        "grande": Sujet(largest["nom"], (largest["id_cpts"],), seule=True),
        "en chemin": Sujet(waiting["nom"], (waiting["id_cpts"],), seule=True),
        "caisse d'une CPTS": Sujet("CPAM d'une seule", (largest["id_cpts"],), seule=False),
        "caisse de soixante": Sujet("CPAM de soixante", tuple(signed["id_cpts"].head(60)), seule=False),
    }


def pages(content: bytes) -> int:
    return max(int(n) for n in re.findall(rb"/Count (\d+)", content))


@pytest.mark.parametrize("which", ["petite", "grande", "en chemin", "caisse d'une CPTS", "caisse de soixante"])
def test_a_summary_has_two_to_four_pages_with_its_four_answers(shown, which, monkeypatch):
    store, known, signed, money = shown
    subject = subjects(known, signed)[which]
    documents = []
    kept = synthese_document._document
    monkeypatch.setattr(
        synthese_document, "_document", lambda *a, **k: documents.append(kept(*a, **k)) or documents[-1]
    )
    made = synthese_pdf(
        store,
        LOCAL,
        subject,
        mois=usual_month(store, LOCAL),
        catalogue=load_catalogue(),
        version=short_mark(store),
        maintenant=NOW,
        financement=money,
    )
    assert made.startswith(b"%PDF") and 2 <= pages(made) <= 4
    said = documents[0]
    for answer in ("juge", "bouge_phrase", "retard_phrase"):
        assert len(said[answer]) > 20 and said[answer].endswith(".")
    assert said["euros"]["phrase"] and short_mark(store) in said["pied"]
    assert {card["titre"] for card in said["cartes"]} >= {"Moins bien", "Ont bougé en un an"}
    assert said["definitions"] or which == "caisse de soixante"
    for words, rows in (("mieux", said["meilleures"]), ("moins bien", said["moins_bonnes"])):
        assert all(row["mot"] == words and row["jugement"][0] in "▲▼" for row in rows)
    if which == "caisse de soixante":
        assert said["meilleures"] and said["moins_bonnes"] and said["bouge"] and said["retard"] and said["cpts"]
    else:
        assert len(said["definitions"]) == len(load_catalogue().indicateurs)


def test_a_comparison_fits_one_page_at_its_fullest():
    marks = [Marque(at / 700, at % 97 / 97, ("mieux", "moins bien", "semblable")[at % 3]) for at in range(700)]
    lines = [(at / 60, 0.2) for at in range(60)]
    rows = [
        {
            "nom": "CPTS démo – un nom bien assez long, et 14 autres",
            "valeur": "12,3 pour 10 000",
            "depuis": "au moins mai 2025",
        }
        | {"intervalle": "11,2 – 13,4", "ecart": "−12,2 pour 10 000"}
    ] * 6
    page = Page(
        titre="Un indicateur au titre long, personnes de 50 à 74 ans, sur vingt-quatre mois",
        sous_titre="Octobre 2026 · toutes tailles · référence : la médiane des pairs",
        phrases=["Une phrase longue. " * 9] * 3,
        listes=[Liste(word, f"{word} que la référence", rows, 12) for word in ("moins bien", "mieux")],
        entonnoir=Entonnoir(
            marks, {"95 %": [lines], "99,8 %": [lines]}, 0.5, [(0.1, "1 000")], [(0.5, "50 %")], "axe", "axe"
        ),
        faits=[("Définition :", "ce qui est compté. " * 8)] * 3,
        pied="pied",
        demonstration=True,
    )
    assert pages(comparaison_pdf(page)) == 1


@pytest.fixture(scope="module")
def whole(shown):
    """What the summary of sixty CPTS says, and their judgements."""
    store, known, signed, money = shown
    subject = subjects(known, signed)["caisse de soixante"]
    month = usual_month(store, LOCAL)
    found = judge_month(store, LOCAL, mois=month, ids=set(subject.ids), catalogue=load_catalogue())
    # In this small demonstration chance explains everything: two of each side are pushed beyond it.
    for word in ("mieux", "moins bien"):
        at = found.index[found["jugement"].eq(word)][:2]
        found.loc[at, "niveau"] = 0.998
    document = synthese_document._document(
        store,
        LOCAL,
        subject,
        mois=month,
        catalogue=load_catalogue(),
        version="x",
        maintenant=NOW,
        jugees=found,
        moved=find_movements(store, LOCAL, mois=month, indicateurs=load_catalogue().indicateurs).of(set(subject.ids)),
        money=money,
    )
    return found, document


def test_what_a_summary_names_is_outside_the_widest_limits(whole):
    """As « au-delà du hasard » on Comparer: those between the limits of 95 % and 99.8 % are counted apart."""
    found, said = whole
    far = found[found["niveau"].eq(0.998)]
    for word, rows, card in (("mieux", said["meilleures"], 0), ("moins bien", said["moins_bonnes"], 1)):
        expected = int(far["jugement"].eq(word).sum())
        assert said["cartes"][card]["valeur"].split()[-1] == str(expected)
        sure = [row["jugement"].endswith("hors 99,8 %") for row in rows]
        assert sure == sorted(sure, reverse=True) and sum(sure) == min(expected, 10), "those beyond chance come first"
        assert len(rows) == max(min(expected, 10), min(int(found["jugement"].eq(word).sum()), 5)), "completed to five"
        assert all(
            row["jugement"].endswith("hors 95 %") for row, is_sure in zip(rows, sure, strict=True) if not is_sure
        )
    told = judged_rows(found, load_catalogue(), named=True)
    assert [row["jugement"].endswith("hors 99,8 %") for row in told] == found["niveau"].eq(0.998).tolist()
    near = int(found["niveau"].eq(0.95).sum())
    assert near and len(far), "the demonstration has both"
    text = said["juge"].replace("\xa0", " ")
    assert f"{len(far)} au-delà du hasard (hors des limites à 99,8 %)" in text
    assert f"{near} entre les limites à 95 % et à 99,8 %, dont une part par hasard" in text


def test_the_tallies_of_a_summary_add_up_with_what_has_no_direction(whole):
    found, said = whole
    assert found["jugement"].isin(["plus haut", "plus bas"]).any()
    for row in said["cpts"]:
        mine = found[found["nom"].eq(row["nom"])]
        counted = sum(row[k] for k in ("mieux", "moins", "sans_sens", "entre", "semblable", "non_jugeable"))
        assert counted == len(mine)
    order = [(-row["moins"], row["mieux"], row["nom"]) for row in said["cpts"]]
    assert order == sorted(order)


def reasons(**columns):
    """The sentence about one value nobody can judge."""
    row = {"jugement": "non jugeable", "niveau": float("nan"), **columns}
    return judged_sentence(pd.DataFrame([row]), mois=NOW.date())


def test_why_nothing_is_judged_is_the_true_reason():
    assert "1 face à moins de 5 CPTS" in reasons(raison="face à moins de 5 CPTS")
    assert "absente" not in reasons(raison="face à moins de 5 CPTS")


def test_each_value_not_judged_has_its_reason(filled):
    """Two CPTS of a taille: their values are known, and not enough for a median."""
    month = usual_month(filled, LOCAL)
    found = judge_month(filled, LOCAL, mois=month, ids=["DEMO-A"], catalogue=load_catalogue())
    assert found["raison"].ne("").all() and set(found["jugement"]) == {"non jugeable"}
    shown = found[found["etat"].eq("valeur") & found["valeur"].notna()]
    assert len(shown) and set(shown["raison"]) == {"face à moins de 5 CPTS"}
