"""The guided entry of the annex's objectives: one form, one list, and the check that they share each envelope exactly."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from calculators import french
from dashboard.asking import session
from dashboard.simulateur import compute
from dashboard.simulateur.saisie import objectifs, situation
from dashboard.simulateur.saisie.form import PREFIX
from dashboard.simulateur.saisie.objectifs import FORMES, SENS, UNITES, Objectif
from dashboard.simulateur.saisie.scenario_code import LONGEST, ScenarioError
from dashboard.ui import kept_text, widgets

KEY = f"{PREFIX}obj"
FORM = "objectif.saisie"
OTHER = "autre"


def kept(given: Sequence[Objectif]) -> list[Objectif]:
    """The objectives typed, read in the address or the session; else those `given` by what the page starts from."""
    text = kept_text.kept(KEY)
    if not text:
        return [dict(entry) for entry in given]
    try:
        return objectifs.decode(text)
    except ScenarioError as error:
        st.session_state.get("avis", st).warning(french.typography(str(error)), icon=":material/link_off:")
        return []


def situation_with(text: str, own: list[Objectif]) -> str:
    """The situation of the form with the objectives that share their envelope, as a text."""
    if not own:
        return text
    lines = compute.compute(text).lignes
    return compute.text_of(objectifs.applied(compute.situation_of(text), own, lines))


def applied_note(text: str, own: list[Objectif]) -> None:
    """Says how many of the objectives typed are counted, and where to complete the others."""
    counted = len(compute.situation_of(text).get("objectifs") or [])
    how_many = french.count(counted, "objectif") if counted else "Aucun objectif"
    said = f"{how_many} de votre annexe {french.plural(counted, 'est compté', 'sont comptés')}"
    left = len(own) - counted
    if left:
        said += (
            f" ; {french.count(left, 'autre attend', 'autres attendent')} que l’enveloppe de leur mission soit partagée"
        )
    widgets.sentence(f"{said} (voir « Leviers »).", attention=bool(left))


def editor(bare: str, own: list[Objectif], names: Mapping[str, str], *, annee: int) -> None:
    """The whole block. `bare`: the situation of the form without objectives; `own`: those typed, of every year."""
    mine = [o for o in own if o["annee"] == annee]
    # The same label whatever is typed: another one would fold the block.
    label = "Objectifs de votre annexe : saisissez les vôtres"
    folded = st.expander(label, key="leviers.annexe", icon=":material/edit_document:", on_change="rerun")
    lines = compute.compute(bare).lignes
    balance(mine, lines, names)
    if not folded.open:
        return
    with folded:
        _listed(own, names, annee=annee)
        envelopes = _envelopes(lines, annee)
        if not envelopes:
            st.caption(f"Aucune mission n’a de part variable en année {annee}.")
            return
        _form(bare, own, {code: names.get(code, code) for code in envelopes}, annee=annee)


def balance(mine: list[Objectif], lines: pd.DataFrame, names: Mapping[str, str]) -> None:
    """For each mission, whether its objectives share the envelope; by how much they don't."""
    rows = []
    for part in objectifs.shared(mine, lines):
        ok = bool(part.enveloppe) and not part.ecart
        end = "" if ok else " ; en attendant, son taux reste celui de la saisie"
        name = escape(names.get(part.mission, part.mission))
        rows.append(
            f"<li>{'✓' if ok else '⚠'} <strong>{name}</strong>, {escape(french.typography(part.said + end))}.</li>"
        )
    if rows:
        st.html(f'<ul class="enveloppes">{"".join(rows)}</ul>')


def _envelopes(lines: pd.DataFrame, annee: int) -> list[str]:
    rows = lines[lines["annee_contrat"].eq(annee) & lines["volet"].eq("variable")]
    return list(dict.fromkeys(rows["mission"].astype(str)))


def _listed(own: list[Objectif], names: Mapping[str, str], *, annee: int) -> None:
    indicators = session.catalogue().indicateurs
    for place, objectif in enumerate(own):
        if objectif["annee"] != annee:
            continue
        code = objectif["code"]
        name = indicators[code].court if code in indicators else code
        with st.container(horizontal=True, vertical_alignment="center", key=f"objectif.ligne.{place}"):
            st.html(
                f"<span><strong>{escape(names.get(objectif['mission'], objectif['mission']))}, {escape(name)}</strong><br>"
                f"<small>{FORMES[objectif['forme']]} : {escape(objectifs.said(objectif))}</small></span>"
            )
            st.button(
                "Modifier",
                key=f"objectif.modifier.{place}",
                on_click=_edit,
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
    others = sorted({o["annee"] for o in own} - {annee})
    if others and not any(o["annee"] == annee for o in own):
        for year in others:
            label, key = f"Reprendre les objectifs de l’année {year}", f"objectif.copier.{year}"
            st.button(label, key=key, on_click=_copy, args=(own, year, annee), icon=":material/content_copy:")


def _form(bare: str, own: list[Objectif], missions: dict[str, str], *, annee: int) -> None:
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
        st.error(situation.said(sentence), icon=":material/error:")


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


def _publish(own: list[Objectif]) -> bool:
    code = objectifs.encode(own)
    if len(code) > LONGEST:
        st.session_state[f"{FORM}.erreur"] = ["Ces objectifs sont trop longs pour tenir dans l’adresse de la page."]
        return False
    kept_text.keep(KEY, code)
    return True


def _add(bare: str, own: list[Objectif], annee: int) -> None:
    state = st.session_state
    typed = {name.removeprefix(f"{FORM}."): state[name] for name in map(str, state) if name.startswith(f"{FORM}.")}
    typed["code"] = typed.get("intitule") if typed.get("indicateur") == OTHER else typed.get("indicateur")
    try:
        objectif = objectifs.built(typed, annee=annee)
    except french.EntryError as error:
        state[f"{FORM}.erreur"] = [french.typography(str(error))]
        return
    found = objectifs.problems(compute.situation_of(bare), objectif, session.accord())
    if found:
        state[f"{FORM}.erreur"] = found
        return
    key = (annee, objectif["mission"], objectif["code"])
    others = [o for o in own if (o["annee"], o["mission"], o["code"]) != key]
    if _publish([*others, objectif]):
        for name in ("intitule", "montant", "reference", "cible", "paliers", "valeur", "denominateur"):
            state[f"{FORM}.{name}"] = ""
        state[f"{FORM}.fait"] = False


def _edit(own: list[Objectif], place: int) -> None:
    state, objectif = st.session_state, own[place]
    known = objectif["code"] in session.catalogue().indicateurs
    state[f"{FORM}.mission"], state[f"{FORM}.forme"] = objectif["mission"], objectif["forme"]
    state[f"{FORM}.indicateur"] = objectif["code"] if known else OTHER
    state[f"{FORM}.intitule"] = "" if known else objectif["code"]
    state[f"{FORM}.fait"] = bool(objectif.get("fait"))
    state[f"{FORM}.sens"], state[f"{FORM}.pour"] = objectif.get("sens", "hausse"), str(objectif.get("pour", 100))
    for name in ("montant", "reference", "cible", "valeur", "denominateur"):
        state[f"{FORM}.{name}"] = "" if objectif.get(name) is None else _plain(objectif[name])
    tiers = objectif.get("paliers") or []
    state[f"{FORM}.paliers"] = " ; ".join(f"{_plain(step)} : {_plain(worth)}" for step, worth in tiers)


def _plain(value: object) -> str:
    return format(Decimal(str(value)).normalize(), "f").replace(".", ",")


def _drop(own: list[Objectif], place: int) -> None:
    _publish([o for rank, o in enumerate(own) if rank != place])


def _copy(own: list[Objectif], de: int, vers: int) -> None:
    _publish(objectifs.copied(own, de=de, vers=vers))
