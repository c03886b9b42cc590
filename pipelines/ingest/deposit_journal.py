"""What the journal says of a deposit, taken or refused: counts, never values."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Any

from pipelines.ingest.against_store import Confrontation, to_accept
from pipelines.ingest.check import Verdict
from pipelines.store.cursor import Cursor
from pipelines.store.journal import write_journal


def summary(faced: Confrontation, *, part: bool, comment: str | None, frozen: int) -> str:
    """What the journal says of a deposit, as JSON: the counts always, the rest when there is something to say."""
    told: dict[str, Any] = {"fichier": faced.verdict.fichier, **faced.comptes}
    if part:
        told["lignes_refusees"] = faced.verdict.rejetees
    if warnings := to_accept(faced.verdict):
        told["avertissements"] = dict(Counter(issue.regle for issue in warnings))
        told["commentaire"] = comment
    if frozen:
        told["valeurs_gelees_corrigees"] = frozen
    return json.dumps(told, ensure_ascii=False)


def journal_refusal(
    cursor: Cursor, verdict: Verdict, *, now: datetime, auteur: str, digest: str, motif: str | None
) -> None:
    """Write who was refused which file, when, and how many findings of each blocking rule; no value and no line of it."""
    rules = Counter(issue.regle for issue in verdict.anomalies if issue.bloquante)
    told = {"lignes_lues": verdict.lignes_lues, "rejetees": verdict.rejetees, "constats": dict(rules.most_common())}
    write_journal(
        cursor,
        quand=now,
        qui=auteur,
        action="depot_refuse",
        objet=verdict.fichier,
        apres=json.dumps(told, ensure_ascii=False),
        pourquoi=motif,
        empreinte=digest,
    )
