"""The Fiche's first section: every indicator against the peers, then the table of values, past, targets."""

from datetime import date

import pandas as pd
import streamlit as st

from calculators import french
from dashboard.asking import comparaison, fiche, session
from dashboard.fiche.profile import ContractYear, profile_rows
from dashboard.fiche.spine_chart import NEUTRE, spine
from dashboard.pages import FICHE
from dashboard.tables import Column
from dashboard.ui import peers_picker, widgets
from dashboard.ui.peers_picker import Peers
from pipelines.comparaison.mesure import HABITANTS
from pipelines.comparaison.pairs import Pairs
from pipelines.financement.par_mission import contract_year, values_of_year


def section(who: pd.Series, month: date, frame: pd.DataFrame, peers: Peers, *, demo: bool) -> None:
    """The spine, how to read it, who the peers are, the table. `frame`: of fiche_questions.beside_peers."""
    st.header(f"Face à ses pairs, en {french.month(month)}", anchor=False)
    chart = spine(frame, session.catalogue(), nom=who["nom"], mois=month, pairs=peers.label)
    name = f"{who['id_cpts'].lower()}-pairs-{month:%Y-%m}"
    widgets.block(chart, key="colonne", name=name, demo=demo, select=True)
    st.caption(french.typography(_how_to_read(peers)))
    distances(peers)
    with st.expander(
        "Valeurs, évolution et cibles", icon=":material/table_chart:", key="fiche.valeurs", on_change="rerun"
    ) as box:
        if box.open:
            _values(who, month, frame)


def _how_to_read(peers: Peers) -> str:
    """What the spine draws, for this group."""
    group = "les pairs et elle" if peers.membre else "les pairs, sans elle qui n’en est pas"
    return (
        f"Au centre la médiane du groupe : {group}, comme sur « Comparer » et dans la synthèse ; la plus éloignée des deux "
        "extrêmes touche le bord. À droite le mieux : un indicateur où plus bas est mieux est retourné ; pour un indicateur "
        f"sans sens ({NEUTRE}), la droite est seulement plus haut. « Mieux » et « moins bien » : hors des limites à 95 % ; "
        "« au-delà du hasard », en gras : hors de celles à 99,8 %, comme sur « Comparer ». « Semblable » : l’écart n’est pas plus grand "
        "que le hasard et que ce qui sépare d’ordinaire ces CPTS. Un compte est rapporté à "
        f"{french.number(HABITANTS)} habitants."
    )


def _values(who: pd.Series, month: date, frame: pd.DataFrame) -> None:
    columns = [
        Column("indicateur", "Indicateur", "html"),
        Column("valeur", f"{french.month(month).capitalize()} (intervalle à 95 %)", "amount"),
        Column("evolution", "En douze mois", "amount"),
        Column("cible", "Cible de l’année de contrat", "amount"),
        Column("mediane", "Médiane du groupe", "amount"),
        Column("jugement", "Face aux pairs"),
        Column("recu", "Dernier mois reçu"),
    ]
    with st.container(key="indicateurs"):
        caption = (
            "Évolution « mieux », « moins bien » ou « a changé » : plus que le hasard de ses propres effectifs, les intervalles à 95 % ne se "
            "touchent pas. La Vue d’ensemble est plus exigeante : elle compte aussi ce dont les CPTS varient d’ordinaire, et "
            "le nombre de comparaisons. Une ligne n’a qu’une unité : un compte y est rapporté à "
            f"{french.number(HABITANTS)} habitants dès qu’il l’est pour le groupe. Ce qui se compte mois par mois est jugé face à sa cible "
            "sur l’année de contrat, comme dans les euros, jamais sur un mois seul."
        )
        widgets.table(
            profile_rows(frame, session.catalogue(), annee=_year(who["id_cpts"], month)),
            columns,
            caption=caption,
            row_class="classe",
            whole=True,
        )


def _year(id_cpts: str, month: date) -> ContractYear | None:
    """The contract year of a month, and what its euros are read on."""
    money = fiche.money(id_cpts)
    year = contract_year(money, month)
    return None if year is None else ContractYear(year, values_of_year(money, annee=year))


def distances(peers: Peers) -> None:
    """The peers one by one; for the nearest, how far each is and on what."""
    if peers.found is None and not peers.ids:
        return
    title = f"Les pairs : {peers.label}"
    with st.expander(title, icon=":material/groups:", key="fiche.pairs", on_change="rerun") as box:
        if not box.open:
            return
        if peers.found is not None:
            widgets.text(peers_picker.method(peers.found))
            _near(peers.found)
        else:
            known = comparaison.cpts()
            _listed(known[known["id_cpts"].isin(peers.ids)], [])


def _near(found: Pairs) -> None:
    columns = [
        Column("densite", "Habitants par km²", "int"),
        Column("anciennete", "Ancienneté (ans)", "decimal"),
        Column("distance", "Distance", "decimal", 2),
        *(Column(f"ecart_{name}", f"Écart : {peers_picker.VARIABLES[name]}", "decimal", 2) for name in found.variables),
    ]
    _listed(found.membres, [c for c in columns if found.membres[c.key].notna().any()])


def _listed(frame: pd.DataFrame, more: list[Column]) -> None:
    funds = [str(v).replace("|", " et ") if pd.notna(v) else None for v in frame["cpam"]]
    rows = frame.assign(
        lien=[FICHE.anchor(n, cpts=i) for i, n in zip(frame["id_cpts"], frame["nom"], strict=True)],
        cpam_mot=pd.Series(funds, index=frame.index, dtype="object"),
    )
    columns = [
        Column("lien", "CPTS", "html"),
        Column("taille", "Taille", "int"),
        Column("cpam_mot", "CPAM"),
        Column("population", "Habitants", "int"),
        *more,
    ]
    order = "De la plus proche à la plus éloignée ; écarts en écarts types" if more else "Par ordre alphabétique"
    widgets.table(rows, columns, caption=order)
