"""Give a file to the page Dépôt mensuel in the browser, and confirm it."""

import re
from pathlib import Path

HEAD = "CPTS;Mois;Indicateur;Numérateur;Dénominateur;Valeur\r\n"
SAMPLES = Path(__file__).parents[3] / "data/sample"


def drop(screen, name):
    screen.open("depot")
    give(screen, name)


def give(screen, name):
    """Give a file to the page already open."""
    screen.page.locator("input[type=file]").set_input_files(SAMPLES / name)
    screen.page.wait_for_selector("text=Lignes lues", timeout=30_000)
    screen.quiet()


def confirm(screen):
    """Press the button, with a comment on the warnings and a reason where they are asked for."""
    page = screen.page
    for label in ("Commentaire sur", "Motif de la correction"):
        box = page.get_by_role("textbox", name=re.compile(label))
        if box.count():
            box.fill("vérifié avec la CPTS")
    page.get_by_role("button", name=re.compile("Enregistrer")).first.click()


def store_it(screen):
    """Confirm, and wait until it is stored."""
    confirm(screen)
    screen.page.get_by_text(re.compile(r"est enregistré \(dépôt")).wait_for(timeout=30_000)
    screen.quiet()


def give_bytes(screen, name, data):
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    screen.page.locator("input[type=file]").set_input_files(file)
    screen.page.get_by_role("heading", name=re.compile("Aperçu de")).wait_for(timeout=30_000)
    screen.quiet()


def downloaded(screen, label, folder):
    with screen.page.expect_download() as caught:
        screen.page.get_by_role("button", name=label).click()
    target = folder / caught.value.suggested_filename
    caught.value.save_as(target)
    return target
