"""Text that a spreadsheet would run as a formula is made inert, wherever we write a file that one may open."""

from __future__ import annotations

import re

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_HARMLESS = re.compile(r"[-+]?[\d\s.,]*%?")


def inert(text: str) -> str:
    """The text, behind an apostrophe when it starts like a formula; a lone sign or a plain number stays as it is."""
    return f"'{text}" if text.startswith(_RISKY) and not _HARMLESS.fullmatch(text) else text


def revived(text: str) -> str:
    """The text before ``inert``: what we hand back reads the same when it comes again."""
    return text[1:] if text.startswith("'") and inert(text[1:]) == text else text
