"""What the attainment of a contract year says in words: a rate that may not be sure, what is earned and what is at stake."""

from collections.abc import Mapping

import pandas as pd

from calculators import french
from pipelines.financement.par_mission import AMOUNTS


def say_rate(low: float, mid: float, high: float) -> str:
    """« 62 % », or « 62 % (de 50 % à 75 %) » when it is not sure."""
    text = french.percent(mid, 0)
    return text if high - low < 0.0005 else f"{text} (de {french.percent(low, 0)} à {french.percent(high, 0)})"


#: An attainment that nobody has observed: neither 0 nor 100 %.
UNSEEN = "pas encore observé"


def say_attainment(by_mission: pd.DataFrame, *, title: str, names: Mapping[str, str]) -> str:
    """What the variable part of the year has earned, between which amounts, and where most is at stake."""
    if by_mission.empty:
        return f"Aucun volet variable pour {title} : aucune mission n’a commencé."
    total = {name: int(by_mission[name].sum()) for name in AMOUNTS}
    closed = bool(by_mission["close"].all())
    text = f"Pour {title}, les volets variables valent {french.euros(total['enveloppe_centimes'], cents=False)} ; "
    if not by_mission["connue"].any():
        text += "leur atteinte n’est pas encore observée"
    else:
        text += f"{french.euros(total['compte_centimes'], cents=False)} {_how(by_mission)}"
    if total["sur_centimes"] != total["possible_centimes"]:
        low, high = (french.euros(total[name], cents=False) for name in ("sur_centimes", "possible_centimes"))
        text += f" (entre {low} et {high} selon ce qui n’est pas encore sûr)"
    left = french.euros(total["enjeu_centimes"], cents=False)
    text += f" et {left} {'ne sont pas gagnés' if closed else 'restent en jeu'}."
    most = by_mission.iloc[int(by_mission["enjeu_centimes"].to_numpy().argmax())]
    if most["enjeu_centimes"] > 0:
        text += (
            f" Le plus {'manqué' if closed else 'en jeu'} : {names.get(most['mission'], most['mission'])} "
            f"({french.euros(int(most['enjeu_centimes']), cents=False)})."
        )
    if not closed:
        text += " L’année n’est pas close, ou pas lue jusqu’à son dernier mois : rien n’est encore sûr."
    return text


def _how(by_mission: pd.DataFrame) -> str:
    """Whether what is counted was observed, or supposed of a year to come."""
    projected = by_mission["modele"].gt(0)
    if projected.all():
        return "seraient gagnés si la dernière année observée se répétait"
    if projected.any():
        return "sont comptés à l’atteinte lue à ce jour, une partie en répétant la dernière année observée"
    return "sont gagnés" if by_mission["close"].all() else "sont comptés à l’atteinte lue à ce jour"
