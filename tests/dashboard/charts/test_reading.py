"""Every block says what it takes to read it; movements without direction are never drawn as better or worse."""

from datetime import date

import pandas as pd
import pytest

from dashboard.charts.reading import Reading, reading_of
from dashboard.charts.style import Chart, draw
from dashboard.tables import Column
from dashboard.ui import downloads
from dashboard.vue_ensemble import movement, versements_attendus
from dashboard.vue_ensemble.stages import stage_chart
from pipelines.catalogue import load_catalogue
from pipelines.comparaison import mouvements
from tests.dashboard.opening import html, opened

CATALOGUE = load_catalogue()
MONTH = date(2026, 10, 1)
LABELS = ("Unité", "Sens", "Rapporté à", "Source", "Dernière mise à jour", "Mois provisoires")


def changes() -> pd.DataFrame:
    """Twelve CPTS on two indicators; the first has far fewer screened women, and many more members."""
    rows = []
    for rank in range(12):
        for code, kind, sens in (("PRE_SEIN", "proportion", "hausse"), ("ADH", "compte", "neutre")):
            top = {"PRE_SEIN": 300 if rank == 0 else 600, "ADH": 400 if rank == 0 else 100}[code]
            before = 600 if code == "PRE_SEIN" else 100
            under = 1000.0 if code == "PRE_SEIN" else None
            rows.append((f"C{rank}", f"CPTS {rank}", code, kind, sens, 3, 3, top, under, before, under, rank == 0))
    names = "id_cpts nom indicateur type sens n n_avant numerateur denominateur numerateur_avant denominateur_avant provisoire"
    frame = pd.DataFrame(rows, columns=names.split())
    return frame.assign(
        valeur=frame["numerateur"] / frame["denominateur"].fillna(1),
        valeur_avant=frame["numerateur_avant"] / frame["denominateur_avant"].fillna(1),
    ).assign(ecart=lambda f: f["valeur"] - f["valeur_avant"])


def payments() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id_cpts": ["A", "B"],
            "date": pd.to_datetime(["2026-11-25", "2027-02-01"]),
            "nature": ["avance", "solde"],
            "montant_centimes": [100_000, 250_000],
            "statut": ["attesté", "reconstitué"],
        }
    )


def charts() -> dict[str, Chart]:
    followed = pd.DataFrame({"etape": ["contrat", "redaction"], "demonstration": [False, True]})
    today = date(2026, 11, 22)
    return {
        "movement": movement.movement_bars(
            mouvements.judge_movements(changes(), CATALOGUE.indicateurs), CATALOGUE.indicateurs, mois=MONTH
        ),
        "months": versements_attendus.payments_by_month(payments(), after=today, who="les CPTS"),
        "funds": versements_attendus.paid_by_fund(payments(), {"A": "CPAM A", "B": "CPAM B|CPAM C"}, after=today),
        "stages": stage_chart(followed, CATALOGUE.etapes),
    }


@pytest.mark.parametrize("name", ["movement", "months", "funds", "stages"])
def test_a_chart_of_the_overview_says_unit_direction_denominator_and_ends_its_sentence(name):
    chart = charts()[name]
    assert chart.reading.unit and chart.reading.direction and chart.reading.denominator and chart.reading.definition
    assert chart.sentence.endswith(".") and len(chart.sentence) > 40
    assert len(chart.table) and all(c.key in chart.table for c in [*chart.columns, *(chart.exports or ())])
    patterns = [t.marker.pattern.shape for t in chart.figure.data if t.type == "bar"]
    assert len(set(patterns)) == len(patterns)


@pytest.mark.parametrize("path", ["vue-ensemble", "simulateur", "completude"])
def test_under_every_figure_of_a_page_stand_the_six_facts_and_its_sentence_is_its_alternative_text(screens, path):
    page = opened(path)
    figures = page.get("plotly_chart")
    lists = html(page).split('<dl class="reperes">')[1:]
    assert figures and len(lists) == len(figures)
    for part in lists:
        facts = part.split("</dl>")[0]
        assert all(f"<dt>{label}</dt>" in facts for label in LABELS), facts


def test_a_movement_beyond_noise_is_named_and_one_without_direction_never_judged():
    moved = mouvements.judge_movements(changes(), CATALOGUE.indicateurs)
    words = moved.named.set_index("indicateur")["mouvement"].to_dict()
    assert words == {"PRE_SEIN": "moins bien", "ADH": "plus haut"}
    chart = charts()["movement"]
    better = next(t for t in chart.figure.data if t.name == "▲ mieux")
    assert sum(better.x) == 0
    assert "2 valeurs ont bougé au-delà du bruit" in chart.sentence.replace("\xa0", " ")
    assert "22 autres variations ne se distinguent pas du bruit" in chart.sentence
    assert chart.reading.provisional == [MONTH]


def test_keeping_some_cpts_keeps_the_tests_made_on_all():
    moved = mouvements.judge_movements(changes(), CATALOGUE.indicateurs)
    some = moved.of({"C1", "C2"})
    assert isinstance(some, mouvements.Moved) and some.tests == 24 and some.named.empty
    assert "Aucun mouvement ne dépasse le bruit" in movement.headline(some, mois=MONTH)


def test_what_a_fund_pays_stops_at_the_quarter_and_carries_its_least_sure_status():
    table = charts()["funds"].table.set_index("nom")
    assert table.loc["CPAM A", ["mois", "trimestre", "annee"]].tolist() == [100_000] * 3
    assert table.loc["CPAM B et CPAM C", ["mois", "trimestre", "annee"]].tolist() == [0, 0, 250_000]
    assert table.loc["CPAM B et CPAM C", "statut"] == "reconstitué"


def test_an_indicator_says_its_better_side_in_a_symbol_and_words():
    facts = dict(reading_of(CATALOGUE.indicateurs["ACC_MT_16"], provisional=[MONTH]).facts())
    assert facts["Sens"] == "↓ plus bas est mieux"
    assert facts["Rapporté à"] == "patients de 16\u00a0ans et plus"
    assert facts["Mois provisoires"] == "octobre 2026"
    assert Reading().completed(unit="€", source=None).unit == "€"


def test_a_downloaded_view_has_names_any_software_reads(screens):
    frame = pd.DataFrame({"moins bien": [1], "valeur": [0.5], "lien": ["<a>x</a>"]})
    columns = [
        Column("moins bien", "▼ Moins bien", "int"),
        Column("valeur", "Valeur", "percent"),
        Column("lien", "Lien", "html"),
    ]
    made = downloads.exported(frame, columns, name="x", title="Titre", demo=True)
    assert [c.nom for c in made.columns(machine=True)][:2] == ["moins_bien", "valeur"]
    assert "<a>" not in downloads.FORMS[1][1](made).decode()
    assert draw([], height=10).layout.separators
