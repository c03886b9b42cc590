"""The demonstration: about 700 territories, their contracts, and the monthly files that CPAM would send.

Everything is drawn from one seed: the same call gives the same frames and the same files, byte for byte. Real: EPCI,
communes, populations. Made up, and marked so wherever it shows: contracts, targets, observations.
"""

from pipelines.demo.demonstration import GRAINE, LAST_MONTH, Demonstration, build_territories
from pipelines.demo.loading import Rapport, build

__all__ = ["GRAINE", "LAST_MONTH", "Demonstration", "Rapport", "build", "build_territories"]
