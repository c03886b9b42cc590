"""Comparer: who differs from its peers beyond chance, on one indicator, one month."""
