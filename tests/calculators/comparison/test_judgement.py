"""Better, similar, worse: by side and direction, and never for who has no direction or nothing to judge."""

import pytest

from calculators.comparison.judgement import ecarter, signe


@pytest.mark.parametrize(
    ("cote", "sens", "word"),
    [
        (1, "hausse", "mieux"),
        (1, "baisse", "moins bien"),
        (-1, "hausse", "moins bien"),
        (-1, "baisse", "mieux"),
        (0, "hausse", "semblable"),
        (0, "baisse", "semblable"),
        (1, "neutre", "plus haut"),
        (-1, "neutre", "plus bas"),
        (0, "neutre", "semblable"),
    ],
)
def test_words(cote, sens, word):
    assert ecarter(cote, sens=sens, jugeable=True).item() == word
    assert ecarter(cote, sens=sens, jugeable=False).item() == "non jugeable"


def test_columns_of_indicators():
    words = ecarter([[1, 1, 0]], sens=["hausse", "baisse", "neutre"], jugeable=[[True, True, False]])
    assert words.tolist() == [["mieux", "moins bien", "non jugeable"]]


def test_a_direction_that_is_not_understood_is_refused():
    with pytest.raises(ValueError, match="« plus »"):
        signe(["hausse", "plus"])
    with pytest.raises(ValueError, match="« plus »"):
        ecarter(1, sens="plus", jugeable=True)
