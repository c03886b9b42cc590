"""Why an amount moved: two clocks (rules in force on a day, data as known on a day) on each side, or a proposed accord."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from calculators import french
from calculators.aci import SituationError
from calculators.aci.accord.statut import SYMBOLES, least_sure
from dashboard.asking import questions, session
from dashboard.simulateur.saisie import situation
from dashboard.simulateur.saisie.situation import FICHIER, FREE
from dashboard.simulateur.vues import accord_propose, ecarts_calcul
from dashboard.simulateur.vues import ecarts_chart as charts
from dashboard.simulateur.vues.ecarts_calcul import Horloge
from dashboard.tables import Column
from dashboard.ui import pickers, widgets

CHOIX = {"dates": "Entre deux dates", "accord": "Avec un accord proposé"}
MOST = 100


def gaps(text: str, names: Mapping[str, str], id_cpts: str) -> None:
    """The whole view. `text`: the situation of the form."""
    asked = pickers.choose_segment("Comparer", CHOIX, key="ecart")
    if asked == "accord":
        accord_propose.proposal(text, names, id_cpts)
    else:
        between(text, id_cpts)


def between(text: str, id_cpts: str) -> None:
    """The stored contracts computed twice, and what moved them, for the chosen CPTS then for all in scope."""
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
        avant = clock("Avant", "av", months, known=_month_before(today))
    with after:
        apres = clock("Après", "ap", months, known=today)
    if avant is None or apres is None:
        widgets.stop_with("Complétez les deux dates : l’écart s’affichera ici.")
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
    replaced = ecarts_calcul.replaced(id_cpts, text, stored) if chosen else ""
    try:
        if chosen:
            one(avant, apres, id_cpts, replaced)
        elif id_cpts in (FREE, FICHIER):
            widgets.sentence(
                "Une saisie libre n’a ni observations ni versions enregistrées : choisissez un contrat à gauche pour voir "
                "ce qui l’a fait bouger. Le tableau de toutes les CPTS reste disponible."
            )
        everyone(avant, apres, replaced)
    except SituationError as error:
        for sentence in error.sentences[:3]:
            st.error(situation.said(sentence), icon=":material/error:")


def _month_before(day: date) -> date:
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return date(year, month, min(day.day, 28))


def clock(title: str, key: str, months: list[date], *, known: date) -> Horloge | None:
    """The three choices of one side; the months stop by default at the last one that was over on the day of the data."""
    st.markdown(f"##### {title}")
    day = pickers.choose_day("Données connues le", key=f"e_{key}_connu", default=known)
    over = [m for m in months if day is None or m < date(day.year, day.month, 1)]
    last = pickers.choose_month("Mois observés jusqu’à", months, key=f"e_{key}_mois", default=(over or months)[-1])
    rules = pickers.choose_day("Règles en vigueur le", key=f"e_{key}_regles", default=None)
    st.caption(
        french.typography(
            f"Une seule version de l’accord pour toutes les années : celle du {french.day(rules)}."
            if rules
            else "Vide : chaque année de contrat garde les règles de son premier jour."
        )
    )
    return None if day is None else Horloge(connu_le=day, mois=last, regles=rules)


def one(avant: Horloge, apres: Horloge, id_cpts: str, replaced: str) -> None:
    """What moved the chosen contract."""
    table = ecarts_calcul.gaps(avant, apres, id_cpts=id_cpts, text=replaced)
    if table.empty:
        refused = questions.money().sans_calcul
        why = refused.loc[refused["id_cpts"].eq(id_cpts), "motif"].tolist()
        widgets.sentence(f"Ce contrat ne peut pas être calculé. {situation.said(why[0]) if why else ''}")
        return
    row = table.iloc[0]
    name = questions.situations()[id_cpts][0]
    demo = questions.invented()
    mark = SYMBOLES[row["statut"]] if row["statut"] in ("reconstitué", "proposé") else ""
    chart = charts.gaps(row.to_dict(), mark=f" {mark}" if mark else "")
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
            "Les causes sont changées l’une après l’autre, dans cet ordre : règles, données, mois, puis dates du contrat. "
            "Le calcul « après » prend les dates, les missions et la population saisies à gauche, l’atteinte reste celle observée."
        )
    )


def everyone(avant: Horloge, apres: Horloge, replaced: str) -> None:
    """What moved every contract in scope, behind one click: it takes a few seconds on seven hundred."""
    folded = st.expander(
        "Toutes les CPTS de votre périmètre", key="ecarts.toutes", icon=":material/groups:", on_change="rerun"
    )
    if not folded.open:
        return
    with folded:
        table = ecarts_calcul.gaps(avant, apres, id_cpts="", text=replaced)
        table = named(table)
        moved = table[table[list(charts.CAUSES)].ne(0).any(axis=1)]
        sums = {name: int(table[name].sum()) for name in ("avant", *charts.CAUSES, "apres", "ecart")}
        widgets.sentence(_all_said(len(table), len(moved), sums), demo=questions.invented())
        columns = [
            Column("nom", "CPTS"),
            Column("avant", "Avant", "euros"),
            *(Column(code, label, "euros") for code, label in charts.CAUSES.items() if sums[code]),
            Column("apres", "Après", "euros"),
            Column("ecart", "Écart", "euros"),
            Column("statut", "Statut", "statut"),
        ]
        if len(moved):
            ends = {
                name: [situation.marked(m, s) for m, s in zip(moved[name], moved["statut"], strict=True)]
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
                    **{name: situation.marked(sums[name], doubt) for name in ends},
                },
            )
        mark = "demonstration-" if questions.invented() else ""
        widgets.downloads(
            table,
            [Column("id_cpts", "Code CPTS"), *columns],
            key="ecarts.toutes.fichier",
            name=f"{mark}ecarts-toutes-cpts",
        )


def named(table: pd.DataFrame) -> pd.DataFrame:
    """The table of gaps with nom and ecart, the largest absolute gap first."""
    known = questions.situations()
    names = [known[i][0].removesuffix(" (démonstration)") if i in known else i for i in table["id_cpts"]]
    table = table.assign(nom=names, ecart=table["apres"] - table["avant"])
    return table.sort_values(["ecart", "nom"], key=lambda s: -s.abs() if s.name == "ecart" else s, ignore_index=True)


def _all_said(count: int, moved: int, sums: Mapping[str, int]) -> str:
    if not moved:
        return f"Aucun des {french.count(count, 'contrat')} n’a bougé entre les deux calculs."
    parts = [
        f"{french.lower_first(charts.CAUSES[code])} {charts.signed(sums[code])}" for code in charts.CAUSES if sums[code]
    ]
    said = f" : {french.enumerate_fr(parts)}" if parts else ""
    return (
        f"{french.count(moved, 'contrat a', 'contrats ont')} bougé sur {french.number(count)}. Ensemble, "
        f"{charts.signed(sums['ecart'])}{said}."
    )
