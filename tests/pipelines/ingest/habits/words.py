"""Habits of words: titles, months, totals, legends and footers, wordings beside codes."""

from tests.pipelines.ingest.habits.habit import LONG, Habit
from tests.pipelines.ingest.habits.habit import as_sent as _csv

HABITS = [
    Habit(
        "mois de SAS, de SQL Server, d'un Excel anglais, d'une période d'un mois entier",
        _csv(LONG + "CPTS-WEPP;mars-2025;ADH;;;91\r\n"
             "CPTS-WEPP;AVR 25;ADH;;;91\r\n"
             "CPTS-WEPP;2025M05;ADH;;;91\r\n"
             "CPTS-WEPP;06.2025;ADH;;;91\r\n"
             "CPTS-WEPP;M07 2025;ADH;;;91\r\n"
             "CPTS-WEPP;1er août 2025;ADH;;;91\r\n"
             "CPTS-WEPP;sept.-25;ADH;;;91\r\n"
             "CPTS-WEPP;2025_10;ADH;;;91\r\n"
             "CPTS-WEPP;Nov-25;ADH;;;91\r\n"
             "CPTS-WEPP;2025-12-31T00:00:00;ADH;;;91\r\n"
             "CPTS-WEPP;2026-01-01 00:00:00.000;ADH;;;91\r\n"
             "CPTS-WEPP;01FEB2026;ADH;;;91\r\n"
             "CPTS-WEPP;MAY2026;ADH;;;91\r\n"
             "CPTS-WEPP;du 01/06/2026 au 30/06/2026;ADH;;;91\r\n"
             "CPTS-WEPP;01/07/2026 - 31/07/2026;ADH;;;91\r\n"
             "CPTS-WEPP;Aug-26;ADH;;;91\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91", "3 CPTS-WEPP ADH 2025-04 91", "4 CPTS-WEPP ADH 2025-05 91", "5 CPTS-WEPP ADH 2025-06 91", "6 CPTS-WEPP ADH 2025-07 91", "7 CPTS-WEPP ADH 2025-08 91", "8 CPTS-WEPP ADH 2025-09 91", "9 CPTS-WEPP ADH 2025-10 91", "10 CPTS-WEPP ADH 2025-11 91", "11 CPTS-WEPP ADH 2025-12 91", "12 CPTS-WEPP ADH 2026-01 91", "13 CPTS-WEPP ADH 2026-02 91", "14 CPTS-WEPP ADH 2026-05 91", "15 CPTS-WEPP ADH 2026-06 91", "16 CPTS-WEPP ADH 2026-07 91", "17 CPTS-WEPP ADH 2026-08 91"],
    ),
    Habit(
        "« 03 - Mars » à côté de l'année : le numéro est celui du mois, pas un jour",
        _csv("CPTS;Année;Mois;Indicateur;Valeur\r\n"
             "CPTS-WEPP;2025;03 - Mars;ADH;91\r\n"
             "CPTS-WEPP;2025;4-avril;ADH;92\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91", "3 CPTS-WEPP ADH 2025-04 92"],
    ),
    Habit(
        "le mois sans l'année",
        _csv("CPTS;Mois;Indicateur;Valeur\r\n"
             "CPTS-WEPP;mars;ADH;91\r\n"),
        [],
        dit=["2 annee_manquante B"],
    ),
    Habit(
        "une colonne de trimestres n'est pas celle des mois",
        _csv("CPTS;Trimestre;Indicateur;Valeur\r\n"
             "CPTS-WEPP;T1 2025;ADH;91\r\n"),
        [],
        dit=["1 colonne_manquante -"],
    ),
    Habit(
        "titre qui dit le mois, puis le jour de l'extraction",
        _csv("Données de mars 2025 – extraction du 5 avril 2025;;\r\n"
             "CPTS;Indicateur;Valeur\r\n"
             "CPTS-WEPP;ADH;91\r\n"),
        ["3 CPTS-WEPP ADH 2025-03 91"],
        ["1 titres"],
        ["1 cle_du_titre -"],
    ),
    Habit(
        "légende des marqueurs sous le tableau",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;NS\r\n"
             "NS : non significatif;;;;;\r\n"
             "nd = non disponible;;;;;\r\n"
             "Secret statistique : effectif inférieur à 11;;;;;\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 masquee:NS"],
        ["3 source", "4 source", "5 source"],
    ),
    Habit(
        "pied de page : lieu et date, numéro de page, filet, fin",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;91\r\n"
             "Fait à Lille, le 05/04/2025;;;;;\r\n"
             "Page 1/2;;;;;\r\n"
             "-----;;;;;\r\n"
             "Fin du fichier;;;;;\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        ["3 source", "4 source", "5 filet", "6 source"],
    ),
    Habit(
        "filets de tirets et de signes égal, sous l'en-tête et à la fin",
        _csv(LONG + "---;---;---;---;---;---\r\n"
             "CPTS-WEPP;2025-03;ADH;;;91\r\n"
             "=====;;;;;\r\n"),
        ["3 CPTS-WEPP ADH 2025-03 91"],
        ["2 filet", "4 filet"],
    ),
    Habit(
        "S/Total, Somme, Nombre total",
        _csv("id_cpts;mois;indicateur;valeur\r\n"
             "CPTS-WEPP;2025-03;ADH;91\r\n"
             "S/Total;;;91\r\n"
             "Somme;;;91\r\n"
             "Total général;;;91\r\n"
             "Nombre total;;;91\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        ["3 total", "4 total", "5 total", "6 total"],
    ),
    Habit(
        "total sans son nom : rien ne le dit, la ligne est refusée",
        _csv(LONG + "CPTS-WEPP;2025-03;PRE_SEIN;450;812;\r\n"
             "CPTS-BERG;2025-03;PRE_SEIN;50;100;\r\n"
             ";;;500;912;\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 450/812", "3 CPTS-BERG PRE_SEIN 2025-03 50/100"],
        dit=["4 cpts_vide A", "4 indicateur_vide C", "4 mois_vide B"],
    ),
    Habit(
        "CPTS et mois écrits une fois pour plusieurs lignes : rien n'est deviné",
        _csv("CPTS;Mois;Indicateur;Valeur\r\n"
             "CPTS-WEPP;2025-03;ADH;91\r\n"
             ";;PAR_RCP;4\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        dit=["3 cpts_vide A", "3 mois_vide B"],
    ),
    Habit(
        "précisions entre parenthèses et étoiles dans les titres",
        _csv("CPTS (code);Mois (AAAA-MM);Indicateur *;Numérateur (nb);Dénominateur (nb);Valeur (%)\r\n"
             "CPTS-WEPP;2025-03;PRE_SEIN;450;812;55,4\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 450/812"],
    ),
    Habit(
        "deux codes dans une cellule",
        _csv(LONG + "CPTS-WEPP, CPTS-BERG;2025-03;ADH;;;91\r\n"
             "CPTS-WEPP;2025-03;ADH / PAR_RCP;;;4\r\n"),
        [],
        dit=["2 cpts_inconnue A", "3 indicateur_inconnu C"],
    ),
    Habit(
        "libellés décalés d'une ligne à côté des codes",
        _csv("Code;CPTS;Mois;Indicateur;Libellé;Valeur\r\n"
             "CPTS-WEPP;CPTS 21-52;2025-03;ADH;Professionnels adhérents;91\r\n"
             "CPTS-BERG;Bergeracois;2025-03;ADH;Étudiants accueillis en stage;80\r\n"),
        [],
        dit=["2 libelle_contredit B", "3 libelle_contredit E"],
    ),
]  # fmt: skip
