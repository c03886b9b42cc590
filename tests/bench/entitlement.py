"""Entitlement: lines and payments per second, beside the same rules in openfisca-core, amounts equal to the cent."""

import time

import numpy as np
import pandas as pd

from calculators.aci import load_accord, read_situations, simulate
from calculators.aci.droits.calendrier import days
from calculators.aci.situation.read import Situations, frame
from tests.bench.openfisca_model import ETERNITY, FAR, MISSIONS, PERIODS, calculate, from_mappings, system


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


def peer_inputs(many):
    """The same situations as the inputs of the openfisca model: an array by variable and period."""
    count = len(many.contrats)
    plan = np.zeros(count, dtype=np.int32)
    plan[many.crises["contrat"]] = many.crises["annee_contrat"]
    inputs = {
        ("signature", ETERNITY): days(many.contrats["date_signature"]),
        ("population", ETERNITY): many.populations["population"].to_numpy(dtype=np.int32),
        ("redaction", ETERNITY): plan,
    }
    for mission in MISSIONS:
        mine = many.missions[many.missions["mission"] == mission]
        start = np.full(count, FAR)
        start[mine["contrat"]] = days(mine["debut"])
        inputs[f"debut_{mission}", ETERNITY] = start
        rates = many.atteintes[many.atteintes["mission"] == mission]
        table = np.zeros((count, 6), dtype=np.int32)
        table[rates["contrat"], rates["annee_contrat"]] = rates["taux_millioniemes"]
        for year, period in enumerate(PERIODS, start=1):
            inputs[f"taux_{mission}", period] = table[:, year]
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


def peer_written(ids, inputs):
    """The inputs of the peer as its own documented entry takes them: a mapping per entity."""
    mappings = {name: {} for name in ids}
    for (name, period), values in inputs.items():
        listed = values.astype(str).tolist() if values.dtype.kind == "M" else values.tolist()
        for entity, value in zip(mappings.values(), listed, strict=True):
            entity.setdefault(name, {})[period] = value
    return mappings


def _in_turn(ours, theirs, times=7):
    """Run both in turn, so that what else the machine does weighs on both: shortest time and last result of each."""
    spent, results = ([], []), [None, None]
    for _ in range(times):
        for side, run in enumerate((ours, theirs)):
            start = time.perf_counter()
            results[side] = run()
            spent[side].append(time.perf_counter() - start)
    return min(spent[0]), results[0], min(spent[1]), results[1]


def equal_to_the_cent(result, found):
    """Check that both tables hold the same lines and the same dated payments; give how many amounts were compared."""
    lines, paid = found
    shared = ["contrat", "annee_contrat", "mission", "volet", "montant_centimes"]
    for ours, theirs, keys in (
        (result.lignes, lines, [*shared, "taille", "debut", "fin", "du", "base_centimes", "jours", "jours_annee"]),
        (result.versements, paid, [*shared, "date", "nature"]),
    ):
        sides = [
            frame[keys].astype(dict.fromkeys({"mission", "volet", "nature"} & set(keys), "str"))
            for frame in (ours[ours["montant_centimes"] >= 0], theirs)
        ]
        left, right = (side.sort_values(keys, ignore_index=True) for side in sides)
        pd.testing.assert_frame_equal(left, right, check_dtype=False)
    return len(lines) + len(paid)


def bench():
    """Print the timings of 700 CPTS and of many more, and the ratio to the peer, for the same two tables."""
    accord = load_accord()
    tbs = system()
    print("Droits et versements, des mêmes données aux deux mêmes tables (le plus court de 7, à tour de rôle, un cœur)")
    for count in (700, 20_000):
        many = situations(count)
        ids, inputs = many.contrats["id_cpts"].tolist(), peer_inputs(many)
        ours, result, theirs, found = _in_turn(
            lambda many=many: simulate(many, accord), lambda ids=ids, inputs=inputs: calculate(tbs, ids, inputs)
        )
        compared = equal_to_the_cent(result, found)
        lines, paid = len(result.lignes), len(result.versements)
        print(
            f"  {count:>6} CPTS × 5 ans, de tableaux à tables : {ours:6.3f} s pour {lines} lignes et {paid} versements, "
            f"soit {lines / ours / 1e6:.2f} million de lignes par seconde"
        )
        print(
            f"          openfisca-core : {theirs:6.3f} s, soit {theirs / ours:.1f} fois plus "
            f"({compared} montants égaux au centime ; ses tables n'ont ni article, ni statut, ni référence)"
        )
    many = situations(700)
    texts, mappings = written(many), peer_written(many.contrats["id_cpts"].tolist(), peer_inputs(many))
    ours, result, theirs, found = _in_turn(
        lambda: simulate(read_situations(texts, accord), accord), lambda: from_mappings(tbs, mappings)
    )
    equal_to_the_cent(result, found)
    print("  Des situations écrites, une par CPTS, jusqu'aux deux tables (700 CPTS × 5 ans)")
    print(f"          nous           : {ours:6.3f} s, contrôle en français compris")
    print(f"          openfisca-core : {theirs:6.3f} s, soit {theirs / ours:.1f} fois plus")
    print()


if __name__ == "__main__":
    bench()
