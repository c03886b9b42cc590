"""What the spine says in words: why a value is missing, the label of a dot, the sentence above the chart."""

import re
from collections import Counter
from html import escape
from typing import Any

import pandas as pd

from calculators import french
from calculators.comparison.bilan import bilan
from calculators.comparison.judgement import MIEUX, MOINS_BIEN, SEMBLABLE
from calculators.rows import rows
from dashboard.charts.looks import SURE, signed
from dashboard.charts.unjudged import between
from pipelines.catalogue import Catalogue, Indicateur
from pipelines.comparaison.echelle import Scale, scale_of
from pipelines.comparaison.mesure import mesure_of
from pipelines.comparaison.reference import Fourchette

STATES = {"masquee": "masquée", "manquante": "déclarée manquante", "absente": "non reçue"}


def state_name(etat: str, marqueur: object) -> str:
    """Why a value is not there: hidden by secrecy, by its supplier, unknown, not received."""
    return "masquée (secret statistique)" if marqueur == "secret" else STATES.get(etat, etat)


def _several(state: str) -> str:
    """« non reçues », « masquées (secret statistique) »."""
    return re.sub(r"(masquée|déclarée manquante|reçue)", lambda found: found[0].replace("e m", "es m") + "s", state)


def median_text(row: Any, item: Indicateur) -> str:
    """The median of the group, or between which values it is when too many are hidden. `row`: one of colonne.place_among_peers."""
    scale = compared_scale(item)
    if pd.isna(row.mediane) and not pd.isna(row.mediane_bas):
        return between(Fourchette(row.mediane_bas, row.mediane_haut, int(row.masquees), int(row.total)), scale)
    return scale.write(row.mediane)


def compared_scale(item: Indicateur) -> Scale:
    """The scale in which an indicator is compared: counts for 10 000 inhabitants."""
    mesure = mesure_of(item)
    return scale_of(item) if mesure is None else mesure.scale


def hover(row: Any, item: Indicateur) -> str:
    """What a dot says under the pointer: value, judgement, peers, target, a year before. `row`: one of colonne.place_among_peers."""
    scale = compared_scale(item)
    text = f"<b>{escape(item.libelle)}</b><br>{scale.write(row.comparee)}"
    if not pd.isna(row.bas):
        text += f" (de {scale.write(row.bas)} à {scale.write(row.haut)})"
    text += f"<br>{signed(row.jugement)}" + (" (limites à 99,8 %)" if row.niveau == SURE else "")
    text += f"<br>médiane du groupe ({row.n} pairs{' et elle' if row.membre else ', elle hors du groupe'}) : {scale.write(row.mediane)}, écart {scale.gap(row.ecart)}"
    text += f"<br>la moitié du milieu : de {scale.write(min(row.q1, row.q3))} à {scale.write(max(row.q1, row.q3))}"
    if not pd.isna(row.cible_comparee):
        text += f"<br>sa cible : {scale.write(row.cible_comparee)}"
    if not pd.isna(row.avant):
        text += f"<br>douze mois avant : {scale.write(row.avant)}"
    return (
        text
        + ("<br>valeur provisoire" if row.provisoire else "")
        + "<br><i>cliquer : cet indicateur, toutes les CPTS</i>"
    )


def sentence(frame: pd.DataFrame, catalogue: Catalogue, *, nom: str, mois: object, pairs: str) -> str:
    """What the spine says: how many differ beyond chance, on which side, which are the farthest, what is missing."""
    tally = bilan(frame["jugement"], frame["niveau"])
    out = "" if bool(frame["membre"].all()) else " (elle est hors du groupe)"
    if not tally.juges:
        return f"En {french.month(mois)}, aucun indicateur de {nom} ne peut être jugé face à {pairs}{out}."
    parts = [f"{tally.mieux} {MIEUX}", f"{tally.moins_bien} {MOINS_BIEN}"]
    if tally.sans_sens:
        parts.append(f"{tally.sans_sens} sans qu’un sens soit meilleur")
    text = (
        f"En {french.month(mois)}, {nom} face à {pairs}{out} : sur {french.count(tally.juges, 'indicateur jugé', 'indicateurs jugés')}, "
        f"{french.count(tally.ecarts, 'écart')} au-delà du hasard (hors des limites à 99,8 %"
        + (f" : {french.enumerate_fr(parts)}" if tally.ecarts else "")
        + ")"
    )
    if tally.entre:
        text += f", {tally.entre} de plus entre les limites à 95 % et à 99,8 %"
        chance = round(tally.attendus_entre)
        text += f", où le hasard seul en mettrait {f'environ {chance} au plus' if chance else 'moins d’un'}"
    text += f", et {french.count(tally.semblables, SEMBLABLE)}."
    lost = frame[frame["mediane"].isna() & frame["mediane_bas"].notna() & frame["etat"].eq("valeur")]
    if len(lost):
        named = [
            f"{item.court} (médiane {median_text(r, item)}, {french.count(int(r.masquees), 'valeur masquée', 'valeurs masquées')} "
            f"sur {french.number(r.total)})"
            for r in rows(lost)
            for item in [catalogue.indicateurs[r.indicateur]]
        ]
        text += f" Non jugé, faute d’une médiane sûre : {french.enumerate_fr(named)}."
    inside = frame[frame["jugement"].eq(SEMBLABLE)]
    away = int(((inside["bas"] > inside["mediane"]) | (inside["haut"] < inside["mediane"])).sum())
    if away:
        text += (
            f" Parmi les semblables, {away} {french.plural(away, 'a', 'ont')} un intervalle qui exclut la médiane, mais un écart "
            "qui n’est pas plus grand que ceux qui séparent d’ordinaire ces CPTS."
        )
    for word, label in ((MIEUX, "Le plus en avant"), (MOINS_BIEN, "Le plus en retrait")):
        part = frame[frame["jugement"].eq(word) & frame["niveau"].eq(SURE)]
        if len(part):
            row = part.iloc[int(part["z"].abs().to_numpy().argmax())]
            item = catalogue.indicateurs[row["indicateur"]]
            scale = compared_scale(item)
            text += f" {label} : {item.court} ({scale.write(row['comparee'])}, médiane {scale.write(row['mediane'])})."
    without = [state_name(e, m) for e, m in zip(frame["etat"], frame["marqueur"], strict=True) if e != "valeur"]
    if without:
        counts = Counter(without).most_common()
        text += f" Sans valeur à montrer : {french.enumerate_fr([f'{n} {french.plural(n, w, _several(w))}' for w, n in counts])}."
    return text
