"""The audit trail: one row for each thing done to the store, added in the same transaction; and how it is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.cursor import Cursor
from pipelines.store.depots.journal_valeurs import with_values
from pipelines.store.errors import StoreError
from pipelines.store.scope import Scope

#: What is done to a deposit; the row is seen by those who see a value of it.
DEPOT_ACTIONS = ("depot", "correction", "retrait", "retablissement")


def write_journal(
    cursor: Cursor,
    *,
    quand: datetime,
    qui: str,
    action: str,
    objet: str,
    avant: str | None = None,
    apres: str | None = None,
    pourquoi: str | None = None,
    empreinte: str | None = None,
) -> None:
    """Add one row: who did what, on what, from which state to which, why; the fingerprint of the file concerned."""
    cursor.execute(
        "INSERT INTO journal VALUES ($quand, $qui, $action, $objet, $avant, $apres, $pourquoi, $empreinte)",
        {
            "quand": quand,
            "qui": qui,
            "action": action,
            "objet": objet,
            "avant": avant,
            "apres": apres,
            "pourquoi": pourquoi,
            "empreinte": empreinte,
        },
    )


def journal_has(cursor: Cursor, action: str) -> bool:
    """True when something of that kind was done."""
    return bool(cursor.rows("SELECT 1 FROM journal WHERE action = $action LIMIT 1", {"action": action}))


def journal(
    store: Store,
    scope: Scope,
    *,
    depot: str | None = None,
    actions: Sequence[str] | None = None,
    debut: datetime | None = None,
    fin: datetime | None = None,
    limite: int = 500,
) -> pd.DataFrame:
    """What was done, newest first, as far as the scope may know.

    quand, qui, action (depot, correction, depot_refuse, retrait, retablissement, gel, degel, or another), objet (the
    deposit, the freeze, or the name of a refused file), fichier, cpts (how many in scope it concerns), valeurs (versions
    it brought, in scope), identiques (values it confirmed, in scope), avant, apres (JSON, see with_values), pourquoi,
    empreinte (SHA-256), complet. A row about CPTS out of scope never shows; when it also concerns others, complet is
    False, counts and values are those of the scope, and file, reason and fingerprint are empty. A refusal, which stored
    nothing, is seen by its author; anything else only by those who see every CPTS. The fingerprint, the warnings and the
    comment on them are for who may see every count in the file: the others would try ten files.
    """
    with store.read() as cursor:
        rows = cursor.frame(
            """
            WITH secrets AS (SELECT depot FROM porteurs_de_secrets($lecture)),
            portes AS (
                SELECT depot, id_cpts, count(*) AS valeurs, 0 AS identiques FROM observations GROUP BY ALL
                UNION ALL
                SELECT depot, id_cpts, 0, count(*) FROM confirmations GROUP BY ALL
            ),
            touches AS (
                SELECT depot AS objet, 'depot' AS genre, id_cpts, sum(valeurs) AS valeurs, sum(identiques) AS identiques
                FROM portes GROUP BY ALL
                UNION ALL
                SELECT gel, 'gel', id_cpts, 0, 0 FROM gels
            ),
            vus AS (
                SELECT objet, genre, count(*) FILTER (visible) AS cpts, bool_and(visible) AS complet,
                       sum(valeurs) FILTER (visible) AS valeurs, sum(identiques) FILTER (visible) AS identiques
                FROM (SELECT *, dans_la_portee($lecture, id_cpts) AS visible FROM touches)
                GROUP BY ALL
            ),
            lignes AS (
                SELECT j.*, d.fichier, d.auteur,
                       CASE WHEN list_contains($depots, j.action) THEN 'depot'
                            WHEN j.action IN ('gel', 'degel') THEN 'gel' END AS genre
                FROM journal AS j
                LEFT JOIN depots AS d ON d.depot = j.objet AND list_contains($depots, j.action)
                WHERE ($depot IS NULL OR j.objet = $depot)
                  AND ($actions IS NULL OR list_contains($actions, j.action))
                  AND ($debut IS NULL OR j.quand >= $debut) AND ($fin IS NULL OR j.quand <= $fin)
            )
            SELECT quand, qui, action, objet, CASE WHEN c THEN fichier END AS fichier,
                   coalesce(cpts, 0)::BIGINT AS cpts, coalesce(valeurs, 0)::BIGINT AS valeurs,
                   coalesce(identiques, 0)::BIGINT AS identiques,
                   CASE WHEN c OR genre = 'gel' THEN avant END AS avant,
                   CASE WHEN genre = 'depot' AND c AND NOT su
                        THEN json_merge_patch(apres, '{"avertissements": null, "commentaire": null}')
                        WHEN c OR genre = 'gel' THEN apres END AS apres,
                   CASE WHEN c OR genre = 'gel' THEN pourquoi END AS pourquoi,
                   CASE WHEN c AND su THEN hash END AS empreinte, c AS complet
            FROM (
                SELECT l.*, v.cpts, v.valeurs, v.identiques,
                       -- A file that differs by one small count is one of ten: its fingerprint would say which.
                       $tout OR (l.genre = 'depot' AND l.objet NOT IN (FROM secrets)) AS su,
                       voit_tout($lecture) OR coalesce(v.complet, false) OR coalesce(l.auteur, l.qui) = $lecteur AS c,
                       voit_tout($lecture) OR v.cpts > 0
                       OR (l.qui = $lecteur AND (l.action = 'depot_refuse' OR l.auteur = $lecteur)) AS visible
                FROM lignes AS l
                LEFT JOIN vus AS v ON v.objet = l.objet AND v.genre = l.genre
            )
            WHERE visible
            ORDER BY quand DESC, objet DESC
            LIMIT $limite
            """,
            {
                "lecture": scope.lecture,
                "lecteur": scope.lecteur,
                "tout": scope.supplies_all,
                "depots": list(DEPOT_ACTIONS),
                "depot": depot,
                "actions": None if actions is None else list(actions),
                "debut": debut,
                "fin": fin,
                "limite": limite,
            },
        )
        return with_values(cursor, scope, rows)


LIMIT = 2_000


def required(motif: str | None) -> str:
    """The reason without its margins; StoreError when it is empty or too long."""
    reason = (motif or "").strip()
    if not reason:
        raise StoreError("Donnez le motif : il est conservé au journal.")
    if len(reason) > LIMIT:
        raise StoreError(f"Le motif est trop long : {LIMIT} caractères au plus.")
    return reason


_ONE = timedelta(microseconds=1)


def instant_of(cursor: Cursor, given: datetime | None = None) -> datetime:
    """The instant of the transaction of ``cursor``: the one given, else the present, read under the write lock.

    The present is never at or before what was already recorded: when the clock is set back (end of summer time), what
    follows is dated a microsecond after what came before. Invented deposits carry invented dates and do not count.
    """
    if given is not None:
        return given
    last = cursor.rows(
        """
        SELECT max(quand) FROM (
            SELECT max(depose_le) AS quand FROM depots WHERE NOT demonstration
            UNION ALL SELECT max(quand) FROM evenements_depots
            UNION ALL SELECT max(quand) FROM gels
        )
        """
    )[0][0]
    now = datetime.now()
    return now if last is None or last < now else last + _ONE
