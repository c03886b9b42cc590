"""What a preview and a deposit answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd

from pipelines.ingest.check.verdict import Verdict
from pipelines.ingest.deposit.against_store import takes_part, to_accept
from pipelines.ingest.deposit.checked_file import CheckedFile
from pipelines.ingest.issues import Issue
from pipelines.store.depots.depots import Deja


@dataclass(frozen=True)
class Apercu:
    """What depositing the file now would do, whole or, when ``partiel`` is asked, its sound lines alone.

    ``checked``: the file as it was checked, for what is asked next; ``verdict``: the same with the findings of the store.
    ``comptes``: how many of the accepted lines are nouvelle, modifiee, identique, and ``changements``: one row per changed
    value, before and after (ligne, id_cpts, indicateur, mois, etat_avant, marqueur_avant, numerateur_avant,
    denominateur_avant, valeur_avant, etat, marqueur, numerateur, denominateur, valeur), whether they may go in or not.
    ``geles``: the lines about frozen months, with the same columns, sort (nouvelle or modifiee), gele_le, gele_par, motif
    and gel. ``connu``: the deposit that already holds these very bytes, or their accepted lines, if any.
    """

    checked: CheckedFile
    verdict: Verdict
    comptes: Mapping[str, int]
    changements: pd.DataFrame
    geles: pd.DataFrame
    connu: Deja | None
    partiel: bool = False

    @property
    def partie(self) -> bool:
        """Whether the accepted lines may go in without the others."""
        return takes_part(self.verdict)

    @property
    def possible(self) -> bool:
        """Whether such a deposit would store anything; when not (a finding blocks), every count is 0."""
        return not self.verdict.refuse or (self.partiel and self.partie)

    @property
    def nouvelles(self) -> int:
        """How many values are not known yet."""
        return self.comptes["nouvelle"] if self.possible else 0

    @property
    def modifiees(self) -> int:
        """How many values would be replaced."""
        return self.comptes["modifiee"] if self.possible else 0

    @property
    def identiques(self) -> int:
        """How many values are known already."""
        return self.comptes["identique"] if self.possible else 0

    @property
    def modifications(self) -> pd.DataFrame:
        """The values that would be replaced: ``changements``, or none of them."""
        return self.changements if self.possible else self.changements.iloc[:0]

    @property
    def deja(self) -> Deja | None:
        """The deposit that already holds these very bytes, if any; again would change nothing."""
        return self.connu if self.possible else None

    @property
    def deja_en_partie(self) -> Deja | None:
        """Of a file refused as a whole, the deposit that already took its accepted lines, if any."""
        return None if self.possible else self.connu

    def with_part(self, partiel: bool) -> Apercu:
        """The same preview, of the sound lines alone or of the whole file: no need to ask the store again."""
        return replace(self, partiel=partiel)

    @property
    def depot(self) -> str | None:
        """The name of the deposit that already holds these very bytes, if any."""
        return None if self.deja is None else self.deja.depot

    @property
    def deja_depose(self) -> bool:
        """True when these very bytes are already in."""
        return self.deja is not None

    @property
    def a_accepter(self) -> tuple[Issue, ...]:
        """The warnings to accept with a comment."""
        return to_accept(self.verdict)


@dataclass(frozen=True)
class Depot:
    """What a deposit did. ``etat``: actif, or refuse (nothing was stored). ``depot`` is its name in the store.

    ``depose_par``, ``depose_le``: who made it and when; when ``deja_depose``, those of the earlier deposit.
    ``partiel``: lines were left out, those of ``verdict.refusees``. ``acceptation``: what was said of the warnings.
    ``laissees``: how many lines were left out because a known value would have been lost, among those of ``refusees``.
    """

    fichier: str
    depot: str | None
    etat: str
    deja_depose: bool
    nouvelles: int
    modifiees: int
    identiques: int
    verdict: Verdict
    depose_par: str | None = None
    depose_le: datetime | None = None
    partiel: bool = False
    acceptation: str | None = None
    laissees: int = 0

    @property
    def lignes_lues(self) -> int:
        """The data lines of the file."""
        return self.verdict.lignes_lues

    @property
    def rejetees(self) -> int:
        """The lines that break a rule; the deposit is refused as soon as there is one, unless a part was asked for."""
        return self.verdict.rejetees

    @property
    def a_accepter(self) -> tuple[Issue, ...]:
        """The warnings to accept with a comment."""
        return to_accept(self.verdict)

    def as_json(self) -> dict[str, Any]:
        """The answer of ``cpts deposit --format json``, keys as in design.md."""
        return {
            "fichier": self.fichier,
            "depot": self.depot,
            "nouvelles": self.nouvelles,
            "modifiees": self.modifiees,
            "identiques": self.identiques,
            "rejetees": self.rejetees,
            "deja_depose": self.deja_depose,
        }
