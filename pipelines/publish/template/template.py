"""The file to fill in for a month: CSV as French Excel opens it, or a workbook with drop-downs and a dictionary."""

from __future__ import annotations

import csv
import io
from datetime import date

from pipelines.catalogue import Catalogue, load_catalogue
from pipelines.inert import inert
from pipelines.publish.template.lines import CONSIGNE, TITRES, Fournisseur, template_lines
from pipelines.publish.template.workbook import workbook
from pipelines.store.connection import Store
from pipelines.store.scope import Scope


def template_csv(
    store: Store,
    scope: Scope,
    *,
    id_cpts: str,
    mois: date,
    fournisseur: Fournisseur | None = None,
    catalogue: Catalogue | None = None,
) -> bytes:
    """Semicolons, UTF-8 with its mark: title and instructions, the header, one line per indicator expected."""
    known = catalogue or load_catalogue()
    model = template_lines(store, scope, id_cpts=id_cpts, mois=mois, catalogue=known, fournisseur=fournisseur)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([model.titre])
    writer.writerow([CONSIGNE])
    writer.writerow(TITRES)
    for line in model.lignes:
        code, label = line.indicateur.code, line.indicateur.libelle
        row = [id_cpts, f"{mois:%Y-%m}", code, label, line.unite, "", "", "", line.precedent, ""]
        writer.writerow([inert(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def template_xlsx(
    store: Store,
    scope: Scope,
    *,
    id_cpts: str,
    mois: date,
    fournisseur: Fournisseur | None = None,
    catalogue: Catalogue | None = None,
) -> bytes:
    """The workbook: « Saisie » to fill in, « Dictionnaire », « CPTS »."""
    known = catalogue or load_catalogue()
    model = template_lines(store, scope, id_cpts=id_cpts, mois=mois, catalogue=known, fournisseur=fournisseur)
    return workbook(model, known)
