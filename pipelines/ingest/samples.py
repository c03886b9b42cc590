"""The sample files of the demonstration say by their name that they are invented: they never pass for real ones."""

from __future__ import annotations


def is_sample(name: str) -> bool:
    """True for the name of a file of the demonstration."""
    return name.upper().startswith("DEMO_")
