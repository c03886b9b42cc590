"""The questions of the page Comparer and of the peers picker, answered once per committed state of the store."""

from datetime import date

import pandas as pd

from dashboard.asking import questions
from dashboard.asking.cache import question
from dashboard.asking.session import Session
from pipelines.comparaison.jugees import Jugees, judge
from pipelines.comparaison.mesure import mesure_of
from pipelines.comparaison.pairs import GROUPE, Pairs, peers
from pipelines.comparaison.panel import Panel, panel_of
from pipelines.comparaison.reference import Reference, fourchette, references
from pipelines.store.depots.groupes import groups
from pipelines.store.questions import indicateurs
from pipelines.store.questions.comparaison import series_of


@question(personal=True)
def own_groups(session: Session) -> dict[str, list[str]]:
    """The reader's saved groups: name → the CPTS of it that are in scope."""
    return {str(name): part["id_cpts"].tolist() for name, part in groups(session.store, session.scope).groupby("nom")}


def peers_of(id_cpts: str, choix: str) -> Pairs:
    """The peers of one CPTS; raises StoreError with one French sentence (pipelines.comparaison.pairs.peers)."""
    return _own_peers(id_cpts, choix) if choix.startswith(GROUPE) else _peers(id_cpts, choix)


@question
def _peers(session: Session, id_cpts: str, choix: str) -> Pairs:
    return peers(session.store, session.scope, id_cpts=id_cpts, choix=choix, au=session.today)


@question(personal=True)
def _own_peers(session: Session, id_cpts: str, choix: str) -> Pairs:
    return peers(session.store, session.scope, id_cpts=id_cpts, choix=choix, au=session.today)


@question
def cpts(session: Session) -> pd.DataFrame:
    """The CPTS under contract in scope; columns of queries.territories."""
    frame = questions.territories()
    return frame[frame["nature"].eq("cpts") & frame["sous_contrat"]].reset_index(drop=True)


@question
def month(
    session: Session, indicateur: str, mois: date, ids: tuple[str, ...], beside: tuple[str, ...] = ()
) -> pd.DataFrame:
    """One month of one indicator, the group `ids` and the CPTS shown `beside` it: queries.indicator_month, lat, lon and
    dans_groupe."""
    wanted = [*ids, *(i for i in beside if i not in set(ids))]
    frame = indicateurs.indicator_month(session.store, session.scope, indicateur=indicateur, mois=mois, ids=wanted)
    where = questions.territories()[["id_cpts", "lat", "lon"]]
    return frame.merge(where, on="id_cpts", how="left").assign(dans_groupe=frame["id_cpts"].isin(ids).to_numpy())


@question
def _panel(session: Session, indicateur: str, mois: date, ids: tuple[str, ...], beside: tuple[str, ...]) -> Panel:
    mesure = mesure_of(session.catalogue.indicateurs[indicateur])
    if mesure is None:
        raise ValueError(indicateur)
    rows = month(indicateur, mois, ids, beside)
    shown = rows["id_cpts"].tolist()
    series = series_of(session.store, session.scope, indicateur=indicateur, ids=shown, jusqu_a=mois)
    return panel_of(rows, series, mesure, mois=mois)


def compared(
    indicateur: str, mois: date, ids: tuple[str, ...], *, beside: tuple[str, ...] = (), reference: str = "mediane"
) -> Jugees:
    """A measured indicator judged for a group: the last 60 months up to `mois`. Raises ValueError for a deliverable.

    `reference`: mediane, ensemble (of the group), or france, the median of every CPTS in scope.
    """
    panel = _panel(indicateur, mois, ids, beside)
    if reference != "france":
        kind: Reference = "ensemble" if reference == "ensemble" else "mediane"
        between = fourchette(panel) if kind == "mediane" else None
        return judge(panel, references(panel, kind), origine=kind, entre=between)
    everyone = _panel(indicateur, mois, tuple(cpts()["id_cpts"]), ())
    wide = dict(zip(everyone.mois, references(everyone, "mediane"), strict=True))
    refs = pd.Series([wide.get(m) for m in panel.mois], dtype="float64").to_numpy()
    return judge(panel, refs, parmi=everyone, entre=fourchette(everyone))


def group_ids(group: questions.Group) -> tuple[str, ...]:
    """The CPTS under contract of a group of questions.Group."""
    frame = cpts()
    kept = pd.Series(True, index=frame.index)
    if group.taille:
        kept &= frame["taille"].eq(group.taille).fillna(False)
    for column, value in (("regions", group.region), ("cpam", group.cpam)):
        if value:
            kept &= frame[column].fillna("").map(lambda cell, value=value: value in str(cell).split("|"))
    return tuple(frame.loc[kept, "id_cpts"])
