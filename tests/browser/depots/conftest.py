"""Tests that deposit have a store and a dashboard of their own: the others read what was there before."""

import shutil

import pytest

from tests.browser.conftest import serving


@pytest.fixture(scope="session")
def demo_folder(demo_folder, tmp_path_factory):
    """A copy of the small demonstration."""
    return shutil.copytree(demo_folder, tmp_path_factory.mktemp("depots") / "store")


@pytest.fixture(scope="session")
def address(demo_folder, program, tmp_path_factory):
    """A dashboard of their own."""
    with serving(demo_folder, program, tmp_path_factory.mktemp("ailleurs")) as url:
        yield url
