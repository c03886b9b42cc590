"""The report of a check or a deposit as French text: the outcome first, then every finding, then what was set aside."""

from __future__ import annotations

from calculators.french import list_first, no_break
from pipelines.ingest.check.verdict import Verdict
from pipelines.ingest.deposit.steps import Depot
from pipelines.ingest.issues import as_text
from pipelines.ingest.texts import plural as plural


def verdict_text(verdict: Verdict) -> str:
    """The outcome of a check, with its findings."""
    read = plural(verdict.lignes_lues, "ligne lue", "lignes lues")
    if verdict.refuse:
        faults = plural(verdict.rejetees, "ligne fautive", "lignes fautives")
        head = f"{verdict.fichier} : refusé ({read}, {faults}). Rien n'est enregistré."
    else:
        head = f"{verdict.fichier} : accepté ({read})."
    return "\n".join([no_break(head), *_details(verdict)])


def deposit_text(depot: Depot) -> str:
    """The outcome of a deposit: what changed, or why nothing did."""
    if depot.etat == "refuse":
        return verdict_text(depot.verdict)
    made = f" par {depot.depose_par} le {depot.depose_le:%d/%m/%Y à %H:%M}" if depot.depose_le else ""
    if depot.deja_depose:
        return no_break(f"{depot.fichier} : déjà déposé{made} ({depot.depot}) ; rien n'a changé.")
    counts = ", ".join(
        (
            plural(depot.nouvelles, "valeur nouvelle", "valeurs nouvelles"),
            plural(depot.modifiees, "modifiée"),
            plural(depot.identiques, "identique"),
        )
    )
    lines = [no_break(f"{depot.fichier} : déposé ({depot.depot}) ; {counts}.")]
    if depot.partiel:
        left = plural(depot.rejetees - depot.laissees, "ligne refusée reste", "lignes refusées restent")
        lines = [no_break(f"{depot.fichier} : déposé en partie ({depot.depot}) ; {counts} ; {left} à corriger.")]
    if depot.laissees:
        left = plural(depot.laissees, "ligne laissée de côté", "lignes laissées de côté")
        lines.append(no_break(f"{left} : des valeurs connues seraient perdues (--accepter-pertes les enregistre)."))
    if depot.a_accepter and depot.acceptation is None:
        doubts = plural(len(depot.a_accepter), "avertissement attend", "avertissements attendent")
        lines.append(no_break(f"{doubts} un commentaire : l'historique dira qu'il n'y en a pas eu."))
    return "\n".join([*lines, *_details(depot.verdict)])


def _details(verdict: Verdict) -> list[str]:
    lines = [as_text(verdict.anomalies)] if verdict.anomalies else []
    if verdict.mises_a_part:
        places: dict[str, list[int]] = {}
        for line in verdict.mises_a_part:
            places.setdefault(line.motif, []).append(line.ligne)
        listed = ", ".join(f"{motif} ({_lines(numbers)})" for motif, numbers in places.items())
        aside = plural(len(verdict.mises_a_part), "ligne mise à part", "lignes mises à part")
        lines.append(no_break(f"{aside} : {listed}."))
    return lines


def _lines(numbers: list[int]) -> str:
    """``ligne 4``, ``lignes 1, 2, 9``, ``lignes 4 à 26, 30``: lines that follow each other are a span from three on."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    texts = [text for s in spans for text in ([f"{s[0]} à {s[-1]}"] if len(s) > 2 else map(str, s))]
    return f"{'ligne' if len(numbers) == 1 else 'lignes'} {list_first(texts, 6)}"
