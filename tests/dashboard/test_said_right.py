"""What a screen says agrees with what it shows: plurals, empty tables, legends, ticks, several funds, what is supposed."""

from datetime import date

import numpy as np
import pandas as pd

from dashboard.charts.style import draw, scatter
from dashboard.completude.grid import funds_grid
from dashboard.fiche import identity
from dashboard.tables import Column, html_table
from dashboard.ui import widgets
from dashboard.vue_ensemble.movement import headline
from dashboard.vue_ensemble.stages import stage_chart
from dashboard.vue_ensemble.versements_attendus import paid_by_fund
from pipelines.catalogue import load_catalogue
from pipelines.comparaison.mouvements import Moved
from tests.dashboard.opening import html, opened

BOTH = "CPAM de la Côte-d'Or|CPAM de la Haute-Marne"


def test_one_is_said_in_the_singular():
    stages = load_catalogue().etapes
    followed = pd.DataFrame({"etape": ["contrat", next(iter(stages))], "demonstration": [False, True]})
    said = stage_chart(followed, stages).sentence
    assert said.startswith("1 CPTS sur 2 a signé son contrat ; 1 est en chemin"), said
    assert (
        "1 CPTS sur 1 a signé son contrat ; aucune n’est en chemin." in stage_chart(followed.head(1), stages).sentence
    )
    rows = pd.DataFrame({"mouvement": ["mieux", "semblable"], "z": [4.0, 0.1], "id_cpts": "A", "indicateur": "ACC_SNP"})
    assert "L’autre variation ne se distingue pas" in headline(Moved(rows, 2, 0.1), mois=date(2026, 10, 1))
    none = Moved(rows.assign(mouvement="semblable").tail(1), 1, 0.05)
    assert "la variation sur un an ne se distingue pas" in headline(none, mois=date(2026, 10, 1))


def test_a_table_without_a_line_says_so(monkeypatch):
    said, drawn = [], []
    monkeypatch.setattr(widgets.st, "caption", said.append)
    monkeypatch.setattr(widgets.st, "html", drawn.append)
    widgets.table(pd.DataFrame({"nom": []}), [Column("nom", "CPTS")], caption="Les plus grands écarts d’abord.")
    assert said == ["Les plus grands écarts d’abord\u00a0: aucune ligne."] and drawn == []


def test_what_is_not_drawn_is_not_in_the_legend():
    nothing = scatter(x=["2026-01", "2026-02"], y=[np.nan, np.nan], name="limites d’essai")
    value = scatter(x=["2026-01", "2026-02"], y=[1.0, np.nan], name="valeur")
    assert [trace.showlegend for trace in draw([nothing, value], height=100).data] == [False, None]


def test_small_amounts_have_no_tick_of_zero_thousand():
    paid = pd.DataFrame(
        {
            "id_cpts": ["A"],
            "date": pd.to_datetime(["2026-12-15"]),
            "montant_centimes": [90_000],
            "statut": ["attesté"],
        }
    )
    small = paid_by_fund(paid, {"A": "CPAM du Rhône"}, after=date(2026, 12, 1)).figure
    assert small.layout.xaxis.ticksuffix.strip() == "€" and small.data[0].x[0] == 900
    large = paid_by_fund(
        paid.assign(montant_centimes=90_000_00), {"A": "CPAM du Rhône"}, after=date(2026, 12, 1)
    ).figure
    assert large.layout.xaxis.ticksuffix.strip() == "k€" and large.data[0].x[0] == 90


def test_no_screen_shows_the_bar_between_two_funds():
    table = html_table(pd.DataFrame({"cpam": [BOTH]}), [Column("cpam", "CPAM")], caption="c")
    assert "|" not in table and "CPAM de la Haute-Marne" in table and " et CPAM" in table
    cells = pd.DataFrame(
        {
            "cpam": BOTH,
            "id_cpts": "A",
            "mois": pd.to_datetime(["2026-10-01"]),
            "statut": "recu",
            "recus": 1,
            "gele": False,
        }
    )
    grid = funds_grid(cells, [BOTH], filters={})
    assert "|" not in grid and "%7C" not in grid


def test_a_contract_that_no_source_attests_is_said_supposed(screens):
    assert "CPTS-LITN" in load_catalogue().etapes_supposees
    assert "(supposé)" in html(opened("fiche", cpts="CPTS-LITN"))
    assert "(supposé)" not in html(opened("fiche", cpts="CPTS-WEPP")).split("Population")[0]
    assert identity.FAITS["suppose"].endswith("supposé")
    assert "dont 1 supposée" in html(opened("vue-ensemble"))


def test_the_figures_of_a_region_name_the_page_they_come_from():
    facts = load_catalogue().faits
    known = facts[facts["id_cpts"].eq("REG-PACA") & facts["statut"].eq("connu")]
    assert len(known) and known["source"].str.contains("Agence|agence|ARS").all()
    assert not known["source"].str.contains("cahier des charges").any()
