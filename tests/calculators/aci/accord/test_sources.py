"""Every rule of the money says where it comes from: an article, a rule of the domain, or a choice of ours listed as such."""

import inspect
import re
from importlib import import_module

import pytest

RULES = [
    "droits.amorcage",
    "droits.annees",
    "droits.atteinte",
    "accord.bareme",
    "droits.bornes",
    "droits.calendrier",
    "et_si.decomposition",
    "droits.lignes",
    "droits.enveloppes",
    "avertissements.notes_calendrier",
    "avertissements.notes_doutes",
    "avertissements.notes_montants",
    "situation.valeurs_incertaines",
    "droits.versements",
]
SOURCE = re.compile(r"Sources?\s?:|articles? \d|documented choices?")


@pytest.mark.parametrize("name", RULES)
def test_every_rule_names_its_source(name):
    module = import_module(f"calculators.aci.{name}")
    functions = [
        value
        for key, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not key.startswith("_")
    ]
    assert functions
    for function in functions:
        assert function.__doc__, function.__name__
        assert SOURCE.search(f"{module.__doc__}\n{function.__doc__}"), f"{name}.{function.__name__}"
