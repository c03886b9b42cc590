"""The pages Fiche and Indicateur on the small store: what they say, what a link asks, what is missing."""

import re
import shutil
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from calculators import french
from dashboard.fiche.attainment_chart import attainment
from pipelines.catalogue import load_catalogue
from pipelines.financement.funding import funding, part_of
from pipelines.financement.par_mission import AMOUNTS, any_indicator, contract_year, indicators, missions, read_to
from pipelines.store.connection import Store
from pipelines.store.depots.groupes import save_group
from pipelines.store.questions.territoires import territories
from pipelines.store.scope import Scope
from tests.dashboard.opening import MONTH_SENT, html, opened

SMALL = {"cpts": "CPTS-WEPP", "mois": "2026-11"}


def selected(page: AppTest, label: str) -> object:
    return next(box.value for box in page.selectbox if box.label == label)


@pytest.mark.parametrize("pairs", ["taille", "region", "cpam", "voisins", "toutes"])
def test_every_choice_of_peers_opens_and_stays_in_the_link(screens, pairs):
    page = opened("fiche", **SMALL, pairs=pairs)
    assert selected(page, "Pairs") == pairs
    assert "Face à ses pairs" in " ".join(h.value for h in page.header)


@pytest.mark.parametrize(
    "ids,said",
    [(["CPTS-2152", "CPTS-BERG"], "sans elle qui n’en est pas"), (["CPTS-WEPP", "CPTS-BERG"], "les pairs et elle")],
)
def test_beside_a_group_of_one_s_own_it_says_whether_it_belongs_to_it(screens, tmp_path, monkeypatch, ids, said):
    folder = tmp_path / "store"
    shutil.copytree(screens, folder)
    save_group(Store.open(folder), Scope.local(), nom="Les nôtres", ids=ids)
    monkeypatch.setenv("CPTS_STORE", str(folder))
    page = opened("fiche", **SMALL, pairs="groupe:Les nôtres")
    assert any(said in caption.value for caption in page.caption)
    assert ("elle est hors du groupe" in next(figure.proto.alt for figure in page.get("plotly_chart"))) == (
        "CPTS-WEPP" not in ids
    )


def test_the_fiche_says_what_is_earned_at_stake_and_deposited(screens):
    text = html(opened("fiche", **SMALL))
    assert "restent en jeu" in text and "30 novembre 2026" in text, "in its headline, whatever part is open"
    assert "restent en jeu. Le plus en jeu" in html(opened("fiche", **SMALL, rubrique="euros"))
    text = html(opened("fiche", **SMALL, rubrique="depots"))
    assert "Dernier dépôt le 30 novembre 2026" in text
    assert "DEMO_2026-11_complet.csv" in text


def test_the_headline_says_what_each_part_says(waiting):
    """Its figures are those of the parts below, which other code writes."""
    page = opened("fiche", cpts="CPTS-WEPP", mois="2026-10", pairs="toutes")
    cards = dict(
        re.findall(r'<div class="titre">(.*?)</div><div class="valeur">(.*?)</div>', html(page).replace("\n", ""))
    )
    spine = next(figure.proto.alt for figure in page.get("plotly_chart")).replace("\xa0", " ")
    apart = int(re.search(r"(\d+) écarts? au-delà du hasard \(hors des limites à 99,8 %", spine)[1])
    assert cards["Face à ses pairs"] == f"{apart} écart{'s' if apart > 1 else ''}"
    done = part_of(funding(Store.open(waiting), Scope.local(), au=date(2026, 11, 26)), "CPTS-WEPP")
    year = int(next(title for title in cards if title.startswith("Volets variables comptés"))[-1])
    lines = done.lignes
    earned = lines[lines["annee_contrat"].eq(year) & lines["volet"].astype(str).eq("variable")][
        "montant_centimes"
    ].sum()
    said = french.euros(int(earned), cents=False).replace("\u202f", " ").replace("\xa0", " ")
    assert cards[f"Volets variables comptés, année {year}"] == said
    past = html(opened("fiche", cpts="CPTS-WEPP", mois="2026-10", rubrique="passe"))
    recent = past.count('<tr class="choisi">')
    assert cards["Face à son propre passé"] == f"{recent} signa{'ux' if recent > 1 else 'l'}"


def test_a_link_to_a_part_opens_it(screens):
    for part, heading in (
        ("passe", "Face à son propre passé"),
        ("euros", "Ses euros"),
        ("depots", "Derniers dépôts à son sujet"),
    ):
        assert heading in [h.value for h in opened("fiche", **SMALL, rubrique=part).header]


def test_a_cpts_without_contract_says_why_it_has_no_euro(waiting):
    known = territories(Store.open(waiting), Scope.local())
    one = known.loc[known["nature"].eq("cpts") & ~known["sous_contrat"].astype(bool), "id_cpts"].iloc[0]
    page = opened("fiche", cpts=one, rubrique="euros")
    text = html(page)
    assert "Aucun contrat n’est signé" in text and "aucun fichier attendu avant le contrat" in text
    assert [h.value for h in page.header][1:] == ["Ses euros"]


def test_a_cpts_without_observation_has_its_euros_alone(empty):
    page = opened("fiche", cpts="CPTS-WEPP")
    text = html(page)
    assert "Aucune observation reçue pour cette CPTS." in text and "aucun fichier reçu" in text
    assert [h.value for h in page.header][-1] == "Ses euros"


def test_a_region_has_a_page_without_indicators(screens):
    assert "Une région est la somme de ses CPTS" in html(opened("fiche", cpts="REG-PACA"))


@pytest.mark.parametrize("code", ["PRE_SEIN", "ACC_URG", "PAR_INCL", "CRI_PLAN", "ADH"])
def test_every_kind_of_indicator_has_its_page(screens, code):
    page = opened("indicateur", indicateur=code, mois="2026-11", taille="0")
    item = load_catalogue().indicateurs[code]
    assert french.typography(item.libelle) in " ".join(h.value for h in page.header)
    text = html(page)
    assert code in text
    assert "relu" in text.lower()
    assert "valeurs pour" in html(opened("indicateur", indicateur=code, mois="2026-11", taille="0", apercu="recu"))


def test_attainment_adds_up_to_the_lines_of_the_year(screens):
    done = part_of(funding(Store.open(screens), Scope.local(), au=MONTH_SENT.date()), "CPTS-WEPP")
    catalogue = load_catalogue()
    lines = done.lignes
    for year in (n for n in lines["annee_contrat"].unique() if n):
        found = missions(done, annee=int(year))
        variable = lines[lines["annee_contrat"].eq(year) & lines["volet"].astype(str).eq("variable")]
        assert found["compte_centimes"].sum() == variable["montant_centimes"].sum()
        assert (found["sur_centimes"] <= found["compte_centimes"]).all()
        assert (found["compte_centimes"] <= found["possible_centimes"]).all()
        assert (found["possible_centimes"] <= found["enveloppe_centimes"]).all()
        parts = indicators(done, found, annee=int(year), catalogue=catalogue)
        assert any_indicator(done, found, annee=int(year)) == (not parts.empty)
        if parts.empty:
            continue
        known = found[found["mission"].isin(parts["mission"])]
        assert parts["gagne_centimes"].sum() == known["compte_centimes"].sum()
        assert parts["enjeu_centimes"].sum() == known["enjeu_centimes"].sum()
        assert (parts[["gagne_centimes", "enjeu_centimes"]] >= 0).all().all()
        assert (parts["part_centimes"] == parts["gagne_centimes"] + parts["enjeu_centimes"]).all()
    assert all(name in found.columns for name in AMOUNTS)


def test_nothing_is_sure_before_the_year_of_the_contract_is_over(screens):
    done = part_of(funding(Store.open(screens), Scope.local(), au=MONTH_SENT.date()), "CPTS-WEPP")
    assert not missions(done, annee=4)["close"].any(), "three months into the year"
    assert not missions(done, annee=3)["close"].any(), "over, and nothing of it was ever observed"
    names = dict.fromkeys(missions(done, annee=4)["mission"], "Une mission")
    read = missions(done, annee=4)
    half = read["enveloppe_centimes"] // 2
    read = read.assign(sur_centimes=half, compte_centimes=half, connue=True, modele=0)
    running, over = (attainment(read.assign(close=closed), names=names, title="l’année 4") for closed in (False, True))
    drawn = {trace.name for trace in running.figure.data}
    assert "gagné, sûr" not in drawn and "compté à ce jour, l’année n’est pas close" in drawn
    assert "gagné" not in running.sentence and "rien n’est encore sûr" in running.sentence
    assert "gagné, sûr" in {trace.name for trace in over.figure.data} and "sont gagnés" in over.sentence


def test_the_contract_year_of_a_month_is_counted_from_the_month_of_the_signature(screens):
    done = part_of(funding(Store.open(screens), Scope.local(), au=MONTH_SENT.date()), "CPTS-WEPP")
    months = {date(2026, 8, 1): 3, date(2026, 9, 1): 4, date(2023, 9, 1): 1, date(2023, 8, 1): None}
    assert {month: contract_year(done, month) for month in months} == months
    # Signed on 8 September 2023: the third year is read to August 2026, and not to the last day of July.
    seen = pd.DataFrame({"annee_contrat": [3, 4], "mission": "acces"})
    for month, reached in ((7, False), (8, True)):
        found = read_to(replace(done, atteintes=seen.assign(mois=pd.Timestamp(2026, month, 1))), annee=3)
        assert found and set(found.values()) == {reached}
