"""Vue d’ensemble: what moved beyond noise, who is late, what will be paid, at which stage the CPTS are."""
