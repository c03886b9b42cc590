"""What must hold whatever the situation: sums, monotony, order of inputs, one among many."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.aci import load_accord, read_situation, read_situations, simulate
from tests.calculators.aci.situations import MISSIONS, situations


def run(*items):
    accord = load_accord()
    return simulate(read_situations(items, accord), accord)


@settings(max_examples=60, deadline=None)
@given(situations())
def test_payments_of_each_line_sum_to_it(situation):
    result = run(situation)
    paid = result.versements.groupby("ligne")["montant_centimes"].sum().reindex(range(len(result.lignes)), fill_value=0)
    assert paid.tolist() == result.lignes["montant_centimes"].tolist()


@settings(max_examples=60, deadline=None)
@given(situations())
def test_no_line_is_negative_or_above_its_base(situation):
    lines = run(situation).lignes
    assert (lines["montant_centimes"] >= 0).all()
    assert (lines["montant_centimes"] <= lines["base_centimes"]).all()
    assert ((lines["jours"] > 0) & (lines["jours"] <= lines["jours_annee"])).all()


@settings(max_examples=40, deadline=None)
@given(situations(), st.integers(1, 6), st.sampled_from(MISSIONS), st.floats(0, 1), st.floats(0, 1))
def test_more_attainment_never_pays_less(situation, year, mission, one, other):
    low, high = sorted([round(one, 6), round(other, 6)])
    totals = []
    for rate in (low, high):
        rates = {**situation["atteinte"], year: {**situation["atteinte"].get(year, {}), mission: rate}}
        totals.append(int(run({**situation, "atteinte": rates}).lignes["montant_centimes"].sum()))
    assert totals[0] <= totals[1]


@settings(max_examples=40, deadline=None)
@given(situations(), st.randoms())
def test_order_of_inputs_is_irrelevant(situation, random):
    shuffled = dict(random.sample(list(situation.items()), len(situation)))
    shuffled["missions"] = dict(random.sample(list(situation["missions"].items()), len(situation["missions"])))
    first, second = run(situation), run(shuffled)
    assert first.lignes.equals(second.lignes)
    assert first.versements.equals(second.versements)


@settings(max_examples=20, deadline=None)
@given(st.lists(situations(), min_size=2, max_size=6))
def test_one_cpts_alone_equals_itself_among_others(several):
    together = run(*({**one, "id_cpts": f"C{rank}"} for rank, one in enumerate(several)))
    for rank, one in enumerate(several):
        alone = run(one)
        for name in ("lignes", "versements", "avertissements"):
            mine = getattr(together, name)
            mine = mine[mine["contrat"] == rank].drop(columns=["id_cpts", "contrat", "ligne"], errors="ignore")
            own = getattr(alone, name).drop(columns=["id_cpts", "contrat", "ligne"], errors="ignore")
            assert mine.astype(str).to_numpy().tolist() == own.astype(str).to_numpy().tolist(), name


def test_seven_hundred_cpts_are_one_call():
    accord = load_accord()
    model = {"population": 48000, "date_signature": date(2023, 9, 8), "missions": {"acces": date(2023, 12, 1)}}
    many = read_situations(({"id_cpts": f"C{rank}", **model} for rank in range(700)), accord)
    result = simulate(many, accord)
    alone = simulate(read_situation({"id_cpts": "C", **model}, accord), accord)
    assert len(result.lignes) == 700 * len(alone.lignes)
    assert result.lignes["montant_centimes"].sum() == 700 * alone.lignes["montant_centimes"].sum()
