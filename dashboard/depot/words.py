"""Words about deposits that several parts of their page say."""

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


def moment(instant: Any) -> str:
    """« 12/11/2026 14:03 »."""
    return french.ABSENT if pd.isna(instant) else f"{french.day_short(instant)}{french.INSECABLE}{instant:%H:%M}"
