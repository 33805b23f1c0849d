"""Each condition of a recheck counts alone: what the others say is decreed here, and what G** pays."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest

from gametheory.games.errors import TooLargeError
from gametheory.games.relation import By
from gametheory.plans.evidence import PlanDomination, RealisationPlan
from gametheory.plans.form import Plan, PlanForm
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.markets.market import Market, price_grid
from proofs.theorem_4.hedges import (
    all_dominated,
    first_message_rounds,
    hedged_refutation,
    only_price_taking,
    surviving_plan,
    undominated_plan,
)
from proofs.theorem_4.hedges.all_dominated import AllDominated
from proofs.theorem_4.hedges.first_message_rounds import FirstMessageRounds
from proofs.theorem_4.hedges.hedge import Hedge
from proofs.theorem_4.hedges.hedged_refutation import Hedged, HedgedTwice, Pooled
from proofs.theorem_4.hedges.only_price_taking import OnlyPriceTaking
from proofs.theorem_4.hedges.surviving_plan import SurvivingPlan
from proofs.theorem_4.hedges.undominated_plan import HedgedPlan

MARKET = Market(2, 1, 1, price_grid(1, 1))
NEVER, AT_1, AT_0, ALWAYS = DEMANDS = tuple(MARKET.messages())
INSTANCE = SimpleNamespace(
    mechanism=SimpleNamespace(market=MARKET), prior=SimpleNamespace(spaces=("s",) * 4 + ("LH",) * 4)
)
LOW, HIGH = (4, "L"), (4, "H")
BUYER = BuyerForm(MARKET, 4)
BOTH = False, True


def keeper(agent, first, sent=(), holds=True):
    return SimpleNamespace(agent=agent, first=first, sent=sent, holds=lambda instance: holds)


@pytest.fixture
def anonymous(monkeypatch):
    """With L the price-taking message is to buy at 0, with H to buy always."""
    taking = {"L": [AT_0], "H": [ALWAYS]}
    for module in hedged_refutation, first_message_rounds, all_dominated:
        monkeypatch.setattr(module, "is_anonymous", lambda instance: True)
    monkeypatch.setattr(
        hedged_refutation, "price_taking_given_own", lambda instance, i, signal: taking[signal]
    )
    return monkeypatch


# What hedges refute


def test_a_hedged_message_where_all_conditions_hold(anonymous):
    strange, plain = keeper(LOW, ALWAYS, [(("L", ALWAYS), ("H", ALWAYS))]), keeper(HIGH, ALWAYS)
    assert Hedged((strange, plain), forever=True).holds(INSTANCE)
    assert Hedged((strange, plain, keeper(HIGH, NEVER)), forever=True).holds(INSTANCE)
    assert Hedged((strange,), forever=False).holds(INSTANCE)
    wrong = [
        ((strange,), True),  # that with H it is sent
        ((strange, keeper((5, "H"), ALWAYS)), True),
        ((strange, keeper((5, "H"), ALWAYS)), False),
        ((strange, keeper(HIGH, ALWAYS, holds=False)), False),
        ((keeper(LOW, ALWAYS, holds=False), plain), False),
        ((plain,), False),
        ((), False),
    ]
    assert not any(Hedged(hedges, forever).holds(INSTANCE) for hedges, forever in wrong)
    anonymous.setattr(hedged_refutation, "is_anonymous", lambda instance: False)
    assert not Hedged((strange, plain), forever=True).holds(INSTANCE)


def test_what_is_hedged_twice_where_all_conditions_hold(anonymous):
    strange = keeper(LOW, ALWAYS, [(("L", ALWAYS), ("H", NEVER))])
    before = keeper(LOW, ALWAYS), keeper(HIGH, NEVER)
    assert HedgedTwice(before, (strange,)).holds(INSTANCE)
    assert HedgedTwice((*before, keeper(LOW, AT_0)), (strange,)).holds(INSTANCE)
    wrong = [
        (before[:1], (strange,)),
        (before[1:], (strange,)),
        ((before[0], keeper((5, "H"), NEVER)), (strange,)),
        ((*before, keeper((5, "H"), NEVER)), (strange,)),
        (before, (keeper((5, "L"), ALWAYS),)),
        ((before[0], keeper(HIGH, NEVER, holds=False)), (strange,)),
        (before, (keeper(LOW, ALWAYS, holds=False),)),
        (before, (keeper(LOW, AT_0),)),
        (before, ()),
        ((), ()),
    ]
    assert not any(HedgedTwice(*each).holds(INSTANCE) for each in wrong)
    anonymous.setattr(hedged_refutation, "is_anonymous", lambda instance: False)
    assert not HedgedTwice(before, (strange,)).holds(INSTANCE)


NO, YES = (0,), (1,)


class Chosen:
    """First messages, and at each price their bundles."""

    def __init__(self, *messages):
        self.messages = messages
        self.choices = tuple(tuple(sorted({m[p] for m in messages})) for p in range(2))

    def __iter__(self):
        return iter(self.messages)


@pytest.mark.parametrize("p", [0, 1])
def test_pooling_where_all_conditions_hold(anonymous, p):
    """(10) forbids, after the common message, what is best at one of the prices: to buy at 0, or not to at 1."""
    asked = {(d, NEVER): ((NO,), (YES,)) for d in DEMANDS}
    other = {(d, ALWAYS): ((YES,), (NO,)) for d in DEMANDS}
    rule = SimpleNamespace(at=lambda shown: SimpleNamespace(choices=(asked | other)[shown]))
    kept = keeper(LOW, NEVER), keeper(HIGH, NEVER)

    def decree(taking=Chosen(AT_0), rule=rule):  # noqa: B008
        anonymous.setattr(hedged_refutation, "price_taking_given_own", lambda *_: taking)
        anonymous.setattr(hedged_refutation, "second_demands", lambda *_: rule)

    decree()
    for right in kept, kept[::-1]:
        assert Pooled("L", p, right).holds(INSTANCE)
    for wrong in (
        kept[:1],
        kept[1:],
        (*kept, kept[0]),
        (kept[0], kept[0]),
        (kept[0], keeper((4, "M"), NEVER)),
        (kept[0], keeper((5, "H"), NEVER)),
        (keeper((5, "L"), NEVER), kept[1]),
        (kept[0], keeper(HIGH, ALWAYS)),
        (keeper(LOW, ALWAYS), keeper(HIGH, ALWAYS)),  # after which (10) allows it
        (kept[0], keeper(HIGH, NEVER, holds=False)),
        (keeper(LOW, NEVER, holds=False), kept[1]),
    ):
        assert not Pooled("L", p, wrong).holds(INSTANCE)
    nothing_allowed = SimpleNamespace(at=lambda shown: SimpleNamespace(choices=((), ())))
    decree(rule=nothing_allowed)
    for low, high in (NEVER, ALWAYS), (ALWAYS, NEVER):
        assert not Pooled("L", p, (keeper(LOW, low), keeper(HIGH, high))).holds(INSTANCE)
    alone = SimpleNamespace(prior=SimpleNamespace(spaces=("s",) * 4 + ("L",) * 4))
    assert Pooled("L", p, kept[:1]).holds(alone)
    decree(Chosen(AT_0, NEVER if p == 0 else ALWAYS))  # two bundles are best there
    assert not Pooled("L", p, kept).holds(INSTANCE)
    two = Chosen(AT_0, ALWAYS if p == 0 else NEVER)  # or at the other price
    decree(two)
    assert Pooled("L", p, kept).holds(INSTANCE)
    for first in two:
        allowed = asked | {(first, NEVER): ((YES,), (NO,))}
        decree(
            two, SimpleNamespace(at=lambda shown, allowed=allowed: SimpleNamespace(choices=allowed[shown]))
        )
        assert not Pooled("L", p, kept).holds(INSTANCE)
    decree()
    anonymous.setattr(hedged_refutation, "is_anonymous", lambda instance: False)
    assert not Pooled("L", p, kept).holds(INSTANCE)


@pytest.mark.parametrize("wrong", [None, *DEMANDS])
@pytest.mark.parametrize("taking", [[AT_0], [AT_0, NEVER], [NEVER], []])
def test_the_only_price_taking_message_where_all_conditions_hold(monkeypatch, wrong, taking):
    """As if copies from one other message did not earn the same."""
    monkeypatch.setattr(only_price_taking, "price_taking_given_own", lambda *_: taking)
    monkeypatch.setattr(
        only_price_taking,
        "copy_earns_the_same",
        lambda mechanism, buyer, d, first: DEMANDS[first] == AT_0 and DEMANDS[d] != wrong,
    )
    found = OnlyPriceTaking(LOW, AT_0)
    assert found.holds(INSTANCE) == (taking == [AT_0] and wrong in (None, AT_0))


# Plans


def a_plan(root=0):
    return Plan(root, (0,) * len(BUYER.cells[root]))


PLAYED = SimpleNamespace(form=BUYER.form, buyer=BUYER, g=None)


@pytest.mark.parametrize("fault", [None, "by", "plan", 0, 2, "certificate"])
def test_a_plan_survives_where_all_conditions_hold(monkeypatch, fault):
    monkeypatch.setattr(surviving_plan, "PlayedGains", lambda *_: PLAYED)
    evidence = SimpleNamespace(
        by=By.MIXED if fault == "by" else By.PURE,
        plan=Plan(1, (2,)) if fault == "plan" else a_plan(1),
        holds=lambda played: fault != "certificate",
    )
    first = DEMANDS[fault if isinstance(fault, int) else 1]
    assert SurvivingPlan(LOW, first, evidence).holds(INSTANCE) == (fault is None)


@pytest.mark.parametrize(
    "fault", [None, "by", "plan", "price-taking", "instead", "form", "copy", "certificate"]
)
def test_a_plan_is_dominated_by_mixtures_alone_where_all_conditions_hold(monkeypatch, fault):
    taking = [DEMANDS[1], DEMANDS[2]] if fault == "price-taking" else [DEMANDS[2]]
    monkeypatch.setattr(undominated_plan, "PlayedGains", lambda *_: PLAYED)
    monkeypatch.setattr(undominated_plan, "price_taking_given_own", lambda *_: taking)
    copy = SimpleNamespace(belongs_to=lambda form: fault != "form")
    monkeypatch.setattr(undominated_plan, "copied_plan", lambda *_: copy)
    monkeypatch.setattr(
        undominated_plan, "copy_earns_the_same", lambda g, buyer, d, e: (d, e) == (1, 2) and fault != "copy"
    )
    evidence = SimpleNamespace(
        by=By.MIXED if fault == "by" else By.PURE,
        plan=Plan(1, (2,)) if fault == "plan" else a_plan(1),
        holds=lambda played: fault != "certificate",
    )
    instead = DEMANDS[3 if fault == "instead" else 2]
    assert HedgedPlan(LOW, evidence, instead).holds(INSTANCE) == (fault is None)


# Messages that leave

SENT = (("L", (NEVER, AT_0)), ("H", (AT_0, ALWAYS)))
COPY = AT_0, tuple((m, (NEVER, NEVER)) for m in (NEVER, AT_0, ALWAYS))
LEAVES = AllDominated(LOW, NEVER, SENT, (COPY,))


@pytest.fixture
def outdone(anonymous):
    """What is kept earns 1 and 2 against two e, and so does nothing that leaves."""

    def decree(same=lambda d, e: True, earned=((1, 2),), rows=((1, 1),), ruled_out=False):
        answers = iter(earned)
        seen = []

        def runs(instance, agent, sent):
            seen[:] = sent
            return SimpleNamespace(earned=lambda d, second: next(answers))

        anonymous.setattr(all_dominated, "copy_earns_the_same", lambda g, buyer, d, e: same(d, e))
        anonymous.setattr(all_dominated, "BuyerByRuns", runs)
        anonymous.setattr(all_dominated, "_rows", lambda runs, first: iter(rows))
        anonymous.setattr(AllDominated, "_are_ruled_out", lambda record, rows, runs, buyer: ruled_out)
        return seen

    decree.patch = anonymous
    return decree


def test_a_first_message_leaves_where_all_conditions_hold(outdone):
    seen = outdone()
    assert LEAVES.holds(INSTANCE)
    assert seen == [(("L", a), ("H", b)) for a, b in product((NEVER, AT_0), (AT_0, ALWAYS))]
    for wrong in (
        *(
            replace(LEAVES, sent=(sent,), copies=((AT_0, tuple((m, (NEVER, NEVER)) for m in sent[1])),))
            for sent in SENT
        ),
        replace(LEAVES, sent=(*SENT, ("M", (NEVER,)))),
        replace(LEAVES, sent=(SENT[0], ("H", ()))),
        replace(LEAVES, first=AT_0),  # what the copy sends
        replace(LEAVES, copies=((NEVER, COPY[1]),)),
        replace(LEAVES, copies=((AT_0, COPY[1][1:]),)),
        replace(LEAVES, copies=((AT_0, (*COPY[1], (AT_1, (NEVER, NEVER)))),)),
        replace(LEAVES, copies=(COPY, (ALWAYS, COPY[1][:-1]))),
    ):
        outdone(earned=[(1, 2)] * 2)
        assert not wrong.holds(INSTANCE)
    outdone()
    outdone.patch.setattr(all_dominated, "is_anonymous", lambda instance: False)
    assert not LEAVES.holds(INSTANCE)


def test_copies_must_earn_the_same_in_branches_3_and_4(outdone):
    """From the message that leaves to what the copies and the dominating plans send."""
    plans = (PlanDomination(a_plan(0), a_plan(3), None),)
    for wrong in range(4):
        outdone(same=lambda d, e, wrong=wrong: d == 0 and e != wrong)
        assert LEAVES.holds(INSTANCE) == (DEMANDS[wrong] != AT_0)
        outdone(same=lambda d, e, wrong=wrong: d == 0 and e != wrong)
        assert replace(LEAVES, plans=plans).holds(INSTANCE) == (wrong not in (2, 3))
    outdone()
    assert not replace(LEAVES, plans=(PlanDomination(a_plan(3), a_plan(0), None),)).holds(INSTANCE)


@pytest.mark.parametrize("ruled_out", BOTH)
@pytest.mark.parametrize(
    ("rows", "all_outdone"),
    [
        ([], True),
        ([(1, 1)], True),
        ([(0, 2), (1, 1)], True),
        ([(1, 2)], False),
        ([(2, 0)], False),
        ([(1, 1), (0, 3)], False),
    ],
)
def test_every_second_demand_is_outdone_or_all_its_third_ones_ruled_out(
    outdone, ruled_out, rows, all_outdone
):
    outdone(rows=rows, ruled_out=ruled_out)
    assert LEAVES.holds(INSTANCE) == (all_outdone or ruled_out)


def test_answers_are_to_all_that_is_sent_and_one_to_the_own_message():
    answers = LEAVES._answers_all
    yes, no = (ALWAYS, NEVER), (NEVER, NEVER)
    assert answers(AT_1, tuple((m, yes) for m in (NEVER, AT_0, ALWAYS)))
    assert answers(AT_0, ((NEVER, yes), (AT_0, no), (ALWAYS, yes)))
    for two in yes, yes[::-1]:
        assert not answers(AT_0, ((NEVER, yes), (AT_0, two), (ALWAYS, yes)))
    assert not answers(AT_1, ((NEVER, yes), (AT_0, no)))
    assert not answers(AT_1, tuple((m, yes) for m in DEMANDS))


@pytest.fixture
def ruling(monkeypatch):
    """As if plans dominated what they are said to, and second demands earned by the plan's root."""
    monkeypatch.setattr(all_dominated, "PlayedGains", lambda *_: None)
    monkeypatch.setattr(all_dominated, "_dominates", lambda played, found: found.strict_at != "nothing")
    monkeypatch.setattr(all_dominated, "_differences", lambda buyer, found: {})
    return SimpleNamespace(instance=INSTANCE, earned=lambda first, second: (1, 1))


@pytest.mark.parametrize("root", range(4))
def test_plans_rule_out_what_has_their_own_first_message(ruling, root):
    every = tuple((t, DEMANDS) for t in "LH")
    plans = (PlanDomination(a_plan(root), a_plan(0), None),)
    for first in DEMANDS:
        found = AllDominated(LOW, first, every, (), plans)
        assert found._are_ruled_out([(1, 1), (0, 1)], ruling, BUYER) == (DEMANDS[root] == first)
        assert not found._are_ruled_out([(0, 1), (1, 2)], ruling, BUYER)
        assert not found._are_ruled_out([(2, 0)], ruling, BUYER)
        for own in DEMANDS[1:], (*DEMANDS, ((2,), (2,))):
            other = replace(found, sent=(every[0], ("H", own)))
            assert not other._are_ruled_out([(1, 1)], ruling, BUYER)
        wrong = replace(found, plans=(*plans, PlanDomination(a_plan(root), a_plan(0), "nothing")))
        assert not wrong._are_ruled_out([(1, 1)], ruling, BUYER)


VECTORS = list(product(range(3), repeat=2))


def test_to_outdo_is_nowhere_less_and_somewhere_more():
    for one, other in product(VECTORS, repeat=2):
        outdoes = one[0] >= other[0] and one[1] >= other[1] and sum(one) > sum(other)
        assert all_dominated._outdoes(one, other) == outdoes


def test_the_best_are_those_that_nothing_outdoes():
    for some in combinations(VECTORS, 3):
        best = {one for one in some if not any(all_dominated._outdoes(other, one) for other in some)}
        assert all_dominated._best(set(some)) == best


def random_runs(random):
    """What first and second demands earn against two e: two prices, two messages of the mate, and the own one."""

    def vector():
        return tuple(Fraction(random.randrange(3)) for _ in range(2))

    first, mates = AT_0, (AT_0, NEVER)
    shown = [(first, first), (first, NEVER), (NEVER, first)]
    cells = {(pair, p): {x: vector() for x in MARKET.X} for pair in shown for p in (0, 1)}
    return first, mates, vector(), cells


def test_the_rows_are_what_second_demands_earn_at_best(monkeypatch):
    random = Random(0)
    for _ in range(20):
        first, _, base, cells = random_runs(random)
        runs = SimpleNamespace(branches_1_and_2=lambda d, answer=(base, cells): answer)
        every = {
            tuple(map(sum, zip(base, *chosen, strict=True)))
            for chosen in product(*(by_bundle.values() for by_bundle in cells.values()))
        }
        rows = list(all_dominated._rows(runs, first))
        assert set(rows) <= every
        assert all(any(all(a >= b for a, b in zip(row, one, strict=True)) for row in rows) for one in every)
        monkeypatch.setattr(all_dominated, "MOST_SUMS", len(rows))
        assert list(all_dominated._rows(runs, first)) == rows
        monkeypatch.setattr(all_dominated, "MOST_SUMS", len(rows) - 1)
        with pytest.raises(TooLargeError, match=f"at most {len(rows) - 1} to look at, got {len(rows)}"):
            list(all_dominated._rows(runs, first))
        monkeypatch.undo()


def test_rows_after_each_message_are_the_best_after_it():
    """One message of the mate, shown at two places; what is worse there never counts."""
    cells = {
        ((AT_0, NEVER), 0): {NO: (Fraction(0), Fraction(0)), YES: (Fraction(1), Fraction(1))},
        ((NEVER, AT_0), 0): {NO: (Fraction(2), Fraction(0)), YES: (Fraction(0), Fraction(2))},
        ((AT_0, AT_0), 0): {NO: (Fraction(1), Fraction(0)), YES: (Fraction(1), Fraction(0))},
    }
    base = Fraction(10), Fraction(20)
    runs = SimpleNamespace(branches_1_and_2=lambda d: (base, cells))
    assert sorted(all_dominated._rows(runs, AT_0)) == [(12, 23), (14, 21)]


FORM = PlanForm(((2, 2), (2,)))


@pytest.mark.parametrize(
    ("least", "more", "dominates"),
    [
        ([(0, 0)], 1, True),
        ([(1, -1), (-1, 2)], 1, True),
        ([(0, 0)], 0, False),
        ([(0, 0)], -1, False),
        ([(0, 0), (0, -1)], 1, False),
        ([(-1, 0)], 1, False),
        ([(1, -2)], 1, False),
        ([(0, 1), (-2, 1)], 1, False),
    ],
)
def test_to_dominate_is_nowhere_less_and_once_more(monkeypatch, least, more, dominates):
    """Where only an action of the dominator's earns something, `more`."""
    asked = []

    def least_gains(played, direction):
        asked.append(direction.tolist())
        return iter(least)

    monkeypatch.setattr(all_dominated, "least_gains", least_gains)
    one, other = Plan(0, (1, 0)), Plan(0, (0, 0))
    gains = FORM.vector(one).astype(object) * (FORM.vector(other) == 0) * more
    played = SimpleNamespace(form=FORM, gains=lambda at: gains)
    assert all_dominated._dominates(played, PlanDomination(other, one, None)) == dominates
    assert asked == [(FORM.vector(one) - FORM.vector(other)).tolist()]
    assert not all_dominated._dominates(played, PlanDomination(other, Plan(0, (2, 0)), None))
    assert not all_dominated._dominates(played, PlanDomination(Plan(2, (0,)), one, None))
    mixed = RealisationPlan(tuple(map(Fraction, FORM.vector(one).tolist())))
    assert not all_dominated._dominates(played, PlanDomination(other, mixed, None))


def test_third_messages_differ_by_hand():
    """After the second message's cells, wherever these end: the third ones are in the same order after each root."""
    seconds = [sum(cell.part == 2 for cell in cells) for cells in BUYER.cells]
    for root, other in (0, 1), (2, 1), (0, 0):
        one, two = (list(a_plan(r).actions) for r in (root, other))
        one[0] = two[1] = 1  # of second messages
        one[seconds[root]] = 1
        two[seconds[other] + 3] = 1
        found = PlanDomination(Plan(root, tuple(one)), Plan(other, tuple(two)), None)
        assert all_dominated._differences(BUYER, found) == {0: 1, 3: 0}


def test_rules_cover_everything_where_each_choice_agrees_with_one():
    random, answers = Random(1), set()
    for _ in range(300):
        ruled = [
            {c: random.randrange(2) for c in random.sample(range(3), random.choice((1, 1, 2, 3)))}
            for _ in range(random.randrange(6))
        ]
        for count in 2, 3:
            covered = all(
                any(all(choice[c] == x for c, x in own.items()) for own in ruled)
                for choice in product(range(count), repeat=3)
            )
            assert all_dominated._covers(ruled, count, {}) == covered
            answers.add((count, covered))
    assert answers == {(2, True), (2, False), (3, False)}
    assert all_dominated._covers([{0: 0}, {0: 1}, {0: 2, 1: 0}, {1: 1}, {1: 2, 0: 2}], 3, {})
    assert all_dominated._covers([{}], 3, {})


# Rounds


def hedge(t, d, *sent):
    return Hedge((4, t), d, (), tuple((("L", a), ("H", b)) for a, b in sent))


def leaves(t, d, low, high):
    return AllDominated((4, t), d, (("L", tuple(low)), ("H", tuple(high))), ())


@pytest.fixture
def rounds(anonymous):
    """Round 1 leaves 10 and 11 with both signals, round 2 one of them, and round 3 as much."""
    wrong = []
    for kind in Hedge, AllDominated, OnlyPriceTaking, SurvivingPlan:
        anonymous.setattr(kind, "holds", lambda record, instance: record not in wrong)
    kept, after = (AT_0, ALWAYS), {"L": (AT_0,), "H": (ALWAYS,)}
    one = {
        "L": {AT_0: hedge("L", AT_0, (NEVER, NEVER)), ALWAYS: SurvivingPlan(LOW, ALWAYS, None)},
        "H": {d: hedge("H", d, (AT_0, ALWAYS)) for d in kept},
    }
    two = {
        "L": {AT_0: hedge("L", AT_0, (AT_0, ALWAYS), (ALWAYS, AT_0))},
        "H": {ALWAYS: OnlyPriceTaking(HIGH, ALWAYS)},
    }
    three = {
        "L": {AT_0: hedge("L", AT_0, (AT_0, ALWAYS))},
        "H": {ALWAYS: OnlyPriceTaking(HIGH, ALWAYS)},
    }
    gone = (
        {t: {d: leaves(t, d, DEMANDS, DEMANDS) for d in DEMANDS if d not in kept} for t in "LH"},
        {t: {d: leaves(t, d, kept, kept) for d in kept if d not in after[t]} for t in "LH"},
        {"L": {}, "H": {}},
    )
    return FirstMessageRounds((one, two, three), gone), wrong


def changed(parts, r, t, own):
    return (*parts[:r], {**parts[r], t: own}, *parts[r + 1 :])


def test_rounds_where_all_conditions_hold(anonymous, rounds):
    found, wrong = rounds
    assert found.holds(INSTANCE)
    for r, part in enumerate((found.rounds, found.gone)):
        for each in (why for whole in part for own in whole.values() for why in own.values()):
            wrong[:] = [each]
            assert not found.holds(INSTANCE), r
    wrong.clear()
    anonymous.setattr(first_message_rounds, "is_anonymous", lambda instance: False)
    assert not found.holds(INSTANCE)


def test_rounds_end_where_they_repeat_or_say_what_is_open(rounds):
    found, _ = rounds
    for r in range(3):
        fewer = replace(found, rounds=found.rounds[:r], gone=found.gone[:r])
        assert not fewer.holds(INSTANCE)
        assert replace(fewer, undecided="round 4").holds(INSTANCE) == (r > 0)
        assert not replace(found, gone=found.gone[:r]).holds(INSTANCE)
        assert not replace(found, rounds=found.rounds[:r], undecided="more").holds(INSTANCE)
    again = replace(found, rounds=(*found.rounds, found.rounds[-1]), gone=(*found.gone, found.gone[-1]))
    assert again.holds(INSTANCE)


def test_a_plan_that_survives_settles_nothing(rounds):
    """All messages are kept in round 1: by hedges that is for ever."""
    kept = {t: {d: hedge(t, d) for d in DEMANDS} for t in "LH"}
    nothing = {"L": {}, "H": {}}
    assert FirstMessageRounds((kept,), (nothing,)).holds(INSTANCE)
    plan = {**kept, "H": {**kept["H"], NEVER: SurvivingPlan(HIGH, NEVER, None)}}
    assert not FirstMessageRounds((plan,), (nothing,)).holds(INSTANCE)


def test_every_message_left_is_kept_or_gone_and_of_its_own_signal(rounds):
    found, _ = rounds
    for r, t in product(range(3), "LH"):
        kept, gone = found.rounds[r][t], found.gone[r][t]
        for d, why in kept.items():
            other = next(m for m in DEMANDS if m != d)
            without = {m: each for m, each in kept.items() if m != d}
            both = {**gone, d: leaves(t, d, *(sent(found, r, s) for s in "LH"))}
            for wrong in (
                replace(found, rounds=changed(found.rounds, r, t, without)),
                replace(found, gone=changed(found.gone, r, t, both)),
                replace(found, rounds=changed(found.rounds, r, t, {**kept, d: replace(why, agent=(5, t))})),
                replace(found, rounds=changed(found.rounds, r, t, {**kept, d: replace(why, first=other)})),
            ):
                assert not wrong.holds(INSTANCE)
        for d, why in gone.items():
            other = next(m for m in DEMANDS if m != d)
            (low, high), without = why.sent, {m: each for m, each in gone.items() if m != d}
            for each in (
                replace(why, agent=(5, t)),
                replace(why, first=other),
                replace(why, sent=(low,)),
                replace(why, sent=(low, high, ("M", ()))),
                replace(why, sent=((low[0], low[1][1:]), high)),
                replace(why, sent=(low, (high[0], high[1][:-1]))),
            ):
                assert not replace(found, gone=changed(found.gone, r, t, {**gone, d: each})).holds(INSTANCE)
            assert not replace(found, gone=changed(found.gone, r, t, without)).holds(INSTANCE)
        for parts in "rounds", "gone":
            whole = getattr(found, parts)
            for part in ({s: own for s, own in whole[r].items() if s != t}, {**whole[r], "M": {}}):
                assert not replace(found, **{parts: (*whole[:r], part, *whole[r + 1 :])}).holds(INSTANCE)


def sent(found, r, t):
    return tuple(found.rounds[r - 1][t]) if r else DEMANDS


def test_what_has_left_neither_stays_nor_leaves_again(rounds):
    found, _ = rounds
    again = {**found.gone[1]["L"], NEVER: leaves("L", NEVER, *(sent(found, 1, s) for s in "LH"))}
    assert not replace(found, gone=changed(found.gone, 1, "L", again)).holds(INSTANCE)
    back = found
    for r in 1, 2:
        own = {**found.rounds[r]["L"], NEVER: hedge("L", NEVER, (AT_0, ALWAYS))}
        back = replace(back, rounds=changed(back.rounds, r, "L", own))
    assert not back.holds(INSTANCE)


def test_what_keeps_a_message_needs_what_is_left(rounds):
    """Of a hedge both signals' messages, in each e; a plan is of round 1 alone."""
    found, _ = rounds
    for r, bad in (1, NEVER), (2, ALWAYS):
        for pairs in [(bad, ALWAYS)], [(AT_0, ALWAYS), (bad, ALWAYS)], [(bad, ALWAYS), (AT_0, ALWAYS)]:
            why = hedge("L", AT_0, *pairs)
            assert not replace(found, rounds=changed(found.rounds, r, "L", {AT_0: why})).holds(INSTANCE)
        why = hedge("L", AT_0, (AT_0, NEVER))
        assert not replace(found, rounds=changed(found.rounds, r, "L", {AT_0: why})).holds(INSTANCE)
        plan = SurvivingPlan(LOW, AT_0, None)
        later = replace(found, rounds=changed(found.rounds, r, "L", {AT_0: plan}), undecided="all")
        assert not later.holds(INSTANCE)
    assert np.array_equal(sorted(found.rounds[0]["L"]), sorted(found.rounds[0]["H"]))
