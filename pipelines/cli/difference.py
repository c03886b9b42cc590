"""`cpts difference`: why the amounts of one CPTS, or of all, moved between two computations, to the cent."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from calculators.aci import load_accord
from calculators.aci.accord.load import read_bloc, with_bloc
from calculators.aci.et_si.decomposition import CAUSES
from calculators.aci.money import cents_text, euros_text
from calculators.aci.strict_yaml import YamlError, load
from calculators.french import no_break
from pipelines.cli.output import day, end_of_day, reader
from pipelines.cli.say import say
from pipelines.financement.funding import Calcul, difference
from pipelines.store.connection import Store
from pipelines.store.errors import StoreError
from pipelines.store.questions.financement import observations_by_contract_year
from pipelines.store.questions.territoires import contracts

_KEYS = ("au", "connu-le", "regles", "accord", "situation")
_COLUMNS = ["avant", *CAUSES, "apres"]


class Forme(StrEnum):
    """The forms a difference can take."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def difference_command(
    avant: Annotated[str, typer.Option("--avant", help="Premier calcul : au=…,connu-le=…,regles=… (jours).")],
    apres: Annotated[str, typer.Option("--apres", help="Second calcul, écrit de même ; sinon aujourd'hui.")] = "",
    cpts: Annotated[str | None, typer.Option("--cpts", help="Une CPTS des données.")] = None,
    tous: Annotated[bool, typer.Option("--tous", help="Tous les contrats des données.")] = False,
    store: Annotated[
        str | None, typer.Option("--store", help="Dossier des données ; sinon CPTS_STORE, sinon data/store.")
    ] = None,
    forme: Annotated[Forme, typer.Option("--format", help="Forme du résultat.")] = Forme.TEXT,
) -> None:
    """Explique l'écart entre deux calculs : règles, données corrigées, premières observations, nouveaux mois, calendrier.

    Un calcul s'écrit cle=valeur, séparés par des virgules : au (mois observés jusqu'à ce jour ; sinon aujourd'hui),
    connu-le (données connues ce jour-là), regles (règles de ce jour), accord (fichier d'un accord proposé ou corrigé),
    situation (fichier qui remplace le contrat d'une CPTS).
    """
    if (cpts is None) == (not tous):
        raise StoreError("Donnez une CPTS avec --cpts, ou toutes avec --tous : l'un ou l'autre.")
    before, after = _calcul(avant, "--avant"), _calcul(apres, "--apres")
    place = Store.open(store)
    scope = reader() if cpts is None else reader().narrowed({cpts})
    known = contracts(place, scope)
    if cpts is not None and known.empty:
        say(no_break(f"« {cpts} » n'a pas de contrat dans les données."), err=True)
        raise typer.Exit(1)
    table = difference(place, scope, before, after)
    left_out = sorted(set(known["id_cpts"]) - set(table["id_cpts"]))
    if left_out:
        many = (
            f"{len(left_out)} CPTS ne sont pas calculées" if len(left_out) > 1 else f"{left_out[0]} n'est pas calculée"
        )
        say(no_break(f"{many} : « cpts simulate --cpts » dit pourquoi."), err=True)
    if table.empty:
        raise typer.Exit(1)
    observed = observations_by_contract_year(place, scope, au=after.au)["demonstration"]
    invented = bool(known["demonstration"].eq(True).any() or observed.eq(True).any())
    show = say if forme is Forme.TEXT else typer.echo
    show(_render(table, forme, demonstration=invented), nl=False)


def _calcul(text: str, option: str) -> Calcul:
    """Read one computation. Raises StoreError on an unknown key, a day that does not exist, a file that cannot be used."""
    given: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        key, equal, value = part.partition("=")
        if not equal or key not in _KEYS:
            raise StoreError(
                f"{option} : « {part} » n'est pas compris (attendu : {', '.join(f'{k}=…' for k in _KEYS)})."
            )
        if key in given:
            raise StoreError(f"{option} : « {key} » est écrit deux fois.")
        given[key] = value
    rules, known = given.get("regles"), given.get("connu-le")
    return Calcul(
        au=day(given["au"], f"{option} au") if "au" in given else date.today(),
        connu_le=None if known is None else end_of_day(known, f"{option} connu-le"),
        regles=None if rules is None else day(rules, f"{option} regles"),
        contrats=_contract(given["situation"]) if "situation" in given else None,
        accord=with_bloc(load_accord(), read_bloc(_text(given["accord"]), given["accord"]))
        if "accord" in given
        else None,
    )


def _contract(file: str) -> dict[str, dict[Any, Any]]:
    try:
        data = load(_text(file))
    except YamlError as error:
        raise StoreError(f"{file} : {error}") from error
    return {str(data.get("id_cpts", "")): data}


def _text(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"Le fichier {file} ne peut pas être lu.") from error


def _render(table: pd.DataFrame, forme: Forme, *, demonstration: bool) -> str:
    rows = [
        {"id_cpts": row["id_cpts"], **{name: cents_text(int(row[name])) for name in _COLUMNS}}
        for row in table.to_dict("records")
    ]
    total = {name: int(table[name].sum()) for name in _COLUMNS}
    if forme is Forme.JSON:
        document = {
            "demonstration": demonstration,
            "causes": CAUSES,
            "total": {name: cents_text(cents) for name, cents in total.items()},
            "cpts": rows,
        }
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if forme is Forme.CSV:
        out = io.StringIO()
        writer = csv.DictWriter(out, ["id_cpts", *_COLUMNS], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()
    said = ["Données de démonstration, inventées."] if demonstration else []
    said.append(f"{'':<14}" + "  ".join(f"{name:>16}" for name in _COLUMNS))
    records: list[dict[Any, Any]] = [*table.to_dict("records"), {"id_cpts": "Total", **total}]
    for row in records:
        said.append(f"{row['id_cpts']:<14}" + "  ".join(f"{euros_text(int(row[name])):>16}" for name in _COLUMNS))
    said += ["", *(f"{name} : {words}" for name, words in CAUSES.items())]
    return no_break("\n".join(said)) + "\n"
