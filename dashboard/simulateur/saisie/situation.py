"""From the fields of the simulator to a situation, and from a result to what the page shows. No Streamlit here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from calculators import french
from calculators.aci.accord.statut import SYMBOLES, least_sure
from calculators.aci.droits.calendrier import anniversary
from calculators.rows import rows as records
from dashboard.charts.money import NATURES, post

FREE = "SAISIE-LIBRE"
#: What the page starts from when a situation file was loaded.
FICHIER = "FICHIER"
_UNSURE = ("reconstitué", "proposé")


@dataclass(frozen=True)
class Fields:
    """What the person typed. `taux`: attainment of each mission, a ratio, the same every contract year;
    `taux_par_annee`: by contract year and mission, prevails (attainment read in observations): a ratio, or a ratio with
    its bounds as a situation writes it (taux, entre, pourquoi)."""

    id_cpts: str
    population: int
    signature: date
    missions: Mapping[str, date]
    taux: Mapping[str, Decimal]
    redaction: int | None
    reconnue: Sequence[int]
    majoration: bool
    lettre_intention: bool
    resiliation: date | None
    annees: int = 5
    taux_par_annee: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


def _rates(fields: Fields) -> dict[int, dict[str, Any]]:
    """The rate of each mission in the contract years where its variable part runs; a crisis only when recognised."""
    rates: dict[int, dict[str, Any]] = {}
    for year in range(1, fields.annees + 1):
        end = anniversary(fields.signature, year)
        running = {
            code: rate if isinstance(rate, Mapping) else str(rate)
            for code, rate in {**fields.taux, **fields.taux_par_annee.get(year, {})}.items()
            if code in fields.missions and fields.missions[code] < end and (code != "crise" or year in fields.reconnue)
        }
        if running and not (fields.resiliation and fields.resiliation <= anniversary(fields.signature, year - 1)):
            rates[year] = running
    return rates


def situation(fields: Fields, *, contrat: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The situation file of design.md for these fields. `contrat`: the stored contract they start from, for what no
    field shows: the cells of its annex, its rules, its delay, the history of its population when it was not changed."""
    stored = dict(contrat or {})
    known = stored.get("population")
    kept = isinstance(known, Mapping) and last_population(known) == fields.population
    letter = (stored.get("amorcage") or {}).get("lettre_intention")
    dated = fields.lettre_intention and isinstance(letter, str)
    return {
        "id_cpts": fields.id_cpts,
        "population": known if kept else fields.population,
        "date_signature": fields.signature.isoformat(),
        "annees": fields.annees,
        "missions": {code: day.isoformat() for code, day in fields.missions.items()},
        "crise": {"redaction": fields.redaction, "reconnue": sorted(fields.reconnue)},
        "atteinte": _rates(fields),
        "amorcage": {"majoration": fields.majoration, "lettre_intention": letter if dated else fields.lettre_intention},
        "montants": dict(stored.get("montants") or {}),
        "resiliation": fields.resiliation.isoformat() if fields.resiliation else None,
        **{name: stored[name] for name in ("regles", "delai_variable_jours") if stored.get(name)},
    }


def with_rates(fields: Fields, taux: Mapping[str, Decimal], par_annee: Mapping[int, Mapping[str, Any]]) -> Fields:
    """The same fields with other rates: `taux` every year, `par_annee` where a contract year has its own."""
    return replace(fields, taux=dict(taux), taux_par_annee=par_annee)


def last_population(value: int | Mapping[Any, int]) -> int:
    """The population of a situation: the number, or the latest one when it changes over time."""
    return int(value) if not isinstance(value, Mapping) else int(value[max(value, key=str)])


def by_year(lignes: pd.DataFrame, *, short: bool = False) -> pd.DataFrame:
    """One row per contract year: annee_contrat, periode, fonctionnement, fixe, variable, total (cents), and for each
    amount `<name>_statut`, its least sure status. `short`: days in figures."""
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
        row: dict[str, Any] = {
            "annee_contrat": annee,
            "periode": f"{day(debut)}{dash}{day(fin)}" if debut != fin else day(debut),
        }
        for name, mask in masks.items():
            kept = part[mask & part["montant_centimes"].ne(0)]
            row[name] = int(kept["montant_centimes"].sum())
            row[f"{name}_statut"] = least_sure(kept["statut"])
        rows.append(row)
    return pd.DataFrame(rows)


def marked(centimes: int, statut: str) -> str:
    """An amount as HTML, with the symbol of a status that is not read in a text, and the word for screen readers."""
    text = french.euros(centimes)
    if statut not in _UNSURE or not centimes:
        return text
    return f'{text} <abbr class="marque" title="{statut}">{SYMBOLES[statut]}</abbr>'


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
    running, seen = 0, []
    for day, part in versements.groupby("date", sort=True):
        kinds = part.groupby(["nature", "annee_contrat"], observed=True, sort=True)["montant_centimes"].sum()
        detail = " · ".join(
            f"{NATURES[str(nature)]}{f', année {year}' if year else ''} : {french.euros(amount)}"
            for (nature, year), amount in kinds.items()
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
    """One row per mission and volet, in the order of the accord: poste, one `annee_<n>` per contract year (cents, 0
    where nothing is due), total (cents), statut (the least sure of the row)."""
    lines = lignes.astype({"mission": "str", "volet": "str", "statut": "str"})
    order = {code: rank for rank, code in enumerate(["lettre_intention", "fonctionnement", *missions])}
    years = sorted(lines["annee_contrat"].unique())
    rows = []
    for (mission, volet), part in lines.groupby(["mission", "volet"], sort=False):
        sums = part.groupby("annee_contrat")["montant_centimes"].sum()
        rows.append(
            {
                "rang": (order.get(mission, 99), volet == "variable", volet),
                "poste": post(mission, volet, missions),
                **{f"annee_{year}": int(sums.get(year, 0)) for year in years},
                "total": int(part["montant_centimes"].sum()),
                "statut": least_sure(part["statut"]),
            }
        )
    rows.sort(key=lambda row: row["rang"])
    return pd.DataFrame(rows).drop(columns="rang")


def said(text: str) -> str:
    """A sentence of the calculators as the screens write it: French spaces and apostrophes."""
    return french.typography(text).replace("'", "’")


def owner(start: str, base: Mapping[str, Any], *, known: Collection[str]) -> str:
    """Whose situation it is: the contract started from; for a file, the contract it names if it is in scope, else nobody."""
    named = str(base.get("id_cpts", ""))
    return start if start != FICHIER else named if named in known else FREE


def years_of(base: Mapping[str, Any], *, start: str, usual: int) -> int:
    """How many contract years: those the file asks for, else the usual number."""
    return int(base.get("annees") or usual) if start == FICHIER else usual


def rates_of(base: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """The rates that a situation gives, with their bounds when it gives them, by contract year and mission."""
    return {int(year): dict(by) for year, by in (base.get("atteinte") or {}).items()}
