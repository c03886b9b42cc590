"""The questions the screens, the exports and the calculations ask the store: a Scope and filters in, a frame out."""

from pipelines.store.questions.indicateurs import (
    cpts_profile,
    indicator_month,
    indicator_quantiles,
    indicator_series,
    months,
    months_received,
)
from pipelines.store.questions.suivi import (
    deposit_lines,
    deposits,
    latest_month_summary,
    movements,
    observation_history,
    overview,
)
from pipelines.store.questions.territoires import contract_missions, contracts, objectives, stages, territories

__all__ = [
    "contract_missions",
    "contracts",
    "cpts_profile",
    "deposit_lines",
    "deposits",
    "indicator_month",
    "indicator_quantiles",
    "indicator_series",
    "latest_month_summary",
    "months",
    "months_received",
    "movements",
    "objectives",
    "observation_history",
    "overview",
    "stages",
    "territories",
]
