"""Habits of workbooks: number formats, several sheets, merged and hidden cells, formulas, LibreOffice."""

from datetime import date

from tests.pipelines.ingest import sheets
from tests.pipelines.ingest.habits.habit import Habit
from tests.pipelines.ingest.sheets import HEAD, ods, xlsx
from tests.pipelines.ingest.xls_file import xls

ADH = ["CPTS-WEPP", "2025-03", "ADH", None, None, 91]
SEIN = ["CPTS-WEPP", "2025-03", "PRE_SEIN", None, None]
READ = "2 CPTS-WEPP ADH 2025-03 91"
HEAD_WITHOUT_MONTH = [title for title in HEAD if title != "mois"]
WITHOUT_MONTH = ["CPTS-WEPP", "ADH", None, None, 91]


def _sheet(name, rows, state="visible"):
    def add(book):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)

    return add


def _hide_row(book):
    book.active.row_dimensions[3].hidden = True


def _far_formats(book):
    book.active.cell(20_000, 16_384).number_format = "0%"


def _from_third_row(book):
    book.active.move_range("A1:F2", rows=2, cols=1)


HABITS = [
    Habit("classeur ordinaire, mois en dates affichées « mars-25 »",
          xlsx([HEAD, ["CPTS-WEPP", date(2025, 3, 1), "PRE_SEIN", 450, 812, None]], formats={"B2": "mmm\\-yy"}),
          ["2 CPTS-WEPP PRE_SEIN 2025-03 450/812"]),
    Habit("date du 15 affichée sans son jour : le mois qu'on voit",
          xlsx([HEAD, ["CPTS-WEPP", date(2025, 3, 15), "ADH", None, None, 91]], formats={"B2": "mmmm yyyy"}), [READ]),
    Habit("date du 15 affichée en entier : le mois ne s'en déduit pas",
          xlsx([HEAD, ["CPTS-WEPP", date(2025, 3, 15), "ADH", None, None, 91]], formats={"B2": "dd/mm/yyyy"}),
          dit=["2 jour_inattendu B"]),
    Habit("classeur avec macros (XLSM)", sheets.as_xlsm(xlsx([HEAD, ADH])), [READ]),
    Habit("pourcentage par le format : 0,576 se voit 57,6 %",
          xlsx([HEAD, [*SEIN, 0.576]], formats={"F2": "0.0%"}), ["2 CPTS-WEPP PRE_SEIN 2025-03 0.576"]),
    Habit("pourcentage arrondi à l'affichage : toutes les décimales sont gardées",
          xlsx([HEAD, [*SEIN, 0.57604]], formats={"F2": "0%"}), ["2 CPTS-WEPP PRE_SEIN 2025-03 0.57604"]),
    Habit("signe % ajouté par le format à un nombre déjà en pourcentage",
          xlsx([HEAD, [*SEIN, 57.6]], formats={"F2": '0.0" %"'}), ["2 CPTS-WEPP PRE_SEIN 2025-03 0.576"]),
    Habit("plus petit qu'un pour cent, au format pourcentage",
          xlsx([HEAD, [*SEIN, 0.005]], formats={"F2": "0.0%"}), ["2 CPTS-WEPP PRE_SEIN 2025-03 0.005"]),
    Habit("format monétaire : un montant, refusé",
          xlsx([HEAD, ADH], formats={"F2": '#,##0.00\\ "€"'}), dit=["2 montant_en_euros F"]),
    Habit("code saisi en nombre", xlsx([HEAD, [2152, *ADH[1:]]]), ["2 CPTS-2152 ADH 2025-03 91"], dit=["2 code_repare A"]),
    Habit("mois saisi en nombre, 202503", xlsx([HEAD, ["CPTS-WEPP", 202503, *ADH[2:]]]), [READ]),
    Habit("bruit des nombres binaires : 6,6000000000000005",
          xlsx([HEAD, ["CPTS-WEPP", "2025-03", "ACC_URG", None, None, 160.60000000000002]]),
          ["2 CPTS-WEPP ACC_URG 2025-03 160.6"]),
    Habit("trois décimales : 160,625 n'est jamais 160 625",
          xlsx([HEAD, ["CPTS-WEPP", "2025-03", "ACC_URG", None, None, 160.625]]), ["2 CPTS-WEPP ACC_URG 2025-03 160.625"]),
    Habit("nombres et marqueurs saisis en texte, espace des milliers",
          xlsx([HEAD, ["CPTS-WEPP", "2025-03", "PRE_SEIN", "1\u202f450", "2 812", None], [*SEIN[:2], "ADH", None, None, "< 11"]]),
          ["2 CPTS-WEPP PRE_SEIN 2025-03 1450/2812", "3 CPTS-WEPP ADH 2025-03 masquee:< 11"]),
    Habit("VRAI et FAUX pour un livrable",
          xlsx([HEAD, ["CPTS-WEPP", "2025-03", "CRI_PLAN", None, None, True], ["CPTS-BERG", "2025-03", "CRI_PLAN", None, None, False]]),
          ["2 CPTS-WEPP CRI_PLAN 2025-03 1", "3 CPTS-BERG CRI_PLAN 2025-03 0"]),
    Habit("page de garde, données sur la deuxième feuille",
          xlsx([["Notice"], ["À lire avant tout"]], title="Notice", also=_sheet("Données", [HEAD, ADH])), [READ],
          dit=["- feuilles_laissees -"]),
    Habit("feuille masquée qui porte aussi un en-tête",
          xlsx([HEAD, ADH], also=_sheet("brouillon", [HEAD, [*ADH[:5], 12]], "hidden")), [READ],
          dit=["- feuilles_masquees -"]),
    Habit("une feuille par mois : laquelle n'est pas dit",
          xlsx([HEAD, ADH], title="mars 2025", also=_sheet("avril 2025", [HEAD, ADH])),
          dit=["- feuilles_multiples -"]),
    Habit("feuille de notes à côté, avec ses propres titres",
          xlsx([["Mois", "Indicateur", "Valeur", "Remarques"], ["2025-03", "ADH", "", "liste revue par le bureau"]], title="Notes",
               also=_sheet("Données", [HEAD, ADH])), [READ], dit=["- feuilles_laissees -"]),
    Habit("feuille de définitions à côté, un numérateur et un dénominateur en toutes lettres",
          xlsx([HEAD, ADH], also=_sheet("Définitions", [
              ["Indicateur", "Numérateur", "Dénominateur"],
              ["PRE_SEIN", "femmes de 50 à 74 ans dépistées", "femmes de 50 à 74 ans"]])), [READ],
          dit=["- feuilles_laissees -"]),
    Habit("deuxième feuille prête pour le mois suivant, encore vide",
          xlsx([HEAD, ADH], title="mars 2025", also=_sheet("avril 2025", [HEAD])), [READ], dit=["- feuilles_laissees -"]),
    Habit("le mois est le nom de la feuille",
          xlsx([["CPTS", "Indicateur", "Valeur"], ["CPTS-WEPP", "ADH", 91]], title="mars 2025"), [READ],
          dit=["- cle_du_titre -"]),
    Habit("CPTS fusionnée sur ses lignes",
          xlsx([HEAD, ADH, [None, "2025-03", "PRE_COL", 12, 42]], merged=["A2:A3"]),
          [READ, "3 CPTS-WEPP PRE_COL 2025-03 12/42"], dit=["2 cellules_fusionnees A"]),
    Habit("nombre fusionné sur deux lignes : refusé",
          xlsx([HEAD, ADH, ["CPTS-BERG", "2025-03", "ADH"], ["CPTS-2152", "2025-03", "ADH", None, None, "x"]], merged=["F2:F3"]),
          dit=["2 nombre_fusionne F", "3 nombre_fusionne F", "4 nombre_illisible F"]),
    Habit("titres fusionnés au-dessus de Num et Dén",
          xlsx([[None, None, "PRE_SEIN", None, "PRE_COL", None], ["CPTS", "Mois", "Num", "Dén", "Num", "Dén"],
                ["CPTS-WEPP", "2025-03", 450, 812, 12, 42]], merged=["C1:D1", "E1:F1"]),
          ["3 CPTS-WEPP PRE_SEIN 2025-03 450/812", "3 CPTS-WEPP PRE_COL 2025-03 12/42"]),
    Habit("tableau qui ne commence pas en A1 : les lettres sont celles d'Excel",
          xlsx([HEAD, ["CPTS-WEPP", "2025-03", "ADH", None, None, "douze"]], also=_from_third_row), [],
          dit=["4 nombre_illisible G"]),
    Habit("un mois dans le titre, un autre dans le nom de la feuille : aucun n'est choisi",
          xlsx([["Indicateurs CPTS – mars 2025"], HEAD_WITHOUT_MONTH, WITHOUT_MONTH], title="Février 2025"), [],
          a_part=["1 titres"], dit=["- cles_contradictoires -"]),
    Habit("le nom de la feuille, sans année, contredit le mois du titre",
          xlsx([["Indicateurs CPTS – mars 2025"], HEAD_WITHOUT_MONTH, WITHOUT_MONTH], title="Février"), [],
          a_part=["1 titres"], dit=["- cles_contradictoires -"]),
    Habit("le nom de la feuille dit le même mois que le titre, sans année",
          xlsx([["Indicateurs CPTS – mars 2025"], HEAD_WITHOUT_MONTH, WITHOUT_MONTH], title="Mars"),
          ["3 CPTS-WEPP ADH 2025-03 91"], a_part=["1 titres"], dit=["1 cle_du_titre -"]),
    Habit("deux CPTS au-dessus du tableau : aucune n'est choisie",
          xlsx([["CPTS : CPTS-WEPP"], ["CPTS : CPTS-BERG"], [h for h in HEAD if h != "id_cpts"], ADH[1:]]), [],
          a_part=["1 titres", "2 titres"], dit=["- cles_contradictoires -"]),
    Habit("cellules #DIV/0! et #N/A",
          xlsx([HEAD, [*ADH[:5], "#DIV/0!"], [*SEIN[:3], "#N/A", 812]]),
          dit=["2 erreur_excel F", "3 erreur_excel D"]),
    Habit("formules avec leur résultat",
          sheets.computed({"D2": ("=400+50", 450), "E2": ("=SUM(800,12)", 812)}), ["2 CPTS-WEPP PRE_SEIN 2025-03 450/812"]),
    Habit("formule dont le résultat n'a jamais été calculé",
          xlsx([HEAD, [*ADH[:5], "=90+1"], ["CPTS-BERG", *ADH[1:]]]), ["3 CPTS-BERG ADH 2025-03 91"],
          dit=["2 formule_sans_resultat F"]),
    Habit("lignes masquées par un filtre",
          xlsx([HEAD, ADH, ["CPTS-BERG", "2025-03", "ADH", None, None, 80]], also=_hide_row),
          [READ, "3 CPTS-BERG ADH 2025-03 80"], dit=["- lignes_masquees -"]),
    Habit("mises en forme égarées jusqu'à la dernière colonne", xlsx([HEAD, ADH], also=_far_formats), [READ]),
    Habit("LibreOffice : pourcentage, date affichée en mois, effectif",
          ods([HEAD, ["CPTS-WEPP", ("date", "2025-03-15", "mars 2025"), "PRE_SEIN", None, None, ("percentage", 0.576, "57,6 %")],
               ["CPTS-WEPP", ("date", "2025-03-01", "01/03/2025"), "ADH", None, None, 91]]),
          ["2 CPTS-WEPP PRE_SEIN 2025-03 0.576", "3 CPTS-WEPP ADH 2025-03 91"]),
    Habit("vieux classeur .xls d'un logiciel métier",
          xls([["Extraction du 05/04/2025"], HEAD, ["CPTS-WEPP", "mars-25", "PRE_SEIN", 450.0, 812.0, None],
               ["Pôle de santé du Bergeracois", "mars-25", "ADH", None, None, "NS"]]),
          ["3 CPTS-WEPP PRE_SEIN 2025-03 450/812", "4 CPTS-BERG ADH 2025-03 masquee:NS"], ["1 titres"],
          ["4 code_repare A"]),
    Habit("nombre qu'Excel a changé en date",
          xlsx([HEAD, [*ADH[:5], date(2025, 10, 1)]], formats={"F2": "d-mmm"}), dit=["2 nombre_en_date F"]),
    Habit("format « 0,0 ‰ » sur un taux, « 0 k » sur un effectif : tous ses chiffres sont lus",
          xlsx([HEAD, ["CPTS-WEPP", "2025-03", "ACC_URG", None, None, 127.1], [*SEIN[:3], 1450, 2812, None]],
               formats={"F2": '0.0" ‰"', "D3": '#,##0,"k"'}),
          ["2 CPTS-WEPP ACC_URG 2025-03 127.1", "3 CPTS-WEPP PRE_SEIN 2025-03 1450/2812"]),
    Habit("zéro qu'un format montre comme un tiret : la cellule tient 0",
          xlsx([HEAD, [*ADH[:5], 0]], formats={"F2": '#,##0;-#,##0;"-"'}), ["2 CPTS-WEPP ADH 2025-03 0"]),
    Habit("date d'un livrable au lieu d'une réponse",
          xlsx([HEAD, ["CPTS-WEPP", "2025-03", "CRI_PLAN", None, None, date(2025, 3, 12)]]), dit=["2 oui_non F"]),
    Habit("colonnes vides entre les colonnes, code et nom qui s'accordent",
          xlsx([["Code", None, "Nom CPTS", "Mois", "Code indicateur", "Intitulé", "Effectif", None, "Population concernée"],
                ["CPTS-WEPP", None, "CPTS des Weppes", "2025-03", "PRE_SEIN", "Dépistage du cancer du sein", 450, None, 812]]),
          ["2 CPTS-WEPP PRE_SEIN 2025-03 450/812"]),
    Habit("LibreOffice : montant au format monétaire",
          ods([HEAD, [*ADH[:5], ("currency", 287000, "287 000,00 €")]]), dit=["2 montant_en_euros F"]),
]  # fmt: skip
