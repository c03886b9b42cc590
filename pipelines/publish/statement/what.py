"""What every statement says of itself: on which hypothesis, between which amounts, with which advance."""

from __future__ import annotations

import pandas as pd

from calculators.aci import Resultat
from calculators.aci.droits.lignes import whole_amounts

#: What the variable parts of a situation file rest on.
GIVEN = "Atteinte écrite dans la situation ; une part sans atteinte n'est pas encore observée, et n'est pas comptée."


def bounds_of(result: Resultat, *, supposee: bool) -> pd.DataFrame:
    """The bounds of the variable parts (columns of Resultat.bornes).

    When their attainment is only supposed, nothing is sure of them: each lies between nothing and its whole amount.
    """
    if not supposee:
        return result.bornes
    lines = result.lignes[result.lignes["volet"].eq("variable")]
    keys = [lines["annee_contrat"], lines["mission"].astype(str)]
    whole = pd.Series(whole_amounts(lines), index=lines.index).groupby(keys).sum()
    places = pd.MultiIndex.from_arrays([result.bornes["annee_contrat"], result.bornes["mission"].astype(str)])
    return result.bornes.assign(bas_centimes=0, haut_centimes=whole.reindex(places, fill_value=0).to_numpy())


def advance_shares(result: Resultat) -> dict[str, int]:
    """The share paid in advance, in hundredths, by version of the accord; the annex takes that of the last one."""
    shares = {bloc.version: int(bloc.regles.avance_pour_cent.valeur) for bloc in result.accord.blocs}
    return {**shares, "contrat": shares[result.accord.blocs[-1].version]}
