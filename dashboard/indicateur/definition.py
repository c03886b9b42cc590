"""What an indicator means, read in the catalogue: counted what, over what, who sends it, why it matters, how far to trust it."""

from html import escape

import streamlit as st

from calculators import french
from dashboard.asking import session
from dashboard.charts.reading import SENS
from dashboard.ui import widgets
from pipelines.catalogue import Indicateur
from pipelines.comparaison.echelle import scale_of
from pipelines.comparaison.mesure import HABITANTS

TYPES = {
    "proportion": "part, de 0 à 100 %",
    "taux_1000": f"taux pour {french.number(1000)} habitants",
    "compte": f"compte ; rapporté à {french.number(HABITANTS)} habitants pour comparer",
    "livrable": "livrable, oui ou non",
}
PERIODES = {
    "fin_de_mois": "état à la fin du mois",
    "mois": "ce qui s’est passé dans le mois",
    "douze_mois": "cumul des douze derniers mois",
    "vingt_quatre_mois": "cumul des vingt-quatre derniers mois",
}
#: An indicator not reviewed for longer than this many days says so.
VIEUX = 400


def facts(item: Indicateur) -> list[tuple[str, str]]:
    """The definition, line by line: (« Numérateur », « … »)."""
    mission = session.catalogue().missions[item.mission].libelle if item.mission else "Vie de la CPTS"
    scale = scale_of(item)
    secret = ""
    if item.patients:
        secret = (
            "dénombre des patients : un compte de 1 à 10, ou son complément, ne se montre pas à qui ne l’a pas fourni"
        )
    elif item.professionnels:
        secret = "dénombre des professionnels : un compte de 1 à 4 ne se montre pas à qui ne l’a pas fourni"
    age = (session.today() - item.revu_le).days
    said = [
        ("Code", item.code),
        ("Mission", mission),
        ("Nature", TYPES[item.type]),
        ("Numérateur", item.numerateur or ""),
        ("Dénominateur", item.denominateur or ""),
        ("Unité", item.unite),
        ("Période", PERIODES[item.periode]),
        ("Sens", SENS[item.sens]),
        ("Fourni par", {"CPAM": "la CPAM", "CPTS": "la CPTS"}[item.fournisseur]),
        ("Source", item.source),
        (
            "Valeurs possibles",
            "" if item.type == "livrable" else f"de {scale.write(item.bornes[0])} à {scale.write(item.bornes[1])}",
        ),
        ("Petits nombres", secret),
        ("Relu le", french.day(item.revu_le) + (" ⚠ à relire : plus d’un an" if age > VIEUX else "")),
    ]
    return [(name, french.typography(text)) for name, text in said if text]


def definition(item: Indicateur) -> None:
    """Why it matters and what to be careful of, then the facts."""
    widgets.text(f"**Pourquoi il compte.** {item.pourquoi}")
    widgets.text(f"**Précautions.** {item.precautions}")
    with st.expander("Définition complète", icon=":material/menu_book:", key="indicateur.definition", expanded=True):
        rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in facts(item))
        st.html(f'<dl class="definition">{rows}</dl>')
