"""A habit of the people who send files: one line to name it, the file, and what a careful human reads in it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

KNOWN = pd.DataFrame(
    {
        "id_cpts": ["CPTS-WEPP", "CPTS-BERG", "CPTS-2152", "DEMO-0105"],
        "nom": ["CPTS des Weppes", "Pôle de santé du Bergeracois", "CPTS 21-52", "CPTS démo – Bresse"],
        "date_signature": pd.to_datetime(["2023-09-08", "2020-03-01", "2020-12-10", "2021-05-01"]),
    }
)


LONG = "id_cpts;mois;indicateur;numerateur;denominateur;valeur\r\n"


def as_sent(text: str, encoding: str = "utf-8") -> bytes:
    """The bytes of a text file."""
    return text.encode(encoding)


@dataclass(frozen=True)
class Habit:
    """``lu``: one text per value, « line CPTS indicator month answer », the answer being ``450/812``, ``0.576``, or a
    state and its marker (``masquee:NS``). ``a_part``: « line reason ». ``dit``: « line rule letter » (``-`` for none)."""

    nom: str
    data: bytes
    lu: list[str] = field(default_factory=list)
    a_part: list[str] = field(default_factory=list)
    dit: list[str] = field(default_factory=list)


def answers(observations: pd.DataFrame) -> list[str]:
    """The observations in the words of ``Habit.lu``."""
    return [
        f"{o.ligne} {o.id_cpts} {o.indicateur} {o.mois:%Y-%m} {_answer(o)}"
        for o in observations.itertuples(index=False)
    ]


def _answer(o) -> str:
    if o.etat != "valeur":
        return f"{o.etat}:{'' if pd.isna(o.marqueur) else o.marqueur}"
    if pd.notna(o.numerateur) and pd.notna(o.denominateur):
        return f"{o.numerateur:.15g}/{o.denominateur:.15g}"
    return f"{o.valeur:.12g}"
