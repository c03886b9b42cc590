"""One fault planted per rule, and the exact findings it must give."""

from pipelines.ingest.rules.table import read_table

# rule, lines of the file, then for each finding: line, column, value read, sentence after « Ligne n, colonne « c » : ».
PLANTED = [
    ("cpts_vide", [";2026-10;ADH;;;91;"], [(2, "id_cpts", "", "le code de la CPTS manque.")]),
    (
        "code_repare",
        ["cpts wepp;2026-10;ADH;;;91;", "CPTS-WEPP;2026-09;adh;;;91;", "cpts wepp;2026-08;ADH;;;91;"],
        [
            (2, "id_cpts", "cpts wepp", "« cpts wepp » a été lu comme « CPTS-WEPP » (et de même sur 1 autre ligne)."),
            (3, "indicateur", "adh", "« adh » a été lu comme « ADH »."),
        ],
    ),
    ("mois_converti", ["CPTS-WEPP;46296;ADH;;;91;"],
     [(2, "mois", "46296", "« 46296 » est le numéro que le tableur donne au jour ; il a été lu comme 2026-10.")]),
    ("montant_en_euros", ["CPTS-WEPP;2026-10;ADH;;;287 000 €;"],
     [(2, "valeur", "287 000 €", "« 287 000 € » est un montant en euros : aucun indicateur n'en attend.")]),
    (
        "cpts_inconnue",
        ["CPTS-WEP;2026-10;ADH;;;91;", "XYZ;2026-10;ADH;;;91;"],
        [
            (2, "id_cpts", "CPTS-WEP", "« CPTS-WEP » n'est pas une CPTS connue dans votre périmètre "
             "(vouliez-vous écrire « CPTS-WEPP » ?)."),
            (3, "id_cpts", "XYZ", "« XYZ » n'est pas une CPTS connue dans votre périmètre."),
        ],
    ),
    ("indicateur_vide", ["CPTS-WEPP;2026-10;;;;91;"], [(2, "indicateur", "", "le code de l'indicateur manque.")]),
    (
        "indicateur_inconnu",
        ["CPTS-WEPP;2026-10;PRE_SIEN;;;91;"],
        [(2, "indicateur", "PRE_SIEN", "« PRE_SIEN » n'est pas un indicateur connu (vouliez-vous écrire « PRE_SEIN » ?).")],
    ),
    ("mois_vide", ["CPTS-WEPP;;ADH;;;91;"], [(2, "mois", "", "le mois manque.")]),
    ("annee_manquante", ["CPTS-WEPP;Mars;ADH;;;91;"], [(2, "mois", "Mars", "« Mars » ne dit pas l'année.")]),
    (
        "mois_illisible",
        ["CPTS-WEPP;2026-13;ADH;;;91;"],
        [(2, "mois", "2026-13", "« 2026-13 » ne se lit pas comme un mois.")],
    ),
    (
        "periode_non_mensuelle",
        ["CPTS-WEPP;2026-S12;ADH;;;91;", "CPTS-WEPP;T1 2026;ADH;;;91;"],
        [
            (2, "mois", "2026-S12", "« 2026-S12 » n'est pas un mois mais une autre période."),
            (3, "mois", "T1 2026", "« T1 2026 » n'est pas un mois mais une autre période."),
        ],
    ),
    (
        "jour_inattendu",
        ["CPTS-WEPP;03/04/2026;ADH;;;91;"],
        [(2, "mois", "03/04/2026", "« 03/04/2026 » est un jour en cours de mois : le mois ne s'en déduit pas sûrement.")],
    ),
    (
        "mois_futur",
        ["CPTS-WEPP;2026-12;ADH;;;91;"],
        [(2, "mois", "2026-12", "le mois « 2026-12 » n'a pas encore commencé.")],
    ),
    (
        "avant_contrat",
        ["CPTS-WEPP;2023-08;ADH;;;91;", "CPTS-WEPP;2023-08;PAR_RCP;;;9;", "CPTS-WEPP;2023-09;ADH;;;91;"],
        [(2, "mois", "2023-08", "le mois « 2023-08 » précède la signature du contrat de CPTS-WEPP (08/09/2023).")],
    ),
    (
        "nombre_illisible",
        ["CPTS-WEPP;2026-10;PRE_SEIN;12x;812;;", "CPTS-WEPP;2026-10;ADH;;;douze;"],
        [
            (2, "numerateur", "12x", "« 12x » ne se lit pas comme un nombre."),
            (3, "valeur", "douze", "« douze » ne se lit pas comme un nombre."),
        ],
    ),
    (
        "nombre_approche",
        ["CPTS-WEPP;2026-10;ADH;;;11 à 20;", "CPTS-WEPP;2026-10;PRE_SEIN;~450;812;;", "CPTS-BERG;2026-10;ADH;;;1 à 10;"],
        [
            (2, "valeur", "11 à 20", "« 11 à 20 » donne une fourchette ou une approximation, pas un nombre."),
            (3, "numerateur", "~450", "« ~450 » donne une fourchette ou une approximation, pas un nombre."),
        ],
    ),
    (
        "nombre_annote",
        ["CPTS-WEPP;2026-10;ADH;;;92 (p);", "CPTS-WEPP;2026-10;PRE_SEIN;450 femmes;812;;"],
        [
            (2, "valeur", "92 (p)", "« 92 (p) » est un nombre accompagné d'autre chose."),
            (3, "numerateur", "450 femmes", "« 450 femmes » est un nombre accompagné d'autre chose."),
        ],
    ),
    (
        "nombre_en_date",
        ["CPTS-WEPP;2026-10;ADH;;;10-oct;", "CPTS-WEPP;2026-10;PAR_RCP;;;01/10/2026;"],
        [
            (2, "valeur", "10-oct", "« 10-oct » est une date, là où l'on attend un nombre."),
            (3, "valeur", "01/10/2026", "« 01/10/2026 » est une date, là où l'on attend un nombre."),
        ],
    ),
    (
        "deux_nombres",
        ["CPTS-WEPP;2026-10;PRE_SEIN;;;450/812;"],
        [(2, "valeur", "450/812", "« 450/812 » tient deux nombres dans une seule cellule.")],
    ),
    (
        "zero_ou_manquant",
        ["CPTS-WEPP;2026-10;ADH;;;néant;", "CPTS-WEPP;2026-10;PAR_RCP;;;0;"],
        [(2, "valeur", "néant", "« néant » peut dire zéro ou inconnu, ce qui n'est pas la même chose.")],
    ),
    (
        "nombre_ambigu",
        ["CPTS-WEPP;2026-10;PRE_SEIN;450;1.234;;"],
        [(2, "denominateur", "1.234", "« 1.234 » se lit de deux façons, milliers ou décimales.")],
    ),
    (
        "nombre_demesure",
        ["CPTS-WEPP;2026-10;PRE_SEIN;4500000000000000;8120000000000000;;"],
        [
            (2, "denominateur", "8120000000000000", None),
            (
                2,
                "numerateur",
                "4500000000000000",
                "« 4500000000000000 » a plus de chiffres qu'aucun effectif : rien de ce qui est suivi ici n'est aussi grand.",
            ),
        ],
    ),
    (
        "notation_scientifique",
        ["CPTS-WEPP;2026-10;ADH;;;2,601E+13;"],
        [(2, "valeur", "2,601E+13", "« 2,601E+13 » est en notation scientifique : des chiffres sont perdus.")],
    ),
    (
        "erreur_excel",
        ["CPTS-WEPP;2026-10;PRE_SEIN;450;812;#DIV/0!;"],
        [(2, "valeur", "#DIV/0!", "« #DIV/0! » est une erreur de calcul du tableur.")],
    ),
    (
        "pourcentage_inattendu",
        ["CPTS-WEPP;2026-10;ADH;;;12 %;", "CPTS-WEPP;2026-10;PRE_SEIN;45 %;812;;", "CPTS-WEPP;2026-10;ACC_URG;;;18 %;",
         "CPTS-WEPP;2026-10;PAR_RCP;;;12 ‰;", "CPTS-WEPP;2026-09;ACC_URG;;;18 ‰;"],
        [
            (2, "valeur", "12 %", "« 12 % » est un pourcentage, alors que l'on attend un nombre entier, par exemple 45."),
            (3, "numerateur", "45 %",
             "« 45 % » est un pourcentage, alors que l'on attend un nombre entier, par exemple 45."),
            (4, "valeur", "18 %",
             "« 18 % » est un pourcentage, alors que l'on attend un taux pour 1 000, par exemple 182,4."),
            (5, "valeur", "12 ‰", "« 12 ‰ » est un pour mille, alors que l'on attend un nombre entier, par exemple 45."),
        ],
    ),
    (
        "nombre_negatif",
        ["CPTS-WEPP;2026-10;ADH;;;-3;", "CPTS-WEPP;2026-10;PRE_SEIN;−4;812;;"],
        [(2, "valeur", "-3", "« -3 » est négatif."), (3, "numerateur", "−4", "« −4 » est négatif.")],
    ),
    (
        "nombre_non_entier",
        ["CPTS-WEPP;2026-10;ADH;;;12,5;", "CPTS-WEPP;2026-10;PRE_SEIN;450,5;812;;"],
        [
            (2, "valeur", "12,5", "« 12,5 » n'est pas un nombre entier, alors que l'on compte des unités."),
            (3, "numerateur", "450,5", None),
        ],
    ),
    (
        "denominateur_nul",
        ["CPTS-WEPP;2026-10;PRE_SEIN;0;0;;"],
        [(2, "denominateur", "0", "le dénominateur est nul, le numérateur ne peut pas lui être rapporté.")],
    ),
    (
        "numerateur_manquant",
        ["CPTS-WEPP;2026-10;PRE_SEIN;;812;;"],
        [(2, "numerateur", "", "le numérateur manque alors que le dénominateur est donné.")],
    ),
    (
        "denominateur_manquant",
        ["CPTS-WEPP;2026-10;PRE_SEIN;450;;;"],
        [(2, "denominateur", "", "le dénominateur manque alors que le numérateur est donné.")],
    ),
    (
        "numerateur_superieur",
        ["CPTS-WEPP;2026-10;PRE_SEIN;1 812;812;;", "CPTS-WEPP;2026-10;PRE_COL;812;812;;"],
        [(2, "numerateur", "1 812", "le numérateur (1 812) dépasse le dénominateur (812).")],
    ),
    (
        "valeur_hors_bornes",
        ["CPTS-WEPP;2026-10;PRE_SEIN;;;101 %;", "CPTS-WEPP;2026-10;PRE_COL;;;100 %;", "CPTS-WEPP;2026-10;ACC_URG;900;1000;;"],
        [(2, "valeur", "101 %", None), (4, "valeur", "900", None)],
    ),
    (
        "valeur_incoherente",
        ["CPTS-WEPP;2026-10;PRE_SEIN;450;1000;65 %;", "CPTS-WEPP;2026-10;PRE_COL;450;1000;45 %;"],
        [(2, "valeur", "65 %",
          "la valeur « 65 % » ne correspond pas au numérateur et au dénominateur, qui donnent 45 %.")],
    ),
    (
        "part_ambigue",
        ["CPTS-WEPP;2026-10;PRE_SEIN;;;57,6;", "CPTS-BERG;2026-10;PRE_SEIN;;;0,576;"],
        [(3, "valeur", "0,576", "« 0,576 » se lit de deux façons, 0,576 % ou 57,6 %.")],
    ),
    (
        "part_ou_effectif",
        ["CPTS-WEPP;2026-10;PRE_SEIN;;812;45;", "CPTS-BERG;2026-10;PRE_SEIN;;812;45 %;", "CPTS-BERG;2026-09;PRE_SEIN;;812;45,5;"],
        [(2, "valeur", "45", "« 45 » se lit de deux façons, 45 % ou 45 sur 812, puisque le numérateur est vide.")],
    ),
    (
        "part_sans_unite",
        ["CPTS-WEPP;2026-10;PRE_SEIN;;;0,576;", "CPTS-BERG;2026-10;PRE_SEIN;;;0,6;"],
        [(2, "valeur", "0,576", "« 0,576 » a été lu comme 57,6 %.")],
    ),
    ("oui_non", ["CPTS-WEPP;2026-10;CRI_PLAN;;;peut-être;"],
     [(2, "valeur", "peut-être", "« peut-être » n'est ni oui ni non.")]),
    (
        "nombre_deplace",
        ["CPTS-WEPP;2026-10;ADH;91;;;", "CPTS-BERG;2026-10;ADH;80;;;", "CPTS-BERG;2026-10;PAR_RCP;NS;;;"],
        [
            (2, "numerateur", "91", "« 91 » a été lu comme la valeur de ADH, qui est un compte (et de même sur 1 autre ligne)."),
            (4, "numerateur", "NS", "« NS » a été lu comme la valeur de PAR_RCP, qui est un compte."),
        ],
    ),
    (
        "colonne_de_trop",
        ["CPTS-WEPP;2026-10;ADH;91;100;;"],
        [
            (2, "denominateur", "100", "le nombre est attendu dans la colonne valeur."),
            (2, "numerateur", "91", "le nombre est attendu dans la colonne valeur."),
        ],
    ),
    (
        "cellules_manquantes",
        ["CPTS-WEPP;2026-10;ADH"],
        [(2, "valeur", "", "la ligne s'arrête avant la dernière colonne de nombres ; "
          "les cellules absentes sont lues comme vides.")],
    ),
    (
        "valeur_revelee",
        ["CPTS-WEPP;2026-10;PRE_COL;NS;5000;50 %;"],
        [(2, "valeur", "50 %", "la valeur « 50 % » révèle un effectif que la marque « NS » cache.")],
    ),
    (
        "marqueur_contredit",
        ["CPTS-WEPP;2026-10;PRE_SEIN;450;812;NS;"],
        [(2, "valeur", "NS",
          "la valeur porte la marque « NS » alors que le numérateur et le dénominateur sont donnés.")],
    ),
    (
        "doublon_identique",
        ["CPTS-WEPP;2026-10;ADH;;;91;", "CPTS-WEPP;oct-26;ADH;;;91;"],
        [(3, "id_cpts", "CPTS-WEPP", "la ligne répète la ligne 2 ; elle compte une seule fois.")],
    ),
    (
        "doublon_contradictoire",
        ["CPTS-WEPP;2026-10;ADH;;;91;", "CPTS-BERG;2026-10;ADH;;;91;", "CPTS-WEPP;2026-10;ADH;;;92;"],
        [
            (2, "id_cpts", "CPTS-WEPP", "ADH de CPTS-WEPP pour 2026-10 a déjà une autre valeur à la ligne 4."),
            (4, "id_cpts", "CPTS-WEPP", "ADH de CPTS-WEPP pour 2026-10 a déjà une autre valeur à la ligne 2."),
        ],
    ),
]  # fmt: skip
# Rules about two columns that name the same thing, planted in test_wordings.py.
WORDINGS = {"libelle_contredit", "libelle_different"}
#: They need a column that the model has not: test_parts.py.
PARTS = {"valeur_visee", "parts_d_un_tout", "part_seule"}
# Rules about cutting the file into cells, planted in read/test_read.py.
READING = read_table("reading").keys() - {"cellules_manquantes"}
