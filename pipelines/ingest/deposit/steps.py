"""Preview and deposit of a file: whole or not at all unless asked, the same bytes once, versions never erased, the audit trail.

Order of deposits: the same file twice is one deposit; files about different values give the same store in any order; of
two files about the same value the last deposited wins, and both stay in the history.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from pipelines.catalogue import Catalogue
from pipelines.ingest.check.verdict import Progres, Verdict
from pipelines.ingest.deposit.against_store import Confrontation, confront, takes_part, to_accept
from pipelines.ingest.deposit.checked_file import CheckedFile, check_again_if_moved, check_file
from pipelines.ingest.deposit.outcomes import Apercu, Depot
from pipelines.store.connection import Store
from pipelines.store.cursor import Cursor
from pipelines.store.depots.depots import holder_of, insert_depot, new_name
from pipelines.store.depots.journal import instant_of, required, write_journal
from pipelines.store.depots.protected import told_before
from pipelines.store.depots.versions import append_compared, compared_changes
from pipelines.store.scope import Scope

__all__ = ["Apercu", "CheckedFile", "Depot", "check_file", "deposit", "examine", "preview"]


def examine(
    store: Store,
    scope: Scope,
    data: bytes,
    name: str,
    *,
    catalogue: Catalogue | None = None,
    maintenant: datetime | None = None,
) -> Verdict:
    """Check the file against the CPTS, the series and the frozen months of the store; stores nothing."""
    checked = check_file(store, scope, data, name, catalogue=catalogue, maintenant=maintenant)
    return preview(store, scope, checked, maintenant=maintenant).verdict


def preview(
    store: Store,
    scope: Scope,
    checked: CheckedFile,
    *,
    partiel: bool = False,
    correction_gelee: bool = False,
    maintenant: datetime | None = None,
    progres: Progres | None = None,
    deposes: Collection[str] = (),
) -> Apercu:
    """Compare a checked file with the current values; stores nothing. Options as in :func:`deposit`.

    ``deposes``: fingerprints of the files that the person asking has confirmed before: she may hear that they are in.
    ``progres``: told of the reading, should the file have to be checked again (see :mod:`checked_file`).
    """
    checked = check_again_if_moved(store, scope, checked, maintenant=maintenant, progres=progres)
    with store.read() as cursor:
        held = holder_of(cursor, checked.empreinte, rejetees=checked.verdict.rejetees)
        known = held if checked.empreinte in deposes else told_before(cursor, scope, held)
        faced = confront(
            cursor,
            scope,
            checked.verdict,
            catalogue=checked.catalogue,
            correction_gelee=correction_gelee or known is not None,
        )
        changes = compared_changes(cursor, scope)
    return Apercu(
        checked=checked,
        verdict=faced.verdict,
        comptes=faced.dits,
        changements=changes,
        geles=faced.geles,
        connu=known,
        partiel=partiel,
    )


def deposit(
    store: Store,
    scope: Scope,
    checked: CheckedFile,
    *,
    auteur: str,
    motif: str | None = None,
    partiel: bool = False,
    correction_gelee: bool = False,
    accepter_pertes: bool = False,
    acceptation: str | None = None,
    demonstration: bool = False,
    plausibilite: bool = True,
    maintenant: datetime | None = None,
    progres: Progres | None = None,
) -> Depot:
    """Keep the bytes of a checked file and append its new and changed values, all in one transaction.

    A blocking finding refuses the whole file: no value is stored, ``etat`` is refuse, and the journal keeps who, when,
    the fingerprint and how many findings of each rule, but not the bytes (a file sent by mistake may hold anything).
    ``partiel``: the sound lines go in without the refused ones. ``correction_gelee``: frozen months may change; needs a
    ``motif``. ``accepter_pertes``: a known value may become missing, hidden or zero; else such lines are left out, said in
    the findings and counted as refused. ``acceptation``: the depositor's comment on the warnings; without it they are journaled as uncommented.
    ``demonstration``: the values are invented; they are as well when the file says so. ``plausibilite``: whether the values are questioned beside their series (the demonstration's own are not).
    Bytes already deposited and not withdrawn change nothing: ``deja_depose``, or the refusal of any such file in a month
    frozen since when the depositor may not know what they hold. ``maintenant`` (default: the present)
    dates the versions. ``progres`` as in :func:`preview`. Raises StoreError when the store cannot be written.
    """
    reason = required(motif) if correction_gelee else (motif or "").strip() or None
    checked = check_again_if_moved(store, scope, checked, maintenant=maintenant, progres=progres)
    verdict, digest = checked.verdict, checked.empreinte
    with store.write() as cursor:
        now = instant_of(cursor, maintenant)
        known = holder_of(cursor, digest, rejetees=verdict.rejetees)
        again = known is not None and (partiel or not verdict.refuse)
        if known is not None and again and told_before(cursor, scope, known):
            return _result(verdict, known.depot, par=known.auteur, le=known.depose_le, deja_depose=True)
        faced = confront(
            cursor,
            scope,
            verdict,
            catalogue=checked.catalogue,
            correction_gelee=correction_gelee,
            accepter_pertes=accepter_pertes,
            plausibilite=plausibilite,
        )
        left = 0 if accepter_pertes else faced.pertes
        if left and known is None:
            # The same bytes before, which left the same lines out.
            known = holder_of(cursor, digest, rejetees=faced.verdict.rejetees)
            again = known is not None and (partiel or not faced.verdict.refuse)
            if known is not None and again and told_before(cursor, scope, known):
                return _result(
                    faced.verdict, known.depot, par=known.auteur, le=known.depose_le, deja_depose=True, laissees=left
                )
        part = partiel and takes_part(faced.verdict)
        if faced.verdict.refuse and not part:
            _journal_refusal(cursor, faced.verdict, now=now, auteur=auteur, digest=digest, motif=reason)
            return _result(faced.verdict, None, par=auteur, le=now)
        if known is not None and again:
            # Not said before: where a wrong guess of these bytes is refused, and so costs nothing, a right one is too.
            return _result(verdict, known.depot, par=known.auteur, le=known.depose_le, deja_depose=True)
        frozen = len(faced.geles) if correction_gelee else 0
        depot = new_name(cursor, now)
        with ThreadPoolExecutor(max_workers=1) as aside:  # the disk takes the file while the values are appended
            kept = aside.submit(store.files.put, checked.contenu, digest=digest)
            append_compared(cursor, depot=depot, connu_le=now, fournisseurs=scope.fournisseurs)
            kept.result()
        comment = (acceptation or "").strip() or None
        insert_depot(
            cursor,
            {
                "depot": depot,
                "hash": digest,
                "fichier": faced.verdict.fichier,
                "auteur": auteur,
                "depose_le": now,
                "etat": "actif",
                "motif": reason,
                "lignes_lues": faced.verdict.lignes_lues,
                "acceptees": faced.verdict.acceptees,
                "rejetees": faced.verdict.rejetees,
                "nouvelles": faced.comptes["nouvelle"],
                "modifiees": faced.comptes["modifiee"],
                "identiques": faced.comptes["identique"],
                "demonstration": demonstration or verdict.inventee,
                "partiel": part,
                "avertissements": len(to_accept(faced.verdict)),
                "acceptation": comment,
                "correction_gelee": frozen > 0,
            },
        )
        write_journal(
            cursor,
            quand=now,
            qui=auteur,
            action="correction" if faced.comptes["modifiee"] else "depot",
            objet=depot,
            apres=_summary(faced, part=part, comment=comment, frozen=frozen, left=left),
            pourquoi=reason,
            empreinte=digest,
        )
    return _result(
        faced.verdict, depot, par=auteur, le=now, counts=faced.dits, partiel=part, acceptation=comment, laissees=left
    )


def _summary(faced: Confrontation, *, part: bool, comment: str | None, frozen: int, left: int) -> str:
    """What the journal says of a deposit, as JSON: the counts always, the rest when there is something to say."""
    told: dict[str, Any] = {"fichier": faced.verdict.fichier, **faced.comptes}
    if part:
        told["lignes_refusees"] = faced.verdict.rejetees - left
    if left:
        told["pertes_laissees"] = left
    if warnings := to_accept(faced.verdict):
        told["avertissements"] = dict(Counter(issue.regle for issue in warnings))
        told["commentaire"] = comment
    if frozen:
        told["valeurs_gelees_corrigees"] = frozen
    return json.dumps(told, ensure_ascii=False)


def _journal_refusal(
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


def _result(
    verdict: Verdict,
    depot: str | None,
    *,
    par: str,
    le: datetime,
    counts: dict[str, int] | None = None,
    deja_depose: bool = False,
    partiel: bool = False,
    acceptation: str | None = None,
    laissees: int = 0,
) -> Depot:
    counts = counts or {}
    return Depot(
        fichier=verdict.fichier,
        depot=depot,
        etat="refuse" if depot is None else "actif",
        deja_depose=deja_depose,
        nouvelles=counts.get("nouvelle", 0),
        modifiees=counts.get("modifiee", 0),
        identiques=counts.get("identique", 0),
        verdict=verdict,
        depose_par=par,
        depose_le=le,
        partiel=partiel,
        acceptation=acceptation,
        laissees=laissees,
    )


def is_sample(name: str) -> bool:
    """True for the name of a file of the demonstration."""
    return name.upper().startswith("DEMO_")
