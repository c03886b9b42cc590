"""The button that writes the summary of a CPTS, or of the CPTS of a CPAM, as a PDF; made when asked for."""

from datetime import date, datetime, time

import streamlit as st

from dashboard import questions, session
from dashboard.downloads import slug
from pipelines.publish.synthese import short_mark, subject, synthese_pdf


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
