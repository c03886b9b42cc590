"""Levers in words: how far a step is in people, what chance could do, whether it was reached before. No Streamlit here."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from calculators import french
from calculators.aci import Resultat
from calculators.aci.accord.statut import RECONSTITUE, SYMBOLES, least_sure
from pipelines.catalogue import Indicateur

UNITS = {1: "", 100: f"{french.INSECABLE}%", 1000: f"{french.INSECABLE}‰"}
FACTORS = {"proportion": 100.0, "taux_1000": 1.0, "compte": 1.0, "livrable": 1.0}


def with_objectives(
    situation: Mapping[str, Any],
    objectifs: Sequence[Mapping[str, Any]],
    *,
    annee: int,
    result: Resultat,
    partages: set[str],
    valeurs: Mapping[str, Decimal | bool],
) -> dict[str, Any]:
    """The situation with the objectives of one contract year in place of the rates of their missions.

    `result`: of the situation as it is, for the envelopes: those in `partages` (codes read from stored targets) share
    their mission's envelope equally, as pipelines.financement.objectifs does; the others keep the amount their contract gives.
    `valeurs`: values typed, by code. Objectives of missions that the situation does not run that year are left out.
    """
    lines = result.lignes[result.lignes["annee_contrat"].eq(annee) & result.lignes["volet"].eq("variable")]
    envelopes = lines.astype({"mission": "str"}).groupby("mission")["base_centimes"].first()
    kept = [dict(o) for o in objectifs if o["annee"] == annee and o["mission"] in envelopes.index]
    for mission in {o["mission"] for o in kept}:
        shared = [o for o in kept if o["mission"] == mission and o["code"] in partages]
        part, rest = divmod(int(envelopes[mission]), max(len(shared), 1))
        for rank, objectif in enumerate(shared):
            objectif["montant"] = str(Decimal(part + (rank < rest)) / 100)
    for objectif in kept:
        if objectif["code"] in valeurs:
            objectif["fait" if objectif["forme"] == "binaire" else "valeur"] = (
                valeurs[objectif["code"]] if objectif["forme"] == "binaire" else str(valeurs[objectif["code"]])
            )
    replaced = {o["mission"] for o in kept}
    rates = {
        int(year): {code: rate for code, rate in by.items() if int(year) != annee or code not in replaced}
        for year, by in situation["atteinte"].items()
    }
    return {**situation, "objectifs": kept, "atteinte": {year: by for year, by in rates.items() if by}}


def name_of(code: str, indicateurs: Mapping[str, Indicateur]) -> str:
    """The short name of an objective; its own code when it is no indicator of the catalogue."""
    return indicateurs[code].court.replace("'", "’") if code in indicateurs else code


def written(value: float | Decimal | str | None, pour: int) -> str:
    """The value of an objective in its unit: « 57,6 % », « 18,0 ‰ », « 12 »."""
    if value is None or pd.isna(float(value)):
        return french.ABSENT
    decimals = 1 if pour > 1 else 0
    return french.number(Decimal(str(value)), decimals) + UNITS[pour]


def distance(row: Mapping[str, Any], objectif: Mapping[str, Any], indicateur: Indicateur | None) -> str:
    """How far a step is, in points and in people: « 3,0 points, soit 405 personnes de plus »."""
    if pd.isna(row["distance"]):
        return "à prouver"
    pour, way = objectif.get("pour", 100), "de plus" if objectif["sens"] == "hausse" else "de moins"
    far = float(row["distance"])
    if pour == 1:
        unit = indicateur.unite.split(" sur ")[0] if indicateur else ""
        count = french.number(far, 0 if far == int(far) else 1)
        return f"{count} {unit if far >= 2 else unit.removesuffix('s')} {way}".replace("  ", " ")
    unit = french.plural(far, "point") if pour == 100 else "pour 1 000"
    text = f"{french.number(far, 1 if far >= 0.1 else 2)}{french.INSECABLE}{unit}"
    if pd.isna(row["personnes"]):
        return text
    people = int(row["personnes"])
    noun = (indicateur.numerateur or "cas").split()[0].lower() if indicateur else "cas"
    noun = noun if people >= 2 or noun == "cas" else noun.removesuffix("s")
    span = ", tous mois réunis" if indicateur and indicateur.periode == "mois" else ""
    return f"{text}, soit {french.number(people)} {noun} {way}{span}"


def luck(noise: object) -> str:
    """What chance alone could do, in words."""
    if noise is None or pd.isna(noise):
        return "Non évalué : pas de dénominateur."
    if noise:
        return "Le hasard seul pourrait suffire."
    return "Hors de portée du hasard."


def before(seuil: float, code: str, *, sens: str, annee: int, detail: pd.DataFrame, type_: str) -> str:
    """Whether an earlier contract year reached a value: « oui, année 2 », « non », or a dash without observation."""
    past = detail[detail["indicateur"].eq(code) & detail["annee_contrat"].lt(annee) & detail["etat"].eq("valeur")]
    if past.empty or pd.isna(seuil):
        return french.ABSENT
    values = past["valeur"].astype("float64") * FACTORS[type_]
    met = past[values.ge(seuil) if sens == "hausse" else values.le(seuil)]
    if met.empty:
        return "non"
    return f"oui, année {french.enumerate_fr([str(n) for n in sorted(met['annee_contrat'])])}"


def worded(
    table: pd.DataFrame,
    objectifs: Sequence[Mapping[str, Any]],
    indicateurs: Mapping[str, Indicateur],
    *,
    detail: pd.DataFrame,
    lignes: pd.DataFrame,
) -> pd.DataFrame:
    """The levers with their words: etape_nom, aller, distance_mots, hasard, au_hasard, deja, statut, marque added.

    `table`: calculators.aci.et_si.leviers.levers; `objectifs`: of the situation; `detail`: observations by contract year;
    `lignes`: the entitlement, for the status of each mission's envelope.
    """
    by_code = {(o["annee"], o["code"]): o for o in objectifs}
    several = table.groupby("code")["etape"].transform("max").gt(1) if len(table) else []
    variable = lignes[lignes["volet"].eq("variable")].astype({"mission": "str", "statut": "str"})
    rows = []
    for row, tiers in zip(table.to_dict("records"), several, strict=True):
        objectif, indicator = by_code[row["annee"], row["code"]], indicateurs.get(row["code"])
        envelope = variable[variable["mission"].eq(row["mission"]) & variable["annee_contrat"].eq(row["annee"])]
        statut = least_sure(envelope["statut"])
        pour = objectif.get("pour", 100)
        rows.append(
            {
                "etape_nom": name_of(row["code"], indicateurs) + (f", palier {row['etape']}" if tiers else ""),
                "aller": f"{written(row['valeur'], pour)} → {written(row['seuil'], pour)}"
                if pd.notna(row["seuil"])
                else "non fait → fait",
                "distance_mots": distance(row, objectif, indicator),
                "hasard": luck(row["bruit"]) if pd.notna(row["seuil"]) else "Sans objet : un livrable.",
                "au_hasard": bool(pd.notna(row["bruit"]) and row["bruit"]),
                "deja": before(
                    row["seuil"],
                    row["code"],
                    sens=objectif.get("sens", ""),
                    annee=row["annee"],
                    detail=detail,
                    type_=indicator.type if indicator else "compte",
                ),
                "statut": statut,
                "marque": f" {SYMBOLES[statut]}" if statut == RECONSTITUE else "",
            }
        )
    columns = ["etape_nom", "aller", "distance_mots", "hasard", "au_hasard", "deja", "statut", "marque"]
    return pd.concat([table.reset_index(drop=True), pd.DataFrame(rows, columns=columns)], axis=1)


def stored_text(objectif: Mapping[str, Any]) -> str:
    """The stored value of a measured objective as its field shows it; empty when none was received."""
    if objectif["valeur"] is None:
        return ""
    return french.number(Decimal(objectif["valeur"]), 2 if objectif.get("pour", 100) > 1 else 0)


def typed(objectif: Mapping[str, Any], text: str | None) -> Decimal | bool | None:
    """The value of a field (`oui` or `non` for a deliverable): None when empty, unreadable, or the stored one."""
    if objectif["forme"] == "binaire":
        done = {"oui": True, "non": False}.get(text or "")
        return done if done is not None and done != bool(objectif["fait"]) else None
    if not text or not text.strip() or text == stored_text(objectif):
        return None
    try:
        return Decimal(french.read_number(text))
    except french.EntryError:
        return None
