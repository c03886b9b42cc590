"""The file to fill in, for one CPTS and one month, already written with its codes and last month's values."""

from datetime import date

import pandas as pd
import streamlit as st

from calculators import french
from calculators.french_error import FrenchError
from dashboard.asking import questions, session
from dashboard.ui import pickers, widgets
from dashboard.ui.words import literal
from pipelines.publish.template.lines import Fournisseur
from pipelines.publish.template.template import template_csv, template_xlsx

MONTHS_BACK = 13
SUPPLIERS: dict[str, str] = {"": "Tous", "CPAM": "Ceux de la CPAM", "CPTS": "Ceux de la CPTS"}


def months_to_fill(today: date) -> list[date]:
    """The current month and the thirteen before it."""
    last = pd.Timestamp(today).to_period("M")
    return [(last - back).to_timestamp().date() for back in range(MONTHS_BACK + 1)]


def templates() -> None:
    """Which CPTS, which month, then the two files."""
    with st.expander("Un modèle à remplir", icon=":material/edit_document:", key="depot.modeles", expanded=False):
        names = questions.cpts_names()
        if not names:
            widgets.sentence("Aucune CPTS n’a encore de contrat enregistré : il n’y a rien à remplir.")
            return
        widgets.text(
            "Le modèle porte les codes attendus de la CPTS ce mois-là, leurs libellés et les valeurs du mois d’avant. "
            "Remplissez-le, puis déposez-le ci-dessous tel quel. Le classeur a aussi des listes de choix et un dictionnaire."
        )
        one, two, three = st.columns([2, 1, 1.3])
        months = months_to_fill(session.today())
        with one:
            cpts = pickers.choose("CPTS du modèle", names, key="cpts")
        with two:
            month = pickers.choose_month("Mois du modèle", months, key="remplir", default=months[1])
        with three:
            supplier = pickers.choose("Indicateurs", SUPPLIERS, key="de")
        _buttons(cpts, month, supplier)


def _buttons(cpts: str, month: date, supplier: str) -> None:
    who: Fournisseur | None = "CPAM" if supplier == "CPAM" else "CPTS" if supplier == "CPTS" else None
    store, scope, catalogue = session.store(), session.scope(), session.catalogue()
    try:
        plain = template_csv(store, scope, id_cpts=cpts, mois=month, fournisseur=who, catalogue=catalogue)
    except FrenchError as error:
        st.info(literal(french.typography(str(error))), icon=":material/info:")
        return
    with st.container(horizontal=True):
        st.download_button(
            "Modèle Excel (XLSX)",
            lambda: template_xlsx(store, scope, id_cpts=cpts, mois=month, fournisseur=who, catalogue=catalogue),
            file_name=f"modele_{cpts}_{month:%Y-%m}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="depot.modele.xlsx",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Modèle CSV",
            plain,
            file_name=f"modele_{cpts}_{month:%Y-%m}.csv",
            mime="text/csv",
            key="depot.modele.csv",
            icon=":material/download:",
            on_click="ignore",
        )


def format_help() -> None:
    """The expected columns, for those who make the file themselves."""
    with st.expander(
        "Le format attendu, si vous faites le fichier vous-même", icon=":material/help:", key="depot.aide"
    ):
        widgets.text(
            "**Une ligne par CPTS, mois et indicateur**, colonnes `id_cpts`, `mois`, `indicateur`, puis `numerateur` et "
            "`denominateur` pour une part ou un taux, ou `valeur` pour un compte ou un livrable (oui, non) ; `commentaire` est "
            "facultatif. Ou **une ligne par CPTS et mois**, une colonne par indicateur, ou deux (`PRE_SEIN_num`, `PRE_SEIN_den`).\n\n"
            "CSV, texte ou classeur (Excel, LibreOffice) ; le séparateur, l’encodage et la virgule décimale sont reconnus. "
            "Les titres au-dessus, les lignes Total, Source ou d’unités sont mis de côté et vous sont montrés.\n\n"
            "Une valeur trop petite pour être donnée s’écrit `NS`, `NC` ou `< 11` ; une valeur inconnue `ND`, un tiret ou rien. "
            "Jamais `0` à leur place."
        )
