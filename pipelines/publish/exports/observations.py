"""Observations to publish. Everything an export of observations shows passes through ``observations_export``: what must
be kept from a reader (statistical secrecy) is to be decided there, on the frame, before any writer sees it.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd

from pipelines.catalogue import Catalogue
from pipelines.publish.exports.export import Colonne, Export, facts, say_filters
from pipelines.publish.exports.table_schema import MANQUANTES, MASQUEES, table_schema
from pipelines.store.connection import Store
from pipelines.store.questions.export import Choix, exported_observations
from pipelines.store.scope import Scope

_COLONNES = (
    Colonne("id_cpts", "Code CPTS", largeur=12),
    Colonne("nom", "CPTS", largeur=34, pour_lire=True),
    Colonne("mois", "Mois", "mois", largeur=9),
    Colonne("indicateur", "Code indicateur", largeur=16),
    Colonne("libelle", "Libellé", largeur=52, pour_lire=True),
    Colonne("numerateur", "Numérateur", "entier", largeur=12, marque="numerateur_marque"),
    Colonne("denominateur", "Dénominateur", "entier", largeur=13, marque="denominateur_marque"),
    Colonne("valeur", "Valeur", "valeur", largeur=11, marque="valeur_marque"),
    Colonne("unite", "Unité", largeur=18, pour_lire=True),
    Colonne("commentaire", "Commentaire", largeur=30),
    Colonne("etat", "État", largeur=11),
    Colonne("marqueur", "Marque", largeur=9),
    Colonne("provisoire", "Provisoire", "booleen", largeur=10),
    Colonne("gele", "Mois gelé", "booleen", largeur=10),
    Colonne("demonstration", "Démonstration", "booleen", largeur=14),
    Colonne("version", "Version", "entier", largeur=8),
    Colonne("courante", "Courante", "booleen", largeur=9),
    Colonne("depot", "Dépôt", largeur=22),
    Colonne("ligne", "Ligne du fichier", "entier", largeur=9),
    Colonne("connu_le", "Connu le", "instant", largeur=18),
)
_PAIRS = ("proportion", "taux_1000")


def observations_export(
    store: Store, scope: Scope, choix: Choix, *, catalogue: Catalogue, maintenant: datetime
) -> Export:
    """The observations chosen, one row per CPTS, month and indicator (and version, for the whole history).

    An absent number is written as the mark the supplier gave, when it is one the schema knows, else NS (hidden) or ND
    (unknown); ``etat`` says which. It is never written as zero.
    """
    frame = _marked(exported_observations(store, scope, choix))
    known = catalogue.indicateurs
    frame["libelle"] = frame["indicateur"].map({code: i.libelle for code, i in known.items()})
    frame["unite"] = frame["indicateur"].map({code: i.unite for code, i in known.items()})
    last = frame["connu_le"].max()
    described = facts(
        scope,
        frame,
        source="valeurs déposées par les CPAM et les CPTS ; indicateurs définis dans le catalogue du logiciel",
        connu_le=choix.connu_le or (None if pd.isna(last) else last.to_pydatetime()),
        maintenant=maintenant,
    )
    content = "toutes les versions" if choix.historique else "une version par valeur, celle en vigueur"
    filters = say_filters(ids=choix.ids, debut=choix.debut, fin=choix.fin)
    if choix.indicateurs is not None:
        filters += f" ; indicateurs {', '.join(choix.indicateurs)}"
    return Export(
        nom="observations",
        titre="Indicateurs mensuels des CPTS",
        frame=frame,
        colonnes=_COLONNES,
        faits=(("Contenu", content), ("Filtres", filters), *described),
        schema=table_schema(catalogue, historique=choix.historique),
    )


def _marked(frame: pd.DataFrame) -> pd.DataFrame:
    """Add, for each number, the mark to write in its place when it is absent (empty otherwise)."""
    frame = frame.copy()
    state, written = frame["etat"], frame["marqueur"].fillna("")
    hidden = written.where(written.isin(MASQUEES), "NS")
    unknown = written.where(written.isin(MANQUANTES), "ND")
    mark = pd.Series(np.select([state == "masquee", state == "manquante"], [hidden, unknown], default=""))
    pair = frame["type"].isin(_PAIRS)
    for name, concerned in (("numerateur", pair), ("denominateur", pair), ("valeur", ~pair)):
        frame[f"{name}_marque"] = mark.where(concerned & frame[name].isna(), "").astype("str")
    return frame
