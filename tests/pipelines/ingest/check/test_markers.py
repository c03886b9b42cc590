"""What stands where a number should: hidden, missing, never one for the other and never zero."""

from math import isnan

import pytest

from pipelines.ingest.check.numbers import find_separators, read_number

FRENCH = find_separators(["57,6"], cell_separator=";")


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        (c, "masquee")
        for c in (
            *("NS", "ns", "N.S.", "n/s", "NC", "nc", "N.C.", "n.c.", "n. c.", "N/C", "s", "***", "secret"),
            *(
                "< 11",
                "<11",
                "<\u00a011",
                "≤ 10",
                "<= 10",
                "< à 11",
                "&lt; 11",
                "< 11 patients",
                "moins de 11",
                "Moins de onze",
            ),
            *(
                "inf. à 11",
                "inférieur à 11",
                "1-10",
                "1 - 10",
                "1 à 10",
                "1\u00a0à\u00a010",
                "de 1 à 10",
                "entre 1 et 10",
                "[1;10]",
            ),
            *(
                "0 à 10",
                "1 à 4",
                "non communiqué",
                "Non communiquée",
                "NON COMMUNIQUE",
                "non significatif",
                "secret stat.",
            ),
            *(
                "Secret statistique",
                "masqué",
                "donnée masquée",
                "confidentiel",
                "sous le seuil",
                "effectif trop faible",
            ),
        )
    ]
    + [
        (c, "manquante")
        for c in (
            *(
                "ND",
                "nd",
                "N.D.",
                "n.d.",
                "N/D",
                "NA",
                "n/a",
                "-",
                "–",
                "—",
                "--",
                ".",
                "…",
                "...",
                "?",
                "/",
                "NR",
                "S.O.",
                "so",
            ),
            *(
                "non disponible",
                "Non disponibles",
                "non renseigné",
                "non connu",
                "Inconnu",
                "non transmis",
                "pas encore reçu",
            ),
            *(
                "en attente",
                "En attente du retour de la CPAM",
                "à venir",
                "à compléter",
                "sans objet",
                "Sans objet.",
                "non applicable",
            ),
            *(
                "non concerné",
                "données manquantes",
                "donnée non disponible",
                "pas de données",
                "en cours de calcul",
                "(vide)",
                "null",
            ),
        )
    ],
)
def test_a_marker_is_neither_zero_nor_the_other_kind_of_marker(cell, state):
    found = read_number(cell, FRENCH)
    assert (found.etat, found.marqueur) == (state, cell)
    assert isnan(found.nombre)


def test_an_empty_cell_is_missing_with_an_empty_marker():
    for cell in ("", " ", "\u00a0"):
        assert read_number(cell, FRENCH)[:1] + read_number(cell, FRENCH)[3:4] == ("manquante", "")
