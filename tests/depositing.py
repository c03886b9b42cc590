"""The way of a file in one call, for tests that are about something else: checked, then previewed or deposited."""

from pipelines.ingest.deposit import steps


def deposit(store, scope, data, name, *, catalogue=None, maintenant=None, **decided):
    """Check these bytes, then deposit them; ``decided``: as :func:`steps.deposit` takes it."""
    checked = steps.check_file(store, scope, data, name, catalogue=catalogue, maintenant=maintenant)
    return steps.deposit(store, scope, checked, maintenant=maintenant, **decided)


def preview(store, scope, data, name, *, catalogue=None, maintenant=None, **chosen):
    """Check these bytes, then preview them; ``chosen``: as :func:`steps.preview` takes it."""
    checked = steps.check_file(store, scope, data, name, catalogue=catalogue, maintenant=maintenant)
    return steps.preview(store, scope, checked, maintenant=maintenant, **chosen)
