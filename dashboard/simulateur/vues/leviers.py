"""The levers of one contract year: its objectives as fields, what each step earns, a goal to reach, the play of chance."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from calculators import french
from calculators.aci import SituationError
from calculators.aci.accord.statut import least_sure
from dashboard.asking import questions, session
from dashboard.simulateur import compute
from dashboard.simulateur.saisie import objectives_form, observe
from dashboard.simulateur.saisie import situation as saisie_situation
from dashboard.simulateur.saisie.objectifs import Objectif
from dashboard.simulateur.saisie.observe import Observe
from dashboard.simulateur.saisie.situation import FREE
from dashboard.simulateur.vues import bornes, but, essais, leviers_tables
from dashboard.simulateur.vues.leviers_chart import gains, spread
from dashboard.simulateur.vues.pourquoi import walked
from dashboard.tables import Column, badge
from dashboard.ui import pickers, widgets
from dashboard.ui.widgets import Card
from pipelines.financement.objectifs import Objectifs

#: Observations of a CPTS that has none.
NOTHING = pd.DataFrame({"indicateur": [], "annee_contrat": [], "etat": [], "valeur": []})

QUESTIONS = {
    "gains": "Ce que chaque objectif rapporterait",
    "but": "Atteindre un montant",
    "hasard": "La part du hasard",
}


def levers(text: str, bare: str, own: list[Objectif], names: Mapping[str, str], id_cpts: str) -> str:
    """The whole view. `text`: the situation of the form; `bare`: the same without the objectives typed, `own`. Gives
    `text` with every objective of the chosen year."""
    seen = observe.observed(id_cpts) if id_cpts != FREE else None
    running = [] if seen is None else [n for n in sorted(seen.taux) if n not in seen.finies]
    years = compute.situation_of(text)["annees"]
    known = sorted({*(seen.taux if seen else ()), *(o["annee"] for o in own)})
    annee = int(
        pickers.choose_segment(
            "Année de contrat",
            {str(n): f"Année {n}" + (" (en cours)" if n in running else "") for n in range(1, years + 1)},
            key="annee_leviers",
            default=str(running[0] if running else known[-1] if known else min(2, years)),
        )
    )
    found = observe.objectives(id_cpts, annee) if seen is not None else None
    demo = found is not None and bool(found.provenance["demonstration"].any())
    said = _where_from(seen, found, own, annee=annee)
    widgets.sentence(
        said + (" L’année est en cours : ses valeurs sont provisoires." if annee in running else ""), demo=demo
    )
    objectives_form.editor(bare, own, names, annee=annee)
    situation = _situation(text, found, names, annee=annee)
    if not any(o["annee"] == annee for o in situation.get("objectifs") or []):
        widgets.sentence(
            f"Aucun objectif ne peut encore être calculé en année {annee} : complétez ceux d’une mission de votre annexe "
            "ci-dessus, ou choisissez une année qui a des observations et des cibles."
        )
        return text
    here = compute.text_of(situation)
    try:
        compute.compute(here)
    except SituationError as error:
        for sentence in error.sentences:
            st.error(saisie_situation.said(sentence), icon=":material/error:")
        return text
    answer(here, situation, annee=annee, detail=NOTHING if seen is None else seen.detail, demo=demo)
    if found is not None and seen is not None:
        provenance(seen, annee)
    return here


def _where_from(seen: Observe | None, found: Objectifs | None, own: list[Objectif], *, annee: int) -> str:
    """Where the objectives of the year come from, and what is assumed of them."""
    if found is not None and len(found.provenance):
        mixed = " Les objectifs saisis ci-dessous remplacent ceux de leur mission." if own else ""
        return (
            f"Cibles et valeurs de l’année {annee}, lues dans les observations reçues. Hypothèse : tant que l’annexe du "
            "contrat n’est pas connue, l’enveloppe de chaque mission est partagée à parts égales entre ses indicateurs. "
            f"Les autres années gardent l’atteinte choisie à gauche.{mixed}"
        )
    why = "cette CPTS n’a ni cible ni observation" if seen is None else "aucune cible n’est enregistrée"
    return f"En année {annee}, {why} : les leviers se calculent sur les objectifs de votre annexe, saisis ici."


def _situation(text: str, found: Objectifs | None, names: Mapping[str, str], *, annee: int) -> dict[str, Any]:
    """The situation with every objective of the year: those typed, then the stored ones of the other missions, both with
    the values tried on the screen."""
    situation = compute.situation_of(text)
    typed = situation.get("objectifs") or []
    mine = [o for o in typed if o["annee"] == annee]
    taken = {o["mission"] for o in mine}
    stored = [] if found is None else [o for o in found.situation["objectifs"] if o["annee"] == annee]
    rest = [o for o in stored if o["mission"] not in taken]
    own = questions.situations().get(str(situation["id_cpts"]), ("", {}))[1].get("objectifs") or []
    given = {o["mission"] for o in own if o["annee"] == annee}
    shared = set() if found is None else {o["code"] for o in rest if o["mission"] not in given}
    envelopes = {str(o["mission"]) for o in mine + rest}
    values = essais.fields([*mine, *rest], names, annee=annee) if envelopes else {}
    full = leviers_tables.with_objectives(
        situation,
        [*mine, *rest],
        annee=annee,
        result=compute.compute(text),
        partages=shared,
        valeurs=values,
    )
    return {**full, "objectifs": [*full["objectifs"], *(o for o in typed if o["annee"] != annee)]}


def answer(here: str, situation: Mapping[str, Any], *, annee: int, detail: pd.DataFrame, demo: bool) -> None:
    """Cards of the year, then what was asked: gains, a goal, the play of chance; only that is computed."""
    result = compute.compute(here)
    lines = result.lignes[result.lignes["annee_contrat"].eq(annee) & result.lignes["volet"].eq("variable")]
    now, status = int(lines["montant_centimes"].sum()), badge(least_sure(lines["statut"].astype(str)))
    table = leviers_tables.worded(
        compute.levers_of(here),
        situation["objectifs"],
        session.catalogue().indicateurs,
        detail=detail,
        lignes=result.lignes,
    )
    table = table[table["gain_centimes"].gt(0)].reset_index(drop=True)
    best = int(table.groupby("code")["gain_centimes"].max().sum()) if len(table) else 0
    mark = f"{widgets.DEMO} " if demo else ""
    count = int(lines["objectif"].astype(str).ne("").sum())
    left = table["code"].nunique()
    total = int(result.lignes["montant_centimes"].sum())
    due = result.lignes[result.lignes["montant_centimes"].ne(0)]
    widgets.cards(
        [
            Card(
                f"Volet variable, année {annee}",
                french.euros(now, cents=False),
                f"{mark}{status} {bornes.spans(result.bornes, lines, 'annee_contrat').get(str(annee), f'{count} objectifs')}",
            ),
            Card(
                "Encore à gagner",
                french.euros(best, cents=False),
                f"{mark}{status} {french.count(left, 'objectif')} à atteindre",
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
        but.goal(here, table, annee=annee, now=now, most=now + best, total=total, demo=demo)
    elif asked == "hasard":
        chance(here, annee=annee, demo=demo)
    else:
        widgets.block(
            gains(table, annee=annee),
            key="leviers",
            name=f"leviers-annee-{annee}",
            demo=demo,
            table_shown=True,
            caption="Chaque gain vient d’un calcul complet, l’objectif atteint. En ambre pointillé : l’intervalle à 95 % contient "
            "déjà la cible, le hasard seul pourrait suffire.",
        )


def chance(here: str, *, annee: int, demo: bool) -> None:
    """How far chance alone could move the variable part; it never alters the entitlement."""
    found = compute.risk_of(here, annee)
    widgets.block(spread(found), key="risque", name=f"risque-annee-{annee}", demo=demo)
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
def provenance(seen: Observe, annee: int) -> None:
    """Where each value was read, behind one click."""
    part = seen.detail[seen.detail["annee_contrat"].eq(annee)]
    folded = st.expander(
        "D’où viennent ces valeurs", key="leviers.sources", icon=":material/account_tree:", on_change="rerun"
    )
    if not folded.open:
        return
    with folded:
        widgets.table(
            walked(part),
            [
                Column("indicateur", "Indicateur"),
                Column("valeur", "Observé", "written"),
                Column("objectif", "Référence → cible", "written"),
                Column("mois", "Mois"),
                Column("fichier", "Fichier et dépôt", "html"),
                Column("ligne", "Ligne", "int"),
            ],
            caption="La ligne est celle du fichier reçu, telle qu’Excel la numérote.",
            whole=True,
        )
