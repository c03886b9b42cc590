"""The variables of the openfisca peer put in the same two tables as ours: lines, and payments sorted by CPTS and day."""

import numpy as np
import pandas as pd


def tables(simulation, ids, *, periods, kinds):
    """Put the variables in two tables: lines by CPTS, year and kind; payments by CPTS, day and kind."""
    lines, paid = [], []
    rows = np.arange(len(ids))
    for year, period in enumerate(periods, start=1):
        of = {name: simulation.calculate(name, period) for name in ("debut", "suivant", "jours_annee", "case")}
        for kind, (mission, volet) in enumerate(kinds):
            base = simulation.calculate(f"base_{mission}_{volet}", period)
            run = base > 0
            days, begins = of["jours_annee"], of["debut"]
            if mission != "fonctionnement":
                days, begins = (simulation.calculate(f"{name}_{mission}", period) for name in ("jours", "du"))
                run = run & (days > 0)
            kept = rows[run]
            rate = simulation.calculate(f"taux_{mission}", period)[kept] if volet == "variable" else 1_000_000
            amount = simulation.calculate(f"montant_{mission}_{volet}", period)[kept]
            blank = np.zeros(len(kept), dtype=np.int64)
            shared = {"contrat": kept, "annee_contrat": blank + year, "sorte": blank + kind}
            lines.append(
                {
                    **shared,
                    "taille": of["case"][kept] % 4 + 1,
                    "debut": of["debut"][kept],
                    "fin": of["suivant"][kept] - 1,
                    "du": begins[kept],
                    "base_centimes": base[kept],
                    "jours": days[kept],
                    "jours_annee": of["jours_annee"][kept],
                    "taux": blank + rate,
                    "montant_centimes": amount,
                }
            )
            if volet == "variable":
                paid.append({**shared, "date": of["suivant"][kept], "nature": blank + 3, "montant_centimes": amount})
                continue
            early = np.zeros(len(kept), dtype=bool)
            if mission == "fonctionnement":
                early = (of["debut"] < simulation.calculate("premiere_mission", period))[kept]
            first = simulation.calculate(f"avance_{mission}", period)[kept]
            rest = simulation.calculate(f"solde_{mission}", period)[kept]
            paid.append({**shared, "date": begins[kept], "nature": np.where(early, 0, 1), "montant_centimes": first})
            paid.append({**shared, "date": of["suivant"][kept], "nature": blank + 2, "montant_centimes": rest})
    return _frame(lines, ids, ["sorte", "annee_contrat"], kinds), _frame(paid, ids, ["nature", "date"], kinds)


def _frame(parts, ids, order, kinds):
    """Stack the parts, drop the payments of 0, sort by CPTS then ``order`` reversed, and name the codes."""
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    payments = "nature" in columns
    if payments:
        paid = columns["montant_centimes"] != 0
        columns = {name: values[paid] for name, values in columns.items()}
    rank = np.lexsort((*(columns[name] for name in order), columns["contrat"]))
    columns = {name: values[rank] for name, values in columns.items()}
    sorte = columns.pop("sorte")
    missions = list(dict.fromkeys(mission for mission, _ in kinds))
    mission = np.array([missions.index(mission) for mission, _ in kinds])
    volet = np.array([int(volet == "variable") for _, volet in kinds])
    texts = {
        "id_cpts": pd.Categorical.from_codes(columns["contrat"], ids),
        "mission": pd.Categorical.from_codes(mission[sorte], missions),
        "volet": pd.Categorical.from_codes(volet[sorte], ["fixe", "variable"]),
    }
    if payments:
        columns["nature"] = pd.Categorical.from_codes(columns["nature"], ["totalite", "avance", "solde", "variable"])
    days = {name: v.astype("datetime64[s]") for name, v in columns.items() if v.dtype.kind == "M"}
    return pd.DataFrame({**texts, **columns, **days}, copy=False)
