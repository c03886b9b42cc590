"""Dépôt mensuel: what a file would change, then its confirmation, and what was deposited before."""
