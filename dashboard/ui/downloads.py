"""What can be taken away from a view: its table in three forms, written when asked for, and its figure as SVG or PNG."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from html import escape

import pandas as pd
import streamlit as st

from calculators import french
from dashboard.asking import depots, questions, session
from dashboard.charts.reading import DEPOTS, Reading
from dashboard.tables import RAW, Column
from pipelines.publish.exports.export import Colonne, Export, Genre
from pipelines.publish.exports.to_csv import export_csv, export_csv_fr
from pipelines.publish.exports.to_xlsx import export_xlsx
from pipelines.publish.exports.view import Vue, view_export
from pipelines.publish.synthese.document import short_mark, subject, synthese_pdf

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: How a column of a screen is written in a file.
GENRES: dict[str, Genre] = {
    "int": "entier",
    "decimal": "nombre",
    "euros": "centimes",
    "percent": "part",
    "day": "date",
    "month": "mois",
}
#: Button, form, what follows the name, media type; the first is the one most people want.
FORMS: tuple[tuple[str, Callable[[Export], bytes], str, str], ...] = (
    ("CSV pour Excel", export_csv_fr, ".csv", "text/csv"),
    ("CSV ouvert (UTF-8, point décimal)", export_csv, "-ouvert.csv", "text/csv"),
    ("Classeur XLSX", export_xlsx, ".xlsx", XLSX),
)


@dataclass(frozen=True)
class Sujet:
    """Of whom everything on the page speaks, and on which hypothesis its amounts rest."""

    pour: str = ""
    hypothese: str = ""


def speak_of(pour: str, hypothese: str = "") -> None:
    """Say of whom what follows on the page speaks: each file taken away says it too."""
    st.session_state["telecharger.sujet"] = (st.session_state.get("page"), Sujet(pour, hypothese))


def find_subject() -> Sujet:
    """What the page said with `speak_of`; empty when it speaks of nobody in particular."""
    page, subject = st.session_state.get("telecharger.sujet") or ("", Sujet())
    return subject if page == st.session_state.get("page") else Sujet()


def exported(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    name: str,
    title: str,
    sentence: str = "",
    reading: Reading | None = None,
    demo: bool = False,
    subject: Sujet = Sujet(),
) -> Export:
    """The rows of a view as an export: HTML left out, machine names from the keys, headings as on the screen."""
    reading = reading or Reading()
    kept, kinds = {}, []
    for column in columns:
        machine = slug(column.key)
        if column.kind == "euros":
            machine = f"{machine.removesuffix('_centimes')}_euros"  # cents inside, euros in every file
        if column.kind in RAW or machine in kept:
            continue
        kept[machine] = frame[column.key].reset_index(drop=True)
        kinds.append(Colonne(machine, column.label, _genre(kept[machine], column), largeur=max(12, len(column.label))))
    view = Vue(
        titre=french.typography(title),
        phrase=french.typography(sentence),
        reperes=reading.facts(),
        definition=reading.definition,
        precautions=reading.caveats,
        source=reading.source or DEPOTS,
        connu_le=depots.last_deposit(),
        version=depots.mark(),
        demonstration=demo,
        pour=subject.pour,
        hypothese=subject.hypothese,
    )
    made = pd.DataFrame(kept)
    return view_export(made, kinds, view, nom=name, scope=session.scope(), maintenant=datetime.now())


def _genre(values: pd.Series, column: Column) -> Genre:
    """The kind of the column; plain values by what they are."""
    if column.kind in GENRES:
        return GENRES[column.kind]
    if pd.api.types.is_bool_dtype(values):
        return "booleen"
    if pd.api.types.is_numeric_dtype(values):
        return "entier" if pd.api.types.is_integer_dtype(values) else "nombre"
    return "instant" if pd.api.types.is_datetime64_any_dtype(values) else "texte"


def slug(text: str) -> str:
    """A name of column that any software reads: « moins bien » → `moins_bien`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"\W+", "_", plain).strip("_").lower()


def buttons(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    name: str,
    title: str | None = None,
    sentence: str = "",
    reading: Reading | None = None,
    demo: bool = False,
    figure: str | None = None,
) -> None:
    """The table as CSV (two ways) and XLSX; with `figure`, the key of a drawn figure, also that one as SVG and PNG."""

    subject = find_subject()

    def write(form: Callable[[Export], bytes]) -> Callable[[], bytes]:
        return lambda: form(
            exported(
                frame,
                columns,
                name=slug(name) or "vue",
                title=title or name,
                sentence=sentence,
                reading=reading,
                demo=demo,
                subject=subject,
            )
        )

    with st.container(horizontal=True, key=f"{key}.telecharger"):
        for rank, (label, form, tail, mime) in enumerate(FORMS):
            st.download_button(
                label,
                write(form),
                file_name=f"{name}{tail}",
                mime=mime,
                key=f"{key}.{tail.strip('-.').replace('.', '-')}",
                icon=":material/download:",
                on_click="ignore",
                type="tertiary" if rank else "secondary",
            )
        if figure is not None:
            _figure_buttons(figure, name=name, sentence=sentence, reading=reading or Reading(), demo=demo)


def _figure_buttons(figure: str, *, name: str, sentence: str, reading: Reading, demo: bool) -> None:
    """Two buttons for chrome/figures.js, which makes the file in the browser: nothing is drawn twice."""
    facts = " · ".join(f"{label}\u00a0: {text}" for label, text in reading.facts())
    known = depots.last_deposit()
    told = f"{facts} · Données connues au {french.day(known)}, version {depots.mark()}" if known else facts
    data = {
        "pour": re.sub(r"[^a-zA-Z0-9_-]", "-", figure),
        "nom": name,
        "phrase": french.typography(sentence),
        "reperes": f"{'Démonstration : données inventées · ' if demo else ''}{told}",
    }
    attributes = " ".join(f'data-{field}="{escape(text, quote=True)}"' for field, text in data.items())
    st.html(
        '<span class="figures">'
        + "".join(
            f'<button type="button" class="lien" data-figure="{form}" {attributes}>Figure {form.upper()}</button>'
            for form in ("svg", "png")
        )
        + "</span>"
    )


def offer(*, month: date, cpts: str | None = None, cpam: str | None = None, demo: bool = False) -> None:
    """Offer the PDF for one of the two, as the reader sees the data of `month`."""

    def write() -> bytes:
        store, scope = session.store(), session.scope()
        return synthese_pdf(
            store,
            scope,
            subject(store, scope, cpts=cpts, cpam=cpam),
            mois=month,
            catalogue=session.catalogue(),
            version=short_mark(store),
            maintenant=datetime.combine(session.today(), time(12)),
            financement=questions.money(),
        )

    st.download_button(
        "Synthèse pour une réunion (PDF)",
        write,
        file_name=f"{'demonstration-' if demo else ''}synthese-{slug(cpts or cpam or '')}-{month:%Y-%m}.pdf",
        mime="application/pdf",
        key="synthese.pdf",
        icon=":material/picture_as_pdf:",
        on_click="ignore",
    )
