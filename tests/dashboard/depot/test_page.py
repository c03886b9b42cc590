"""Dépôt mensuel: refused, in part, with a comment, on a frozen month; then the history, withdrawing and putting back."""

import re
from datetime import date, datetime

import pandas as pd

from dashboard.depot import preview
from dashboard.depot.detail import said
from dashboard.depot.findings import ACCEPTS, BLOCKS, KINDS, MENDED, by_rule, kind_of, title_of
from pipelines.ingest.check import verdict
from pipelines.ingest.rules.table import REGLES, finding
from pipelines.store.depots.gels import freeze
from pipelines.store.questions import suivi
from tests.dashboard.depot.dropping import HEAD, LOCAL, button, dropped, value
from tests.dashboard.opening import SAMPLES, html, opened
from tests.depositing import deposit


def test_sound_lines_go_in_by_an_explicit_choice_and_the_others_come_back(empty):
    page = dropped(opened("depot"), "CPTS-WEPP;2025-03;PRE_SEIN;3412;5980;", "CPTS-WEPP;2025-03;PRE_COL;douze;5980;")
    assert any("Fichier refusé" in e.value for e in page.error)
    assert not [b for b in page.button if b.label.startswith("Enregistrer")]
    page.checkbox[0].check().run()
    assert any("Une partie seulement" in w.value for w in page.warning)
    button(page, "Enregistrer 1").click().run()
    assert not page.exception
    assert value(empty) == [3412] and value(empty, "PRE_COL") == []
    assert any("1 ligne reste à corriger" in w.value.replace("\xa0", " ") for w in page.warning)
    labels = [b.proto.label for b in page.get("download_button")]
    assert "Télécharger les lignes à corriger" in labels
    assert "en partie" in html(page)


def test_a_file_is_read_once_from_its_preview_to_its_receipt(empty, monkeypatch):
    read = []
    real = verdict.read_cells
    monkeypatch.setattr(verdict, "read_cells", lambda *a, **k: read.append(1) or real(*a, **k))
    page = dropped(opened("depot"), "CPTS-WEPP;2025-03;PRE_SEIN;3412;5980;", "CPTS-WEPP;2025-03;PRE_COL;douze;5980;")
    page.checkbox[0].check().run()
    page.checkbox[0].uncheck().run()
    page.checkbox[0].check().run()
    assert len(read) == 1
    button(page, "Enregistrer 1").click().run()
    assert not page.exception and value(empty) == [3412]
    assert len(read) == 1
    dropped(page, "CPTS-WEPP;2025-04;PRE_SEIN;3412;5980;")
    assert len(read) == 2


def test_a_warning_has_to_be_commented_before_it_is_stored(empty):
    for month in range(1, 11):
        line = f"CPTS-WEPP;2024-{month:02d};PRE_SEIN;{3400 + month};5980;\r\n"
        deposit(empty, LOCAL, (HEAD + line).encode(), f"{month}.csv", auteur="test")
    page = dropped(opened("depot"), "CPTS-WEPP;2024-11;PRE_SEIN;900;5980;")
    assert "à commenter" in html(page)
    button(page, "Enregistrer 1").click().run()
    assert any("commentaire" in e.value for e in page.error)
    assert value(empty, month="2024-11") == []
    page.text_area[0].input("Extraction limitée à un canton")
    button(page, "Enregistrer 1").click().run()
    assert value(empty, month="2024-11") == [900]
    depot = suivi.deposits(empty, LOCAL)["depot"].iloc[0]
    assert "Extraction limitée à un canton" in html(opened("depot", depot=depot))


def test_a_frozen_month_changes_only_on_purpose_and_with_a_reason(empty):
    first = (HEAD + "CPTS-WEPP;2025-03;PRE_SEIN;3412;5980;\r\n").encode()
    deposit(empty, LOCAL, first, "a.csv", auteur="test")
    freeze(empty, LOCAL, date(2025, 3, 1), ["CPTS-WEPP"], auteur="CPAM", motif="solde versé")
    page = dropped(opened("depot"), "CPTS-WEPP;2025-03;PRE_SEIN;3500;5980;")
    assert any("Fichier refusé" in e.value for e in page.error)
    assert "gelé" in html(page) and "solde versé" in html(page)
    next(c for c in page.checkbox if c.label.startswith("Corriger quand même")).check().run()
    button(page, "Enregistrer 1").click().run()
    assert any("motif" in e.value for e in page.error) and value(empty) == [3412]
    next(t for t in page.text_input if "obligatoire" in t.label).input("erreur de la CPAM")
    button(page, "Enregistrer 1").click().run()
    assert value(empty) == [3500]


def test_the_same_file_says_who_and_when(empty):
    data = HEAD + "CPTS-WEPP;2025-03;PRE_SEIN;3412;5980;\r\n"
    when = datetime(2025, 4, 8, 14, 3)
    deposit(empty, LOCAL, data.encode(), "a.csv", auteur="CPAM des Flandres", maintenant=when)
    page = dropped(opened("depot"), "CPTS-WEPP;2025-03;PRE_SEIN;3412;5980;")
    told = next(i.value for i in page.info).replace("\xa0", " ")
    assert "CPAM des Flandres" in told and "08/04/2025 14:03" in told
    assert not [b for b in page.button if b.label.startswith("Enregistrer")]


def test_a_deposit_is_withdrawn_and_put_back_with_a_reason(empty):
    data = (HEAD + "CPTS-WEPP;2025-03;PRE_SEIN;3412;5980;\r\n").encode()
    done = deposit(empty, LOCAL, data, "a.csv", auteur="test")
    page = opened("depot", depot=done.depot)
    button(page, "Retirer").click().run()
    assert any("motif" in e.value.lower() for e in page.error) and value(empty) == [3412]
    page.text_input[0].input("mauvais mois")
    button(page, "Retirer").click().run()
    assert not page.exception and value(empty) == []
    assert "retiré" in html(page) and "mauvais mois" in html(page)
    page.text_input[0].input("c’était le bon")
    button(page, "Rétablir").click().run()
    assert value(empty) == [3412]
    assert "rétablissement" in html(page)


def test_a_long_file_goes_the_same_way_with_its_progress(empty, monkeypatch):
    seen = []
    monkeypatch.setattr(preview, "LONG_FILE", 0)
    monkeypatch.setattr(preview.st, "progress", lambda share, text: seen.append(text) or Bar(seen))
    page = dropped(opened("depot"), "CPTS-WEPP;2025-03;PRE_SEIN;3412;5980;")
    button(page, "Enregistrer 1").click().run()
    assert value(empty) == [3412]
    steps = [text for text in seen if text]
    assert steps[0].startswith("Lecture") and any("Contrôle de 1 ligne" in text for text in steps)
    assert seen[-1] is None, "the bar goes away"


class Bar:
    """What st.progress gives, noting what it is told."""

    def __init__(self, seen):
        self.seen = seen

    def progress(self, share, text):
        assert 0 <= share <= 1
        self.seen.append(text)

    def empty(self):
        self.seen.append(None)


def test_refused_deposits_are_in_the_history(empty):
    file = SAMPLES / "DEMO_2026-11_cinq-fautes.csv"
    done = deposit(
        empty, LOCAL, file.read_bytes(), file.name, auteur="dossier surveillé", maintenant=datetime(2026, 12, 2)
    )
    assert done.etat == "refuse"
    said_ = html(opened("depot"))
    assert "✕ refusé" in said_ and "dossier surveillé" in said_ and file.name in said_


def test_a_model_is_offered_for_a_cpts_and_a_month(screens):
    page = opened("depot", cpts="CPTS-WEPP", remplir="2026-10")
    assert {"Modèle Excel (XLSX)", "Modèle CSV"} <= {b.proto.label for b in page.get("download_button")}


def test_every_rule_reads_without_braces_and_has_its_place():
    for regle, rule in REGLES.items():
        title = title_of(regle)
        assert "{" not in title and title[0] == title[0].upper(), title
        kind = kind_of(finding(regle))
        assert kind in KINDS and (kind == BLOCKS) == rule.bloquante
        assert (kind == ACCEPTS) == rule.a_accepter
        assert (kind == MENDED) == (rule.gravite == "repare")


def test_findings_are_grouped_with_what_blocks_first():
    listed = [
        finding("code_repare", ligne=2, colonne="CPTS", valeur="cpts wepp", attendu="« CPTS-WEPP »"),
        finding("nombre_illisible", ligne=4, colonne="valeur", valeur="douze"),
        finding("nombre_illisible", ligne=9, colonne="valeur", valeur="treize"),
    ]
    grouped = by_rule(listed)
    assert grouped["regle"].tolist() == ["nombre_illisible", "code_repare"]
    assert grouped["nombre"].tolist() == [2, 1] and grouped["lignes"].tolist() == ["4 et 9", "2"]
    assert MENDED in grouped["gravite"].iloc[1]


def test_the_journal_is_said_in_words():
    told = said('{"fichier": "a.csv", "nouvelle": 2, "modifiee": 1, "identique": 0, "lignes_refusees": 3}')
    assert told.replace("\xa0", " ") == "2 nouvelles, 1 modifiée, 3 lignes rendues"
    after = '{"etat": "retire", "disparues": 1, "connues": 0, "inconnues": 1, "valeurs": [{"id_cpts": "C"}]}'
    assert said(after).replace("\xa0", " ") == "retiré, 1 valeur n’est plus connue"
    assert said('{"mois": "2026-10", "etat": "gelé"}') == "2026-10 gelé"
    assert said(None) == "–" and said("autre chose") == "autre chose"


def test_a_known_value_is_lost_only_with_a_comment(empty):
    deposit(empty, LOCAL, (HEAD + "CPTS-WEPP;2025-03;PRE_SEIN;3412;5980;\r\n").encode(), "mars.csv", auteur="test")
    page = dropped(opened("depot"), "CPTS-WEPP;2025-03;PRE_SEIN;;;", name="vide.csv")
    assert "est connu (3 412 sur 5 980) et deviendrait" in re.sub(r"\s", " ", html(page))
    button(page, "Enregistrer 1").click().run()
    assert any("commentaire" in e.value for e in page.error)
    assert value(empty) == [3412]
    page.text_area[0].input("Extraction retirée par la CPAM")
    button(page, "Enregistrer 1").click().run()
    assert not page.exception and pd.isna(value(empty)[0])
