"""Who one compares with, and against what: one picker for Comparer, Fiche and Indicateur, the whole choice in the URL.

`pairs` is filtre (taille, region, cpam filters), voisins (the nearest of `cpts`), groupe:NAME, or, around one CPTS, taille,
region, cpam, toutes; `reference` is mediane, ensemble or france.
"""

from dataclasses import dataclass

import streamlit as st

from calculators import french
from calculators.french_error import FrenchError
from dashboard.asking import comparaison, questions
from dashboard.ui import pickers, widgets
from pipelines.comparaison.pairs import GROUPE, VOISINS, Pairs

TAILLES = {"0": "Toutes", "1": "Taille 1", "2": "Taille 2", "3": "Taille 3", "4": "Taille 4"}
REFERENCES = {
    "mediane": "Médiane des pairs",
    "ensemble": "Ensemble des pairs",
    "france": "Médiane de toutes les CPTS",
}
#: The reference inside a sentence.
EN_MOTS = {
    "mediane": "la médiane des pairs",
    "ensemble": "l’ensemble des pairs, pris comme un seul territoire",
    "france": "la médiane de toutes les CPTS",
}
AROUND = {
    "taille": "Même taille",
    "region": "Même région",
    "cpam": "Même CPAM",
    "voisins": f"Les {VOISINS} plus proches",
    "toutes": "Toutes les CPTS",
}


@dataclass(frozen=True)
class Peers:
    """The choice made. `ids`: the CPTS compared (with `centre` on Comparer, without it around a CPTS); `label`: in words.

    `centre`: the CPTS whose neighbours they are; `found`: those neighbours with their distances, else None; `membre`: False
    when the CPTS whose page it is does not belong to the group of one's own it is put beside.
    """

    choix: str
    ids: tuple[str, ...]
    label: str
    centre: str | None = None
    found: Pairs | None = None
    membre: bool = True


def pick_reference() -> str:
    """The reference everything is judged against; « ensemble » is the sum of numerators over that of denominators."""
    return pickers.choose(
        "Référence",
        REFERENCES,
        key="reference",
        default="mediane",
        help="Médiane : la CPTS du milieu, chacune compte pour une. Ensemble : tous les habitants du groupe, les grandes CPTS "
        "pèsent plus.",
    )


def _group_options() -> dict[str, str]:
    return {f"{GROUPE}{name}": f"Mon groupe « {name} »" for name in comparaison.own_groups()}


def pick_group() -> Peers:
    """On a page about many CPTS: by taille, région and CPAM, around one CPTS, or a group of one's own. Several columns."""
    options = {"filtre": "Par taille, région, CPAM", "voisins": "Plus proches d’une CPTS", **_group_options()}
    one, two = st.columns([1.2, 3.2])
    with one:
        choix = pickers.choose("Pairs", options, key="pairs", default="filtre")
    if choix == "filtre":
        with two:
            return _filtered()
    names = questions.cpts_names()
    if choix == "voisins":
        with two:
            centre = pickers.choose_known("Les plus proches de", names, key="cpts", default="CPTS-WEPP")
        if centre is None:
            st.stop()
        try:
            found = comparaison.peers_of(centre, choix)
        except FrenchError as error:
            widgets.stop_with(str(error))
        label = f"{names[centre]} et ses {french.number(len(found.ids))} plus proches"
        return Peers(choix, (centre, *found.ids), label, centre=centre, found=found)
    name = choix.removeprefix(GROUPE)
    ids = comparaison.own_groups()[name]
    return Peers(choix, tuple(ids), f"groupe « {name} »")


def _filtered() -> Peers:
    left, middle, right = st.columns([1.7, 1, 1.2])
    with left:
        taille = pickers.choose_segment("Taille", TAILLES, key="taille", default="2")
    with middle:
        region = pickers.choose("Région", {"": "Toutes"} | questions.regions(), key="region")
    with right:
        cpam = pickers.choose("CPAM", {"": "Toutes"} | questions.cpams(), key="cpam")
    group = questions.Group(taille=int(taille) or None, region=region or None, cpam=cpam or None)
    return Peers("filtre", comparaison.group_ids(group), questions.group_label(group))


def pick_peers(id_cpts: str) -> Peers:
    """On a page about one CPTS: its peers, itself left out. One control; the page stops on what can't be answered."""
    choix = pickers.choose("Pairs", AROUND | _group_options(), key="pairs", default="taille")
    try:
        found = comparaison.peers_of(id_cpts, choix)
    except FrenchError as error:
        widgets.stop_with(str(error))
    words = {
        "taille": "CPTS de même taille",
        "region": "CPTS de la même région",
        "cpam": "CPTS de la même CPAM",
        "voisins": "CPTS les plus proches",
        "toutes": "autres CPTS",
    }
    label = words.get(choix, f"CPTS du groupe « {choix.removeprefix(GROUPE)} »")
    mine = comparaison.own_groups().get(choix.removeprefix(GROUPE), []) if choix.startswith(GROUPE) else [id_cpts]
    return Peers(
        choix,
        tuple(found.ids),
        f"{french.number(len(found.ids))} {label}",
        centre=id_cpts,
        found=found if choix == "voisins" else None,
        membre=id_cpts in mine,
    )


VARIABLES = {"population": "population", "densite": "densité", "anciennete": "ancienneté du contrat"}


def method(found: Pairs) -> str:
    """What the distance is made of, what is not in it, who could not be compared."""
    said = french.enumerate_fr([VARIABLES[name] for name in found.variables])
    text = (
        f"Distance calculée sur {said}, chacune ramenée à l’écart type de toutes les CPTS (population et densité en "
        "logarithme) : racine de la moyenne des carrés des écarts ; 0 : identique, 1 : un écart type en moyenne. À distance "
        "égale, l’ordre est celui du code."
    )
    if found.variables_manquantes:
        unknown = french.enumerate_fr([VARIABLES[name] for name in found.variables_manquantes])
        text += f" Non comparé, car inconnu pour elle ou pour la plupart : {unknown}."
    if found.exclues:
        text += f" {french.count(found.exclues, 'CPTS écartée', 'CPTS écartées')}, faute de l’une de ces données."
    return text
