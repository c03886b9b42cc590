"""Habits of Excel and of the software that exports: encodings, quotes, marks, indexes, layouts that are no table."""

from tests.pipelines.ingest.habits.habit import LONG, Habit
from tests.pipelines.ingest.habits.habit import as_sent as _csv

HABITS = [
    Habit(
        "chaque ligne entière entre guillemets : les colonnes sont retrouvées, et c'est dit",
        _csv('"id_cpts;mois;indicateur;valeur"\r\n'
             '"CPTS-WEPP;2025-03;ADH;91"\r\n'
             '"CPTS-BERG;2025-03;ADH;80"\r\n'),
        ["2 CPTS-WEPP ADH 2025-03 91", "3 CPTS-BERG ADH 2025-03 80"],
        dit=["1 lignes_entre_guillemets -"],
    ),
    Habit(
        "« CSV (Macintosh) » d'Excel : accents de Mac, fins de ligne CR",
        _csv("CPTS;Période;Indicateur;Valeur\rPôle de santé du Bergeracois;mars 2025;Professionnels adhérents;91\r", "mac_roman"),
        ["2 CPTS-BERG ADH 2025-03 91"],
        dit=["1 encodage_ancien -", "2 code_repare A", "2 code_repare C"],
    ),
    Habit(
        "« CSV (MS-DOS) » d'Excel",
        _csv("CPTS;Période;Indicateur;Valeur\r\n"
             "Pôle de santé du Bergeracois;mars 2025;Professionnels adhérents;1 234\r\n", "cp850"),
        ["2 CPTS-BERG ADH 2025-03 1234"],
        dit=["1 encodage_ancien -", "2 code_repare A", "2 code_repare C"],
    ),
    Habit(
        '="91" et =""CPTS-BERG"", écrits pour qu\'Excel garde un texte',
        _csv("id_cpts;mois;indicateur;valeur\r\n"
             '="CPTS-WEPP";="2025-03";="ADH";="91"\r\n'
             '"=""CPTS-BERG""";2025-03;ADH;80\r\n'),
        ["2 CPTS-WEPP ADH 2025-03 91", "3 CPTS-BERG ADH 2025-03 80"],
        dit=["2 code_repare A", "2 code_repare C", "3 code_repare A"],
    ),
    Habit(
        "apostrophe devant chaque cellule, pour la même raison",
        _csv(LONG + "'CPTS-WEPP;'2025-03;'ADH;;;'91\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        dit=["2 code_repare A", "2 code_repare C"],
    ),
    Habit(
        "JSON enregistré en .csv",
        _csv('[{"id_cpts":"CPTS-WEPP","mois":"2025-03","indicateur":"ADH","valeur":91}]'),
        [],
        dit=["- format_inconnu -"],
    ),
    Habit(
        "« Texte formaté (séparateur espace) » d'Excel",
        _csv("id_cpts    mois       indicateur   valeur\r\n"
             "CPTS-WEPP  2025-03    ADH              91\r\n"),
        [],
        dit=["- colonnes_par_espaces -"],
    ),
    Habit(
        "lignes de commentaire en #",
        _csv("# export du 5 avril\r\n"
             "# CPAM\r\n"
             "id_cpts;mois;indicateur;numerateur;denominateur;valeur\r\n"
             "CPTS-WEPP;2025-03;ADH;;;91\r\n"
             "# fin\r\n"),
        ["4 CPTS-WEPP ADH 2025-03 91"],
        ["1 titres", "2 titres", "5 source"],
    ),
    Habit(
        "titres sur deux lignes dans leur cellule : les lignes sont celles d'Excel",
        _csv('"Code\nCPTS";"Mois\nconcerné";Indicateur;"Valeur\ndu mois"\r\n'
             "CPTS-WEPP;2025-03;ADH;91\r\n"
             "CPTS-BERG;2025-03;ADH;8x\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        dit=["3 nombre_illisible D"],
    ),
    Habit(
        "une ligne et une colonne vides avant le tableau",
        _csv(";;;;\r\n"
             ";id_cpts;mois;indicateur;valeur\r\n"
             ";CPTS-WEPP;2025-03;ADH;91\r\n"
             ";CPTS-BERG;2025-03;ADH;x\r\n"),
        ["3 CPTS-WEPP ADH 2025-03 91"],
        dit=["4 nombre_illisible E"],
    ),
    Habit(
        "codes recopiés de Word, entre guillemets courbes",
        _csv(LONG + "“CPTS-WEPP”;2025-03;«ADH»;;;91\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        dit=["2 code_repare A", "2 code_repare C"],
    ),
    Habit(
        "tiret insécable et espace sans largeur dans les codes",
        _csv(LONG + "CPTS\u2011WEPP;2025-03;PRE\u2011SEIN;1;2;\r\n"
             "CPTS-BERG\u200b;2025-03;ADH;;;80\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 1/2", "3 CPTS-BERG ADH 2025-03 80"],
        dit=["2 code_repare A", "2 code_repare C", "3 code_repare A"],
    ),
    Habit(
        "noms de lignes de R : un titre manque, toutes les lignes débordent",
        _csv('"id_cpts","mois","indicateur","valeur"\n"1","CPTS-WEPP","2025-03","ADH",91\n'),
        [],
        dit=["2 cellules_en_trop -"],
    ),
    Habit(
        "index et valeurs absentes de pandas",
        _csv(",id_cpts,mois,indicateur,valeur\n0,CPTS-WEPP,2025-03,ADH,91\n1,CPTS-BERG,2025-03,ADH,nan\n2,CPTS-2152,2025-03,ADH,<NA>\n3,CPTS-2152,2025-04,ADH,None\n"),
        ["2 CPTS-WEPP ADH 2025-03 91", "3 CPTS-BERG ADH 2025-03 manquante:nan", "4 CPTS-2152 ADH 2025-03 manquante:<NA>", "5 CPTS-2152 ADH 2025-04 manquante:None"],
        dit=["1 colonne_sans_titre -"],
    ),
    Habit(
        "deux tableaux côte à côte",
        _csv("CPTS;Mois;Indicateur;Valeur;;CPTS;Mois;Indicateur;Valeur\r\n"
             "CPTS-WEPP;2025-03;ADH;91;;CPTS-BERG;2025-03;ADH;80\r\n"),
        [],
        dit=["1 colonne_en_double F", "1 colonne_en_double G", "1 colonne_en_double H", "1 colonne_en_double I"],
    ),
    Habit(
        "marque de sens d'écriture dans un titre : écrite en toutes lettres",
        _csv("id_cpts;mois;indicateur;val\u202eeur;valeur\r\n"
             "CPTS-WEPP;2025-03;ADH;1;x\r\n"),
        [],
        dit=["1 colonne_ignoree -", "2 nombre_illisible E"],
    ),
    Habit(
        "données triées avec leur en-tête, qui finit en bas",
        _csv("CPTS-WEPP;2025-03;ADH;;;91\r\n"
             "id_cpts;mois;indicateur;numerateur;denominateur;valeur\r\n"),
        [],
        ["1 titres"],
        ["- aucune_ligne -"],
    ),
    Habit(
        "pas d'en-tête du tout",
        _csv("CPTS-WEPP;2025-03;ADH;;;91\r\n"
             "CPTS-BERG;2025-03;ADH;;;80\r\n"),
        [],
        dit=["- entete_introuvable -"],
    ),
    Habit(
        "colonne de numéros de ligne",
        _csv("N°;CPTS;Mois;Indicateur;Valeur\r\n"
             "1;CPTS-WEPP;2025-03;ADH;91\r\n"
             "2;CPTS-BERG;2025-03;ADH;80\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91", "3 CPTS-BERG ADH 2025-03 80"],
        dit=["1 colonne_ignoree -"],
    ),
    Habit(
        "lettres perdues avant d'arriver : dit, et rien n'est deviné",
        _csv("CPTS;P\ufffdriode;Indicateur;Valeur\r\n"
             "P\ufffdle de sant\ufffd du Bergeracois;2025-03;ADH;91\r\n"),
        [],
        dit=["1 caracteres_perdus -", "1 colonne_manquante -"],
    ),
    Habit(
        "entités HTML, dont le point-virgule coupe la ligne",
        _csv("CPTS;Mois;Indicateur;Valeur\r\n"
             "P&ocirc;le de sant&eacute; du Bergeracois;2025-03;ADH;&lt; 11\r\n"),
        [],
        dit=["2 cellules_en_trop -"],
    ),
    Habit(
        "cellules et lignes d'espaces insécables : vides",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;\u00a0;\u00a0;91\r\n"
             "\u00a0;\u00a0;\u00a0;\u00a0;\u00a0;\u00a0\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
    ),
    Habit(
        "marque de fin de fichier de MS-DOS",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;91\r\n"
             "\x1a"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
    ),
    Habit(
        "virgule décimale dans un fichier séparé par des virgules",
        _csv("id_cpts,mois,indicateur,numerateur,denominateur,valeur\r\n"
             "CPTS-WEPP,2025-03,PRE_SEIN,,,57,6\r\n"),
        [],
        dit=["2 cellules_en_trop -"],
    ),
]  # fmt: skip
