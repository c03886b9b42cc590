"""What the pages of one CPTS and of one indicator ask the store, answered once per committed state of it."""

from datetime import date

import pandas as pd

from dashboard.asking import questions
from dashboard.asking.cache import question
from dashboard.asking.session import Session
from pipelines.comparaison.cartes import OwnCard, cards, read_bases
from pipelines.comparaison.colonne import place_among_peers
from pipelines.comparaison.grille import MonthGrid, month_grid
from pipelines.financement.funding import Part, part_of
from pipelines.store.questions.comparaison import month_all
from pipelines.store.questions.fiche import cpts_series, deposits_about, indicator_received


@question(entries=6, copied=False)
def month(session: Session, mois: date) -> MonthGrid:
    """Every value of one month, read once for every CPTS looked at. Read only: it is shared."""
    known = questions.territories().set_index("id_cpts")
    return month_grid(month_all(session.store, session.scope, mois=mois), known["population"])


@question
def beside_peers(
    session: Session, id_cpts: str, mois: date, ids: tuple[str, ...], *, membre: bool = True
) -> pd.DataFrame:
    """Every indicator of one CPTS beside its peers, one month; columns of colonne.place_among_peers."""
    own, items = questions.profile(id_cpts, mois), session.catalogue.indicateurs
    return place_among_peers(month(mois), own, id_cpts=id_cpts, ids=ids, indicateurs=items, membre=membre)


@question
def own_past(session: Session, id_cpts: str, jusqu_a: date, bases: str) -> list[OwnCard]:
    """The control charts of one CPTS over sixty months; `bases`: rebases as the address keeps them."""
    past = cpts_series(session.store, session.scope, id_cpts=id_cpts, jusqu_a=jusqu_a)
    rebases = read_bases(bases, id_cpts=id_cpts)
    return cards(past, session.catalogue.indicateurs, jusqu_a=jusqu_a, rebasages=rebases)


@question
def deposits(session: Session, id_cpts: str) -> pd.DataFrame:
    """The last deposits about one CPTS; columns of queries_fiche.deposits_about."""
    return deposits_about(session.store, session.scope, id_cpts=id_cpts)


@question(entries=64, copied=False)
def money(session: Session, id_cpts: str) -> Part:
    """What one contract is due with the observations received up to today: its part of what all of the scope are due.

    Read only: it is shared.
    """
    return part_of(questions.money(), id_cpts)


@question
def received(session: Session, indicateur: str, jusqu_a: date, ids: tuple[str, ...]) -> pd.DataFrame:
    """What came of one indicator from some CPTS, month by month; columns of queries_fiche.indicator_received."""
    return indicator_received(session.store, session.scope, indicateur=indicateur, jusqu_a=jusqu_a, ids=ids)
