"""Frozen months: once used for a payment, a month of some CPTS only changes by an explicit correction with a reason."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.cursor import Cursor
from pipelines.store.depots.journal import instant_of, required, write_journal
from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope


@dataclass(frozen=True)
class Gel:
    """What a freeze or an unfreeze did. ``cpts``: those it concerned; ``deja``: those left as they were.

    ``gel``: its name in the journal, None when nothing changed.
    """

    gel: str | None
    mois: date
    cpts: tuple[str, ...]
    deja: tuple[str, ...]
    quand: datetime


def freeze(
    store: Store,
    scope: Scope,
    mois: date,
    ids: Sequence[str] | None = None,
    *,
    cpam: str | None = None,
    auteur: str,
    motif: str,
    maintenant: datetime | None = None,
) -> Gel:
    """Freeze one month of the CPTS ``ids``, or of every CPTS of one ``cpam``, or of the whole scope.

    The CPTS are those of today: one that joins the CPAM later is not frozen. Already frozen ones are left as they are.
    Raises StoreError when the reason is empty, or a CPTS is unknown or not one the scope may deposit for.
    """
    return _change(store, scope, mois, ids, cpam=cpam, auteur=auteur, motif=motif, action="gel", maintenant=maintenant)


def unfreeze(
    store: Store,
    scope: Scope,
    mois: date,
    ids: Sequence[str] | None = None,
    *,
    cpam: str | None = None,
    auteur: str,
    motif: str,
    maintenant: datetime | None = None,
) -> Gel:
    """Let one month of these CPTS change again; like :func:`freeze`."""
    return _change(
        store, scope, mois, ids, cpam=cpam, auteur=auteur, motif=motif, action="degel", maintenant=maintenant
    )


def frozen(store: Store, scope: Scope) -> pd.DataFrame:
    """One row per CPTS and month frozen now, last months first: id_cpts, nom, mois, gele_le, gele_par, motif, gel."""
    with store.read() as cursor:
        return cursor.frame(
            """
            SELECT g.id_cpts, c.nom, g.mois, g.gele_le, g.gele_par, g.motif, g.gel
            FROM mois_geles_lisibles($lecture) AS g
            LEFT JOIN territoires_lisibles($lecture) AS c ON c.id_cpts = g.id_cpts
            ORDER BY g.mois DESC, c.nom, g.id_cpts
            """,
            {"lecture": scope.lecture},
        )


def _change(
    store: Store,
    scope: Scope,
    mois: date,
    ids: Sequence[str] | None,
    *,
    cpam: str | None,
    auteur: str,
    motif: str,
    action: str,
    maintenant: datetime | None,
) -> Gel:
    reason, month = required(motif), mois.replace(day=1)
    with store.write() as cursor:
        wanted = _chosen(cursor, scope, ids, cpam)
        now = instant_of(cursor, maintenant)
        last = {
            str(row[0]): (int(row[1]), str(row[2]))
            for row in cursor.rows(
                "SELECT id_cpts, max(rang), max_by(action, rang) FROM gels WHERE mois = $mois GROUP BY id_cpts",
                {"mois": month},
            )
        }
        already = [c for c in wanted if (last.get(c, (0, "degel"))[1] == "gel") == (action == "gel")]
        changed = [c for c in wanted if c not in set(already)]
        name = None
        if changed:
            number = cursor.rows("SELECT count(DISTINCT gel) FROM gels")[0][0] + 1
            name = f"{'G' if action == 'gel' else 'L'}{now:%Y%m%d}-{number}"
            rows = pd.DataFrame({"id_cpts": changed, "rang": [last.get(c, (0, ""))[0] + 1 for c in changed]})
            cursor.register("entrees", rows)
            cursor.execute(
                """
                INSERT INTO gels
                SELECT $gel, id_cpts, $mois, rang, $action, $quand, $qui, $pourquoi FROM entrees
                """,
                {"gel": name, "mois": month, "action": action, "quand": now, "qui": auteur, "pourquoi": reason},
            )
            states = ("libre", "gelé") if action == "gel" else ("gelé", "libre")
            before, after = (
                json.dumps({"mois": f"{month:%Y-%m}", "etat": state}, ensure_ascii=False) for state in states
            )
            write_journal(
                cursor, quand=now, qui=auteur, action=action, objet=name, avant=before, apres=after, pourquoi=reason
            )
    return Gel(gel=name, mois=month, cpts=tuple(changed), deja=tuple(already), quand=now)


def _chosen(cursor: Cursor, scope: Scope, ids: Sequence[str] | None, cpam: str | None) -> list[str]:
    """The CPTS meant, all of them within what the scope may change; StoreError otherwise."""
    rows = cursor.rows(
        """
        SELECT id_cpts, string_split(coalesce(cpam, ''), '|') FROM territoires_lisibles($lecture)
        WHERE nature = 'cpts' ORDER BY id_cpts
        """,
        {"lecture": scope.lecture},
    )
    known = {str(id_cpts): set(funds) for id_cpts, funds in rows if scope.may_deposit(str(id_cpts))}
    if ids is not None:
        if foreign := [c for c in ids if c not in known]:
            raise StoreError(f"« {foreign[0]} » n'est pas une CPTS dont vous pouvez geler les mois.")
        known = {c: known[c] for c in dict.fromkeys(ids)}
    if cpam is not None:
        known = {c: funds for c, funds in known.items() if cpam in funds}
        if not known:
            raise StoreError(f"Aucune CPTS de votre périmètre ne relève de la CPAM « {cpam} ».")
    if not known:
        raise StoreError("Aucune CPTS de votre périmètre n'est désignée.")
    return list(known)
