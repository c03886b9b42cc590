"""Indicateur: what one indicator means, and how it spreads over the CPTS and over time."""
