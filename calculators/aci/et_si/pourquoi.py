"""Why this amount: sentences in plain French, read from the line or the payment itself, never computed again.

A sentence only repeats columns of the result, so that the explanation and the total cannot differ.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from calculators import french
from calculators.aci.accord.load import Accord
from calculators.aci.accord.schema import FONCTIONNEMENT, LETTRE_INTENTION
from calculators.aci.accord.statut import ANNEXE, DEFINITIONS, SYMBOLES
from calculators.aci.money import MILLION, euros_text

_CAS = {
    "redaction": ", l'année où le plan est rédigé",
    "mise_a_jour": ", une année de mise à jour du plan",
    "crise_reconnue": ", une crise étant reconnue et le plan appliqué",
}


def mission_name(code: str, accord: Accord) -> str:
    """Give the short French name of a mission code, or of the two amounts that are not missions."""
    names = {FONCTIONNEMENT: "Fonctionnement", LETTRE_INTENTION: "Aide à la lettre d'intention"}
    return names.get(code) or accord.missions[code].court


def rate_percent(num: int, den: int) -> str:
    """Write an attainment as a percentage, exactly when it has at most six decimals: ``65 %``, ``71,428571 %``."""
    return f"{french.number_at_most(100 * num / den, 6)}{french.INSECABLE}%"


def why_line(line: pd.Series[Any], accord: Accord) -> list[str]:
    """Explain one row of Resultat.lignes: where the base comes from, the share of the year, the attainment, the sum."""
    mission = mission_name(str(line["mission"]), accord)
    base = euros_text(int(line["base_centimes"]))
    said = [f"{_origin(line, mission, base, accord)}", _status(line)]
    if line["volet"] == "majoration":
        said.append("Versée une fois, en plus du fonctionnement de la première année (porté à 1,75 fois).")
    elif line["mission"] == LETTRE_INTENTION:
        said.append("Versée une fois, avant le contrat.")
    else:
        said.append(_share_of_year(line))
        said.append(_attainment(line))
    said.append(
        f"Calcul : {base} × {line['jours']}/{line['jours_annee']} × {rate_percent(int(line['taux_num']), int(line['taux_den']))}"
        f" = {euros_text(int(line['montant_centimes']))}, arrondi au centime."
    )
    return said


def _origin(line: pd.Series[Any], mission: str, base: str, accord: Accord) -> str:
    what = f"« {mission} », part {line['volet']}" if line["mission"] != FONCTIONNEMENT else f"« {mission} »"
    if line["volet"] == "majoration":
        what = "la majoration du fonctionnement"
    case = _CAS.get(str(line["cas"]), "")
    if line["objectif"] and line["statut"] != ANNEXE:
        return (
            f"L'objectif « {line['objectif']} » de {what} vaut au plus {base} par an : une part égale de l'enveloppe, tant que "
            "l'annexe du contrat n'est pas connue."
        )
    if line["objectif"]:
        return f"L'objectif « {line['objectif']} » de {what} vaut au plus {base} par an dans le contrat."
    if line["statut"] == ANNEXE:
        return f"L'annexe financière du contrat donne {base} par an pour {what}{case} ; elle prévaut sur le barème."
    bloc = accord.bloc(str(line["version"]))
    return (
        f"Le barème en vigueur depuis le {bloc.en_vigueur:%d/%m/%Y} ({bloc.titre}) donne {base} par an pour {what}{case}, "
        f"à la taille {line['taille']} ({line['article']})."
    )


def _status(line: pd.Series[Any]) -> str:
    statut = str(line["statut"])
    return f"Statut {SYMBOLES[statut]} {statut} : {DEFINITIONS[statut]} Source : {line['reference']}."


def _share_of_year(line: pd.Series[Any]) -> str:
    days, whole = int(line["jours"]), int(line["jours_annee"])
    if days == whole:
        return f"Due pour toute l'année {line['annee_contrat']} du contrat ({line['debut']:%d/%m/%Y} – {line['fin']:%d/%m/%Y})."
    return (
        f"Elle a couru du {line['du']:%d/%m/%Y} au {line['au']:%d/%m/%Y} : {days} {french.plural(days, 'jour')} sur les {whole} "
        f"de l'année {line['annee_contrat']} du contrat."
    )


def _attainment(line: pd.Series[Any]) -> str:
    if line["volet"] == "fixe":
        return "Part fixe : elle ne dépend pas des résultats."
    if not line["connue"]:
        return "L'atteinte n'est pas renseignée : elle est comptée 0 €, sans préjuger du résultat."
    rate = rate_percent(int(line["taux_num"]), int(line["taux_den"]))
    exact = "" if line["taux_den"] in (1, MILLION) else f" (exactement {line['taux_num']}/{line['taux_den']})"
    return f"Atteinte retenue : {rate}{exact}."


_NATURES = {
    "totalite": "Fonctionnement versé en entier le premier jour de l'année {annee} du contrat : aucune mission n'avait encore démarré "
    "ce jour-là (ACI CPTS, art. 9.1).",
    "avance": "Avance de {avance} % sur {ligne}, versée {quand} (ACI CPTS, art. 9).",
    "solde": "Solde de {ligne}, année {annee} du contrat : ce qui reste dû après l'avance, versé à l'anniversaire du contrat "
    "(ACI CPTS, art. 9).",
    "variable": "{ligne}, année {annee} du contrat : jamais avancée, versée après le dialogue de gestion qui constate "
    "l'atteinte (ACI CPTS, art. 9).",
    "majoration": "Majoration du fonctionnement de la première année, versée une fois (avenant 2).",
    "lettre_intention": "Aide à la lettre d'intention, versée une fois avant le contrat (avenant 2).",
    "reprise": "Reprise d'avance sur {ligne} : le contrat s'arrête en cours d'année, la part de l'avance qui couvrait les jours "
    "restants est à rembourser (estimation au prorata des jours, une seule source).",
}


def why_payment(payment: pd.Series[Any], line: pd.Series[Any], accord: Accord) -> str:
    """Explain one row of Resultat.versements by the row of Resultat.lignes it pays."""
    mission = mission_name(str(line["mission"]), accord)
    named = "« Fonctionnement »" if line["mission"] == FONCTIONNEMENT else f"« {mission} », part {line['volet']}"
    start = payment["date"] == line["debut"]
    sentence = _NATURES[str(payment["nature"])].format(
        ligne=named,
        annee=line["annee_contrat"],
        avance=accord.blocs[-1].regles.avance_pour_cent.valeur,
        quand="le premier jour de l'année de contrat" if start else "au démarrage de la mission",
    )
    return f"{sentence} Ligne de {euros_text(int(line['montant_centimes']))}, dont {euros_text(int(payment['montant_centimes']))} ici."
