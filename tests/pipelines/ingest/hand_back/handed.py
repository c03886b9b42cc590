"""A file examined against a store, as it is before it is handed back."""

from pipelines.ingest.deposit.steps import examine
from pipelines.store.scope import Scope
from tests.monthly import NOW

LOCAL = Scope.local()


def examined(store, data, name="mois.csv"):
    return examine(store, LOCAL, data, name, maintenant=NOW)
