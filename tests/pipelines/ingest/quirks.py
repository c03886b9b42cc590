"""What a careful human reads in each file of ``files/quirks``: every cell, the lines set aside, the columns understood.

A cell reads as a number, ``masquee`` or ``manquante``, a month, a code (mended against a list, or ``?``), or a text.
``lu``: what may be stored, as in ``habit.Habit``; most of these files lack a month or an indicator, and are refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field

NUMBER, MONTH, CODE, TEXT, DAY = "nombre", "mois", "code", "texte", "jour"


@dataclass(frozen=True)
class Quirk:
    """``header``: line of the header. ``kinds``: what each column holds; ``rows``: line → what is read in each cell."""

    file: str
    header: int
    kinds: list[str]
    rows: dict[int, list[object]]
    a_part: dict[int, str] = field(default_factory=dict)
    dit: list[str] = field(default_factory=list)
    lu: list[str] = field(default_factory=list)
    manque: list[str] = field(default_factory=list)


QUIRKS = [
    # The vaccine is not named and « sans médecin traitant » may be four indicators: no column can be stored.
    Quirk(
        "q1_excel_fr_bom.csv", 1, [MONTH, CODE, TEXT, NUMBER, NUMBER, NUMBER, DAY],
        {2: ["2025-03", "CPTS-BERG", "Pôle de Santé du Bergeracois", 61915, 4812, 57.6, "20/03/2020"],
         3: ["2025-03", "CPTS-2152", "CPTS 21-52", 36621, 2145, 56.6, "10/12/2020"]},
        dit=["1 colonne_ambigue", "1 colonne_ambigue"], manque=[],
    ),
    # One column can mean one thing only: the numerator of ACC_MT_ALD, hidden twice and once unknown.
    Quirk(
        "q2_cp1252_marqueurs.csv", 1, [MONTH, CODE, TEXT, NUMBER, NUMBER, NUMBER],
        {2: ["2025-03", "CPTS-BERG", "Pôle de Santé du Bergeracois", "65 %", "masquee", "masquee"],
         3: ["2025-03", "CPTS-LITN", "CPTS Littoral en Nord", "100 %", "masquee", "4.5 %"],
         4: ["2025-03", "CPTS-WEPP", "CPTS des Weppes", "manquante", "manquante", "manquante"]},
        dit=["1 colonne_ignoree", "1 colonne_reconnue"],
        lu=["2 CPTS-BERG ACC_MT_ALD 2025-03 masquee:NS", "3 CPTS-LITN ACC_MT_ALD 2025-03 masquee:< 11",
            "4 CPTS-WEPP ACC_MT_ALD 2025-03 manquante:-"],
    ),
    # The day of an extraction is no month; acts of unscheduled care are a count that may be numerator or denominator.
    Quirk(
        "q3_titres_unites_total.csv", 6, [CODE, TEXT, NUMBER, NUMBER, NUMBER],
        {7: ["CPTS-BERG", "Pôle de Santé du Bergeracois", 4812, 380, 50.5],
         8: ["CPTS-2152", "CPTS 21-52", 2145, 112, 56.6]},
        {1: "titres", 2: "titres", 6: "unités", 9: "total", 10: "source"},
        ["5 colonne_ambigue", "5 colonne_ambigue", "5 colonne_reconnue"], manque=["mois"],
    ),
    # Codes of places and of establishments: zeros mended where the list of departments and communes allows it.
    Quirk(
        "q4_codes_abimes.csv", 1, [CODE, CODE, TEXT, "siret", NUMBER],
        {2: ["03", "03095", "30005689", "?", 12.5], 3: ["03", "03095", "030005689", "26010004500012", 12.5],
         4: ["2A", "2A004", "2A0004567", "", 7.5], 5: ["2B", "2B033", "2B0001234", "", 8.0],
         6: ["?", "97101", "970100012", "", 3.1], 7: ["971", "97101", "970100012", "", 3.1]},
        manque=["id_cpts", "mois", "indicateur"],
    ),
    Quirk(
        "q5_separateurs_melanges.csv", 1, [CODE, TEXT, NUMBER, NUMBER],
        {2: ["CPTS-BERG", "Pôle de Santé du Bergeracois", 1234.12, 6.6], 3: ["CPTS-LITN", "CPTS Littoral en Nord", 287000, -26]},
        manque=["mois", "indicateur", "valeur"],
    ),
    Quirk(
        "q6_agregats_meles.csv", 1, [NUMBER, TEXT, TEXT, CODE, TEXT, NUMBER, NUMBER],
        {2: [2016, "32", "Hauts-de-France", "59", "Nord", 853, "masquee"],
         4: [2016, "94", "Corse", "2B", "Haute-Corse", 880, 0.065]},
        {3: "total", 5: "total"}, manque=["id_cpts", "mois", "indicateur"],
    ),
    Quirk(
        "q8_espace_fine.csv", 1, [CODE, "euros", "euros"],
        {2: ["CPTS-BERG", 287000, -2300.5], 3: ["CPTS-LITN", 450000, 0]},
        manque=["mois", "indicateur", "valeur"],
    ),
]  # fmt: skip
