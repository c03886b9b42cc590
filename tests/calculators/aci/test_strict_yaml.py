"""What a hostile YAML costs: one French sentence, whatever it is made of; what people write still reads."""

import resource
import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.aci.strict_yaml import MAX_DEPTH, MAX_DIGITS, MAX_NODES, YamlError, dump, load

#: 359 bytes that unfold to 3 000 000 000 values.
BOMB = "a: &a [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text,said",
    [
        (BOMB, "un renvoi"),
        ("a: &x 1", "un renvoi"),
        ('a: !!int "x"', "« x » n'est pas un nombre"),
        ('a: !!float ""', "n'est pas un nombre"),
        ("a: " + "9" * 5_000, f"plus de {MAX_DIGITS} chiffres"),
        ("a: " + "[" * 5_000, f"plus de {MAX_DEPTH} niveaux"),
        ("a: " + "{b: " * 5_000, f"plus de {MAX_DEPTH} niveaux"),
        ("a: [" + "1," * (MAX_NODES + 1) + "]", f"plus de {MAX_NODES} valeurs"),
        ("a: !!python/object/apply:os.system [x]", "type qui n'est pas attendu"),
        ("a: !!bool peut-être", "n'est pas un YAML lisible"),
        ("a: !!timestamp x", "n'est pas un YAML lisible"),
        ('a: "\\ud800"', "moitié de caractère|n'est pas un YAML lisible"),
        ("a: " + "b" * 1_000_001, "dépasse 1000000 caractères"),
        ("\x00", "n'est pas un YAML lisible"),
    ],
)
def test_a_hostile_text_is_one_french_sentence(text, said):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(YamlError, match=said):
        load(text)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # ko: the bomb took 3.7 Go


def test_a_date_that_does_not_exist_stays_text_for_the_checks_to_name():
    assert load("a: 2023-02-31\nb: 2023-99-99 99:99:99") == {"a": "2023-02-31", "b": "2023-99-99 99:99:99"}


@given(st.text(alphabet=string.ascii_letters + string.digits + " \n:-[]{}!&*#|>'\"%@`,?._<~\t\\", max_size=200))
def test_nothing_but_a_mapping_or_one_sentence_ever_comes_out(text):
    try:
        assert isinstance(load(text), dict)
    except YamlError as error:
        assert str(error).endswith((".", ")."))


def test_what_is_written_reads_again_even_the_same_value_twice():
    day, rates = date(2023, 9, 8), {"acces": "0.8"}
    data = {"date_signature": day, "missions": {"acces": day}, "atteinte": {1: rates, 2: rates}}
    assert load(dump(data)) == data
