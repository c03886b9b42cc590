"""The four amounts above a view: the total, what is sure in it, what is to be earned, the next receipt."""

from datetime import date

import pandas as pd

from calculators import french
from calculators.aci import Resultat
from calculators.aci.accord.statut import least_sure
from calculators.aci.droits.a_venir import find_next
from dashboard.simulateur.saisie import form
from dashboard.simulateur.saisie.observe import Observe
from dashboard.simulateur.vues.releve_tables import UNSEEN, between, say_bounds
from dashboard.tables import badge
from dashboard.ui import widgets
from dashboard.ui.widgets import Card


def show(result: Resultat, *, mode: str, seen: Observe | None, today: date) -> None:
    """The cards; full attainment is said to be a hypothesis."""
    lines = result.lignes
    is_variable = lines["volet"].eq("variable")
    fixed, variable = lines[~is_variable], lines[is_variable]
    years = int(lines["annee_contrat"].max())
    total, earned = int(lines["montant_centimes"].sum()), int(variable["montant_centimes"].sum())
    own = bool(lines["objectif"].astype(str).ne("").any())
    how = _say_attainment(result, mode=mode, demo=seen is not None and seen.demonstration)
    whole = result.bornes.assign(tout="")
    span = say_bounds(whole, lines.assign(tout=""), "tout").get("", "")
    low_high = say_bounds(whole, variable.assign(tout=""), "tout").get("", "")
    widgets.cards(
        [
            Card(
                f"Taille {int(lines['taille'].iloc[-1])}, total sur {french.count(years, 'an')}",
                french.euros(total, cents=False),
                f"{_mark(lines)} {span or how}{_say_unseen(variable)}",
            ),
            Card(
                "Fonctionnement et volets fixes",
                french.euros(total - earned, cents=False),
                f"{_mark(fixed)} dus dès que les missions fonctionnent",
            ),
            Card(
                "Volets variables",
                french.euros(earned, cents=False) if variable["connue"].any() or variable.empty else UNSEEN,
                f"{_mark(variable) if earned else ''} {how}{f', {low_high}' if low_high else ''}{_say_unseen(variable)}",
            ),
            _next_receipt(result, today),
        ]
    )
    if mode == form.ATTEINTS and earned:
        widgets.sentence(
            f"{form.explain(mode, own=own).rstrip('.')} : si aucun ne l’était, il resterait {french.euros(total - earned)} "
            f"sur {french.euros(total)}.",
            attention=True,
        )


def _say_attainment(result: Resultat, *, mode: str, demo: bool) -> str:
    """What the variable parts rest on."""
    said = {
        form.ATTEINTS: "hypothèse : tous les objectifs atteints",
        form.OBSERVES: f"{f'{widgets.DEMO} ' if demo else ''}à l’atteinte observée",
        form.SAISIE: "à l’atteinte saisie",
        form.DU_FICHIER: "à l’atteinte de la situation reprise",
    }[mode]
    own = result.lignes["objectif"].astype(str).ne("").any()
    return french.typography(f"{said}, sauf les objectifs de votre annexe" if own else said)


def _say_unseen(variable: pd.DataFrame) -> str:
    """What is said of a sum that leaves out what nobody has observed yet."""
    unseen = int((~variable["connue"]).sum())
    if not unseen or unseen == len(variable):
        return ""
    return f", sans {french.count(unseen, 'part')} pas encore {french.plural(unseen, 'observée')}"


def _next_receipt(result: Resultat, today: date) -> Card:
    coming = find_next(result.versements, apres=today, bornes=result.bornes)
    if coming is None:
        return Card("Prochain versement", "aucun", "toutes les échéances sont passées")
    span = between(coming.bas_centimes, coming.haut_centimes)
    return Card(
        "Prochain versement",
        french.euros(coming.montant_centimes, cents=False),
        f"{badge(coming.statut)} attendu le {french.day(coming.jour)}{f', {span}' if span else ''}",
        attention=True,
    )


def _mark(part: pd.DataFrame) -> str:
    return badge(least_sure(part.loc[part["montant_centimes"].ne(0), "statut"].astype(str)))
