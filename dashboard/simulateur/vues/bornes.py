"""Between which amounts a total lies when an observation or an attainment is not sure. No Streamlit here."""

from typing import Any

import pandas as pd

from calculators import french


def between(low: int, high: int) -> str:
    """« entre 12 € et 15 € », to the cent; empty when both are the same."""
    return "" if low == high else f"entre {french.euros(low)} et {french.euros(high)}"


def spans(bornes: pd.DataFrame, lignes: pd.DataFrame, by: str) -> dict[Any, str]:
    """What is said of the bounds of each value of `by` (annee_contrat or mission) that has any: low and high totals of
    its lines, fixed parts included. `bornes`, `lignes`: of calculators.aci.Resultat."""
    kept = bornes.assign(**{by: bornes[by].astype(str)}).groupby(by)[
        ["bas_centimes", "montant_centimes", "haut_centimes"]
    ]
    totals = lignes.groupby(lignes[by].astype(str))["montant_centimes"].sum()
    found = {}
    for name, row in kept.sum().iterrows():
        rest = int(totals.get(name, 0)) - int(row["montant_centimes"])
        said = between(rest + int(row["bas_centimes"]), rest + int(row["haut_centimes"]))
        if said:
            found[name] = said
    return found
