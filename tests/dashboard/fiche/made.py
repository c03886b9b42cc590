"""Made values of a CPTS and of its peers, placed as the Fiche places them; a made past, charted as the Fiche charts it."""

from datetime import date

import numpy as np
import pandas as pd

from pipelines.catalogue import load_catalogue
from pipelines.comparaison.cartes import cards
from pipelines.comparaison.colonne import place_among_peers
from pipelines.comparaison.grille import month_grid

MONTH = date(2026, 10, 1)
CATALOGUE = load_catalogue()
WAY = {"ACC_MT_16": "baisse", "PRE_SEIN": "hausse"}


def sent(code, shares, own, *, etat="valeur", marqueur=None):
    """What came: peers with these shares of 10 000, and the CPTS itself."""
    rows = [
        {
            "rang": 1,
            "indicateur": code,
            "id_cpts": f"P{at}",
            "nom": f"Pair {at}",
            "elle": False,
            "etat": "valeur",
            "marqueur": None,
            "numerateur": 10_000 * share,
            "denominateur": 10_000.0,
            "valeur": share,
            "provisoire": False,
        }
        for at, share in enumerate(shares)
    ]
    value = own if etat == "valeur" else None
    mine = {**rows[0], "id_cpts": "ELLE", "nom": "Elle", "elle": True, "etat": etat, "marqueur": marqueur}
    mine |= {"valeur": value, "numerateur": None if value is None else 10_000 * value}
    mine["denominateur"] = None if value is None else 10_000.0
    return pd.DataFrame([mine, *rows])


def asked(values):
    """Rows of cpts_profile for the same CPTS."""
    own = values[values["elle"]].drop(columns=["rang", "id_cpts", "nom", "elle"])
    return own.assign(
        mission=[CATALOGUE.indicateurs[c].mission for c in own["indicateur"]],
        attendu=True,
        demonstration=False,
        etat_12_mois="absente",
        numerateur_12_mois=np.nan,
        denominateur_12_mois=np.nan,
        valeur_12_mois=np.nan,
        reference=np.nan,
        cible=0.62,
        dernier_mois=pd.Timestamp(MONTH),
    )


def beside(values, *, population=np.nan, **told):
    ids = values["id_cpts"].tolist()
    grid = month_grid(values, pd.Series(population, index=pd.Index(ids)))
    return place_among_peers(grid, asked(values), id_cpts="ELLE", ids=ids, indicateurs=CATALOGUE.indicateurs, **told)


PEERS = [0.50 + at / 100 for at in range(21)]


#: What happens month by month, better when higher: a month owes nothing to the one before.
MONTHLY = "ACC_SNP"


def past(values, code=MONTHLY, *, until=MONTH, sous=None):
    months = pd.date_range(end=pd.Timestamp(until), periods=len(values), freq="MS")
    known = list(values)
    return pd.DataFrame(
        {
            "indicateur": code,
            "mois": months,
            "etat": ["absente" if v is None else "valeur" for v in known],
            "denominateur": pd.array([sous] * len(known), dtype="Float64"),
            "valeur": pd.array(known, dtype="Float64"),
            "provisoire": False,
        }
    )


NOISE = [0.60, 0.61] * 12


def charted(values, code=MONTHLY, **told):
    rows = past(values, code, sous=told.get("sous"))
    return cards(rows, CATALOGUE.indicateurs, jusqu_a=MONTH, rebasages=told.get("bases", {}))[0]
