"""Reading the reference files of `data/reference`: text, CSV and YAML, each fault said in one French sentence."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from calculators.french_error import FrenchError

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
#: The reader of libyaml, ten times faster, wherever PyYAML was built with it.
_SafeLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: What checks each dataclass, made once and not for each of its elements.
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


class CatalogueError(FrenchError, ValueError):
    """A reference file is wrong; the message is one French sentence naming the file and the place."""


def reference_dir() -> Path:
    """Directory of the reference files: beside the package when installed, `data/reference` in a checkout."""
    installed = Path(__file__).parent / "reference_data"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "data" / "reference"


def read_text(path: Path) -> str:
    """Text of a UTF-8 file. Raises CatalogueError when it is absent or not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise CatalogueError(
            f"Le fichier de référence {path.name} est absent du dossier {path.parent.name}."
        ) from error
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{path.name} n'est pas en UTF-8 (octet {error.start}).") from error


def read_yaml(path: Path) -> Any:
    """Content of a YAML file. Raises CatalogueError naming the line that cannot be read."""
    try:
        return yaml.load(read_text(path), Loader=_SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", ligne {mark.line + 1}" if mark else ""
        raise CatalogueError(f"{path.name}{line} : le YAML est illisible.") from error


def read_frame(path: Path, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """A CSV file (UTF-8, comma) as text cells, empty cells as NA. Raises CatalogueError unless it has these columns."""
    import pandas as pd  # here: most of what reads this module wants texts or a folder

    rows = list(csv.reader(read_text(path).splitlines()))
    if not rows or (columns is not None and rows[0] != list(columns)):
        raise CatalogueError(f"{path.name} doit avoir les colonnes {', '.join(columns or ())}, dans cet ordre.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]):
            raise CatalogueError(f"{path.name}, ligne {number} : {len(row)} cellules au lieu de {len(rows[0])}.")
    return pd.DataFrame([[cell or None for cell in row] for row in rows[1:]], columns=rows[0], dtype="str")


def typed(frame: pd.DataFrame, types: Mapping[str, str], *, name: str) -> pd.DataFrame:
    """The text frame with each column in its type ('str', 'date', 'Int64', 'Float64'); NA stays NA.

    Raises CatalogueError naming the column and the value that does not have the expected shape.
    """
    result = frame.copy()
    for column, kind in types.items():
        if kind == "str":
            continue
        converted = _converted(frame[column], kind)
        wrong = frame[column].notna() & converted.isna()
        if wrong.any():
            value = frame.loc[wrong, column].iloc[0]
            raise CatalogueError(f"{name}, colonne {column} : « {value} » n'a pas la forme attendue.")
        result[column] = converted
    return result


def _converted(texts: pd.Series, kind: str) -> pd.Series:
    import pandas as pd  # as in read_frame

    if kind == "date":
        return pd.to_datetime(texts, format="%Y-%m-%d", errors="coerce")
    numbers = pd.to_numeric(texts, errors="coerce").astype("Float64")
    return numbers.where(numbers % 1 == 0).astype("Int64") if kind == "Int64" else numbers


def validated(kind: type[T], data: Any, *, place: str) -> T:
    """`data` as a checked instance of the dataclass `kind`. Raises CatalogueError starting with `place`."""
    try:
        if kind not in _ADAPTERS:
            _ADAPTERS[kind] = TypeAdapter(kind)
        checked: T = _ADAPTERS[kind].validate_python(data)
        return checked
    except ValidationError as error:
        raise CatalogueError(f"{place} : {_sentence(error.errors()[0])}") from error


def by_code(path: Path, kind: type[T]) -> dict[str, T]:
    """A YAML list of elements bearing a `code`, as checked instances of `kind` in the order of the file."""
    data = read_yaml(path)
    if not isinstance(data, list):
        raise CatalogueError(f"{path.name} doit être une liste d'éléments.")
    codes = [str(item.get("code", "?")) if isinstance(item, Mapping) else "?" for item in data]
    twice = [code for code, times in Counter(codes).items() if times > 1]
    if twice:
        raise CatalogueError(f"{path.name} : le code {twice[0]} figure deux fois.")
    return {code: validated(kind, item, place=f"{path.name}, {code}") for code, item in zip(codes, data, strict=True)}


def _sentence(detail: ErrorDetails) -> str:
    field = ".".join(str(part) for part in detail["loc"])
    match detail["type"]:
        case "missing":
            return f"le champ {field} manque."
        case "unexpected_keyword_argument" | "extra_forbidden":
            return f"le champ {field} n'est pas connu."
        case "literal_error":
            expected = detail["ctx"]["expected"].replace(" or ", " ou ")
            return f"{field} vaut « {detail['input']} », au lieu de {expected}."
        case _:
            return f"{field} vaut « {detail['input']} », ce qui n'a pas la forme attendue."
