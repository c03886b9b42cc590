"""Addresses of the files a page gives that nobody can guess.

Streamlit names a file by a hash of its content, serves it to whoever asks by that name, and of a long one hashes three
samples only. Whoever guesses a file of a supplier's, but for one small count, would find by its address which of ten was
made; two long files alike at these three places would share an address. Keyed by a secret of this process, over every
byte, an address is known only to the page it was given to. As for the page itself, another version of Streamlit that has
no such function any more is refused when the server starts.
"""

import hashlib
import secrets

from streamlit.runtime import memory_media_file_storage as storage

_KEY = secrets.token_bytes(32)


def address_of(data: bytes, mimetype: str, filename: str | None = None) -> str:
    """The name of a file in its address: the same for the same file while the server runs."""
    said = hashlib.blake2b("\0".join((mimetype, filename or "", "")).encode(), key=_KEY, digest_size=28)
    said.update(data)
    return said.hexdigest()


def make_unguessable() -> None:
    """Name by :func:`address_of` the files Streamlit keeps. Raises RuntimeError when it no longer names them so."""
    if not callable(getattr(storage, "_calculate_file_id", None)):
        raise RuntimeError(
            "Streamlit no longer names its files by _calculate_file_id: see dashboard/chrome/file_addresses.py"
        )
    storage._calculate_file_id = address_of
