"""What a file would change: values before and after, the largest differences first if asked, a page at a time."""

import pandas as pd
import streamlit as st

from calculators import french
from dashboard.asking import session
from dashboard.depot.preview import change_rows
from dashboard.tables import Column
from dashboard.ui import widgets
from pipelines.comparaison.echelle import scale_of
from pipelines.ingest.deposit.steps import Apercu

IN_FILE, LARGEST = "dans l’ordre du fichier", "les plus grands écarts d’abord"
COLUMNS = (
    Column("ligne", "Ligne", "int"),
    Column("id_cpts", "CPTS"),
    Column("indicateur", "Indicateur"),
    Column("mois", "Mois", "month"),
    Column("avant", "Enregistré", "written"),
    Column("apres", "Dans ce fichier", "written"),
    Column("ecart", "Écart", "written"),
)
#: What is taken away: numbers rather than words.
FILE_COLUMNS = (
    Column("ligne", "Ligne", "int"),
    Column("id_cpts", "CPTS"),
    Column("indicateur", "Indicateur"),
    Column("mois", "Mois", "month"),
    *(Column(f"{field}_avant", f"{word}, enregistré") for field, word in (("etat", "État"), ("valeur", "Valeur"))),
    Column("numerateur_avant", "Numérateur, enregistré"),
    Column("denominateur_avant", "Dénominateur, enregistré"),
    *(Column(field, f"{word}, dans ce fichier") for field, word in (("etat", "État"), ("valeur", "Valeur"))),
    Column("numerateur", "Numérateur, dans ce fichier"),
    Column("denominateur", "Dénominateur, dans ce fichier"),
)


@st.fragment
def changes(found: Apercu, *, name: str) -> None:
    """The values that would be replaced; with many, one indicator at a time or the largest differences first."""
    frame = found.modifications
    st.subheader("Ce que ce fichier changerait", anchor=False)
    if len(frame) > widgets.PER_PAGE:
        frame = _chosen(frame)
    rows = widgets.page_of(len(frame), key="depot.changements")
    seen = frame.iloc[rows]
    widgets.table(
        change_rows(seen, most=len(seen)).assign(ecart=written_gaps(seen)),
        COLUMNS,
        caption=f"{french.count(len(frame), 'valeur remplacée', 'valeurs remplacées')}, avant et après"
        + widgets.shown(rows, len(frame)),
        whole=True,
    )
    if len(frame) > widgets.PER_PAGE:
        widgets.downloads(frame, FILE_COLUMNS, key="depot.changements.fichier", name=f"changements-{name}")


def _chosen(frame: pd.DataFrame) -> pd.DataFrame:
    """The changes of the indicator asked for, in the order asked for."""
    catalogue = session.catalogue()
    counts = frame["indicateur"].value_counts()
    options = {"": f"Tous ({french.number(len(frame))})"} | {
        code: f"{catalogue.indicateurs[code].court} ({french.number(counts[code])})"
        for code in catalogue.indicateurs
        if code in counts
    }
    one, two = st.columns(2)
    wanted = one.selectbox("Indicateur", list(options), format_func=options.__getitem__, key="depot.changements.code")
    order = two.selectbox("Ordre", [IN_FILE, LARGEST], format_func=french.upper_first, key="depot.changements.ordre")
    if wanted:
        frame = frame[frame["indicateur"].eq(wanted)]
    if order == LARGEST:
        frame = frame.iloc[largest_first(frame)]
    return frame


def gaps(frame: pd.DataFrame) -> pd.Series:
    """The value in the file less the one stored; NaN when either is hidden or unknown, and for a yes/no."""
    indicators = session.catalogue().indicateurs
    both = frame["etat"].eq("valeur") & frame["etat_avant"].eq("valeur")
    measured = frame["indicateur"].map(lambda code: indicators[code].type != "livrable").astype(bool)
    return (frame["valeur"] - frame["valeur_avant"]).where(both & measured)


def written_gaps(frame: pd.DataFrame) -> list[str]:
    """The differences in words: points for a share, « – » where there is none to compute."""
    indicators = session.catalogue().indicateurs
    pairs = zip(frame["indicateur"], gaps(frame), strict=True)
    return [scale_of(indicators[code]).gap(gap) for code, gap in pairs]


def largest_first(frame: pd.DataFrame) -> list[int]:
    """The positions by size of the difference relative to the value stored; what has no size (a value hidden from now
    on, one that was not known, a yes become a no) comes first, for nobody should overlook it; what secrecy hides last.
    """
    relative = (gaps(frame) / frame["valeur_avant"].abs()).abs().fillna(float("inf"))
    relative = relative.mask(frame["marqueur_avant"].eq("secret"), -1.0)
    return relative.reset_index(drop=True).sort_values(ascending=False, kind="stable").index.tolist()
