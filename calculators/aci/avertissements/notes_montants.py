"""Warnings about amounts: unknown attainment, doubtful cells, what to repay, the statutory auditor.

Source: domain rules 3 (thresholds) and 4.7 (what an early end takes back); statuses of calculators/aci/accord.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pandas as pd

from calculators.aci.accord.load import Accord
from calculators.aci.accord.statut import PROPOSE, RECONSTITUE
from calculators.aci.droits.annees import Annees
from calculators.aci.droits.lignes import whole_amounts
from calculators.aci.money import euros_text
from calculators.aci.note import Note
from calculators.aci.situation.read import Situations


def unknown_rates(situations: Situations, lignes: pd.DataFrame, accord: Accord) -> Iterator[Note]:
    """Tell, by year, the variable parts whose attainment is not known, with the two bounds of what they are worth.

    Those that an observation explains are told by notes_doutes, by mission.
    """
    rows = lignes[~lignes["connue"]]
    if len(situations.doutes):
        keys = ["contrat", "annee_contrat", "mission"]
        told = pd.MultiIndex.from_frame(situations.doutes[keys])
        rows = rows[~pd.MultiIndex.from_frame(rows[keys].astype({"mission": "str"})).isin(told)]
    stake = whole_amounts(rows)
    named = {code: mission.court for code, mission in accord.missions.items()}
    names = rows["objectif"].astype(str).where(rows["objectif"] != "", rows["mission"].astype(str).map(named))
    totals: dict[tuple[int, int, pd.Timestamp], int] = defaultdict(int)
    listed: dict[tuple[int, int, pd.Timestamp], dict[str, None]] = defaultdict(dict)
    columns = (rows["contrat"], rows["annee_contrat"], rows["fin"], names, stake)
    for contrat, year, last, name, cents in zip(*(column.tolist() for column in columns), strict=True):
        totals[contrat, year, last] += cents
        listed[contrat, year, last][name] = None
    for (contrat, year, last), cents in totals.items():
        yield Note(
            contrat,
            last.date(),
            "atteinte",
            f"Année {year} : atteinte non renseignée ({', '.join(listed[contrat, year, last])}) ; comptée 0 €, elle "
            f"vaudrait entre 0 € et {euros_text(cents)}.",
        )


def unused_rates(situations: Situations, lignes: pd.DataFrame, accord: Accord) -> Iterator[Note]:
    """Tell the rates and objectives given for a year in which the mission has no variable line."""
    paid = lignes[lignes["volet"] == "variable"]
    used = set(zip(paid["contrat"], paid["annee_contrat"], paid["mission"], strict=True))
    names = ["contrat", "annee_contrat", "mission"]
    given = pd.concat([situations.atteintes[names], situations.objectifs[names]])
    for contrat, year, mission in dict.fromkeys(zip(*(given[name].tolist() for name in names), strict=True)):
        if (contrat, year, mission) not in used:
            yield Note(
                contrat,
                None,
                "atteinte",
                f"Année {year} : l'atteinte donnée pour la mission « {accord.missions[mission].court} » est sans effet, aucune part variable ne "
                "court cette année-là.",
            )


def crisis(situations: Situations, lignes: pd.DataFrame) -> Iterator[Note]:
    """Tell the plan years and the recognised crises that earn nothing because the mission does not run that year."""
    paid = lignes[lignes["mission"] == "crise"]
    fixed = set(zip(paid["contrat"], paid["annee_contrat"], paid["cas"], strict=True))
    columns = [situations.crises[name].tolist() for name in ("contrat", "annee_contrat", "cas")]
    for contrat, year, cas in zip(*columns, strict=True):
        if (contrat, year, cas) in fixed:
            continue
        what = (
            "le plan est dit rédigé, mais la mission ne court pas cette année-là : le montant de rédaction n'est pas compté."
            if cas == "redaction"
            else "une crise est dite reconnue, mais la mission ne court pas cette année-là : sa part variable n'est pas "
            "comptée."
        )
        yield Note(contrat, None, "crise", f"Mission « Crise sanitaire », année {year} : {what}")


def status(lignes: pd.DataFrame) -> Iterator[Note]:
    """Tell how much of the total rests on reconstructed or proposed cells."""
    totals = _sum_by(lignes, ["contrat"])
    for statut, words in ((RECONSTITUE, "reconstitués"), (PROPOSE, "proposés, pas encore en vigueur")):
        for (contrat,), cents in _sum_by(lignes[lignes["statut"] == statut], ["contrat"]).items():
            if cents:
                yield Note(
                    contrat,
                    None,
                    "statut",
                    f"{euros_text(cents)} sur {euros_text(totals[contrat,])} reposent sur des montants {words} : à vérifier "
                    "dans l'annexe financière du contrat.",
                )


def recoveries(versements: pd.DataFrame) -> Iterator[Note]:
    """Tell what an early end of the contract would take back (one source: an estimate)."""
    taken = versements[versements["nature"] == "reprise"]
    for (contrat, day), cents in _sum_by(taken, ["contrat", "date"]).items():
        yield Note(
            contrat,
            day.date(),
            "resiliation",
            f"Contrat arrêté le {day:%d/%m/%Y}, premier jour non compté (le {day - pd.Timedelta(days=1):%d/%m/%Y} compte "
            f"encore) : environ {euros_text(-cents)} d'avances seraient à rembourser, au prorata "
            "des jours restants (estimation, une seule source).",
        )


def auditor(versements: pd.DataFrame, accord: Accord) -> Iterator[Note]:
    """Tell the civil years whose payments pass the limit above which a statutory auditor is compulsory.

    Source: domain of the press of the agreement (« plus de 153 000 € d'aides publiques par an »). Counted on what is paid
    in a civil year, recoveries taken off; aid that does not come from the ACI is not known here (our choice).
    """
    limit = 100 * accord.blocs[-1].regles.seuil_commissaire_aux_comptes.valeur
    above: dict[int, dict[int, int]] = defaultdict(dict)
    dated = versements.assign(annee=versements["date"].dt.year)
    for (contrat, year), cents in sorted(_sum_by(dated, ["contrat", "annee"]).items()):
        if cents > limit:
            above[contrat][year] = cents
    for contrat, years in above.items():
        listed = ", ".join(f"{year} ({euros_text(cents)})" for year, cents in years.items())
        yield Note(
            contrat,
            date(min(years), 12, 31),
            "commissaire",
            f"Plus de {euros_text(limit)} d'aide publique dans l'année : un commissaire aux comptes est obligatoire — "
            f"{listed}.",
        )


def indemnities(years: Annees, accord: Accord) -> Iterator[Note]:
    """Tell the yearly cap of what one professional may receive, for the civil years the contract crosses.

    Source: décret 2022-375 (the cap is the PASS). A year that is not in the agreement's data gives the last value known,
    said not to be up to date.
    """
    caps = {cap.annee: cap for cap in accord.blocs[-1].plafonds_indemnites}
    if not caps:
        return
    last = caps[max(caps)]
    spans: dict[int, list[int]] = defaultdict(list)
    first_days, last_days = years.debut.astype("datetime64[Y]"), (years.suivant - 1).astype("datetime64[Y]")
    for contrat, first, end in zip(years.contrat.tolist(), first_days.tolist(), last_days.tolist(), strict=True):
        spans[contrat] += [first.year, end.year]
    for contrat, found in spans.items():
        crossed = range(max(min(found), min(caps)), max(found) + 1)
        known = [
            f"{euros_text(100 * caps[y].montant)} en {y} (statut : {caps[y].statut})" for y in crossed if y in caps
        ]
        unknown = [year for year in crossed if year not in caps]
        said = " ; ".join(known)
        if unknown:
            until = f"{unknown[0]}" if len(unknown) == 1 else f"{unknown[0]} à {unknown[-1]}"
            said += (
                f"{' ; ' if known else ''}pour {until}, le montant n'est pas dans les données : le dernier connu est "
                f"{euros_text(100 * last.montant)} ({last.annee}, statut : {last.statut}), il n'est plus à jour"
            )
        if said:
            yield Note(
                contrat,
                None,
                "indemnites",
                "Les indemnités d'un même professionnel sont plafonnées chaque année civile au plafond de la sécurité "
                f"sociale (décret 2022-375) : {said}.",
            )


def _sum_by(rows: pd.DataFrame, names: list[str]) -> dict[tuple, int]:
    """Sum montant_centimes by the named columns, without a frame per group."""
    sums: dict[tuple, int] = defaultdict(int)
    columns = (rows[name].tolist() for name in names)
    for *key, cents in zip(*columns, rows["montant_centimes"].tolist(), strict=True):
        sums[tuple(key)] += cents
    return sums
