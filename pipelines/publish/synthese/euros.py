"""The euros of a summary: what the calendar of the agreement gave and gives, sums of the lines of pipelines.financement.funding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from calculators.aci.accord.statut import SYMBOLES, least_sure
from calculators.aci.et_si.pourquoi import mission_name
from calculators.aci.money import euros_text
from pipelines.financement.funding import Financement


def euros(
    money: Financement, ids: Sequence[str], *, alone: bool, names: Mapping[str, str], today: date, most: int
) -> dict[str, Any]:
    """What was due up to the day, and what comes in twelve months, with their status: by mission when ``alone``, else by CPTS.

    ``ids``: the CPTS counted; ``names``: of the CPTS, by id; ``most``: rows at most, the others are counted.
    """
    paid = money.resultat.versements
    paid = paid[paid["id_cpts"].isin(ids)].assign(id_cpts=lambda f: f["id_cpts"].astype(str))
    days = pd.to_datetime(paid["date"])
    day = pd.Timestamp(today)
    coming = paid[(days > day) & (days <= day + pd.DateOffset(months=12))]
    past = paid[days <= day]
    by = "mission" if alone else "id_cpts"
    rows: list[dict[str, Any]] = []
    for value, part in paid.assign(cle=paid[by].astype(str)).groupby("cle", sort=False):
        ahead, behind = part[part.index.isin(coming.index)], part[part.index.isin(past.index)]
        name = str(value)
        label = mission_name(name, money.resultat.accord) if alone else names.get(name, name)
        rows.append(
            {
                "nom": label,
                "deja": euros_text(int(behind["montant_centimes"].sum())),
                "a_venir": euros_text(int(ahead["montant_centimes"].sum())),
                "ordre": -int(ahead["montant_centimes"].sum()),
                "statut": _statut(part),
            }
        )
    total, done = int(coming["montant_centimes"].sum()), int(past["montant_centimes"].sum())
    unknown: Sequence[str] = money.sans_calcul.loc[money.sans_calcul["id_cpts"].isin(ids), "nom"].tolist()
    shown = sorted(rows, key=lambda row: row["ordre"])
    return {
        "douze_mois": euros_text(total),
        "statut": _statut(coming) if len(coming) else "",
        "phrase": f"Le calendrier de l'accord donne {euros_text(done)} jusqu'à ce jour et {euros_text(total)} dans les douze "
        "mois qui viennent ; les parts variables dont l'atteinte n'est pas connue y comptent pour zéro."
        + (f" Sans calcul possible : {', '.join(unknown[:5])}." if unknown else ""),
        "lignes": shown[:most],
        "autres": max(0, len(shown) - most),
    }


def _statut(part: pd.DataFrame) -> str:
    statut = least_sure(part["statut"].astype(str).unique())
    return f"{SYMBOLES[statut]} {statut}"
