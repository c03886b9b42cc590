"""The questions the screens, the exports and the calculations ask the store: a Scope and filters in, a frame out."""

from pipelines.store.questions.indicateurs import (
    cpts_profile,
    indicator_month,
    indicator_series,
    months,
    months_received,
)
from pipelines.store.questions.suivi import (
    deposits,
    latest_month_summary,
    overview,
)
from pipelines.store.questions.territoires import contract_missions, contracts, objectives, stages, territories

__all__ = [
    "contract_missions",
    "contracts",
    "cpts_profile",
    "deposits",
    "indicator_month",
    "indicator_series",
    "latest_month_summary",
    "months",
    "months_received",
    "objectives",
    "overview",
    "stages",
    "territories",
]
