"""A proposed or corrected accord as a file: what is wrong with it, then what it would change for one CPTS and for all."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib import resources

import pandas as pd
import streamlit as st

from calculators import french
from calculators.aci import AccordError, Situation, SituationError
from calculators.aci.accord.load import Accord, read_bloc, with_bloc
from calculators.aci.accord.schema import Bloc
from calculators.aci.accord.statut import SYMBOLES, least_sure
from calculators.aci.et_si.scenarios import compare
from calculators.aci.situation.change import under_rules
from dashboard.asking import questions, session
from dashboard.asking.cache import question
from dashboard.asking.session import Session
from dashboard.charts.money import post
from dashboard.simulateur import compute
from dashboard.simulateur.vues.ecarts_chart import write_signed
from dashboard.simulateur.vues.scenarios_chart import draw_years
from dashboard.tables import Column, badge
from dashboard.ui import pickers, widgets
from dashboard.ui.widgets import Card
from dashboard.ui.words import literal
from pipelines.financement.accords import ComparaisonAccords, Totaux, compare_accords, count_unknown, with_full

KEPT = "accord.propose"
LARGEST = 1_000_000
EN_VIGUEUR, PROPOSE = "En vigueur", "Proposé"
MOST = 100


_read = lru_cache(maxsize=8)(read_bloc)


@lru_cache(maxsize=4)
def _add(accord: Accord, text: str, name: str) -> Accord:
    """One agreement for one file, so that what was computed under it is found again."""
    return with_bloc(accord, _read(text, name))


@question(entries=4, spinner="Comparaison de tous les contrats…")
def compare_all(session: Session, text: str, name: str, now: bool) -> ComparaisonAccords:
    """Every contract in scope under the agreement in force, then with the file of this text."""
    return compare_accords(session.store, session.scope, _read(text, name), au=session.today, des_maintenant=now)


def show(situation: Situation, names: Mapping[str, str]) -> None:
    """The whole half of the view. `situation`: that of the form."""
    widgets.text(
        "Un accord **proposé** ou corrigé est un fichier : partez de la copie de celui en vigueur, changez les montants, "
        "déposez-la ici. Rien n’est enregistré, et l’adresse de la page ne garde pas le fichier."
    )
    given = _ask_file()
    if given is None:
        return
    content, name = given
    try:
        bloc = _read(content, name)
        proposed = _add(session.accord(), content, name)
    except AccordError as error:
        widgets.refuse(str(error).replace("\n", "\n\n"))
        return
    _say_checked(bloc, name)
    now = pickers.switch(
        "Appliquer ce fichier à toutes les années de contrat",
        key="e_maintenant",
        help="Sinon, seulement aux années qui commencent une fois l’accord en vigueur.",
    )
    _show_here(situation, names, bloc, proposed, now=now)
    _show_all(content, name, bloc, now=now)


def write_model() -> bytes:
    """A copy of the accord in force, to change: proposed, under its own code, from the first day of next year."""
    files = resources.files("calculators.aci").joinpath("accord").iterdir()
    text = max((file for file in files if file.name.endswith(".yaml")), key=lambda file: file.name).read_text("utf-8")
    start = date(session.today().year + 1, 1, 1)
    for key, value in (("version", "proposition"), ("nature", "proposé"), ("en_vigueur", start.isoformat())):
        text = re.sub(rf"(?m)^{key}:.*$", f"{key}: {value}", text, count=1)
    return text.encode("utf-8")


def _ask_file() -> tuple[str, str] | None:
    """The text and the name of the file dropped, kept while other views are read; None when there is none to compare."""
    st.download_button(
        "Copie de l’accord en vigueur, à modifier",
        write_model,
        file_name="accord-propose.yaml",
        mime="application/yaml",
        icon=":material/download:",
        on_click="ignore",
        key="accord.modele",
    )
    kept = st.session_state.get(KEPT)
    if kept is not None:
        st.button(
            f"Retirer « {literal(kept[1])} »",
            icon=":material/close:",
            on_click=_drop,
            key="accord.retirer",
            type="tertiary",
        )
        return str(kept[0]), str(kept[1])
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


def _say_checked(bloc: Bloc, name: str) -> None:
    """What the file is, once it was found usable."""
    counts = pd.Series([cell.statut for cell in bloc.cellules]).value_counts()
    listed = " · ".join(f"{SYMBOLES[str(statut)]} {statut} : {count}" for statut, count in counts.items())
    st.success(
        literal(
            french.typography(
                f"« {name} » est utilisable : version « {bloc.version} » ({bloc.nature}), en vigueur le {french.day(bloc.en_vigueur)}, "
                f"{french.count(len(bloc.tailles), 'taille')}, {french.count(len(bloc.cellules), 'cellule')}. Statuts : {listed}."
            )
        ),
        icon=":material/check:",
    )


def _show_here(situation: Situation, names: Mapping[str, str], bloc: Bloc, proposed: Accord, *, now: bool) -> None:
    """What the file would change for the situation of the form."""
    st.subheader("Pour la situation saisie à gauche", anchor=False)
    before = compute.compute(situation)
    try:
        after = compute.compute(under_rules(situation, bloc.en_vigueur) if now else situation, proposed)
    except (SituationError, AccordError) as error:
        widgets.refuse(str(error))
        return
    results = {EN_VIGUEUR: before, PROPOSE: after}
    totals = {name: int(result.lignes["montant_centimes"].sum()) for name, result in results.items()}
    gap = totals[PROPOSE] - totals[EN_VIGUEUR]
    cards = []
    for name, result in results.items():
        due = result.lignes[result.lignes["montant_centimes"].ne(0)]
        mark = badge(least_sure(due["statut"].astype(str)))
        detail = f"{mark} {write_signed(gap)}" if name == PROPOSE else f"{mark} la référence"
        cards.append(Card(name, french.euros(totals[name], cents=False), detail, attention=name == PROPOSE))
    widgets.cards(cards)
    if not gap and not now:
        widgets.sentence(
            f"Rien ne change : aucune année de ce contrat ne commence à partir du {french.day(bloc.en_vigueur)}, ou ses "
            "montants sont les mêmes. Cochez « toutes les années » pour voir l’effet sur le contrat entier."
        )
        return
    unknown = count_unknown(after.lignes)
    if unknown:
        full = Totaux(*(int(with_full(result.lignes)["plein_centimes"].sum()) for result in results.values()))
        widgets.text(
            "Avec les seules atteintes connues : "
            + say_ends(Totaux(totals[EN_VIGUEUR], totals[PROPOSE]), full, unknown)
        )
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
        draw_years({name: result.lignes for name, result in results.items()}),
        key="accord.annees",
        name="accord-propose-par-annee",
        title="Année par année",
    )


def say_ends(least: Totaux, full: Totaux, unknown: int) -> str:
    """Both ends of a gap, without what is not known yet and with every variable part in full, and how many count for nothing."""
    text = (
        f"de {french.euros(least.en_vigueur, cents=False)} à {french.euros(least.propose, cents=False)} "
        f"(**{write_signed(least.ecart)}**). Toutes les parts variables comptées en entier : de "
        f"{french.euros(full.en_vigueur, cents=False)} à {french.euros(full.propose, cents=False)} (**{write_signed(full.ecart)}**)."
    )
    if unknown:
        many = french.count(
            unknown, "part variable jamais observée compte", "parts variables jamais observées comptent"
        )
        text += f" {french.upper_first(many)} pour zéro dans les totaux, sauf le dernier."
    return text


def _show_all(content: str, name: str, bloc: Bloc, *, now: bool) -> None:
    """What the file would change for every contract in scope, at the attainment observed, behind one click."""
    folded = st.expander(
        "Toutes les CPTS de votre périmètre", key="accord.toutes", icon=":material/groups:", on_change="rerun"
    )
    if not folded.open:
        return
    with folded:
        found = compare_all(content, name, now)
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
            f"« {bloc.titre} » donnerait {write_signed(sums['ecart_centimes'])} sur la durée des "
            f"{french.count(len(table), 'contrat')} : {french.count(up, 'contrat y gagne', 'contrats y gagnent')}, "
            f"{french.count(down, 'y perd', 'y perdent')}, une année pas encore observée répétant la dernière qui l’est.",
            demo=demo,
        )
        widgets.text(
            "À l’atteinte déjà observée seule, les parts variables des années à venir comptant pour zéro : "
            + say_ends(found.observe, found.plein, found.inconnues)
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
