"""Habits of text files: encodings, separators, titles, totals, codes and months as people write them."""

from tests.pipelines.ingest.habits.habit import LONG, Habit
from tests.pipelines.ingest.habits.habit import as_sent as _csv

HABITS = [
    Habit(
        "un second tableau collé dessous, numérateur et dénominateur échangés : dit, bloqué",
        _csv(LONG + "CPTS-WEPP;2025-03;PRE_SEIN;1;2;\r\n\r\nCPTS;Mois;Indicateur;Dén;Num;\r\n"
             "CPTS-BERG;2025-03;PRE_SEIN;5;9;\r\n"),
        [],
        ["4 en-tête répété"],
        ["4 autre_entete D"],
    ),
    Habit(
        "appel de note devant un code : la ligne a sa valeur, elle est jugée et non prise pour une note",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;91\r\n(1) CPTS-LITN;2025-03;ADH;;;55\r\n(1) hors SAS;;;;;\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        ["4 source"],
        ["3 cpts_inconnue A"],
    ),
    Habit(
        "le même en-tête collé dessous, écrit autrement : rien à en dire",
        _csv(LONG + "CPTS-WEPP;2025-03;PRE_SEIN;1;2;\r\nCode CPTS;Période;Indicateur;Num;Dén;Résultat\r\n"
             "CPTS-BERG;2025-03;PRE_SEIN;5;9;\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 1/2", "4 CPTS-BERG PRE_SEIN 2025-03 5/9"],
        ["3 en-tête répété"],
    ),
    Habit(
        "« Texte Unicode » d'Excel : UTF-16, tabulations",
        _csv("CPTS\tMois\tIndicateur\tNum\tDén\r\nCPTS-BERG\tmars-25\tPRE_SEIN\t4 812\t8 350\r\n", "utf-16"),
        ["2 CPTS-BERG PRE_SEIN 2025-03 4812/8350"],
    ),
    Habit(
        "export .tsv d'un entrepôt, fins de ligne Unix",
        _csv("id_cpts\tmois\tindicateur\tvaleur\nCPTS-WEPP\t2025-03\tADH\t91\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
    ),
    Habit(
        "barres verticales d'un infocentre",
        _csv("id_cpts|mois|indicateur|valeur\nCPTS-WEPP|202503|ADH|91\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
    ),
    Habit(
        "virgules et guillemets partout, comme R les écrit",
        _csv('"id_cpts","mois","indicateur","numerateur","denominateur"\n"CPTS-WEPP","2025-03-01","PRE_COL","12","42"\n'),
        ["2 CPTS-WEPP PRE_COL 2025-03 12/42"],
    ),
    Habit(
        "fins de ligne d'un vieux Mac (CR seul)",
        _csv("id_cpts;mois;indicateur;valeur\rCPTS-WEPP;2025-03;ADH;91\r"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
    ),
    Habit(
        "BOM écrit deux fois par une concaténation",
        b"\xef\xbb\xbf\xef\xbb\xbf" + _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;91\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
    ),
    Habit(
        "première ligne « sep=; » ajoutée pour Excel",
        _csv("sep=;\r\n" + LONG + "CPTS-WEPP;2025-03;ADH;;;91\r\n"),
        ["3 CPTS-WEPP ADH 2025-03 91"],
        ["1 titres"],
    ),
    Habit(
        "tiret long de Windows-1252 dans le code",
        _csv(LONG + "CPTS–WEPP;2025-03;ADH;;;91\r\n", "cp1252"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        dit=["2 code_repare A"],
    ),
    Habit(
        "espace au lieu du tiret dans le code",
        _csv(LONG + "CPTS WEPP;2025-03;PRE SEIN;1;2;\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 1/2"],
        dit=["2 code_repare A", "2 code_repare C"],
    ),
    Habit(
        "codes en minuscules",
        _csv(LONG + "cpts-wepp;2025-03;pre_sein;1;2;\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 1/2"],
        dit=["2 code_repare A", "2 code_repare C"],
    ),
    Habit(
        "zéro de tête perdu dans le code",
        _csv(LONG + "DEMO-105;2025-03;ADH;;;91\r\n"),
        ["2 DEMO-0105 ADH 2025-03 91"],
        dit=["2 code_repare A"],
    ),
    Habit(
        "code sans son préfixe",
        _csv(LONG + "2152;2025-03;ADH;;;91\r\n"),
        ["2 CPTS-2152 ADH 2025-03 91"],
        dit=["2 code_repare A"],
    ),
    Habit(
        "nom de la CPTS au lieu du code",
        _csv(LONG + "Pôle de Santé du Bergeracois;2025-03;ADH;;;91\r\n"),
        ["2 CPTS-BERG ADH 2025-03 91"],
        dit=["2 code_repare A"],
    ),
    Habit(
        "code et libellé dans la même cellule, comme une liste déroulante",
        _csv(LONG + "CPTS-WEPP - CPTS des Weppes;2025-03;PRE_SEIN - Dépistage du cancer du sein;1;2;\r\n"),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 1/2"],
        dit=["2 code_repare A", "2 code_repare C"],
    ),
    Habit(
        "libellé de l'indicateur au lieu du code",
        _csv("CPTS;Mois;Libellé indicateur;Valeur\r\nCPTS-WEPP;2025-03;Professionnels adhérents;91\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        dit=["2 code_repare C"],
    ),
    Habit(
        "code qui pourrait être deux choses, ou « CPTS » : laissé tel quel et refusé, jamais pris pour un en-tête",
        _csv(LONG + "CPTS;2025-03;ADH;;;91\r\nWEP;2025-03;ADH;;;91\r\n"),
        [],
        dit=["2 cpts_inconnue A", "3 cpts_inconnue A"],
    ),
    Habit(
        "titres, date d'extraction et ligne blanche au-dessus de l'en-tête",
        _csv("Indicateurs CPTS - extraction du 05/04/2025;;;;;\r\nCPAM de la Dordogne;;;;;\r\n;;;;;\r\n"
             + LONG + "CPTS-WEPP;2025-03;ADH;;;91\r\n"),
        ["5 CPTS-WEPP ADH 2025-03 91"],
        ["1 titres", "2 titres"],
    ),
    Habit(
        "unités sous l'en-tête, total et source à la fin",
        _csv(LONG + ";;;En nombre;En nombre;En %\r\nCPTS-WEPP;2025-03;PRE_SEIN;1;2;\r\nTotal;;;1;2;\r\n"
             "Source : SNDS, traitement CPAM;;;;;\r\n"),
        ["3 CPTS-WEPP PRE_SEIN 2025-03 1/2"],
        ["2 unités", "4 total", "5 source"],
    ),
    Habit(
        "agrégats parmi le détail : 999, FRANCE, Tout département, Ensemble, Moyenne",
        _csv(LONG + "999;2025-03;ADH;;;9\r\nFRANCE;2025-03;ADH;;;9\r\nTout département;2025-03;ADH;;;9\r\n"
             "Ensemble des CPTS;2025-03;ADH;;;9\r\nMoyenne régionale;2025-03;ADH;;;9\r\nCPTS-WEPP;2025-03;ADH;;;91\r\n"),
        ["7 CPTS-WEPP ADH 2025-03 91"],
        ["2 total", "3 total", "4 total", "5 total", "6 total"],
    ),
    Habit(
        "cumul annuel parmi les mois",
        _csv(LONG + "CPTS-WEPP;mars-25;ADH;;;91\r\nCPTS-WEPP;2025;ADH;;;90\r\nCPTS-WEPP;Cumul janv. à mars 2025;ADH;;;90\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        ["3 cumul annuel", "4 cumul annuel"],
    ),
    Habit(
        "semaine parmi les mois : refusée",
        _csv(LONG + "CPTS-WEPP;2025-S12;ADH;;;91\r\n"),
        [],
        dit=["2 periode_non_mensuelle B"],
    ),
    Habit(
        "en-tête recopié au milieu par un collage de deux extractions",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;91\r\n" + LONG + "CPTS-BERG;2025-03;ADH;;;80\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91", "4 CPTS-BERG ADH 2025-03 80"],
        ["3 en-tête répété"],
    ),
    Habit(
        "mois et année dans deux colonnes",
        _csv("CPTS;Année;Mois;Indicateur;Valeur\r\nCPTS-WEPP;2025;mars;ADH;91\r\nCPTS-WEPP;2025;4;ADH;92\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91", "3 CPTS-WEPP ADH 2025-04 92"],
    ),
    Habit(
        "mois dit une fois, dans le titre",
        _csv("Mois : mars 2025;;\r\nCPTS;Indicateur;Valeur\r\nCPTS-WEPP;ADH;91\r\n"),
        ["3 CPTS-WEPP ADH 2025-03 91"],
        ["1 titres"],
        ["1 cle_du_titre -"],
    ),
    Habit(
        "CPTS et période dites dans les titres, en deux cellules",
        _csv("CPTS;CPTS des Weppes;\r\nPériode;03/2025;\r\n;;\r\nIndicateur;Numérateur;Dénominateur\r\nPRE_SEIN;1;2\r\n"),
        ["5 CPTS-WEPP PRE_SEIN 2025-03 1/2"],
        ["1 titres", "2 titres"],
        ["1 cle_du_titre -", "2 cle_du_titre -", "5 code_repare -"],
    ),
    Habit(
        "deux mois dans les titres : aucun n'est choisi",
        _csv("Mois : mars 2025;;\r\nPériode : avril 2025;;\r\nCPTS;Indicateur;Valeur\r\nCPTS-WEPP;ADH;91\r\n"),
        [],
        ["1 titres", "2 titres"],
        ["- cles_contradictoires -"],
    ),
    Habit(
        "mois donné par le numéro de jour d'Excel",
        _csv(LONG + "CPTS-WEPP;45717;ADH;;;91\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        dit=["2 mois_converti B"],
    ),
    Habit(
        "marqueurs : NS, < 11, ND, tiret, cellule vide, chacun le sien",
        _csv(LONG + "CPTS-WEPP;2025-01;ADH;;;NS\r\nCPTS-WEPP;2025-02;ADH;;;< 11\r\nCPTS-WEPP;2025-03;ADH;;;ND\r\n"
             "CPTS-WEPP;2025-04;ADH;;;-\r\nCPTS-WEPP;2025-05;ADH;;;\r\nCPTS-WEPP;2025-06;ADH;;;0\r\n"),
        ["2 CPTS-WEPP ADH 2025-01 masquee:NS", "3 CPTS-WEPP ADH 2025-02 masquee:< 11",
         "4 CPTS-WEPP ADH 2025-03 manquante:ND", "5 CPTS-WEPP ADH 2025-04 manquante:-",
         "6 CPTS-WEPP ADH 2025-05 manquante:", "7 CPTS-WEPP ADH 2025-06 0"],
    ),
    Habit(
        "accents lus deux fois dans le mauvais encodage",
        _csv("CPTS;PÃ©riode;Indicateur;Valeur\r\nPÃ´le de santÃ© du Bergeracois;2025-03;ADH;91\r\n"),
        ["2 CPTS-BERG ADH 2025-03 91"],
        dit=["1 texte_abime -", "2 code_repare A"],
    ),
    Habit(
        "dix colonnes vides à droite et des lignes vides en bas",
        _csv("id_cpts;mois;indicateur;valeur;;;;;;;;;;\r\nCPTS-WEPP;2025-03;ADH;91;;;;;;;;;;\r\n;;;;;;;;;;;;;\r\n\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
    ),
    Habit(
        "colonne sans titre mais remplie : dite, non lue",
        _csv("id_cpts;mois;indicateur;valeur;\r\nCPTS-WEPP;2025-03;ADH;91;à revoir\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        dit=["1 colonne_sans_titre -"],
    ),
    Habit(
        "nos propres colonnes de modèle et de constats : tues",
        _csv("id_cpts;libelle_cpts;mois;indicateur;libelle;unite;valeur;constats\r\n"
             "CPTS-WEPP;CPTS des Weppes;2025-03;ADH;Professionnels adhérents;nombre;91;corrigé\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
    ),
    Habit(
        "montant en euros à la place d'un effectif : refusé",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;287 000,00 €\r\n"),
        [],
        dit=["2 montant_en_euros F"],
    ),
    Habit(
        "notes de bas de page numérotées",
        _csv(LONG + "CPTS-WEPP;2025-03;ADH;;;91\r\n(1) données provisoires;;;;;\r\n* hors remplaçants;;;;;\r\nNB : à confirmer;;;;;\r\n"),
        ["2 CPTS-WEPP ADH 2025-03 91"],
        ["3 source", "4 source", "5 source"],
    ),
]  # fmt: skip
