"""Better, similar, worse: by interval and direction, and never for who has no direction or no value."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.comparison.judgement import JUGEMENTS, juger, signe


@pytest.mark.parametrize(
    ("bas", "haut", "sens", "word"),
    [
        (0.55, 0.60, "hausse", "mieux"),
        (0.55, 0.60, "baisse", "moins bien"),
        (0.40, 0.45, "hausse", "moins bien"),
        (0.40, 0.45, "baisse", "mieux"),
        (0.45, 0.55, "hausse", "semblable"),
        (0.50, 0.55, "hausse", "semblable"),  # a limit that touches the reference contains it
        (0.55, 0.60, "neutre", "plus haut"),
        (0.40, 0.45, "neutre", "plus bas"),
        (0.45, 0.55, "neutre", "semblable"),
        (np.nan, np.nan, "hausse", "non jugeable"),
        (np.nan, np.nan, "neutre", "non jugeable"),
    ],
)
def test_words(bas, haut, sens, word):
    assert juger(bas, haut, reference=0.5, sens=sens).item() == word


def test_no_reference_no_judgement():
    assert juger(0.4, 0.5, reference=np.nan, sens="hausse").item() == "non jugeable"


def test_columns_of_indicators():
    words = juger(
        [[0.6, 0.6, np.nan]], [[0.7, 0.7, np.nan]], reference=[[0.5, 0.5, 0.5]], sens=["hausse", "baisse", "neutre"]
    )
    assert words.tolist() == [["mieux", "moins bien", "non jugeable"]]


def test_what_is_not_understood_is_refused():
    with pytest.raises(ValueError, match="« plus »"):
        signe(["hausse", "plus"])
    with pytest.raises(ValueError, match="borne"):
        juger(0.6, 0.5, reference=0.5, sens="hausse")


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.sampled_from(["hausse", "baisse", "neutre"]))
def test_turning_the_indicator_upside_down_swaps_better_and_worse(one, other, reference, sens):
    low, high = sorted((one, other))
    word = juger(low, high, reference=reference, sens=sens).item()
    assert word in JUGEMENTS
    assert (sens == "neutre") <= (word not in ("mieux", "moins bien"))
    turned = juger(
        -high, -low, reference=-reference, sens={"hausse": "baisse", "baisse": "hausse"}.get(sens, sens)
    ).item()
    swap = {"plus haut": "plus bas", "plus bas": "plus haut"}
    assert turned == swap.get(word, word)
