"""The rules about how one number is written: sentence, remedy, and whether it blocks the file."""

from __future__ import annotations

NUMBER_RULES: dict[str, tuple[str, str, bool]] = {
    "nombre_illisible": (
        "« {valeur} » ne se lit pas comme un nombre",
        "Écrivez un nombre seul, par exemple 1 234,5, ou bien ND s'il est inconnu, NS s'il doit rester caché.",
        True,
    ),
    "nombre_ambigu": (
        "« {valeur} » se lit de deux façons, milliers ou décimales",
        "Écrivez 1234 pour mille deux cent trente-quatre, ou 1,23 pour un nombre à virgule.",
        True,
    ),
    "nombre_approche": (
        "« {valeur} » donne une fourchette ou une approximation, pas un nombre",
        "Écrivez le nombre exact, ND s'il est inconnu, ou NS s'il doit rester caché.",
        True,
    ),
    "nombre_en_date": (
        "« {valeur} » est une date, là où l'on attend un nombre",
        "Excel a pu changer « 1-10 » ou « 1/10 » en date : passez la cellule au format Texte, puis écrivez le nombre, "
        "ou NS s'il doit rester caché.",
        True,
    ),
    "deux_nombres": (
        "« {valeur} » tient deux nombres dans une seule cellule",
        "Écrivez le premier dans la colonne du numérateur et le second dans celle du dénominateur.",
        True,
    ),
    "nombre_annote": (
        "« {valeur} » est un nombre accompagné d'autre chose",
        "Écrivez le nombre seul ; une note, une unité ou un repère va dans une colonne commentaire.",
        True,
    ),
    "zero_ou_manquant": (
        "« {valeur} » peut dire zéro ou inconnu, ce qui n'est pas la même chose",
        "Écrivez 0 s'il n'y en a aucun, ND si le nombre n'est pas connu.",
        True,
    ),
    "notation_scientifique": (
        "« {valeur} » est en notation scientifique : des chiffres sont perdus",
        "Dans Excel, passez la colonne au format Nombre, puis enregistrez de nouveau.",
        True,
    ),
    "erreur_excel": (
        "« {valeur} » est une erreur de calcul du tableur",
        "Corrigez la formule, ou laissez vide si inconnu.",
        True,
    ),
    "pourcentage_inattendu": (
        "« {valeur} » est {detail}, alors que l'on attend {attendu}",
        "Écrivez {attendu}, sans le signe.",
        True,
    ),
    "nombre_negatif": ("« {valeur} » est négatif", "Écrivez un nombre positif ou nul.", True),
    "nombre_non_entier": (
        "« {valeur} » n'est pas un nombre entier, alors que l'on compte {attendu}",
        "Écrivez un nombre entier, sans décimales, par exemple 1234.",
        True,
    ),
}
