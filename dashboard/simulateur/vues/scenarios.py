"""Two to four named scenarios side by side, the differences first; then other tailles, and the years of a renewal."""

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from calculators import french
from calculators.aci import Resultat, Situation, SituationError
from calculators.aci.accord.statut import least_sure
from calculators.aci.et_si.scenarios import compare
from calculators.aci.situation.change import at_rate
from calculators.rows import records
from dashboard.asking import session
from dashboard.charts.money import post
from dashboard.simulateur import compute
from dashboard.simulateur.saisie import kept_scenarios, load, observed_scenario
from dashboard.simulateur.saisie.codes import Scenario
from dashboard.simulateur.saisie.kept_scenarios import CURRENT, MOST
from dashboard.simulateur.saisie.observe import Observe, at_observed
from dashboard.simulateur.vues.releve_tables import by_year, marked, total_row
from dashboard.simulateur.vues.scenarios_chart import draw_years
from dashboard.tables import Column, badge
from dashboard.ui import widgets
from dashboard.ui.widgets import Card
from dashboard.ui.words import literal

DEMO = " (démonstration)"


def show(situation: Situation, names: Mapping[str, str], seen: Observe | None, *, demo: bool, observed: bool) -> None:
    """The whole view. `situation`: that of the form; `seen`: what was observed of the chosen CPTS; `demo` when the rates of
    the form are read in invented data; `observed` when they are read in the observations. The mark goes with the name of a
    scenario, wherever it is read."""
    current = f"{CURRENT}{DEMO}" if demo else CURRENT
    own = kept_scenarios.find_all()
    _choose(situation, own, seen, demo=demo, observed=observed)
    results: dict[str, Resultat] = {current: compute.compute(situation)}
    for scenario in own:
        try:
            results[scenario.nom] = compute.compute(observed_scenario.read(scenario))
        except SituationError as error:
            widgets.refuse(f"« {scenario.nom} » : {error}")
    if len(results) > 1:
        _set_side_by_side(results, names, current=current)
    else:
        widgets.sentence(
            "Gardez la saisie actuelle sous un nom, puis changez un champ à gauche : les deux se comparent ici. "
            "Ou partez d’un scénario tout prêt."
        )
    _cross_tailles(situation)
    _prolong(situation)


def _choose(situation: Situation, own: list[Scenario], seen: Observe | None, *, demo: bool, observed: bool) -> None:
    """Keep the present entry under a name, take a ready-made one, drop one."""
    full = len(own) >= MOST
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Nom du scénario",
            key=kept_scenarios.NAME,
            placeholder="Avec une coordinatrice",
            max_chars=40,
            disabled=full,
        )
        st.button(
            "Garder la saisie actuelle",
            icon=":material/bookmark_add:",
            on_click=kept_scenarios.keep_current,
            args=(situation, DEMO if demo else "", observed),
            disabled=full,
            key="scenarios.garder",
        )
    ready = {
        "Tous les objectifs atteints": at_rate(situation, Decimal(1)),
        "La moitié des objectifs": at_rate(situation, Decimal("0.5")),
        "Aucun objectif atteint": at_rate(situation, Decimal(0)),
    }
    of_observed = ""
    if seen is not None:
        of_observed = f"Atteinte observée{DEMO if seen.demonstration else ''}"
        ready[of_observed] = at_observed(situation, seen, session.accord())
    with st.container(horizontal=True):
        for name, other in ready.items():
            if not full and other != situation and all(s.nom != name for s in own):
                st.button(
                    f"+ {name}",
                    on_click=kept_scenarios.keep,
                    args=(name, other, name == of_observed),
                    key=f"scenarios.pret.{name}",
                    type="tertiary",
                )
        for scenario in own:
            st.button(
                f"Reprendre « {literal(scenario.nom)} » dans la saisie",
                icon=":material/edit:",
                on_click=load.start_from,
                args=(scenario,),
                key=f"scenarios.reprendre.{scenario.nom}",
                type="tertiary",
            )
            st.button(
                f"Retirer « {literal(scenario.nom)} »",
                icon=":material/close:",
                on_click=kept_scenarios.drop,
                args=(scenario.nom,),
                key=f"scenarios.retirer.{scenario.nom}",
                type="tertiary",
            )
    if full:
        st.caption("Quatre scénarios au plus : retirez-en un pour en garder un autre.")


def _set_side_by_side(results: Mapping[str, Resultat], names: Mapping[str, str], *, current: str) -> None:
    """Totals, years, then every line that differs, the largest difference first."""
    reference = int(results[current].lignes["montant_centimes"].sum())
    items = []
    for name, result in results.items():
        lines = result.lignes[result.lignes["montant_centimes"].ne(0)]
        total = int(lines["montant_centimes"].sum())
        gap = total - reference
        sign = "+" if gap > 0 else ""
        against = f"{sign}{french.euros(gap)} par rapport à la saisie" if name != current else "la référence"
        mark = badge(least_sure(lines["statut"].astype(str)))
        items.append(Card(name, french.euros(total, cents=False), f"{mark} {against}", attention=name == current))
    widgets.cards(items)
    table = compare(results)
    table = table.assign(
        poste=[post(m, v, names) for m, v in zip(table["mission"], table["volet"], strict=True)],
        annee=[f"Année{french.INSECABLE}{n}" if n else "Avant" for n in table["annee_contrat"]],
    )
    differing = table[table["ecart"].ne(0)]
    columns = [
        Column("annee", "Année"),
        Column("poste", "Poste"),
        *(Column(name, name, "euros") for name in results),
        Column("ecart", "Écart", "euros"),
        Column("statut", "Statut", "statut"),
    ]
    st.subheader("Ce qui diffère", anchor=False)
    if differing.empty:
        widgets.sentence("Aucune ligne ne diffère : ces scénarios donnent exactement les mêmes droits.")
    else:
        same = len(table) - len(differing)
        hidden = (
            f" {french.count(same, 'ligne identique', 'lignes identiques')} "
            f"{french.plural(same, 'n’est pas montrée, mais compte', 'ne sont pas montrées, mais comptent')} dans les totaux."
        )
        totals = {name: int(table[name].sum()) for name in results}
        with st.container(key="scenarios.ecarts"):
            widgets.table(
                differing,
                columns,
                caption=f"Les plus grands écarts d’abord, entre le scénario le plus haut et le plus bas.{hidden if same else ''}",
                total={
                    "poste": "Total de toutes les lignes",
                    **totals,
                    "ecart": max(totals.values()) - min(totals.values()),
                    "statut": least_sure(table["statut"]),
                },
            )
        widgets.downloads(table, columns, key="scenarios", name="scenarios")
    widgets.block(
        draw_years({name: result.lignes for name, result in results.items()}),
        key="scenarios.annees",
        name="scenarios-par-annee",
        title="Année par année",
    )


def _cross_tailles(situation: Situation) -> None:
    """What the neighbouring tailles would change."""
    table = compute.cross_tailles(situation)
    st.subheader("Si la CPTS changeait de taille", anchor=False)
    if table.empty:
        widgets.sentence(
            "Les objectifs de l’annexe fixent les enveloppes : à une autre taille ils seraient négociés à nouveau, et l’écart "
            "ne se calcule pas. La distance à la taille voisine est sous la population, à gauche."
            if situation.objectifs
            else "Aucune taille voisine à comparer pour cette situation."
        )
        return
    row = min(records(table), key=lambda row: abs(row["habitants"]))
    people, gap = int(row["habitants"]), int(row["ecart_centimes"])
    way = "de plus" if people > 0 else "de moins"
    widgets.sentence(
        f"La limite la plus proche est à {french.count(abs(people), 'habitant')} {way} : en taille {int(row['taille'])}, "
        f"le contrat vaudrait {french.euros(abs(gap))} {'de plus' if gap > 0 else 'de moins'} sur sa durée, "
        "tout le reste égal."
    )
    signed = [("+" if m > 0 else "") + french.euros(m) for m in table["ecart_centimes"]]
    moved = [("+" if n > 0 else "") + french.number(n) for n in table["habitants"]]
    widgets.table(
        table.assign(ecart=signed, mouvement=moved),
        [
            Column("taille", "Taille", "int"),
            Column("population", "Population limite", "int"),
            Column("mouvement", "Habitants", "written"),
            Column("total_centimes", "Total du contrat", "euros"),
            Column("ecart", "Écart", "written"),
            Column("statut", "Statut", "statut"),
        ],
        caption="La population qui compte est celle du contrat ; les montants de son annexe ne bougent pas.",
    )


def _prolong(situation: Situation) -> None:
    """The contract and its renewal, with what is assumed."""
    prolonged, said = compute.prolong(situation)
    st.subheader("Si le contrat était renouvelé", anchor=False)
    try:
        result = compute.compute(prolonged)
    except SituationError as error:
        widgets.sentence(french.typography(str(error)), attention=True)
        return
    first = situation.annees
    years = by_year(result.lignes, short=True)
    years = years[years["annee_contrat"].gt(0)]
    new = years[years["annee_contrat"].gt(first)]
    widgets.sentence(
        f"Le renouvellement apporterait {french.euros(int(new['total'].sum()))} de l’année {first + 1} à l’année "
        f"{int(years['annee_contrat'].max())}, si rien ne changeait : c’est une projection, pas un droit."
    )
    amounts = ("fonctionnement", "fixe", "variable", "total")
    widgets.table(
        years.assign(
            annee=[f"Année {n}{', renouvelée' if n > first else ''}" for n in years["annee_contrat"]],
            **{
                name: [marked(a, s) for a, s in zip(years[name], years[f"{name}_statut"], strict=True)]
                for name in amounts
            },
        ),
        [
            Column("annee", "Année"),
            Column("periode", "Période"),
            Column("fonctionnement", "Fonctionnement", "amount"),
            Column("fixe", "Volets fixes", "amount"),
            Column("variable", "Volets variables", "amount"),
            Column("total", "Dû pour l’année", "amount"),
            Column("total_statut", "Statut", "statut"),
        ],
        caption="○ : contient un montant reconstitué.",
        total={
            "annee": "Total",
            **total_row(years),
            "total_statut": least_sure(years["total_statut"]),
        },
        whole=True,
    )
    st.markdown("**Ce qui est supposé**\n\n" + "\n".join(f"- {literal(french.typography(line))}" for line in said))
