"""The store of two CPTS under contract, of its own for each test."""

import pytest

from tests.pipelines.financement.funded import funded


@pytest.fixture
def store(tmp_path):
    return funded(tmp_path)
