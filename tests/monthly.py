"""Monthly files for the tests."""

from datetime import datetime

HEADER = "id_cpts;mois;indicateur;numerateur;denominateur;valeur;commentaire"
NOW = datetime(2026, 11, 20, 9, 0)


def month_file(*lines: str, header: str = HEADER, encoding: str = "utf-8-sig") -> bytes:
    """A monthly file in long form, as French Excel writes it."""
    return "\r\n".join([header, *lines, ""]).encode(encoding)
