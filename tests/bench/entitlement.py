"""Entitlement: lines and payments per second, beside the same rules in openfisca-core, amounts equal to the cent."""

import time

import numpy as np
import pandas as pd

from calculators.aci import load_accord, read_situations, simulate
from calculators.aci.annees import annees
from calculators.aci.calendrier import days
from calculators.aci.situation import Situations, frame
from tests.bench.openfisca_model import MISSIONS, PERIOD, calculate, from_mappings, system

FAR = np.datetime64("2200-01-01")


def situations(count, seed=7):
    """Draw `count` contracts of five years, with missions, rates and crises, as columns."""
    draw = np.random.default_rng(seed)
    rows = np.arange(count)
    signed = np.datetime64("2019-08-25") + draw.integers(0, 2200, count).astype("timedelta64[D]")
    contracts = pd.DataFrame(
        {
            "id_cpts": [f"C{row}" for row in rows],
            "date_signature": signed.astype("datetime64[s]"),
            "annees": 5,
            "regles": pd.NaT,
            "resiliation": pd.NaT,
            "majoration": False,
            "lettre_intention": False,
            "lettre_date": pd.NaT,
            "delai_variable_jours": 0,
        }
    ).astype({"regles": "datetime64[s]", "resiliation": "datetime64[s]", "lettre_date": "datetime64[s]"})
    taken = draw.random((count, len(MISSIONS))) < 0.9
    start = signed[:, None] + draw.integers(0, 800, taken.shape).astype("timedelta64[D]")
    row, column = np.nonzero(taken)
    years = np.tile(np.arange(1, 6), len(row))
    populations = draw.integers(8_000, 350_000, count)
    plans = draw.integers(1, 6, count)
    rates = draw.integers(0, 1_000_001, 5 * len(row))
    return Situations(
        contrats=contracts,
        populations=pd.DataFrame({"contrat": rows, "depuis": contracts["date_signature"], "population": populations}),
        missions=pd.DataFrame(
            {"contrat": row, "mission": np.array(MISSIONS)[column], "debut": start[row, column].astype("datetime64[s]")}
        ),
        crises=pd.DataFrame({"contrat": rows, "annee_contrat": plans, "cas": "redaction"}),
        atteintes=pd.DataFrame(
            {
                "contrat": np.repeat(row, 5),
                "annee_contrat": years,
                "mission": np.repeat(np.array(MISSIONS)[column], 5),
                "taux_millioniemes": rates,
                "bas_millioniemes": rates,
                "haut_millioniemes": rates,
            }
        ),
        montants=frame("montants", []),
        objectifs=frame("objectifs", []),
        doutes=frame("doutes", []),
        paliers=frame("paliers", []),
    )


def peer_inputs(many, years):
    """The same situations as the inputs of the openfisca model, a row per contract year."""
    contrat = years.contrat
    inputs = {
        "population": years.population.astype(np.int32),
        "rang": years.annee.astype(np.int32),
        "debut": years.debut,
        "suivant": years.suivant,
        "reconnue": np.zeros(len(contrat), dtype=bool),
    }
    plan = np.zeros(len(many.contrats), dtype=np.int32)
    plan[many.crises["contrat"]] = many.crises["annee_contrat"]
    inputs["redaction"] = plan[contrat]
    first = np.full(len(many.contrats), FAR)
    for mission in MISSIONS:
        mine = many.missions[many.missions["mission"] == mission]
        start = np.full(len(many.contrats), FAR)
        start[mine["contrat"]] = days(mine["debut"])
        first = np.minimum(first, start)
        inputs[f"debut_{mission}"] = start[contrat]
        rates = many.atteintes[many.atteintes["mission"] == mission]
        table = np.zeros((len(many.contrats), 6), dtype=np.int32)
        table[rates["contrat"], rates["annee_contrat"]] = rates["taux_millioniemes"]
        inputs[f"taux_{mission}"] = table[contrat, years.annee]
    inputs["avance_entiere"] = first[contrat] > years.debut
    return inputs


def written(many):
    """The same situations as people write them: one mapping per CPTS, in the form of a situation file."""
    starts, rates = {}, {}
    for row in many.missions.itertuples():
        starts.setdefault(row.contrat, {})[row.mission] = row.debut.date()
    for row in many.atteintes.itertuples():
        by_year = rates.setdefault(row.contrat, {}).setdefault(row.annee_contrat, {})
        by_year[row.mission] = f"{row.taux_millioniemes / 1e6:.6f}"
    plans = dict(zip(many.crises["contrat"], many.crises["annee_contrat"], strict=True))
    populations = many.populations["population"].tolist()
    return [
        {
            "id_cpts": row.id_cpts,
            "population": populations[row.Index],
            "date_signature": row.date_signature.date(),
            "missions": starts.get(row.Index, {}),
            "crise": {"redaction": plans[row.Index]},
            "atteinte": rates.get(row.Index, {}),
        }
        for row in many.contrats.itertuples()
    ]


def peer_written(inputs):
    """The inputs of the peer as its own documented entry takes them: a mapping per entity."""
    columns = {k: v.astype(str).tolist() if v.dtype.kind == "M" else v.tolist() for k, v in inputs.items()}
    count = len(inputs["population"])
    return {"annees": {f"a{row}": {k: {PERIOD: c[row]} for k, c in columns.items()} for row in range(count)}}


def _best(run, times=5):
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        result = run()
        spent.append(time.perf_counter() - start)
    return sorted(spent)[len(spent) // 2], result


def equal_to_the_cent(result, years, found):
    """Check every line, advance and balance of ours against the peer's; give how many amounts were compared."""
    lines = result.lignes
    row = pd.Series(np.arange(len(years.contrat)), index=pd.MultiIndex.from_arrays([years.contrat, years.annee]))
    rank = row.loc[list(zip(lines["contrat"], lines["annee_contrat"], strict=True))].to_numpy()
    paid = result.versements
    upfront = paid[paid["nature"].isin(["avance", "totalite"])].set_index("ligne")["montant_centimes"]
    upfront = upfront.reindex(range(len(lines)), fill_value=0).to_numpy()
    compared = 0
    for (mission, volet), part in lines.groupby(["mission", "volet"], observed=True):
        name = "fonctionnement" if mission == "fonctionnement" else f"{volet}_{mission}"
        ours, where = part["montant_centimes"].to_numpy(), rank[part.index]
        theirs = np.zeros(len(years.contrat), dtype=np.int64)
        theirs[where] = ours
        if not np.array_equal(theirs, found[name]):
            raise AssertionError(f"{name} : les montants diffèrent")
        compared += len(theirs)
        if volet == "fixe":
            theirs[where] = upfront[part.index]
            if not np.array_equal(theirs, found[f"avance_{name}"]):
                raise AssertionError(f"avance_{name} : les avances diffèrent")
            compared += len(theirs)
    return compared


def bench():
    """Print the timings of 700 CPTS and of a million lines, and the ratio to the peer."""
    accord = load_accord()
    tbs, wanted = system()
    print("Droits et versements (médiane de 5, un cœur)")
    for count in (700, 20_000):
        many = situations(count)
        years = annees(many, accord)
        inputs = peer_inputs(many, years)
        ours, result = _best(lambda many=many: simulate(many, accord))
        theirs, found = _best(lambda inputs=inputs: calculate(tbs, wanted, inputs), times=3)
        compared = equal_to_the_cent(result, years, found)
        lines, paid = len(result.lignes), len(result.versements)
        print(
            f"  {count:>6} CPTS × 5 ans : {ours:6.3f} s pour {lines} lignes et {paid} versements, "
            f"soit {lines / ours / 1e6:.2f} million de lignes par seconde"
        )
        print(
            f"          openfisca-core, de tableaux à tableaux : {theirs:6.3f} s ({compared} montants égaux au centime ; ni "
            "lignes, ni textes, ni versements triés)"
        )
    many = situations(700)
    texts, mappings = written(many), peer_written(peer_inputs(many, annees(many, accord)))
    ours, result = _best(lambda: simulate(read_situations(texts, accord), accord))
    theirs, found = _best(lambda: from_mappings(tbs, wanted, mappings), times=3)
    equal_to_the_cent(result, result.annees, found)
    print("  Des situations écrites, une par CPTS, jusqu'aux montants (700 CPTS × 5 ans)")
    print(f"          nous                   : {ours:6.3f} s, contrôle en français compris")
    print(f"          openfisca-core         : {theirs:6.3f} s, soit {theirs / ours:.1f} fois plus\n")


if __name__ == "__main__":
    bench()
