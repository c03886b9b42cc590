"""A mapping that does not change: it compares by what it holds, and can be the key of a cache."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from types import GenericAlias
from typing import Any, TypeVar, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(Mapping[K, V]):
    """A mapping in the order it was given, hashable when its values are; equal to any mapping with the same items.

    As the type of a pydantic field it is read like ``dict[K, V]``, with the same errors.
    """

    __slots__ = ("_hash", "_held")

    def __init__(self, items: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        self._held: dict[K, V] = dict(items)
        self._hash: int | None = None

    def __getitem__(self, key: K) -> V:
        return self._held[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, key: object) -> bool:
        return key in self._held

    # The views of Mapping ask for each value by its key, in Python: those of the dict are an order faster.
    def keys(self) -> KeysView[K]:
        """The keys, in order."""
        return self._held.keys()

    def values(self) -> ValuesView[V]:
        """The values, in order."""
        return self._held.values()

    def items(self) -> ItemsView[K, V]:
        """Keys and values, in order."""
        return self._held.items()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FrozenDict):
            return self._held == other._held
        return self._held == other if isinstance(other, Mapping) else NotImplemented

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._held.items()))
        return self._hash

    def __repr__(self) -> str:
        return f"FrozenDict({self._held!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenDict, (self._held,)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls, handler.generate_schema(GenericAlias(dict, get_args(source)))
        )
