"""Who to remind: what is missing by addressee, a function and never a person, and a text ready to paste."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from calculators import french
from calculators.comparison.envois import keep_late
from calculators.rows import rows
from dashboard.completude.states import GELE
from dashboard.tables import Column
from pipelines.catalogue import Indicateur

COLUMNS = (
    Column("destinataire", "À qui"),
    Column("nom", "CPTS", "cpts"),
    Column("fournisseur", "Fournisseur"),
    Column("mois", "Mois", "month"),
    Column("manque", "Ce qui manque"),
    Column("echeance", "Attendu le", "day"),
    Column("jours", "Jours de retard", "int"),
)
EXPORTED = (Column("id_cpts", "id_cpts"), Column("cpam", "CPAM"), *COLUMNS, Column("absents", "Codes absents"))


def to_remind(frame: pd.DataFrame, indicateurs: Mapping[str, Indicateur], *, today: date) -> pd.DataFrame:
    """Rows of queries.completeness of which something due is missing, the oldest first.

    Adds destinataire, manque (in words, frozen months marked), jours (days since the day due). A partial month not yet due is left out.
    """
    late = keep_late(frame, today=today)
    fund = late["cpam"].fillna("CPAM inconnue").str.replace("|", " et ", regex=False)
    named = ("Coordination, " + late["nom"]).where(late["fournisseur"].eq("CPTS"), fund)
    return late.assign(
        destinataire=named.astype(object),
        manque=[
            _missing(statut, absents, indicateurs) + (f" ({GELE} mois gelé)" if frozen else "")
            for statut, absents, frozen in zip(late["statut"], late["absents"], late["gele"], strict=True)
        ],
    ).sort_values(["mois", "destinataire", "nom", "fournisseur"], kind="stable", ignore_index=True)


def _missing(statut: str, absents: str, indicateurs: Mapping[str, Indicateur]) -> str:
    codes = absents.split("|")
    if statut == "manquant":
        return f"tout ({french.count(len(codes), 'valeur')})"
    names = [french.lower_first(indicateurs[c].court) if c in indicateurs else c for c in codes]
    return french.enumerate_fr(names, limit=6)


def addressees(late: pd.DataFrame) -> dict[str, str]:
    """Addressee → label with what is missing, those who miss most first."""
    totals = late.groupby("destinataire").size().sort_values(ascending=False, kind="stable")
    return {str(who): f"{who} · {french.count(n, 'envoi')}" for who, n in totals.items()}


def message(late: pd.DataFrame, *, today: date, demo: bool) -> str:
    """The text to paste in a message: subject, what is missing by CPTS, what to do. Plain text, French typography."""
    lines = [
        f"Objet : indicateurs des CPTS, envois attendus au {french.day(today)}"
        + (" (données de démonstration)" if demo else ""),
        "",
        "Bonjour,",
        "",
        "Sauf erreur de notre part, les valeurs suivantes ne nous sont pas parvenues :",
    ]
    for name, part in late.groupby("nom", sort=True):
        lines.append(f"- {name}")
        lines += _lines(part)
    if late["gele"].any():
        lines += [
            "",
            f"{GELE} Un mois gelé a servi à un paiement : il se complète par une correction explicite, avec son motif. "
            "Dites-nous ce qui manquait avant d’envoyer.",
        ]
    lines += [
        "",
        "Un modèle déjà rempli avec les codes se télécharge à la page « Dépôt mensuel ». Une valeur trop petite pour être "
        "donnée s’écrit NS ; une valeur que vous ne connaissez pas s’écrit ND. N’écrivez pas 0 à leur place.",
        "",
        "Merci d’avance.",
    ]
    return french.typography("\n".join(lines))


def _lines(part: pd.DataFrame) -> Sequence[str]:
    return [
        f"    {french.month(row.mois)}, attendu le {french.day_short(row.echeance)} : {row.manque}"
        for row in rows(part.sort_values("mois"))
    ]
