"""Habits of layout: titles slipped or numbered, groups and subtotals, cells that say two things, lines that are none."""

from tests.pipelines.ingest.habits.habit import LONG, Habit
from tests.pipelines.ingest.habits.habit import as_sent as _csv

HABITS = [
    Habit(
        "Numérateurs, Dénominateurs",
        _csv("CPTS;Mois;Indicateur;Numerateurs;Dénominateurs;Valeur\r\n"
             "CPTS-WEPP;2025-03;PRE_SEIN;450;812;\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 450/812"],
    ),
    Habit(
        "coquille dans un titre dont la colonne manque : dite, bloquée",
        _csv("CPTS;Mois;Indicatuer;Num;Dén\r\n"
             "CPTS-WEPP;2025-03;PRE_SEIN;450;812\r\n"),
        [],
        dit=["1 colonne_manquante -", "1 titre_proche -"],
    ),
    Habit(
        "une colonne d'unités : une petite part en % se lit de deux façons",
        _csv("CPTS;Mois;Indicateur;Valeur;Unité\r\n"
             "CPTS-WEPP;2025-03;PRE_SEIN;57,6;%\r\n"
             "CPTS-WEPP;2025-03;ACC_MT_ALD;0,5;%\r\n"
             "CPTS-WEPP;2025-03;ADH;91;nombre\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 0.576", "4 CPTS-WEPP ADH 2025-03 91"],
        dit=["3 part_ambigue D"],
    ),
    Habit(
        "noms et libellés sans codes, un Nombre pour seule colonne",
        _csv("Nom de la CPTS;Période;Libellé;Nombre\r\n"
             "CPTS des Weppes;mars 2025;Professionnels adhérents;91\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        dit=["2 code_repare A", "2 code_repare C", "2 nombre_deplace D"],
    ),
    Habit(
        "Nb et Pct : la part par son pourcentage, le compte par son nombre",
        _csv("CPTS;Mois;Indicateur;Nb;Pct\r\n"
             "CPTS-WEPP;2025-03;PRE_SEIN;450;55,4\r\n"
             "CPTS-WEPP;2025-03;ADH;91;\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 0.554", "3 CPTS-WEPP ADH 2025-03 91"],
        dit=["3 nombre_deplace D"],
    ),
    Habit(
        "tiret bas dans les cellules vides",
        _csv(LONG + "CPTS-WEPP;2025-03;PRE_SEIN;_;_;57,6 %\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 0.576"],
    ),
    Habit(
        "sous-totaux d'Excel : « Total CPTS-WEPP » sous chaque groupe",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;91\r\n"
             "Total CPTS-WEPP;;;;;91\r\n"
             "CPTS-BERG;2025-03;ADH;;;80\r\n"
             "Total CPTS-BERG;;;;;80\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91", "4 CPTS-BERG ADH 2025-03 80"],
        ["3 total", "5 total"],
    ),
    Habit(
        "statistiques sous le tableau : écart-type, min, max, région, département",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;91\r\n"
             "Écart-type;;;;;12\r\n"
             "Min;;;;;12\r\n"
             "Max;;;;;91\r\n"
             "Région;;;;;91\r\n"
             "Département;;;;;91\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        ["3 total", "4 total", "5 total", "6 total", "7 total"],
    ),
    Habit(
        "nom de la CPAM au-dessus de chaque groupe",
        _csv(LONG + "CPAM de Lille-Douai;;;;;\r\n"
             "CPTS-WEPP;2025-03;ADH;;;91\r\n"
             "CPAM de la Dordogne;;;;;\r\n"
             "CPTS-BERG;2025-03;ADH;;;80\r\n"),
        ["3 CPTS-WEPP ADH 2025-03 91", "5 CPTS-BERG ADH 2025-03 80"],
        ["2 total", "4 total"],
    ),
    Habit(
        "la même part écrite deux fois, 57,6 % et 57,60 %",
        _csv(LONG + "CPTS-WEPP;2025-03;PRE_SEIN;;;57,6 %\r\n"
             "CPTS-WEPP;2025-03;PRE_SEIN;;;57,60 %\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 0.576"],
        dit=["3 doublon_identique A"],
    ),
    Habit(
        "Population et Effectif échangés",
        _csv("CPTS;Mois;Indicateur;Population;Effectif\r\n"
             "CPTS-WEPP;2025-03;PRE_SEIN;450;812\r\n"),
        [],
        dit=["2 numerateur_superieur E"],
    ),
    Habit(
        "effectif mis dans la colonne valeur : hors du possible, ou lu de deux façons",
        _csv(LONG + "CPTS-WEPP;2025-03;PRE_SEIN;;812;450\r\n"
             "CPTS-BERG;2025-03;PRE_SEIN;;812;45\r\n"),
        [],
        dit=["2 valeur_hors_bornes F", "3 part_ou_effectif F"],
    ),
    Habit(
        "fins de ligne de trois systèmes dans un fichier",
        _csv("id_cpts;mois;indicateur;numerateur;denominateur;valeur\nCPTS-WEPP;2025-03;ADH;;;91\r\n"
             "CPTS-BERG;2025-03;ADH;;;80\nCPTS-2152;2025-03;ADH;;;8x\r"),
        ["2 CPTS-WEPP ADH 2025-03 91", "3 CPTS-BERG ADH 2025-03 80"],
        dit=["4 nombre_illisible F"],
    ),
    Habit(
        "retour à la ligne au milieu d'un nombre",
        _csv(LONG + 'CPTS-WEPP;2025-03;ADH;;;"9\n1"\r\n'
             "CPTS-BERG;2025-03;ADH;;;x\r\n"),
        [],
        dit=["2 nombre_illisible F", "3 nombre_illisible F"],
    ),
    Habit(
        "Excel anglais : milliers à la virgule, que rien ne rend sûrs",
        _csv("id_cpts,mois,indicateur,numerateur,denominateur,valeur\r\n"
             'CPTS-WEPP,2025-03,PRE_SEIN,"1,450","2,812",\r\n'
             "CPTS-WEPP,2025-03,ACC_URG,,,127.1\r\n"),
        ["3 CPTS-WEPP ACC_URG 2025-03 127.1"],
        dit=["2 nombre_ambigu D", "2 nombre_ambigu E"],
    ),
    Habit(
        "mois écrits à l'américaine, 3/1/2025 : refusés plutôt que pris pour janvier",
        _csv(LONG + "CPTS-WEPP;3/1/2025;ADH;;;91\r\n"
             "CPTS-WEPP;4/1/2025;ADH;;;91\r\n"),
        [],
        dit=["2 jour_inattendu B", "3 jour_inattendu B"],
    ),
    Habit(
        "libellé numéroté ; code suivi d'un mot qui n'est pas son libellé",
        _csv(LONG + "CPTS-WEPP;2025-03;1. Professionnels adhérents;;;91\r\n"
             "CPTS-WEPP;2025-03;PRE_SEIN (dépistage);1;2;\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        dit=["2 code_repare C", "3 indicateur_inconnu C"],
    ),
    Habit(
        "code et nom entre parenthèses, dans les deux sens ; deux CPTS dans une cellule refusées",
        _csv(LONG + "CPTS-WEPP (CPTS des Weppes);2025-03;ADH (Professionnels adhérents);;;91\r\n"
             "Pôle de santé du Bergeracois (CPTS-BERG);2025-03;PAR_RCP;;;4\r\n"
             "CPTS-WEPP (Pôle de santé du Bergeracois);2025-03;PAR_RCP;;;4\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91", "3 CPTS-BERG PAR_RCP 2025-03 4"],
        dit=["2 code_repare A", "2 code_repare C", "3 code_repare A", "4 cpts_inconnue A"],
    ),
    Habit(
        "lettres des colonnes recopiées au-dessus de l'en-tête",
        _csv("A;B;C;D\r\n"
             "id_cpts;mois;indicateur;valeur\r\n"
             "CPTS-WEPP;2025-03;ADH;91\r\n"),
        ["3 CPTS-WEPP ADH 2025-03 91"],
        ["1 titres"],
    ),
    Habit(
        "colonnes numérotées (1) (2) (3) au-dessus et au-dessous de l'en-tête",
        _csv("(1);(2);(3);(4)\r\n"
             "id_cpts;mois;indicateur;valeur\r\n"
             "(1);(2);(3);(4)\r\n"
             "CPTS-WEPP;2025-03;ADH;91\r\n"),
        ["4 CPTS-WEPP ADH 2025-03 91"],
        ["1 titres", "3 source"],
    ),
    Habit(
        "ligne de types sous l'en-tête : rien ne la distingue d'une ligne, refusée",
        _csv("id_cpts;mois;indicateur;valeur\r\n"
             "texte;date;texte;nombre\r\n"
             "CPTS-WEPP;2025-03;ADH;91\r\n"),
        ["3 CPTS-WEPP ADH 2025-03 91"],
        dit=["2 cpts_inconnue A", "2 indicateur_inconnu C", "2 mois_illisible B", "2 nombre_illisible D"],
    ),
    Habit(
        "ligne d'exemple laissée : jugée, jamais enregistrée",
        _csv(LONG + "Exemple : CPTS-WEPP;2025-03;ADH;;;91\r\n"
             "CPTS-BERG;2025-03;ADH;;;80\r\n"),
        ["3 CPTS-BERG ADH 2025-03 80"],
        dit=["2 cpts_inconnue A"],
    ),
    Habit(
        "gras de messagerie autour des cellules",
        _csv(LONG + "**CPTS-WEPP**;2025-03;ADH;;;**91**\r\n"),
        [],
        dit=["2 code_repare A", "2 nombre_illisible F"],
    ),
    Habit(
        "mois à venir, 31 novembre",
        _csv(LONG + "CPTS-WEPP;2027-01;ADH;;;91\r\n"
             "CPTS-WEPP;31/11/2025;ADH;;;91\r\n"),
        [],
        dit=["2 mois_futur B", "3 mois_illisible B"],
    ),
]  # fmt: skip
