"""Preview and deposit of a file: whole or not at all, the same bytes once, versions never erased, the audit trail."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from pipelines.catalogue import Catalogue, load_catalogue
from pipelines.ingest.check import Verdict, check
from pipelines.store.connection import Store
from pipelines.store.cursor import Cursor, Value
from pipelines.store.journal import write_journal
from pipelines.store.kept_files import fingerprint, keep
from pipelines.store.queries import territories
from pipelines.store.scope import Scope
from pipelines.store.versions import append_compared, compare, compared_changes, compared_counts


@dataclass(frozen=True)
class Apercu:
    """What depositing the file now would do. ``modifications``: one row per changed value, before and after.

    Its columns: ligne, id_cpts, indicateur, mois, etat_avant, marqueur_avant, numerateur_avant, denominateur_avant,
    valeur_avant, etat, marqueur, numerateur, denominateur, valeur. When the verdict refuses the file, everything is 0.
    ``depot``: the deposit that already holds these very bytes, if any; depositing again would then change nothing.
    """

    verdict: Verdict
    nouvelles: int
    modifiees: int
    identiques: int
    modifications: pd.DataFrame
    depot: str | None

    @property
    def deja_depose(self) -> bool:
        """True when these very bytes are already in."""
        return self.depot is not None


@dataclass(frozen=True)
class Depot:
    """What a deposit did. ``etat``: actif, or refuse (nothing was stored). ``depot`` is its name in the store."""

    fichier: str
    depot: str | None
    etat: str
    deja_depose: bool
    nouvelles: int
    modifiees: int
    identiques: int
    verdict: Verdict

    @property
    def lignes_lues(self) -> int:
        """The data lines of the file."""
        return self.verdict.lignes_lues

    @property
    def rejetees(self) -> int:
        """The lines that break a rule; the deposit is refused as soon as there is one."""
        return self.verdict.rejetees

    def as_json(self) -> dict[str, Any]:
        """The answer of ``cpts deposit --format json``, keys as in design.md."""
        return {
            "fichier": self.fichier,
            "depot": self.depot,
            "nouvelles": self.nouvelles,
            "modifiees": self.modifiees,
            "identiques": self.identiques,
            "rejetees": self.rejetees,
            "deja_depose": self.deja_depose,
        }


def examine(
    store: Store,
    scope: Scope,
    data: bytes,
    name: str,
    *,
    catalogue: Catalogue | None = None,
    maintenant: datetime | None = None,
) -> Verdict:
    """Check the file against the CPTS known to the store; stores nothing. ``maintenant`` defaults to the present."""
    return check(
        data,
        name,
        catalogue=catalogue or load_catalogue(),
        scope=scope,
        territoires=_cpts(store, scope),
        today=(maintenant or datetime.now()).date(),
    )


def preview(
    store: Store,
    scope: Scope,
    data: bytes,
    name: str,
    *,
    catalogue: Catalogue | None = None,
    maintenant: datetime | None = None,
) -> Apercu:
    """Check the file and compare it with the current values; stores nothing."""
    verdict = examine(store, scope, data, name, catalogue=catalogue, maintenant=maintenant)
    with store.read() as cursor:
        known = None if verdict.refuse else _deposit_of(cursor, fingerprint(data))
        compare(cursor, verdict.observations.iloc[:0] if verdict.refuse else verdict.observations)
        counts, changes = compared_counts(cursor), compared_changes(cursor)
    return Apercu(
        verdict=verdict,
        nouvelles=counts["nouvelle"],
        modifiees=counts["modifiee"],
        identiques=counts["identique"],
        modifications=changes,
        depot=known,
    )


def deposit(
    store: Store,
    scope: Scope,
    data: bytes,
    name: str,
    *,
    auteur: str,
    motif: str | None = None,
    demonstration: bool = False,
    catalogue: Catalogue | None = None,
    maintenant: datetime | None = None,
) -> Depot:
    """Check the file, then keep its bytes and append its new and changed values in one transaction.

    A blocking finding refuses the whole file: nothing is stored and ``etat`` is refuse. Bytes already deposited and
    not withdrawn change nothing: ``deja_depose``. ``maintenant`` (default: the present) dates the versions and tells
    future and provisional months. Raises StoreError when the store cannot be written.
    """
    now = maintenant or datetime.now()
    verdict = examine(store, scope, data, name, catalogue=catalogue, maintenant=now)
    if verdict.refuse:
        return _result(verdict, None, "refuse")
    digest = keep(store.path, data)
    with store.write() as cursor:
        known = _deposit_of(cursor, digest)
        if known is not None:
            return _result(verdict, known, "actif", deja_depose=True)
        compare(cursor, verdict.observations)
        counts = compared_counts(cursor)
        depot = _new_name(cursor, digest, now)
        append_compared(cursor, depot=depot, connu_le=now)
        facts: dict[str, Value] = {
            "depot": depot,
            "hash": digest,
            "fichier": verdict.fichier,
            "auteur": auteur,
            "depose_le": now,
            "motif": motif,
            "lues": verdict.lignes_lues,
            "acceptees": verdict.acceptees,
            "nouvelles": counts["nouvelle"],
            "modifiees": counts["modifiee"],
            "identiques": counts["identique"],
            "demonstration": demonstration,
        }
        cursor.execute(
            """
            INSERT INTO depots (depot, hash, fichier, auteur, depose_le, etat, retire_le, motif, lignes_lues, acceptees,
                                rejetees, nouvelles, modifiees, identiques, demonstration)
            VALUES ($depot, $hash, $fichier, $auteur, $depose_le, 'actif', NULL, $motif, $lues,
                                       $acceptees, 0, $nouvelles, $modifiees, $identiques, $demonstration)
            """,
            facts,
        )
        summary = json.dumps({"fichier": verdict.fichier, **counts}, ensure_ascii=False)
        write_journal(
            cursor, quand=now, qui=auteur, action="depot", objet=depot, apres=summary, pourquoi=motif, empreinte=digest
        )
    return _result(verdict, depot, "actif", counts=counts)


def _cpts(store: Store, scope: Scope) -> pd.DataFrame:
    known = territories(store, scope)
    return known.loc[known["nature"] == "cpts", ["id_cpts", "nom", "date_signature"]].reset_index(drop=True)


def _deposit_of(cursor: Cursor, digest: str) -> str | None:
    """The active deposit that holds these bytes, if any."""
    rows = cursor.rows("SELECT depot FROM depots WHERE hash = $hash AND retire_le IS NULL", {"hash": digest})
    return str(rows[0][0]) if rows else None


def _new_name(cursor: Cursor, digest: str, now: datetime) -> str:
    """Day, then the start of the fingerprint; numbered when the same bytes come back after a withdrawal."""
    times = cursor.rows("SELECT count(*) FROM depots WHERE hash = $hash", {"hash": digest})[0][0]
    return f"D{now:%Y%m%d}-{digest[:10]}" + (f"-{times + 1}" if times else "")


def _result(
    verdict: Verdict,
    depot: str | None,
    etat: str,
    *,
    counts: dict[str, int] | None = None,
    deja_depose: bool = False,
) -> Depot:
    counts = counts or {}
    return Depot(
        fichier=verdict.fichier,
        depot=depot,
        etat=etat,
        deja_depose=deja_depose,
        nouvelles=counts.get("nouvelle", 0),
        modifiees=counts.get("modifiee", 0),
        identiques=counts.get("identique", 0),
        verdict=verdict,
    )
