"""YAML read strictly: a key written twice is refused, and a date that does not exist stays text for the checks to name."""

from __future__ import annotations

from typing import Any

import yaml


class YamlError(ValueError):
    """A text that is not the YAML we accept; its message is one French sentence."""


class _StrictLoader(yaml.SafeLoader):
    pass


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, (str, int, float)) and not hasattr(key, "isoformat"):
            raise YamlError(f"Ligne {key_node.start_mark.line + 1} : « {key} » ne peut pas servir de clé.")
        if key in seen:
            raise YamlError(f"Ligne {key_node.start_mark.line + 1} : la clé « {key} » est écrite deux fois.")
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


def _timestamp(loader: _StrictLoader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return loader.construct_scalar(node)


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


def load(text: str) -> dict[Any, Any]:
    """Read one YAML document whose top is a mapping.

    Raises YamlError, in French, when the text is not YAML, repeats a key, or is not a list of keys and values.
    """
    try:
        data = yaml.load(text, Loader=_StrictLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        if "\\t" in str(error.problem):
            raise YamlError(f"Ligne {line} : une tabulation ; le retrait s'écrit avec des espaces.") from error
        raise YamlError(
            f"Ligne {line} : le fichier n'est pas un YAML lisible (indentation, deux-points ou guillemet)."
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise YamlError("Le fichier n'est pas un YAML lisible.") from error
    if not isinstance(data, dict):
        raise YamlError("Le fichier devrait contenir des clés et des valeurs (par exemple « population: 48000 »).")
    return data
