"""What a deposited file holds and what it would change: the parts of the preview."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
import streamlit as st

from calculators import french
from calculators.rows import rows as records
from dashboard.asking import questions, session
from dashboard.tables import Column
from dashboard.ui import widgets
from dashboard.ui.widgets import Card
from pipelines.comparaison.echelle import scale_of
from pipelines.ingest.check.verdict import Progres
from pipelines.ingest.deposit.memory import give_back
from pipelines.ingest.deposit.steps import Apercu

SHOWN = 200
LONG_FILE = 3_000_000
ENCODINGS = {
    **{"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows (cp1252)"},
    **{"mac_roman": "Macintosh", "cp850": "MS-DOS (cp850)"},
}
SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
STATES = {"masquee": "masquée", "manquante": "inconnue"}


@contextmanager
def progress(size: int, *, then: str, reading: bool = True) -> Iterator[Progres | None]:
    """A bar that a long reading moves; for a file of less than a second, only a word.

    ``then``: what comes once the file is checked, which takes as long again and tells nothing until it is over.
    ``reading``: whether the file has to be read first.
    """
    if size < LONG_FILE:
        with st.spinner("Lecture et contrôle du fichier…" if reading else f"{then}…"):
            yield None
        return
    bar = st.progress(0.0 if reading else 0.5, text="Lecture du fichier…" if reading else f"{then}…")
    try:

        def move(share: float, step: str) -> None:
            said = french.upper_first(step) if share < 1 else then
            bar.progress(min(max(share, 0.0), 1.0) / 2, text=f"{said}…")

        yield move
    finally:
        bar.empty()
        give_back(size, session.store())


def counts(found: Apercu) -> None:
    """What the file holds and what it would change; nothing when not a line could be read."""
    verdict = found.verdict
    if not verdict.lignes_lues:
        return
    blocked = "aucune ligne ne bloque"
    if verdict.rejetees:
        one = verdict.rejetees == 1
        blocked = "elle vous sera rendue" if one else "elles vous seront rendues"
        if not found.possible:
            blocked = f"rien n’entre tant qu’{'elle y est' if one else 'elles y sont'}"
        if found.deja_en_partie is not None:
            blocked = "les autres sont déjà enregistrées"
        if not found.possible and not found.partie:
            blocked = "aucune ne peut entrer : voyez les constats"
    cards = [
        Card("Lignes lues", french.number(verdict.lignes_lues), "hors titres, totaux et sources"),
        Card("Lignes à corriger", french.number(verdict.rejetees), blocked, attention=verdict.rejetees > 0),
    ]
    if found.possible:
        unseen = int(found.modifications["marqueur_avant"].eq("secret").sum())
        kept = "l’ancienne version reste dans l’historique"
        cards += [
            Card("Valeurs nouvelles", french.number(found.nouvelles), "pas encore enregistrées"),
            Card(
                "Valeurs modifiées",
                french.number(found.modifiees),
                f"dont {french.count(unseen, 'jamais comparée', 'jamais comparées')} : valeur enregistrée masquée"
                if unseen
                else kept,
                attention=found.modifiees > 0,
            ),
            Card("Valeurs identiques", french.number(found.identiques), "déjà enregistrées, rien ne change"),
        ]
    widgets.cards(cards)


def contents(found: Apercu) -> None:
    """What the file talks about, and how it was read."""
    verdict = found.verdict
    seen = verdict.observations
    if len(seen):
        months = french.enumerate_fr([french.month(m) for m in sorted(seen["mois"].unique())], limit=4)
        names = _names(seen["id_cpts"].unique())
        hidden, unknown = (int(seen["etat"].eq(state).sum()) for state in STATES)
        text = (
            f"Ce fichier porte sur {months} : {names} ; {french.count(seen['indicateur'].nunique(), 'indicateur')}"
            + (f", dont {french.count(hidden, 'valeur masquée', 'valeurs masquées')}" if hidden else "")
            + (f"{' et' if hidden else ', dont'} {french.count(unknown, 'inconnue')}" if unknown else "")
        )
        widgets.sentence(f"{text}.")
    read = []
    if verdict.feuille:
        read.append(f"feuille « {verdict.feuille} »")
    else:
        read.append(ENCODINGS.get(verdict.encodage, verdict.encodage))
    if verdict.separateur:
        read.append(f"séparateur {SEPARATORS.get(verdict.separateur, verdict.separateur)}")
    if verdict.entete:
        read.append(f"en-têtes à la ligne {verdict.entete}")
    if any(read):
        st.caption(french.typography(f"Lu comme : {', '.join(r for r in read if r)}."))


def _names(ids: Any) -> str:
    """Few CPTS are named, many counted."""
    frame = questions.territories()
    known: dict[str, str] = dict(zip(frame["id_cpts"], frame["nom"], strict=True))
    if len(ids) <= 3:
        return french.enumerate_fr([known.get(i, i) for i in sorted(ids)])
    return french.count(len(ids), "CPTS", "CPTS")


@st.fragment
def aside(found: Apercu) -> None:
    """The lines set aside, with why: nothing is dropped in silence."""
    lines = found.verdict.mises_a_part
    if not lines:
        return
    with st.expander(
        f"{french.count(len(lines), 'ligne mise', 'lignes mises')} de côté, et pourquoi",
        key="depot.aside",
        icon=":material/playlist_remove:",
    ):
        rows = widgets.page_of(len(lines), key="depot.aside")
        widgets.table(
            pd.DataFrame([{"ligne": a.ligne, "raison": a.motif, "texte": a.texte} for a in lines[rows]]),
            [Column("ligne", "Ligne", "int"), Column("raison", "Raison"), Column("texte", "Texte")],
            caption=f"Lues, mais pas comptées comme des valeurs{widgets.shown(rows, len(lines))}",
            whole=True,
        )


def said(row: Any, suffix: str = "") -> str:
    """A value in words, hidden and unknown apart from numbers; nothing known is « – »."""
    state = getattr(row, f"etat{suffix}")
    if not isinstance(state, str):
        return french.ABSENT
    if state in STATES:
        mark = getattr(row, f"marqueur{suffix}", None)
        return f"{STATES[state]} ({mark})" if isinstance(mark, str) and mark else STATES[state]
    indicator = session.catalogue().indicateurs[row.indicateur]
    if indicator.type == "livrable":
        return "oui" if getattr(row, f"valeur{suffix}") else "non"
    text = scale_of(indicator).write(getattr(row, f"valeur{suffix}"))
    num, den = getattr(row, f"numerateur{suffix}"), getattr(row, f"denominateur{suffix}")
    if pd.notna(num) and pd.notna(den):
        text += f" ({french.number(num)} / {french.number(den)})"
    return text


def change_rows(frame: pd.DataFrame, *, most: int = SHOWN) -> pd.DataFrame:
    """The first rows of a frame of changes (values before and after) in words: ligne, id_cpts, indicateur, mois, avant, apres."""
    catalogue = session.catalogue()
    rows = [
        {
            "ligne": getattr(r, "ligne", None),
            "id_cpts": r.id_cpts,
            "indicateur": catalogue.indicateurs[r.indicateur].court,
            "mois": r.mois,
            "avant": said(r, "_avant"),
            "apres": said(r),
        }
        for r in records(frame.head(most))
    ]
    return pd.DataFrame(rows, columns=["ligne", "id_cpts", "indicateur", "mois", "avant", "apres"])


def written_changes(frame: pd.DataFrame, *, before: str, after: str, caption: str) -> None:
    """A table of values before and after; the first two hundred."""
    if len(frame) > SHOWN:
        caption += f" ; les {SHOWN} premières sur {french.number(len(frame))}"
    widgets.table(
        change_rows(frame),
        [
            *([Column("ligne", "Ligne", "int")] if "ligne" in frame else []),
            Column("id_cpts", "CPTS"),
            Column("indicateur", "Indicateur"),
            Column("mois", "Mois", "month"),
            Column("avant", before, "written"),
            Column("apres", after, "written"),
        ],
        caption=caption,
        whole=len(frame) <= widgets.PER_PAGE,
    )


@st.fragment
def understood(found: Apercu) -> None:
    """The accepted lines as they were understood, behind a click."""
    seen = found.verdict.observations
    if seen.empty:
        return
    folded = st.expander(
        f"Les {french.number(len(seen))} valeurs telles qu’elles sont comprises"
        if len(seen) > 1
        else "La valeur telle qu’elle est comprise",
        key="depot.compris",
        icon=":material/visibility:",
        on_change="rerun",
    )
    if not folded.open:
        return
    catalogue = session.catalogue()
    with folded:
        rows = widgets.page_of(len(seen), key="depot.compris")
        page = pd.DataFrame(
            [
                {
                    "ligne": r.ligne,
                    "id_cpts": r.id_cpts,
                    "indicateur": catalogue.indicateurs[r.indicateur].court,
                    "mois": r.mois,
                    "valeur": said(r),
                    "nature": "provisoire" if r.provisoire else "",
                }
                for r in records(seen.iloc[rows].astype({"id_cpts": str, "indicateur": str}))
            ]
        )
        widgets.table(
            page,
            [
                Column("ligne", "Ligne", "int"),
                Column("id_cpts", "CPTS"),
                Column("indicateur", "Indicateur"),
                Column("mois", "Mois", "month"),
                Column("valeur", "Valeur comprise", "written"),
                Column("nature", "Remarque"),
            ],
            caption=f"Une ligne par valeur{widgets.shown(rows, len(seen))}",
            whole=True,
        )
