"""Bytes to cells: encodings, separators, quotes, headers, and the lines set aside."""

import pytest

from pipelines.ingest.read.bytes_to_cells import read_cells
from tests.monthly import month_file

LINE = "CPTS-WEPP;2025-03;PRE_SEIN;450;812;;dépisté à l'été"


def _texts(cells, *fields):
    """The cells of some fields, line after line."""
    return [cells.texte(f, p) for p in range(len(cells)) for f in fields]


def _rules(cells):
    return [issue.regle for issue in cells.anomalies]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding):
    cells = read_cells(month_file(LINE, encoding=encoding))
    assert _texts(cells, "commentaire") == ["dépisté à l'été"]
    assert _rules(cells) == []


def test_a_byte_of_no_encoding_is_named_with_its_line():
    data = month_file(LINE, LINE, encoding="cp1252").replace(b"\xe9pist", b"\x81pist", 2)
    cells = read_cells(data)
    assert [(i.regle, i.ligne) for i in cells.anomalies] == [("encodage", 2)]


def test_text_read_twice_in_the_wrong_encoding_is_repaired_and_said():
    broken = "Ã©tÃ© Å’uvre â€™ 1â€¯234".encode()
    cells = read_cells(month_file(LINE).replace("dépisté à l'été".encode(), broken))
    assert _texts(cells, "commentaire") == ["été Œuvre ’ 1\u202f234"]
    assert [(i.regle, i.ligne, i.bloquante) for i in cells.anomalies] == [("texte_abime", 2, False)]


def test_sound_french_is_never_repaired():
    sound = "passé à\u00a0« neuf\u00a0», É\u00a0: là-bas, Âge, ÂGÉ, â\u00a0!"
    cells = read_cells(month_file(LINE.replace("dépisté à l'été", sound)))
    assert _texts(cells, "commentaire") == [sound]
    assert _rules(cells) == []


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators(separator):
    cells = read_cells(month_file(LINE).decode("utf-8-sig").replace(";", separator).encode())
    assert cells.separateur == separator
    assert _texts(cells, "id_cpts", "numerateur", "denominateur") == ["CPTS-WEPP", "450", "812"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines(newline):
    cells = read_cells(month_file(LINE, LINE).replace(b"\r\n", newline.encode()))
    assert cells.lignes.tolist() == [2, 3]


@pytest.mark.parametrize(
    "header",
    [
        "CPTS;Période;Code indicateur;Numérateur;Dénominateur;Valeur;Commentaire",
        "N° CPTS;MOIS;Indicateur;Num;Dén;Val;Remarques",
        "Code;date;indicateur;num.;den.;Résultat;Commentaires",
        "CPTS;Mois;Code;Num;Den;Valeur;Commentaire",
        " id_cpts ;mois;INDICATEUR;numerateur;denominateur;valeur;commentaire",
    ],
)
def test_header_names(header):
    cells = read_cells(month_file(LINE, header=header))
    assert _texts(cells, "id_cpts", "mois", "indicateur", "numerateur", "denominateur") == [
        "CPTS-WEPP",
        "2025-03",
        "PRE_SEIN",
        "450",
        "812",
    ]
    assert cells.titres["denominateur"] == header.split(";")[4].strip()
    assert _rules(cells) == []


@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("Numérateru", "titre_proche"),
        ("Numerateur 2", "titre_proche"),
        ("Numéro", "colonne_ignoree"),
        ("Commentaire 1", "colonne_ignoree"),
        ("Valeur cible", "colonne_ignoree"),
    ],
)
def test_a_title_nearly_that_of_a_missing_number_is_never_dropped_in_silence(title, rule):
    cells = read_cells(month_file("CPTS-WEPP;2025-03;ADH;91;1", header=f"CPTS;Mois;Indicateur;Valeur;{title}"))
    assert [(i.regle, i.valeur, i.bloquante) for i in cells.anomalies] == [(rule, title, rule == "titre_proche")]


def test_a_code_beside_a_name_is_the_code():
    header = "Code;CPTS;Mois;Indicateur;Valeur"
    cells = read_cells(month_file("CPTS-WEPP;CPTS des Weppes;2025-03;ADH;91", header=header))
    assert _texts(cells, "id_cpts") == ["CPTS-WEPP"]
    assert cells.anomalies == ()
    assert [cells.texte("nom_cpts", 0), *cells.place("nom_cpts", 0), cells.lettre("nom_cpts", 0)] == [
        "CPTS des Weppes",
        2,
        "CPTS",
        "B",
    ]


def test_titles_units_totals_sources_and_blank_lines_are_set_aside_with_their_reason():
    data = (
        "Indicateurs CPTS - extraction du 05/04/2025;;;;;\r\n"
        "CPAM de la Dordogne;;;;;\r\n"
        ";;;;;\r\n"
        "CPTS;Mois;Indicateur;Num;Den;Valeur\r\n"
        ";;;En nombre;En nombre;En %\r\n"
        "CPTS-BERG;mars-25;PRE_SEIN;450;812;\r\n"
        "\r\n"
        "CPTS-2152;mars-25;PRE_SEIN;212;402;\r\n"
        "CPTS;Mois;Indicateur;Num;Den;Valeur\r\n"
        "CPTS-WEPP;mars-25;PRE_SEIN;12;42;\r\n"
        "Total;;;674;1256;\r\n"
        ";;Total;674;1256;\r\n"
        "FRANCE;mars-25;PRE_SEIN;1;2;\r\n"
        "999;mars-25;PRE_SEIN;1;2;\r\n"
        "Source : SNDS, traitement CPAM;;;;;\r\n"
    ).encode("cp1252")
    cells = read_cells(data)
    assert cells.lignes.tolist() == [6, 8, 10]
    assert [(a.ligne, a.motif) for a in cells.mises_a_part] == [
        (1, "titres"), (2, "titres"), (5, "unités"), (9, "en-tête répété"),
        (11, "total"), (12, "total"), (13, "total"), (14, "total"), (15, "source"),
    ]  # fmt: skip
    assert cells.anomalies == ()


def test_a_cpts_whose_name_starts_like_a_total_is_no_total():
    line = "Ensemble pour la santé;2025-03;ADH;;;91;"
    assert read_cells(month_file("Ensemble pour la santé;;;;;91;")).lignes.size == 0
    assert len(read_cells(month_file(line), names={"ensemble pour la sante": "CPTS-X"})) == 1


def test_a_line_without_a_code_but_with_numbers_is_kept_for_the_checks():
    cells = read_cells(month_file(";2025-03;PRE_SEIN;450;812;;", ";;;450;;;"))
    assert cells.lignes.tolist() == [2, 3]


def test_an_empty_last_column_is_nothing():
    cells = read_cells(
        month_file(LINE + ";", header="id_cpts;mois;indicateur;numerateur;denominateur;valeur;commentaire;")
    )
    assert len(cells) == 1
    assert _rules(cells) == []


def test_short_lines_are_completed_and_long_ones_refused():
    cells = read_cells(
        month_file("CPTS-WEPP;2025-03;ADH", "CPTS-WEPP;2025-03;ADH;;;91;;", "CPTS-WEPP;2025-03;ADH;;;9;1;2;3")
    )
    assert cells.lignes.tolist() == [2, 3]
    assert [(i.regle, i.ligne, i.message) for i in cells.anomalies] == [
        ("cellules_en_trop", 4, "Ligne 4\u00a0: la ligne a 9 cellules pour 7 colonnes.")
    ]


def test_a_decimal_comma_in_a_comma_file_is_caught():
    data = b"id_cpts,mois,indicateur,numerateur,denominateur,valeur\nCPTS-WEPP,2025-03,PRE_SEIN,,,57,6 %\n"
    assert _rules(read_cells(data)) == ["cellules_en_trop"]
    quoted = read_cells(data.replace(b"57,6 %", b'"57,6 %"'))
    assert _texts(quoted, "valeur") == ["57,6 %"]


def test_quotes_newlines_in_a_cell_and_the_lines_after():
    cells = read_cells(month_file(LINE[:-15] + '"une ""vraie""\r\nremarque; longue"', LINE))
    assert cells.lignes.tolist() == [2, 3]  # as the spreadsheet numbers them
    assert _texts(cells, "commentaire")[0] == 'une "vraie"\nremarque; longue'


def test_a_quote_inside_a_cell_is_text():
    cells = read_cells(month_file(LINE[:-15] + 'la 5" fois', LINE))
    assert _texts(cells, "commentaire")[0] == 'la 5" fois'


def test_a_quote_never_closed_is_named_and_hides_nothing():
    cells = read_cells(month_file(LINE, LINE[:-15] + '"ouvert', LINE, LINE))
    assert [(i.regle, i.ligne, i.bloquante) for i in cells.anomalies] == [("guillemet", 3, True)]
    assert cells.lignes.tolist() == [2]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "fichier_vide"),
        (b" \r\n\r\n", "fichier_vide"),
        (b"\xef\xbb\xbf", "fichier_vide"),
        (b"\xef\xbb\xbf \r\n", "fichier_vide"),
        (b"\xff\xfe", "fichier_vide"),
        (b"PK\x03\x04rest", "classeur_abime"),
        (b"%PDF-1.7", "format_inconnu"),
        (b"id_cpts;mois\x00", "format_inconnu"),
        (b"bonjour\nmonde\n", "entete_introuvable"),
        (b"a;b;c\n1;2;3\n", "entete_introuvable"),
        (month_file(), "aucune_ligne"),
        (month_file(header="id_cpts;mois;valeur"), "colonne_manquante"),
        (month_file(LINE, header="id_cpts;mois;indicateur;numerateur;valeur;VALEUR"), "colonne_en_double"),
    ],
)
def test_files_that_cannot_be_read(data, rule):
    cells = read_cells(data)
    assert rule in _rules(cells)
    assert any(issue.bloquante for issue in cells.anomalies)


def test_half_a_million_lines_keep_their_numbers():
    lines = [f"CPTS-WEPP;2025-03;ADH;;;{n};" for n in range(100_000)]
    cells = read_cells(month_file(*lines))
    assert cells.lignes[[0, -1]].tolist() == [2, 100_001]
    assert cells.texte("valeur", -1) == "99999"


@pytest.mark.parametrize(
    ("name", "aside"),
    [
        ("Ensemble pour la Santé Lille", False),
        ("France Services Weppes", False),
        ("Tous ensemble Bergerac", False),
        ("Ensemble des CPTS", True),
        ("France entière", True),
        ("FRANCE", True),
        ("Total CPAM", True),
    ],
)
def test_a_complete_line_under_a_name_that_may_be_a_cpts_is_judged(name, aside):
    cells = read_cells(month_file(f"{name};2026-10;PRE_SEIN;50;100;;", "DEMO-A;2026-10;PRE_SEIN;50;100;;"))
    assert [part.motif for part in cells.mises_a_part] == (["total"] if aside else [])
    assert len(cells.lignes) == (1 if aside else 2)
