"""The tally of judgements adds up, whatever has no direction, and splits at the two limits."""

from calculators.comparison.bilan import bilan

WORDS = ["mieux", "mieux", "moins bien", "moins bien", "plus haut", "plus bas", "semblable", "non jugeable"]
LEVELS = [0.998, 0.95, 0.998, 0.998, 0.998, 0.95, 0.0, float("nan")]


def test_every_value_is_counted_once():
    found = bilan(WORDS, LEVELS)
    assert (found.mieux, found.moins_bien, found.sans_sens) == (1, 2, 1)
    assert (found.entre_mieux, found.entre_moins_bien, found.entre_sans_sens) == (1, 0, 1)
    assert (found.ecarts, found.entre, found.semblables, found.non_jugeables) == (4, 2, 1, 1)
    assert found.ecarts + found.entre + found.semblables + found.non_jugeables == len(WORDS)
    assert found.juges == 7


def test_what_chance_alone_gives_is_of_those_judged():
    found = bilan(["semblable"] * 1000 + ["non jugeable"] * 500, [0.0] * 1000 + [float("nan")] * 500)
    assert round(found.attendus, 6) == 2 and round(found.attendus_entre, 6) == 48


def test_nothing_is_nothing():
    assert bilan([], []).juges == 0
