"""What makes a well-formed situation impossible: dates out of order, unknown missions, objectives that contradict."""

from __future__ import annotations

from itertools import pairwise

from calculators.aci.accord.load import Accord
from calculators.aci.accord.schema import FONCTIONNEMENT
from calculators.aci.situation.schema import Paliers, Proportionnel, Situation
from calculators.aci.situation.valeurs_incertaines import state_problems


def problems(situation: Situation, accord: Accord) -> list[str]:
    """Give one French sentence per finding: place, value, rule. Empty when the situation can be computed."""
    first = accord.blocs[0]
    signed = situation.date_signature
    known = list(accord.missions)
    found = []
    if signed < first.en_vigueur:
        found.append(
            f"date_signature : {signed:%d/%m/%Y} précède le premier accord, en vigueur le {first.en_vigueur:%d/%m/%Y}."
        )
    if situation.regles and situation.regles < first.en_vigueur:
        found.append(f"regles : aucun accord n'était en vigueur le {situation.regles:%d/%m/%Y}.")
    if situation.resiliation and situation.resiliation <= signed:
        found.append(f"resiliation : {situation.resiliation:%d/%m/%Y} doit suivre la signature ({signed:%d/%m/%Y}).")
    named = {
        "missions": situation.missions,
        "montants": [code for code in situation.montants if code != FONCTIONNEMENT],
        "objectifs": [objectif.mission for objectif in situation.objectifs],
        "atteinte": [code for rates in situation.atteinte.values() for code in rates],
    }
    for place, codes in named.items():
        for code in dict.fromkeys(codes):
            if code not in known:
                found.append(f"{place} : la mission « {code} » n'est pas connue (attendu : {', '.join(known)}).")
    for code, start in situation.missions.items():
        if start < signed:
            found.append(
                f"missions › {code} : démarrée le {start:%d/%m/%Y}, avant la signature du contrat ({signed:%d/%m/%Y})."
            )
    for code, cells in situation.montants.items():
        expected = _volets(code)
        found += [
            f"montants › {code} : le volet « {volet} » n'est pas connu (attendu : {', '.join(expected)})."
            for volet in cells
            if volet not in expected
        ]
    found += _objectif_problems(situation)
    return found


def _objectif_problems(situation: Situation) -> list[str]:
    found = []
    seen = set()
    for objectif in situation.objectifs:
        key = (objectif.annee, objectif.mission, objectif.code)
        place = f"objectifs › {objectif.code} (année {objectif.annee})"
        if key in seen:
            found.append(f"{place} : l'objectif est écrit deux fois pour la même année.")
        seen.add(key)
        if objectif.mission in situation.atteinte.get(objectif.annee, {}):
            found.append(
                f"{place} : la mission « {objectif.mission} » a aussi un taux sous « atteinte » cette année-là ; "
                "gardez l'un ou l'autre."
            )
        if objectif.mission not in situation.missions:
            found.append(f"{place} : la mission « {objectif.mission} » n'a pas de date de démarrage sous « missions ».")
        found += [f"{place} : {problem}" for problem in state_problems(objectif)]
        if isinstance(objectif, Proportionnel):
            rising = objectif.cible > objectif.reference
            if objectif.cible == objectif.reference or rising != (objectif.sens == "hausse"):
                found.append(
                    f"{place} : en {objectif.sens}, la cible ({objectif.cible}) doit être "
                    f"{'supérieure' if objectif.sens == 'hausse' else 'inférieure'} à la référence ({objectif.reference})."
                )
        if isinstance(objectif, Paliers):
            steps = objectif.paliers if objectif.sens == "hausse" else [(-s, m) for s, m in objectif.paliers]
            if any(b[0] <= a[0] or b[1] < a[1] for a, b in pairwise(steps)):
                found.append(
                    f"{place} : les paliers doivent aller du plus facile au plus exigeant, sans montant qui baisse."
                )
    return found


def _volets(mission: str) -> list[str]:
    if mission == FONCTIONNEMENT:
        return ["fixe", "majore"]
    if mission == "crise":
        return ["fixe", "fixe_redaction", "fixe_mise_a_jour", "variable"]
    return ["fixe", "variable"]
