"""The rules about reading a file, before any line is judged: sentence, remedy, and whether it blocks the file."""

from __future__ import annotations

READING_RULES: dict[str, tuple[str, str, bool]] = {
    # What cannot be opened
    "fichier_trop_gros": (
        "le fichier pèse {detail} : c'est plus que la limite de {attendu}, il n'a pas été lu",
        "Découpez-le, par exemple par mois, ou demandez que la limite (CPTS_TAILLE_MAX) soit relevée.",
        True,
    ),
    "archive_suspecte": (
        "le classeur n'a pas été ouvert : il contient {detail}, ce qu'aucun tableur n'écrit",
        "Ouvrez-le dans Excel, copiez les lignes dans un classeur neuf, puis déposez celui-ci.",
        True,
    ),
    "classeur_abime": (
        "le classeur est abîmé ou incomplet et ne s'ouvre pas",
        "Ouvrez-le dans Excel, enregistrez-le de nouveau, puis déposez-le ; ou refaites le transfert du fichier.",
        True,
    ),
    "classeur_protege": (
        "le classeur est protégé par un mot de passe et n'a pas pu être lu",
        "Dans Excel : Fichier > Informations > Protéger le classeur, retirez le mot de passe, puis enregistrez.",
        True,
    ),
    "feuille_demesuree": (
        "la feuille « {valeur} » s'étend sur {detail} et {attendu} : elle n'a pas été lue",
        "Une cellule égarée loin des données suffit : copiez les lignes dans un classeur neuf, puis déposez-le.",
        True,
    ),
    "encodage_ancien": (
        "le fichier a été lu comme un « {detail} » d'Excel, d'après ses accents (« {valeur} »)",
        "Rien à faire si les accents sont justes ; sinon, enregistrez le fichier au format « CSV UTF-8 ».",
        False,
    ),
    # Sheets
    "feuilles_multiples": (
        "plusieurs feuilles portent des données ({detail}) : laquelle déposer n'est pas dit",
        "Déposez un classeur par feuille, ou masquez celles qui ne sont pas à lire.",
        True,
    ),
    "feuilles_laissees": (
        "la feuille « {valeur} » a été lue ; les autres ne le sont pas : {detail}",
        "Rien à faire si c'est voulu ; sinon, placez toutes les lignes sur une seule feuille.",
        False,
    ),
    "feuilles_masquees": (
        "les feuilles masquées ne sont pas lues : {detail}",
        "Rien à faire si c'est voulu ; sinon, affichez la feuille, puis déposez de nouveau.",
        False,
    ),
    "lignes_masquees": (
        "{detail} dans Excel {attendu} comme les autres",
        "Rien à faire si c'est voulu ; sinon, supprimez ces lignes, puis déposez de nouveau.",
        False,
    ),
    "formule_sans_resultat": (
        "la formule n'a pas de résultat enregistré dans le fichier (cellules dans ce cas : {detail})",
        "Ouvrez le classeur dans Excel, enregistrez-le, puis déposez-le : les résultats seront alors écrits.",
        True,
    ),
    "cellules_fusionnees": (
        "la cellule fusionnée « {valeur} » vaut pour les lignes {detail} à {attendu}",
        "Rien à faire si c'est voulu ; sinon, défusionnez et écrivez la valeur sur chaque ligne.",
        False,
    ),
    "nombre_fusionne": (
        "le nombre « {valeur} » est dans une cellule fusionnée des lignes {detail} à {attendu} : à laquelle il s'applique n'est pas dit",
        "Défusionnez la cellule et écrivez le nombre de chaque ligne.",
        True,
    ),
    # Columns
    "colonnes_par_espaces": (
        "les colonnes ne sont séparées que par des espaces, comme dans un texte",
        "Dans Excel : Données > Convertir, puis Enregistrer sous > CSV UTF-8 (séparateur point-virgule).",
        True,
    ),
    "lignes_entre_guillemets": (
        "{detail} entre guillemets, comme une seule cellule ; les colonnes y ont été retrouvées",
        "Rien à faire ; pour l'éviter, ouvrez le fichier par Données > À partir d'un fichier texte.",
        False,
    ),
    "caracteres_perdus": (
        "des lettres du fichier ont été remplacées par « \ufffd » avant d'arriver ici (« {valeur} »)",
        "Reprenez le fichier d'origine et enregistrez-le au format CSV UTF-8 : ces lettres ne se devinent pas.",
        False,
    ),
    "trop_de_colonnes": (
        "l'en-tête a {valeur} colonnes, plus que les {detail} lues ici",
        "Supprimez les colonnes vides à droite du tableau, puis enregistrez de nouveau.",
        True,
    ),
    "autre_entete": (
        "un second tableau commence ici, dont les colonnes ne sont pas celles du premier (« {valeur} » sous « {detail} »)",
        "Déposez un fichier par tableau, ou remettez les colonnes du second dans l'ordre du premier.",
        True,
    ),
    "titre_proche": (
        "le titre « {valeur} » ressemble à « {detail} », qui manque : sa colonne n'est pas lue",
        "Écrivez « {detail} » en titre de la colonne si c'est bien elle ; sinon, donnez-lui un autre nom.",
        True,
    ),
    "colonne_sans_titre": (
        "des colonnes remplies n'ont pas de titre et ne sont pas lues : {valeur}",
        "Rien à faire si c'est voulu ; sinon, donnez-leur un titre du modèle.",
        False,
    ),
    "colonne_reconnue": (
        "le titre « {valeur} » a été lu comme l'indicateur {detail}",
        "Rien à faire si c'est bien lui ; sinon, écrivez le code de l'indicateur en titre de la colonne.",
        False,
    ),
    "colonne_ambigue": (
        "le titre « {valeur} » ne dit pas sûrement un indicateur ni son unité ; la colonne n'est pas lue (proches : {detail})",
        "Écrivez en titre le code de l'indicateur, suivi de _num ou _den pour un effectif, par exemple PRE_SEIN_num.",
        False,
    ),
    "cle_du_titre": (
        "{detail} « {valeur} » vient {attendu} et vaut pour toutes les lignes",
        "Rien à faire si c'est bien cela ; sinon, ajoutez une colonne au tableau.",
        False,
    ),
    # Codes and cells repaired or refused
    "code_repare": (
        "« {valeur} » a été lu comme {attendu}{detail}",
        "Rien à faire si c'est bien cela ; sinon, écrivez le code exact.",
        False,
    ),
    "mois_converti": (
        "« {valeur} » est le numéro qu'Excel donne au jour ; il a été lu comme {attendu}{detail}",
        "Rien à faire si c'est bien ce mois ; sinon, mettez la colonne au format Texte et écrivez par exemple {attendu}.",
        False,
    ),
    "montant_en_euros": (
        "« {valeur} » est un montant en euros : aucun indicateur n'en attend",
        "Retirez le signe € si c'est un nombre ; les montants de l'accord ne se déposent pas ici.",
        True,
    ),
}
