"""What is due and received, as tables in words: by contract year, by mission, by day, line by line. No Streamlit here."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

import pandas as pd

from calculators import french
from calculators.aci.accord.statut import SYMBOLES, least_sure
from calculators.aci.droits.bornes import total_bounds
from calculators.rows import rows as records
from dashboard.charts.money import NATURES, post

#: Statuses that are not read in a text: their symbol goes with the amount.
UNSURE = ("reconstitué", "proposé")
#: A variable part whose attainment nobody has observed: neither 0 nor 100 %.
UNSEEN = "pas encore observé"


def by_year(lignes: pd.DataFrame, *, short: bool = False) -> pd.DataFrame:
    """One row per contract year: annee_contrat, periode, fonctionnement, fixe, variable, total (cents), and for each
    amount `<name>_statut`, its least sure status; fixes, variables: how many parts run, inconnues: those whose attainment
    is not known. `short`: days in figures."""
    day, dash = (french.day_short, f"{french.INSECABLE}–{french.INSECABLE}") if short else (french.day, " – ")
    rows = []
    for (annee, debut, fin), part in lignes.groupby(["annee_contrat", "debut", "fin"], sort=True):
        running = part["mission"].isin(["fonctionnement", "lettre_intention"])
        masks = {
            "fonctionnement": running,
            "fixe": ~running & part["volet"].eq("fixe"),
            "variable": ~running & part["volet"].eq("variable"),
            "total": part["montant_centimes"].notna(),
        }
        fin = min(fin, part["au"].max())  # a contract that ended early stops inside its year
        row: dict[str, Any] = {
            "annee_contrat": annee,
            "periode": f"{day(debut)}{dash}{day(fin)}" if debut != fin else day(debut),
        }
        for name, mask in masks.items():
            kept = part[mask & part["montant_centimes"].ne(0)]
            row[name] = int(kept["montant_centimes"].sum())
            row[f"{name}_statut"] = least_sure(kept["statut"])
        row["inconnues"] = int((masks["variable"] & ~part["connue"]).sum())
        row["fixes"], row["variables"] = int(masks["fixe"].sum()), int(masks["variable"].sum())
        rows.append(row)
    return pd.DataFrame(rows)


def marked(centimes: int, statut: str) -> str:
    """An amount as HTML, with the symbol of a status that is not read in a text, and the word for screen readers."""
    text = french.euros(centimes)
    if statut not in UNSURE or not centimes:
        return text
    return f'{text} <abbr class="marque" title="{statut}">{SYMBOLES[statut]}</abbr>'


def write_variable(year: Any) -> str:
    """The variable parts of a row of `by_year` as HTML: what does not run, and what nobody has observed, is no amount."""
    if not year.variables:
        return french.ABSENT
    if year.variables and year.inconnues == year.variables:
        return UNSEEN
    text = marked(year.variable, year.variable_statut)
    if not year.inconnues:
        return text
    return f"{text}<small>et {french.count(year.inconnues, 'part')} pas encore {french.plural(year.inconnues, 'observée')}</small>"


def total_row(years: pd.DataFrame) -> dict[str, str]:
    """The total of `by_year`, every cell marked with the least sure of what it adds up."""
    return {
        name: marked(int(years[name].sum()), least_sure(years[f"{name}_statut"]))
        for name in ("fonctionnement", "fixe", "variable", "total")
    }


def explained(lignes: pd.DataFrame, missions: Mapping[str, str]) -> pd.DataFrame:
    """Each line with its computation in words: annee_contrat, poste, calcul, montant_centimes, statut, article."""
    rows = []
    for line in records(lignes):
        taux = Decimal(int(line.taux_num)) / Decimal(int(line.taux_den))
        parts = [french.euros(line.base_centimes, cents=False)]
        if line.jours != line.jours_annee:
            parts.append(f"{line.jours} j / {line.jours_annee} j")
        if line.volet == "variable":
            parts.append(french.percent(taux, 0 if taux * 100 == int(taux * 100) else 1))
        name = post(str(line.mission), str(line.volet), missions)
        if line.cas in ("redaction", "mise_a_jour"):
            name += " (rédaction du plan)" if line.cas == "redaction" else " (mise à jour du plan)"
        rows.append(
            {
                "annee_contrat": line.annee_contrat,
                "poste": name,
                "calcul": " × ".join(parts),
                "montant_centimes": line.montant_centimes,
                "statut": str(line.statut),
                "article": str(line.article),
                "version": str(line.version),
            }
        )
    return pd.DataFrame(
        rows, columns=["annee_contrat", "poste", "calcul", "montant_centimes", "statut", "article", "version"]
    )


def schedule(versements: pd.DataFrame, missions: Mapping[str, str]) -> pd.DataFrame:
    """One row per day: date, montant_centimes, cumul_centimes (all received up to that day), statut, detail (what it
    is made of, in words), cumul_statut (the least sure of everything received up to that day)."""
    rows: list[dict[str, Any]] = []
    running = 0
    seen: list[str] = []
    for day, part in versements.groupby("date", sort=True):
        kinds = part.groupby(["nature", "annee_contrat"], observed=True, sort=True)["montant_centimes"].sum()
        detail = " · ".join(
            f"{NATURES[str(nature)]}{f', année {year}' if year else ''} : {french.euros(amount)}"
            for nature, year, amount in kinds.reset_index().itertuples(index=False)
        )
        openings = sorted(
            {
                missions.get(m, m)
                for m, n in zip(part["mission"].astype(str), part["nature"].astype(str), strict=True)
                if n == "avance" and m != "fonctionnement"
            }
        )
        amount, statut = int(part["montant_centimes"].sum()), least_sure(part["statut"])
        running, seen = running + amount, [*seen, statut]
        rows.append(
            {
                "date": day,
                "montant_centimes": amount,
                "statut": statut,
                "cumul_centimes": running,
                "cumul_statut": least_sure(seen),
                "detail": detail,
                "missions": french.enumerate_fr(openings),
            }
        )
    columns = ["date", "montant_centimes", "statut", "cumul_centimes", "cumul_statut", "detail", "missions"]
    return pd.DataFrame(rows, columns=columns)


def by_post(lignes: pd.DataFrame, missions: Mapping[str, str]) -> pd.DataFrame:
    """One row per mission and volet, in the order of the accord: poste, one `annee_<n>` per contract year (cents; missing
    where it does not run or was never observed), `mot_<n>` (the same in words), total (cents), statut (the least sure of
    the row)."""
    lines = lignes.astype({"mission": "str", "volet": "str", "statut": "str"})
    order = {code: rank for rank, code in enumerate(["lettre_intention", "fonctionnement", *missions])}
    years = sorted(lines["annee_contrat"].unique())
    rows: list[dict[str, Any]] = []
    for key, part in lines.groupby(["mission", "volet"], sort=False):
        mission, volet = map(str, cast("tuple[str, str]", key))
        sums = part.groupby("annee_contrat")["montant_centimes"].sum()
        known = part.groupby("annee_contrat")["connue"].any()
        cells = {year: int(sums[year]) if known.get(year, False) else None for year in years}
        rows.append(
            {
                "rang": (order.get(mission, 99), volet == "variable", volet),
                "poste": post(mission, volet, missions),
                **{f"annee_{year}": cents for year, cents in cells.items()},
                **{f"mot_{year}": _write_cell(cents, runs=year in sums.index) for year, cents in cells.items()},
                "total": int(part["montant_centimes"].sum()),
                "statut": least_sure(part["statut"]),
            }
        )
    rows.sort(key=lambda row: row["rang"])
    return pd.DataFrame(rows).drop(columns="rang").astype({f"annee_{year}": "Int64" for year in years})


def _write_cell(cents: int | None, *, runs: bool) -> str:
    """« 12 857 € », « 0 € » where nothing was earned, « – » where the mission does not run, or « pas encore observé »."""
    if cents is not None:
        return french.euros(cents, cents=False)
    return UNSEEN if runs else french.ABSENT


def between(low: int, high: int) -> str:
    """« entre 12 € et 15 € », to the cent; empty when both are the same."""
    return "" if low == high else f"entre {french.euros(low)} et {french.euros(high)}"


def say_bounds(bornes: pd.DataFrame, lignes: pd.DataFrame, by: str) -> dict[str, str]:
    """What is said of the bounds of each value of `by` (annee_contrat or mission) that is not sure, fixed parts included.

    `bornes`, `lignes`: of calculators.aci.Resultat.
    """
    said = {name: between(*ends) for name, ends in total_bounds(bornes, lignes, by).items()}
    return {name: text for name, text in said.items() if text}
