"""The summary of one CPTS, or of the CPTS of a CPAM, for a meeting: best, worst, changed, late, euros. A PDF of two to four pages.

Nothing is computed here but sums: judgements come from pipelines.comparaison.jugees_du_mois, movements from pipelines.comparaison.mouvements, euros from
pipelines.financement.funding, all through the reader's Scope. Every figure carries its sentence; the foot its date and data version.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import typst

from calculators import french
from calculators.aci.accord.statut import DEFINITIONS, SYMBOLES
from calculators.comparison import mois_usuel
from calculators.comparison.bilan import bilan
from calculators.comparison.funnel import NIVEAUX
from calculators.comparison.judgement import MIEUX, MOINS_BIEN
from pipelines.catalogue import Catalogue
from pipelines.comparaison.jugees_du_mois import judge_month
from pipelines.comparaison.mouvements import Moved, find_movements
from pipelines.financement.funding import Financement, funding
from pipelines.publish.synthese.euros import euros
from pipelines.publish.synthese.textes import (
    changed_rows,
    definition_rows,
    judged_rows,
    judged_sentence,
    late_rows,
    late_sentence,
    moved_sentence,
)
from pipelines.store.connection import Store
from pipelines.store.errors import StoreError
from pipelines.store.questions.indicateurs import months_received
from pipelines.store.questions.suivi import latest_month_summary, overview
from pipelines.store.questions.territoires import territories
from pipelines.store.scope import Scope

_TEMPLATE = Path(__file__).parent / "synthese.typ"
#: Rows of each list: four pages at most, whatever is summed up.
PLUS_NETS, MONTRES, CPTS_MONTREES = 10, 12, 36
#: A list of what is best or worst has so many rows at least, as long as something is beyond the 95 % limits.
COMPLETE = 5


@dataclass(frozen=True)
class Sujet:
    """What is summed up: one CPTS, or the CPTS of a fund. ``titre``: its name; ``seule``: True for one CPTS."""

    titre: str
    ids: tuple[str, ...]
    seule: bool


def subject(store: Store, scope: Scope, *, cpts: str | None = None, cpam: str | None = None) -> Sujet:
    """Find the CPTS asked for. Raises StoreError with one French sentence when there is none in scope."""
    known = territories(store, scope)
    known = known[known["nature"] == "cpts"]
    if (cpts is None) == (cpam is None):
        raise StoreError("Indiquez une CPTS (--cpts) ou une CPAM (--cpam), et une seule des deux.")
    if cpts is not None:
        mine = known[known["id_cpts"] == cpts]
        if mine.empty:
            raise StoreError(f"« {cpts[:40]} » n'est pas une CPTS connue dans votre périmètre.")
        return Sujet(str(mine["nom"].iloc[0]), (cpts,), seule=True)
    mine = known[[cpam in str(value).split("|") for value in known["cpam"]]]
    if mine.empty:
        raise StoreError(
            f"« {str(cpam)[:60]} » n'a aucune CPTS dans votre périmètre ; écrivez le nom entier, par exemple « CPAM de la Dordogne »."
        )
    return Sujet(str(cpam), tuple(mine["id_cpts"]), seule=False)


def short_mark(store: Store) -> str:
    """Eight letters and figures that change whenever the data change: two files with the same mark agree.

    The data are what documents and computations rest on: deposits and their states, frozen months, contracts, targets, CPTS. A
    group that somebody saves, or a line of the journal, changes none of them.
    """
    with store.read() as cursor:
        seen = cursor.frame(" UNION ALL ".join(_MARKED.format(name=name, told=told) for name, told in _DATA.items()))
    return hashlib.sha256(seen.to_csv(index=False).encode()).hexdigest()[:8]


#: Tables of what documents rest on, and what of a row is in the mark: the observations follow their deposits, and are never
#: changed in place. Of a deposit no more than when it came: from its fingerprint a guess of a small count could be tried.
_DATA = {
    "depots": "(ligne.depot, ligne.depose_le, ligne.retire_le)",
    **dict.fromkeys(("evenements_depots", "gels", "cpts", "contrats", "contrats_missions", "objectifs"), "ligne"),
}
_MARKED = """
SELECT '{name}' AS nom, count(*) AS lignes, CAST(sum(CAST(hash({told}) AS HUGEINT)) AS VARCHAR) AS marque
FROM {name} AS ligne
"""


def usual_month(store: Store, scope: Scope) -> date:
    """The newest month that at least half of the usual CPTS have sent. Raises StoreError when nothing came."""
    month = mois_usuel.usual_month(months_received(store, scope))
    if month is None:
        raise StoreError("Aucune observation n'est encore enregistrée : il n'y a rien à résumer.")
    return month


def synthese_pdf(
    store: Store,
    scope: Scope,
    sujet: Sujet,
    *,
    mois: date,
    catalogue: Catalogue,
    version: str,
    maintenant: datetime,
    financement: Financement | None = None,
) -> bytes:
    """Write the summary. ``version``: the mark of the stored data; ``financement``: when it is already computed."""
    ids = set(sujet.ids)
    document = _document(
        store,
        scope,
        sujet,
        mois=mois,
        catalogue=catalogue,
        version=version,
        maintenant=maintenant,
        jugees=judge_month(store, scope, mois=mois, ids=ids, catalogue=catalogue),
        moved=find_movements(store, scope, mois=mois, indicateurs=catalogue.indicateurs).of(ids),
        money=financement or funding(store, scope, au=maintenant.date()),
    )
    content: bytes = typst.compile(
        _TEMPLATE.read_bytes(),
        sys_inputs={"donnees": french.typography(json.dumps(document, ensure_ascii=False))},
        font_paths=[],
        ignore_system_fonts=True,
    )
    return content


def _document(
    store: Store,
    scope: Scope,
    sujet: Sujet,
    *,
    mois: date,
    catalogue: Catalogue,
    version: str,
    maintenant: datetime,
    jugees: pd.DataFrame,
    moved: Moved,
    money: Financement,
) -> dict[str, Any]:
    ids, today = set(sujet.ids), maintenant.date()
    followed = territories(store, scope)
    followed = followed[followed["id_cpts"].isin(ids)]
    receipts = latest_month_summary(store, scope, mois=mois)
    receipts = receipts[receipts["id_cpts"].isin(ids)]
    tally = bilan(jugees["jugement"], jugees["niveau"]) if len(jugees) else bilan([], [])
    lists = {word: _strongest(jugees, word) for word in (MIEUX, MOINS_BIEN)}
    known = overview(store, scope)
    when = "aucun dépôt" if known["dernier_depot"] is None else f"{pd.Timestamp(known['dernier_depot']):%d/%m/%Y}"
    demo = bool(followed["demonstration"].any()) or bool(known["demonstration"])
    amounts = euros(
        money,
        sujet.ids,
        alone=sujet.seule,
        names=dict(zip(followed["id_cpts"], followed["nom"], strict=True)),
        today=today,
        most=CPTS_MONTREES,
    )
    alone = len(ids) == 1
    best, worst = lists[MIEUX], lists[MOINS_BIEN]
    changed = moved.named.head(MONTRES)
    quoted = [*catalogue.indicateurs] if alone else [*best["indicateur"], *worst["indicateur"], *changed["indicateur"]]
    return {
        "titre": sujet.titre,
        "sous_titre": f"Synthèse {french.of_month(mois)} · {_who(followed, sujet)} · établie le {today:%d/%m/%Y}",
        "pied": f"Pilotage CPTS · {sujet.titre} · {today:%d/%m/%Y} · données connues au {when}, version {version}",
        "demonstration": demo,
        "seule": sujet.seule,
        "cartes": [
            {
                "titre": "Mieux",
                "valeur": f"▲ {tally.mieux}",
                "note": f"au-delà du hasard (99,8 %), sur {tally.juges} {french.plural(tally.juges, 'jugée')}",
            },
            {
                "titre": "Moins bien",
                "valeur": f"▼ {tally.moins_bien}",
                "note": f"au-delà du hasard ; {tally.entre} de plus entre 95 % et 99,8 %",
            },
            {"titre": "Ont bougé en un an", "valeur": str(len(moved.named)), "note": "au-delà du bruit"},
            _late_card(receipts, sujet),
            {"titre": "À verser d'ici douze mois", "valeur": amounts["douze_mois"], "note": amounts["statut"]},
        ],
        "juge": judged_sentence(jugees, mois=mois),
        "meilleures": judged_rows(best, catalogue, named=not sujet.seule),
        "moins_bonnes": judged_rows(worst, catalogue, named=not sujet.seule),
        "toutes": judged_rows(jugees, catalogue, named=False) if alone else [],
        "bouge_phrase": moved_sentence(moved, mois=mois),
        "bouge": changed_rows(changed, catalogue, named=not sujet.seule),
        "bouge_total": len(moved.named),
        "retard_phrase": late_sentence(receipts, mois=mois),
        "retard": late_rows(receipts.head(MONTRES)),
        "euros": amounts,
        "definitions": definition_rows(quoted, catalogue),
        "cpts": [] if alone else _by_cpts(jugees, followed).head(CPTS_MONTREES).to_dict("records"),
        "cpts_total": len(followed),
        "statuts": [f"{SYMBOLES[s]} {s} : {DEFINITIONS[s]}" for s in SYMBOLES],
    }


def _strongest(jugees: pd.DataFrame, word: str) -> pd.DataFrame:
    """Those of a word, the farthest first: up to PLUS_NETS beyond chance (outside the 99.8 % limits); a list of fewer than
    COMPLETE is completed by those between the limits."""
    if jugees.empty:
        return pd.DataFrame(columns=["indicateur"])
    kept = jugees[jugees["jugement"].eq(word)]
    kept = kept.assign(_sure=kept["niveau"].eq(NIVEAUX[1]), _loin=kept["z"].abs())
    kept = kept.sort_values(["_sure", "_loin"], ascending=False, kind="stable")
    most = min(max(int(kept["_sure"].sum()), COMPLETE), PLUS_NETS)
    return kept.drop(columns=["_sure", "_loin"]).head(most)


def _late_card(receipts: pd.DataFrame, sujet: Sujet) -> dict[str, str]:
    if not sujet.seule:
        late = int((receipts["absents"] > 0).sum())
        return {"titre": "En retard", "valeur": str(late), "note": "CPTS avec des valeurs absentes"}
    expected = int(receipts["attendus"].sum())
    note = f"sur {expected} attendues" if expected else "rien n'est attendu"
    return {"titre": "Valeurs absentes", "valeur": str(int(receipts["absents"].sum())), "note": note}


def _who(followed: pd.DataFrame, sujet: Sujet) -> str:
    if not sujet.seule:
        return f"{len(followed)} CPTS, dont {int(followed['sous_contrat'].sum())} sous contrat"
    one = followed.iloc[0]
    size = "taille inconnue" if pd.isna(one["taille"]) else f"taille {int(one['taille'])}"
    return f"{size} · {'CPAM inconnue' if pd.isna(one['cpam']) else str(one['cpam']).replace('|', ' et ')}"


def _by_cpts(jugees: pd.DataFrame, followed: pd.DataFrame) -> pd.DataFrame:
    """How the values of each CPTS are judged: nom, mieux, moins, sans_sens (outside the 99.8 % limits), entre (between them
    and the 95 % ones), semblable, non_jugeable, which add up; those with most behind first.
    """
    columns = ["nom", "mieux", "moins", "sans_sens", "entre", "semblable", "non_jugeable"]
    if jugees.empty:
        return pd.DataFrame(columns=columns)
    names = dict(zip(followed["id_cpts"], followed["nom"], strict=True))
    found = []
    for one, part in jugees.groupby("id_cpts"):
        n = bilan(part["jugement"], part["niveau"])
        found.append((names[one], n.mieux, n.moins_bien, n.sans_sens, n.entre, n.semblables, n.non_jugeables))
    table = pd.DataFrame(found, columns=columns)
    return table.sort_values(["moins", "mieux", "nom"], ascending=[False, True, True])
