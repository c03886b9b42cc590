"""What a comparison found, in one paragraph: the spread, the reference, who is apart, what chance explains, what is missing."""

import pandas as pd

from calculators import french
from calculators.comparison.funnel import NIVEAUX, PETIT
from calculators.comparison.judgement import MIEUX, MOINS_BIEN, PLUS_BAS, PLUS_HAUT
from dashboard.charts.looks import SURE
from dashboard.charts.unjudged import doubt, judged_of, nobody, unsure, without_counts
from pipelines.comparaison.jugees import Jugees

_MISSING = (
    ("masquee", "masquée", "masquées"),
    ("manquante", "déclarée manquante", "déclarées manquantes"),
    ("absente", "non reçue", "non reçues"),
)


def spread(done: Jugees, *, reference: str, group: str) -> str:
    """Least, most and reference of the month. `reference`, `group`: in words."""
    panel, scale = done.panel, done.panel.mesure.scale
    rows = done.cpts[done.cpts["dans_groupe"]]
    known = rows["comparee"].dropna()
    when = french.month(panel.mois[-1])
    if known.empty:
        return f"Aucune valeur à comparer pour « {panel.mesure.indicateur.libelle} » en {when} ({group})."
    text = (
        f"En {when}, {french.number(len(known))}{french.INSECABLE}CPTS ({group}) vont de {scale.write(known.min())} à "
        f"{scale.write(known.max())}"
    )
    if pd.isna(done.reference):
        return f"{text}."
    said = doubt(done)
    return f"{text} ; la référence est {reference} : {scale.write(done.reference)}{f' ({said})' if said else ''}."


def apart_sentence(done: Jugees) -> str:
    """How many differ beyond chance, and how many of those near the limits chance alone would give."""
    why = nobody(done)
    if why:
        return why
    rows = judged_of(done)
    sure = rows[rows["niveau"].eq(SURE)]
    near = int(rows["niveau"].eq(NIVEAUX[0]).sum())
    kinds = sure["jugement"].value_counts()
    parts = [f"{kinds[w]} {w}" for w in (MIEUX, MOINS_BIEN, PLUS_HAUT, PLUS_BAS) if w in kinds]
    if len(sure):
        text = f"{french.number(len(sure))} s’en {french.plural(len(sure), 'écarte', 'écartent')} au-delà du hasard ({', '.join(parts)})"
    else:
        text = "Aucune ne s’en écarte au-delà du hasard (limites à 99,8 %)"
    text += f" ; sur {french.number(len(rows))}, le hasard seul en mettrait {_by_chance(len(rows), beyond=NIVEAUX[1])}."
    if near:
        text += (
            f" {french.number(near)} de plus {french.plural(near, 'sort', 'sortent')} des limites à 95 % : le hasard seul "
            f"en mettrait {_by_chance(len(rows), beyond=NIVEAUX[0], within=NIVEAUX[1])}."
        )
    return text


def _by_chance(count: int, *, beyond: float, within: float = 1.0) -> str:
    """How many of `count` CPTS chance alone puts between two limits, in words."""
    expected = (within - beyond) * count
    return "moins d’une" if expected < 0.95 else f"environ {french.number(round(expected))} au plus"


def _phi(phi: float) -> str:
    """φ with the decimals that say which side of 1 it is on."""
    return french.number(phi, 2 if phi < 2 else 1 if phi < 10 else 0)


def overdispersion(done: Jugees) -> str:
    """Whether the limits were widened because the CPTS differ more than chance explains."""
    if done.entonnoir is None or judged_of(done).empty:
        return ""
    over = done.entonnoir.surdispersion
    if over.n < PETIT:
        return f"Moins de {PETIT} CPTS : leur dispersion est mal connue, les limites sont élargies en conséquence (loi de Student)."
    phi = _phi(over.phi)
    if over.nette:
        return (
            f"Les CPTS diffèrent plus que le hasard seul ne l’explique (surdispersion φ = {phi}) : les limites sont "
            "élargies de cette dispersion (modèle additif)."
        )
    if over.appliquee:
        return f"La surdispersion ne se distingue pas du hasard (φ = {phi}) ; par prudence, les limites en tiennent compte."
    return f"Pas de surdispersion (φ = {phi}) : les limites sont celles du hasard seul."


#: The method of the limits and where it comes from, in one sentence, for the funnel.
METHODE = (
    "Limites : Wilson pour une part, Byar pour un taux ou un compte, élargies dès que φ dépasse 1 par un effet aléatoire "
    "additif sur le logarithme, comme le SHMI du NHS ; φ est la moyenne des z² winsorisés à 10 % de chaque côté (Spiegelhalter, "
    "2005), rapportée à ce qu’elle vaut quand seul le hasard joue. La part de hasard de la référence, que quelques CPTS font, élargit aussi "
    "les limites."
)


def missing(done: Jugees) -> str:
    """What is not compared, and why; what may still move."""
    rows = done.cpts[done.cpts["dans_groupe"]]
    states = rows["etat"].value_counts()
    parts = [f"{states[s]} {french.plural(states[s], one, many)}" for s, one, many in _MISSING if s in states]
    text = f"Valeurs non comparées : {', '.join(parts)}." if parts else ""
    bare = without_counts(done)
    if bare and len(judged_of(done)):
        text += f" {french.count(bare, 'valeur')} sans effectifs : {french.plural(bare, 'montrée mais non jugée', 'montrées mais non jugées')}."
    lost = unsure(done)
    if lost and len(judged_of(done)):
        text += (
            f" {french.count(lost, 'CPTS non jugée', 'CPTS non jugées')} : {french.plural(lost, 'son', 'leur')} jugement changerait "
            "selon les valeurs masquées."
        )
    waiting = int(rows["provisoire"].sum())
    if waiting:
        text += f" {french.count(waiting, 'valeur provisoire', 'valeurs provisoires')}, reçues avant la fin du mois."
    return text.strip()


def placed(done: Jugees) -> str:
    """How many stand outside each limit, in short: the list above the views says the rest."""
    why = nobody(done)
    if why or done.entonnoir is None:
        return why if done.cpts.loc[done.cpts["dans_groupe"], "comparee"].notna().any() else ""
    level = done.cpts.loc[done.cpts["dans_groupe"], "niveau"]
    sure, near = int(level.eq(SURE).sum()), int(level.eq(NIVEAUX[0]).sum())
    count = int(level.notna().sum())
    text = (
        f"{french.number(sure) if sure else 'Aucune'} hors des limites à 99,8 % (le hasard seul : "
        f"{_by_chance(count, beyond=NIVEAUX[1])}), {french.number(near) if near else 'aucune'} de plus hors de celles à 95 % "
        f"(le hasard seul : {_by_chance(count, beyond=NIVEAUX[0], within=NIVEAUX[1])})."
    )
    outside = ~done.cpts["dans_groupe"].astype(bool) & done.cpts["niveau"].gt(0)
    if outside.any():
        text = f"{text[:-1]} ; hors du groupe, {french.count(int(outside.sum()), 'CPTS est marquée', 'CPTS sont marquées')}."
    over = done.entonnoir.surdispersion
    if over.nette:
        text = f"{text[:-1]} ; limites élargies pour la surdispersion (φ = {_phi(over.phi)})."
    return text


def findings(done: Jugees, *, reference: str, group: str) -> str:
    """What a view of one month shows."""
    said = (
        spread(done, reference=reference, group=group),
        placed(done),
        missing(done),
        "Un compte est rapporté à la population du territoire." if done.panel.mesure.rapporte else "",
    )
    return " ".join(part for part in said if part)
