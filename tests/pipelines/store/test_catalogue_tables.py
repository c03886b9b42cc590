"""The catalogue inside the store: replaced, never doubled, and brought up to date with the reference files."""

import dataclasses
import hashlib

import pandas as pd
import pytest

from calculators.aci.accord.load import load_accord
from pipelines.catalogue import load_catalogue
from pipelines.store.catalogue_tables import load_reference, replace_catalogue
from pipelines.store.connection import Store
from pipelines.store.errors import StoreError
from pipelines.store.files import FilesInFolder, fingerprint
from pipelines.store.questions import territoires
from pipelines.store.scope import Scope

LOCAL = Scope.local()
NONE = {"cpts": pd.DataFrame(), "contrats": pd.DataFrame(), "missions": pd.DataFrame(), "objectifs": pd.DataFrame()}


def _counts(store: Store) -> dict[str, int]:
    tables = ("cpts", "contrats", "contrats_missions", "objectifs", "indicateurs")
    with store.read() as cursor:
        return {t: cursor.rows(f"SELECT count(*) FROM {t}")[0][0] for t in tables}


def test_a_new_store_holds_the_reference_catalogue(store):
    counts = _counts(store)
    assert (counts["cpts"], counts["contrats"], counts["indicateurs"]) == (5, 4, 23)
    assert territoires.territories(store, LOCAL)["demonstration"].sum() == 0


def test_replacing_twice_is_replacing_once_and_touches_only_its_own_rows(filled):
    before = _counts(filled)
    demo = territoires.territories(filled, LOCAL)
    demo = demo[demo["demonstration"]][["id_cpts", "nom", "nature", "population_contrat", "population_insee"]]
    for _ in range(2):
        replace_catalogue(filled, **(NONE | {"cpts": demo}), demonstration=True)
    after = _counts(filled)
    assert after["cpts"] == before["cpts"]
    assert after["contrats"] == 4
    replace_catalogue(filled, **NONE, demonstration=True)
    assert _counts(filled)["cpts"] == 5


def test_targets_of_a_contract_come_in_the_unit_of_the_stored_value(store):
    catalogue = load_catalogue()
    contract = catalogue.contrats["CPTS-WEPP"]
    targets = [
        {"annee": 2, "mission": "prevention", "code": "PRE_SEIN", "forme": "paliers", "reference": 66.0}
        | {"paliers": [[69.7, 1000], [75, 3500]]},
        {"annee": 2, "mission": "acces", "code": "ACC_MT_70", "forme": "proportionnel", "reference": 303, "cible": 203},
        {"annee": 2, "mission": "prevention", "code": "CONVENTION", "forme": "binaire", "montant": 500},
        {"annee": 1, "mission": "parcours", "code": "PAR_RCP", "forme": "proportionnel", "cible": 12},
    ]
    changed = dataclasses.replace(contract, situation={**contract.situation, "objectifs": targets})
    with store.write() as cursor:
        load_reference(cursor, dataclasses.replace(catalogue, contrats={"CPTS-WEPP": changed}), load_accord())
    found = territoires.objectives(store, LOCAL)
    # Numbers of patients (303) cannot be compared with a share, nor a convention with anything monthly.
    assert found[["indicateur", "annee_contrat"]].values.tolist() == [["PAR_RCP", 1], ["PRE_SEIN", 2]]
    assert found["cible"].tolist() == [12, pytest.approx(0.75)]
    assert found["reference"].iloc[1] == pytest.approx(0.66)


def test_a_changed_reference_file_is_loaded_again(store):
    with store.write() as cursor:
        cursor.execute("UPDATE reglages SET valeur = 'ancien' WHERE cle = 'catalogue'")
        cursor.execute("DELETE FROM cpts")
    assert len(territoires.territories(Store.open(store.identity), LOCAL)) == 5


def test_files_are_kept_under_their_fingerprint_only(tmp_path):
    files = FilesInFolder(tmp_path)
    digest = files.put(b"bonjour")
    assert digest == fingerprint(b"bonjour") == hashlib.sha256(b"bonjour").hexdigest()
    assert files.put(b"bonjour") == digest
    assert [f.name for f in (tmp_path / "fichiers").iterdir()] == [digest]
    assert files.get(digest) == b"bonjour"
    for wrong in ("../../etc/passwd", "0" * 64, digest.upper()):
        with pytest.raises(StoreError):
            files.get(wrong)
        assert not files.has(wrong)
    (tmp_path / "fichiers" / ".en-cours").write_bytes(b"bon")
    assert files.has(digest) and list(files) == [digest]
    assert list(FilesInFolder(tmp_path / "ailleurs")) == []
