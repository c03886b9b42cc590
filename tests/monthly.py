"""Monthly files for the tests, and what is asked to see every version of a value."""

from datetime import date, datetime

from pipelines.store.questions.export import Choix

HEADER = "id_cpts;mois;indicateur;numerateur;denominateur;valeur;commentaire"
NOW = datetime(2026, 11, 20, 9, 0)


def month_file(*lines: str, header: str = HEADER, encoding: str = "utf-8-sig") -> bytes:
    """A monthly file in long form, as French Excel writes it."""
    return "\r\n".join([header, *lines, ""]).encode(encoding)


def history_of(id_cpts: str, indicateur: str, mois: date) -> Choix:
    """Every version of one value, for ``exported_observations``."""
    return Choix(ids=[id_cpts], indicateurs=[indicateur], debut=mois, fin=mois, historique=True)
