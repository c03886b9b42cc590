"""Gives back to the system what reading a large file took: a server that stays up must not keep a gigabyte of it.

Python, Arrow, DuckDB and the C library each keep freed memory for later. After a million lines that later never comes.
"""

from __future__ import annotations

import ctypes
import gc

import pyarrow as pa

from pipelines.store.connection import Store

#: Files of fewer bytes than this leave nothing worth the tenth of a second it takes.
LARGE = 10_000_000


def give_back(size: int, store: Store) -> None:
    """Return free memory to the system after a file of ``size`` bytes compared with ``store``, when it was large.

    Live objects are not touched; whoever reads the store is waited for.
    """
    if size < LARGE:
        return
    store.renew()
    gc.collect()
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc alone has it
    if trim is not None:
        trim(0)
