"""What a deposited file holds, what is wrong in it, what it would change: the parts of the preview."""

import pandas as pd
import streamlit as st

from dashboard import french, session, widgets
from dashboard.charts.scale import scale_of
from dashboard.tables import Column
from dashboard.widgets import Card
from pipelines.ingest import issues
from pipelines.ingest.deposits import Apercu

SHOWN = 200
ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows (cp1252)"}
SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation"}


def counts(found: Apercu) -> None:
    """What the file holds and what it would change; nothing when not a line could be read."""
    verdict = found.verdict
    if not verdict.lignes_lues:
        return
    widgets.cards(
        [
            Card("Lignes lues", french.number(verdict.lignes_lues), "hors titres, totaux et sources"),
            Card(
                "Lignes à corriger",
                french.number(verdict.rejetees),
                "aucune ligne ne bloque" if not verdict.rejetees else "le fichier entier est refusé",
                attention=verdict.rejetees > 0,
            ),
            Card("Valeurs nouvelles", french.number(found.nouvelles), "pas encore enregistrées"),
            Card(
                "Valeurs modifiées",
                french.number(found.modifiees),
                "l’ancienne version reste dans l’historique",
                attention=found.modifiees > 0,
            ),
            Card("Valeurs identiques", french.number(found.identiques), "déjà enregistrées, rien ne change"),
        ]
    )
    encoding = ENCODINGS.get(verdict.encodage, verdict.encodage)
    separator = SEPARATORS.get(verdict.separateur, verdict.separateur)
    st.caption(french.typography(f"Lu comme : {encoding}" + (f", séparateur {separator}." if separator else ".")))


def findings(found: Apercu, name: str) -> None:
    """Every finding, with its line, what was read, the rule and the remedy."""
    listed = found.verdict.anomalies
    if not listed:
        return
    rows = pd.DataFrame(
        [
            {
                "ligne": issue.ligne,
                "colonne": issue.colonne or french.ABSENT,
                "valeur": "(vide)" if issue.valeur in (None, "") else issue.valeur,
                "gravite": "bloque" if issue.bloquante else "à savoir",
                "message": french.typography(issue.message),
                "remede": french.typography(issue.remede),
            }
            for issue in listed[:SHOWN]
        ]
    ).astype({"ligne": "Int64"})
    more = len(listed) - SHOWN
    widgets.table(
        rows,
        [
            Column("ligne", "Ligne", "int"),
            Column("colonne", "Colonne"),
            Column("valeur", "Valeur lue"),
            Column("gravite", "Gravité"),
            Column("message", "Constat"),
            Column("remede", "Comment corriger"),
        ],
        caption=f"{french.count(len(listed), 'constat')}, ligne comptée comme dans Excel"
        + (f" ; les {SHOWN} premiers sont affichés, le fichier les contient tous" if more > 0 else ""),
    )
    st.download_button(
        "Télécharger le rapport (CSV pour Excel)",
        lambda: issues.as_csv(listed).encode("utf-8-sig"),
        file_name=f"rapport-{name.rsplit('.', 1)[0][:60]}.csv",
        mime="text/csv",
        key="depot.rapport",
        icon=":material/download:",
        on_click="ignore",
    )


def changes(found: Apercu) -> None:
    """Before and after, for each value the file would change."""
    if not found.modifiees:
        return
    catalogue = session.catalogue()
    states = {"masquee": "masquée", "manquante": "manquante"}

    def said(state: str, value: float, code: str) -> str:
        return states.get(state) or scale_of(catalogue.indicateurs[code]).write(value)

    rows = pd.DataFrame(
        [
            {
                "ligne": r.ligne,
                "id_cpts": r.id_cpts,
                "indicateur": catalogue.indicateurs[r.indicateur].court,
                "mois": r.mois,
                "avant": said(r.etat_avant, r.valeur_avant, r.indicateur),
                "apres": said(r.etat, r.valeur, r.indicateur),
            }
            for r in found.modifications.head(SHOWN).itertuples()
        ]
    )
    widgets.table(
        rows,
        [
            Column("ligne", "Ligne", "int"),
            Column("id_cpts", "CPTS"),
            Column("indicateur", "Indicateur"),
            Column("mois", "Mois", "month"),
            Column("avant", "Enregistré", "written"),
            Column("apres", "Dans ce fichier", "written"),
        ],
        caption="Valeurs que ce fichier remplacerait",
    )


def contents(found: Apercu) -> None:
    """What the file talks about: months, CPTS, indicators, hidden values; lines set aside."""
    seen = found.verdict.observations
    if len(seen):
        months = french.enumerate_fr([french.month(m) for m in sorted(seen["mois"].unique())], limit=4)
        hidden = int(seen["etat"].eq("masquee").sum())
        widgets.sentence(
            f"Ce fichier porte sur {months}, {french.count(seen['id_cpts'].nunique(), 'CPTS', 'CPTS')} et "
            f"{french.count(seen['indicateur'].nunique(), 'indicateur')}"
            + (
                f" ; {french.count(hidden, 'valeur masquée', 'valeurs masquées')} par le fournisseur."
                if hidden
                else "."
            )
        )
    aside = found.verdict.mises_a_part
    if aside:
        with st.expander(f"{french.count(len(aside), 'ligne mise', 'lignes mises')} de côté", key="depot.aside"):
            widgets.table(
                pd.DataFrame([{"ligne": a.ligne, "raison": a.motif, "texte": a.texte} for a in aside[:SHOWN]]),
                [Column("ligne", "Ligne", "int"), Column("raison", "Raison"), Column("texte", "Texte")],
                caption="Titres, unités, totaux et sources : lus, mais pas comptés",
            )
