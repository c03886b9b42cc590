"""The reference catalogue says what domain.md says, no more, and refuses a wrong file with one sentence."""

import re
import shutil
from dataclasses import fields
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipelines.catalogue import Catalogue, CatalogueError, Indicateur, communes, load_catalogue, reference_dir

INDICATORS = {
    "ACC_MT_16": ("acces", "baisse", "CPAM", "proportion"),
    "ACC_MT_ALD": ("acces", "baisse", "CPAM", "proportion"),
    "ACC_MT_C2S": ("acces", "baisse", "CPAM", "proportion"),
    "ACC_MT_70": ("acces", "baisse", "CPAM", "proportion"),
    "ACC_SNP": ("acces", "hausse", "CPTS", "proportion"),
    "ACC_URG": ("acces", "baisse", "CPAM", "taux_1000"),
    "ACC_SAS": ("acces", "hausse", "CPTS", "compte"),
    "PAR_INCL": ("parcours", "hausse", "CPTS", "compte"),
    "PAR_RCP": ("parcours", "hausse", "CPTS", "compte"),
    "PAR_SORTIE": ("parcours", "hausse", "CPTS", "proportion"),
    "PRE_SEIN": ("prevention", "hausse", "CPAM", "proportion"),
    "PRE_COL": ("prevention", "hausse", "CPAM", "proportion"),
    "PRE_CCR": ("prevention", "hausse", "CPAM", "proportion"),
    "PRE_GRIPPE": ("prevention", "hausse", "CPAM", "proportion"),
    "PRE_POLYMED": ("prevention", "baisse", "CPAM", "proportion"),
    "PRE_ACTIONS": ("prevention", "hausse", "CPTS", "compte"),
    "CRI_PLAN": ("crise", "neutre", "CPTS", "livrable"),
    "CRI_EXERCICE": ("crise", "neutre", "CPTS", "livrable"),
    "QUA_GROUPES": ("qualite", "hausse", "CPTS", "compte"),
    "QUA_ATB": ("qualite", "baisse", "CPAM", "taux_1000"),
    "ACP_STAGES": ("accompagnement", "hausse", "CPTS", "compte"),
    "ACP_INSTALL": ("accompagnement", "hausse", "CPTS", "compte"),
    "ADH": (None, "neutre", "CPTS", "compte"),
}


@pytest.fixture
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    target = tmp_path / "reference"
    shutil.copytree(reference_dir(), target, ignore=shutil.ignore_patterns("*.gz", "*.geojson"))
    return target


def test_the_23_indicators(catalogue):
    found = {c: (i.mission, i.sens, i.fournisseur, i.type) for c, i in catalogue.indicateurs.items()}
    assert found == INDICATORS
    assert list(found) == list(INDICATORS)


@pytest.mark.parametrize("code", INDICATORS)
def test_every_indicator_is_fully_described(catalogue, code):
    item = catalogue.indicateurs[code]
    for field in fields(Indicateur):
        value = getattr(item, field.name)
        if isinstance(value, str):
            assert value.strip() == value != "", field.name
            assert not re.search(r" [:;?!%»]|« ", value), f"{field.name} : il manque une espace insécable"
    assert len(item.court) <= 32
    assert len(item.pourquoi) > 40 and len(item.precautions) > 40
    assert item.revu_le <= date(2026, 11, 20)
    assert (item.numerateur is None) == (item.denominateur is None) == (item.type in ("compte", "livrable"))
    assert item.bornes == (0, 1) if item.type in ("proportion", "livrable") else item.bornes[1] > 1


def test_short_labels_differ(catalogue):
    assert len({i.court for i in catalogue.indicateurs.values()}) == 23


def test_missions_and_their_delays(catalogue):
    found = {m.code: (m.nature, m.ouverture_mois, m.deploiement_mois) for m in catalogue.missions.values()}
    assert found == {
        "acces": ("socle", 6, 18),
        "parcours": ("socle", 12, 24),
        "prevention": ("socle", 12, 24),
        "crise": ("socle", 6, 18),
        "qualite": ("optionnelle", None, None),
        "accompagnement": ("optionnelle", None, None),
    }
    assert list(found) == ["acces", "parcours", "prevention", "crise", "qualite", "accompagnement"]


def test_six_stages_in_order(catalogue):
    assert [e.rang for e in catalogue.etapes.values()] == [1, 2, 3, 4, 5, 6]
    assert list(catalogue.etapes)[-1] == "contrat"


@pytest.mark.parametrize(
    ("id_cpts", "announced", "insee", "communes_count", "members", "departements", "regions"),
    [
        ("CPTS-WEPP", 48_000, 44_947, 21, 91, "59", "32"),
        ("CPTS-2152", 36_907, 36_621, 127, 133, "21|52", "27|44"),
        ("CPTS-BERG", 64_455, 61_915, 38, None, "24", "75"),
        ("CPTS-LITN", None, 191_478, 17, 132, "59", "32"),
    ],
)
def test_figures_of_the_four_cpts(catalogue, id_cpts, announced, insee, communes_count, members, departements, regions):
    row = catalogue.cpts.set_index("id_cpts").loc[id_cpts]
    found = [
        None if pd.isna(row[c]) else row[c] for c in ("population_contrat", "population_insee", "communes", "adherents")
    ]
    assert found == [announced, insee, communes_count, members]
    assert (row["departements"], row["regions"]) == (departements, regions)


def test_perimeters_add_up_to_the_insee_population(catalogue):
    sums = catalogue.perimetres.groupby("id_cpts")["pmun_2023"].agg(["sum", "size"])
    rows = catalogue.cpts[catalogue.cpts["nature"] == "cpts"].set_index("id_cpts").sort_index()
    assert (sums["sum"] == rows["population_insee"]).all()
    assert (sums["size"] == rows["communes"]).all()
    status = catalogue.perimetres.groupby("id_cpts")["statut_perimetre"].agg(set).map(lambda s: "|".join(s))
    assert status.to_dict() == {
        "CPTS-2152": "déduit",
        "CPTS-BERG": "attesté",
        "CPTS-LITN": "hypothèse",
        "CPTS-WEPP": "hypothèse",
    }
    merged = catalogue.perimetres.merge(communes(), on="code_commune", suffixes=("", "_insee"))
    assert len(merged) == len(catalogue.perimetres)
    assert (merged["pmun_2023"] == merged["pmun_2023_insee"]).all()


def test_the_region_is_no_cpts_and_keeps_its_three_counts(catalogue):
    row = catalogue.cpts.set_index("id_cpts").loc["REG-PACA"]
    assert row["nature"] == "region" and row[["population_contrat", "population_insee", "etape"]].isna().all()
    facts = catalogue.faits[catalogue.faits["id_cpts"] == "REG-PACA"]
    known = facts[facts["statut"] == "connu"]
    assert set(known["valeur"]) == {"56", "13", "74"}


def test_unknown_facts_are_empty_and_the_others_are_not(catalogue):
    unknown = catalogue.faits["statut"] == "inconnu"
    assert catalogue.faits.loc[unknown, "valeur"].isna().all()
    assert catalogue.faits.loc[~unknown, "valeur"].notna().all()
    assert catalogue.faits["source"].notna().all()
    assert not catalogue.faits.duplicated(["id_cpts", "champ"]).any()


def test_littoral_has_no_date_hence_nothing_to_compute(catalogue):
    situation = catalogue.contrats["CPTS-LITN"].situation
    assert situation["date_signature"] is None and situation["missions"] == {}
    assert pd.isna(catalogue.cpts.set_index("id_cpts").loc["CPTS-LITN", "etape_date"])


@pytest.mark.parametrize(
    ("id_cpts", "signed", "starts"),
    [
        (
            "CPTS-WEPP",
            date(2023, 9, 8),
            {
                "acces": date(2024, 3, 8),
                "crise": date(2024, 3, 8),
                "parcours": date(2024, 9, 8),
                "prevention": date(2024, 9, 8),
                "qualite": date(2024, 9, 8),
                "accompagnement": date(2024, 9, 8),
            },
        ),
        (
            "CPTS-2152",
            date(2020, 12, 10),
            {
                "acces": date(2021, 6, 10),
                "parcours": date(2021, 12, 10),
                "prevention": date(2021, 12, 10),
                "crise": date(2022, 9, 30),
            },
        ),
        (
            "CPTS-BERG",
            date(2020, 3, 1),
            {
                "acces": date(2020, 9, 1),
                "parcours": date(2021, 3, 1),
                "prevention": date(2021, 3, 1),
                "qualite": date(2021, 3, 1),
                "accompagnement": date(2021, 3, 1),
                "crise": date(2022, 9, 30),
            },
        ),
    ],
)
def test_assumed_starts_are_the_regulatory_ones_and_said_to_be_assumed(catalogue, id_cpts, signed, starts):
    contrat = catalogue.contrats[id_cpts]
    assert contrat.statut == "reel"
    assert contrat.situation["date_signature"] == signed
    assert contrat.situation["missions"] == starts
    assumed = {h.champ: h.valeur for h in contrat.hypotheses}
    for mission, start in starts.items():
        assert assumed[f"missions.{mission}"] == start


def test_the_day_of_bergerac_is_marked_as_assumed(catalogue):
    assumed = {h.champ: h.valeur for h in catalogue.contrats["CPTS-BERG"].hypotheses}
    assert assumed["date_signature"] == date(2020, 3, 1)
    assert pd.isna(catalogue.cpts.set_index("id_cpts").loc["CPTS-BERG", "etape_date"])


def test_communes_keep_their_zeros_and_add_up(catalogue):
    frame = communes()
    assert len(frame) == 34_969
    assert frame["code_commune"].str.len().eq(5).all() and frame["code_commune"].is_unique
    assert frame["code_commune"].iloc[0] == "01001"
    assert frame["pmun_2023"].sum() == 68_952_941
    assert list(frame.columns[6:12]) == [f"pmun_{year}" for year in range(2018, 2024)]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("indicators.yaml", "sens: baisse", "sens: descend", r"ACC_MT_16.*sens vaut «\u00a0descend\u00a0»"),
        ("indicators.yaml", "  periode: fin_de_mois\n", "", r"ACC_MT_16.*periode manque"),
        ("indicators.yaml", "  patients: true", "  patiens: true", r"patiens n'est pas connu|patients manque"),
        ("indicators.yaml", "code: ACC_MT_ALD", "code: ACC_MT_16", r"ACC_MT_16 figure deux fois"),
        ("indicators.yaml", "mission: acces", "mission: acce", r"la mission acce n'existe pas"),
        ("indicators.yaml", "  population: 16_plus\n", "", r"ACC_MT_16.*population.* va avec un dénominateur"),
        ("indicators.yaml", "population: 16_plus", "population: 16 ans et +", r"ACC_MT_16.*en minuscules sans accent"),
        ("indicators.yaml", "part_minimale: 0.5", "part_minimale: 50", r"ACC_MT_16.*part_minimale.*entre 0 et 1"),
        ("indicators.yaml", "part_minimale: 0.02", "part_minimale: 0.1", r"même population .*autre part minimale"),
        ("indicators.yaml", "population: 65_plus", "population: 65_et_plus", r"même dénominateur que PRE_POLYMED"),
        ("indicators.yaml", "- code: ACC_SNP", "- code: [ACC_SNP", r"indicators\.yaml, ligne \d+.*illisible"),
        ("cpts.csv", "id_cpts,nom", "id,nom", r"cpts\.csv doit avoir les colonnes"),
        ("cpts.csv", ",48000,", ",48 000,", r"population_contrat.*48 000"),
        ("cpts.csv", "2023-09-08", "08/09/2023", r"etape_date.*08/09/2023"),
        (
            "cpts.csv",
            "ARS Hauts-de-France,59,32,48000",
            "ARS Hauts-de-France,59,Hauts-de-France,48000",
            r"CPTS-WEPP, regions.*Hauts-de-France",
        ),
        (
            "cpts.csv",
            "ARS Hauts-de-France,59,32,48000",
            "ARS Hauts-de-France,Nord,32,48000",
            r"CPTS-WEPP, departements.*Nord",
        ),
        ("cpts.csv", ",cpts,contrat,2023", ",cpts,signature,2023", r"l'étape signature n'existe pas"),
        ("cpts_faits.csv", ",connu,", ",sûr,", r"le statut «\u00a0sûr\u00a0» n'existe pas"),
        ("cpts_faits.csv", "CPTS-WEPP,", "CPTS-WEP,", r"cite CPTS-WEP, absent de cpts\.csv"),
        (
            "contracts/CPTS-WEPP.yaml",
            "  date_signature: 2023-09-08",
            "  date_signature: 08/09/2023",
            r"CPTS-WEPP.yaml, date_signature.*08/09/2023",
        ),
        ("contracts/CPTS-WEPP.yaml", "  annees: 5", "  annees: cinq", r"CPTS-WEPP.yaml, annees.*cinq"),
        ("contracts/CPTS-WEPP.yaml", "    acces:", "    acce:", r"la mission acce n'existe pas"),
        ("contracts/CPTS-WEPP.yaml", "  annees: 5", "  anees: 5", r"la clé anees"),
        ("contracts/CPTS-WEPP.yaml", "id_cpts: CPTS-WEPP", "id_cpts: CPTS-2152", r"doit porter le nom de sa CPTS"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(copy, name, old, new, expected):
    path = copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=expected) as caught:
        load_catalogue(copy)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")


def test_an_absent_file_is_named(copy):
    (copy / "etapes.yaml").unlink()
    with pytest.raises(CatalogueError, match=r"etapes\.yaml est absent"):
        load_catalogue(copy)


def test_the_faults_of_all_contracts_are_told_at_once_and_a_near_indicator_proposed(copy):
    contracts = copy / "contracts"
    objectif = "  objectifs:\n    - {annee: 3, mission: prevention, code: PRE_CRR, forme: proportionnel, sens: hausse, reference: 28, cible: 34, montant: 5000}\n"
    wepp = (contracts / "CPTS-WEPP.yaml").read_text(encoding="utf-8")
    (contracts / "CPTS-WEPP.yaml").write_text(
        wepp.replace("  annees: 5\n", "  annees: 5\n" + objectif), encoding="utf-8"
    )
    with pytest.raises(CatalogueError, match=r"CPTS-WEPP.yaml, objectif n° 1 : l'indicateur « PRE_CRR ».*PRE_CCR"):
        load_catalogue(copy)
    (contracts / "CPTS-WEPP.yaml").write_text(wepp.replace("  annees: 5", "  annees: cinq"), encoding="utf-8")
    (contracts / "CPTS-BERG.yaml").write_text("rien\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"(?s)CPTS-BERG.*\n.*CPTS-WEPP"):
        load_catalogue(copy)


def test_a_day_between_quotes_is_a_day(copy):
    file = copy / "contracts" / "CPTS-WEPP.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("2023-09-08", '"2023-09-08"'), encoding="utf-8")
    assert load_catalogue(copy).contrats["CPTS-WEPP"].situation["date_signature"] == date(2023, 9, 8)
