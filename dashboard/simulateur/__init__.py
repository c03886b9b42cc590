"""Simulateur ACI: what is due to a CPTS, when, why, and what could change it."""
