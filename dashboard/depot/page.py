"""Dépôt mensuel: a model to fill, a file read and checked, what it would change, then what was deposited."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from calculators import french
from calculators.french_error import FrenchError
from dashboard.asking.session import Session
from dashboard.depot import confirm
from dashboard.depot import preview as depot_preview
from dashboard.depot.changes import changes
from dashboard.depot.findings import findings, report_button
from dashboard.depot.history import history
from dashboard.depot.templates import format_help, templates
from dashboard.ui import widgets
from dashboard.ui.words import literal
from pipelines.ingest.apart.reading import annotate, keep_refused
from pipelines.ingest.deposit.steps import Apercu, check_file, preview
from pipelines.ingest.hand_back.notes import back_name
from pipelines.ingest.read.limits import MEGA, in_words, max_size, too_large
from pipelines.ingest.texts import visible

COMPARING = "Comparaison avec les valeurs déjà enregistrées"
GIVE, DONE = "Déposer un fichier", "Dépôts faits"
ACCEPTED = ["csv", "txt", "tsv", "xlsx", "xlsm", "ods", "xls"]


def ask_for_file() -> tuple[bytes, str] | None:
    """The file just dropped, and its name as a text only."""
    turn = st.session_state.setdefault("depot.tour", 0)
    limit = max_size()
    dropped = st.file_uploader(
        "Fichier mensuel (CSV, texte ou classeur)",
        type=ACCEPTED,
        key=f"depot.fichier.{turn}",
        max_upload_size=max(1, limit // MEGA),
        help=french.typography(f"{in_words(limit)} au plus, soit plus d’un million de lignes."),
    )
    return None if dropped is None else (dropped.getvalue(), dropped.name)


@dataclass(frozen=True)
class Kept:
    """The preview of the file being deposited, the state of the store and the choice about frozen months it is of."""

    snapshot: str
    correction_gelee: bool
    apercu: Apercu


def preview_once(session: Session, data: bytes, name: str) -> Apercu:
    """The preview of this file for what is ticked: the file is read once, and the store asked when it has changed."""
    store, scope, snapshot = session.store, session.scope, session.store.snapshot()
    kept: Kept | None = st.session_state.get("depot.apercu")
    checked = kept.apercu.checked if kept is not None and kept.apercu.checked.is_of(data, name) else None
    if kept is not None and checked is not None:
        choice = confirm.chosen(checked.empreinte)
        if (kept.snapshot, kept.correction_gelee) == (snapshot, choice.correction_gelee):
            return kept.apercu.with_part(choice.partiel)
    with depot_preview.progress(len(data), then=COMPARING, reading=checked is None) as progres:
        if checked is None:
            checked = check_file(store, scope, data, name, catalogue=session.catalogue, progres=progres)
        choice = confirm.chosen(checked.empreinte)
        found = preview(
            store,
            scope,
            checked,
            partiel=choice.partiel,
            correction_gelee=choice.correction_gelee,
            progres=progres,
            deposes=confirm.confirmed(),
        )
    st.session_state["depot.apercu"] = Kept(snapshot, choice.correction_gelee, found)
    return found


def outcome(found: Apercu) -> None:
    """What would become of the file, in one sentence."""
    verdict = found.verdict
    blocking = sum(issue.bloquante for issue in verdict.anomalies)
    doubtful = len(found.a_accepter)
    below = f"Rien n’est enregistré avant votre [confirmation, en bas de l’aperçu](#{confirm.CONFIRM})."
    if found.deja is not None:
        deja = found.deja
        st.info(confirm.already(deja.depot, deja.auteur, deja.depose_le), icon=":material/info:")
    elif found.deja_en_partie is not None:
        st.warning(
            confirm.partly_in(found.deja_en_partie, left=verdict.rejetees),
            icon=":material/assignment_return:",
        )
    elif not found.possible:
        also = ", ou n’enregistrez que ses lignes justes (case ci-dessous)" if found.partie else ""
        st.error(
            f"**Fichier refusé, rien n’est enregistré.** {french.count(blocking, 'constat')} à corriger, puis déposez-le "
            f"de nouveau{also}.",
            icon=":material/block:",
        )
    elif verdict.refuse:
        st.warning(
            f"**Une partie seulement entrera** : {french.count(verdict.acceptees, 'ligne')} sur "
            f"{french.number(verdict.lignes_lues)}. {below}",
            icon=":material/rule:",
        )
    elif doubtful:
        st.success(
            f"**Le fichier peut être enregistré**, avec votre commentaire sur "
            f"{french.count(doubtful, 'avertissement')}. {below}",
            icon=":material/task_alt:",
        )
    else:
        st.success(f"**Le fichier est bon.** {below}", icon=":material/task_alt:")


def handed_back(found: Apercu) -> None:
    """The same file with its findings, and the findings alone."""
    data, name = found.checked.contenu, found.checked.nom
    stem, workbook = name.rpartition(".")[0] or name, not found.verdict.separateur and bool(found.verdict.encodage)
    with st.container(horizontal=True):
        # Written when asked for only: the name has to be known before.
        st.download_button(
            "Votre fichier, avec une colonne de constats",
            lambda: annotate(data, name, found.verdict)[0],
            file_name=back_name(name, "constats", "xlsx" if workbook else None),
            mime=confirm.BINARY,
            key="depot.annote",
            icon=":material/download:",
            on_click="ignore",
        )
        if found.partie:
            st.download_button(
                "Les lignes à corriger seulement",
                lambda: keep_refused(data, name, found.verdict)[0],
                file_name=back_name(name, "refuses", "xlsx" if workbook else None),
                mime=confirm.BINARY,
                key="depot.refusees",
                icon=":material/download:",
                on_click="ignore",
            )
        report_button(found.verdict.anomalies, stem=stem[:60], key="depot")


def show_file(session: Session, data: bytes, name: str) -> None:
    """Everything about the file just dropped, up to the button that stores it."""
    heavy = too_large(len(data))
    if heavy is not None:
        st.error(
            french.typography(f"**{literal(visible(name[:80]))}** : {literal(heavy.message)} {literal(heavy.remede)}"),
            icon=":material/block:",
        )
        return
    found = preview_once(session, data, name)
    st.header(f"Aperçu de {literal(found.verdict.fichier[:80])}", anchor=False)
    outcome(found)
    depot_preview.contents(found)
    depot_preview.counts(found)
    if found.deja is None:
        confirm.choices(found)
    if found.verdict.anomalies:
        findings(found.verdict.anomalies, key="depot")
        handed_back(found)
    depot_preview.aside(found)
    if len(found.geles):
        depot_preview.written_changes(
            found.geles, before="Enregistré", after="Dans ce fichier", caption="Valeurs de mois gelés"
        )
    if found.possible:
        if found.modifiees:
            changes(found, name=name.rpartition(".")[0][:60] or name[:60])
        depot_preview.understood(found)
        if found.deja is None:
            confirm.confirm(session, found)


def sides() -> tuple[Any, Any]:
    """Where one deposits, and what was deposited: both stay alive, so that a file being previewed is not lost.

    A link that names a deposit, or looks for some, opens the second.
    """
    asked = ((key, st.query_params.get(key)) for key in ("depot", "cherche", "etat"))
    if any(value and value != st.session_state.get(f"url.{key}") for key, value in asked):
        st.session_state["depot.volet"] = DONE
    give, done = st.tabs([GIVE, DONE], key="depot.volet", on_change="rerun")
    return give, done


def show(session: Session) -> None:
    """Draw the page."""
    st.title("Dépôt mensuel", anchor=False)
    here, there = sides()
    with here:
        widgets.text(
            "Déposez un fichier : il est lu et contrôlé, rien n’est enregistré avant votre confirmation. "
            "Un fichier entre **en entier ou pas du tout**, sauf si vous choisissez d’enregistrer ses lignes justes ; "
            "le même fichier déposé deux fois ne change rien."
        )
        said = st.container()
        templates()
        format_help()
        try:
            given = ask_for_file()
            if given is not None:
                st.session_state.pop("depot.fait", None)
                show_file(session, *given)
        except FrenchError as error:
            widgets.refuse(str(error))
    if "depot.effet" in st.session_state:  # something was withdrawn or put back: the receipt may no longer be true
        st.session_state.pop("depot.fait", None)
    if "depot.fait" in st.session_state:
        with said:
            confirm.receipt(st.session_state["depot.fait"])
    with there:
        history()
