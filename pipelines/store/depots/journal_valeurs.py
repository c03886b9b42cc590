"""What the rows of the journal changed, value by value: as known just before, and from then on.

Nothing is copied into the journal: withdrawals and restorations are dated, so that both sides are computed again at any
time, and each reader gets the values of their scope, hidden where statistical secrecy hides them.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, cast

import pandas as pd

from pipelines.store.connection import Store
from pipelines.store.cursor import Cursor
from pipelines.store.scope import Scope

#: How many values a row of the journal shows; all of them: :func:`changes_at`.
FIRST = 3
_SIDES = ("etat", "marqueur", "numerateur", "denominateur", "valeur")
# A deposit that corrected nothing brought its versions where nothing was known: its first lines say as much as all.
# A version at 1 was new: in a correction, only the others can have replaced something.
_CHANGED = """
WITH touchees AS (
    SELECT l.depot, l.quand, l.action, p.id_cpts, p.indicateur, p.mois, min(p.ligne) AS ligne
    FROM lignes_du_journal AS l
    JOIN contenus_lisibles($lecture) AS p
        ON p.depot = l.depot AND (p.apportee OR $toutes OR l.action IN ('retrait', 'retablissement'))
    WHERE ($toutes OR l.action <> 'correction' OR p.version > 1)
    GROUP BY ALL
),
cles AS MATERIALIZED (
    SELECT * FROM touchees
    QUALIFY $toutes OR action <> 'depot'
            OR row_number() OVER (PARTITION BY depot, quand ORDER BY ligne, id_cpts, indicateur, mois) <= $premieres
),
porteurs AS (
    SELECT o.depot, o.id_cpts, o.indicateur, o.mois, o.version, o.connu_le FROM (
        SELECT depot, id_cpts, indicateur, mois, version, connu_le FROM observations
        UNION ALL SELECT depot, id_cpts, indicateur, mois, version, connu_le FROM confirmations
    ) AS o
    SEMI JOIN cles AS c ON c.id_cpts = o.id_cpts AND c.indicateur = o.indicateur AND c.mois = o.mois
),
absences AS (
    SELECT depot, quand AS du, lead(quand) OVER (PARTITION BY depot ORDER BY rang) AS au, action FROM evenements_depots
),
comptees AS (
    SELECT c.depot, c.quand, c.ligne, p.id_cpts, p.indicateur, p.mois, p.version,
           p.connu_le < c.quand
           AND NOT coalesce(bool_or(a.du < c.quand AND (a.au IS NULL OR a.au >= c.quand)), false) AS avant,
           NOT coalesce(bool_or(a.du <= c.quand AND (a.au IS NULL OR a.au > c.quand)), false) AS apres
    FROM cles AS c
    JOIN porteurs AS p
        ON p.id_cpts = c.id_cpts AND p.indicateur = c.indicateur AND p.mois = c.mois AND p.connu_le <= c.quand
    LEFT JOIN absences AS a ON a.depot = p.depot AND a.action = 'retrait'
    GROUP BY c.depot, c.quand, c.ligne, p.depot, p.id_cpts, p.indicateur, p.mois, p.version, p.connu_le
),
changees AS (
    SELECT depot, quand, min(ligne) AS ligne, id_cpts, indicateur, mois,
           max(version) FILTER (avant) AS version_avant, max(version) FILTER (apres) AS version
    FROM comptees
    GROUP BY depot, quand, id_cpts, indicateur, mois
    HAVING version_avant IS DISTINCT FROM version
),
rangees AS MATERIALIZED (
    SELECT *, row_number() OVER (PARTITION BY depot, quand ORDER BY ligne, id_cpts, mois, indicateur) AS rang,
           count(version_avant) OVER (PARTITION BY depot, quand) AS connues_avant,
           count(version) OVER (PARTITION BY depot, quand) AS connues,
           count(*) OVER (PARTITION BY depot, quand) AS changees
    FROM changees
    QUALIFY $toutes OR rang <= $premieres
),
lues AS MATERIALIZED (
    SELECT v.* FROM versions_lisibles($lecture) AS v
    SEMI JOIN rangees AS r ON r.id_cpts = v.id_cpts AND r.indicateur = v.indicateur AND r.mois = v.mois
)
SELECT r.depot, r.quand, r.rang, r.changees, r.connues_avant, r.connues, r.id_cpts, r.indicateur, r.mois,
       a.etat AS etat_avant, a.marqueur AS marqueur_avant, a.numerateur AS numerateur_avant,
       a.denominateur AS denominateur_avant, a.valeur AS valeur_avant,
       n.etat, n.marqueur, n.numerateur, n.denominateur, n.valeur
FROM rangees AS r
LEFT JOIN lues AS a ON a.id_cpts = r.id_cpts AND a.indicateur = r.indicateur AND a.mois = r.mois
                   AND a.version = r.version_avant
LEFT JOIN lues AS n ON n.id_cpts = r.id_cpts AND n.indicateur = r.indicateur AND n.mois = r.mois
                   AND n.version = r.version
ORDER BY r.quand DESC, r.depot, {order}
"""


def changes_at(store: Store, scope: Scope, *, depot: str, quand: datetime) -> pd.DataFrame:
    """The values, in scope, that a row of the journal about a deposit changed: as known just before, and from then on.

    id_cpts, indicateur, mois, etat_avant, marqueur_avant, numerateur_avant, denominateur_avant, valeur_avant, etat,
    marqueur, numerateur, denominateur, valeur; an empty ``etat`` means that nothing was known on that side.
    """
    row = pd.DataFrame({"depot": [depot], "quand": [quand], "action": [""]})
    with store.read() as cursor:
        frame = _changed(cursor, scope, row, every=True)
    return frame.drop(columns=["depot", "quand", "rang", "changees", "connues_avant", "connues"])


def with_values(cursor: Cursor, scope: Scope, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the journal, ``avant`` and ``apres`` completed with what happened to the values of a deposit, in scope.

    ``rows``: quand, action, objet, valeurs, avant, apres. Both texts become JSON that also says, of the values changed,
    how many were ``connues`` and ``inconnues`` on that side, and the first of them (``valeurs``: id_cpts, indicateur,
    mois, etat, valeur, numerateur, denominateur, marqueur; without ``etat``, nothing was known).
    """
    about = rows[rows["action"].isin(("depot", "correction", "retrait", "retablissement")) & rows["cpts"].gt(0)]
    if about.empty:
        return rows
    asked = about[["objet", "quand", "action"]].rename(columns={"objet": "depot"}).drop_duplicates()
    found: dict[tuple[str, pd.Timestamp], list[dict[str, Any]]] = {}
    for value in _changed(cursor, scope, asked, every=False).to_dict("records"):
        found.setdefault((value["depot"], value["quand"]), []).append({str(name): v for name, v in value.items()})
    sides: dict[str, list[str | None]] = {"avant": [], "apres": []}
    for row in cast("list[dict[str, Any]]", rows.to_dict("records")):
        first = found.get((row["objet"], row["quand"]), [])
        before, after, total = _counts(row, first[0]) if first else (0, 0, 0)
        for name, known, side in (("avant", before, "_avant"), ("apres", after, "")):
            sides[name].append(_told(row[name], known, total, [_value(value, side) for value in first]))
    texts = {name: pd.Series(told, index=rows.index, dtype="str") for name, told in sides.items()}
    return rows.assign(**texts)


def _changed(cursor: Cursor, scope: Scope, rows: pd.DataFrame, *, every: bool) -> pd.DataFrame:
    cursor.register("lignes_du_journal", rows)
    return cursor.frame(
        _CHANGED.format(order="r.id_cpts, r.mois, r.indicateur" if every else "r.rang"),
        {"lecture": scope.lecture, "toutes": every, "premieres": FIRST},
    )


def _counts(row: dict[str, Any], counted: dict[str, Any]) -> tuple[int, int, int]:
    """Known before, known after, changed: what a deposit brought where nothing was known is counted, not gone through."""
    before, after, total = (int(counted[name]) for name in ("connues_avant", "connues", "changees"))
    if row["action"] in ("retrait", "retablissement"):
        return before, after, total
    return before, int(row["valeurs"]), int(row["valeurs"])


def _told(text: Any, known: int, total: int, first: list[dict[str, Any]]) -> str | None:
    if not first:
        return None if pd.isna(text) else str(text)
    facts = {} if pd.isna(text) else json.loads(text)
    return json.dumps({**facts, "connues": known, "inconnues": total - known, "valeurs": first}, ensure_ascii=False)


def _value(row: dict[str, Any], side: str) -> dict[str, Any]:
    told = {"id_cpts": row["id_cpts"], "indicateur": row["indicateur"], "mois": f"{row['mois']:%Y-%m}"}
    return told | {name: row[name + side] for name in _SIDES if not pd.isna(row[name + side])}
