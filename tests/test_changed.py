"""The choice of `make check-fast`: nothing nearer is left out, and a file of any kind has tests."""

import pytest

from tests.changed import choose_tests


@pytest.mark.parametrize(
    "path,test",
    [
        ("calculators/french.py", "tests/calculators/test_french.py"),
        ("calculators/aci/strict_yaml.py", "tests/calculators/aci/test_strict_yaml.py"),
        ("pipelines/ingest/rules/table.py", "tests/pipelines/ingest/rules/test_table.py"),
        ("dashboard/server.py", "tests/dashboard/test_server.py"),
        ("dashboard/chrome/style.css", "tests/dashboard/chrome/test_file_addresses.py"),
        ("tests/depositing.py", "tests/dashboard/depot/test_preview.py"),
        ("tests/pipelines/cli/test_processes.py", "tests/pipelines/cli/test_processes.py"),
    ],
)
def test_the_tests_of_a_changed_file_are_chosen(path, test):
    chosen = choose_tests([path])
    assert test in chosen
    assert len(chosen) == len(set(chosen))


def test_a_page_of_documentation_asks_for_the_rules_of_the_house_alone():
    assert choose_tests(["docs/deposits.md"]) == ["tests/test_house_rules.py"]
