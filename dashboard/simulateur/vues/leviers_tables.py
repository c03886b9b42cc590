"""Levers in words: how far a step is in people, what chance could do, whether it was reached before. No Streamlit here."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from calculators import french
from calculators.aci import Situation
from calculators.aci.accord.statut import RECONSTITUE, SYMBOLES, least_sure
from calculators.aci.situation.change import suppose_value, with_objectives
from calculators.aci.situation.objectifs import Enveloppes, share_equally
from calculators.aci.situation.schema import Binaire, Mesure, Objectif
from calculators.rows import records
from dashboard.simulateur.saisie.objectifs import read_value
from pipelines.catalogue import Indicateur

UNITS = {1: "", 100: f"{french.INSECABLE}%", 1000: f"{french.INSECABLE}‰"}
FACTORS = {"proportion": 100.0, "taux_1000": 1.0, "compte": 1.0, "livrable": 1.0}


def place_objectives(
    situation: Situation,
    objectifs: Sequence[Objectif],
    *,
    annee: int,
    enveloppes: Enveloppes,
    partages: Collection[str],
    valeurs: Mapping[str, Decimal | bool],
) -> Situation:
    """The situation with the objectives of one contract year in place of the rates of their missions.

    Those in `partages` (codes read from stored targets) share their mission's envelope equally, as
    pipelines.financement.objectifs does; the others keep the amount their contract gives. `valeurs`: values tried, by code.
    Objectives of missions that the situation does not run that year are left out; those of other years stay.
    """
    kept = [o for o in objectifs if o.annee == annee and (annee, o.mission) in enveloppes]
    placed = {(o.mission, o.code): o for o in kept}
    for mission in {o.mission for o in kept}:
        shared = [o for o in kept if o.mission == mission and o.code in partages]
        placed |= {(mission, o.code): o for o in share_equally(shared, enveloppes[annee, mission])}
    tried = [suppose_value(o, valeurs[o.code]) if o.code in valeurs else o for o in placed.values()]
    return with_objectives(situation, [*tried, *(o for o in situation.objectifs if o.annee != annee)])


def name_objective(code: str, indicateurs: Mapping[str, Indicateur]) -> str:
    """The short name of an objective; its own code when it is no indicator of the catalogue."""
    return indicateurs[code].court.replace("'", "’") if code in indicateurs else code


def write_value(value: float | Decimal | str | None, pour: int) -> str:
    """The value of an objective in its unit: « 57,6 % », « 18,0 ‰ », « 12 »."""
    if value is None or pd.isna(float(value)):
        return french.ABSENT
    decimals = 1 if pour > 1 else 0
    return french.number(Decimal(str(value)), decimals) + UNITS[pour]


def say_distance(row: Mapping[str, Any], objectif: Objectif, indicateur: Indicateur | None) -> str:
    """How far a step is, in points and in people: « 3,0 points, soit 405 personnes de plus »."""
    if isinstance(objectif, Binaire) or pd.isna(row["distance"]):
        return "à prouver"
    pour, way = objectif.pour, "de plus" if objectif.sens == "hausse" else "de moins"
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


def say_luck(noise: bool | None) -> str:
    """What chance alone could do, in words."""
    if noise is None or pd.isna(noise):
        return "Non évalué : pas de dénominateur."
    if noise:
        return "Le hasard seul pourrait suffire."
    return "Hors de portée du hasard."


def say_before(seuil: float, code: str, *, sens: str, annee: int, detail: pd.DataFrame, type_: str) -> str:
    """Whether an earlier contract year reached a value: « oui, année 2 », « non », or a dash without observation."""
    past = detail[detail["indicateur"].eq(code) & detail["annee_contrat"].lt(annee) & detail["etat"].eq("valeur")]
    if past.empty or pd.isna(seuil):
        return french.ABSENT
    values = past["valeur"].astype("float64") * FACTORS[type_]
    met = past[values.ge(seuil) if sens == "hausse" else values.le(seuil)]
    if met.empty:
        return "non"
    return f"oui, année {french.enumerate_fr([str(n) for n in sorted(met['annee_contrat'])])}"


def add_words(
    table: pd.DataFrame,
    objectifs: Sequence[Objectif],
    indicateurs: Mapping[str, Indicateur],
    *,
    detail: pd.DataFrame,
    lignes: pd.DataFrame,
) -> pd.DataFrame:
    """The levers with their words: etape_nom, aller, distance_mots, hasard, au_hasard, deja, statut, marque added.

    `table`: calculators.aci.et_si.leviers.levers; `objectifs`: of the situation; `detail`: observations by contract year;
    `lignes`: the entitlement, for the status of each mission's envelope.
    """
    by_code = {(o.annee, o.code): o for o in objectifs}
    several = set(table.loc[table["etape"].gt(1), "code"])
    variable = lignes[lignes["volet"].eq("variable")].astype({"mission": "str", "statut": "str"})
    rows = []
    for row in records(table):
        objectif, indicator = by_code[row["annee"], row["code"]], indicateurs.get(row["code"])
        envelope = variable[variable["mission"].eq(row["mission"]) & variable["annee_contrat"].eq(row["annee"])]
        statut = least_sure(envelope["statut"])
        rows.append(
            {
                "etape_nom": name_objective(row["code"], indicateurs)
                + (f", palier {row['etape']}" if row["code"] in several else ""),
                "aller": "non fait → fait"
                if isinstance(objectif, Binaire)
                else f"{write_value(row['valeur'], objectif.pour)} → {write_value(row['seuil'], objectif.pour)}",
                "distance_mots": say_distance(row, objectif, indicator),
                "hasard": "Sans objet : un livrable." if isinstance(objectif, Binaire) else say_luck(row["bruit"]),
                "au_hasard": bool(pd.notna(row["bruit"]) and row["bruit"]),
                "deja": french.ABSENT
                if isinstance(objectif, Binaire)
                else say_before(
                    row["seuil"],
                    row["code"],
                    sens=objectif.sens,
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


def write_stored(objectif: Mesure) -> str:
    """The stored value of a measured objective as its field shows it; empty when none was received."""
    if objectif.valeur is None:
        return ""
    shown = french.number(objectif.valeur, 2 if objectif.pour > 1 else 0)
    alone = objectif.pour == 100 and 0 < abs(objectif.valeur) <= 1
    return f"{shown}{french.INSECABLE}%" if alone else shown


def read_trial(objectif: Objectif, text: str | None) -> Decimal | bool | None:
    """The value of a field (`oui` or `non` for a deliverable): None when empty, unreadable, or the stored one."""
    if isinstance(objectif, Binaire):
        done = {"oui": True, "non": False}.get(text or "")
        return done if done is not None and done != bool(objectif.fait) else None
    if not text or not text.strip() or text == write_stored(objectif):
        return None
    try:
        return read_value(text, pour=objectif.pour)
    except french.EntryError:
        return None  # the field itself says what can't be read
