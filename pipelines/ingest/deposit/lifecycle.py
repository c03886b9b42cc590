"""Withdrawing a deposit and putting it back: dated events, so that what was known on any day stays exact.

A withdrawn deposit counts no more: each of its values gives way to the version before, brought or confirmed by another
deposit, if any; a later correction by another deposit stays. Nothing is erased.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from pipelines.store.connection import Store
from pipelines.store.cursor import Cursor, Value
from pipelines.store.depots.journal import instant_of, required, write_journal
from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope

WITHDRAW, RESTORE = "retrait", "retablissement"


@dataclass(frozen=True)
class Effet:
    """What a withdrawal or a restoration did to the values of a deposit, as far as anyone sees them.

    ``disparues``: nothing is known any more; ``changees``: another version is current now; ``apparues``: known again.
    The rest, already replaced by later deposits, did not move.
    """

    depot: str
    action: str
    quand: datetime
    disparues: int
    changees: int
    apparues: int


def withdraw(
    store: Store,
    scope: Scope,
    depot: str,
    *,
    auteur: str,
    motif: str,
    correction_gelee: bool = False,
    maintenant: datetime | None = None,
) -> Effet:
    """Withdraw a deposit: what it brought counts no more from now on.

    ``correction_gelee``: on purpose, although values of frozen months change. Raises StoreError, one French sentence:
    no reason, no such deposit in the scope, some of its CPTS not the reader's, already withdrawn, frozen months.
    """
    return _turn(
        store,
        scope,
        depot,
        action=WITHDRAW,
        auteur=auteur,
        motif=motif,
        correction_gelee=correction_gelee,
        maintenant=maintenant,
    )


def restore(
    store: Store,
    scope: Scope,
    depot: str,
    *,
    auteur: str,
    motif: str,
    correction_gelee: bool = False,
    maintenant: datetime | None = None,
) -> Effet:
    """Put a withdrawn deposit back: its versions count again, below those that came later. Like :func:`withdraw`.

    Refused when the same bytes have been deposited again since: there is nothing left to put back.
    """
    return _turn(
        store,
        scope,
        depot,
        action=RESTORE,
        auteur=auteur,
        motif=motif,
        correction_gelee=correction_gelee,
        maintenant=maintenant,
    )


def _turn(
    store: Store,
    scope: Scope,
    depot: str,
    *,
    action: str,
    auteur: str,
    motif: str,
    correction_gelee: bool,
    maintenant: datetime | None,
) -> Effet:
    reason = required(motif)
    with store.write() as cursor:
        digest = _allowed(cursor, scope, depot, action)
        now = instant_of(cursor, maintenant)
        _remember(cursor, depot, "avant")
        gone = action == WITHDRAW
        facts: dict[str, Value] = {"depot": depot, "action": action, "quand": now, "qui": auteur, "pourquoi": reason}
        cursor.execute(
            """
            INSERT INTO evenements_depots
            SELECT $depot, (SELECT count(*) FROM evenements_depots WHERE depot = $depot) + 1, $action, $quand, $qui,
                   $pourquoi
            """,
            facts,
        )
        cursor.execute(
            "UPDATE depots SET etat = $etat, retire_le = $retire_le WHERE depot = $depot",
            {"depot": depot, "etat": "retire" if gone else "actif", "retire_le": now if gone else None},
        )
        _remember(cursor, depot, "apres")
        if not correction_gelee:
            _refuse_frozen(cursor, depot)
        lost, changed, found = cursor.rows(
            """
            SELECT count(*) FILTER (a.version IS NOT NULL AND n.version IS NULL),
                   count(*) FILTER (a.version <> n.version),
                   count(*) FILTER (a.version IS NULL AND n.version IS NOT NULL)
            FROM avant AS a FULL JOIN apres AS n USING (id_cpts, indicateur, mois)
            """
        )[0]
        counts = {"disparues": lost, "changees": changed, "apparues": found}
        states = ("actif", "retire") if gone else ("retire", "actif")
        write_journal(
            cursor,
            quand=now,
            qui=auteur,
            action=action,
            objet=depot,
            avant=json.dumps({"etat": states[0]}),
            apres=json.dumps({"etat": states[1], **counts}),
            pourquoi=reason,
            empreinte=digest,
        )
    return Effet(depot=depot, action=action, quand=now, disparues=lost, changees=changed, apparues=found)


def _allowed(cursor: Cursor, scope: Scope, depot: str, action: str) -> str:
    """The fingerprint of the deposit; StoreError when it is not this reader's to turn, or already is as wanted."""
    rows = cursor.rows("SELECT hash, auteur, retire_le FROM depots WHERE depot = $depot", {"depot": depot})
    concerned = [
        str(row[0])
        for row in cursor.rows(
            """
            SELECT id_cpts FROM observations WHERE depot = $depot
            UNION SELECT id_cpts FROM confirmations WHERE depot = $depot
            """,
            {"depot": depot},
        )
    ]
    own = bool(rows) and rows[0][1] == scope.lecteur
    seen = own or scope.cpts is None or any(c in scope.cpts for c in concerned)
    if not rows or not seen:
        raise StoreError(f"Aucun dépôt « {depot} » dans votre périmètre.")
    if not all(map(scope.may_deposit, concerned)):
        raise StoreError(f"Le dépôt {depot} concerne des CPTS pour lesquelles vous ne déposez pas : rien n'a changé.")
    digest, _, withdrawn = rows[0]
    if action == WITHDRAW and withdrawn is not None:
        raise StoreError(f"Le dépôt {depot} est déjà retiré, depuis le {withdrawn:%d/%m/%Y à %H:%M}.")
    if action == RESTORE:
        if withdrawn is None:
            raise StoreError(f"Le dépôt {depot} n'est pas retiré : il n'y a rien à rétablir.")
        again = cursor.rows("SELECT depot FROM depots WHERE hash = $hash AND retire_le IS NULL", {"hash": digest})
        if again:
            raise StoreError(f"Le même fichier a été déposé de nouveau ({again[0][0]}) : il n'y a rien à rétablir.")
    return str(digest)


def _remember(cursor: Cursor, depot: str, table: str) -> None:
    """Note in a temporary table which version of each value of the deposit is current."""
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {table} AS
        WITH cles AS (
            SELECT id_cpts, indicateur, mois FROM observations WHERE depot = $depot
            UNION SELECT id_cpts, indicateur, mois FROM confirmations WHERE depot = $depot
        )
        SELECT o.id_cpts, o.indicateur, o.mois, max(o.version) AS version
        FROM observations_actives AS o
        SEMI JOIN cles AS c ON c.id_cpts = o.id_cpts AND c.indicateur = o.indicateur AND c.mois = o.mois
        GROUP BY ALL
        """,  # noqa: S608 - the name of the table is written above
        {"depot": depot},
    )


def _refuse_frozen(cursor: Cursor, depot: str) -> None:
    """StoreError, and with it nothing changes, when a current value of a frozen month has moved."""
    rows = cursor.rows(
        """
        SELECT id_cpts, mois, any_value(g.gele_le), any_value(g.gele_par), count(*) OVER ()
        FROM avant AS a FULL JOIN apres AS n USING (id_cpts, indicateur, mois)
        JOIN mois_geles AS g USING (id_cpts, mois)
        WHERE a.version IS DISTINCT FROM n.version
        GROUP BY id_cpts, mois ORDER BY mois, id_cpts LIMIT 1
        """
    )
    if rows:
        id_cpts, month, when, who, count = rows[0]
        others = f" (et {count - 1} autres)" if count > 1 else ""
        raise StoreError(
            f"Le dépôt {depot} touche le mois {month:%Y-%m} de {id_cpts}{others}, gelé le {when:%d/%m/%Y} par {who} : "
            "rien n'a changé. Si c'est voulu, demandez une correction de mois gelé."
        )
