"""The questions about deposits and what is still awaited, answered once per committed state of the store.

A reader sees the deposits that hold a CPTS of theirs, and their own: these belong to the reader, not to their rights.
"""

from datetime import date, datetime

import pandas as pd

from dashboard.asking import session as sessions
from dashboard.asking.cache import question
from dashboard.asking.session import Session
from pipelines.publish.synthese.document import short_mark
from pipelines.store.depots import gels, journal, journal_valeurs
from pipelines.store.questions import completude, suivi

#: Nothing that was deposited is out of reach: one line each, a hundred a month for a century.
EVERY = 120_000


@question
def completeness(session: Session, debut: date, fin: date) -> pd.DataFrame:
    """CPTS × month × supplier from `debut` to `fin`, as of today; columns of queries_completude.completeness."""
    return completude.completeness(session.store, session.scope, debut=debut, fin=fin, aujourdhui=session.today)


@question
def frozen(session: Session) -> pd.DataFrame:
    """The months frozen now, one row per CPTS and month; columns of gels.frozen."""
    return gels.frozen(session.store, session.scope)


@question(personal=True)
def deposits(session: Session) -> pd.DataFrame:
    """The deposits, newest first; columns of queries.deposits."""
    return suivi.deposits(session.store, session.scope, EVERY)


@question(personal=True)
def refusals(session: Session) -> pd.DataFrame:
    """The deposits refused, newest first; columns of journal.journal."""
    return journal.journal(session.store, session.scope, actions=("depot_refuse",), limite=EVERY)


@question(personal=True)
def journal_of(session: Session, depot: str) -> pd.DataFrame:
    """What was done to one deposit, newest first; columns of journal.journal."""
    return journal.journal(session.store, session.scope, depot=depot, limite=EVERY)


@question(personal=True)
def changes_at(session: Session, depot: str, quand: datetime) -> pd.DataFrame:
    """The values that a line of a deposit's journal changed; columns of journal_valeurs.changes_at."""
    return journal_valeurs.changes_at(session.store, session.scope, depot=depot, quand=quand)


@question
def last_deposit(session: Session) -> datetime | None:
    """When the newest deposit in scope came; None when there is none."""
    known = suivi.deposits(session.store, session.scope, limit=1)
    return None if known.empty else pd.Timestamp(known["depose_le"].iloc[0]).to_pydatetime()


def mark() -> str:
    """Eight letters and figures that change whenever what is stored changes: two files with the same mark agree."""
    return short_mark(sessions.store())
