"""One CPTS, one indicator, one month: one judgement, on Comparer, on its Fiche, in the summary and in what is downloaded."""

import csv
import io
from datetime import date

import pandas as pd
import pytest
import streamlit as st

from dashboard.asking import comparaison, fiche, questions, session
from dashboard.charts.looks import signed
from dashboard.comparer import by_cpts
from dashboard.fiche.spine_chart import spine
from dashboard.ui import downloads
from pipelines.comparaison.jugees_du_mois import judge_month
from pipelines.publish.exports.to_csv import export_csv
from pipelines.publish.synthese.textes import judged_rows

MONTH = date(2026, 10, 1)
#: Shares, rates and counts, with and without direction; and those of which small counts are hidden.
CODES = ("PRE_SEIN", "ACC_MT_16", "ACC_URG", "PAR_INCL", "ADH", "ACC_SAS", "ACP_INSTALL", "PAR_SORTIE", "ACC_MT_C2S")


@pytest.fixture
def store(demo_folder, monkeypatch):
    """The pages read the demonstration."""
    monkeypatch.setenv("CPTS_STORE", str(demo_folder))
    st.cache_data.clear()
    st.cache_resource.clear()
    yield demo_folder
    st.cache_resource.clear()


def compared(taille: int) -> dict[str, by_cpts.Jugees]:
    ids = comparaison.group_ids(questions.Group(taille=taille))
    return {code: comparaison.compared(code, MONTH, ids) for code in CODES}


def test_each_reference_is_as_unsure_as_those_who_made_it(store):
    """A choice of the picker: the median of the group, the group as one, the median of all."""
    ids = comparaison.group_ids(questions.Group(taille=2))
    everyone = len(comparaison.cpts())
    for choice, origine in (("mediane", "mediane"), ("ensemble", "ensemble"), ("france", "mediane")):
        made = comparaison.compared("PRE_SEIN", MONTH, ids, reference=choice).entonnoir
        assert made is not None and made.incertitude.origine == origine
        assert made.surdispersion.n <= (everyone if choice == "france" else len(ids))


def exported(chart, name: str) -> list[dict[str, str]]:
    """The rows of a chart as its open CSV holds them."""
    made = downloads.exported(chart.table, chart.exports, name=name, title="x", reading=chart.reading)
    return list(csv.DictReader(io.StringIO(export_csv(made).decode("utf-8"))))


@pytest.mark.parametrize("taille", [1, 2, 3, 4])
def test_comparer_summary_fiche_and_downloads_say_the_same(store, taille):
    seen = compared(taille)
    words = {
        (row.id_cpts, code): row for code, done in seen.items() for row in done.cpts.itertuples() if row.dans_groupe
    }
    assert words, "the demonstration has CPTS of every taille"
    ids = sorted({one for one, _ in words})

    in_summary = judge_month(session.store(), session.scope(), mois=MONTH, ids=ids, catalogue=session.catalogue())
    in_summary = in_summary[in_summary["indicateur"].isin(CODES)]
    for row, said in zip(
        in_summary.itertuples(), judged_rows(in_summary, session.catalogue(), named=True), strict=True
    ):
        here = words[row.id_cpts, row.indicateur]
        assert (row.jugement, said["mot"]) == (here.jugement, here.jugement), (row.id_cpts, row.indicateur)
        assert pd.isna(row.valeur) or row.valeur == pytest.approx(here.comparee)
        assert pd.isna(row.z) or row.z == pytest.approx(here.z)

    for code, done in seen.items():
        chart = by_cpts.comparison(done, reference="la médiane", group="x")
        table = chart.table.set_index("id_cpts")["jugement_mot"]
        for row in exported(chart, code):
            assert row["jugement"] == words[row["id_cpts"], code].jugement
            assert table[row["id_cpts"]].startswith(signed(row["jugement"]))

    for one in ids[:: max(1, len(ids) // 5)]:
        peers = comparaison.peers_of(one, "taille")
        frame = fiche.beside_peers(one, MONTH, tuple(peers.ids))
        chart = spine(frame, session.catalogue(), nom=one, mois=MONTH, pairs="x")
        for row in exported(chart, "fiche"):
            if row["indicateur"] not in CODES:
                continue
            here = words[one, row["indicateur"]]
            assert row["jugement"] == here.jugement, (one, row["indicateur"])
            if row["ecart"] and not pd.isna(here.ecart):
                assert float(row["ecart"]) == pytest.approx(here.ecart)
                assert float(row["mediane"]) == pytest.approx(seen[row["indicateur"]].reference)
