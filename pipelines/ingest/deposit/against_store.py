"""What only the store can say of a file: what it would change, which months are frozen, what looks implausible."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

import pandas as pd

from pipelines.catalogue import Catalogue
from pipelines.ingest.check.findings import CAP, beyond_cap
from pipelines.ingest.check.verdict import Verdict
from pipelines.ingest.deposit.losses import say_losses, say_values_alone
from pipelines.ingest.deposit.plausibility import find_implausible
from pipelines.ingest.issues import Issue, in_order
from pipelines.ingest.rules.table import REGLES, finding
from pipelines.store.cursor import Cursor
from pipelines.store.depots.protected import count_hidden_as_changed, hidden_values_alone
from pipelines.store.depots.versions import (
    compare,
    compared_counts,
    compared_frozen,
    compared_losses,
    leave_out,
    leave_out_frozen,
)
from pipelines.store.scope import Scope


@dataclass(frozen=True)
class Confrontation:
    """A file against the store, whose lines are in the temporary view ``comparaison`` of the cursor.

    ``verdict``: that of the file, with the findings against the store. ``comptes``: nouvelle, modifiee, identique, of
    the lines that may go in; ``dits``: as the depositor is told, who may know that what secrecy hides from others is
    identical. ``geles``: the lines about frozen months (see compared_frozen). ``pertes``: how many lines would make a
    known value missing, hidden or zero, left out or not (see losses.py).
    """

    verdict: Verdict
    comptes: dict[str, int]
    dits: dict[str, int]
    geles: pd.DataFrame
    pertes: int = 0


def confront(
    cursor: Cursor,
    scope: Scope,
    verdict: Verdict,
    *,
    catalogue: Catalogue,
    correction_gelee: bool = False,
    accepter_pertes: bool = True,
    plausibilite: bool = True,
) -> Confrontation:
    """Compare the sound lines of the file with what is stored, inside the reading or the transaction of ``cursor``.

    A line about a count hidden from somebody counts as a change. A line that would add or change a value of a frozen month
    is refused unless ``correction_gelee``; one that would lose a known value is left out unless ``accepter_pertes``.
    Nothing is written.
    """
    compare(cursor, verdict.observations)
    count_hidden_as_changed(cursor, scope)
    stopped = compared_frozen(cursor, scope)
    found: list[Issue] = find_implausible(cursor, scope, verdict, catalogue=catalogue) if plausibilite else []
    if len(stopped) and not correction_gelee:
        found += _frozen_findings(verdict, stopped)
        verdict = _without(verdict, stopped)
        leave_out_frozen(cursor)
    lost = compared_losses(cursor, scope) if plausibilite else pd.DataFrame()
    if len(lost):
        alone = len(lost) == len(verdict.observations) and not accepter_pertes
        found += say_losses(verdict, lost, catalogue=catalogue, accepted=accepter_pertes, alone=alone)
        if not accepter_pertes:
            verdict = _without(verdict, lost)
            leave_out(cursor, lost)
    if plausibilite and len(unseen := hidden_values_alone(cursor, scope)):
        found += say_values_alone(verdict, unseen)
    if found:
        verdict = replace(verdict, anomalies=in_order([*verdict.anomalies, *found]))
    return Confrontation(
        verdict=verdict,
        comptes=compared_counts(cursor),
        dits=compared_counts(cursor, told=True),
        geles=stopped,
        pertes=len(lost),
    )


def to_accept(verdict: Verdict) -> tuple[Issue, ...]:
    """The warnings of the file that its depositor has to accept with a comment."""
    return tuple(issue for issue in verdict.anomalies if issue.regle in REGLES and REGLES[issue.regle].a_accepter)


def takes_part(verdict: Verdict) -> bool:
    """True when some lines can go in without the others: every blocking finding is about a line, and some are sound."""
    blocking = [issue for issue in verdict.anomalies if issue.bloquante]
    whole = [i for i in blocking if i.ligne is None and i.regle != "trop_de_constats"]
    return bool(blocking) and not whole and len(verdict.observations) > 0


def _without(verdict: Verdict, stopped: pd.DataFrame) -> Verdict:
    """The verdict with these lines among the refused ones."""
    keys = ["id_cpts", "indicateur", "mois"]
    gone = pd.MultiIndex.from_frame(stopped[keys].astype({"mois": "datetime64[us]"}))
    seen = verdict.observations
    here = pd.MultiIndex.from_frame(seen[keys].astype({"id_cpts": str, "indicateur": str, "mois": "datetime64[us]"}))
    kept = ~here.isin(gone)
    return replace(
        verdict,
        observations=seen[kept].reset_index(drop=True),
        places=verdict.places.keep(kept),
        acceptees=verdict.acceptees - len(stopped),
        rejetees=verdict.rejetees + len(stopped),
        refusees=tuple(sorted({*verdict.refusees, *(int(n) for n in stopped["ligne"])})),
    )


def _frozen_findings(verdict: Verdict, stopped: pd.DataFrame) -> list[Issue]:
    found = []
    told = stopped.head(CAP)
    places = verdict.places.of(["mois"] * len(told), told, verdict.observations)
    for row, (column, letter) in zip(cast("list[dict[str, Any]]", told.to_dict("records")), places, strict=True):
        found.append(
            finding(
                "mois_gele",
                ligne=int(row["ligne"]),
                colonne=column,
                lettre=letter,
                valeur=f"{row['mois']:%Y-%m}",
                detail=f"{row['indicateur']} de {row['id_cpts']} pour {row['mois']:%Y-%m}",
                attendu=f"le {row['gele_le']:%d/%m/%Y} par {row['gele_par']} ({row['motif']})",
            )
        )
    if len(stopped) > CAP:
        found.append(beyond_cap("mois_gele", len(stopped), line=stopped["ligne"].iat[CAP]))
    return found
