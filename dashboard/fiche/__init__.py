"""Fiche CPTS: where one CPTS stands, beside its peers, its own past and its euros."""
