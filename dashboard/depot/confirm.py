"""The decision: what goes in, with which reason and which comment; then the receipt."""

from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from calculators import french
from calculators.french_error import FrenchError
from dashboard.asking.session import Session
from dashboard.depot.preview import progress
from dashboard.depot.words import moment
from dashboard.pages import COMPARER, DEPOT
from dashboard.ui import links, widgets
from dashboard.ui.words import literal
from pipelines.ingest.apart.reading import keep_refused
from pipelines.ingest.deposit.steps import Apercu, Depot, deposit
from pipelines.ingest.read.cells import NOWHERE
from pipelines.store.depots.depots import Deja

BINARY = "application/octet-stream"
#: Where the form is on the page, for a link from the top of a long preview.
CONFIRM = "enregistrer"


@dataclass(frozen=True)
class Choix:
    """What the depositor allows: the sound lines alone, values of frozen months."""

    partiel: bool = False
    correction_gelee: bool = False


def choices(found: Apercu) -> None:
    """The two explicit choices, offered only where they mean something. They are read by `chosen` on the next run."""
    digest = found.checked.empreinte
    if (found.partie and found.deja_en_partie is None) or st.session_state.get(f"depot.partiel.{digest}"):
        st.checkbox(
            french.typography(
                f"N’enregistrer que {_the(found.verdict.acceptees, 'ligne juste', 'lignes justes')}, et me rendre "
                f"{_the(found.verdict.rejetees, 'ligne à corriger', 'lignes à corriger')}"
            ),
            key=f"depot.partiel.{digest}",
            help="Sinon, corrigez le fichier et déposez-le de nouveau : rien n’entre avant.",
        )
    if len(found.geles) or st.session_state.get(f"depot.gelee.{digest}"):
        frozen = len(found.geles)
        st.checkbox(
            french.typography(
                f"Corriger quand même {french.count(frozen, 'valeur de mois gelé', 'valeurs de mois gelés')} (un motif sera demandé)"
            ),
            key=f"depot.gelee.{digest}",
            help="Ces mois ont servi à un paiement. La correction reste au journal, avec son motif.",
        )


def _the(count: int, one: str, many: str) -> str:
    """« la ligne juste », « les 12 lignes justes »."""
    return f"la {one}" if count == 1 else f"les {french.count(count, one, many)}"


def chosen(digest: str) -> Choix:
    """What was ticked for these bytes."""
    return Choix(
        partiel=bool(st.session_state.get(f"depot.partiel.{digest}")),
        correction_gelee=bool(st.session_state.get(f"depot.gelee.{digest}")),
    )


def confirmed() -> set[str]:
    """Fingerprints of the files confirmed in this session: who confirmed them may hear that they are in.

    Nobody else proves to have deposited a file: without sign-in, all who open the page share one name.
    """
    known: set[str] = st.session_state.setdefault("depot.confirmes", set())
    return known


def confirm(session: Session, found: Apercu) -> None:
    """The form that stores, for these very bytes."""
    checked, digest = found.checked, found.checked.empreinte
    choice = chosen(digest)
    st.subheader("Enregistrer", anchor=CONFIRM)
    with st.form(f"depot.confirmer.{digest}"):
        reason = comment = ""
        if found.modifiees or choice.correction_gelee:
            needed = "obligatoire" if choice.correction_gelee else "facultatif"
            reason = st.text_input(
                f"Motif de la correction ({needed})",
                key=f"depot.motif.{digest}",
                max_chars=200,
                placeholder="Par exemple : extraction refaite",
                help="Le motif est lu par tous ceux qui voient ce dépôt : n’y écrivez pas d’effectif.",
            )
        warned = len(found.a_accepter)
        if warned:
            one = f"Commentaire sur {french.count(warned, 'avertissement', 'avertissements')} (obligatoire)"
            comment = st.text_area(
                one,
                key=f"depot.commentaire.{digest}",
                max_chars=500,
                help="Pourquoi ces valeurs sont justes malgré l’avertissement. Le commentaire reste au journal du dépôt, pour "
                "vous et pour qui peut voir ces valeurs.",
            )
        invented = st.checkbox(
            "Ces données sont simulées (démonstration)",
            value=checked.verdict.inventee or "demo" in checked.nom.lower() or "démo" in checked.nom.lower(),
            disabled=checked.verdict.inventee,
            help="Le fichier le dit lui-même." if checked.verdict.inventee else None,
            key=f"depot.simulees.{digest}",
        )
        total = found.nouvelles + found.modifiees
        label = f"Enregistrer {french.count(total, 'valeur')}" if total else "Enregistrer ce fichier"
        sent = st.form_submit_button(label, type="primary", icon=":material/save:")
    if not sent:
        return
    missing = []
    if choice.correction_gelee and not reason.strip():
        missing.append("Écrivez le motif : des valeurs de mois gelés vont changer.")
    if warned and not comment.strip():
        missing.append("Écrivez un commentaire sur les avertissements, ou corrigez le fichier.")
    if missing:
        st.error(french.typography("  \n".join(missing)), icon=":material/error:")
        return
    try:
        with progress(len(checked.contenu), then="Enregistrement des valeurs", reading=False) as progres:
            done = deposit(
                session.store,
                session.scope,
                checked,
                auteur=session.scope.lecteur,
                motif=reason or None,
                partiel=choice.partiel,
                correction_gelee=choice.correction_gelee,
                accepter_pertes=True,  # said in the preview, among the warnings that the comment is about
                acceptation=comment or None,
                demonstration=invented,
                progres=progres,
            )
    except FrenchError as error:
        widgets.refuse(str(error))
        return
    back = keep_refused(checked.contenu, checked.nom, done.verdict) if done.partiel else None
    st.session_state["depot.fait"] = _receipt(done, back)
    st.session_state["depot.tour"] += 1
    if done.etat == "actif":
        confirmed().add(digest)
    # A long file weighs hundreds of megabytes once read: nothing of it stays after the deposit.
    st.session_state.pop("depot.apercu", None)
    st.rerun()


@dataclass(frozen=True)
class Recu:
    """What is said once a file is stored, without its lines: it stays on the page until the next file.

    ``rendu``: the bytes and the name of the file of the lines to correct, when some were left out.
    """

    depot: Depot
    dernier_mois: date | None
    indicateur: str | None
    rendu: tuple[bytes, str] | None


def _receipt(done: Depot, returned: tuple[bytes, str] | None) -> Recu:
    seen = done.verdict.observations
    light = replace(done, verdict=replace(done.verdict, observations=seen.iloc[:0], anomalies=(), places=NOWHERE))
    if seen.empty:
        return Recu(light, None, None, returned)
    return Recu(light, seen["mois"].max().date(), str(seen["indicateur"].iloc[0]), returned)


def receipt(told: Recu) -> None:
    """What the confirmed deposit did, where to see it, and the lines handed back."""
    done = told.depot
    if done.etat != "actif":
        st.error(
            french.typography(
                f"**{literal(done.fichier)}** a été refusé au moment de l’enregistrement : rien n’a changé. Quelqu’un a pu "
                "geler un mois entre-temps ; déposez-le de nouveau pour voir ce qui bloque."
            ),
            icon=":material/error:",
        )
        return
    if done.deja_depose:
        st.info(already(done.depot, done.depose_par, done.depose_le), icon=":material/info:")
        return
    st.success(
        french.typography(
            f"**{literal(done.fichier)}** est enregistré (dépôt `{done.depot}`, le {moment(done.depose_le)}) : "
            f"{french.count(done.nouvelles, 'nouvelle')}, {french.count(done.modifiees, 'modifiée')}, "
            f"{french.count(done.identiques, 'identique')}."
        ),
        icon=":material/check_circle:",
    )
    if told.rendu is not None:
        them, those = ("la", "cette ligne") if done.rejetees == 1 else ("les", "ces lignes")
        st.warning(
            french.typography(
                f"{french.count(done.rejetees, 'ligne reste', 'lignes restent')} à corriger : téléchargez-{them}, "
                f"corrigez-{them}, puis déposez {those} seulement. La colonne « constats » y dit quoi faire ; laissez-la, "
                "elle ne sera pas lue."
            ),
            icon=":material/assignment_return:",
        )
        st.download_button(
            "Télécharger les lignes à corriger",
            told.rendu[0],
            file_name=told.rendu[1],
            mime=BINARY,
            key="depot.rendues",
            icon=":material/download:",
            on_click="ignore",
        )
    with st.container(horizontal=True):
        links.link(DEPOT, "Voir ce dépôt en détail", icon=":material/history:", depot=str(done.depot))
        if told.dernier_mois is None:
            return
        links.link(
            COMPARER,
            f"Voir {french.month(told.dernier_mois)} dans la comparaison",
            icon=":material/compare_arrows:",
            mois=f"{told.dernier_mois:%Y-%m}",
            indicateur=str(told.indicateur),
        )


def already(depot: str | None, by: str | None, when: object) -> str:
    """The sentence about bytes that are already in."""
    return french.typography(
        f"Ce fichier est déjà enregistré : dépôt `{depot}`, fait par {literal(by or french.ABSENT)} le {moment(when)}. "
        "Le déposer de nouveau ne change rien."
    )


def partly_in(deja: Deja, *, left: int) -> str:
    """The sentence about bytes whose accepted lines are already in, the others still to correct."""
    return french.typography(
        f"**Les lignes justes de ce fichier sont déjà enregistrées** : dépôt `{deja.depot}`, fait par "
        f"{literal(deja.auteur)} le {moment(deja.depose_le)}. Il reste {french.count(left, 'ligne')} à corriger : "
        "téléchargez « Les lignes à corriger seulement », corrigez, puis déposez ce fichier-là."
    )
