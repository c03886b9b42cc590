"""The levers of one contract year: its objectives as fields, what each step earns, a goal to reach, the play of chance."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from calculators import french
from calculators.aci import Resultat, Situation, SituationError
from calculators.aci.accord.statut import least_sure
from calculators.aci.et_si.but import Recherche
from calculators.aci.money import to_cents
from calculators.aci.situation.objectifs import envelopes
from calculators.aci.situation.schema import Binaire, Objectif, Paliers
from calculators.rows import records
from dashboard.asking import session
from dashboard.simulateur import compute
from dashboard.simulateur.saisie import objectifs_form, observe
from dashboard.simulateur.saisie.form import PREFIX
from dashboard.simulateur.saisie.objectifs import read_value
from dashboard.simulateur.saisie.observe import Cibles, Observe
from dashboard.simulateur.saisie.situation import FREE
from dashboard.simulateur.vues.leviers_chart import draw_chance, draw_gains
from dashboard.simulateur.vues.leviers_tables import (
    UNITS,
    add_words,
    name_objective,
    place_objectives,
    read_trial,
    write_stored,
    write_value,
)
from dashboard.simulateur.vues.observations_tables import COLUMNS, walk_back
from dashboard.simulateur.vues.releve_tables import say_bounds
from dashboard.tables import Column, badge
from dashboard.ui import pickers, widgets
from dashboard.ui.widgets import Card

#: Observations of a CPTS that has none.
NOTHING = pd.DataFrame({"indicateur": [], "annee_contrat": [], "etat": [], "valeur": []})

QUESTIONS = {
    "gains": "Ce que chaque objectif rapporterait",
    "but": "Atteindre un montant",
    "hasard": "La part du hasard",
}


def show(
    situation: Situation, bare: Situation, own: Sequence[Objectif], names: Mapping[str, str], id_cpts: str
) -> Situation:
    """The whole view. `bare`: the situation of the form without the objectives typed, `own`. Gives `situation` with every
    objective of the chosen year."""
    seen = observe.observed(id_cpts) if id_cpts != FREE else None
    running = [] if seen is None else [n for n in sorted(seen.taux) if n not in seen.finies]
    years = situation.annees
    known = sorted({*(seen.taux if seen else ()), *(objectif.annee for objectif in own)})
    annee = int(
        pickers.choose_segment(
            "Année de contrat",
            {str(n): f"Année {n}" + (" (en cours)" if n in running else "") for n in range(1, years + 1)},
            key="annee_leviers",
            default=str(running[0] if running else known[-1] if known else min(2, years)),
        )
    )
    targets = observe.find_targets(id_cpts, annee) if seen is not None else None
    demo = targets is not None and targets.demonstration
    said = _say_source(seen, targets, own, annee=annee)
    widgets.sentence(
        said + (" L’année est en cours : ses valeurs sont provisoires." if annee in running else ""), demo=demo
    )
    objectifs_form.edit(bare, own, names, annee=annee)
    here = _complete(situation, targets, names, annee=annee)
    if not any(objectif.annee == annee for objectif in here.objectifs):
        widgets.sentence(
            f"Aucun objectif ne peut encore être calculé en année {annee} : complétez ceux d’une mission de votre annexe "
            "ci-dessus, ou choisissez une année qui a des observations et des cibles."
        )
        return situation
    try:
        result = compute.compute(here)
    except SituationError as error:
        for sentence in error.sentences:
            widgets.refuse(sentence)
        return situation
    _answer(here, result, annee=annee, detail=NOTHING if seen is None else seen.detail, demo=demo)
    if targets is not None and seen is not None:
        _show_sources(seen, annee)
    return here


def _say_source(seen: Observe | None, targets: Cibles | None, own: Sequence[Objectif], *, annee: int) -> str:
    """Where the objectives of the year come from, and what is assumed of them."""
    if targets is not None and targets.observees:
        mixed = " Les objectifs saisis ci-dessous remplacent ceux de leur mission." if own else ""
        return (
            f"Cibles et valeurs de l’année {annee}, lues dans les observations reçues. Hypothèse : tant que l’annexe du "
            "contrat n’est pas connue, l’enveloppe de chaque mission est partagée à parts égales entre ses indicateurs. "
            f"Les autres années gardent l’atteinte choisie à gauche.{mixed}"
        )
    why = "cette CPTS n’a ni cible ni observation" if seen is None else "aucune cible n’est enregistrée"
    return f"En année {annee}, {why} : les leviers se calculent sur les objectifs de votre annexe, saisis ici."


def _complete(situation: Situation, targets: Cibles | None, names: Mapping[str, str], *, annee: int) -> Situation:
    """The situation with every objective of the year: those typed, then the stored ones of the other missions, both with
    the values tried on the screen."""
    mine = [objectif for objectif in situation.objectifs if objectif.annee == annee]
    taken = {objectif.mission for objectif in mine}
    stored = [] if targets is None else [o for o in targets.objectifs if o.mission not in taken]
    listed = [*mine, *stored]
    return place_objectives(
        situation,
        listed,
        annee=annee,
        enveloppes=envelopes(compute.compute(situation).lignes),
        partages=frozenset() if targets is None else targets.partages & {o.code for o in stored},
        valeurs=_try_values(listed, names, annee=annee) if listed else {},
    )


def _try_values(objectifs: Sequence[Objectif], names: Mapping[str, str], *, annee: int) -> dict[str, Decimal | bool]:
    """One field per objective of the year, behind one click; gives the values that were changed, by code.

    Closed, the fields are not written: what was typed in them is read in the address, where it is kept.
    """
    indicators = session.catalogue().indicateurs
    keys = {o.code: f"{PREFIX}v{annee}_{o.code}" for o in objectifs}
    texts = {code: _find_typed(key) for code, key in keys.items()}
    known = {o.code: read_trial(o, texts[o.code]) for o in objectifs}
    changed = {code: value for code, value in known.items() if value is not None}
    folded = st.expander(
        "Valeurs des indicateurs : essayez les vôtres",  # always these words: with others it is another panel, its fields lost
        key="leviers.valeurs",
        icon=":material/edit:",
        on_change="rerun",
    )
    if not folded.open:
        for code in changed:
            st.query_params[keys[code]] = texts[code] or ""
        _count_changed(changed)
        return changed
    typed: dict[str, Decimal | bool] = {}
    with folded:
        for mission in dict.fromkeys(o.mission for o in objectifs):
            st.markdown(f"**{names.get(mission, mission)}**")
            columns = st.columns(3)
            for rank, objectif in enumerate(o for o in objectifs if o.mission == mission):
                with columns[rank % 3]:
                    value = _ask_value(objectif, name_objective(objectif.code, indicators), key=keys[objectif.code])
                if value is not None:
                    typed[objectif.code] = value
    _count_changed(typed)
    return typed


def _count_changed(values: Mapping[str, Decimal | bool]) -> None:
    if values:
        widgets.sentence(
            f"{french.count(len(values), 'valeur changée', 'valeurs changées')} : les montants en tiennent compte."
        )


def _find_typed(key: str) -> str | None:
    """What was typed in a field that may not be on the screen: in the address, else in the session's memory."""
    kept = st.query_params.get(key, st.session_state.get(f"memoire.{key}"))
    if isinstance(kept, bool):
        return "oui" if kept else "non"
    return None if kept is None else str(kept)


def _ask_value(objectif: Objectif, label: str, *, key: str) -> Decimal | bool | None:
    """The value typed for one objective, None when it is the stored one or can't be read."""
    if isinstance(objectif, Binaire):
        stored = bool(objectif.fait)
        done = pickers.switch(label, key=key, default=stored)
        return done if done != stored else None
    pickers.type_in(
        f"{label} ({UNITS[objectif.pour].strip() or 'nombre'})",
        partial(read_value, pour=objectif.pour),
        key=key,
        default=write_stored(objectif),
        optional=True,
        placeholder="non reçu",
    )
    goal = objectif.paliers[-1][0] if isinstance(objectif, Paliers) else objectif.cible
    start = write_value(objectif.reference, objectif.pour)
    st.caption(f"référence {start}, cible {write_value(goal, objectif.pour)}")
    return read_trial(objectif, st.session_state.get(f"choix.{key}"))


def _answer(here: Situation, result: Resultat, *, annee: int, detail: pd.DataFrame, demo: bool) -> None:
    """Cards of the year, then what was asked: gains, a goal, the play of chance; only that is computed."""
    lines = result.lignes[result.lignes["annee_contrat"].eq(annee) & result.lignes["volet"].eq("variable")]
    now, status = int(lines["montant_centimes"].sum()), badge(least_sure(lines["statut"].astype(str)))
    table = add_words(
        compute.list_levers(here),
        here.objectifs,
        session.catalogue().indicateurs,
        detail=detail,
        lignes=result.lignes,
    )
    table = table[table["gain_centimes"].gt(0)].reset_index(drop=True)
    best = int(table.groupby("code")["gain_centimes"].max().sum()) if len(table) else 0
    mark = f"{widgets.DEMO} " if demo else ""
    count = int(lines["objectif"].astype(str).ne("").sum())
    total = int(result.lignes["montant_centimes"].sum())
    due = result.lignes[result.lignes["montant_centimes"].ne(0)]
    span = say_bounds(result.bornes, lines, "annee_contrat").get(str(annee), f"{count} objectifs")
    widgets.cards(
        [
            Card(f"Volet variable, année {annee}", french.euros(now, cents=False), f"{mark}{status} {span}"),
            Card(
                "Encore à gagner",
                french.euros(best, cents=False),
                f"{mark}{status} {french.count(table['code'].nunique(), 'objectif')} à atteindre",
            ),
            Card(
                "Total du contrat",
                french.euros(total, cents=False),
                f"{mark}{badge(least_sure(due['statut'].astype(str)))} avec ces valeurs en année {annee}",
            ),
        ]
    )
    asked = pickers.choose_segment("Question", QUESTIONS, key="question")
    if asked == "but":
        _seek_amount(here, table, annee=annee, now=now, most=now + best, total=total, demo=demo)
    elif asked == "hasard":
        _show_chance(here, annee=annee, demo=demo)
    else:
        widgets.block(
            draw_gains(table, annee=annee),
            key="leviers",
            name=f"leviers-annee-{annee}",
            demo=demo,
            table_shown=True,
            caption="Chaque gain vient d’un calcul complet, l’objectif atteint. En ambre pointillé : l’intervalle à 95 % contient "
            "déjà la cible, le hasard seul pourrait suffire.",
        )


def _seek_amount(
    here: Situation, table: pd.DataFrame, *, annee: int, now: int, most: int, total: int, demo: bool
) -> None:
    """The smallest sets of steps that reach an amount of variable part, each verified."""
    half = -(-(now + (most - now) // 2) // 100_000) * 1_000 if most > now else 0
    wanted = pickers.type_in(
        f"Volet variable visé en année {annee} (€)",
        french.read_number,
        key=f"{PREFIX}but{annee}",
        default=french.number(min(half, most // 100)) if half else "",
        optional=True,
        placeholder="75 000",
    )
    if wanted is None:
        return
    aim = to_cents(wanted)
    found = compute.seek_goal(here, total - now + aim)
    widgets.sentence(_say_found(found, aim, now=now, most=most), demo=demo)
    if not found.solutions:
        return
    rows = {row["rang"]: row for row in records(table)}
    shown = pd.DataFrame(
        [
            {
                "choix": f"Choix {rank}",
                "etapes": "".join(
                    f"{escape(rows[step.rang]['etape_nom'])} : {escape(rows[step.rang]['aller'])}"
                    f"<small>{escape(rows[step.rang]['distance_mots'])}</small>"
                    for step in solution.etapes
                ),
                "gain": solution.gain_centimes,
                "variable": now + solution.gain_centimes,
                "total": solution.total_centimes,
                "statut": least_sure(rows[step.rang]["statut"] for step in solution.etapes),
            }
            for rank, solution in enumerate(found.solutions, start=1)
        ]
    )
    widgets.table(
        shown,
        [
            Column("choix", "Choix"),
            Column("etapes", "Objectifs à atteindre", "html"),
            Column("gain", "Gain", "euros"),
            Column("variable", f"Volet variable, année {annee}", "euros"),
            Column("total", "Total du contrat", "euros"),
            Column("statut", "Statut", "statut"),
        ],
        caption="Les plus petits ensembles d’objectifs ; chaque total est vérifié par un calcul complet.",
        whole=True,
    )


def _say_found(found: Recherche, aim: int, *, now: int, most: int) -> str:
    if aim <= now:
        return f"{french.euros(aim)} sont déjà acquis : le volet variable calculé est de {french.euros(now)}."
    if not found.solutions:
        return f"{french.euros(aim)} sont hors de portée : tous objectifs atteints, le volet variable vaut {french.euros(most)}."
    size = len(found.solutions[0].etapes)
    tried = "" if found.complete else " Les ensembles étaient trop nombreux pour être tous essayés."
    text = f"{french.count(size, 'objectif')} {french.plural(size, 'suffit', 'suffisent')} pour atteindre {french.euros(aim)}."
    return text + tried


def _show_chance(here: Situation, *, annee: int, demo: bool) -> None:
    """How far chance alone could move the variable part; it never alters the entitlement."""
    found = compute.draw_chance(here, annee)
    widgets.block(draw_chance(found), key="risque", name=f"risque-annee-{annee}", demo=demo)
    fixed = (
        f" {french.count(len(found.fixes), 'objectif')} sans dénominateur gardent leur valeur." if found.fixes else ""
    )
    st.caption(
        french.typography(
            "Seul le bruit d’échantillonnage de chaque indicateur est tiré au sort : ni tendance, ni effet des actions, "
            f"ni lien entre indicateurs.{fixed}"
        )
    )


@st.fragment
def _show_sources(seen: Observe, annee: int) -> None:
    """Where each value was read, behind one click."""
    part = seen.detail[seen.detail["annee_contrat"].eq(annee)]
    folded = st.expander(
        "D’où viennent ces valeurs", key="leviers.sources", icon=":material/account_tree:", on_change="rerun"
    )
    if not folded.open:
        return
    with folded:
        widgets.table(
            walk_back(part),
            [column for column in COLUMNS if column.key != "chemin"],
            caption="La ligne est celle du fichier reçu, telle qu’Excel la numérote.",
            whole=True,
        )
