"""The address of a file given by a page can't be computed from its content, and tells files apart to the last byte."""

import subprocess
import sys

import pytest
from streamlit.runtime import memory_media_file_storage as storage
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from dashboard import server
from dashboard.chrome import file_addresses

LONG = b"x" * 2_000_000
ASKED = "from dashboard.chrome.file_addresses import address_of as a; print(a(b'7;300', 'text/csv', 'e.csv'))"


def test_the_server_names_files_so():
    assert server.app is not None
    kept = MemoryMediaFileStorage("/media")
    name = kept.load_and_get_id(b"7;300", "text/csv", "downloadable", "e.csv")
    assert name == file_addresses.address_of(b"7;300", "text/csv", "e.csv")
    assert kept.get_file(f"{name}.csv").content == b"7;300"


def test_another_process_gives_another_address():
    found = {subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True).stdout for _ in range(2)}
    assert len(found) == 2


def test_long_files_alike_where_streamlit_samples_them_are_two():
    other = LONG[:300_000] + b"7" + LONG[300_001:]
    assert file_addresses.address_of(LONG, "text/csv") != file_addresses.address_of(other, "text/csv")
    assert file_addresses.address_of(LONG, "text/csv") == file_addresses.address_of(bytes(LONG), "text/csv")


def test_another_streamlit_is_refused(monkeypatch):
    monkeypatch.delattr(storage, "_calculate_file_id")
    with pytest.raises(RuntimeError, match="file_addresses"):
        file_addresses.make_unguessable()
