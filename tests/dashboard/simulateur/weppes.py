"""The form of the simulator as the treasurer of the Weppes fills it."""

from datetime import date
from decimal import Decimal

from dashboard.simulateur.saisie.situation import Fields

WEPPES = Fields(
    id_cpts="CPTS-WEPP",
    population=48_000,
    signature=date(2023, 9, 8),
    missions={"acces": date(2023, 12, 1), "crise": date(2024, 2, 1), "prevention": date(2024, 9, 8)},
    taux={"acces": Decimal("0.8"), "crise": Decimal(1), "prevention": Decimal("0.5")},
    redaction=1,
    reconnue=[3],
    majoration=False,
    lettre_intention=False,
    resiliation=None,
)
