"""Filters bound to the address of the page: a list, a segment, a month, a day, a text read by our own French parser."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Literal

import streamlit as st

from calculators import french
from dashboard.ui import address
from dashboard.ui.words import literal


def choose(
    label: str, options: Mapping[str, str], *, key: str, default: str | None = None, help: str | None = None
) -> str:
    """One of `options` (code → label) in a list. `options` must not be empty."""
    default = default if default in options else next(iter(options))
    widget = address.restore(key, label=label, read=str, default=default, valid=lambda v: v in options)
    value = st.selectbox(label, list(options), format_func=lambda c: options[c], key=widget, help=help)
    address.publish(key, value=value, text=value, default_text="" if default == "" else None)
    return value


def choose_known(label: str, options: Mapping[str, str], *, key: str, default: str) -> str | None:
    """As `choose`, but a URL that names something unknown chooses nothing until someone does: None, and says so."""
    raw = st.query_params.get(key)
    if raw is None or raw in options:
        st.session_state.pop(f"inconnu.{key}", None)
        return choose(label, options, key=key, default=default)
    address.warn_of_link(
        f"« {raw[:80]} » n’existe pas ici : aucune fiche ne porte ce code. Choisissez dans la liste « {label} »."
    )
    widget = f"choix.{key}"
    if st.session_state.get(f"inconnu.{key}") != raw:
        st.session_state[f"inconnu.{key}"] = raw
        st.session_state[widget] = None
    value = st.selectbox(
        label, list(options), format_func=lambda c: options[c], key=widget, index=None, placeholder="Choisir…"
    )
    if value is not None:
        address.publish(key, value=value, text=value)
        st.rerun()
    return None


def choose_segment(
    label: str, options: Mapping[str, str], *, key: str, default: str | None = None, help: str | None = None
) -> str:
    """One of a few `options`, all visible."""
    default = default if default is not None and default in options else next(iter(options))
    widget = address.restore(key, label=label, read=str, default=default, valid=lambda v: v in options)
    value = st.segmented_control(
        label, list(options), format_func=lambda c: options[c], key=widget, help=help, required=True
    )
    chosen = value if value is not None and value in options else default
    address.publish(key, value=chosen, text=chosen, default_text=default)
    return chosen


def choose_many(
    label: str,
    options: Mapping[str, str],
    *,
    key: str,
    most: int,
    default: Sequence[str] = (),
    placeholder: str = "Choisir…",
) -> list[str]:
    """Up to `most` of `options`; codes separated by commas in the URL."""

    def read(raw: str) -> list[str]:
        return [part for part in raw.split(",") if part][:most]

    widget = address.restore(
        key, label=label, read=read, default=list(default), valid=lambda values: all(v in options for v in values)
    )
    values = st.multiselect(
        label,
        list(options),
        format_func=lambda c: options[c],
        key=widget,
        max_selections=most,
        select_all=False,
        placeholder=placeholder,
    )
    address.publish(key, value=values, text=",".join(values), default_text=",".join(default))
    return values


def choose_page(pages: int, *, key: str, default: int = 1) -> int:
    """A page number between 1 and `pages`."""
    widget = address.restore(key, label="Page", read=int, default=default, valid=lambda v: 1 <= v <= pages)
    value = st.pagination(pages, key=widget)
    address.publish(key, value=value, text=str(value), default_text=str(default))
    return value


def choose_month(label: str, months: Sequence[date], *, key: str = "mois", default: date | None = None) -> date:
    """One of `months`, newest first, the newest unless `default` says otherwise; `2026-10` in the URL."""
    options = {f"{m:%Y-%m}": french.month(m).capitalize() for m in sorted(months, reverse=True)}
    return date.fromisoformat(f"{choose(label, options, key=key, default=f'{default:%Y-%m}' if default else None)}-01")


def switch(label: str, *, key: str, default: bool = False, help: str | None = None) -> bool:
    """A yes/no; `oui` or `non` in the URL when it is not the default."""
    words = {"oui": True, "non": False}

    def read(raw: str) -> bool:
        if raw not in words:
            raise ValueError(raw)
        return words[raw]

    widget = address.restore(key, label=label, read=read, default=default, valid=lambda v: isinstance(v, bool))
    value = st.checkbox(label, key=widget, help=help)
    address.publish(key, value=value, text="oui" if value else "non", default_text="oui" if default else "non")
    return value


def type_in(
    label: str,
    parse: Callable[[str], Any],
    *,
    key: str,
    default: str,
    echo: Callable[[Any], str] | None = None,
    help: str | None = None,
    placeholder: str | None = None,
    optional: bool = False,
    bare: bool = False,
    forms: tuple[Callable[[str], str], Callable[[str], str]] = (str, str),
) -> Any:
    """A text field read by our own French parser, which echoes what it understood or says why it can't.

    Gives None when nothing usable is typed; an `optional` field may stay empty. `forms`: from the text of the address to
    that of the field, and back.
    """
    read, write = forms
    widget = address.restore(key, label=label, read=read, default=default, valid=lambda v: isinstance(v, str))
    visibility: Literal["collapsed", "visible"] = "collapsed" if bare else "visible"
    typed = st.text_input(label, key=widget, help=help, placeholder=placeholder, label_visibility=visibility)
    address.publish(key, value=typed, text=write(typed), default_text=write(default))
    if optional and not typed.strip():
        st.session_state[f"refus.{key}"] = False
        return None
    st.session_state[f"refus.{key}"] = False
    if not typed.strip():
        st.caption("À compléter.")
        return None
    try:
        value = parse(typed)
    except french.EntryError as error:
        st.session_state[f"refus.{key}"] = True
        st.markdown(f":red[:material/error: {literal(french.typography(str(error)))}]")
        return None
    if echo is not None and (said := echo(value)):
        st.caption(said)
    return value


def is_refused(key: str) -> bool:
    """True when what is typed in a field can't be read, as opposed to an empty field: both give None."""
    return bool(st.session_state.get(f"refus.{key}"))


#: Days that a field takes: before the first agreement or after any contract, a year is mistyped.
FIRST_DAY, LAST_DAY = date(2019, 1, 1), date(2045, 12, 31)


def _read_day(text: str) -> date:
    day = french.read_day(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise french.EntryError(
            f"« {text.strip()} » sort des dates possibles : du {french.day(FIRST_DAY)} au {french.day(LAST_DAY)}."
        )
    return day


def choose_day(
    label: str, *, key: str, default: date | None, bare: bool = False, optional: bool = False, help: str | None = None
) -> date | None:
    """A day typed and read by our own parser, `2023-09-08` in the URL; None when empty or refused (see is_refused).

    A calendar field corrects 31/02/2024 into another day without a word, and reads « 09 – September » aloud.
    """

    day: date | None = type_in(
        label,
        _read_day,
        key=key,
        default=french.day_short(default) if default else "",
        echo=_say_understood(key),
        help=help,
        placeholder="JJ/MM/AAAA",
        optional=optional,
        bare=bare,
        forms=(partial(_write_day, french.day_short), partial(_write_day, date.isoformat)),
    )
    return day


def _write_day(form: Callable[[date], str], text: str) -> str:
    """The day of a text in a form; a text that is no day stays itself."""
    try:
        return form(french.read_day(text))
    except french.EntryError:
        return text


def _say_understood(key: str) -> Callable[[date], str]:
    """What was understood, when it was typed in another form than ours."""
    return lambda day: "" if st.session_state.get(f"choix.{key}") == french.day_short(day) else french.day(day)
