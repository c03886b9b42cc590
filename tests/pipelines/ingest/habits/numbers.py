"""Habits of numbers: notes and units beside them, signs, thousands, titles that say their unit, answers that are ticked."""

from tests.pipelines.ingest.habits.habit import LONG, Habit
from tests.pipelines.ingest.habits.habit import as_sent as _csv

HABITS = [
    Habit(
        "négatifs de comptable refusés ; décimales nulles d'un effectif et signe + lus",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;(12)\r\n"
             "CPTS-WEPP;2025-04;ADH;;;12-\r\n"
             "CPTS-WEPP;2025-05;ADH;;;91,00\r\n"
             "CPTS-WEPP;2025-06;ADH;;;91.0\r\n"
             "CPTS-WEPP;2025-07;ADH;;;+91\r\n"),
        ["4 CPTS-WEPP ADH 2025-05 91", "5 CPTS-WEPP ADH 2025-06 91", "6 CPTS-WEPP ADH 2025-07 91"],
        dit=["2 nombre_illisible F", "3 nombre_illisible F"],
    ),
    Habit(
        "appels de note et lettres de provisoire collés au nombre : dits, refusés ; leurs légendes mises à part",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;91*\r\n"
             "CPTS-WEPP;2025-04;ADH;;;92 (p)\r\n"
             "CPTS-WEPP;2025-05;ADH;;;93 (1)\r\n"
             "CPTS-WEPP;2025-06;ADH;;;94¹\r\n"
             "CPTS-WEPP;2025-07;ADH;;;95 p\r\n"
             "* hors remplaçants;;;;;\r\n"
             "(p) provisoire;;;;;\r\n"),
        [],
        ["7 source", "8 source"],
        ["2 nombre_annote F", "3 nombre_annote F", "4 nombre_annote F", "5 nombre_annote F", "6 nombre_annote F"],
    ),
    Habit(
        "unités écrites dans la cellule du nombre",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;91 professionnels\r\n"
             "CPTS-WEPP;2025-03;PRE_SEIN;450 femmes;812 femmes;\r\n"),
        [],
        dit=["2 nombre_annote F", "3 nombre_annote D", "3 nombre_annote E"],
    ),
    Habit(
        "intervalle de confiance dans la cellule",
        _csv(LONG + "CPTS-WEPP;2025-03;PRE_SEIN;;;57,6 [55,1 ; 60,0]\r\n"
             "CPTS-BERG;2025-03;PRE_SEIN;;;57,6 ± 1,2\r\n"),
        [],
        dit=["2 cellules_en_trop -", "3 nombre_annote F"],
    ),
    Habit(
        "flèches d'évolution à côté du nombre",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;91 ↑\r\n"
             "CPTS-BERG;2025-03;ADH;;;▲ 80\r\n"),
        [],
        dit=["2 nombre_annote F", "3 nombre_annote F"],
    ),
    Habit(
        "signes de comparaison et étoiles",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;＞10\r\n"
             "CPTS-WEPP;2025-04;ADH;;;≥ 11\r\n"
             "CPTS-WEPP;2025-05;ADH;;;0*\r\n"
             "CPTS-WEPP;2025-06;ADH;;;< 11 *\r\n"),
        ["5 CPTS-WEPP ADH 2025-06 masquee:< 11 *"],
        dit=["2 nombre_illisible F", "3 nombre_approche F", "4 nombre_annote F"],
    ),
    Habit(
        "lettre O pour zéro, lettre l pour un",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;9O\r\n"
             "CPTS-2l52;2025-03;ADH;;;9\r\n"),
        [],
        dit=["2 nombre_illisible F", "3 cpts_inconnue A"],
    ),
    Habit(
        "milliers à l'anglaise dans un fichier français",
        _csv(LONG + "CPTS-WEPP;2025-03;PRE_SEIN;1,450;2,812;\r\n"),
        [],
        dit=["2 nombre_non_entier D", "2 nombre_non_entier E"],
    ),
    Habit(
        "milliers au point, que rien d'autre n'éclaire",
        _csv(LONG + "CPTS-WEPP;2025-03;PRE_SEIN;1.450;2.812;\r\n"),
        [],
        dit=["2 nombre_ambigu D", "2 nombre_ambigu E"],
    ),
    Habit(
        "apostrophes suisses entre les milliers",
        _csv(LONG + "CPTS-WEPP;2025-03;PRE_SEIN;1'450;2’812;\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 1450/2812"],
    ),
    Habit(
        "Territoire, Effectif, Population, Pourcentage",
        _csv("Territoire;Mois;Indicateur;Effectif;Population;Pourcentage\r\n"
             "CPTS des Weppes;2025-03;PRE_SEIN;450;812;55,4\r\n"
             "CPTS des Weppes;2025-03;ADH;91;;\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 450/812", "3 CPTS-WEPP ADH 2025-03 91"],
        dit=["2 code_repare A", "3 nombre_deplace D"],
    ),
    Habit(
        "une population seule n'est pas un dénominateur",
        _csv("CPTS;Mois;Indicateur;Population;Valeur\r\n"
             "CPTS-WEPP;2025-03;PRE_SEIN;48000;55,4\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 0.554"],
        dit=["1 colonne_ignoree -"],
    ),
    Habit(
        "sous un titre en %, une petite part se lit de deux façons",
        _csv("CPTS;Mois;Indicateur;Taux (%)\r\n"
             "CPTS-WEPP;2025-03;PRE_SEIN;0,9\r\n"
             "CPTS-BERG;2025-03;PRE_SEIN;57,6\r\n"
             "CPTS-WEPP;2025-03;ACC_MT_ALD;0,5\r\n"),
        ["3 CPTS-BERG PRE_SEIN 2025-03 0.576"],
        dit=["2 part_ambigue D", "4 part_ambigue D"],
    ),
    Habit(
        "Nb, Total concernés et « % » en titres",
        _csv("CPTS;Mois;Indicateur;Nb;Total concernés;%\r\n"
             "CPTS-WEPP;2025-03;PRE_SEIN;450;812;55,4\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 450/812"],
    ),
    Habit(
        "oui et non comme on les coche ; « en cours » et « à faire » n'en sont pas",
        _csv(LONG + "CPTS-WEPP;2025-01;CRI_PLAN;;;OUI \r\n"
             "CPTS-WEPP;2025-02;CRI_PLAN;;;✓\r\n"
             "CPTS-WEPP;2025-03;CRI_PLAN;;;☑\r\n"
             "CPTS-WEPP;2025-04;CRI_PLAN;;;X\r\n"
             "CPTS-WEPP;2025-05;CRI_PLAN;;;OK\r\n"
             "CPTS-WEPP;2025-06;CRI_PLAN;;;Effectué\r\n"
             "CPTS-WEPP;2025-07;CRI_PLAN;;;Validé\r\n"
             "CPTS-WEPP;2025-08;CRI_PLAN;;;Terminé\r\n"
             "CPTS-WEPP;2025-09;CRI_PLAN;;;en cours\r\n"
             "CPTS-WEPP;2025-10;CRI_PLAN;;;à faire\r\n"
             "CPTS-WEPP;2025-11;CRI_PLAN;;;☐\r\n"
             "CPTS-WEPP;2025-12;CRI_PLAN;;;✗\r\n"),
        ["2 CPTS-WEPP CRI_PLAN 2025-01 1", "3 CPTS-WEPP CRI_PLAN 2025-02 1", "4 CPTS-WEPP CRI_PLAN 2025-03 1", "5 CPTS-WEPP CRI_PLAN 2025-04 1", "6 CPTS-WEPP CRI_PLAN 2025-05 1", "7 CPTS-WEPP CRI_PLAN 2025-06 1", "8 CPTS-WEPP CRI_PLAN 2025-07 1", "9 CPTS-WEPP CRI_PLAN 2025-08 1", "12 CPTS-WEPP CRI_PLAN 2025-11 0", "13 CPTS-WEPP CRI_PLAN 2025-12 0"],
        dit=["10 oui_non F", "11 oui_non F"],
    ),
]  # fmt: skip
