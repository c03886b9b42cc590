"""One spoilt file put to a reader: what is wrong with the answer, if anything."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from pipelines.catalogue import load_catalogue
from pipelines.ingest.apart.allowance import allowance
from pipelines.ingest.apart.readers import Readers, Unread
from pipelines.ingest.check.verdict import Verdict
from pipelines.store.scope import Scope
from tests.fuzz.mutations import spoilt
from tests.fuzz.seeds import texts, workbooks
from tests.pipelines.ingest.habits.habit import KNOWN

TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Fault:
    """What a file did. ``costly``: its reader was stopped or died, which is one sentence for the person; else a fault of ours."""

    data: bytes
    said: str
    costly: bool = False


def faults(readers: Readers, chance: random.Random, *, cases: int) -> Iterator[Fault]:
    """Try so many files, texts and workbooks by turns."""
    kinds = (texts(), workbooks())
    for rank in range(cases):
        seeds = kinds[rank % 2]
        data = spoilt(chance.choice(seeds), chance)
        if (found := tried(readers, data, back=rank % 5 == 0)) is not None:
            yield found


def tried(readers: Readers, data: bytes, *, back: bool = False) -> Fault | None:
    """Check one file, and with ``back`` hand it back with its findings."""
    asked = {
        "data": data,
        "name": "fichier",
        "catalogue": load_catalogue(),
        "scope": Scope.local(),
        "territoires": KNOWN,
        "today": TODAY,
    }
    try:
        verdict: Verdict = readers.ask("check", asked, allowance(data))
        if back:
            handed = {"data": data, "name": "fichier.csv", "verdict": verdict, "catalogue": load_catalogue()}
            content, name = readers.ask("annotate", handed, allowance(data))
            if not content or not name:
                return Fault(data, "rien n'est rendu")
    except Unread as error:
        return Fault(data, f"{error.reason} {error.detail}".strip(), costly=error.reason != "failure")
    wrong = _wrong(verdict)
    return Fault(data, wrong) if wrong else None


def _wrong(verdict: Verdict) -> str:
    """What a verdict may never be, whatever the file; empty for a sound one."""
    for issue in verdict.anomalies:
        if not issue.message.endswith(".") or not issue.remede.strip() or "\n" in issue.message + issue.remede:
            return f"une phrase : {replace(issue, valeur=None)}"
        if len(issue.message) + len(issue.remede) > 3_000:
            return f"une phrase sans fin : {issue.regle}"
    if verdict.lignes_lues != verdict.acceptees + verdict.rejetees or verdict.acceptees < 0:
        return "des lignes perdues"
    if not verdict.lignes_lues and not verdict.refuse:
        return "rien de lu, rien de dit"
    held = verdict.observations
    told = held[held["etat"] == "valeur"]
    if not np.isfinite(told["valeur"].to_numpy(dtype=float)).all():
        return "une valeur qui n'est pas un nombre"
    if (
        held[["id_cpts", "indicateur", "mois"]].isna().any().any()
        or held.duplicated(["id_cpts", "indicateur", "mois"]).any()
    ):
        return "une observation sans clé, ou deux fois"
    return ""
