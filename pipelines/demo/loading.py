"""Loads the demonstration the ordinary way: the catalogue, then every monthly file through a deposit."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from time import perf_counter

import numpy as np

from pipelines.catalogue import Catalogue, load_catalogue
from pipelines.demo.demonstration import GRAINE, Demonstration, build_territories
from pipelines.demo.files import csv_bytes, file_name
from pipelines.demo.sending import envois, sent
from pipelines.ingest.deposit.steps import check_file, deposit
from pipelines.store.catalogue_tables import replace_catalogue
from pipelines.store.connection import Store
from pipelines.store.scope import Scope

REFERENCE_DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Rapport:
    """What a build did. `lignes` were read in the files; `nouvelles` and `modifiees` are the versions they made."""

    territoires: int
    contrats: int
    fichiers: int
    lignes: int
    nouvelles: int
    modifiees: int
    secondes: float


@dataclass(frozen=True)
class Fichier:
    """One monthly file of the demonstration, as sent."""

    nom: str
    contenu: bytes
    auteur: str
    depose_le: datetime
    motif: str | None


def files(demonstration: Demonstration, catalogue: Catalogue, *, graine: int = GRAINE) -> Iterator[Fichier]:
    """The files of the demonstration in the order they arrive, a correction after what it corrects."""
    rng = np.random.default_rng([graine, 1])
    lines = sent(demonstration.series, catalogue, rng=rng)
    for envoi in envois(lines, catalogue, reference_day=datetime.combine(REFERENCE_DAY, time(18)), rng=rng):
        yield Fichier(
            nom=file_name(envoi),
            contenu=csv_bytes(envoi),
            auteur=f"CPAM coordinatrice, {envoi.nom} (démo)",
            depose_le=envoi.depose_le,
            motif=envoi.motif,
        )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hundreds of deposits make no cycles to speak of, and looking for them costs a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def build(
    store: Store,
    scope: Scope,
    *,
    nombre: int = 700,
    mois: int = 36,
    graine: int = GRAINE,
    dossier: Path | None = None,
    progres: Callable[[str], None] | None = None,
) -> Rapport:
    """Fill `store` with the demonstration, deposited as `scope`; again on a store that has it, changes nothing.

    `nombre` territories and `mois` months; `dossier` also keeps the CSV files there; `progres` receives one short French
    sentence from time to time. Raises RuntimeError when a file is refused: the demonstration would then be wrong.
    """
    start = perf_counter()
    say = progres or (lambda _sentence: None)
    catalogue = load_catalogue()
    demonstration = build_territories(catalogue, nombre=nombre, mois=mois, graine=graine)
    say(f"{len(demonstration.cpts)} territoires de démonstration, {len(demonstration.contrats)} contrats.")
    replace_catalogue(
        store,
        cpts=demonstration.cpts,
        contrats=demonstration.contrats,
        missions=demonstration.missions,
        objectifs=demonstration.objectifs,
        demonstration=True,
    )
    count = lines = new = changed = 0
    with store.hold(), _without_collector():
        for item in files(demonstration, catalogue, graine=graine):
            if dossier is not None:
                dossier.mkdir(parents=True, exist_ok=True)
                (dossier / item.nom).write_bytes(item.contenu)
            done = deposit(
                store,
                scope,
                check_file(store, scope, item.contenu, item.nom, maintenant=item.depose_le),
                auteur=item.auteur,
                motif=item.motif,
                demonstration=True,
                # Invented jumps need no comment, and hundreds of files would take half as long again.
                plausibilite=False,
                maintenant=item.depose_le,
            )
            count, lines = count + 1, lines + done.lignes_lues
            new, changed = new + done.nouvelles, changed + done.modifiees
            if count % 100 == 0:
                say(f"{count} fichiers mensuels déposés, {lines} lignes.")
    return Rapport(
        territoires=len(demonstration.cpts),
        contrats=len(demonstration.contrats),
        fichiers=count,
        lignes=lines,
        nouvelles=new,
        modifiees=changed,
        secondes=perf_counter() - start,
    )
