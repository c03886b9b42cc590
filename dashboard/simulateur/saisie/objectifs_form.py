"""The guided entry of the annex's objectives: one form, one list, and the check that they share each envelope exactly."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

import streamlit as st

from calculators import french
from calculators.aci import Situation, SituationError
from calculators.aci.situation.objectifs import Enveloppes, envelopes, shares
from calculators.aci.situation.read import read_objectifs
from calculators.aci.situation.schema import Binaire, Objectif, Paliers
from dashboard.asking import session
from dashboard.simulateur import compute
from dashboard.simulateur.saisie import objectifs
from dashboard.simulateur.saisie.codes import LONGEST, ScenarioError
from dashboard.simulateur.saisie.form import OWN
from dashboard.simulateur.saisie.objectifs import FORMES, SENS, UNITES, Entree, write_typed
from dashboard.ui import address, widgets

KEY = OWN
FORM = "objectif.saisie"
OTHER = "autre"


def find_kept(given: Sequence[Entree]) -> list[Entree]:
    """The objectives typed, as the address or the session holds them; else those `given` by what the page starts from."""
    text = address.recall(KEY)
    if not text:
        return [dict(entry) for entry in given]
    try:
        return objectifs.decode(text)
    except ScenarioError as error:
        address.warn_of_link(str(error))
        return []


def apply(bare: Situation, own: Sequence[Objectif]) -> Situation:
    """The situation of the form with the objectives that share their envelope."""
    return objectifs.apply(bare, own, _envelopes(bare)) if own else bare


def say_applied(situation: Situation, own: Sequence[Objectif]) -> None:
    """Says how many of the objectives typed are counted, and where to complete the others."""
    counted = len(situation.objectifs)
    how_many = french.count(counted, "objectif") if counted else "Aucun objectif"
    said = f"{how_many} de votre annexe {french.plural(counted, 'est compté', 'sont comptés')}"
    left = len(own) - counted
    if left:
        said += (
            f" ; {french.count(left, 'autre attend', 'autres attendent')} que l’enveloppe de leur mission soit partagée"
        )
    widgets.sentence(f"{said} (voir « Leviers »).", attention=bool(left))


def edit(bare: Situation, own: Sequence[Objectif], names: Mapping[str, str], *, annee: int) -> None:
    """The whole block. `bare`: the situation of the form without objectives; `own`: those typed, of every year."""
    mine = [objectif for objectif in own if objectif.annee == annee]
    # The same label whatever is typed: another one would fold the block.
    label = "Objectifs de votre annexe : saisissez les vôtres"
    folded = st.expander(label, key="leviers.annexe", icon=":material/edit_document:", on_change="rerun")
    enveloppes = _envelopes(bare)
    show_balance(mine, enveloppes, names)
    if not folded.open:
        return
    with folded:
        _list(own, names, annee=annee)
        running = {mission: names.get(mission, mission) for year, mission in enveloppes if year == annee}
        if not running:
            st.caption(f"Aucune mission n’a de part variable en année {annee}.")
            return
        _form(bare, own, running, annee=annee)


def show_balance(mine: Sequence[Objectif], enveloppes: Enveloppes, names: Mapping[str, str]) -> None:
    """For each mission, whether its objectives share the envelope; by how much they don't."""
    rows = []
    for part in shares(mine, enveloppes):
        end = "" if part.exact else " ; en attendant, son taux reste celui de la saisie"
        name = escape(names.get(part.mission, part.mission))
        said = escape(french.typography(objectifs.say_share(part) + end))
        rows.append(f"<li>{'✓' if part.exact else '⚠'} <strong>{name}</strong>, {said}.</li>")
    if rows:
        st.html(f'<ul class="enveloppes">{"".join(rows)}</ul>')


def _envelopes(bare: Situation) -> Enveloppes:
    return envelopes(compute.compute(bare).lignes)


def _list(own: Sequence[Objectif], names: Mapping[str, str], *, annee: int) -> None:
    indicators = session.catalogue().indicateurs
    for place, objectif in enumerate(own):
        if objectif.annee != annee:
            continue
        code, mission = objectif.code, names.get(objectif.mission, objectif.mission)
        name = indicators[code].court if code in indicators else code
        with st.container(horizontal=True, vertical_alignment="center", key=f"objectif.ligne.{place}"):
            st.html(
                f"<span><strong>{escape(mission)}, {escape(name)}</strong><br>"
                f"<small>{FORMES[objectif.forme]} : {escape(objectifs.describe(objectif))}</small></span>"
            )
            st.button(
                "Modifier",
                key=f"objectif.modifier.{place}",
                on_click=_take_back,
                args=(own, place),
                type="tertiary",
                help=f"Reprendre « {name} » dans la saisie",
            )
            st.button(
                "Retirer",
                key=f"objectif.retirer.{place}",
                on_click=_drop,
                args=(own, place),
                type="tertiary",
                icon=":material/close:",
                help=f"Retirer « {name} »",
            )
    others = sorted({objectif.annee for objectif in own} - {annee})
    if others and not any(objectif.annee == annee for objectif in own):
        for year in others:
            label, key = f"Reprendre les objectifs de l’année {year}", f"objectif.copier.{year}"
            st.button(label, key=key, on_click=_copy, args=(own, year, annee), icon=":material/content_copy:")


def _form(bare: Situation, own: Sequence[Objectif], missions: dict[str, str], *, annee: int) -> None:
    state = st.session_state
    indicators = session.catalogue().indicateurs
    st.markdown(f"**Ajouter un objectif, année {annee}**")
    left, right = st.columns(2)
    with left:
        if state.get(f"{FORM}.mission") not in missions:
            state[f"{FORM}.mission"] = next(iter(missions))
        mission = st.selectbox("Mission", list(missions), format_func=missions.__getitem__, key=f"{FORM}.mission")
    listed = {c: i.court.replace("'", "’") for c, i in indicators.items() if i.mission == mission} | {
        OTHER: "Autre, à nommer"
    }
    with right:
        if state.get(f"{FORM}.indicateur") not in listed:
            state[f"{FORM}.indicateur"] = OTHER
        code = st.selectbox("Indicateur", list(listed), format_func=listed.__getitem__, key=f"{FORM}.indicateur")
    if code == OTHER:
        st.text_input("Intitulé", key=f"{FORM}.intitule", placeholder="Convention signée avec l’hôpital", max_chars=60)
    state.setdefault(f"{FORM}.forme", "binaire")
    forme = st.segmented_control(
        "Forme", list(FORMES), format_func=FORMES.__getitem__, key=f"{FORM}.forme", required=True
    )
    _fields(forme or "binaire")
    st.button(
        "Ajouter cet objectif",
        key=f"{FORM}.ajouter",
        icon=":material/add:",
        type="primary",
        on_click=_add,
        args=(bare, own, annee),
    )
    for sentence in state.pop(f"{FORM}.erreur", []):
        widgets.refuse(sentence)


def _fields(forme: str) -> None:
    def text(where: Any, label: str, name: str, example: str) -> None:
        where.text_input(label, key=f"{FORM}.{name}", placeholder=example)

    if forme == "binaire":
        left, right = st.columns(2, vertical_alignment="bottom")
        text(left, "Montant (€)", "montant", "500")
        right.checkbox("Déjà fait et prouvé", key=f"{FORM}.fait")
        return
    left, right = st.columns(2)
    for where, name, options in ((left, "sens", SENS), (right, "pour", UNITES)):
        st.session_state.setdefault(f"{FORM}.{name}", next(iter(options)))
        where.segmented_control(
            {"sens": "Sens", "pour": "Unité"}[name],
            list(options),
            format_func=options.__getitem__,
            key=f"{FORM}.{name}",
            required=True,
        )
    first, second, third = st.columns(3)
    text(first, "Référence", "reference", "64")
    if forme == "proportionnel":
        text(second, "Cible", "cible", "68,2")
        text(third, "Montant (€)", "montant", "3 500")
    else:
        text(st, "Paliers, valeur : montant total", "paliers", "66,7 : 1 000 ; 67,5 : 2 500 ; 68,2 : 3 500")
        st.caption("Le palier le plus haut atteint paie ; les montants ne s’ajoutent pas.")
    text(second if forme == "paliers" else first, "Valeur observée", "valeur", "67,6")
    text(third if forme == "paliers" else second, "Sur combien de personnes", "denominateur", "7 200")


def _publish(own: Sequence[Objectif]) -> bool:
    code = objectifs.encode(own)
    if len(code) > LONGEST:
        st.session_state[f"{FORM}.erreur"] = ["Ces objectifs sont trop longs pour tenir dans l’adresse de la page."]
        return False
    address.keep(KEY, code)
    return True


def _add(bare: Situation, own: Sequence[Objectif], annee: int) -> None:
    state = st.session_state
    typed = {name.removeprefix(f"{FORM}."): state[name] for name in map(str, state) if name.startswith(f"{FORM}.")}
    typed["code"] = typed.get("intitule") if typed.get("indicateur") == OTHER else typed.get("indicateur")
    try:
        (objectif,) = read_objectifs([objectifs.build(typed, annee=annee)])
    except french.EntryError as error:
        state[f"{FORM}.erreur"] = [french.typography(str(error))]
        return
    except SituationError as error:
        state[f"{FORM}.erreur"] = error.sentences
        return
    found = objectifs.list_problems(bare, objectif, session.accord())
    if found:
        state[f"{FORM}.erreur"] = found
        return
    key = (annee, objectif.mission, objectif.code)
    if _publish([*(other for other in own if (other.annee, other.mission, other.code) != key), objectif]):
        for name in ("intitule", "montant", "reference", "cible", "paliers", "valeur", "denominateur"):
            state[f"{FORM}.{name}"] = ""
        state[f"{FORM}.fait"] = False


def _take_back(own: Sequence[Objectif], place: int) -> None:
    """Put one objective back in the fields, to change it."""
    state, objectif = st.session_state, own[place]
    known = objectif.code in session.catalogue().indicateurs
    state[f"{FORM}.mission"], state[f"{FORM}.forme"] = objectif.mission, objectif.forme
    state[f"{FORM}.indicateur"] = objectif.code if known else OTHER
    state[f"{FORM}.intitule"] = "" if known else objectif.code
    state[f"{FORM}.fait"] = isinstance(objectif, Binaire) and bool(objectif.fait)
    state[f"{FORM}.sens"], state[f"{FORM}.pour"] = (
        getattr(objectif, "sens", "hausse"),
        str(getattr(objectif, "pour", 100)),
    )
    numbers = {name: getattr(objectif, name, None) for name in ("reference", "cible", "valeur", "denominateur")}
    tiers = objectif.paliers if isinstance(objectif, Paliers) else ()
    numbers["montant"] = None if tiers else _euros(objectif.montant)
    unit = int(state[f"{FORM}.pour"])
    for name, value in numbers.items():
        shown = unit if name in ("reference", "cible", "valeur") else 1
        state[f"{FORM}.{name}"] = "" if value is None else write_typed(value, pour=shown)
    state[f"{FORM}.paliers"] = " ; ".join(
        f"{write_typed(step, pour=unit)} : {write_typed(_euros(cents))}" for step, cents in tiers
    )


def _euros(cents: int) -> Decimal:
    return Decimal(cents) / 100


def _drop(own: Sequence[Objectif], place: int) -> None:
    _publish([objectif for rank, objectif in enumerate(own) if rank != place])


def _copy(own: Sequence[Objectif], de: int, vers: int) -> None:
    _publish(objectifs.copy_year(own, de=de, vers=vers))
