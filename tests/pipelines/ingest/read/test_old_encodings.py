"""Old encodings are told by where accents fall; sound Windows-1252 is never taken for one; wrapped lines are unwrapped."""

import pytest

from pipelines.ingest.read.bytes_to_cells import read_cells
from pipelines.ingest.read.decode import tell_old_encoding
from tests.pipelines.ingest.habits.habit import LONG

FRENCH = (
    "CPTS;Période;Indicateur;Valeur\r\nPôle de santé du Bergeracois;2025-03;Étudiants accueillis à l'été;1\u00a0234\r\n"
)


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_an_old_encoding_is_read_and_said_at_its_first_word(encoding, end):
    data = ("Suivi\r\n" + FRENCH).replace("\r\n", end).encode(encoding)
    cells = read_cells(data)
    assert cells.encodage == encoding
    assert cells.texte("id_cpts", 0) == "Pôle de santé du Bergeracois"
    assert cells.texte("valeur", 0) == "1\u00a0234"
    (issue,) = cells.anomalies
    name = {"mac_roman": "CSV (Macintosh)", "cp850": "CSV (MS-DOS)"}[encoding]
    assert (issue.regle, issue.ligne, issue.valeur, issue.bloquante) == ("encodage_ancien", 2, "Période", False)
    assert issue.message.replace("\u00a0", " ") == (
        f"Ligne 2 : le fichier a été lu comme un « {name} » d'Excel, d'après ses accents (« Période »)."
    )
    assert "CSV UTF-8" in issue.remede


@pytest.mark.parametrize(
    "text",
    [
        FRENCH,
        "CPTS–WEPP;“ok”;l’an;etc…;12‰;3€;œuvre",  # the signs of Windows-1252 alone, beside letters
        "N°;ÉTÉ;HÔPITAL;Ça;où;à;Noël;maïs",
        "sans accent du tout",
        "N° 12;1\u00a0234;5\u00a0678",
    ],
)
def test_windows_1252_is_never_taken_for_another(text):
    assert tell_old_encoding(text.encode("cp1252")) is None


def test_a_long_file_of_an_old_encoding_is_read_alike_though_its_head_is_plain():
    lines = "".join(f"CPTS-WEPP;2025-03;ADH;;;{n};\r\n" for n in range(2_000))
    text = LONG.replace("valeur", "valeur;commentaire") + lines + "CPTS-WEPP;2025-04;ADH;;;7;relevé à vérifier\r\n"
    cells = read_cells(text.encode("mac_roman"))
    assert (len(cells), cells.texte("commentaire", 2_000)) == (2_001, "relevé à vérifier")
    assert [(i.regle, i.ligne, i.valeur) for i in cells.anomalies] == [("encodage_ancien", 2_002, "relevé")]


@pytest.mark.parametrize("size", [1, 60])
def test_only_the_lines_that_hold_a_quote_are_wrapped_as_excel_does(size):
    line = '"CPTS-WEPP,2025-03,ACC_URG,,,""127,1"""\r\n'
    data = LONG.replace(";", ",") + "CPTS-BERG,2025-03,ADH,,,80\r\n" * size + line
    cells = read_cells(data.encode())
    assert (len(cells), cells.texte("id_cpts", size), cells.texte("valeur", size)) == (size + 1, "CPTS-WEPP", "127,1")
    (issue,) = cells.anomalies
    assert (issue.regle, issue.ligne) == ("lignes_entre_guillemets", size + 2)
    assert issue.message.replace("\u00a0", " ").startswith(
        f"Ligne {size + 2} : 1 ligne était écrite tout entière entre"
    )


def test_a_quoted_cell_that_holds_separators_is_left_alone():
    data = LONG + '"Source : SNDS ; CPAM"\r\nCPTS-WEPP;2025-03;ADH;;;"91"\r\n'
    cells = read_cells(data.encode())
    assert cells.anomalies == ()
    assert [(a.ligne, a.texte) for a in cells.mises_a_part] == [(2, "Source : SNDS ; CPAM")]
