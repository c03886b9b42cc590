"""What the overview asks beside the common questions: what moved, tested once for the whole scope."""

from datetime import date

from dashboard import session
from dashboard.asking import Key, asked, cached
from pipelines.mouvements import Moved, moved_in
from pipelines.store.connection import Store


@cached
def _moved(_store: Store, key: Key, mois: date) -> Moved:
    return moved_in(_store, key.scope, mois=mois, indicateurs=session.catalogue().indicateurs)


def moved(mois: date) -> Moved:
    """What moved in a year up to a month, over every CPTS in scope; the filters of a page come after (Moved.of)."""
    return asked(_moved, mois)
