"""Two CPTS under contract, whose objectives and observations give euros that can be worked out by hand."""

from datetime import datetime

import pandas as pd

from pipelines.store.catalogue_tables import replace_catalogue
from pipelines.store.connection import Store
from pipelines.store.scope import Scope
from tests.depositing import deposit

LOCAL = Scope.local()
SIGNED = "2024-01-10"


def contract_of(name):
    return {
        "id_cpts": name,
        "population": 100_000,
        "date_signature": SIGNED,
        "annees": 2,
        "missions": {"acces": SIGNED, "prevention": SIGNED},
    }


def funded(path):
    """The store at this path, with the two CPTS."""
    store = Store.open(path)
    names = ["DEMO-A", "DEMO-B"]
    replace_catalogue(
        store,
        cpts=pd.DataFrame(
            [
                {
                    "id_cpts": n,
                    "nom": n,
                    "nature": "cpts",
                    "etape": "contrat",
                    "population_contrat": 100_000,
                    "population_insee": 100_000,
                }
                for n in names
            ]
        ),
        contrats=pd.DataFrame(
            [
                {
                    "id_cpts": name,
                    "date_signature": pd.Timestamp(SIGNED),
                    "annees": 2,
                    "population": 100_000,
                    "situation": contract_of(name),
                    "statut": "demonstration",
                }
                for name in names
            ]
        ),
        missions=pd.DataFrame(
            [
                {"id_cpts": name, "mission": mission, "debut": pd.Timestamp(SIGNED)}
                for name in names
                for mission in ("acces", "prevention")
            ]
        ),
        objectifs=pd.DataFrame(
            [
                {
                    "id_cpts": name,
                    "annee_contrat": None,
                    "indicateur": code,
                    "mission": mission,
                    "reference": ref,
                    "cible": goal,
                    "sens": sens,
                }
                for name in names
                for code, mission, ref, goal, sens in (
                    ("ACC_MT_16", "acces", 0.10, 0.08, "baisse"),
                    ("ACC_SAS", "acces", 10.0, 20.0, "hausse"),
                    ("PRE_SEIN", "prevention", 0.50, 0.60, "hausse"),
                    ("QUA_ATB", "qualite", 60.0, 40.0, "baisse"),
                )
            ]
        ),
        demonstration=True,
    )
    return store


def send(store, rows, name, day):
    text = "id_cpts;mois;indicateur;numerateur;denominateur;valeur\n" + "\n".join(rows) + "\n"
    sent = deposit(store, LOCAL, text.encode(), name, auteur="essai", demonstration=True, maintenant=datetime(*day, 9))
    assert sent.rejetees == 0, sent.as_json()
    return sent
