"""What each mission of one contract year has earned, may still earn, and through which indicators.

Envelope: base × days of the line. Earned: the amount counted today. Sure: what it would be at the worst of what is not
known. The rest of the envelope is at stake until the year is closed. Nothing is sure before: the year must be over, and what its
mission is read on must be read to the last month.
"""

from datetime import date
from typing import Any

import pandas as pd

from calculators.aci.accord.statut import least_sure
from calculators.aci.droits.lignes import whole_amounts
from calculators.aci.money import MILLION, partager
from calculators.rows import rows as records
from pipelines.catalogue import Catalogue
from pipelines.financement.funding import Part

AMOUNTS = ("enveloppe_centimes", "sur_centimes", "compte_centimes", "possible_centimes", "enjeu_centimes")
_DOUBTS = {"masquee": "masquée", "manquante": "déclarée manquante", "absente": "non reçue"}


def missions(done: Part, *, annee: int) -> pd.DataFrame:
    """One row per mission with a variable part that year, in the order of the agreement.

    mission, enveloppe_centimes, sur_centimes, compte_centimes, possible_centimes (sure ≤ counted ≤ possible), enjeu_centimes
    (envelope less counted), taux, taux_bas, taux_haut (0 to 1; NaN for an empty envelope), statut, connue (False: no
    attainment is known, counted 0), modele (the contract year that a year not observed yet repeats; 0: it was observed), close
    (the year is over, observed, and read to its last month).
    """
    lines = done.lignes
    lines = lines[lines["annee_contrat"].eq(annee) & lines["volet"].astype(str).eq("variable")]
    bounds = done.bornes
    bounds = bounds[bounds["annee_contrat"].eq(annee)].set_index(
        bounds["mission"].astype(str)[bounds["annee_contrat"].eq(annee)]
    )
    supposed = done.projections[done.projections["annee_contrat"].eq(annee)]
    models = dict(zip(supposed["mission"].astype(str), supposed["modele"].astype(int), strict=True))
    last = read_to(done, annee=annee)
    over = len(lines) > 0 and pd.Timestamp(lines["fin"].max()).date() < done.au
    rows: list[dict[str, Any]] = []
    for mission, part in lines.groupby(lines["mission"].astype(str), sort=False):
        if mission not in bounds.index:
            continue
        whole = int(whole_amounts(part).sum())
        low, counted, high = (int(bounds[f"{name}_centimes"].loc[str(mission)]) for name in ("bas", "montant", "haut"))
        rows.append(
            {
                "mission": mission,
                **dict(zip(AMOUNTS, (whole, low, counted, high, whole - counted), strict=True)),
                **{
                    name: cents / whole if whole else float("nan")
                    for name, cents in (("taux", counted), ("taux_bas", low), ("taux_haut", high))
                },
                "statut": least_sure(part["statut"].astype(str)),
                "connue": bool(part["connue"].all()),
                "modele": models.get(str(mission), 0),
                "close": over
                and bool(part["connue"].all())
                and str(mission) not in models
                and last.get(str(mission), True),
            }
        )
    columns = ["mission", *AMOUNTS, "taux", "taux_bas", "taux_haut", "statut", "connue", "modele", "close"]
    return pd.DataFrame(rows, columns=columns)


def read_to(done: Part, *, annee: int) -> dict[str, bool]:
    """Say, by mission read in observations, whether they reach the last month of the contract year."""
    ends = done.lignes.loc[done.lignes["annee_contrat"].eq(annee), "fin"]
    if ends.empty:
        return {}
    following = pd.Timestamp(ends.max()) + pd.Timedelta(days=1)
    closing = following.to_period("M").to_timestamp() - pd.DateOffset(months=1)
    seen = done.atteintes[done.atteintes["annee_contrat"].eq(annee)]
    return {str(r.mission): bool(pd.notna(r.mois) and pd.Timestamp(r.mois) >= closing) for r in records(seen)}


def contract_year(done: Part, mois: date) -> int | None:
    """Give the contract year a month counts in, in whole months from that of the signature; None outside the contract."""
    lines = done.lignes[done.lignes["annee_contrat"].gt(0)]
    begun = lines[lines["debut"].dt.to_period("M").dt.to_timestamp().le(pd.Timestamp(mois))]
    return int(begun["annee_contrat"].max()) if len(begun) else None


def values_of_year(done: Part, *, annee: int) -> dict[str, float]:
    """Give, by indicator with a target, the value that the euros of one contract year rest on, in its unit."""
    rows = done.detail[done.detail["annee_contrat"].eq(annee) & done.detail["etat"].eq("valeur")]
    return {str(r.indicateur): float(r.valeur) for r in records(rows)}


def any_indicator(done: Part, by_mission: pd.DataFrame, *, annee: int) -> bool:
    """True when some indicator weighs in that year: `indicators` has a row."""
    shown = set(by_mission["mission"])

    def of_the_year(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["annee_contrat"].eq(annee) & frame["mission"].astype(str).isin(shown)]

    lines = of_the_year(done.lignes)
    objectives = lines["volet"].astype(str).eq("variable") & lines["objectif"].astype(str).ne("")
    return len(of_the_year(done.detail)) > 0 or bool(objectives.any())


def indicators(done: Part, by_mission: pd.DataFrame, *, annee: int, catalogue: Catalogue) -> pd.DataFrame:
    """One row per indicator that weighs in that year: those with a target, or the objectives of the contract.

    mission, code, libelle, etat, valeur, reference, cible (unit of the indicator; empty for an objective of the contract),
    taux, taux_bas, taux_haut (0 to 1), part_centimes (of the envelope), gagne_centimes, enjeu_centimes, doute, mois.
    """
    out: list[dict[str, Any]] = []
    detail = done.detail[done.detail["annee_contrat"].eq(annee)]
    lines = done.lignes
    lines = lines[lines["annee_contrat"].eq(annee) & lines["volet"].astype(str).eq("variable")]
    for mission in records(by_mission):
        own = lines[lines["mission"].astype(str).eq(mission.mission) & lines["objectif"].astype(str).ne("")]
        if len(own):
            out += _objectives(own, catalogue, mission.mission)
            continue
        part = detail[detail["mission"].astype(str).eq(mission.mission)].reset_index(drop=True)
        weights = part["taux_millioniemes"].fillna(0).astype("int64").tolist()
        if part.empty:
            continue
        # Earned and at stake are shared each on its own, so that neither ever falls a cent under 0.
        earned = partager(mission.compte_centimes, weights)
        at_stake = partager(mission.enjeu_centimes, [MILLION - weight for weight in weights])
        for row, cents, missed in zip(records(part), earned, at_stake, strict=True):
            out.append(
                {
                    "mission": mission.mission,
                    "code": row.indicateur,
                    "libelle": catalogue.indicateurs[row.indicateur].libelle,
                    **{name: getattr(row, name) for name in ("etat", "valeur", "reference", "cible", "mois")},
                    "taux": row.taux_millioniemes / MILLION,
                    "taux_bas": row.taux_bas_millioniemes / MILLION,
                    "taux_haut": row.taux_haut_millioniemes / MILLION,
                    "part_centimes": cents + missed,
                    "gagne_centimes": cents,
                    "enjeu_centimes": missed,
                    "doute": _doubt(row.doute, row.etat),
                }
            )
    return pd.DataFrame(out)


def _doubt(doute: str, etat: str) -> str:
    """Why an attainment is not sure: nothing known, some months of the year unknown, or a value that may move."""
    if doute == "provisoire":
        return "valeur provisoire"
    if not doute:
        return ""
    return f"{_DOUBTS[doute]} : compte pour 0" if etat != "valeur" else f"des mois sont à l’état « {_DOUBTS[doute]} »"


def _objectives(own: pd.DataFrame, catalogue: Catalogue, mission: str) -> list[dict[str, Any]]:
    rows = []
    for row, whole in zip(records(own), whole_amounts(own).tolist(), strict=True):
        code = str(row.objectif)
        item = catalogue.indicateurs.get(code)
        rate = row.taux_num / row.taux_den if row.taux_den else 0.0
        rows.append(
            {
                "mission": mission,
                "code": code,
                "libelle": item.libelle if item else f"Objectif du contrat : {code}",
                "etat": "valeur" if row.connue else "absente",
                **dict.fromkeys(("valeur", "reference", "cible"), None),
                "mois": pd.NaT,
                **dict.fromkeys(("taux", "taux_bas", "taux_haut"), rate),
                "part_centimes": whole,
                "gagne_centimes": int(row.montant_centimes),
                "enjeu_centimes": whole - int(row.montant_centimes),
                "doute": "" if row.connue else "inconnu : compte pour 0",
            }
        )
    return rows
