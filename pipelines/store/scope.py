"""Who sees what: every query takes a Scope, and filters with it in SQL."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """The reader, the CPTS whose data they may read and those they may deposit for; ``None`` means all of them."""

    lecteur: str
    cpts: frozenset[str] | None = None
    depots: frozenset[str] | None = None

    @classmethod
    def local(cls) -> Scope:
        """The person at this machine, without sign-in: sees and deposits everything."""
        return cls(lecteur="local")

    @property
    def portee(self) -> list[str] | None:
        """The readable CPTS as a query parameter (``None``: all)."""
        return None if self.cpts is None else sorted(self.cpts)

    def may_deposit(self, id_cpts: str) -> bool:
        """True when this reader may deposit for that CPTS; nobody deposits for what they may not read."""
        readable = self.cpts is None or id_cpts in self.cpts
        return readable and (self.depots is None or id_cpts in self.depots)
