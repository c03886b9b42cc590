"""Observed attainment put into the situations of contracts: rates, values of objectives, and what is not sure of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from calculators.aci import Accord
from calculators.aci.droits.annees import annees
from calculators.aci.et_si.taux import project
from calculators.aci.situation.read import COLUMNS, Situations

#: What one unit of the stored value is worth in the unit of an objective: 0.576 is written 57.6 %.
FACTEUR = {"proportion": 100.0, "taux_1000": 1.0, "compte": 1.0, "livrable": 1.0}
_KEYS = ["contrat", "annee_contrat", "mission"]
_OBJECTIFS = ["id_cpts", "annee_contrat", "mission", "code", "valeur", "valeur_basse", "valeur_haute", "mois", "etat"]
_PROJECTIONS = ["id_cpts", "annee_contrat", "mission", "modele"]
_PROVENANCE = ["denominateur", "n_mois", "depot", "ligne", "demonstration", "doute", "mois_doute"]


@dataclass(frozen=True)
class Observe:
    """What was observed: ``valeurs``, ``detail`` and ``taux`` of pipelines.financement.atteintes_observees; ``types`` of indicators."""

    valeurs: pd.DataFrame
    detail: pd.DataFrame
    taux: pd.DataFrame
    types: Mapping[str, str]


@dataclass(frozen=True)
class Nourries:
    """Situations with what was observed; the mean rates that are used; the objectives that took an observed value; the
    rates supposed of years to come (id_cpts, annee_contrat, mission, modele: the contract year repeated)."""

    situations: Situations
    atteintes: pd.DataFrame
    objectifs: pd.DataFrame
    projections: pd.DataFrame


def feed(situations: Situations, seen: Observe, accord: Accord, *, au: date) -> Nourries:
    """Add what was observed to the situations, then the years to come as calculators.aci.et_si.taux projects them.

    The rates, objectives and values that the contract gives prevail. ``au``: the day up to which months were observed.
    """
    rank = pd.Series(np.arange(len(situations.contrats)), index=situations.contrats["id_cpts"].to_numpy())
    situations, fed = _values(situations, seen)
    given = pd.concat([situations.atteintes[_KEYS], situations.objectifs[_KEYS]])
    own = pd.MultiIndex.from_frame(given[_KEYS[:2]].assign(mission=given["mission"].astype(str)))

    def ours(frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of computed contracts, with their row number, but for what the contract itself gives."""
        kept = frame[frame["id_cpts"].isin(rank.index) & (frame["mission"] != "crise")]
        kept = kept.assign(contrat=rank.reindex(kept["id_cpts"]).to_numpy(dtype=np.int64))
        return kept[~pd.MultiIndex.from_frame(kept[_KEYS]).isin(own)]

    found = ours(seen.taux)
    names = {"taux_bas_millioniemes": "bas_millioniemes", "taux_haut_millioniemes": "haut_millioniemes"}
    doubts = ours(seen.detail[seen.detail["doute"] != ""]).drop(columns=["mois", "etat"])
    doubts = doubts.rename(columns={"indicateur": "code", "mois_doute": "mois", "doute": "etat"})
    found = found.rename(columns=names)
    coming = _project(situations, found[list(COLUMNS["atteintes"])], own, accord, au=au)
    supposed = coming.assign(
        code=coming["modele"].astype("str"), mois=pd.Series(pd.NaT, index=coming.index), etat="projetee"
    )
    by_objectives = pd.MultiIndex.from_frame(fed[["id_cpts", "annee_contrat", "mission"]])
    shown = seen.taux[~pd.MultiIndex.from_frame(seen.taux[["id_cpts", "annee_contrat", "mission"]]).isin(by_objectives)]
    return Nourries(
        replace(
            situations,
            atteintes=_stacked("atteintes", _stacked("atteintes", situations.atteintes, found), coming),
            doutes=_stacked("doutes", _stacked("doutes", situations.doutes, doubts), supposed),
        ),
        shown.reset_index(drop=True),
        fed,
        coming.assign(id_cpts=situations.contrats["id_cpts"].to_numpy()[coming["contrat"].to_numpy()])[_PROJECTIONS],
    )


def _project(
    situations: Situations, found: pd.DataFrame, own: pd.MultiIndex, accord: Accord, *, au: date
) -> pd.DataFrame:
    """The rates supposed of the years to come, where the mission runs and the contract itself gives nothing."""
    years = annees(situations, accord)
    span = pd.DataFrame(
        {
            "contrat": years.contrat,
            "annee_contrat": years.annee,
            "finie": years.suivant <= np.datetime64(au, "D"),
            "suivant": years.suivant.astype("datetime64[s]"),
        }
    )
    coming = project(found, span)
    coming = coming[~pd.MultiIndex.from_frame(coming[_KEYS]).isin(own)]
    started = situations.missions.assign(mission=situations.missions["mission"].astype(str))
    coming = coming.merge(started, on=["contrat", "mission"]).merge(span, on=["contrat", "annee_contrat"])
    return coming[coming["debut"] < coming["suivant"]].reset_index(drop=True)


def _values(situations: Situations, seen: Observe) -> tuple[Situations, pd.DataFrame]:
    """Give the objectives without a value that of the observation of their code and contract year."""
    frame = situations.objectifs
    names = situations.contrats["id_cpts"].to_numpy()[frame["contrat"].to_numpy()]
    keys = pd.DataFrame(
        {"id_cpts": names, "annee_contrat": frame["annee_contrat"], "indicateur": frame["objectif"].astype(str)}
    )
    kind = keys["indicateur"].map(seen.types)
    told = pd.MultiIndex.from_frame(situations.doutes[[*_KEYS, "code"]])
    silent = ~pd.MultiIndex.from_frame(frame[[*_KEYS, "objectif"]]).isin(told)
    fits = kind.notna() & (frame["forme"].eq("binaire") == kind.eq("livrable"))
    years = pd.MultiIndex.from_frame(seen.valeurs[["id_cpts", "annee_contrat"]].drop_duplicates())
    received = pd.MultiIndex.from_frame(keys[["id_cpts", "annee_contrat"]]).isin(years)
    rows = np.flatnonzero(frame["valeur"].isna() & silent & fits & received)
    found = keys.iloc[rows].merge(seen.valeurs, on=list(keys.columns), how="left")
    absent = found["etat"].isna()
    found["etat"] = found["etat"].fillna("absente")
    found["doute"] = found["doute"].where(~absent, "absente")
    found["demonstration"] = found["demonstration"].eq(True)
    found["valeur"] = found["valeur"].where(found["etat"] == "valeur")
    factor = kind.iloc[rows].map(FACTEUR).to_numpy(dtype=np.float64)
    done = frame["forme"].iloc[rows].eq("binaire").to_numpy()
    for name in ("valeur", "valeur_basse", "valeur_haute"):
        value = found[name].to_numpy(dtype=np.float64)
        proved = np.where(np.isnan(value), np.nan, value >= 1)
        found[name] = np.where(done, proved, np.round(value * factor, 6))
    falling = frame["sens"].iloc[rows].eq("baisse").to_numpy()
    filled = frame.copy()
    worst = np.where(falling, found["valeur_haute"], found["valeur_basse"])
    best = np.where(falling, found["valeur_basse"], found["valeur_haute"])
    for name, values in (("valeur", found["valeur"]), ("valeur_pire", worst), ("valeur_meilleure", best)):
        column = filled[name].to_numpy(copy=True)
        column[rows] = values
        filled[name] = column
    found = found.assign(
        contrat=frame["contrat"].to_numpy()[rows], mission=frame["mission"].to_numpy()[rows], code=found["indicateur"]
    )
    doubts = found[found["doute"] != ""].drop(columns=["mois", "etat"])
    doubts = doubts.rename(columns={"mois_doute": "mois", "doute": "etat"})
    fed = replace(situations, objectifs=filled, doutes=_stacked("doutes", situations.doutes, doubts))
    return fed, found[[*_OBJECTIFS, *_PROVENANCE]]


def _stacked(name: str, given: pd.DataFrame, added: pd.DataFrame) -> pd.DataFrame:
    columns = COLUMNS[name]
    return pd.concat([given, added[list(columns)].astype(columns)], ignore_index=True)
