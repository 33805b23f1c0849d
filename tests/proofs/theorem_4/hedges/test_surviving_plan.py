"""Round 1 decided on full plans where hedges fail: found, rechecked, forged, and compared with hedges."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.games.errors import UndecidedError
from gametheory.games.relation import By
from gametheory.plans.evidence import Leaf
from mechanisms.g_double_star.groups.environments import BuyerEnvironments
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from proofs.audit.kinds import load_witness
from proofs.audit.load_claims import load_claims
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Reading, Verdict
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, units
from proofs.theorem_4.hedges.all_dominated import AllDominated, _covers, _outdoes
from proofs.theorem_4.hedges.first_message_rounds import _repeats, _stays, first_message_rounds
from proofs.theorem_4.hedges.hedge import Hedge, find_hedge, is_outdone, not_outdone
from proofs.theorem_4.hedges.hedged_refutation import Pooled
from proofs.theorem_4.hedges.only_price_taking import OnlyPriceTaking
from proofs.theorem_4.hedges.recheck import BuyerByRuns, entries
from proofs.theorem_4.hedges.search import AT_0, AT_0_AND_1, NEVER, ONE_AT_1, BuyerWith, P
from proofs.theorem_4.hedges.small_effects import SmallEffect, small_effects, smallest_unhedged
from proofs.theorem_4.hedges.surviving_plan import SurvivingPlan, _Search, avoiding, survivor_or_dominations
from proofs.theorem_4.mixed.on_an_instance import _pure

EXAMPLES = Path(__file__).parents[4] / "examples"
LITTLE = Fraction(1, 100)
SMALL = SmallEffect((Fraction(1, 2), Fraction(1), Fraction(1), Fraction(3, 2)), LITTLE)


@pytest.fixture(scope="module")
def small():
    """An instance on which no hedge decides two first messages, and its rounds."""
    instance = SMALL.case.instance()
    return instance, first_message_rounds(instance)


def test_hedges_do_not_decide_it():
    assert SMALL.unhedged() == {"L": [AT_0_AND_1], "H": [AT_0]}
    assert SMALL in list(small_effects([LITTLE], Fraction(1, 4), Fraction(9, 4)))
    first = smallest_unhedged([LITTLE], Fraction(1, 4), Fraction(9, 4))
    assert first.others == (Fraction(1, 4), Fraction(1, 4), Fraction(7, 4), Fraction(7, 4))
    with pytest.raises(LookupError, match="no values up to 2 in steps of 1"):
        smallest_unhedged([LITTLE], Fraction(1), Fraction(2))


@pytest.mark.thorough
@pytest.mark.parametrize(("effect", "count"), [(LITTLE, 12), (Fraction(1, 20), 3), (Fraction(1, 8), 0)])
def test_how_small_the_effect_must_be(effect, count):
    family = list(small_effects([effect], Fraction(1, 4), Fraction(9, 4)))
    assert len(family) == 12
    assert sum(all(member.unhedged().values()) for member in family) == count


@pytest.mark.thorough
def test_the_rounds_of_full_plans(small):
    instance, rounds = small
    left = [{t: sorted(own) for t, own in kept.items()} for kept in rounds.rounds]
    honest = {"L": [AT_0], "H": [AT_0_AND_1]}
    assert left == [{"L": [AT_0, AT_0_AND_1], "H": [AT_0, AT_0_AND_1]}, honest, honest]
    assert [type(rounds.rounds[0][t][d]) for t, d in (("L", AT_0_AND_1), ("H", AT_0))] == [SurvivingPlan] * 2
    assert not rounds.undecided
    assert rounds.holds(instance)
    # One that survives is left out; a plan is said to survive a later round, of which it shows nothing.
    (first, *later), (lost, *rest) = rounds.rounds, rounds.gone
    fewer = {**first, "L": {AT_0: first["L"][AT_0]}}
    assert not replace(rounds, rounds=(fewer, *later)).holds(instance)
    assert not replace(rounds, rounds=(first, first), gone=(lost, {"L": {}, "H": {}})).holds(instance)
    # One that leaves is said to leave for the reason of another; or because of what not all may send.
    wrong = replace(lost["L"][NEVER], copies=lost["L"][ONE_AT_1].copies[:0])
    assert not replace(rounds, gone=({**lost, "L": {**lost["L"], NEVER: wrong}}, *rest)).holds(instance)
    early = {**first, "L": honest_only(first["L"], AT_0)}
    too_early = {**lost, "L": {**lost["L"], AT_0_AND_1: rest[0]["L"][AT_0_AND_1]}}
    assert not replace(rounds, rounds=(early, *later), gone=(too_early, *rest)).holds(instance)


def honest_only(own, first):
    return {first: own[first]}


def test_what_leaves_round_2_does_so_by_copies(small):
    """Others send 10 or 11 alone; with L 11 costs more than it insures."""
    instance, rounds = small
    gone = rounds.gone[1]["L"][AT_0_AND_1]
    assert dict(gone.sent) == dict.fromkeys("LH", (AT_0, AT_0_AND_1))
    assert {first for first, _ in gone.copies} == {AT_0}
    assert gone.holds(instance)
    forged = [
        replace(gone, copies=gone.copies[1:]),
        replace(gone, first=AT_0),
        replace(gone, agent=(4, "H")),
        replace(gone, sent=tuple((t, (*own, NEVER)) for t, own in gone.sent)),
        replace(gone, sent=gone.sent[:1]),
        replace(gone, copies=tuple((AT_0_AND_1, second) for _, second in gone.copies)),
        replace(gone, copies=tuple((first, second[:1]) for first, second in gone.copies)),
    ]
    assert not any(each.holds(instance) for each in forged)


@pytest.mark.slow
def test_what_leaves_by_plans_that_rule_out_all_third_demands(small):
    """As if no copy were known against the second demands that earn most after never asking."""
    instance, _ = small
    known, buyer = BuyerWith(SMALL.case.low).known, BuyerForm(instance.mechanism.market, 4)
    row = max(np.flatnonzero(known.has(NEVER)).tolist(), key=lambda row: int(known.earned[row].sum()))
    second = dict(known.second(row, known.messages))
    search = _Search(BuyerEnvironments(instance, 4, "L"), NEVER, 40)
    assert search.after(second) is None
    every = tuple((t, buyer.demands) for t in "LH")
    found = AllDominated((4, "L"), NEVER, every, (), tuple(search.dominations))
    runs = BuyerByRuns(instance, (4, "L"), known.every)
    earned = runs.earned(NEVER, entries(NEVER, second))
    assert found._are_ruled_out([earned], runs, buyer)
    assert not found.holds(instance)  # nothing is said of other second demands
    first, *others = found.plans
    turned = replace(first, plan=first.dominator, dominator=first.plan)
    same = replace(first, dominator=first.plan)
    for plans in others, [], [turned, *others], [same, *others]:
        assert not replace(found, plans=tuple(plans))._are_ruled_out([earned], runs, buyer)
    more = tuple(value + 1 for value in earned)
    assert not found._are_ruled_out([more], runs, buyer)
    few = replace(found, sent=(("L", (NEVER,)), ("H", buyer.demands)))
    assert not few._are_ruled_out([earned], runs, buyer)


@given(st.lists(st.dictionaries(st.integers(0, 3), st.integers(0, 1), max_size=3), max_size=6))
def test_rules_cover_everything_where_nothing_avoids_them(ruled):
    assert _covers(ruled, 2, {}) == (avoiding(ruled, (0, 0, 0, 0), 2) is None)


def test_check_refutes_the_theorem_with_the_certificate(small):
    instance, _ = small
    finding = _pure(instance, unwatched)
    assert finding.verdict is Verdict.REFUTED
    record = finding.witness.record
    assert isinstance(record, Pooled)
    assert [type(each) for each in record.kept] == [SurvivingPlan, Hedge]
    assert record.holds(instance)
    witness = load_witness(EXAMPLES / "theorem-4" / "pooled-by-a-plan.toml")
    assert witness.record.kept[0].evidence.plan == record.kept[0].evidence.plan
    assert replace(witness.record, kept=record.kept) == record
    assert witness.record.kept[1] == record.kept[1]
    assert replace(witness.instance, title="", paper="") == replace(instance, title="", paper="")
    claims = load_claims(EXAMPLES / "small-own-effect.toml").claims
    (claim,) = (each for each in claims if (each.item, each.reading) == ("Theorem 4", Reading.PRINTED))
    assert claim.find().verdict is Verdict.REFUTED


def test_forged_plans_do_not_hold(small):
    instance, rounds = small
    found = rounds.rounds[0]["L"][AT_0_AND_1]
    assert found.holds(instance)
    evidence, plan = found.evidence, found.evidence.plan
    search = _Search(BuyerEnvironments(instance, *found.agent), AT_0_AND_1, 0)
    on_path = search._second_count(plan.root)
    forged = [
        replace(found, first=AT_0),
        replace(found, first=((2,), (2,))),
        replace(found, agent=(4, "H")),
        *(
            replace(found, evidence=own)
            for own in (
                replace(evidence, by=By.MIXED),
                replace(evidence, tree=Leaf(1)),
                replace(evidence, profiles=evidence.profiles[:-1]),
                replace(evidence, profiles=evidence.profiles[::-1]),
                replace(evidence, plan=plan._replace(actions=plan.actions[:-1])),
                replace(evidence, plan=plan._replace(root=search.buyer.demands.index(AT_0))),
                # no hedge: the same demand at both places, whatever she is asked
                replace(evidence, plan=plan._replace(actions=(1,) * on_path + plan.actions[on_path:])),
            )
        ),
    ]
    assert not any(each.holds(instance) for each in forged)
    every = {t: list(instance.mechanism.market.messages()) for t in "LH"}
    stays = [_stays(instance, found.agent, AT_0_AND_1, found, every, r) for r in (1, 2)]
    assert stays == [True, False]  # it says nothing about later rounds
    record = _pure(instance, unwatched).witness.record
    for each in forged:
        assert not replace(record, kept=(each, record.kept[1])).holds(instance)


def test_other_plans_lead_to_one_that_survives(small):
    """Not to buy at price 0 is no good: the search climbs to a plan that does, with the same first message."""
    instance, _ = small
    agent = (4, "L")
    known = BuyerWith(SMALL.case.low).known
    row = not_outdone(known, AT_0_AND_1)[0]
    search = _Search(BuyerEnvironments(instance, *agent), AT_0_AND_1, 10)
    assert search.wanted[:6:2] == (1, 1, 1)
    search.wanted = (0, search.wanted[1], 0, *search.wanted[3:])
    evidence = search.after(dict(known.second(row, known.messages)))
    assert evidence is not None
    assert search.shown > 1
    assert SurvivingPlan(agent, AT_0_AND_1, evidence).holds(instance)


def test_it_gives_up_in_the_end(small):
    known = BuyerWith(SMALL.case.low).known
    with pytest.raises(UndecidedError, match=r"all of 0 plans with the first message .* and others are left"):
        survivor_or_dominations(small[0], known, AT_0_AND_1, most_plans=0)
    assert survivor_or_dominations(small[0], known, NEVER, most_plans=0) == ()  # none is left to be shown


@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@given(st.tuples(*[st.integers(0, 10)] * 4))
def test_the_engine_and_hedges_agree(quarters):
    buyer = BuyerWith(units(*(Fraction(q, 4) for q in quarters)))
    known = buyer.known
    for d in known.branches.demands:
        if find_hedge(known, d) is not None:
            found = survivor_or_dominations(buyer.instance, known, d)
            assert isinstance(found, SurvivingPlan)
            assert found.holds(buyer.instance)
        elif is_outdone(known, d):
            # The plan that is best at the mean, and all that differ from it in the third message alone.
            rows = np.flatnonzero(known.has(d)).tolist()
            best = max(rows, key=lambda row: sum(map(int, known.earned[row])))
            search = _Search(BuyerEnvironments(buyer.instance, *buyer.agent), d, 20)
            assert search.after(dict(known.second(best, known.messages))) is None


@given(st.lists(st.dictionaries(st.integers(0, 3), st.integers(0, 1), max_size=3), max_size=6))
def test_what_is_not_ruled_out_is_found(ruled):
    left = [
        actions
        for actions in product(range(2), repeat=4)
        if not any(all(actions[c] == x for c, x in own.items()) for own in ruled)
    ]
    found = avoiding(ruled, (0, 1, 0, 1), 2)
    assert (found is None) == (not left)
    assert found is None or found in left


OPEN = AnonymousCase(
    units("3/4", "1/4", "3/2", 2), units("3/4", 1, "9/4", "9/4"), EVEN, P
)  # after round 1 it matters what plans, not only what first messages, the others are left with
POOLING = AnonymousCase(units(0, "3/2", 0, 0), units("1/8", "15/8", "1/8", "1/8"), EVEN, P)


def test_a_later_round_says_what_is_open():
    instance = OPEN.instance()
    rounds = first_message_rounds(instance)
    assert rounds.undecided.startswith("round 2, signal L: neither a hedge for ((1,), (0,)) nor a plan")
    assert len(rounds.rounds) == 1
    assert rounds.holds(instance)
    assert not replace(rounds, undecided="").holds(instance)


def test_the_only_price_taking_message_survives_without_a_hedge():
    instance = POOLING.instance()
    rounds = first_message_rounds(instance)
    assert not rounds.undecided
    assert set(rounds.rounds[-1]["L"]) == {AT_0}
    kept = rounds.rounds[-1]["L"][AT_0]
    assert isinstance(kept, OnlyPriceTaking)
    assert kept.holds(instance)
    assert rounds.holds(instance)
    assert not replace(kept, first=AT_0_AND_1).holds(instance)
    tied = AnonymousCase(units(0, 0, 0, 0), units(2, 2, 2, 2), EVEN, P).instance()
    assert not OnlyPriceTaking((4, "L"), AT_0).holds(tied)  # at price 0 two are price-taking


def test_a_plan_that_survives_round_1_does_not_settle_the_rounds(small):
    """Even where all first messages survive: it was shown to survive against everything, not against S^1."""
    _, rounds = small
    kept = rounds.rounds[0]
    before = {t: list(own) for t, own in kept.items()}
    assert not _repeats(kept, before)
    last = rounds.rounds[-1]
    assert _repeats(last, {t: list(own) for t, own in last.items()})
    assert not _repeats(last, before)


def test_a_copy_outdoes_what_earns_as_much_at_times_and_never_more():
    rows = [(1, 1), (1, 2), (2, 0)]
    assert [[_outdoes(one, other) for other in rows] for one in rows] == [
        [False, False, False],
        [True, False, False],
        [False, False, False],
    ]
