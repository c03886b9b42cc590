"""Complétude: what was expected, what came, who is to be reminded."""
