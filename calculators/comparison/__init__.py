"""The fairness: intervals, so that a difference is told from noise before anything is ranked."""
