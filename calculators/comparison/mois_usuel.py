"""The month a comparison opens on: the newest one that is not half empty because its values are still coming in."""

from datetime import date

import pandas as pd

#: Share of the usual number of CPTS that makes a month complete enough; the usual number is the most of so many last months.
ASSEZ, DERNIERS = 0.5, 12


def usual_month(received: pd.DataFrame) -> date | None:
    """The newest month that at least half of the usual CPTS have sent; None when nothing came.

    ``received``: one row a month, oldest first; mois, cpts (how many CPTS sent something).
    """
    if received.empty:
        return None
    enough = received[received["cpts"] >= received["cpts"].tail(DERNIERS).max() * ASSEZ]
    month: date = enough["mois"].iloc[-1].date()
    return month
