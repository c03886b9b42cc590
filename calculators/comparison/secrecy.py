"""Small numbers: from how many people on a count is shown, and what has to be hidden with one that is not.

Threshold 11 for patients, 5 for professionals (domain.md §8); the reader who supplied a count sees it.

**Too small**: a count from 1 to the threshold less one, one whose complement (denominator less numerator) is such a count,
or over a denominator that is. 0 is shown: nobody is in it.

**What goes with a hidden count.** A share and its denominator give the count back, and so does either limit of its
interval (Wilson's and Byar's limits grow with the count: one count fits). So with a count go, on every page, export and
hover: value, both limits at any level, z-score, place in the funnel, on the spine chart, rank, distance to a target, change
since another month, attainment and the euros it pays, judgement in words. The denominator stays, unless it is itself small.

**Totals** are summed over shown counts alone, and say how many of how many they hold: nothing hidden enters, so no
subtraction takes it out. The store does it (pipelines/store/views): whatever is computed is computed on what the reader may
see. A median is bounded by the range a hidden count may be in, which the threshold tells everyone (encadrement).
"""

from __future__ import annotations

#: The least count of patients, and of professionals, that is shown to whoever did not supply it.
SEUIL_PATIENTS, SEUIL_PROFESSIONNELS = 11, 5
