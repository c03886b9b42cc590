"""A file read and checked once, whatever is asked of it next: a preview, another choice, its confirmation.

What the store holds may change in between, so it is confronted with the file each time; the file is read again only when
what the verdict rests on has moved: another reader, a new month, other CPTS.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from pipelines.catalogue import Catalogue, load_catalogue
from pipelines.ingest.apart.reading import check
from pipelines.ingest.check.verdict import Progres, Verdict
from pipelines.store.connection import Store
from pipelines.store.files import fingerprint
from pipelines.store.questions.territoires import territories
from pipelines.store.scope import Scope


@dataclass(frozen=True, eq=False)
class Grounds:
    """What a verdict rests on beside the bytes: who sends the file, in which month, and the CPTS known then.

    ``mois``: the first day of the current month. ``cpts``: id_cpts, nom, date_signature of those of the store, as it was
    at ``snapshot`` or since.
    """

    scope: Scope
    mois: date
    snapshot: str
    cpts: pd.DataFrame


@dataclass(frozen=True, eq=False)
class CheckedFile:
    """The bytes of a file, their fingerprint, and the verdict on them, without what only the store can say.

    ``nom``: as it was sent, only repeated. Made by :func:`check_file`.
    """

    contenu: bytes
    nom: str
    empreinte: str
    verdict: Verdict
    catalogue: Catalogue
    grounds: Grounds

    def is_of(self, data: bytes, name: str) -> bool:
        """True for the file that has these bytes and this name."""
        return self.nom == name and self.contenu == data


def check_file(
    store: Store,
    scope: Scope,
    data: bytes,
    name: str,
    *,
    catalogue: Catalogue | None = None,
    maintenant: datetime | None = None,
    progres: Progres | None = None,
) -> CheckedFile:
    """Read a file and check it against the catalogue and the CPTS of the store; stores nothing.

    ``maintenant`` (default: the present) tells future and provisional months. ``progres`` as in :func:`check`; the store
    is not locked while it is called.
    """
    catalogue = catalogue or load_catalogue()
    snapshot = store.snapshot()
    grounds = Grounds(scope, _month(maintenant), snapshot, _known_cpts(store, scope))
    with ThreadPoolExecutor(max_workers=1) as aside:
        hashed = aside.submit(fingerprint, data)
        verdict = check(
            data,
            name,
            catalogue=catalogue,
            scope=scope,
            territoires=grounds.cpts,
            today=grounds.mois,
            progres=progres,
        )
        return CheckedFile(data, name, hashed.result(), verdict, catalogue, grounds)


def check_again_if_moved(
    store: Store,
    scope: Scope,
    checked: CheckedFile,
    *,
    maintenant: datetime | None = None,
    progres: Progres | None = None,
) -> CheckedFile:
    """The same checked file while what its verdict rests on holds, else the file checked again."""
    grounds = checked.grounds
    same = (grounds.scope, grounds.mois) == (scope, _month(maintenant))
    if same and (grounds.snapshot == store.snapshot() or grounds.cpts.equals(_known_cpts(store, scope))):
        return checked
    return check_file(
        store,
        scope,
        checked.contenu,
        checked.nom,
        catalogue=checked.catalogue,
        maintenant=maintenant,
        progres=progres,
    )


def _month(now: datetime | None) -> date:
    return (now or datetime.now()).date().replace(day=1)


def _known_cpts(store: Store, scope: Scope) -> pd.DataFrame:
    known = territories(store, scope)
    cpts = known.loc[known["nature"] == "cpts", ["id_cpts", "nom", "date_signature"]].reset_index(drop=True)
    # Gone through one by one again and again: as plain texts, fifteen times faster.
    return cpts.astype({"id_cpts": object, "nom": object})
