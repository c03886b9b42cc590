"""The same accord as an openfisca-core model, the peer of the entitlement benchmark: same inputs, same two tables.

The entity is a CPTS: signature, population and mission starts are given once, rates by contract year; a period is a
contract year (2001 is the first). Dates of the years, taille, proration, lines and dated payments are variables, found
from one another by openfisca. Parameters come from the very same YAML blocks. Integers of 64 bits throughout: openfisca's
floats are 32 bits wide and would lose cents. Cells are looked up in arrays laid out once, the fastest way we found;
articles, statuses and references, which our own tables carry, are left out.
"""

from functools import lru_cache

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from calculators.aci import load_accord
from tests.bench.openfisca_tables import tables

CPTS = build_entity(key="cpts", plural="plusieurs_cpts", label="Une CPTS", is_person=True)
MISSIONS = list(load_accord().missions)
PERIODS = [str(2000 + year) for year in range(1, 6)]
ETERNITY = "ETERNITY"
FAR = np.datetime64("2200-01-01")
AVENANT = np.datetime64(load_accord().blocs[1].en_vigueur)
LINES = [("fonctionnement", "fixe"), *((mission, volet) for mission in MISSIONS for volet in ("fixe", "variable"))]


@lru_cache
def _cells(name):
    """The amounts of one cell by version and taille, as one array: 0 where the version has none."""
    found = np.zeros((2, 4), dtype=np.int64)
    for rank, bloc in enumerate(load_accord().blocs):
        for cell in bloc.cellules:
            if f"{cell.mission}_{cell.volet}{f'_{cell.cas}' if cell.cas else ''}" == name:
                found[rank, cell.taille - 1] = cell.centimes
    return found.ravel()


@lru_cache
def _limits():
    return np.array([band.de for band in load_accord().blocs[1].tailles])


def _half_up(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


def _long(values):
    return values.astype(np.int64)


def _year(period):
    return period.start.year - 2000


def _anniversary(signed, years):
    """The same day, years later; 29 February becomes the 28th."""
    month = signed.astype("datetime64[M]")
    other = month + 12 * years
    last = (other + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.minimum(other.astype("datetime64[D]") + (signed - month.astype("datetime64[D]")), last)


def _debut(cpts, period):
    return _anniversary(cpts("signature", ETERNITY), _year(period) - 1)


def _suivant(cpts, period):
    return _anniversary(cpts("signature", ETERNITY), _year(period))


def _case(cpts, period):
    """Where the amounts of the year stand in the arrays of cells: version, then taille."""
    taille = np.searchsorted(_limits(), cpts("population", ETERNITY), side="right") - 1
    return (cpts("debut", period) >= AVENANT) * 4 + taille


def _jours_annee(cpts, period):
    return (cpts("suivant", period) - cpts("debut", period)).astype(np.int64)


def _premiere_mission(cpts, period):
    return np.min([cpts(f"debut_{mission}", ETERNITY) for mission in MISSIONS], axis=0)


def _du(mission):
    return lambda cpts, period: np.maximum(cpts("debut", period), cpts(f"debut_{mission}", ETERNITY))


def _jours(mission):
    return lambda cpts, period: np.maximum(
        (cpts("suivant", period) - cpts(f"du_{mission}", period)).astype(np.int64), 0
    )


def _base(mission, volet):
    if mission != "crise":
        return lambda cpts, period: _cells(f"{mission}_{volet}")[cpts("case", period)]
    if volet == "variable":
        return lambda cpts, period: (
            _cells("crise_variable_crise_reconnue")[cpts("case", period)] * cpts("crise_reconnue", period)
        )

    def plan(cpts, period):
        year, written, place = _year(period), cpts("redaction", ETERNITY), cpts("case", period)
        first, later = _cells("crise_fixe_redaction")[place], _cells("crise_fixe_mise_a_jour")[place]
        return np.where(year == written, first, np.where(year > written, later, 0))

    return plan


def _montant(mission, volet):
    def amount(cpts, period):
        base, whole = _long(cpts(f"base_{mission}_{volet}", period)), _long(cpts("jours_annee", period))
        if mission == "fonctionnement":
            return base
        due = base * cpts(f"jours_{mission}", period)
        if volet == "fixe":
            return _half_up(due, whole)
        return _half_up(due * cpts(f"taux_{mission}", period), whole * 1_000_000)

    return amount


def _avance(mission):
    def advance(cpts, period):
        amount = _long(cpts(f"montant_{mission}_fixe", period))
        part = _half_up(amount * 75, np.int64(100))
        if mission != "fonctionnement":
            return part
        return np.where(cpts("debut", period) < cpts("premiere_mission", period), amount, part)

    return advance


def _solde(mission):
    return lambda cpts, period: cpts(f"montant_{mission}_fixe", period) - cpts(f"avance_{mission}", period)


def _variable(name, kind, formula=None, *, once=False, default=None):
    period = DateUnit.ETERNITY if once else DateUnit.YEAR
    body = {"value_type": kind, "entity": CPTS, "definition_period": period, "label": name}
    if formula is not None:
        body["formula"] = formula
    if default is not None:
        body["default_value"] = default
    return type(name, (Variable,), body)


def system():
    """Build the tax and benefit system: inputs, then years, lines and payments."""
    tbs = TaxBenefitSystem([CPTS])
    far = FAR.item()
    day = type(far)
    found = [
        _variable("signature", day, once=True, default=far),
        _variable("population", int, once=True),
        _variable("redaction", int, once=True),
        _variable("crise_reconnue", bool),
        _variable("premiere_mission", day, _premiere_mission, default=far),
        _variable("debut", day, _debut, default=far),
        _variable("suivant", day, _suivant, default=far),
        _variable("case", int, _case),
        _variable("jours_annee", int, _jours_annee),
    ]
    for mission in MISSIONS:
        found += [
            _variable(f"debut_{mission}", day, once=True, default=far),
            _variable(f"taux_{mission}", int),
            _variable(f"du_{mission}", day, _du(mission), default=far),
            _variable(f"jours_{mission}", int, _jours(mission)),
        ]
    for mission, volet in LINES:
        found.append(_variable(f"base_{mission}_{volet}", int, _base(mission, volet)))
        found.append(_variable(f"montant_{mission}_{volet}", int, _montant(mission, volet)))
        if volet == "fixe":
            found.append(_variable(f"avance_{mission}", int, _avance(mission)))
            found.append(_variable(f"solde_{mission}", int, _solde(mission)))
    for variable in found:
        tbs.add_variable(variable)
    return tbs


def calculate(tbs, ids, inputs):
    """Compute from arrays: ``inputs`` maps (variable, period) to an array. Gives the tables of lines and payments."""
    simulation = SimulationBuilder().build_default_simulation(tbs, len(ids))
    for (name, period), values in inputs.items():
        simulation.set_input(name, period, values)
    return tables(simulation, np.asarray(ids), periods=PERIODS, kinds=LINES)


def from_mappings(tbs, mappings):
    """Compute from written entities, checked and converted by openfisca's own builder."""
    simulation = SimulationBuilder().build_from_entities(tbs, {"plusieurs_cpts": mappings})
    return tables(simulation, np.array(list(mappings)), periods=PERIODS, kinds=LINES)
