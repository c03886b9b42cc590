"""What comes from an address, a file or a field is shown as it is: never a link, an image, a colour or an icon of ours."""

import pytest

from dashboard.ui.words import literal
from tests.dashboard.opening import opened

LINK = "[Votre session a expiré](https://exemple.invalid)"


@pytest.mark.parametrize("key", ["region", "taille", "mois"])
def test_an_unknown_value_of_an_address_is_no_link_in_our_own_warning(screens, key):
    said = [warning.value for warning in opened("comparer", **{key: LINK}).warning]
    assert any("Votre session a expiré" in sentence for sentence in said)
    for sentence in said:
        assert "](" not in sentence.replace("\\]", "") and "https://" not in sentence


def test_an_unknown_cpts_of_an_address_is_no_link_either(screens):
    said = [warning.value for warning in opened("fiche", cpts=LINK).warning]
    assert any("Votre session a expiré" in sentence for sentence in said)
    assert not any("https://" in sentence for sentence in said)


@pytest.mark.parametrize(
    "text,shown",
    [
        ("CPTS des Weppes : 12,5 % au 01/02/2026, à 14:03.", "CPTS des Weppes : 12,5 % au 01/02/2026, à 14:03."),
        ("CPTS_TAILLE_MAX", "CPTS_TAILLE_MAX"),
        ("a [b](c)", r"a \[b\](c)"),
        ("![x](y)", r"!\[x\](y)"),
        (":red[alerte] :material/home:", r"\:red\[alerte\] \:material/home:"),
        ("https://a.b www.a.b x@y.z", r"https\://a.b www\.a.b x\@y.z"),
        ("- liste\n+ liste", "\\- liste\n\\+ liste"),
        ("<b> `x` *y* __z__ $a$ ~~b~~ # c", r"\<b\> \`x\` \*y\* \_\_z\_\_ \$a\$ \~\~b\~\~ \# c"),
    ],
)
def test_every_mark_is_escaped_and_plain_french_is_left_alone(text, shown):
    assert literal(text) == shown
