"""What pages are made of: the chart block, cards, sentences, warnings, downloads, the demonstration mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any, NoReturn

import pandas as pd
import streamlit as st

from calculators import french
from dashboard import tables
from dashboard.asking import depots
from dashboard.charts.reading import DEPOTS, Reading
from dashboard.charts.style import Chart
from dashboard.tables import Column
from dashboard.ui import downloads as files
from dashboard.ui.words import literal

PLOTLY = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
LONG_TABLE = 14
DEMO = '<span class="demo">démonstration</span>'


@dataclass(frozen=True)
class Card:
    """One figure with its title and one line of context; `attention` marks what asks for an action."""

    title: str
    value: str
    detail: str = ""
    attention: bool = False


def cards(items: Sequence[Card]) -> None:
    """A row of cards. `detail` may hold the HTML of a badge; the rest is escaped."""
    st.html(
        '<div class="fiches">'
        + "".join(
            f'<div class="fiche{" attention" if c.attention else ""}"><div class="titre">{escape(french.typography(c.title))}</div>'
            f'<div class="valeur">{escape(c.value)}</div><div class="detail">{c.detail}</div></div>'
            for c in items
        )
        + "</div>"
    )


def sentence(text: str, *, attention: bool = False, demo: bool = False) -> None:
    """The sentence that says what a chart shows; `demo` says that its numbers are invented."""
    mark = f"{DEMO} " if demo else ""
    st.html(f'<p class="phrase{" attention" if attention else ""}">{mark}{escape(french.typography(text))}</p>')


def downloads(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    name: str,
    title: str | None = None,
    demo: bool | None = None,
) -> None:
    """The same table for French Excel, as open data and as a workbook; written only when asked for.

    `demo`: some of it is invented; unless told, the name says it (« demonstration-… »).
    """
    invented = name.startswith("demonstration-") if demo is None else demo
    files.buttons(frame, columns, key=key, name=name, title=title, demo=invented)


def table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    caption: str,
    total: Mapping[str, Any] | None = None,
    row_class: str | None = None,
    whole: bool = False,
) -> None:
    """A table as real HTML, scrolling inside its frame when it is long, unless `whole`."""
    if frame.empty:
        # Headers alone say nothing: neither whether it failed, nor what would be there.
        st.caption(french.typography(f"{caption.rstrip('.')} : aucune ligne."))
        return
    long = len(frame) > LONG_TABLE and not whole
    if long:
        caption = f"{caption} · {french.count(len(frame), 'ligne')}, faites défiler le tableau"
    st.html(tables.html_table(frame, columns, caption=caption, sticky=long, total=total, row_class=row_class))


def how_to_read(reading: Reading) -> None:
    """Unit, direction, denominator, source, last update and provisional months, in one quiet line under a figure."""
    facts = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in reading.facts())
    st.html(f'<dl class="reperes">{facts}</dl>')


def text(markdown: str) -> None:
    """A paragraph of Markdown, with French spaces where they belong."""
    st.markdown(french.typography(markdown))


def block(
    chart: Chart,
    *,
    key: str,
    name: str,
    title: str | None = None,
    demo: bool = False,
    table_shown: bool = False,
    caption: str | None = None,
    row_class: str | None = None,
    unit: str | None = None,
    direction: str | None = None,
    denominator: str | None = None,
    source: str | None = None,
    updated: date | datetime | None = None,
    provisional: Sequence[object] | None = None,
    select: bool = False,
) -> None:
    """A chart with its sentence, what it takes to read it, its table and its downloads.

    The table waits behind a click unless `table_shown`. `unit`, `direction`, `denominator`, `source`, `updated` and
    `provisional` (months) complete the chart's own `reading`; without any, the source is the deposits and the update the
    newest of them. `select`: a click on a point runs the page again; `clicked` then says on what.
    """
    if title:
        st.subheader(title, anchor=False)
    sentence(chart.sentence, demo=demo)
    st.plotly_chart(
        chart.figure,
        key=f"{key}.figure",
        config=PLOTLY,
        height=chart.height,
        alt=chart.sentence,
        on_select="rerun" if select else "ignore",
        selection_mode="points",
    )
    reading = chart.reading.completed(
        unit=unit,
        direction=direction,
        denominator=denominator,
        source=source or chart.reading.source or DEPOTS,
        updated=updated or chart.reading.updated or depots.last_deposit(),
        provisional=provisional,
    )
    how_to_read(reading)
    shown = _Shown(
        chart=chart,
        reading=reading,
        key=key,
        name=f"demonstration-{name}" if demo else name,
        title=caption or title or chart.sentence,
        row_class=row_class,
        demo=demo,
    )
    if table_shown:
        _table_and_files(shown)
    else:
        _folded_table(shown)


@dataclass(frozen=True)
class _Shown:
    """A block as drawn, for what comes under its figure."""

    chart: Chart
    reading: Reading
    key: str
    name: str
    title: str
    row_class: str | None
    demo: bool


def _table_and_files(shown: _Shown) -> None:
    chart = shown.chart
    table(chart.table, chart.columns, caption=shown.title, row_class=shown.row_class)
    files.buttons(
        chart.table,
        chart.exports or chart.columns,
        key=shown.key,
        name=shown.name,
        title=shown.title,
        sentence=chart.sentence,
        reading=shown.reading,
        demo=shown.demo,
        figure=f"{shown.key}.figure",
    )


@st.fragment
def _folded_table(shown: _Shown) -> None:
    """The table behind one click: written only when opened, without running the page again."""
    folded = st.expander(
        "Tableau et téléchargement", key=f"{shown.key}.tableau", icon=":material/table_rows:", on_change="rerun"
    )
    if folded.open:
        with folded:
            _table_and_files(shown)


def clicked(key: str) -> str | None:
    """The `customdata` of the point last clicked in the block `key`, when it was drawn with `select`; else None."""
    state = st.session_state.get(f"{key}.figure") or {}
    for point in state.get("selection", {}).get("points", []):
        said = point.get("customdata")
        return str(said[0] if isinstance(said, list) else said) if said else None
    return None


def demo_note(text: str = "Données simulées, sans rapport avec l’activité réelle des CPTS.") -> None:
    """The mark that must stand wherever demonstration data shows."""
    st.html(f"<p>{DEMO} <small>{escape(text)}</small></p>")


def later_note(month: date, last: date, what: str) -> None:
    """Says, when the chosen month is not the newest, what of the page takes the newer ones into account."""
    if month < last:
        text(
            f":material/schedule: Le mois choisi est {french.month(month)}, mais des valeurs de {french.month(last)} sont déjà "
            f"reçues : {what} en tiennent compte."
        )


def refuse(text: str) -> None:
    """Say in one sentence what can't be done; nothing that it quotes is obeyed."""
    st.error(literal(french.typography(text)), icon=":material/error:")


def stop_with(text: str) -> NoReturn:
    """End the page with one sentence, when what it needs is not there; nothing that it quotes is obeyed."""
    st.info(literal(french.typography(text)), icon=":material/info:")
    st.stop()


PER_PAGE = 20


def page_of(total: int, *, key: str, size: int = PER_PAGE) -> slice:
    """The rows of the page chosen, of `total`; the pager shows only when there is more than one page.

    A list that changes length starts again at its first page.
    """
    pages = -(-total // size)
    page = st.pagination(pages, key=f"{key}.page.{total}") if pages > 1 else 1
    return slice((page - 1) * size, min(page * size, total))


def shown(rows: slice, total: int) -> str:
    """« ; du 21e au 40e », for the caption of one page of many; nothing when everything shows."""
    if rows.stop - rows.start >= total:
        return ""
    first = "1er" if rows.start == 0 else f"{french.number(rows.start + 1)}e"
    if rows.stop == rows.start + 1:
        return f" ; le {first} seul"
    return f" ; du {first} au {french.number(rows.stop)}e"
