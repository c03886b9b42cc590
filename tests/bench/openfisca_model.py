"""The same accord as a small openfisca-core model, the peer of the entitlement benchmark.

One entity is one contract year of one CPTS; its inputs are dates, population, rates; its variables are the lines (in
cents) and, for fixed parts, advance and balance. Parameters come from the very same YAML blocks. Integers throughout:
openfisca's floats are 32 bits wide and would lose cents.
"""

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from calculators.aci import load_accord

PERIOD = "2024"
ANNEE = build_entity(key="annee", plural="annees", label="Année de contrat d'une CPTS", is_person=True)
MISSIONS = list(load_accord().missions)
TAILLES = (1, 2, 3, 4)


def _parameters():
    """One dated value per cell; the crisis mission does not exist before avenant 2 and is worth 0."""
    tree, bands = {}, {}
    for bloc in load_accord().blocs:
        day = bloc.en_vigueur.isoformat()
        for cell in bloc.cellules:
            name = f"{cell.mission}_{cell.volet}{f'_{cell.cas}' if cell.cas else ''}"
            node = tree.setdefault(name, {}).setdefault(
                f"taille_{cell.taille}", {"values": {"2000-01-01": {"value": 0}}}
            )
            node["values"][day] = {"value": cell.centimes}
        for band in bloc.tailles:
            bands.setdefault(f"taille_{band.taille}", {"values": {}})["values"][day] = {"value": band.de}
    return ParameterNode("", data={"bareme": tree, "tailles": bands})


def _input(name, kind, default=None):
    body = {"value_type": kind, "entity": ANNEE, "definition_period": DateUnit.YEAR, "label": name}
    if default is not None:
        body["default_value"] = default
    return type(name, (Variable,), body)


def _cell(annee, parameters, name, period):
    """The amount in force on the first day of each contract year, for its taille."""
    old, new = parameters("2019-08-25").bareme[name], parameters("2022-03-31").bareme[name]
    taille = annee("taille", period)
    recent = annee("debut", period) >= np.datetime64("2022-03-31")
    pick = [taille == number for number in TAILLES]
    return np.where(
        recent,
        np.select(pick, [new[f"taille_{number}"] for number in TAILLES]),
        np.select(pick, [old[f"taille_{number}"] for number in TAILLES]),
    ).astype(np.int64)


def _half_up(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


def _variable(name, formula):
    body = {
        "value_type": int,
        "entity": ANNEE,
        "definition_period": DateUnit.YEAR,
        "label": name,
        "formula": formula,
    }
    return type(name, (Variable,), body)


def _taille(annee, period, parameters):
    bands = parameters("2022-03-31").tailles
    population = annee("population", period)
    return sum((population >= bands[f"taille_{number}"]).astype(np.int32) for number in TAILLES)


def _jours_annee(annee, period):
    return (annee("suivant", period) - annee("debut", period)).astype(np.int64)


def _jours(mission):
    def formula(annee, period):
        start = np.maximum(annee("debut", period), annee(f"debut_{mission}", period))
        return np.maximum((annee("suivant", period) - start).astype(np.int64), 0)

    return formula


def _fixe(mission):
    def formula(annee, period, parameters):
        days, whole = annee(f"jours_{mission}", period), annee("jours_annee", period)
        if mission == "crise":
            year, plan = annee("rang", period), annee("redaction", period)
            written = _cell(annee, parameters, "crise_fixe_redaction", period)
            updated = _cell(annee, parameters, "crise_fixe_mise_a_jour", period)
            base = np.where(year == plan, written, np.where(year > plan, updated, 0))
        else:
            base = _cell(annee, parameters, f"{mission}_fixe", period)
        return _half_up(base * days, whole.astype(np.int64))

    return formula


def _part_variable(mission):
    def formula(annee, period, parameters):
        days, whole = annee(f"jours_{mission}", period), annee("jours_annee", period).astype(np.int64)
        rate = annee(f"taux_{mission}", period).astype(np.int64)
        if mission == "crise":
            base = _cell(annee, parameters, "crise_variable_crise_reconnue", period) * annee("reconnue", period)
        else:
            base = _cell(annee, parameters, f"{mission}_variable", period)
        return _half_up(base * days * rate, whole * 1_000_000)

    return formula


def _advance(name):
    def formula(annee, period):
        amount = annee(name, period).astype(np.int64)
        share = np.where(annee("avance_entiere", period), 100, 75) if name == "fonctionnement" else 75
        return _half_up(amount * share, np.int64(100))

    return formula


def _balance(name):
    return lambda annee, period: annee(name, period) - annee(f"avance_{name}", period)


def system():
    """Build the tax and benefit system: inputs, lines, advances and balances."""
    tbs = TaxBenefitSystem([ANNEE])
    tbs.parameters = _parameters()
    far = np.datetime64("2200-01-01").item()
    inputs = [_input(name, kind) for name, kind in (("population", int), ("rang", int), ("redaction", int))]
    inputs += [_input("reconnue", bool), _input("avance_entiere", bool)]
    inputs += [_input(name, type(far), far) for name in ("debut", "suivant", *(f"debut_{m}" for m in MISSIONS))]
    inputs += [_input(f"taux_{mission}", int) for mission in MISSIONS]
    formulas = {"taille": _taille, "jours_annee": _jours_annee}
    formulas["fonctionnement"] = lambda annee, period, parameters: _cell(
        annee, parameters, "fonctionnement_fixe", period
    )
    for mission in MISSIONS:
        formulas[f"jours_{mission}"] = _jours(mission)
        formulas[f"fixe_{mission}"] = _fixe(mission)
        formulas[f"variable_{mission}"] = _part_variable(mission)
    for name in ("fonctionnement", *(f"fixe_{mission}" for mission in MISSIONS)):
        formulas[f"avance_{name}"] = _advance(name)
        formulas[f"solde_{name}"] = _balance(name)
    for variable in (*inputs, *(_variable(name, formula) for name, formula in formulas.items())):
        tbs.add_variable(variable)
    return tbs, [name for name in formulas if not name.startswith(("jours", "taille"))]


def calculate(tbs, wanted, inputs):
    """Run one simulation over all contract years: give every wanted variable as an array of cents."""
    count = len(inputs["population"])
    simulation = SimulationBuilder().build_default_simulation(tbs, count)
    for name, values in inputs.items():
        simulation.set_input(name, PERIOD, values)
    return {name: simulation.calculate(name, PERIOD) for name in wanted}


def from_mappings(tbs, wanted, mappings):
    """Run one simulation from written entities, checked and converted by openfisca's own builder."""
    simulation = SimulationBuilder().build_from_entities(tbs, mappings)
    return {name: simulation.calculate(name, PERIOD) for name in wanted}
