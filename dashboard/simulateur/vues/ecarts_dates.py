"""Why an amount moved between two days: the stored contracts computed twice, and what moved them, cause by cause.

Kept by (store, committed state, rights, what is asked), like every question of the screens.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import pandas as pd
import streamlit as st

from calculators import french
from calculators.aci import Situation, SituationError
from calculators.aci.accord.statut import ATTESTE, SYMBOLES, least_sure
from calculators.aci.droits.calendrier import add_months, days
from calculators.aci.situation.read import restore_years
from calculators.aci.situation.write import write_situation
from dashboard.asking import questions, session
from dashboard.asking.cache import question
from dashboard.asking.session import Session
from dashboard.simulateur.saisie.situation import FICHIER, FREE
from dashboard.simulateur.vues.ecarts_chart import CAUSES, draw_gaps, write_signed
from dashboard.simulateur.vues.releve_tables import UNSURE, marked
from dashboard.tables import Column
from dashboard.ui import pickers, widgets
from pipelines.financement.funding import Calcul, difference, funding

MOST = 100
#: What the fields of the form say of a contract; the rest (annex, objectives, attainment) stays as stored.
TYPED = ("population", "date_signature", "missions", "crise", "amorcage", "resiliation")


@dataclass(frozen=True)
class Horloge:
    """One side of the comparison: data known at the end of a day, months up to one, rules in force on a day (None: each
    contract year's own first day)."""

    connu_le: date
    mois: date
    regles: date | None


def _replace_typed(id_cpts: str, situation: Situation, stored: Mapping[str, Any]) -> str:
    """The stored contract with what the form says of it, as a JSON text."""
    typed = write_situation(situation)
    kept = {key: value for key, value in stored.items() if value is not None}
    other = {**kept, **{key: typed[key] for key in TYPED if key in typed}, "id_cpts": id_cpts}
    return json.dumps(other, sort_keys=True, ensure_ascii=False)


@question(entries=32, spinner="Calcul des écarts…")
def find_gaps(session: Session, avant: Horloge, apres: Horloge, id_cpts: str, replaced: str) -> pd.DataFrame:
    """By CPTS: id_cpts, avant, a column of cents by cause, apres, statut (the least sure behind `apres`).

    `id_cpts`: one CPTS, or "" for every contract in scope; `replaced`: the situation that replaces the stored one of its
    CPTS in `apres`, as JSON, "" for none. Raises SituationError when it can't be computed under the rules asked for.
    """
    scope = session.scope.narrowed({id_cpts}) if id_cpts else session.scope
    contract = restore_years(json.loads(replaced)) if replaced else None
    first = _pose(avant, session.today)
    last = replace(_pose(apres, session.today), contrats={str(contract["id_cpts"]): contract} if contract else None)
    table = difference(session.store, scope, first, last)
    lines = funding(session.store, scope, au=last.au, calcul=last).resultat.lignes
    due = lines[lines["montant_centimes"].ne(0)]
    statuts = due["statut"].astype(str).groupby(due["id_cpts"].astype(str)).agg(least_sure)
    return table.assign(statut=table["id_cpts"].map(statuts).fillna(ATTESTE))


def _pose(clock: Horloge, today: date) -> Calcul:
    """What one side asks of the stored data; known today is known now."""
    instant = None if clock.connu_le >= today else datetime.combine(clock.connu_le, time.max)
    return Calcul(au=clock.mois, connu_le=instant, regles=clock.regles)


def show(situation: Situation, id_cpts: str) -> None:
    """The whole half of the view, for the chosen CPTS then for all in scope. `situation`: that of the form."""
    months = questions.months()
    if not months:
        widgets.stop_with("Aucune observation n’est enregistrée : il n’y a rien à comparer.")
        return
    widgets.text(
        "Le même contrat calculé deux fois, à l’atteinte **observée**. Choisissez pour chaque calcul les données connues "
        "un jour, les mois observés et les règles : l’écart se partage entre ses causes, au centime."
    )
    today = session.today()
    before, after = st.columns(2, gap="large")
    with before:
        avant = _choose_clock("Avant", "av", months, known=add_months(days([today]), -1)[0].item())
    with after:
        apres = _choose_clock("Après", "ap", months, known=today)
    if avant is None or apres is None:
        widgets.stop_with("Complétez ou corrigez les dates : l’écart s’affichera ici.")
        return
    first = session.accord().blocs[0].en_vigueur
    early = next((c.regles for c in (avant, apres) if c.regles is not None and c.regles < first), None)
    if early is not None:
        st.error(
            french.typography(
                f"Aucun accord n’était en vigueur le {french.day(early)} : le premier date du {french.day(first)}."
            ),
            icon=":material/error:",
        )
        return
    contracts = questions.situations()
    chosen = id_cpts in contracts
    stored = contracts[id_cpts][1] if chosen else {}
    replaced = _replace_typed(id_cpts, situation, stored) if chosen else ""
    try:
        if chosen:
            _show_one(avant, apres, id_cpts, replaced)
        elif id_cpts in (FREE, FICHIER):
            widgets.sentence(
                "Une saisie libre n’a ni observations ni versions enregistrées : choisissez un contrat à gauche pour voir "
                "ce qui l’a fait bouger. Le tableau de toutes les CPTS reste disponible."
            )
        _show_all(avant, apres, replaced)
    except SituationError as error:
        for sentence in error.sentences[:3]:
            widgets.refuse(sentence)


def _choose_clock(title: str, key: str, months: list[date], *, known: date) -> Horloge | None:
    """The three choices of one side; the months stop by default at the last one that was over on the day of the data."""
    with st.container(key=f"horloge-{key}"):
        st.subheader(title, anchor=False)
    day = pickers.choose_day("Données connues le", key=f"e_{key}_connu", default=known)
    over = [m for m in months if day is None or m < date(day.year, day.month, 1)]
    last = pickers.choose_month("Mois observés jusqu’à", months, key=f"e_{key}_mois", default=(over or months)[-1])
    rules = pickers.choose_day("Règles en vigueur le", key=f"e_{key}_regles", default=None, optional=True)
    st.caption(
        french.typography(
            f"Une seule version de l’accord pour toutes les années : celle du {french.day(rules)}."
            if rules
            else "Vide : chaque année de contrat garde les règles de son premier jour."
        )
    )
    if day is None or pickers.is_refused(f"e_{key}_regles"):
        return None
    return Horloge(connu_le=day, mois=last, regles=rules)


def _show_one(avant: Horloge, apres: Horloge, id_cpts: str, replaced: str) -> None:
    """What moved the chosen contract."""
    table = find_gaps(avant, apres, id_cpts, replaced)
    if table.empty:
        refused = questions.money().sans_calcul
        why = refused.loc[refused["id_cpts"].eq(id_cpts), "motif"].tolist()
        widgets.sentence(f"Ce contrat ne peut pas être calculé. {french.typography(why[0]) if why else ''}")
        return
    row = table.iloc[0]
    name = questions.situations()[id_cpts][0]
    demo = questions.invented()
    mark = SYMBOLES[row["statut"]] if row["statut"] in UNSURE else ""
    chart = draw_gaps({name: int(row[name]) for name in ("avant", *CAUSES, "apres")}, mark=f" {mark}" if mark else "")
    widgets.block(
        chart,
        key="ecarts",
        name=f"ecarts-{id_cpts.lower()}",
        title=f"Ce qui a fait bouger le contrat {name}",
        demo=demo,
        table_shown=True,
        caption=f"Du calcul « avant » au calcul « après », cause par cause. Statut des totaux : {mark} {row['statut']}.",
    )
    st.caption(
        french.typography(
            "Les causes sont changées l’une après l’autre, dans cet ordre : règles, données corrigées, premières observations, nouveaux mois de ce qui était déjà observé, puis dates du "
            "contrat. Un volet variable qui passe d’inconnu à une première valeur n’est pas un résultat : il a sa cause à lui. "
            "Le calcul « après » prend les dates, les missions et la population saisies à gauche, l’atteinte reste celle observée."
        )
    )


def _show_all(avant: Horloge, apres: Horloge, replaced: str) -> None:
    """What moved every contract in scope, behind one click: it takes a few seconds on seven hundred."""
    folded = st.expander(
        "Toutes les CPTS de votre périmètre", key="ecarts.toutes", icon=":material/groups:", on_change="rerun"
    )
    if not folded.open:
        return
    with folded:
        table = find_gaps(avant, apres, "", replaced)
        table = _add_names(table)
        moved = table[table[list(CAUSES)].ne(0).any(axis=1)]
        sums = {name: int(table[name].sum()) for name in ("avant", *CAUSES, "apres", "ecart")}
        widgets.sentence(_say_all(len(table), len(moved), sums), demo=questions.invented())
        columns = [
            Column("nom", "CPTS"),
            Column("avant", "Avant", "euros"),
            *(Column(code, label, "euros") for code, label in CAUSES.items() if sums[code]),
            Column("apres", "Après", "euros"),
            Column("ecart", "Écart", "euros"),
            Column("statut", "Statut", "statut"),
        ]
        if len(moved):
            ends = {
                name: [marked(m, s) for m, s in zip(moved[name], moved["statut"], strict=True)]
                for name in ("avant", "apres")
            }
            shown = [Column(c.key, c.label, "amount") if c.key in ends else c for c in columns if c.key != "statut"]
            doubt = least_sure(table["statut"])
            widgets.table(
                moved.assign(**ends).head(MOST),
                shown,
                caption="Les causes qui n’ont rien changé n’ont pas de colonne. Les plus grands écarts d’abord"
                + (
                    f", les {MOST} premiers ; le téléchargement les contient tous."
                    if len(moved) > MOST
                    else ". Les contrats qui n’ont pas bougé comptent dans le total."
                ),
                total={
                    "nom": f"Total de {french.count(len(table), 'contrat')}",
                    **sums,
                    **{name: marked(sums[name], doubt) for name in ends},
                },
            )
        mark = "demonstration-" if questions.invented() else ""
        widgets.downloads(
            table,
            [Column("id_cpts", "Code CPTS"), *columns],
            key="ecarts.toutes.fichier",
            name=f"{mark}ecarts-toutes-cpts",
        )


def _add_names(table: pd.DataFrame) -> pd.DataFrame:
    """The table of gaps with nom and ecart, the largest absolute gap first."""
    known = questions.situations()
    names = [known[i][0].removesuffix(" (démonstration)") if i in known else i for i in table["id_cpts"]]
    table = table.assign(nom=names, ecart=table["apres"] - table["avant"])
    return table.sort_values(["ecart", "nom"], key=lambda s: -s.abs() if s.name == "ecart" else s, ignore_index=True)


def _say_all(count: int, moved: int, sums: Mapping[str, int]) -> str:
    if not moved:
        return f"Aucun des {french.count(count, 'contrat')} n’a bougé entre les deux calculs."
    parts = [f"{french.lower_first(CAUSES[code])} {write_signed(sums[code])}" for code in CAUSES if sums[code]]
    said = f" : {french.enumerate_fr(parts)}" if parts else ""
    return (
        f"{french.count(moved, 'contrat a', 'contrats ont')} bougé sur {french.number(count)}. Ensemble, "
        f"{write_signed(sums['ecart'])}{said}."
    )
