"""The audit trail to publish, as far as the reader's scope may know it."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from pipelines.publish.exports.export import Colonne, Export, facts
from pipelines.publish.exports.journal_words import say_in_words
from pipelines.store.connection import Store
from pipelines.store.depots.journal import journal
from pipelines.store.scope import Scope

ROWS = 1_000_000
_COLONNES = (
    Colonne("quand", "Quand", "instant", largeur=18),
    Colonne("qui", "Qui", largeur=30),
    Colonne("action", "Action", largeur=16),
    Colonne("objet", "Objet", largeur=24),
    Colonne("fichier", "Fichier", largeur=36),
    Colonne("cpts", "CPTS concernées", "entier", largeur=11),
    Colonne("valeurs", "Versions apportées", "entier", largeur=11),
    Colonne("identiques", "Valeurs confirmées", "entier", largeur=11),
    Colonne("avant", "Avant", largeur=60),
    Colonne("apres", "Après", largeur=60),
    Colonne("pourquoi", "Pourquoi", largeur=40),
    Colonne("empreinte", "Empreinte SHA-256 du fichier", largeur=66),
    Colonne("complet", "Vu en entier", "booleen", largeur=9),
)


def journal_export(
    store: Store, scope: Scope, *, debut: datetime | None, fin: datetime | None, maintenant: datetime
) -> Export:
    """Everything done to the store between two instants, newest first, in scope; before and after in words."""
    frame = journal(store, scope, debut=debut, fin=fin, limite=ROWS)
    frame = frame.assign(avant=frame["avant"].map(say_in_words), apres=frame["apres"].map(say_in_words))
    last = frame["quand"].max()
    described = facts(
        scope,
        frame,
        source="journal du logiciel, une ligne par dépôt, correction, retrait, rétablissement, gel ou dégel",
        connu_le=None if pd.isna(last) else last.to_pydatetime(),
        maintenant=maintenant,
    )
    return Export("journal", "Journal des actions", frame, _COLONNES, described)
