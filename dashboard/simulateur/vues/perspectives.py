"""Further than the contract as it is: what the neighbouring tailles would change, and the years of a renewal."""

import streamlit as st

from calculators import french
from calculators.aci import SituationError
from calculators.aci.accord.statut import least_sure
from dashboard.simulateur import compute
from dashboard.simulateur.saisie import situation as saisie_situation
from dashboard.tables import Column
from dashboard.ui import widgets


def crossing(text: str) -> None:
    """What the neighbouring tailles would change."""
    table = compute.crossing_of(text)
    st.subheader("Si la CPTS changeait de taille", anchor=False)
    if table.empty:
        fixed = compute.situation_of(text).get("objectifs")
        widgets.sentence(
            "Les objectifs de l’annexe fixent les enveloppes : à une autre taille ils seraient négociés à nouveau, et l’écart "
            "ne se calcule pas. La distance à la taille voisine est sous la population, à gauche."
            if fixed
            else "Aucune taille voisine à comparer pour cette situation."
        )
        return
    row = table.loc[table["habitants"].abs().idxmin()]
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


def renewal(text: str) -> None:
    """The contract and its renewal, with what is assumed."""
    prolonged, said = compute.projected(text)
    st.subheader("Si le contrat était renouvelé", anchor=False)
    try:
        result = compute.compute(prolonged)
    except SituationError as error:
        widgets.sentence(saisie_situation.said(str(error)), attention=True)
        return
    first = compute.situation_of(text)["annees"]
    years = saisie_situation.by_year(result.lignes, short=True)
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
                name: [saisie_situation.marked(a, s) for a, s in zip(years[name], years[f"{name}_statut"], strict=True)]
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
            **saisie_situation.total_row(years),
            "total_statut": least_sure(years["total_statut"]),
        },
        whole=True,
    )
    st.markdown("**Ce qui est supposé**\n\n" + "\n".join(f"- {saisie_situation.said(line)}" for line in said))
