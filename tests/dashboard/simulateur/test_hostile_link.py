"""A situation of an address that nothing of ours wrote: one sentence, and the page goes on."""

import base64
import zlib

import pytest

from dashboard.simulateur.saisie.codes import ScenarioError, decode
from tests.dashboard.opening import opened


def packed(text: str) -> str:
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def nested(levels: int, opening: str = "[", inside: str = "", closing: str = "]") -> str:
    return opening * levels + inside + closing * levels


DEEP = f'["x",{{"population":{nested(5_000)}}}]'


@pytest.mark.parametrize(
    "text",
    [
        DEEP,
        f'["x",{{"population":{nested(30)}}}]',
        f'["x",{{"missions":{nested(400, chr(123) + chr(34) + "a" + chr(34) + ":", "1", "}")}}}]',
        f'["x",{{}},{nested(3_000)}]',
        '["x",{"population":"\\ud800"}]',
        '["\\udfff",{"population":48000}]',
        f'["x",{{"population":{"1" * 5_000}}}]',
        '["x"]',
        "1",
        "[]",
    ],
)
def test_what_is_no_situation_is_one_sentence(text):
    with pytest.raises(ScenarioError, match="illisible"):
        decode(packed(text))


def test_the_page_says_it_once_and_the_session_goes_on(screens):
    page = opened("simulateur", situation=packed(DEEP), cpts="fichier")
    assert not page.exception
    assert any("illisible" in element.value for element in [*page.warning, *page.error])
    page.run()
    assert not page.exception
