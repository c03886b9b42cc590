"""What a view gives to take away, really downloaded: figures as SVG and PNG, tables as two CSV and a workbook, summaries as PDF."""

import csv
import io
import re
import struct
import xml.etree.ElementTree as ET

import pytest
from openpyxl import load_workbook

FICHE = "fiche?cpts=CPTS-WEPP&pairs=toutes"
INDICATEUR = "indicateur?indicateur=PRE_COL&taille=0&avant=CPTS-WEPP"
#: Page, block, columns that hold its values, columns that hold its intervals or limits.
VIEWS = (
    (FICHE, "colonne", ("comparee", "mediane", "jugement"), ("bas", "haut")),
    (f"{FICHE}&rubrique=passe", "fiche-carte", ("mois", "valeur", "moyenne"), ("bas", "haut")),
    (INDICATEUR, "distribution", ("comparee", "ecart", "jugement"), ("bas", "haut")),
    (f"{INDICATEUR}&apercu=deciles", "indicateur-deciles", ("mois", "d1", "d9", "cpts_wepp"), ()),
)


def unfolded(screen, path, key):
    """The buttons of a block, its fold opened."""
    screen.open(path)
    screen.page.locator(f".st-key-{key}-tableau summary").click()
    box = screen.page.locator(f".st-key-{key}-telecharger")
    box.wait_for(timeout=60_000)
    screen.quiet()
    return box


def taken(screen, box, name):
    """The name of the file that a button gives, and its bytes."""
    button = box.get_by_role("button", name=name)
    button.scroll_into_view_if_needed()
    with screen.page.expect_download(timeout=60_000) as waiting:
        button.click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("path,key,values,limits", VIEWS, ids=[v[1] for v in VIEWS])
def test_a_view_is_taken_as_figure_and_as_table(screen, path, key, values, limits):
    box = unfolded(screen, path, key)
    said = plain(
        screen.page.locator(f".st-key-{key}-figure [role=img], .st-key-{key}-figure [aria-label]").first.get_attribute(
            "aria-label"
        )
    )
    svg(*taken(screen, box, "Figure SVG"), said=said)
    png(*taken(screen, box, "Figure PNG"))
    version = open_csv(*taken(screen, box, "CSV ouvert"), columns=(*values, *limits), limits=limits)
    french_csv(*taken(screen, box, "CSV pour Excel"), version=version)
    workbook(*taken(screen, box, "Classeur XLSX"), version=version)
    assert screen.errors == [] and screen.outside == []


def svg(name, content, *, said):
    """Well formed, with the sentence above, the texts of the axes, and what it takes to read it below."""
    assert name.startswith("demonstration-") and name.endswith(".svg")
    root = ET.fromstring(content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    texts = [plain("".join(node.itertext())) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    words = " ".join(texts)
    assert said[:40] in words and said.split()[-1] in words
    for label in ("Unité :", "Sens :", "Rapporté à :", "Source :", "Dernière mise à jour :", "version"):
        assert label in words, label
    assert "données inventées" in words
    assert sum(1 for text in texts if text.strip()) > 15, "the ticks and the legend are there"
    fills = {node.get("style", "") for node in root.iter("{http://www.w3.org/2000/svg}text")}
    assert any("fill: rgb" in style for style in fills), "the ink of the page is written in the file"


def png(name, content):
    assert name.endswith(".png") and content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    assert width > 1200 and height > 600 and len(content) > 20_000


def open_csv(name, content, *, columns, limits):
    """UTF-8, comma, machine names; every line with its definition, the age and the version of the data. Gives the version."""
    assert name.endswith("-ouvert.csv")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    assert rows and set(columns) <= set(rows[0]), rows[0].keys()
    for row in rows:
        assert row["definition"] and row["donnees_connues_le"], row
        assert row["demonstration"] == "true" or row["etat"] != "valeur", row
    known = [row for row in rows if row[limits[0]]] if limits else []
    assert known or not limits
    for row in known:
        low, high = float(row[limits[0]]), float(row[limits[1]])
        assert low <= high
    versions = {row["version_donnees"] for row in rows}
    assert len(versions) == 1 and re.fullmatch(r"[0-9a-f]{8}", next(iter(versions)))
    return versions.pop()


def french_csv(name, content, *, version):
    assert name.endswith(".csv") and not name.endswith("-ouvert.csv") and content.startswith(b"\xef\xbb\xbf")
    head, *lines = content.decode("utf-8-sig").splitlines()
    assert head.count(";") >= 5 and "Version des données" in head and "Définition" in head
    assert all(version in line for line in lines)
    assert re.search(r";\d+,\d+;", "\n".join(lines)), "decimal commas"


def workbook(name, content, *, version):
    assert name.endswith(".xlsx") and content.startswith(b"PK")
    book = load_workbook(io.BytesIO(content), read_only=True)
    facts = {str(row[0]): str(row[1]) for row in book["À propos"].iter_rows(values_only=True) if row and row[0]}
    assert version in facts["Version des données"]
    assert {"Ce que cela montre", "Unité", "Cases vides"} <= set(facts), facts
    assert "Attention" in facts, "the demonstration is said"


@pytest.mark.parametrize(
    "path,button,least,most",
    [
        ("fiche?cpts=CPTS-WEPP", "Synthèse pour une réunion (PDF)", 2, 4),
        ("comparer?taille=0&indicateur=ACC_URG", "Cette comparaison en une page (PDF)", 1, 1),
        ("comparer?taille=0&indicateur=ADH", "Cette comparaison en une page (PDF)", 1, 1),
    ],
)
def test_a_summary_is_a_pdf_of_a_few_pages(screen, path, button, least, most):
    screen.open(path)
    name, content = taken(screen, screen.page, button)
    assert name.startswith("demonstration-") and name.endswith(".pdf") and content.startswith(b"%PDF")
    assert least <= max(int(n) for n in re.findall(rb"/Count (\d+)", content)) <= most
