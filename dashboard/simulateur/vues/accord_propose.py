"""A proposed or corrected accord as a file: what is wrong with it, then what it would change for one CPTS and for all."""

import re
from collections.abc import Mapping
from datetime import date
from importlib import resources

import pandas as pd
import streamlit as st

from calculators import french
from calculators.aci import AccordError, Resultat, SituationError, read_situation, simulate
from calculators.aci.accord.load import Accord, read_bloc, with_bloc
from calculators.aci.accord.schema import Bloc
from calculators.aci.accord.statut import SYMBOLES, least_sure
from calculators.aci.et_si.scenarios import compare
from dashboard.asking import questions, session
from dashboard.charts.money import post
from dashboard.simulateur import compute
from dashboard.simulateur.saisie import situation as saisie_situation
from dashboard.simulateur.saisie.observe import key_of_store
from dashboard.simulateur.vues import ecarts_chart as gaps_charts
from dashboard.simulateur.vues import scenarios_chart as charts
from dashboard.tables import Column, badge
from dashboard.ui import pickers, widgets
from dashboard.ui.widgets import Card
from pipelines.financement.accords import ComparaisonAccords, compare_accords
from pipelines.store.connection import Store

KEPT = "accord.propose"
LARGEST = 1_000_000
EN_VIGUEUR, PROPOSE = "En vigueur", "Proposé"
MOST = 100


@st.cache_data(show_spinner=False, max_entries=8)
def _bloc(text: str, name: str) -> Bloc:
    return read_bloc(text, name)


@st.cache_resource(show_spinner=False, max_entries=4)
def _accord(text: str, name: str) -> Accord:
    return with_bloc(session.accord(), _bloc(text, name))


@st.cache_data(show_spinner="Comparaison de tous les contrats…", max_entries=4)
def _all(_store: Store, key: object, text: str, name: str, au: date, des_maintenant: bool) -> ComparaisonAccords:
    return compare_accords(_store, session.scope(), _bloc(text, name), au=au, des_maintenant=des_maintenant)


def proposal(text: str, names: Mapping[str, str], id_cpts: str) -> None:
    """The whole view. `text`: the situation of the form."""
    widgets.text(
        "Un accord **proposé** ou corrigé est un fichier : partez de la copie de celui en vigueur, changez les montants, "
        "déposez-la ici. Rien n’est enregistré, et l’adresse de la page ne garde pas le fichier."
    )
    given = ask()
    if given is None:
        return
    content, name = given
    try:
        bloc = _bloc(content, name)
        proposed = _accord(content, name)
    except AccordError as error:
        st.error(saisie_situation.said(str(error)).replace("\n", "\n\n"), icon=":material/error:")
        return
    checked(bloc, name)
    now = pickers.switch(
        "Appliquer ce fichier à toutes les années de contrat",
        key="e_maintenant",
        help="Sinon, seulement aux années qui commencent une fois l’accord en vigueur.",
    )
    here(text, names, bloc, proposed, now=now)
    everyone(content, name, bloc, now=now)


def model() -> bytes:
    """A copy of the accord in force, to change: proposed, under its own code, from the first day of next year."""
    files = resources.files("calculators.aci").joinpath("accord").iterdir()
    text = max((file for file in files if file.name.endswith(".yaml")), key=lambda file: file.name).read_text("utf-8")
    start = date(session.today().year + 1, 1, 1)
    for key, value in (("version", "proposition"), ("nature", "proposé"), ("en_vigueur", start.isoformat())):
        text = re.sub(rf"(?m)^{key}:.*$", f"{key}: {value}", text, count=1)
    return text.encode("utf-8")


def ask() -> tuple[str, str] | None:
    """The text and the name of the file dropped, kept while other views are read; None when there is none to compare."""
    st.download_button(
        "Copie de l’accord en vigueur, à modifier",
        model,
        file_name="accord-propose.yaml",
        mime="application/yaml",
        icon=":material/download:",
        on_click="ignore",
        key="accord.modele",
    )
    kept = st.session_state.get(KEPT)
    if kept is not None:
        st.button(
            f"Retirer « {kept[1]} »", icon=":material/close:", on_click=_drop, key="accord.retirer", type="tertiary"
        )
        return kept
    turn = st.session_state.get("accord.tour", 0)
    dropped = st.file_uploader(
        "Accord proposé ou corrigé (YAML)", type=["yaml", "yml"], key=f"accord.fichier.{turn}", max_upload_size=1
    )
    if dropped is None:
        return None
    raw = dropped.getvalue()
    if len(raw) > LARGEST:
        st.error("Ce fichier dépasse 1 Mo : ce n’est pas un accord.", icon=":material/error:")
        return None
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        st.error("Ce fichier n’est pas un texte en UTF-8 : enregistrez-le dans ce codage.", icon=":material/error:")
        return None
    st.session_state[KEPT] = (content, dropped.name[:80])
    st.rerun()


def _drop() -> None:
    st.session_state.pop(KEPT, None)
    st.session_state["accord.tour"] = st.session_state.get("accord.tour", 0) + 1


def checked(bloc: Bloc, name: str) -> None:
    """What the file is, once it was found usable."""
    counts = pd.Series([cell.statut for cell in bloc.cellules]).value_counts()
    listed = " · ".join(f"{SYMBOLES[str(statut)]} {statut} : {count}" for statut, count in counts.items())
    st.success(
        french.typography(
            f"« {name} » est utilisable : version « {bloc.version} » ({bloc.nature}), en vigueur le {french.day(bloc.en_vigueur)}, "
            f"{french.count(len(bloc.tailles), 'taille')}, {french.count(len(bloc.cellules), 'cellule')}. Statuts : {listed}."
        ),
        icon=":material/check:",
    )


def _under(text: str, accord: Accord, rules: date | None) -> Resultat:
    situation = compute.situation_of(text)
    if rules is not None:
        situation["regles"] = rules.isoformat()
    return simulate(read_situation(situation, accord), accord)


def here(text: str, names: Mapping[str, str], bloc: Bloc, proposed: Accord, *, now: bool) -> None:
    """What the file would change for the situation of the form."""
    st.subheader("Pour la situation saisie à gauche", anchor=False)
    before = compute.compute(text)
    try:
        after = _under(text, proposed, bloc.en_vigueur if now else None)
    except (SituationError, AccordError) as error:
        st.error(saisie_situation.said(str(error)), icon=":material/error:")
        return
    results = {EN_VIGUEUR: before, PROPOSE: after}
    totals = {name: int(result.lignes["montant_centimes"].sum()) for name, result in results.items()}
    gap = totals[PROPOSE] - totals[EN_VIGUEUR]
    cards = []
    for name, result in results.items():
        due = result.lignes[result.lignes["montant_centimes"].ne(0)]
        mark = badge(least_sure(due["statut"].astype(str)))
        detail = f"{mark} {gaps_charts.signed(gap)}" if name == PROPOSE else f"{mark} la référence"
        cards.append(Card(name, french.euros(totals[name], cents=False), detail, attention=name == PROPOSE))
    widgets.cards(cards)
    if not gap and not now:
        widgets.sentence(
            f"Rien ne change : aucune année de ce contrat ne commence à partir du {french.day(bloc.en_vigueur)}, ou ses "
            "montants sont les mêmes. Cochez « toutes les années » pour voir l’effet sur le contrat entier."
        )
        return
    table = compare(results)
    table = table[table["ecart"].ne(0)].assign(ecart=lambda t: t[PROPOSE] - t[EN_VIGUEUR])
    table = table.assign(
        annee=[f"Année {n}" if n else "Avant" for n in table["annee_contrat"]],
        poste=[post(m, v, names) for m, v in zip(table["mission"], table["volet"], strict=True)],
    )
    columns = [
        Column("annee", "Année"),
        Column("poste", "Poste"),
        *(Column(name, name, "euros") for name in results),
        Column("ecart", "Écart", "euros"),
        Column("statut", "Statut", "statut"),
    ]
    if len(table):
        widgets.table(
            table,
            columns,
            caption="Les lignes qui changent, les plus grands écarts d’abord.",
            total={
                "poste": "Total de ces lignes",
                **{name: int(table[name].sum()) for name in results},
                "ecart": int(table["ecart"].sum()),
                "statut": least_sure(table["statut"]),
            },
        )
        widgets.downloads(table, columns, key="accord.lignes", name="accord-propose-lignes")
    widgets.block(
        charts.years({name: result.lignes for name, result in results.items()}),
        key="accord.annees",
        name="accord-propose-par-annee",
        title="Année par année",
    )


def everyone(content: str, name: str, bloc: Bloc, *, now: bool) -> None:
    """What the file would change for every contract in scope, at the attainment observed, behind one click."""
    folded = st.expander(
        "Toutes les CPTS de votre périmètre", key="accord.toutes", icon=":material/groups:", on_change="rerun"
    )
    if not folded.open:
        return
    store, key = key_of_store()
    with folded:
        found = _all(store, key, content, name, session.today(), now)
        table, demo = found.par_cpts, questions.invented()
        if table.empty:
            return widgets.sentence("Aucun contrat de votre périmètre ne peut être calculé.")
        columns = [
            Column("nom", "CPTS"),
            Column("taille", "Taille", "int"),
            Column("taille_proposee", "Taille proposée", "int"),
            Column("en_vigueur_centimes", EN_VIGUEUR, "euros"),
            Column("propose_centimes", PROPOSE, "euros"),
            Column("ecart_centimes", "Écart", "euros"),
            Column("statut", "Statut", "statut"),
        ]
        sums = {c.key: int(table[c.key].sum()) for c in columns if c.kind == "euros"}
        up, down = int(table["ecart_centimes"].gt(0).sum()), int(table["ecart_centimes"].lt(0).sum())
        widgets.sentence(
            f"« {bloc.titre} » donnerait {gaps_charts.signed(sums['ecart_centimes'])} sur la durée des "
            f"{french.count(len(table), 'contrat')} : {french.count(up, 'contrat y gagne', 'contrats y gagnent')}, "
            f"{french.count(down, 'y perd', 'y perdent')}, à l’atteinte observée.",
            demo=demo,
        )
        widgets.table(
            table.head(MOST),
            columns,
            caption="Les plus grands gains d’abord"
            + (f", {MOST} premiers contrats ; le téléchargement les contient tous." if len(table) > MOST else "."),
            total={"nom": "Total", **sums, "statut": least_sure(table["statut"])},
        )
        mark = "demonstration-" if demo else ""
        widgets.downloads(
            table,
            [Column("id_cpts", "Code CPTS"), *columns],
            key="accord.toutes.fichier",
            name=f"{mark}accord-propose-cpts",
        )
        if len(found.sans_calcul):
            st.caption(
                french.typography(f"Sans calcul : {french.enumerate_fr(found.sans_calcul['nom'].tolist(), limit=5)}.")
            )
