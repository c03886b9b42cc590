"""Habits of wide files: a column per indicator, per month or per CPTS, headers on several lines."""

from tests.pipelines.ingest.habits.habit import Habit
from tests.pipelines.ingest.habits.habit import as_sent as _csv

HABITS = [
    Habit(
        "une colonne par code d'indicateur",
        b"CPTS;Mois;ADH;PRE_SEIN;CRI_PLAN\r\nCPTS-WEPP;mars-25;91;57,6 %;oui\r\nCPTS-BERG;mars-25;NS;50,1 %;non\r\n",
        ["2 CPTS-WEPP ADH 2025-03 91", "2 CPTS-WEPP PRE_SEIN 2025-03 0.576", "2 CPTS-WEPP CRI_PLAN 2025-03 1",
         "3 CPTS-BERG ADH 2025-03 masquee:NS", "3 CPTS-BERG PRE_SEIN 2025-03 0.501", "3 CPTS-BERG CRI_PLAN 2025-03 0"],
    ),
    Habit(
        "deux colonnes par code, CODE_num et CODE_den",
        b"CPTS;Mois;PRE_SEIN_num;PRE_SEIN_den;PRE_COL_NUM;PRE_COL_DEN\r\nCPTS-WEPP;2025-03;450;812;12;42\r\n",
        ["2 CPTS-WEPP PRE_SEIN 2025-03 450/812", "2 CPTS-WEPP PRE_COL 2025-03 12/42"],
    ),
    Habit(
        "cellule vide d'une colonne laissée à d'autres : rien n'en est dit ; un tiret dit manquant",
        b"CPTS;Mois;ADH;ACP_STAGES\r\nCPTS-WEPP;2025-03;91;\r\nCPTS-BERG;2025-03;;-\r\nCPTS-2152;2025-03;;\r\n",
        ["2 CPTS-WEPP ADH 2025-03 91", "3 CPTS-BERG ACP_STAGES 2025-03 manquante:-"],
    ),
    Habit(
        "en-tête sur deux lignes : indicateur fusionné au-dessus, Num et Dén au-dessous",
        ";;PRE_SEIN;;PRE_COL;\r\nCPTS;Mois;Num;Dén;Num;Dén\r\nCPTS-WEPP;2025-03;450;812;12;42\r\n".encode(),
        ["3 CPTS-WEPP PRE_SEIN 2025-03 450/812", "3 CPTS-WEPP PRE_COL 2025-03 12/42"],
    ),
    Habit(
        "en-tête sur deux lignes, CPTS et Mois sur la première",
        "CPTS;Mois;PRE_SEIN;;PRE_COL;\r\n;;Num;Dén;Num;Dén\r\nCPTS-WEPP;2025-03;450;812;12;42\r\n".encode(),
        ["3 CPTS-WEPP PRE_SEIN 2025-03 450/812", "3 CPTS-WEPP PRE_COL 2025-03 12/42"],
    ),
    Habit(
        "sous l'indicateur fusionné, les mots de son numérateur et de son dénominateur : 43 n'est pas 43 %",
        ("CPTS;Mois;Dépistage du cancer du sein;;;Professionnels adhérents\r\n;;Dépistées;Éligibles;;\r\n"
         "CPTS-WEPP;mars-25;43;72;;91\r\n").encode(),
        ["3 CPTS-WEPP PRE_SEIN 2025-03 43/72", "3 CPTS-WEPP ADH 2025-03 91"],
    ),
    Habit(
        "sous l'indicateur fusionné, « En % » d'une part et « Nombre » d'un compte",
        (";;Dépistage du cancer du sein;Professionnels adhérents\r\nCPTS;Mois;En %;Nombre\r\n"
         "CPTS-WEPP;mars-25;57,6;91\r\n").encode(),
        ["3 CPTS-WEPP PRE_SEIN 2025-03 0.576", "3 CPTS-WEPP ADH 2025-03 91"],
    ),
    Habit(
        "sous l'indicateur fusionné, des mots qui n'en sont pas une part : rien n'est pris pour sa valeur",
        ("CPTS;Mois;Dépistage du cancer du sein;;ADH\r\n;;Hommes;Femmes;\r\nCPTS-WEPP;mars-25;43;72;91\r\n").encode(),
        ["3 CPTS-WEPP ADH 2025-03 91"],
        ["2 titres"],
        ["1 colonne_ambigue C", "1 colonne_sans_titre -"],
    ),
    Habit(
        "en-tête sur trois lignes : mission, libellé, unité",
        ("Suivi mensuel;;;\r\n;;Prévention;Pilotage\r\nCPTS;Mois;Vaccination 65+;Professionnels adhérents\r\n"
         ";;En %;En nombre\r\nCPTS-WEPP;mars 2025;57,6;91\r\n").encode(),
        ["5 CPTS-WEPP PRE_GRIPPE 2025-03 0.576", "5 CPTS-WEPP ADH 2025-03 91"],
        ["1 titres", "4 unités"],
        ["3 colonne_reconnue C"],
    ),
    Habit(
        "libellés exacts du catalogue en titres",
        "CPTS;Mois;Dépistage du cancer du sein;Étudiants accueillis en stage\r\nCPTS-WEPP;2025-03;57,6 %;4\r\n".encode(),
        ["2 CPTS-WEPP PRE_SEIN 2025-03 0.576", "2 CPTS-WEPP ACP_STAGES 2025-03 4"],
    ),
    Habit(
        "titre qui peut être quatre indicateurs : dit, non lu ; les autres colonnes le sont",
        b"CPTS;Mois;Patients sans MT;ADH\r\nCPTS-WEPP;2025-03;4812;91\r\n",
        ["2 CPTS-WEPP ADH 2025-03 91"],
        dit=["1 colonne_ambigue C"],
    ),
    Habit(
        "effectif d'une part sans son dénominateur : 45 n'est pas 45 %",
        b"CPTS;Mois;Patients ALD sans MT\r\nCPTS-WEPP;2025-03;45\r\nCPTS-BERG;2025-03;NS\r\n",
        ["3 CPTS-BERG ACC_MT_ALD 2025-03 masquee:NS"],
        dit=["1 colonne_reconnue C", "2 denominateur_manquant C"],
    ),
    Habit(
        "deux colonnes pour le même indicateur : refusé",
        b"CPTS;Mois;ADH;ADH\r\nCPTS-WEPP;2025-03;91;92\r\n",
        dit=["1 colonne_en_double D"],
    ),
    Habit(
        "une colonne par mois, un cumul à droite",
        "CPTS;Indicateur;janv-25;févr-25;mars-25;Cumul 2025\r\nCPTS-WEPP;ADH;89;90;91;270\r\n".encode(),
        ["2 CPTS-WEPP ADH 2025-01 89", "2 CPTS-WEPP ADH 2025-02 90", "2 CPTS-WEPP ADH 2025-03 91"],
        dit=["1 colonne_ignoree -"],
    ),
    Habit(
        "une colonne par CPTS, le mois dans le titre",
        "Période : 03/2025;;\r\nIndicateur;CPTS des Weppes;CPTS-BERG\r\nADH;91;80\r\n".encode(),
        ["3 CPTS-WEPP ADH 2025-03 91", "3 CPTS-BERG ADH 2025-03 80"],
        ["1 titres"],
        ["1 cle_du_titre -"],
    ),
    Habit(
        "le tableau d'une seule CPTS : indicateurs en lignes, mois en colonnes",
        b"CPTS : CPTS-WEPP;;\r\nIndicateur;2025-01;2025-02\r\nADH;89;90\r\nPRE_SEIN;50 %;51 %\r\n",
        ["3 CPTS-WEPP ADH 2025-01 89", "3 CPTS-WEPP ADH 2025-02 90",
         "4 CPTS-WEPP PRE_SEIN 2025-01 0.5", "4 CPTS-WEPP PRE_SEIN 2025-02 0.51"],
        ["1 titres"],
        ["1 cle_du_titre -"],
    ),
    Habit(
        "une faute dans une cellule : la ligne et la lettre de sa colonne",
        b"CPTS;Mois;ADH;PRE_SEIN_num;PRE_SEIN_den\r\nCPTS-WEPP;2025-03;douze;450;8x\r\n",
        dit=["2 nombre_illisible C", "2 nombre_illisible E"],
    ),
    Habit(
        "total et source sous un tableau large, sans code",
        b"Code;CPTS;Mois;ADH\r\nCPTS-WEPP;CPTS des Weppes;2025-03;91\r\nTotal;;;91\r\nSource : CPAM;;;\r\n",
        ["2 CPTS-WEPP ADH 2025-03 91"],
        ["3 total", "4 source"],
    ),
    Habit(
        "un effectif sans dénominateur à côté de son pourcentage : seul le pourcentage est lu",
        _csv(";;Dépistage du cancer du sein;;Professionnels adhérents\r\n"
             "CPTS;Mois;Nb;%;Nb\r\n"
             "CPTS-WEPP;mars-25;450;55,4;91\r\n"),
        ["3 CPTS-WEPP PRE_SEIN 2025-03 0.554", "3 CPTS-WEPP ADH 2025-03 91"],
        dit=["2 colonne_ignoree -"],
    ),
    Habit(
        "mois en dates entières dans les titres",
        _csv("CPTS;Indicateur;01/01/2025;01/02/2025;Total\r\n"
             "CPTS-WEPP;ADH;90;91;181\r\n"),
        ["2 CPTS-WEPP ADH 2025-01 90", "2 CPTS-WEPP ADH 2025-02 91"],
        dit=["1 colonne_ignoree -"],
    ),
    Habit(
        "libellés longs avec leur unité : (%), pour 1 000 habitants",
        _csv("CPTS;Mois;Part des patients en ALD sans médecin traitant (%);Passages aux urgences non suivis d'hospitalisation pour 1 000 habitants\r\n"
             "CPTS-WEPP;mars-25;4,5;12,5\r\n"),
        ["2 CPTS-WEPP ACC_MT_ALD 2025-03 0.045", "2 CPTS-WEPP ACC_URG 2025-03 12.5"],
        dit=["1 colonne_reconnue C", "1 colonne_reconnue D"],
    ),
    Habit(
        "un titre dit le mois de l'envoi, les colonnes ceux des valeurs : les colonnes l'emportent",
        _csv("Suivi novembre 2025;;;\r\n"
             "CPTS;Indicateur;2025-09;2025-10\r\n"
             "CPTS-WEPP;ADH;80;NS\r\n"),
        ["3 CPTS-WEPP ADH 2025-09 80", "3 CPTS-WEPP ADH 2025-10 masquee:NS"],
        ["1 titres"],
    ),
    Habit(
        "une ligne d'unités « (nb) », et une note « NB » : l'une donne des unités, l'autre une source",
        _csv("CPTS;Mois;Indicateur;Numérateur;Dénominateur;Valeur\r\n"
             ";;;(nb);(nb);%\r\n"
             "CPTS-WEPP;2025-03;PRE_SEIN;450;812;\r\n"
             "NB : données provisoires;;;;;\r\n"),
        ["3 CPTS-WEPP PRE_SEIN 2025-03 450/812"],
        ["2 unités", "4 source"],
    ),
]  # fmt: skip
