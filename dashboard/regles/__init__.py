"""Règles et sources: where each amount comes from, how it is computed, what each indicator measures."""
