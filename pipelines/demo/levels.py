"""Believable levels of each indicator, from which the demonstration series are drawn.

Orders of magnitude, not statistics: screening and vaccination near the national rates, sizes of the groups followed as
shares of the inhabitants. Logits are natural; `hasard` is the lasting difference between CPTS (over-dispersion).
"""

from dataclasses import dataclass

# Month by month from January: what makes winter and summer.
URGENCES = (1.05, 1.03, 1.01, 0.97, 0.98, 1.00, 1.06, 1.05, 0.98, 0.97, 0.95, 1.01)
ANTIBIOTIQUES = (1.42, 1.36, 1.20, 1.00, 0.88, 0.80, 0.66, 0.56, 0.80, 1.00, 1.12, 1.40)
ACTIVITE = (1.00, 1.00, 1.15, 1.05, 1.05, 1.15, 0.60, 0.25, 1.10, 1.25, 1.25, 0.85)
SOINS_NON_PROGRAMMES = (1.18, 1.12, 1.05, 0.98, 0.97, 0.95, 0.98, 0.96, 0.95, 0.95, 0.98, 1.10)
STABLE = (1.0,) * 12
# Flu campaign: share of the season's vaccinations done, and the dip when last year's leave the twelve months.
CAMPAGNE = {10: (0.30, 0.978), 11: (0.72, 0.985), 12: (0.92, 0.995), 1: (1.0, 1.0)}


@dataclass(frozen=True)
class Part:
    """A proportion: level in the middle of the series, spread between CPTS, yearly trend, size of the group followed."""

    niveau: float
    hasard: float  # standard deviation of the lasting CPTS effect, in logit
    pente: float  # mean yearly trend in logit, towards the better when of the sign of the indicator
    pente_hasard: float
    groupe: float  # persons (or events of the month) per inhabitant
    age: float = 0.0  # how much larger the group is in an older territory
    facteur: str | None = None  # what the CPTS has in common across indicators: 'acces' or 'prevention'
    flux: bool = False  # events of the month (drawn anew) rather than persons followed (slow)
    saison: tuple[float, ...] = STABLE


@dataclass(frozen=True)
class Taux:
    """Events of the month for 1 000 inhabitants."""

    niveau: float
    hasard: float  # in log
    pente: float
    pente_hasard: float
    saison: tuple[float, ...]


@dataclass(frozen=True)
class Compte:
    """Activity counted over twelve months: `annuel` at 70 000 inhabitants, growing as population to the `puissance`."""

    annuel: float
    puissance: float
    hasard: float
    lot: float = 1.0  # mean size of what is counted at a time: participants come by whole events
    mission: str | None = None  # hardly any activity when this optional mission was not taken


PARTS = {
    "ACC_MT_16": Part(0.102, 0.30, -0.025, 0.055, 0.805, 0.10, "acces"),
    "ACC_MT_ALD": Part(0.052, 0.32, -0.060, 0.060, 0.185, 0.70, "acces"),
    "ACC_MT_C2S": Part(0.080, 0.30, -0.050, 0.060, 0.0175, 0.30, "acces"),
    "ACC_MT_70": Part(0.036, 0.34, -0.030, 0.060, 0.158, 1.30, "acces"),
    "ACC_SNP": Part(0.66, 0.40, 0.100, 0.120, 0.0034, 0.10, None, True, SOINS_NON_PROGRAMMES),
    "PAR_SORTIE": Part(0.43, 0.45, 0.120, 0.140, 0.0012, 0.60, None, True, ACTIVITE),
    "PRE_SEIN": Part(0.60, 0.16, 0.020, 0.035, 0.150, 0.45, "prevention"),
    "PRE_COL": Part(0.60, 0.17, 0.020, 0.030, 0.235, -0.15, "prevention"),
    "PRE_CCR": Part(0.30, 0.19, 0.030, 0.045, 0.265, 0.45, "prevention"),
    "PRE_GRIPPE": Part(0.545, 0.15, 0.020, 0.030, 0.215, 1.00, "prevention"),
    "PRE_POLYMED": Part(0.165, 0.17, -0.025, 0.030, 0.215, 1.00),
}
TAUX = {
    "ACC_URG": Taux(20.5, 0.22, -0.015, 0.030, URGENCES),
    "QUA_ATB": Taux(64.0, 0.15, -0.020, 0.025, ANTIBIOTIQUES),
}
COMPTES = {
    "PAR_INCL": Compte(130, 0.95, 0.55),
    "PAR_RCP": Compte(15, 0.45, 0.40),
    "PRE_ACTIONS": Compte(850, 0.80, 0.50, lot=38.0),
    "QUA_GROUPES": Compte(10, 0.40, 0.45, mission="qualite"),
    "ACP_STAGES": Compte(20, 0.75, 0.45, mission="accompagnement"),
    "ACP_INSTALL": Compte(6, 0.65, 0.45, mission="accompagnement"),
}
MEDECINS_PAR_HABITANT = 0.00085
