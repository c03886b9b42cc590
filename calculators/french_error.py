"""Errors for people: their message is a French sentence that says what is wrong and what to do, shown as it is."""

from __future__ import annotations


class FrenchError(Exception):
    """What a person can mend: the message is for them. Anything else that is raised is a fault of the software."""
