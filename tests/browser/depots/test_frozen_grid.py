"""A month frozen on the command line, as Complétude shows it: the cells, the legend, the reminder."""

import re
import subprocess
from datetime import date

import pandas as pd
import pytest

from pipelines.store.connection import Store
from pipelines.store.questions.completude import completeness
from pipelines.store.scope import Scope


@pytest.fixture
def frozen(demo_folder, program):
    """A CPTS of which a month is missing, that month frozen by `cpts freeze`, let go at the end."""
    last = (pd.Timestamp(date.today()).to_period("M") - 1).to_timestamp()
    first = last - pd.DateOffset(months=11)
    cells = completeness(
        Store.open(demo_folder), Scope.local(), debut=first.date(), fin=last.date(), aujourdhui=date.today()
    )
    missing = cells[cells["statut"].isin(("manquant", "partiel")) & (cells["echeance"] < pd.Timestamp(date.today()))]
    row = missing.iloc[-1]
    month = f"{row['mois']:%Y-%m}"
    command = [program, "{verb}", month, "--cpts", row["id_cpts"], "--motif", "essai", "--store", str(demo_folder)]
    subprocess.run([word.format(verb="freeze") for word in command], check=True)
    yield row
    subprocess.run([word.format(verb="unfreeze") for word in command], check=True)


def test_a_month_frozen_on_the_command_line_bears_its_mark_on_the_grid_and_in_the_reminder(screen, frozen):
    screen.open(f"completude?mois={frozen['mois']:%Y-%m}&periode=6&manque=1&taille={frozen['taille']}")
    row = screen.page.locator(".grille").last.locator("tbody tr").filter(has_text=frozen["nom"]).first
    cell = row.locator("td").last
    assert "❄" in cell.inner_text() and cell.get_attribute("title").endswith("mois gelé")
    assert row.locator("td", has_text="❄").count() == 1
    said = screen.text()
    assert "❄ gelé le mois ne change plus sans motif explicite" in re.sub(r"\s+", " ", said)
    assert "(❄ mois gelé)" in said
    assert not screen.errors and not screen.outside
