"""Lines of entitlement become dated payments: advances, balances, variable parts, recoveries.

Sources: ACI CPTS, article 9.1 (fonctionnement paid whole before the missions start, else 75 % then the balance) and
the domain rules 3 to 5; early termination repays advances pro rata temporis (rule 7, one source).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from calculators.aci.accord.bareme import Bareme
from calculators.aci.accord.load import Accord
from calculators.aci.accord.schema import FONCTIONNEMENT
from calculators.aci.droits.annees import Annees
from calculators.aci.droits.calendrier import Jours, days
from calculators.aci.droits.lignes import Lignes
from calculators.aci.money import Entiers, half_up
from calculators.aci.situation.read import Situations

#: The kinds of payments, in the order in which they show on one day.
NATURES = ("totalite", "avance", "majoration", "lettre_intention", "reprise", "solde", "variable")


def versements(lines: Lignes, years: Annees, situations: Situations, table: Bareme, accord: Accord) -> pd.DataFrame:
    """Give the payments of every line; their sum by line is the line's amount, to the cent.

    Columns: ligne (row number in the lines), date (datetime64[s]), nature (see NATURES), montant_centimes (a recovery
    is negative). A payment of 0 is left out.
    """
    row = lines.rang
    slots = table.slots
    variable = np.array([slot.volet == "variable" for slot in slots])[lines.slot]
    running_costs = np.array([slot.mission == FONCTIONNEMENT for slot in slots])[lines.slot]
    whole = running_costs & ~_started(situations, years)[row]
    share = np.array([bloc.regles.avance_pour_cent.valeur for bloc in accord.blocs], dtype=np.int64)
    share = share[np.maximum(years.version, 0)][row]

    planned = half_up(lines.base * lines.prevu * lines.taux_num, lines.jours_annee * lines.taux_den)
    advance = np.where(variable, 0, np.where(whole, planned, half_up(planned * share, 100)))
    kept = half_up(advance * lines.jours, np.maximum(lines.prevu, 1))
    recovery = kept - advance
    balance = lines.montant - kept
    delay = situations.contrats["delai_variable_jours"].to_numpy()[years.contrat][row]
    anniversary = years.suivant[row]
    stop = years.arret[row]
    return _stack(
        [
            ("totalite", lines.debut, np.where(whole, advance, 0)),
            ("avance", lines.debut, np.where(whole, 0, advance)),
            ("reprise", stop, recovery),
            ("solde", anniversary, np.where(variable, 0, balance)),
            ("variable", anniversary + delay.astype("timedelta64[D]"), np.where(variable, lines.montant, 0)),
        ]
    )


def _started(situations: Situations, years: Annees) -> np.ndarray:
    """Tell whether at least one mission had started by the first day of each year (that day included)."""
    never = np.iinfo(np.int64).max
    first = np.full(len(situations.contrats), never, dtype=np.int64)
    frame = situations.missions
    np.minimum.at(first, frame["contrat"].to_numpy(), days(frame["debut"]).astype(np.int64))
    return np.asarray(first[years.contrat] <= years.debut.astype(np.int64))


def _stack(parts: list[tuple[str, Jours, Entiers]]) -> pd.DataFrame:
    """Put the payments that are not 0 under one another, kind by kind."""
    paid = [(NATURES.index(name), dates, cents, np.flatnonzero(cents)) for name, dates, cents in parts]
    codes = np.concatenate([np.full(len(rows), code, dtype=np.int8) for code, _, _, rows in paid])
    return pd.DataFrame(
        {
            "ligne": np.concatenate([rows for *_, rows in paid]),
            "date": np.concatenate([dates[rows] for _, dates, _, rows in paid]).astype("datetime64[s]"),
            "nature": pd.Categorical.from_codes(codes, pd.Index(NATURES)),
            "montant_centimes": np.concatenate([cents[rows] for _, _, cents, rows in paid]),
        },
        copy=False,
    )
