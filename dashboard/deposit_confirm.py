"""The decision: what goes in, with which reason and which comment; then the receipt."""

from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard import french, session
from dashboard.deposit_history import moment
from dashboard.deposit_views import progress
from pipelines.ingest.annotated import refused_only
from pipelines.ingest.deposits import Apercu, Depot, deposit
from pipelines.store.errors import StoreError

BINARY = "application/octet-stream"


@dataclass(frozen=True)
class Choix:
    """What the depositor allows: the sound lines alone, values of frozen months."""

    partiel: bool = False
    correction_gelee: bool = False


def choices(found: Apercu, digest: str) -> None:
    """The two explicit choices, offered only where they mean something. They are read by `chosen` on the next run."""
    if found.partie or st.session_state.get(f"depot.partiel.{digest}"):
        st.checkbox(
            french.typography(
                f"N’enregistrer que les {french.count(found.verdict.acceptees, 'ligne juste', 'lignes justes')}, et me rendre "
                f"les {french.number(found.verdict.rejetees)} autres à corriger"
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


def chosen(digest: str) -> Choix:
    """What was ticked for these bytes."""
    return Choix(
        partiel=bool(st.session_state.get(f"depot.partiel.{digest}")),
        correction_gelee=bool(st.session_state.get(f"depot.gelee.{digest}")),
    )


def confirm(data: bytes, name: str, digest: str, found: Apercu) -> None:
    """The form that stores, for these very bytes."""
    choice = chosen(digest)
    st.subheader("Enregistrer", anchor=False)
    with st.form(f"depot.confirmer.{digest}"):
        reason = comment = ""
        if found.modifiees or choice.correction_gelee:
            needed = "obligatoire" if choice.correction_gelee else "facultatif"
            reason = st.text_input(
                f"Motif de la correction ({needed})",
                key=f"depot.motif.{digest}",
                max_chars=200,
                placeholder="Par exemple : extraction refaite",
            )
        warned = len(found.a_accepter)
        if warned:
            one = f"Commentaire sur {french.count(warned, 'avertissement', 'avertissements')} (obligatoire)"
            comment = st.text_area(
                one,
                key=f"depot.commentaire.{digest}",
                max_chars=500,
                help="Pourquoi ces valeurs sont justes malgré l’avertissement. Le commentaire reste au journal du dépôt.",
            )
        invented = st.checkbox(
            "Ces données sont simulées (démonstration)",
            value="demo" in name.lower() or "démo" in name.lower(),
            key=f"depot.simulees.{digest}",
        )
        total = found.nouvelles + found.modifiees
        label = f"Enregistrer {french.count(total, 'valeur')}" if total else "Enregistrer ce fichier"
        sent = st.form_submit_button(label, type="primary", icon=":material/save:")
    if not sent:
        return
    if choice.correction_gelee and not reason.strip():
        st.error("Écrivez le motif : des valeurs de mois gelés vont changer.", icon=":material/error:")
        return
    if warned and not comment.strip():
        st.error("Écrivez un commentaire sur les avertissements, ou corrigez le fichier.", icon=":material/error:")
        return
    try:
        with progress(len(data)) as progres:
            done = deposit(
                session.store(),
                session.scope(),
                data,
                name,
                auteur=session.scope().lecteur,
                motif=reason or None,
                partiel=choice.partiel,
                correction_gelee=choice.correction_gelee,
                acceptation=comment or None,
                demonstration=invented,
                progres=progres,
            )
    except StoreError as error:
        st.error(french.typography(str(error)), icon=":material/error:")
        return
    st.session_state["depot.fait"] = (done, refused_only(data, name, done.verdict) if done.partiel else None)
    st.session_state["depot.tour"] += 1
    # A long file weighs hundreds of megabytes once read: nothing of it stays after the deposit.
    st.session_state.pop("depot.apercu", None)
    st.rerun()


def receipt(done: Depot, returned: tuple[bytes, str] | None) -> None:
    """What the confirmed deposit did, where to see it, and the lines handed back."""
    if done.etat != "actif":
        st.error("Le fichier a été refusé au moment de l’enregistrement : rien n’a changé.", icon=":material/error:")
        return
    if done.deja_depose:
        st.info(already(done.depot, done.depose_par, done.depose_le), icon=":material/info:")
        return
    st.success(
        french.typography(
            f"**{escape(done.fichier)}** est enregistré (dépôt `{done.depot}`, le {moment(done.depose_le)}) : "
            f"{french.count(done.nouvelles, 'nouvelle')}, {french.count(done.modifiees, 'modifiée')}, "
            f"{french.count(done.identiques, 'identique')}."
        ),
        icon=":material/check_circle:",
    )
    if returned is not None:
        st.warning(
            french.typography(
                f"{french.count(done.rejetees, 'ligne reste', 'lignes restent')} à corriger : téléchargez-les, corrigez-les, "
                "puis déposez ce fichier. La colonne « constats » y dit quoi faire ; laissez-la, elle ne sera pas lue."
            ),
            icon=":material/assignment_return:",
        )
        st.download_button(
            "Télécharger les lignes à corriger",
            returned[0],
            file_name=returned[1],
            mime=BINARY,
            key="depot.rendues",
            icon=":material/download:",
            on_click="ignore",
        )
    seen = done.verdict.observations
    with st.container(horizontal=True):
        st.page_link(
            "app_pages/depot.py",
            label="Voir ce dépôt en détail",
            icon=":material/history:",
            query_params={"depot": str(done.depot)},
        )
        if not len(seen):
            return
        last = seen["mois"].max()
        st.page_link(
            "app_pages/comparer.py",
            label=f"Voir {french.month(last)} dans la comparaison",
            icon=":material/compare_arrows:",
            query_params={"mois": f"{last:%Y-%m}", "indicateur": str(seen["indicateur"].iloc[0])},
        )


def already(depot: str | None, by: str | None, when: object) -> str:
    """The sentence about bytes that are already in."""
    return french.typography(
        f"Ce fichier est déjà enregistré : dépôt `{depot}`, fait par {escape(by or french.ABSENT)} le {moment(when)}. "
        "Le déposer de nouveau ne change rien."
    )
