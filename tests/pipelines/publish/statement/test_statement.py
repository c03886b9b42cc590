"""The statement as a workbook and as a PDF: for whom, on which hypothesis, past apart from future; formulas recompute."""

import io
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pytest

from calculators.aci import load_accord, read_situation, simulate
from pipelines.publish.statement import pdf
from pipelines.publish.statement.what import bounds_of
from pipelines.publish.statement.xlsx import statement_xlsx

TODAY = date(2026, 12, 1)
BASE = {
    "id_cpts": "CAS",
    "population": {"2023-09-08": 48_000, "2026-01-01": 81_000},
    "date_signature": "2023-09-08",
    "missions": {"acces": "2023-12-01", "parcours": "2024-09-08", "crise": "2024-02-01"},
    "atteinte": {1: {"acces": "0.8"}, 2: {"acces": "0.333333", "parcours": 1}, 3: {"acces": 1, "parcours": 0}},
}
MORE = {
    "as it is": {},
    "ended early": {"resiliation": "2026-03-31"},
    "whole at once": {"missions": {"acces": "2025-01-01"}, "atteinte": {}},
    "one-off amounts": {"amorcage": {"majoration": True, "lettre_intention": True}},
    "of the annex": {"montants": {"acces": {"fixe": 90_001.01}}},
}


def _result(**more):
    return simulate(read_situation({**BASE, **more}, load_accord()), load_accord())


def _books(content):
    return [openpyxl.load_workbook(io.BytesIO(content), data_only=only) for only in (False, True)]


def _round(value, places):
    return Decimal(str(round(value, 9))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _worth(formula, lines):
    """What a formula of amounts of « Droits » gives, cell by cell; the total of a line is itself a formula."""

    def cell(found):
        value = lines[found[2]].value
        return f"({_worth(value, lines)})" if isinstance(value, str) else repr(float(value))

    text = re.sub(r"(Droits!)?([A-Z]+\d+)", cell, formula.removeprefix("="))
    return float(eval(text.replace("ROUND", "round_"), {"round_": lambda v, n: float(_round(v, n))}))


@pytest.mark.parametrize("more", MORE.values(), ids=MORE)
def test_every_payment_is_a_formula_of_its_line_and_gives_its_amount(more):
    result = _result(**more)
    formulas, values = _books(statement_xlsx(result, today=TODAY))
    lines, kept = formulas["Droits"], formulas["Versements"]
    assert len(result.versements)
    for rank, row in enumerate(result.versements.itertuples(), start=2):
        formula = kept[f"E{rank}"].value
        assert formula.startswith("="), "no constant"
        assert round(_worth(formula, lines) * 100) == row.montant_centimes, (row.nature, formula)
        assert round(values["Versements"][f"E{rank}"].value * 100) == row.montant_centimes


def test_the_first_sheet_says_for_whom_on_what_and_between_what():
    result = _result()
    said = "Hypothèse : tous les objectifs atteints."
    content = statement_xlsx(result, today=TODAY, nom="CPTS d’essai", hypothese=said, supposee=True)
    values = {row[0]: row[1] for row in _books(content)[1]["Relevé"].iter_rows(values_only=True) if row[0]}
    assert values["CPTS"] == "CPTS d’essai (CAS)" and values["Hypothèse sur les parts variables"] == said
    assert values["Signature du contrat"] == "08/09/2023" and values["Population du contrat"] == "48000 habitants"
    assert values["Taille"] == "2, puis 3 en année 4"
    lines = result.lignes
    floor = int(lines.loc[lines["volet"] != "variable", "montant_centimes"].sum()) / 100
    assert values["Plancher, dû quels que soient les résultats (€)"] == floor
    assert values["Au moins, selon ce qui reste à connaître (€)"] == floor < values["Au plus (€)"], (
        "nothing of it is sure"
    )
    paid = result.versements
    past = int(paid.loc[paid["date"] <= "2026-12-01", "montant_centimes"].sum()) / 100
    assert values["Versements dont le jour est passé (€)"] == past
    assert values["Versements à venir (€)"] == pytest.approx(values["Total des versements (€)"] - past)


def test_the_pdf_says_the_hypothesis_and_the_floor_beside_the_total_and_parts_past_from_future():
    result = _result()
    bounds = bounds_of(result, supposee=True)
    first = pdf._first_page(result, TODAY, "Hypothèse : tous les objectifs atteints.", bounds)
    assert first["hypothese"] == "Tous les objectifs atteints."
    titles = [card["titre"] for card in first["cartes"]]
    assert titles[:2] == ["Total du contrat, sous cette hypothèse", "Plancher, quels que soient les résultats"]
    assert "entre" in first["cartes"][0]["note"]
    found = pdf._document(result, "CPTS d’essai", TODAY, [], False)
    assert found["sous_titre"].startswith("CAS · 48")
    assert {row["jour"] for row in found["versements"] if row["passe"]} == {
        row["jour"] for row in found["versements"] if row["jour"][6:] + row["jour"][3:5] <= "202612"
    }
    content = pdf.statement_pdf(result, nom="CPTS d’essai", today=TODAY, hypothese="Essai.", supposee=True)
    assert content.startswith(b"%PDF")
    unseen = pdf._posts(_result(atteinte={}))
    assert next(post for post in unseen if post["nom"] == "Accès aux soins, variable")["montants"][0] == "non observé"
