"""The same four values in every dialect people send."""

DIALECTS = {
    "excel français, BOM, CRLF, espaces insécables": (
        "utf-8-sig",
        "CPTS;Période;Code indicateur;Numérateur;Dénominateur;Valeur;\r\n"
        "CPTS-BERG;01/03/2025;PRE_SEIN;4\u00a0812;8\u00a0350;;\r\n"
        "CPTS-2152;01/03/2025;PRE_SEIN;2\u00a0145;4\u00a0012;;\r\n"
        "CPTS-BERG;01/03/2025;PRE_GRIPPE;;;57,6\u00a0%;\r\n"
        "CPTS-2152;01/03/2025;PRE_GRIPPE;NS;9\u00a0100;;\r\n"
        "CPTS-BERG;01/03/2025;ADH;;;1\u00a0240;\r\n",
    ),
    "cp1252, mois abrégé, marqueur < 11": (
        "cp1252",
        "N° CPTS;Mois;Indicateur;Num;Dén;Val\r\n"
        "CPTS-BERG;mars-25;PRE_SEIN;4812;8350;\r\n"
        "CPTS-2152;mars-25;PRE_SEIN;2145;4012;\r\n"
        "CPTS-BERG;mars-25;PRE_GRIPPE;;;57,6\r\n"
        "CPTS-2152;mars-25;PRE_GRIPPE;< 11;9100;\r\n"
        "CPTS-BERG;mars-25;ADH;;;1240\r\n",
    ),
    "titres, unités, total et source": (
        "utf-8-sig",
        "Indicateurs CPTS - extraction du 05/04/2025;;;;;\r\n"
        "CPAM de la Dordogne;;;;;\r\n"
        ";;;;;\r\n"
        "Code;Mois;Indicateur;Numérateur;Dénominateur;Valeur\r\n"
        ";;;En nombre;En nombre;\r\n"
        "CPTS-BERG;mars 2025;PRE_SEIN;4812;8350;\r\n"
        "CPTS-2152;mars 2025;PRE_SEIN;2145;4012;\r\n"
        "CPTS-BERG;mars 2025;PRE_GRIPPE;;;57,6 %\r\n"
        "CPTS-2152;mars 2025;PRE_GRIPPE;NC;9100;\r\n"
        "CPTS-BERG;mars 2025;ADH;;;1240\r\n"
        "Total;;;6957;12362;\r\n"
        "Source : SNDS, traitement CPAM;;;;;\r\n",
    ),
    "virgules, guillemets, milliers à l'anglaise": (
        "utf-8",
        "id_cpts,mois,indicateur,numerateur,denominateur,valeur\n"
        'CPTS-BERG,2025-03-01,PRE_SEIN,"4,812.0","8,350.0",\n'
        'CPTS-2152,2025-03-01,PRE_SEIN,"2,145.0","4,012.0",\n'
        "CPTS-BERG,2025-03-01,PRE_GRIPPE,,,57.6%\n"
        'CPTS-2152,2025-03-01,PRE_GRIPPE,NS,"9,100",\n'
        'CPTS-BERG,2025-03-01,ADH,,,"1,240.0"\n',
    ),
    "milliers et décimales par la virgule": (
        "utf-8-sig",
        "id_cpts,mois,indicateur,numerateur,denominateur,valeur\n"
        'CPTS-BERG,03/2025,PRE_SEIN,"4,812,00","8,350,00",\n'
        'CPTS-2152,03/2025,PRE_SEIN,"2 145,00","4 012,00",\n'
        "CPTS-BERG,03/2025,PRE_GRIPPE,,,57.6%\n"
        'CPTS-2152,03/2025,PRE_GRIPPE,NS,"9,100,00",\n'
        'CPTS-BERG,03/2025,ADH,,,"1,240,00"\n',
    ),
    "espaces fines, dernière colonne vide, lignes vides": (
        "utf-8",
        "id_cpts;mois;indicateur;numerateur;denominateur;valeur;;\r\n"
        "CPTS-BERG;2025-03;PRE_SEIN;4\u202f812,00;8\u202f350,00;;;\r\n"
        ";;;;;;;\r\n"
        "CPTS-2152;2025-03;PRE_SEIN;2\u202f145;4\u202f012;;;\r\n"
        "CPTS-BERG;2025-03;PRE_GRIPPE;;;57,6\u202f%;;\r\n"
        "CPTS-2152;2025-03;PRE_GRIPPE;NS;9\u202f100;;;\r\n"
        "\r\n"
        "CPTS-BERG;2025-03;ADH;;;1\u202f240,00;;\r\n",
    ),
    "tabulations, UTF-16": (
        "utf-16",
        "CPTS\tMOIS\tCODE\tNUM\tDEN\tVAL\n"
        "CPTS-BERG\t31/03/2025\tPRE_SEIN\t4812\t8350\t\n"
        "CPTS-2152\t31/03/2025\tPRE_SEIN\t2145\t4012\t\n"
        "CPTS-BERG\t31/03/2025\tPRE_GRIPPE\t\t\t57,6\n"
        "CPTS-2152\t31/03/2025\tPRE_GRIPPE\tNS\t9100\t\n"
        "CPTS-BERG\t31/03/2025\tADH\t\t\t1240\n",
    ),
    "accents lus deux fois": (
        "utf-8",
        "CPTS;PÃ©riode;Indicateur;NumÃ©rateur;DÃ©nominateur;Valeur\n"
        "PÃ´le de santÃ© du Bergeracois;2025-03;PRE_SEIN;4â€¯812;8â€¯350;\n"
        "CPTS 21-52;2025-03;PRE_SEIN;2145;4012;\n"
        "PÃ´le de santÃ© du Bergeracois;2025-03;PRE_GRIPPE;;;57,6 %\n"
        "CPTS 21-52;2025-03;PRE_GRIPPE;NS;9100;\n"
        "PÃ´le de santÃ© du Bergeracois;2025-03;ADH;;;1240\n",
    ),
}
