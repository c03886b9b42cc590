"""Dépôt mensuel: a file is read, checked line by line and compared with what is stored, then kept on confirmation."""

import hashlib
from html import escape

import streamlit as st

from dashboard import deposit_views as views
from dashboard import french, questions, session, widgets
from dashboard.tables import Column
from pipelines.ingest.deposits import Apercu, Depot, deposit, preview
from pipelines.store.errors import StoreError

#: Workbooks too: our own check says in French why they are refused, the uploader would only show a red icon.
ACCEPTED = ["csv", "txt", "tsv", "xlsx", "xls", "ods"]
MODEL = (
    "id_cpts;mois;indicateur;numerateur;denominateur;valeur;commentaire\r\n"
    "CPTS-WEPP;2026-11;PRE_SEIN;3 412;5 980;;\r\n"
    "CPTS-WEPP;2026-11;ADH;;;94;\r\n"
    "CPTS-WEPP;2026-11;PAR_INCL;;;NS;effectif masqué\r\n"
    "CPTS-WEPP;2026-11;CRI_PLAN;;;oui;\r\n"
)


@st.cache_data(show_spinner="Lecture du fichier…", max_entries=8, scope="session")
def read_once(_data: bytes, digest: str, name: str, snapshot: str) -> Apercu:
    """The preview of these bytes against this state of the store; kept for this session only."""
    return preview(session.store(), session.scope(), _data, name)


def ask_for_file() -> tuple[bytes, str] | None:
    """The file just dropped, and its name as a text only."""
    turn = st.session_state.setdefault("depot.tour", 0)
    dropped = st.file_uploader(
        "Fichier mensuel (CSV)", type=ACCEPTED, key=f"depot.fichier.{turn}", help="50 Mo au plus."
    )
    return None if dropped is None else (dropped.getvalue(), dropped.name)


def confirm(data: bytes, name: str, digest: str, found: Apercu) -> None:
    """The button that stores, for these very bytes."""
    invented = st.checkbox(
        "Ces données sont simulées (démonstration)",
        value="demo" in name.lower() or "démo" in name.lower(),
        key=f"depot.simulees.{digest}",
    )
    reason = ""
    if found.modifiees:
        reason = st.text_input("Motif de la correction (facultatif)", key=f"depot.motif.{digest}", max_chars=200)
    total = found.nouvelles + found.modifiees
    label = f"Enregistrer {french.count(total, 'valeur')}" if total else "Enregistrer ce fichier"
    if not st.button(label, type="primary", icon=":material/save:", key=f"depot.enregistrer.{digest}"):
        return
    try:
        done = deposit(
            session.store(),
            session.scope(),
            data,
            name,
            auteur=session.scope().lecteur,
            motif=reason or None,
            demonstration=invented,
        )
    except StoreError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.session_state["depot.fait"] = done
    st.session_state["depot.tour"] += 1
    st.rerun()


def receipt(done: Depot) -> None:
    """What the confirmed deposit did, and where to see it."""
    if done.etat != "actif":
        st.error("Le fichier a été refusé au moment de l’enregistrement : rien n’a changé.", icon=":material/error:")
        return
    if done.deja_depose:
        st.info(f"Ce fichier était déjà enregistré (dépôt {done.depot}) : rien n’a changé.", icon=":material/info:")
        return
    st.success(
        french.typography(
            f"**{escape(done.fichier)}** est enregistré (dépôt `{done.depot}`) : {french.count(done.nouvelles, 'nouvelle')}, "
            f"{french.count(done.modifiees, 'modifiée')}, {french.count(done.identiques, 'identique')}."
        ),
        icon=":material/check_circle:",
    )
    seen = done.verdict.observations
    if len(seen):
        first = seen.iloc[0]
        month = f"{seen['mois'].max():%Y-%m}"
        st.page_link(
            "app_pages/comparer.py",
            label=f"Voir {french.month(seen['mois'].max())} dans la comparaison",
            icon=":material/compare_arrows:",
            query_params={"mois": month, "indicateur": str(first["indicateur"])},
        )


def history() -> None:
    """The last deposits."""
    listed = questions.deposits()
    st.header("Derniers dépôts", anchor=False)
    if listed.empty:
        widgets.sentence("Aucun dépôt pour l’instant.")
        return
    words = {"actif": "enregistré", "retire": "retiré", "refuse": "refusé"}
    widgets.table(
        listed.assign(
            quand=[f"{french.day_short(d)} {d:%H:%M}" for d in listed["depose_le"]],
            etat_mot=listed["etat"].map(words).fillna(listed["etat"]),
            nature=[widgets.DEMO if d else "réelle" for d in listed["demonstration"]],
        ).head(50),
        [
            Column("quand", "Déposé le"),
            Column("fichier", "Fichier"),
            Column("lignes_lues", "Lignes", "int"),
            Column("nouvelles", "Nouvelles", "int"),
            Column("modifiees", "Modifiées", "int"),
            Column("identiques", "Identiques", "int"),
            Column("etat_mot", "État"),
            Column("nature", "Données", "html"),
            Column("depot", "Dépôt"),
        ],
        caption="Du plus récent au plus ancien, cinquante au plus",
    )


def help_() -> None:
    """The expected columns, and a model to fill."""
    with st.expander("Le format attendu, et un modèle à remplir", icon=":material/help:", key="depot.aide"):
        widgets.text(
            "Une ligne par CPTS, mois et indicateur. Colonnes : `id_cpts`, `mois` (2026-11, 11/2026, nov-26…), "
            "`indicateur` (code de la page « Règles et sources »), puis `numerateur` et `denominateur` pour une part ou un "
            "taux, ou `valeur` pour un compte ou un livrable (oui, non). `commentaire` est facultatif. "
            "Point-virgule, virgule ou tabulation ; UTF-8 ou Excel français ; virgule décimale.\n\n"
            "Une valeur masquée s’écrit `NS`, `NC` ou `< 11` ; une valeur inconnue `ND`, un tiret ou rien. "
            "Les titres au-dessus et les lignes Total ou Source en dessous sont mis de côté."
        )
        st.download_button(
            "Télécharger le modèle",
            MODEL.encode("utf-8-sig"),
            file_name="modele-mensuel.csv",
            mime="text/csv",
            key="depot.modele",
            icon=":material/download:",
            on_click="ignore",
        )


st.title("Dépôt mensuel", anchor=False)
widgets.text(
    "Déposez un fichier : il est lu et contrôlé, rien n’est enregistré avant votre confirmation. "
    "Un fichier entre **en entier ou pas du tout**, et le même fichier déposé deux fois ne change rien."
)
if "depot.fait" in st.session_state:
    receipt(st.session_state.pop("depot.fait"))
given = ask_for_file()
help_()
if given is not None:
    data, name = given
    digest = hashlib.sha256(data).hexdigest()
    found = read_once(data, digest, name, session.snapshot())
    st.header(f"Aperçu de {name[:80]}", anchor=False)
    if found.verdict.refuse:
        blocking = sum(issue.bloquante for issue in found.verdict.anomalies)
        st.error(
            f"**Fichier refusé, rien n’est enregistré.** {french.count(blocking, 'constat')} à corriger, puis déposez-le de nouveau.",
            icon=":material/block:",
        )
    elif found.deja_depose:
        st.info(f"Ce fichier est déjà enregistré (dépôt {found.depot}) : rien ne changerait.", icon=":material/info:")
    views.contents(found)
    views.counts(found)
    views.findings(found, name)
    if not found.verdict.refuse:
        views.changes(found)
        if not found.deja_depose:
            confirm(data, name, digest, found)
history()
