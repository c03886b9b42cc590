"""What can go wrong with the store itself; the messages are for people, in French."""

from __future__ import annotations


class StoreError(RuntimeError):
    """The store cannot be opened, read or written; the message is one French sentence, fit for the command line."""


class StoreBusyError(StoreError):
    """Another program kept the store locked for longer than the allowed wait."""
