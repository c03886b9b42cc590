"""A page read to the last byte: its elements with their figures, the files its buttons give, its address."""

import re
from datetime import date

import streamlit as st

from dashboard.asking import session
from dashboard.simulateur.saisie import form
from tests.dashboard.opening import opened
from tests.secret.planted import LAST, SECRETS, taken_apart

#: What Streamlit makes anew at each run, and the moment a file is written at.
CHANGING = re.compile(r"[0-9a-f]{32,}|\$\$ID-[^ \"]*|media/[^\"\\]*")
MOMENT = re.compile(rb"\d\d/\d\d/\d{4}( \xc3\xa0 |[ T])\d\dh?:?\d\d(:\d\d)?")
TODAY = date(2026, 11, 20)
VIEWS = ("entonnoir", "points", "multiples", "deciles", "carte", "tableau")


def addresses(path: str) -> list[dict[str, str]]:
    """The addresses of a page that reach the small counts, with every view of it."""
    month = f"{LAST:%Y-%m}"
    if path == "comparer":
        first = {"indicateur": "ACC_MT_C2S", "mois": month, "taille": "2", "avec": "DEMO-A,DEMO-B"}
        others = [{**first, "indicateur": code} for code in ("PAR_INCL", "ACC_MT_70", "ACP_INSTALL")]
        return [{**first, "vue": view} for view in VIEWS] + [{**other, "vue": "points"} for other in others]
    if path == "indicateur":
        codes = sorted({code for _, code, *_ in SECRETS})
        first = {"mois": month, "avant": "DEMO-A"}
        views = ({"indicateur": codes[0], "apercu": view} for view in ("deciles", "recu"))
        return [{**first, "indicateur": code} for code in codes[:4]] + [{**first, **view} for view in views]
    if path == "fiche":
        parts = ("pairs", "passe", "euros", "depots")
        return [{"cpts": name, "mois": month, "rubrique": part} for name in ("DEMO-A", "DEMO-C") for part in parts]
    if path == "simulateur":
        asked = {"cpts": "DEMO-A", f"{form.PREFIX}atteinte": form.OBSERVES}
        return [{"cpts": "DEMO-A"}] + [
            {**asked, "vue": view} for view in ("releve", "pourquoi", "leviers", "scenarios", "ecarts")
        ]
    return [{}]


def read(path: str, params: dict[str, str], monkeypatch) -> str:
    """Everything of a page, expanders unfolded, buttons pressed, as one text."""
    files: list[str] = []
    unfold, button = st.expander, st.download_button

    def unfolded(*args, **more):
        return unfold(*args, **{**more, "expanded": True})

    def pressed(label, data=b"", *args, **more):
        written = data() if callable(data) else data
        parts = taken_apart(written.encode() if isinstance(written, str) else written)
        files.append(f"{more.get('file_name')} { ({name: MOMENT.sub(b'.', part) for name, part in parts.items()}) }")
        return button(label, data, *args, **more)

    with monkeypatch.context() as patch:
        # Two readings may stand on either side of midnight.
        patch.setattr(session, "today", lambda: TODAY)
        patch.setattr(st, "expander", unfolded)
        patch.setattr(st, "download_button", pressed)
        page = opened(path, **params)
    elements = (f"{element.type} {getattr(element, 'proto', None)}" for element in page.main)
    address = {name: page.query_params[name] for name in page.query_params}
    return CHANGING.sub("·", "\n".join([*elements, *files, str(address)]))
