"""YAML read strictly: a key written twice is refused, and a date that does not exist stays text for the checks to name.

What a person sends can be made to cost gigabytes or minutes: no alias, a bounded text, so many values, so deep, and no tag
that asks for a type. A situation or an accord needs none of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import yaml

#: Largest text read, in characters: the whole accord takes 20 000.
MAX_CHARACTERS = 1_000_000
#: Most values, keys and lists of one document: a situation of five years and a hundred objectives has some 2 000.
MAX_NODES = 20_000
#: Lists within lists: a tier of an objective is the fifth.
MAX_DEPTH = 20
#: Longest number: beyond 4 300 digits Python itself refuses, and below that it is slow.
MAX_DIGITS = 40


class YamlError(ValueError):
    """A text that is not the YAML we accept; its message is one French sentence."""


# The reader of libyaml, ten times faster, wherever PyYAML was built with it.
if TYPE_CHECKING:
    from yaml import SafeLoader as _SafeLoader
else:
    _SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_SafeLoader):
    """The safe loader, with constructors of ours."""


def _refuse_costly(text: str) -> None:
    """Look through the text, building nothing: no alias, so many values, so deep. Raises YamlError."""
    nodes = depth = 0
    for event in yaml.parse(text, Loader=_SafeLoader):
        if not isinstance(event, (yaml.NodeEvent, yaml.CollectionEndEvent)):
            continue
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlError(f"Ligne {line} : un renvoi (& ou *) ; écrivez la valeur à chaque endroit.")
        nodes += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if nodes > MAX_NODES:
            raise YamlError(f"Ligne {line} : plus de {MAX_NODES} valeurs ; ce n'est pas un fichier attendu ici.")
        if depth > MAX_DEPTH:
            raise YamlError(f"Ligne {line} : plus de {MAX_DEPTH} niveaux l'un dans l'autre.")


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, (str, int, float)) and not hasattr(key, "isoformat"):
            raise YamlError(f"Ligne {key_node.start_mark.line + 1} : « {_short(key)} » ne peut pas servir de clé.")
        if key in seen:
            raise YamlError(f"Ligne {key_node.start_mark.line + 1} : la clé « {_short(key)} » est écrite deux fois.")
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


def _timestamp(loader: _StrictLoader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except (ValueError, OverflowError):
        return loader.construct_scalar(node)


def _text(loader: _StrictLoader, node: yaml.ScalarNode) -> str:
    text = str(loader.construct_scalar(node))
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise YamlError(f"Ligne {node.start_mark.line + 1} : une moitié de caractère (\\\\ud800 à \\\\udfff).")
    return text


def _number(
    read: Callable[[yaml.SafeLoader, yaml.ScalarNode], object],
) -> Callable[[_StrictLoader, yaml.ScalarNode], object]:
    """A reader of numbers that refuses what is none, and what is too long to be an amount or a rate."""

    def construct(loader: _StrictLoader, node: yaml.ScalarNode) -> object:
        text, line = str(node.value), node.start_mark.line + 1
        if len(re.sub(r"\D", "", text)) > MAX_DIGITS:
            raise YamlError(f"Ligne {line} : « {_short(text)} » est un nombre de plus de {MAX_DIGITS} chiffres.")
        try:
            return read(loader, node)
        except (ValueError, OverflowError, IndexError) as error:
            raise YamlError(f"Ligne {line} : « {_short(text)} » n'est pas un nombre.") from error

    return construct


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)
_StrictLoader.add_constructor("tag:yaml.org,2002:str", _text)
_StrictLoader.add_constructor("tag:yaml.org,2002:int", _number(yaml.SafeLoader.construct_yaml_int))
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _number(yaml.SafeLoader.construct_yaml_float))


def load(text: str) -> dict[Any, Any]:
    """Read one YAML document whose top is a mapping.

    Raises YamlError, in French, when the text is not YAML, repeats a key, holds an alias, too many values or levels, a number
    or a type that cannot be read, or is not a list of keys and values. Nothing else is ever raised.
    """
    if len(text) > MAX_CHARACTERS:
        raise YamlError(f"Le fichier dépasse {MAX_CHARACTERS} caractères : ce n'est pas un fichier attendu ici.")
    try:
        _refuse_costly(text)
        data = yaml.load(text, Loader=_StrictLoader)
    except YamlError:
        raise
    except yaml.constructor.ConstructorError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlError(
            f"Ligne {line} : une valeur d'un type qui n'est pas attendu ici (une étiquette « ! »)."
        ) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        if "\t" in (text.splitlines() or [""])[min(line, len(text.splitlines())) - 1]:
            raise YamlError(f"Ligne {line} : une tabulation ; le retrait s'écrit avec des espaces.") from error
        raise YamlError(
            f"Ligne {line} : le fichier n'est pas un YAML lisible (indentation, deux-points ou guillemet)."
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise YamlError("Le fichier n'est pas un YAML lisible.") from error
    if not isinstance(data, dict):
        raise YamlError("Le fichier devrait contenir des clés et des valeurs (par exemple « population: 48000 »).")
    return data


class _PlainDumper(yaml.SafeDumper):
    """Writes a value again wherever it stands: the reader takes no alias."""

    def ignore_aliases(self, data: object) -> bool:
        """Whatever is written twice is written out."""
        return True


def dump(data: dict[Any, Any]) -> str:
    """The text of a mapping, in its own order, such that ``load`` gives it back."""
    text = yaml.dump(data, Dumper=_PlainDumper, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)
    return str(text)
