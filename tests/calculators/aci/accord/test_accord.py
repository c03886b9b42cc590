"""The agreement as data: the published sums, and every way a block can be refused."""

from datetime import date

import pytest
import yaml

from calculators.aci import AccordError, load_accord
from calculators.aci.accord import bloc_files
from calculators.aci.accord.load import make_accord, nearest_taille, read_bloc
from calculators.aci.accord.statut import STATUTS

FILES = bloc_files()
INITIAL, AVENANT_2 = date(2019, 8, 25), date(2022, 3, 31)


def _sum(on, taille, *, missions=None, sauf_cas=(), volets=("fixe", "variable")):
    table = load_accord().table(on)
    rows = table[(table["taille"] == taille) & table["volet"].isin(volets) & (table["mission"] != "lettre_intention")]
    rows = rows[~rows["cas"].isin(sauf_cas)]
    if missions:
        rows = rows[rows["mission"].isin(missions)]
    return int(rows["montant_centimes"].sum()) // 100


@pytest.mark.parametrize(("taille", "euros"), [(1, 220_000), (2, 287_500), (3, 370_000), (4, 450_000)])
def test_published_maximum_of_2019(taille, euros):
    assert _sum(INITIAL, taille) == euros


@pytest.mark.parametrize(("taille", "euros"), [(1, 75_000), (2, 92_500), (3, 120_000), (4, 150_000)])
def test_published_access_total_before_avenant_2(taille, euros):
    assert _sum(INITIAL, taille, missions=["acces"]) == euros


@pytest.mark.parametrize(("taille", "euros"), [(1, 80_000), (2, 100_000), (3, 125_000), (4, 155_000)])
def test_published_access_total_since_avenant_2(taille, euros):
    assert _sum(AVENANT_2, taille, missions=["acces"]) == euros


@pytest.mark.parametrize(("taille", "euros"), [(1, 95_000), (2, 135_000), (3, 175_000), (4, 210_000)])
@pytest.mark.parametrize("on", [INITIAL, AVENANT_2])
def test_published_total_of_the_half_and_half_missions(on, taille, euros):
    halves = ["parcours", "prevention", "qualite", "accompagnement"]
    assert _sum(on, taille, missions=halves) == euros
    assert _sum(on, taille, missions=halves, volets=["fixe"]) * 2 == euros


@pytest.mark.parametrize(("taille", "euros"), [(1, 287_500), (2, 382_500), (3, 487_500), (4, 580_000)])
def test_published_maximum_plan_year_and_crisis(taille, euros):
    assert _sum(AVENANT_2, taille, sauf_cas=["mise_a_jour"]) == euros


@pytest.mark.parametrize(("taille", "euros"), [(1, 237_500), (2, 312_500), (3, 397_500), (4, 480_000)])
def test_published_maximum_update_year_without_crisis(taille, euros):
    assert _sum(AVENANT_2, taille, sauf_cas=["redaction", "crise_reconnue"]) == euros


@pytest.mark.parametrize(("taille", "majore"), [(1, 87_500), (2, 105_000), (3, 131_250), (4, 157_500)])
def test_raised_running_costs_are_one_and_three_quarters(taille, majore):
    whole = _sum(AVENANT_2, taille, missions=["fonctionnement"], volets=["majore"])
    assert whole == majore
    assert whole * 4 == 7 * _sum(AVENANT_2, taille, missions=["fonctionnement"], volets=["fixe"])


# Statuses of domain.md § 3, cell by cell: an R cell must never be read as anything else.
STATUTS_ATTENDUS = {
    ("fonctionnement", "fixe", ""): "AAAA",
    ("acces", "fixe", ""): "RRBR",
    ("acces", "variable", ""): "RRBR",
    ("parcours", "fixe", ""): "RRBR",
    ("parcours", "variable", ""): "RRBR",
    ("prevention", "fixe", ""): "RRBR",
    ("prevention", "variable", ""): "RRBR",
    ("crise", "fixe", "redaction"): "BRBB",
    ("crise", "fixe", "mise_a_jour"): "BRBB",
    ("crise", "variable", "crise_reconnue"): "BRBB",
    ("qualite", "fixe", ""): "RRBR",
    ("qualite", "variable", ""): "RRBR",
    ("accompagnement", "fixe", ""): "RRBR",
    ("accompagnement", "variable", ""): "RRBR",
    ("fonctionnement", "majore", ""): "BBBB",
    ("lettre_intention", "fixe", ""): "BBBB",
}


def test_every_cell_has_the_status_of_its_source():
    letters = {"attesté": "A", "contrat ou presse": "B", "reconstitué": "R"}
    table = load_accord().table(AVENANT_2).sort_values("taille")
    read = {
        key: "".join(letters[statut] for statut in rows["statut"])
        for key, rows in table.groupby(["mission", "volet", "cas"])
    }
    assert read == STATUTS_ATTENDUS


def test_every_cell_is_sourced_and_dated():
    for bloc in load_accord().blocs:
        for cell in bloc.cellules:
            assert bloc.references[cell.reference]
            assert bloc.signe_le < cell.verifie_le <= bloc.verifie_le
            assert cell.statut in STATUTS


def test_version_in_force_changes_on_its_day():
    accord = load_accord()
    assert accord.en_vigueur_le(date(2022, 3, 30)).version == "initial"
    assert accord.en_vigueur_le(date(2022, 3, 31)).version == "avenant-2"
    with pytest.raises(AccordError, match="Aucun accord n'était en vigueur le 24/08/2019"):
        accord.en_vigueur_le(date(2019, 8, 24))


class _Plain(yaml.SafeDumper):
    """Writes a repeated value out again: the reader takes no alias."""

    def ignore_aliases(self, data):
        return True


def _change(**edits):
    data = yaml.safe_load(FILES[1].read_text(encoding="utf-8"))
    for path, edit in edits.items():
        edit(data[path])
    return yaml.dump(data, Dumper=_Plain, allow_unicode=True)


@pytest.mark.parametrize(
    ("edits", "sentence"),
    [
        (
            {"cellules": lambda c: c[0].update(montnat=3)},
            "cellules › n° 1 : la clé « montnat » n'est pas connue (vouliez-vous",
        ),
        ({"cellules": lambda c: c[0].pop("reference")}, "cellules › n° 1 : la clé « reference » manque"),
        ({"cellules": lambda c: c[0].pop("verifie_le")}, "cellules › n° 1 : la clé « verifie_le » manque"),
        ({"cellules": lambda c: c[0].pop("statut")}, "cellules › n° 1 : la clé « statut » manque"),
        ({"cellules": lambda c: c[0].update(statut="sûr")}, "« sûr » n'est pas un statut connu"),
        ({"cellules": lambda c: c[0].update(reference="x")}, "la référence « x » n'est pas décrite"),
        ({"cellules": lambda c: c[0].update(montant=-1)}, "« -1 » ne peut pas être inférieur à 0"),
        (
            {"cellules": lambda c: c[0].update(mission="soins")},
            "la mission « soins » n'est pas dans la liste des missions",
        ),
        ({"cellules": lambda c: c.pop(2)}, "mission « fonctionnement », volet fixe : il manque la taille 3"),
        ({"cellules": lambda c: c.append(dict(c[0]))}, "la cellule est écrite 2 fois"),
        ({"cellules": lambda c: c[0].update(taille=5)}, "la taille 5 n'est pas dans les tranches"),
        ({"tailles": lambda t: t[1].update(de=40001)}, "les tranches doivent se toucher sans trou ni recouvrement"),
        ({"tailles": lambda t: t[1].update(de=39999)}, "les tranches doivent se toucher sans trou ni recouvrement"),
        ({"tailles": lambda t: t[0].update(de=1)}, "la taille 1 doit commencer à 0 habitant"),
        ({"tailles": lambda t: t[3].update(a=999999)}, "doit rester ouverte (a: null)"),
        ({"regles": lambda r: r.pop("avance_pour_cent")}, "la clé « avance_pour_cent » manque"),
    ],
)
def test_a_faulty_block_is_refused_with_one_sentence(edits, sentence):
    with pytest.raises(AccordError) as refused:
        read_bloc(_change(**edits), "essai.yaml")
    message = str(refused.value)
    assert message.startswith("essai.yaml : ")
    assert sentence.lower() in message.lower()
    assert "\n" not in message and len(message) < 300


def test_a_key_written_twice_is_refused():
    text = FILES[0].read_text(encoding="utf-8") + "\nversion: autre\n"
    with pytest.raises(AccordError, match="la clé « version » est écrite deux fois"):
        read_bloc(text, "essai.yaml")


def test_two_versions_of_one_day_are_refused():
    bloc = load_accord().blocs[0]
    with pytest.raises(AccordError, match="Deux versions de l'accord"):
        make_accord([bloc, bloc])


def test_a_proposed_block_never_looks_attested():
    data = yaml.safe_load(FILES[1].read_text(encoding="utf-8"))
    data.update(version="projet", nature="proposé", en_vigueur=date(2027, 1, 1))
    bloc = read_bloc(yaml.dump(data, Dumper=_Plain, allow_unicode=True), "projet.yaml")
    accord = make_accord([*load_accord().blocs, bloc])
    assert set(accord.table(date(2027, 1, 1))["statut"]) == {"proposé"}
    assert "proposé" not in set(accord.table(date(2026, 12, 31))["statut"])


def test_every_fault_of_a_block_is_said_at_once_and_no_consequence_of_one():
    text = FILES[-1].read_text(encoding="utf-8")
    text = text.replace("a: 175000,", "a: 174000,").replace("montant: 55000,", "montant: abc,", 1)
    with pytest.raises(AccordError) as refused:
        read_bloc(text, "essai.yaml")
    assert "« abc » n'est pas un nombre" in str(refused.value)
    text = text.replace("montant: abc", "montant: 55000").replace("horizon: 2026-12-31", "horizon: 2020-12-31")
    with pytest.raises(AccordError) as refused:
        read_bloc(text, "essai.yaml")
    said = str(refused.value).splitlines()
    assert len(said) == 2 and "174000" in said[0] and "horizon" in said[1]


@pytest.mark.parametrize(
    ("population", "taille", "autre", "ecart"),
    [
        (0, 1, 2, 40_000),
        (39_999, 1, 2, 1),
        (40_000, 2, 1, -1),
        (60_000, 2, 3, 20_000),
        (59_999, 2, 1, -20_000),
        (127_500, 3, 2, -47_501),
        (175_000, 3, 4, 1),
        (175_001, 4, 3, -1),
        (900_000, 4, 3, -725_000),
    ],
)
def test_the_nearest_limit_of_a_taille(population, taille, autre, ecart):
    bloc = load_accord().en_vigueur_le(AVENANT_2)
    near = nearest_taille(bloc, population)
    assert (near.taille, near.autre, near.ecart) == (taille, autre, ecart)
    assert load_accord().taille(population + ecart, AVENANT_2) == autre
    assert load_accord().taille(population + ecart - (1 if ecart > 0 else -1), AVENANT_2) == taille
