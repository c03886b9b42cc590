"""Checks a whole deposited file in one pass: cells, types, the schema, then lines against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from pipelines.catalogue import Catalogue, Indicateur
from pipelines.ingest.check.duplicates import find_duplicates
from pipelines.ingest.check.facts import LineFacts
from pipelines.ingest.check.findings import Findings
from pipelines.ingest.check.invented import find_invented
from pipelines.ingest.check.parts import say_parts
from pipelines.ingest.check.repairs import cpts_codes, indicator_codes, say_repairs, say_serial_months
from pipelines.ingest.check.schemas import compare_columns, find_broken_rules, line_schema
from pipelines.ingest.check.told_units import apply_units
from pipelines.ingest.check.typed import read_types
from pipelines.ingest.check.values import compute_ratio, settle_values
from pipelines.ingest.check.wordings import say_contradictions
from pipelines.ingest.issues import Issue, as_json, in_order
from pipelines.ingest.read.bytes_to_cells import read_cells
from pipelines.ingest.read.cells import NOWHERE, Cells, MiseAPart, Places
from pipelines.ingest.texts import plain, visible
from pipelines.store.scope import Scope

COLUMNS = [
    "ligne",
    "id_cpts",
    "indicateur",
    "mois",
    "valeur",
    "numerateur",
    "denominateur",
    "etat",
    "marqueur",
    "provisoire",
    "commentaire",
]
# Rules broken while cutting a line into cells: the line is refused, the others can still be checked.
LINE_RULES = frozenset({"cellules_en_trop", "guillemet"})
# The same for a cell of a line that could be cut.
CELL_RULES = frozenset({"formule_sans_resultat", "nombre_fusionne", "cellule_demesuree"})
# Told the share of the work done, from 0 to 1, and the step that begins, in French.
Progres = Callable[[float, str], None]


@dataclass(frozen=True)
class Verdict:
    """What a file holds and what is wrong with it.

    ``observations``: the sound lines, typed, repeated ones once (COLUMNS: valeur in the unit of the indicator, etat
    valeur | masquee | manquante, marqueur as written, mois datetime64). ``lignes_lues`` = acceptees + rejetees.
    ``refusees``: the user's own numbers of the refused lines, each once, all of them (findings stop at a number of rows).
    ``inventee``: the file says that its values are. ``entete``: the line of the header; ``feuille``: the sheet read, of a workbook; ``places``: where the person sees the
    cells of ``observations``.
    """

    fichier: str
    observations: pd.DataFrame
    anomalies: tuple[Issue, ...]
    lignes_lues: int
    acceptees: int
    rejetees: int
    mises_a_part: tuple[MiseAPart, ...]
    encodage: str
    separateur: str
    refusees: tuple[int, ...] = ()
    inventee: bool = False
    entete: int | None = None
    feuille: str | None = None
    places: Places = NOWHERE

    @property
    def refuse(self) -> bool:
        """True when a finding blocks: the file then goes in not at all."""
        return any(issue.bloquante for issue in self.anomalies)

    def as_json(self) -> dict[str, Any]:
        """The answer of ``cpts check --format json``, keys as in design.md."""
        return {
            "fichier": self.fichier,
            "lignes_lues": self.lignes_lues,
            "acceptees": self.acceptees,
            "rejetees": self.rejetees,
            "anomalies": as_json(self.anomalies),
        }


def check(
    data: bytes,
    name: str,
    *,
    catalogue: Catalogue,
    scope: Scope,
    territoires: pd.DataFrame,
    today: date,
    progres: Progres | None = None,
) -> Verdict:
    """Check a monthly file in long form.

    ``territoires``: id_cpts, nom, date_signature of the CPTS known to the store; those for which the scope may not
    deposit are treated as unknown. ``today`` decides which months are in the future or still provisional. ``name``
    is only repeated. ``progres`` is told the share done (0 to 1) and what comes next, for files that take seconds.
    Never raises for what is in the file: everything is in the verdict.
    """
    tell = progres or (lambda share, step: None)
    indicators = catalogue.indicateurs
    tell(0.0, "Lecture du fichier")
    cells = read_cells(data, indicators, _names(territoires))
    tell(0.5, f"Contrôle de {len(cells):_} lignes".replace("_", "\u202f"))
    found = Findings(cells)
    found.issues.extend(cells.anomalies)
    broken = {i.ligne for i in cells.anomalies if i.regle in LINE_RULES}
    read = len(cells) + len(broken)
    spoilt = [i.ligne for i in cells.anomalies if i.regle in CELL_RULES and i.ligne is not None]
    found.refused[np.isin(cells.lignes, spoilt)] = True
    invented = find_invented(cells, found)
    if any(i.bloquante and i.regle not in LINE_RULES | CELL_RULES for i in cells.anomalies):
        # The columns cannot be told: what the lines say would be noise.
        rejected, observations, places = read, _no_line(), NOWHERE
        found.refused[:] = True
    else:
        allowed = territoires[territoires["id_cpts"].map(scope.may_deposit).astype(bool)]
        observations, places = _check_lines(cells, found, indicateurs=indicators, territoires=allowed, today=today)
        rejected = int(found.refused.sum()) + len(broken)
    tell(1.0, "Contrôle terminé")
    return Verdict(
        fichier=visible(name),
        observations=observations,
        anomalies=in_order(found.issues),
        lignes_lues=read,
        acceptees=read - rejected,
        rejetees=rejected,
        mises_a_part=cells.mises_a_part,
        encodage=cells.encodage,
        separateur=cells.separateur,
        refusees=tuple(sorted({*cells.lignes[found.refused].tolist(), *(n for n in broken if n is not None)})),
        inventee=invented,
        entete=cells.entete,
        feuille=cells.feuille,
        places=places,
    )


def unread(name: str, issue: Issue) -> Verdict:
    """The verdict on a file of which nothing was read, for that reason."""
    return Verdict(
        fichier=visible(name),
        observations=_no_line(),
        anomalies=(issue,),
        lignes_lues=0,
        acceptees=0,
        rejetees=0,
        mises_a_part=(),
        encodage="",
        separateur="",
    )


def _no_line() -> pd.DataFrame:
    """No observation at all, typed as the others are: without a type, the database takes the codes for numbers."""
    return pd.DataFrame(columns=COLUMNS).astype({"id_cpts": "str", "indicateur": "str", "mois": "datetime64[us]"})


def _names(territoires: pd.DataFrame) -> dict[str, str]:
    """The code of each CPTS by its code and its name, as ``plain`` gives them; empty when two share a name."""
    return _named(tuple(territoires["id_cpts"]), tuple(territoires["nom"]))


@lru_cache(maxsize=16)
def _named(codes: tuple[str, ...], names: tuple[str, ...]) -> dict[str, str]:
    """The same, worked out once for the same CPTS; to read only."""
    how_many = Counter(map(plain, names))
    named = {plain(n): c if how_many[plain(n)] == 1 else "" for c, n in zip(codes, names, strict=True)}
    return named | {plain(code): code for code in codes}


def _check_lines(
    cells: Cells, found: Findings, *, indicateurs: Mapping[str, Indicateur], territoires: pd.DataFrame, today: date
) -> tuple[pd.DataFrame, Places]:
    """The sound lines, and where their cells are; everything else goes to ``found``."""
    typed = read_types(cells, territoires=territoires, indicateurs=indicateurs)
    typed = replace(typed, frame=apply_units(typed.frame, cells, found))
    frame = settle_values(typed, found, in_percent=cells.en_pourcent())
    columns = compare_columns(frame)
    ids = frozenset(territoires["id_cpts"])
    facts = LineFacts(cells, columns, indicateurs=indicateurs, ids=ids, today=today)
    for (field, rule), positions in typed.fautes.items():
        found.add(rule, positions, champ=field, facts=facts.of(rule, field))
    schema = line_schema(ids=ids, codes=frozenset(indicateurs), last_month=today.replace(day=1))
    for rule, field, rows in find_broken_rules(schema, columns):
        found.add(rule, rows, champ=field, facts=facts.of(rule, field))
    say_repairs(cells.colonnes["id_cpts"], cpts_codes(territoires), found, "id_cpts")
    say_repairs(cells.colonnes["indicateur"], indicator_codes(indicateurs), found, "indicateur")
    say_serial_months(cells.colonnes["mois"], found, since_1904=cells.depuis_1904)
    say_parts(cells, frame, found)
    say_contradictions(cells, found, territoires=territoires, indicateurs=indicateurs)
    found.add("cellules_manquantes", np.flatnonzero(np.isin(cells.lignes, list(cells.courtes))), champ="valeur")
    _warn_before_contract(frame, territoires, found)
    frame["valeur"] = compute_ratio(frame)
    frame["provisoire"] = (frame["mois"] >= pd.Timestamp(today.replace(day=1))).to_numpy()
    repeated = find_duplicates(frame, ids, found)
    sound, places = frame[COLUMNS], cells.places()
    if len(repeated) or found.refused.any():
        kept = ~found.refused
        kept[repeated] = False
        sound, places = sound[kept], places.keep(kept)
    return sound.reset_index(drop=True), places


def _warn_before_contract(frame: pd.DataFrame, territoires: pd.DataFrame, found: Findings) -> None:
    """One warning per CPTS and month that comes before the month its contract was signed."""
    signatures = dict(zip(territoires["id_cpts"], territoires["date_signature"], strict=True))
    cpts = frame["id_cpts"].cat
    signed = pd.to_datetime(pd.Series([signatures.get(code) for code in cpts.categories]))
    first_months = signed.to_numpy().astype("datetime64[M]").astype("datetime64[us]")
    early = frame[frame["mois"].to_numpy() < first_months[cpts.codes]]
    firsts = early[~early.duplicated(["id_cpts", "mois"])]

    def about(position: int) -> dict[str, Any]:
        return {"attendu": cpts.categories[cpts.codes[position]], "detail": f"{signed[cpts.codes[position]]:%d/%m/%Y}"}

    found.add("avant_contrat", firsts.index, champ="mois", facts=about)
