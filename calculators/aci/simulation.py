"""From situations and the agreement to lines, payments and warnings: the one entry point of the money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from calculators.aci.accord.bareme import Bareme, bareme
from calculators.aci.accord.load import Accord
from calculators.aci.avertissements import notes_doutes
from calculators.aci.avertissements.gather import avertissements
from calculators.aci.droits.amorcage import amorcage
from calculators.aci.droits.annees import Annees, annees
from calculators.aci.droits.bornes import bornes
from calculators.aci.droits.calendrier import days
from calculators.aci.droits.enveloppes import check_envelopes
from calculators.aci.droits.lignes import Lignes, lignes
from calculators.aci.droits.versements import NATURES, versements
from calculators.aci.money import MILLION
from calculators.aci.note import Note
from calculators.aci.situation.read import Situations, tabulate
from calculators.aci.situation.schema import Situation

_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Resultat:
    """What the agreement gives for every CPTS of a set of situations.

    ``lignes``, one row per euro line: id_cpts, contrat (row number of the CPTS), taille, annee_contrat, debut, fin
    (first and last day of the contract year), mission, volet, cas, objectif (empty unless the line is one objective),
    du, au (first and last day the line runs), base_centimes, jours, jours_annee, taux_num, taux_den, connue (False: attainment unknown, counted as 0),
    montant_centimes, article, statut, reference, version.

    ``versements``, one row per payment: id_cpts, contrat, date, nature, mission, volet, annee_contrat,
    montant_centimes, statut, ligne (index of its line). The payments of a line sum to it.
    """

    lignes: pd.DataFrame
    versements: pd.DataFrame
    situations: Situations
    annees: Annees
    accord: Accord
    _notes: list[Note]

    @cached_property
    def bornes(self) -> pd.DataFrame:
        """Bounds of every variable part, a row per CPTS, contract year and mission (see calculators.aci.droits.bornes)."""
        return bornes(self.situations, self.annees, bareme(self.accord), self.accord)

    @cached_property
    def avertissements(self) -> pd.DataFrame:
        """Warnings: id_cpts, contrat, date (datetime64[s], NaT when it has none), code, message in French."""
        doubts = notes_doutes.doubts(self.situations, self.bornes, self.accord) if len(self.situations.doutes) else ()
        notes = [*self._notes, *doubts]
        return avertissements(self.lignes, self.versements, self.situations, self.annees, self.accord, notes)


def simulate(situations: Situations | Situation, accord: Accord) -> Resultat:
    """Compute every CPTS at once; one CPTS is a set of one.

    Raises SituationError when objectives do not sum to their mission's envelope.
    """
    if isinstance(situations, Situation):
        situations = tabulate([situations], accord)
    table = bareme(accord)
    years = annees(situations, accord)
    lines = lignes(situations, years, table, accord)
    check_envelopes(lines, years, situations, table)
    paid = versements(lines, years, situations, table, accord)
    extra, notes = amorcage(situations, years, table, accord)
    lines_frame, contract_line = _lines_frame(lines, years, situations, table, extra)
    paid_frame = _payments_frame(paid, contract_line, lines_frame, extra)
    return Resultat(lines_frame, paid_frame, situations, years, accord, notes)


def _lines_frame(
    lines: Lignes, years: Annees, situations: Situations, table: Bareme, extra: list[dict[str, Any]]
) -> tuple[pd.DataFrame, np.ndarray]:
    """Give the lines frame, and the row of it in which each line, then each one-off line, stands."""
    contrat, annee = years.contrat[lines.rang], years.annee[lines.rang]
    taille, debut, fin = years.taille[lines.rang], years.debut[lines.rang], years.suivant[lines.rang] - _DAY
    count = len(extra)
    if count:
        first = {c: rank for rank, c in reversed(list(enumerate(years.contrat.tolist())))}
        rangs = np.array([first[line["contrat"]] for line in extra], dtype=np.int64)
        ones = np.ones(count, dtype=np.int64)
        paid = np.array([line["date"] for line in extra], dtype="datetime64[D]")
        before = np.array([line["annee"] == 0 for line in extra])
        lines = replace(
            lines,
            slot=np.concatenate([lines.slot, [line["slot"] for line in extra]]),
            cellule=np.concatenate([lines.cellule, [line["cellule"] for line in extra]]),
            base=np.concatenate([lines.base, [line["base"] for line in extra]]),
            debut=np.concatenate([lines.debut, [np.datetime64(line["date"], "D") for line in extra]]),
            jours=np.concatenate([lines.jours, ones]),
            jours_annee=np.concatenate([lines.jours_annee, ones]),
            taux_num=np.concatenate([lines.taux_num, ones * MILLION]),
            taux_den=np.concatenate([lines.taux_den, ones * MILLION]),
            connue=np.concatenate([lines.connue, ones.astype(bool)]),
            objectif=np.concatenate([lines.objectif, -ones]),
            montant=np.concatenate([lines.montant, [line["base"] for line in extra]]),
        )
        contrat = np.concatenate([contrat, [line["contrat"] for line in extra]])
        annee = np.concatenate([annee, [line["annee"] for line in extra]])
        taille = np.concatenate([taille, years.taille[rangs]])
        debut = np.concatenate([debut, np.where(before, paid, years.debut[rangs])])
        fin = np.concatenate([fin, np.where(before, paid, years.suivant[rangs] - _DAY)])
    place = np.arange(len(contrat))
    order: np.ndarray | slice = slice(None)  # already in order: a slice copies nothing
    if count:
        order = np.lexsort((lines.objectif, lines.slot, annee, contrat))
        place[order] = np.arange(len(order))
    slot, cell = lines.slot[order], lines.cellule[order]
    codes = situations.objectifs["objectif"].to_numpy()
    named = lines.objectif[order]
    # What the annex gives is as sure as the annex; a share that we make of the accord's envelope, as the envelope.
    annexe = np.array([*~situations.objectifs["partage"].to_numpy(dtype=bool), False])
    cell = np.where(annexe[named], table.annexe, cell)
    frame = pd.DataFrame(
        {
            "id_cpts": _texts(situations.contrats["id_cpts"].to_numpy(), contrat[order]),
            "contrat": contrat[order],
            "taille": taille[order],
            "annee_contrat": annee[order],
            "debut": debut[order].astype("datetime64[s]"),
            "fin": fin[order].astype("datetime64[s]"),
            "mission": _texts(np.array([s.mission for s in table.slots]), slot),
            "volet": _texts(np.array(["majoration" if s.volet == "majore" else s.volet for s in table.slots]), slot),
            "cas": _texts(np.array([s.cas for s in table.slots]), slot),
            "objectif": _texts(np.array([*codes, ""], dtype=object), named),
            "du": lines.debut[order].astype("datetime64[s]"),
            "au": (lines.debut + lines.jours.astype("timedelta64[D]") - _DAY)[order].astype("datetime64[s]"),
            "base_centimes": lines.base[order],
            "jours": lines.jours[order],
            "jours_annee": lines.jours_annee[order],
            "taux_num": lines.taux_num[order],
            "taux_den": lines.taux_den[order],
            "connue": lines.connue[order],
            "montant_centimes": lines.montant[order],
            "article": _texts(np.array(table.articles), cell),
            "statut": _texts(np.array(table.statuts), cell),
            "reference": _texts(np.array(table.references), cell),
            "version": _texts(np.array(table.versions), cell),
        },
        copy=False,
    )
    return frame, place


def _texts(values: np.ndarray, picked: np.ndarray) -> pd.Categorical:
    """Give a column of texts as categories (a text stored once): ``values[picked]``; -1 picks the last one."""
    names, codes = np.unique(values.astype(str), return_inverse=True)
    small = codes.astype(np.min_scalar_type(-max(len(names), 1)))
    return pd.Categorical.from_codes(small[picked], pd.Index(names), validate=False)


def _payments_frame(
    paid: pd.DataFrame, place: np.ndarray, lines: pd.DataFrame, extra: list[dict[str, Any]]
) -> pd.DataFrame:
    if extra:
        ordinary = len(place) - len(extra)
        paid = pd.concat(
            [
                paid,
                pd.DataFrame(
                    {
                        "ligne": np.arange(ordinary, len(place)),
                        "date": pd.to_datetime([line["date"] for line in extra]).astype("datetime64[s]"),
                        "nature": pd.Categorical([line["nature"] for line in extra], list(NATURES)),
                        "montant_centimes": [line["base"] for line in extra],
                    }
                ),
            ],
            ignore_index=True,
        )
    ligne = place[paid["ligne"].to_numpy()]
    contrat = lines["contrat"].to_numpy()[ligne]
    # One integer key for CPTS, day and kind: sorting it, stably, is several times faster than sorting four columns.
    day = days(paid["date"]).astype(np.int64)
    first = int(day.min()) if len(day) else 0
    span = int(day.max()) - first + 1 if len(day) else 1
    nature = paid["nature"].cat.codes.to_numpy()
    order = np.argsort((contrat * span + day - first) * len(NATURES) + nature, kind="stable")
    ligne = ligne[order]
    picked = {
        name: lines[name].take(ligne).array for name in ("id_cpts", "mission", "volet", "annee_contrat", "statut")
    }
    return pd.DataFrame(
        {
            "id_cpts": picked["id_cpts"],
            "contrat": contrat[order],
            "date": paid["date"].to_numpy()[order],
            "nature": paid["nature"].take(order).array,
            "mission": picked["mission"],
            "volet": picked["volet"],
            "annee_contrat": picked["annee_contrat"],
            "montant_centimes": paid["montant_centimes"].to_numpy()[order],
            "statut": picked["statut"],
            "ligne": ligne,
        },
        copy=False,
    )
