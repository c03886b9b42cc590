"""Words about deposits that several parts of their page say."""

import re
from typing import Any

import pandas as pd

from calculators import french

STATES = {"actif": "●\u00a0enregistré", "retire": "○\u00a0retiré", "refuse": "✕\u00a0refusé"}
ACTIONS = {
    "depot": "dépôt",
    "correction": "dépôt qui corrige",
    "depot_refuse": "dépôt refusé",
    "retrait": "retrait",
    "retablissement": "rétablissement",
    "gel": "gel",
    "degel": "dégel",
}
#: What Markdown, or Streamlit's own marks in it, would take for something else than itself.
MARKS = re.compile(r"([\\`*_{}\[\]()#+\-!|<>~$:&])")


def literal(text: str) -> str:
    """A text that is not ours (a file name, a person) for a place that reads Markdown: shown as it is, never obeyed."""
    return MARKS.sub(r"\\\1", text)


def moment(instant: Any) -> str:
    """« 12/11/2026 14:03 »."""
    return french.ABSENT if pd.isna(instant) else f"{french.day_short(instant)}{french.INSECABLE}{instant:%H:%M}"
