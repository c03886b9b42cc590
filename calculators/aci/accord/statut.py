"""How sure an amount is, from the surest to the least sure, and what a sum of amounts inherits."""

from __future__ import annotations

from collections.abc import Iterable

ANNEXE = "annexe du contrat"
ATTESTE = "attesté"
CONTRAT_OU_PRESSE = "contrat ou presse"
RECONSTITUE = "reconstitué"
PROPOSE = "proposé"

#: From the surest to the least sure. The contract's own annex prevails, hence comes first.
STATUTS = (ANNEXE, ATTESTE, CONTRAT_OU_PRESSE, RECONSTITUE, PROPOSE)

#: A symbol for each status, to be shown with the word, never instead of it.
SYMBOLES = {ANNEXE: "■", ATTESTE: "●", CONTRAT_OU_PRESSE: "◐", RECONSTITUE: "○", PROPOSE: "△"}

DEFINITIONS = {
    ANNEXE: "Montant écrit dans l'annexe financière du contrat de la CPTS : il prévaut sur le barème.",
    ATTESTE: "Lu dans un texte officiel, un rapport du Sénat, ameli, ou deux sources indépendantes.",
    CONTRAT_OU_PRESSE: "Une bonne source (annexe d'un contrat réel, presse), confirmée par le calcul quand c'était possible.",
    RECONSTITUE: "Non lu dans le texte : seul partage qui retombe sur toutes les sommes publiées. Peut être faux dans le détail.",
    PROPOSE: "Pas encore en vigueur : projet ou hypothèse de barème.",
}


def least_sure(statuts: Iterable[str]) -> str:
    """Give the status of a sum: the least sure of its parts. An empty sum is ``attesté`` (nothing to doubt).

    Raises ValueError on an unknown status.
    """
    ranks = [STATUTS.index(statut) for statut in statuts]
    return STATUTS[max(ranks)] if ranks else ATTESTE
