"""What part a line counts is never left aside: a sex, an age, a profession, a district, an objective beside what was observed."""

import pytest

from pipelines.ingest.header.part_titles import find_part_columns, tell_part
from tests.pipelines.ingest.check.checked import checked_bytes


def read(title: str, *lines: tuple[str, str, str, str]):
    """A file with one column more. ``lines``: CPTS, month, what the column says, value of ADH."""
    text = "\n".join([f"cpts;mois;indicateur;{title};valeur", *(f"{c};{m};ADH;{p};{v}" for c, m, p, v in lines)])
    return checked_bytes(text.encode(), "f.csv")


def told(verdict):
    return [(issue.ligne, issue.regle, issue.colonne) for issue in verdict.anomalies]


def stored(verdict):
    return sorted(int(value) for value in verdict.observations["valeur"])


@pytest.mark.parametrize(
    "title,one,other",
    [
        ("sexe", "Hommes", "Femmes"),
        ("classe_age", "65-74 ans", "75 ans et plus"),
        ("Tranche d'âge", "0-15", "16+"),
        ("Commune", "59350", "59009"),
        ("Profession", "Médecins", "Infirmiers"),
        ("Régime", "Général", "Agricole"),
        ("Quartier", "Nord", "Sud"),
        ("population", "QPV", "hors QPV"),
        ("Trimestre", "T1", "T2"),
        ("statut", "provisoire", "définitif"),
        ("Spécialité", "Généralistes", ""),
        ("Sexe", "Hommes", "Ensemble"),
        ("Sexe du patient", "M", "F"),
        ("Catégorie d'âge", "jeunes", "vieux"),
        ("Âge (ans)", "65", "75"),
        ("AGE_GROUP", "Y65", "Y75"),
        ("Commune de résidence", "Fournes", "Wavrin"),
        ("Profession de santé", "IDE", "MK"),
        ("Type de professionnel", "IDE", "MK"),
        ("Homme/Femme", "H", "F"),
        ("Statut de la donnée", "estimée", "définitive"),
        ("Ville", "Fournes", "Wavrin"),
        ("Code postal", "59134", "59136"),
        ("EPCI", "A", "B"),
    ],
)
def test_lines_of_one_key_told_apart_by_it_alone_are_refused_equal_or_not(title, one, other):
    for values in (("30", "30"), ("40", "51")):
        verdict = read(
            title, *(("CPTS-WEPP", "2025-03", part, v) for part, v in zip((one, other), values, strict=True))
        )
        assert stored(verdict) == []
        assert {(2, "parts_d_un_tout", title), (3, "parts_d_un_tout", title)} <= set(told(verdict))
        assert not any(rule == "doublon_identique" for _, rule, _ in told(verdict))


def test_a_lone_part_is_to_be_accepted_and_names_its_column_and_words():
    verdict = read("sexe", ("CPTS-WEPP", "2025-03", "Hommes", "40"), ("CPTS-BERG", "2025-03", "Femmes", "51"))
    (issue,) = verdict.anomalies
    assert (issue.ligne, issue.regle, issue.colonne, issue.bloquante) == (2, "part_seule", "sexe", False)
    assert "« Hommes, Femmes » ; lignes concernées : 2" in issue.message.replace("\u00a0", " ")
    assert stored(verdict) == [40, 51]


@pytest.mark.parametrize("word", ["Objectif", "cible 2026", "Prévision", "Prévisionnel", "attendu", "budget"])
def test_what_is_aimed_at_is_never_stored_as_observed(word):
    verdict = read("Type", ("CPTS-WEPP", "2025-03", word, "100"), ("CPTS-BERG", "2025-03", "Réalisé", "80"))
    assert told(verdict) == [(2, "valeur_visee", "Type")]
    assert stored(verdict) == [80]
    both = read("Type", ("CPTS-WEPP", "2025-03", word, "100"), ("CPTS-WEPP", "2025-03", "Réalisé", "80"))
    assert stored(both) in ([80], []) and 100 not in stored(both)


@pytest.mark.parametrize(
    "title,word",
    [
        ("sexe", "Ensemble"), ("sexe", "Tous"), ("Sexe", "_T"), ("age", "Tous âges"), ("Commune", ""),
        ("Type", "Réalisé"), ("Statut", "définitif"), ("Population", "Population totale"), ("genre", "Les deux sexes"),
    ],
)  # fmt: skip
def test_a_column_that_says_the_whole_or_nothing_of_it_says_nothing(title, word):
    verdict = read(title, ("CPTS-WEPP", "2025-03", word, "91"))
    assert told(verdict) == []
    assert stored(verdict) == [91]


@pytest.mark.parametrize(
    "title,word",
    [
        ("Ville", "Fournes-en-Weppes"), ("Code postal", "59134"), ("Lieu", "siège"), ("Caisse", "CPAM de Lille-Douai"), ("Établissement", "siège"),
        ("population", "44 947"), ("Type", "CPTS"), ("Nature", "cumul sur 12 mois"), ("Statut", "adhérent"),
    ],
)  # fmt: skip
def test_a_column_that_says_nothing_of_a_part_is_said_to_be_of_no_use(title, word):
    verdict = read(title, ("CPTS-WEPP", "2025-03", word, "91"))
    assert [(line, rule) for line, rule, _ in told(verdict)] == [(1, "colonne_ignoree")]
    assert title in verdict.anomalies[0].message
    assert stored(verdict) == [91]


def test_two_months_or_two_cpts_are_no_parts_of_one_another():
    verdict = read("sexe", ("CPTS-WEPP", "2025-03", "Hommes", "40"), ("CPTS-WEPP", "2025-04", "Femmes", "51"))
    assert [rule for _, rule, _ in told(verdict)] == ["part_seule"]


def test_a_second_line_of_titles_that_names_a_part_reads_nothing():
    text = "CPTS;Mois;PRE_CCR;;ADH;\n;;Hommes;;Hommes;Femmes\nCPTS-WEPP;2025-03;28,0 %;;40;51\n"
    verdict = checked_bytes(text.encode(), "f.csv")
    assert (2, "titre_de_part") in [(issue.ligne, issue.regle) for issue in verdict.anomalies]
    assert any(issue.bloquante for issue in verdict.anomalies)


def test_columns_known_otherwise_are_no_parts():
    assert find_part_columns(["cpts", "mois", "population", "valeur"], {"denominateur": 2}) == {}
    many = ["Sexe", "Age", "Commune", "Profession"]
    assert find_part_columns(many, {}) == {"part_1": 0, "part_2": 1, "part_3": 2, "part_4": 3}
    assert (
        tell_part("Sexe", "Hommes") == "part"
        and tell_part("Type", "Hommes") == "part"
        and tell_part("Type", "x") == "autre"
    )
