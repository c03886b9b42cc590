"""What comes from an address, a file or a field is shown as it is: never a link, an image, a colour or an icon of ours."""

import pytest

from dashboard.simulateur import shared_link
from dashboard.simulateur.saisie.codes import Scenario, encode
from dashboard.simulateur.saisie.situation import write_fields
from dashboard.ui.words import literal
from tests.dashboard.opening import opened
from tests.dashboard.simulateur.weppes import WEPPES

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


def test_nor_is_the_version_that_a_shared_link_names(screens, monkeypatch):
    monkeypatch.setattr(shared_link, "digest", lambda text: "z")
    mark = {
        "p_le": "2026-11-01",
        "p_regles": "z",
        "p_donnees": "z",
        "p_saisie": "z",
        "p_logiciel": LINK,
        "p_total": "1",
    }
    page = opened("simulateur", cpts="CPTS-WEPP", **mark)
    said = [element.value for element in [*page.warning, *page.info]]
    assert any("Votre session a expiré" in sentence for sentence in said)
    assert not any("](" in sentence.replace("\\]", "") or "https://" in sentence for sentence in said)


def test_nor_is_the_name_of_a_scenario_on_its_buttons(screens):
    scenario = Scenario(LINK, write_fields(WEPPES))
    labels = [
        button.label for button in opened("simulateur", cpts="CPTS-WEPP", vue="scenarios", sc1=encode(scenario)).button
    ]
    named = [label for label in labels if "Votre session" in label]
    assert len(named) == 2, labels
    assert not any("https://" in label for label in named)


@pytest.mark.parametrize(
    "text,shown",
    [
        ("CPTS des Weppes : 12,5 % au 01/02/2026, à 14:03.", "CPTS des Weppes : 12,5 % au 01/02/2026, à 14:03."),
        ("CPTS_TAILLE_MAX", "CPTS_TAILLE_MAX"),
        ("a [b](c)", r"a \[b\](c)"),
        ("![x](y)", r"!\[x\](y)"),
        (":red[alerte] :material/home:", r"\:red\[alerte\] \:material/home:"),
        ("https://a.b www.a.b x@y.z", "https:\u2060//a.b www\u2060.a.b x\u2060@y.z"),
        ("- liste\n+ liste", "\\- liste\n\\+ liste"),
        ("<b> `x` *y* __z__ $a$ ~~b~~ # c", r"\<b\> \`x\` \*y\* \_\_z\_\_ \$a\$ \~\~b\~\~ \# c"),
    ],
)
def test_every_mark_is_escaped_and_plain_french_is_left_alone(text, shown):
    assert literal(text) == shown
