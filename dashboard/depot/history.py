"""The deposits made and refused: one of them in full, then all of them, searched, a page at a time."""

import json
from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from calculators import french
from dashboard.asking import depots, session
from dashboard.depot.detail import detail
from dashboard.depot.words import STATES, moment
from dashboard.pages import DEPOT
from dashboard.tables import Column
from dashboard.ui import pickers, widgets
from pipelines.publish.exports.journal import journal_export
from pipelines.publish.exports.to_csv import export_csv_fr

KINDS = {
    "": "Tous",
    "actif": "Enregistrés",
    "partiel": "Enregistrés en partie",
    "retire": "Retirés",
    "refuse": "Refusés",
}


def history() -> None:
    """One deposit in full, then deposits and refusals, the last first."""
    listed, refused = depots.deposits(), depots.refusals()
    if listed.empty and refused.empty:
        widgets.sentence("Aucun dépôt pour l’instant.")
        return
    if not listed.empty:
        detail(listed)
    st.header("Dépôts faits", anchor=False)
    rows = all_rows(listed, refused)
    wide, narrow = st.columns([3, 1])
    with wide:
        sought = pickers.type_in(
            "Chercher", str.strip, key="cherche", default="", optional=True, placeholder="Fichier, personne ou dépôt"
        )
    with narrow:
        kind = pickers.choose("État", KINDS, key="etat")
    found = matching(rows, sought=sought or "", kind=kind)
    if found.empty:
        widgets.sentence("Aucun dépôt ne répond à cette recherche.")
    else:
        _table(found)
    st.download_button(
        "Le journal complet (CSV pour Excel)",
        _whole_journal,
        file_name="journal.csv",
        mime="text/csv",
        key="depot.journal.complet",
        icon=":material/download:",
        help="Dépôts, corrections, refus, retraits, rétablissements, gels : qui, quand, avant, après, pourquoi, empreinte.",
        on_click="ignore",
    )


def all_rows(listed: pd.DataFrame, refused: pd.DataFrame) -> pd.DataFrame:
    """Deposits and refusals together, newest first: instant, fichier, auteur, etat, partiel, demonstration, depot and counts.

    ``listed``: columns of queries.deposits; ``refused``: of journal.journal.
    """
    stopped = pd.DataFrame(
        {
            "depose_le": refused["quand"],
            "fichier": refused["objet"],
            "auteur": refused["qui"],
            "etat": "refuse",
            "partiel": False,
            "depot": None,
            "lignes_lues": pd.array([_told(a, "lignes_lues") for a in refused["apres"]], dtype="Int64"),
        }
    )
    rows = pd.concat([listed, stopped], ignore_index=True)
    return rows.sort_values("depose_le", ascending=False, kind="stable", ignore_index=True)


def matching(rows: pd.DataFrame, *, sought: str, kind: str) -> pd.DataFrame:
    """The rows of that kind (a key of KINDS) whose file, author or name holds what is sought, capitals or not."""
    kept = pd.Series(True, index=rows.index)
    if kind:
        kept &= rows["partiel"].fillna(False).astype(bool) if kind == "partiel" else rows["etat"].eq(kind)
    if sought:
        texts = rows[["fichier", "auteur", "depot"]].fillna("").astype(str).agg(" ".join, axis=1)
        kept &= texts.str.contains(sought, case=False, regex=False)
    return rows[kept]


def _table(found: pd.DataFrame) -> None:
    page = widgets.page_of(len(found), key="depot.liste")
    rows = found.iloc[page]
    states = rows["etat"].map(STATES).fillna(rows["etat"])
    widgets.table(
        rows.assign(
            quand=[moment(i) for i in rows["depose_le"]],
            lien=[
                f"{_named(f, d)}<br><small>{escape(a)}</small>"
                for f, d, a in zip(rows["fichier"], rows["depot"], rows["auteur"].fillna(french.ABSENT), strict=True)
            ],
            etat_mot=[
                f"{s}, en partie" if p else s for s, p in zip(states, rows["partiel"].fillna(False), strict=True)
            ],
            nature=[
                french.ABSENT if pd.isna(d) else widgets.DEMO if d else "réelle" for d in rows["demonstration"].tolist()
            ],
        ),
        [
            Column("quand", "Déposé le"),
            Column("lien", "Fichier, et par qui", "html"),
            Column("lignes_lues", "Lignes", "int"),
            Column("nouvelles", "Nouvelles", "int"),
            Column("modifiees", "Modifiées", "int"),
            Column("identiques", "Identiques", "int"),
            Column("etat_mot", "État"),
            Column("nature", "Données", "html"),
        ],
        caption=f"{french.count(len(found), 'dépôt')}, du plus récent au plus ancien{widgets.shown(page, len(found))} ; "
        "un dépôt refusé n’a rien enregistré",
        whole=True,
    )


def _named(file: object, depot: object) -> str:
    """The name of the file, to its detail when it was stored; a file that others share goes by its deposit."""
    name = file if isinstance(file, str) else str(depot)
    return DEPOT.anchor(name, depot=depot) if isinstance(depot, str) else escape(name)


def _told(told: str | None, name: str) -> int | None:
    return None if told is None or pd.isna(told) else json.loads(told).get(name)


def _whole_journal() -> bytes:
    export = journal_export(session.store(), session.scope(), debut=None, fin=None, maintenant=datetime.now())
    return export_csv_fr(export)
