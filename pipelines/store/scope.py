"""Who sees what: every question takes a Scope, and reads with it the macros ``*_lisibles``, which filter in SQL."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from calculators.comparison.secrecy import SEUIL_PROFESSIONNELS
from pipelines.settings import FOURNISSEURS, local_suppliers, patients_threshold
from pipelines.store.cursor import Value


@dataclass(frozen=True)
class Scope:
    """The reader, the CPTS whose data they may read and those they may deposit for; ``None`` means all of them.

    ``fournisseurs``: whose values the reader supplies (CPAM, CPTS), for the CPTS they deposit for; of these they see the
    small counts, which statistical secrecy hides from everyone else.
    """

    lecteur: str
    cpts: frozenset[str] | None = None
    depots: frozenset[str] | None = None
    fournisseurs: frozenset[str] = frozenset()

    @classmethod
    def local(cls, lecteur: str = "local") -> Scope:
        """The person at this machine, without sign-in: sees and deposits for every CPTS, supplies CPTS_FOURNISSEUR.

        ``lecteur``: the name that signs what they do, and nothing more: without sign-in it proves nobody. Raises
        SettingError when the setting says something else than aucun, cpam, cpts or tous.
        """
        return cls(lecteur=lecteur, fournisseurs=local_suppliers())

    @property
    def rights(self) -> Scope:
        """What this reader may see and supply, whoever they are: equal for two readers of the same rights."""
        return replace(self, lecteur="")

    @property
    def lecture(self) -> dict[str, Value]:
        """What this reader may see, as the one query parameter of the macros ``*_lisibles``: of which CPTS (``portee``,
        None: all of them), what statistical secrecy leaves of their small counts, and the day of the reading (``jour``),
        whose rules give each CPTS its taille.

        Raises SettingError when CPTS_SEUIL_SECRET is not a threshold.
        """
        return {
            "jour": date.today(),
            "portee": None if self.cpts is None else sorted(self.cpts),
            "fournisseurs": sorted(self.fournisseurs),
            "depots": None if self.depots is None else sorted(self.depots),
            "patients": patients_threshold(),
            "professionnels": SEUIL_PROFESSIONNELS,
        }

    @property
    def lecture_publique(self) -> dict[str, Value]:
        """The same for somebody who supplies nothing: what secrecy hides from anyone."""
        return {**self.lecture, "portee": None, "fournisseurs": [], "depots": None}

    @property
    def supplies_all(self) -> bool:
        """True when nothing is hidden from this reader by statistical secrecy."""
        return self.depots is None and self.fournisseurs == FOURNISSEURS["tous"]

    def narrowed(self, ids: Collection[str]) -> Scope:
        """The same reader, of these CPTS only; those they do not see stay unseen."""
        wanted = frozenset(ids)
        return replace(self, cpts=wanted if self.cpts is None else wanted & self.cpts)

    def may_deposit(self, id_cpts: str) -> bool:
        """True when this reader may deposit for that CPTS; nobody deposits for what they may not read."""
        readable = self.cpts is None or id_cpts in self.cpts
        return readable and (self.depots is None or id_cpts in self.depots)
