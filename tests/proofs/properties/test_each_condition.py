"""Each condition of a recheck counts alone, and numbers are what the definition says: on tables drawn at random."""

from fractions import Fraction
from itertools import product
from random import Random
from types import SimpleNamespace

import pytest

from gametheory.dominance.best_reply import Deviation
from mechanisms.general.symmetry import Asymmetry
from proofs.properties import (
    equilibria,
    ex_post_survivors,
    interim_incentives,
    interim_survivors,
    order,
    solvability,
    surviving_truth,
)
from proofs.properties.bayesian import InterimLie, interim_payoff
from proofs.properties.budget import ExpectedImbalance, Imbalance
from proofs.properties.coalitions import GroupLie
from proofs.properties.dominant_messages import NoDominantMessage, is_dominant
from proofs.properties.efficiency import HigherSurplus, Improvement, surplus
from proofs.properties.equilibria import NoPureEquilibrium, OtherEquilibrium
from proofs.properties.ex_post import AmongTruthful, ExPostLie
from proofs.properties.fairness import Bossy, share
from proofs.properties.obvious_manipulation import ObviousManipulation
from proofs.properties.participation import ExAnteLoss, InterimLoss, Loss
from proofs.properties.truth import EqualLie, HarmlessLie, Lie

NUMBERS = [Fraction(n, 2) for n in (-3, -2, -1, 0, 0, 1, 2, 3)]


class Stated:
    """As much of a mechanism as is asked for, drawn at random: an outcome is the messages and what chance adds."""

    def __init__(self, seed, types=(2, 2), messages=(3, 2), with_prior=True):
        random = self.random = Random(seed)
        self.count = len(types)
        self.types, self.messages = [range(size) for size in types], [range(size) for size in messages]
        self.truth = [[t % size for t in own] for own, size in zip(self.types, messages, strict=True)]
        every = list(self.type_profiles())
        weights = [random.choice((0, 0, 1, 2)) for _ in every]
        weights[0] += 1
        self._prior = {
            types: Fraction(weight, sum(weights)) for types, weight in zip(every, weights, strict=True)
        }
        self.mechanism = SimpleNamespace(prior="stated" if with_prior else None, interdependent=False)
        said = list(self.message_profiles())
        self.feasible = [(messages, chance) for messages in said for chance in (0, 1)]
        self._paid = {
            (i, t, outcome): random.choice(NUMBERS)
            for i, own in enumerate(self.types)
            for t in own
            for outcome in self.feasible
        }
        self._payments = {outcome: [random.choice(NUMBERS) for _ in types] for outcome in self.feasible}
        self._chance = {messages: random.choice((Fraction(1, 4), Fraction(1, 2))) for messages in said}
        self._outside = {(i, t): random.choice(NUMBERS) for i, own in enumerate(self.types) for t in own}

    def type_profiles(self):
        return product(*self.types)

    def message_profiles(self):
        return product(*self.messages)

    def prior(self, types):
        return self._prior[types]

    def type_probability(self, i, t):
        return sum(p for types, p in self._prior.items() if types[i] == t)

    def context(self, i, types):
        return (types[i],)

    def contexts(self, i):
        return [(t,) for t in self.types[i]]

    def own_type(self, i, context):
        return context[0]

    def truthful(self, types):
        return tuple(own[t] for own, t in zip(self.truth, types, strict=True))

    def lottery(self, messages):
        p = self._chance[messages]
        return [((messages, 0), p), ((messages, 1), 1 - p)]

    def payoff(self, i, context, outcome):
        return self._paid[i, context[0], outcome]

    def expected_payoff(self, i, context, messages):
        return sum(p * self.payoff(i, context, outcome) for outcome, p in self.lottery(messages))

    def payments(self, outcome):
        return self._payments[outcome]

    def outside(self, i, t):
        return self._outside[i, t]

    def share(self, i, outcome):
        messages, chance = outcome
        return sum(messages[: i + 1]) % 2, chance * (i == 0)

    def expects(self, i, t, said):
        """What her type expects where the message profile is `said(types)`."""
        here = [(types, p) for types, p in self._prior.items() if types[i] == t]
        total = sum(p * self.expected_payoff(i, (t,), said(types)) for types, p in here)
        return total / sum(p for _, p in here)


FORMS = [Stated(seed) for seed in range(12)]
ALONE = [Stated(seed, types=(3,), messages=(3,)) for seed in range(4)]


def with_message(messages, i, m):
    return (*messages[:i], m, *messages[i + 1 :])


def types_of(form):
    return [(i, t) for i, own in enumerate(form.types) for t in own]


@pytest.mark.parametrize("form", [*FORMS, *ALONE])
def test_types_of_positive_probability_expect_more_from_a_lie(form):
    for i, t in types_of(form):
        for lie in form.messages[i]:
            found = InterimLie(i, t, lie).shows(form)
            if form.type_probability(i, t) == 0:
                assert not found
                continue
            truth, told = (
                form.expects(i, t, lambda types, m=m, i=i: with_message(form.truthful(types), i, m))
                for m in (form.truth[i][t], lie)
            )
            assert found == (truth < told)
            assert interim_payoff(form, i, t, lie) == told
        found = InterimLoss(i, t).shows(form)
        assert found == (
            form.type_probability(i, t) > 0 and form.expects(i, t, form.truthful) < form.outside(i, t)
        )


def test_some_types_have_no_probability_and_some_have_all():
    for forms in FORMS[:6], ALONE, WITH_TYPES:
        chances = {form.type_probability(i, t) for form in forms for i, t in types_of(form)}
        assert {0, 1} <= chances
        assert len(chances) > 2


@pytest.mark.parametrize("form", [*FORMS, *ALONE])
def test_a_reply_that_is_not_listed_pays_what_is_said(monkeypatch, form):
    monkeypatch.setattr(
        interim_incentives, "call", lambda mechanism, name, i, label, reply: (name, i, label, reply)
    )
    paid = {(t, said): form.random.choice(NUMBERS) for t in range(3) for said in form.message_profiles()}
    for i, t in types_of(form):
        reply = interim_incentives.InterimReply(i, t, (7,))

        def pays(j, context, truthful, said, i=i, t=t):
            assert (j, context, said) == (i, (t,), ("unlisted", i, t, (7,)))
            return paid[t, truthful]

        form.payoff_of_saying = pays
        if form.type_probability(i, t) == 0:
            assert not reply.shows(form)
            continue
        here = [types for types in form.type_profiles() if types[i] == t]
        expected = sum(form.prior(types) * paid[t, form.truthful(types)] for types in here)
        expected /= form.type_probability(i, t)
        truth = form.expects(i, t, form.truthful)
        assert reply.payoffs(form) == (truth, expected)
        assert reply.shows(form) == (truth < expected)


@pytest.mark.parametrize("form", FORMS)
def test_losses_and_imbalances_in_outcomes_and_in_the_mean(form):
    for types in form.type_profiles():
        for place, (outcome, _) in enumerate(form.lottery(form.truthful(types))):
            total = sum(form.payments(outcome))
            assert Imbalance(types, place, True).shows(form) == (total < 0)
            assert Imbalance(types, place, False).shows(form) == (total != 0)
            for i in range(form.count):
                paid = form.payoff(i, (types[i],), outcome)
                assert Loss(i, types, place).shows(form) == (paid < form.outside(i, types[i]))
    mean = sum(
        form.prior(types) * p * sum(form.payments(outcome))
        for types in form.type_profiles()
        for outcome, p in form.lottery(form.truthful(types))
    )
    assert ExpectedImbalance(True).shows(form) == (mean < 0)
    assert ExpectedImbalance(False).shows(form) == (mean != 0)
    for i in range(form.count):
        away = sum(form.prior(types) * form.outside(i, types[i]) for types in form.type_profiles())
        paid = sum(
            form.prior(types) * form.expected_payoff(i, (types[i],), form.truthful(types))
            for types in form.type_profiles()
        )
        assert ExAnteLoss(i).payoffs(form) == (away, paid)
        assert ExAnteLoss(i).shows(form) == (paid < away)


def test_to_expect_what_one_has_anyway_is_no_loss():
    form = Stated(0)
    form._outside = {(i, t): Fraction(1) for i, t in types_of(form)}
    form._paid = dict.fromkeys(form._paid, Fraction(1))
    assert not any(ExAnteLoss(i).shows(form) for i in range(2))
    assert not any(InterimLoss(i, t).shows(form) for i, t in types_of(form))


@pytest.mark.parametrize("form", FORMS)
def test_groups_gain_by_lying(form):
    for types, messages in product(form.type_profiles(), form.message_profiles()):
        truthful = form.truthful(types)
        gains = [
            form.expected_payoff(i, (t,), messages) - form.expected_payoff(i, (t,), truthful)
            for i, t in enumerate(types)
        ]
        liars = [i for i in range(form.count) if messages[i] != truthful[i]]
        assert GroupLie(types, messages, False).shows(form) == (
            bool(liars) and all(gains[i] > 0 for i in liars)
        )
        assert GroupLie(types, messages, True).shows(form) == (
            bool(liars) and all(gains[i] >= 0 for i in liars) and any(gain > 0 for gain in gains)
        )


@pytest.mark.parametrize("form", FORMS)
def test_a_feasible_outcome_is_better_or_gives_more(form):
    for types in [*form.type_profiles()][:2]:
        for place, (outcome, _) in enumerate(form.lottery(form.truthful(types))):
            for better, other in enumerate(form.feasible):
                gains = [
                    form.payoff(i, (t,), other) - form.payoff(i, (t,), outcome) for i, t in enumerate(types)
                ]
                assert Improvement(types, place, better).shows(form) == (
                    all(gain >= 0 for gain in gains) and any(gain > 0 for gain in gains)
                )
                before, after = (
                    sum(form.payoff(i, (t,), each) for i, t in enumerate(types)) + sum(form.payments(each))
                    for each in (outcome, other)
                )
                assert surplus(form, types, outcome) == before
                assert HigherSurplus(types, place, better).shows(form) == (before < after)


@pytest.mark.parametrize("form", FORMS)
def test_dominance_and_manipulations_by_all_that_others_may_say(form):
    for i, t in types_of(form):
        others = [messages for messages in form.message_profiles() if messages[i] == 0]
        paid = {
            m: [form.expected_payoff(i, (t,), with_message(said, i, m)) for said in others]
            for m in form.messages[i]
        }
        true = form.truth[i][t]
        dominant = [
            m for m in paid if all(x >= y for row in paid.values() for x, y in zip(paid[m], row, strict=True))
        ]
        assert [m for m in paid if is_dominant(form, i, t, m)] == dominant
        assert NoDominantMessage(i, t).shows(form) == (not dominant)
        for beyond in len(paid), len(paid) + 1:
            assert not HarmlessLie(i, t, beyond).shows(form)
        for m, row in paid.items():
            assert ObviousManipulation(i, t, m, True).shows(form) == (max(row) > max(paid[true]))
            assert ObviousManipulation(i, t, m, False).shows(form) == (min(row) > min(paid[true]))
            never_worse = all(x <= y for x, y in zip(paid[true], row, strict=True))
            assert HarmlessLie(i, t, m).shows(form) == (m != true and never_worse)
            for said, x, y in zip(others, paid[true], row, strict=True):
                messages = with_message(said, i, m)
                assert Lie(i, (t,), messages).shows(form) == (x < y)
                assert EqualLie(i, (t,), messages).shows(form) == (m != true and x <= y)
        for types in form.type_profiles():
            if types[i] == t:
                truthful = form.truthful(types)
                for m in form.messages[i]:
                    x, y = (
                        form.expected_payoff(i, (t,), with_message(truthful, i, each)) for each in (true, m)
                    )
                    assert ExPostLie(i, types, m).shows(form) == (x < y)


@pytest.mark.parametrize("worse", [1, 2])
def test_a_lie_is_harmless_whatever_another_one_does(worse):
    """The truth is 0; one lie pays less, and the other one as much."""
    form = Stated(0)
    form._paid = {key: Fraction(-(key[2][0][0] == worse)) for key in form._paid}
    assert [HarmlessLie(0, 0, lie).shows(form) for lie in (1, 2)] == [worse == 2, worse == 1]


@pytest.mark.parametrize("form", FORMS)
def test_shares_of_others_alone_change(form):
    def shares(messages, i):
        found = {}
        for outcome, p in form.lottery(messages):
            found.setdefault(form.share(i, outcome), []).append(p)
        return {own: sum(ps) for own, ps in found.items()}

    for messages in form.message_profiles():
        for i in range(form.count):
            assert dict(share(form, i, form.lottery(messages))) == shares(messages, i)
            for m in form.messages[i]:
                after = with_message(messages, i, m)
                changes = [shares(messages, j) != shares(after, j) for j in range(form.count)]
                assert Bossy(i, messages, m).shows(form) == (not changes[i] and any(changes))


def test_neighbours_change_places():
    places = (5, 6, 7, 8)
    assert [Asymmetry(i)._exchanged(places) for i in range(3)] == [(6, 5, 7, 8), (5, 7, 6, 8), (5, 6, 8, 7)]


# Equilibria


def agents(form):
    return [(i, t) for i, t in types_of(form) if form.mechanism.prior is None or form.type_probability(i, t)]


def expects(form, plan, i, t, m):
    """Times her probability."""
    return sum(
        (1 if form.mechanism.prior is None else form.prior(types))
        * form.expected_payoff(i, (t,), tuple(m if j == i else plan[j, own] for j, own in enumerate(types)))
        for types in form.type_profiles()
        if types[i] == t and (form.mechanism.prior is None or form.prior(types))
    )


WITHOUT_TYPES = [Stated(seed, types=(1, 1), messages=(2, 3), with_prior=False) for seed in range(8)]
WITH_TYPES = [Stated(seed, messages=(2, 2)) for seed in range(8)]


@pytest.mark.parametrize("form", [*WITHOUT_TYPES, *WITH_TYPES])
def test_equilibria_by_what_each_type_expects(form):
    players, better = agents(form), []
    profiles = list(product(*(form.messages[i] for i, _ in players)))
    for profile in profiles:
        plan = dict(zip(players, profile, strict=True))
        gains = [
            (k, m)
            for k, (i, t) in enumerate(players)
            for m in form.messages[i]
            if expects(form, plan, i, t, m) > expects(form, plan, i, t, plan[i, t])
        ]
        for i, t in players:
            for m in form.messages[i]:
                assert equilibria.expected(form, plan, i, t, m) == expects(form, plan, i, t, m)
        better.append(gains[0] if gains else (0, profile[0]))
        for types in form.type_profiles():
            likely = form.mechanism.prior is None or form.prior(types) > 0
            different = likely and tuple(plan[i, t] for i, t in enumerate(types)) != form.truthful(types)
            assert OtherEquilibrium(profile, types).shows(form) == (different and not gains)
    none = all(m != profile[k] for profile, (k, m) in zip(profiles, better, strict=True))
    assert NoPureEquilibrium(tuple(better)).shows(form) == none
    for wrong in better[1:], [*better, better[0]]:
        assert not NoPureEquilibrium(tuple(wrong)).shows(form)


def pennies():
    """Nothing is an equilibrium: one wants to say the same, the other something else."""
    form = Stated(0, types=(1, 1), messages=(2, 2), with_prior=False)
    form._paid = {
        (i, t, (messages, chance)): Fraction((messages[0] == messages[1]) == (i == 0)) * 2 - 1
        for (i, t, (messages, chance)) in form._paid
    }
    return form


def test_whoever_gains_gains_by_the_message_that_is_named():
    form = pennies()
    right = ((1, 1), (0, 1), (0, 0), (1, 0))
    assert NoPureEquilibrium(right).shows(form)
    for at in range(4):
        k, _ = right[at]
        for wrong in (1 - k, 0), (1 - k, 1), (k, 1 - right[at][1]):
            assert not NoPureEquilibrium((*right[:at], wrong, *right[at + 1 :])).shows(form)


@pytest.mark.parametrize("sizes", [(1, 2), (2, 1), (2, 2), (3, 1)])
def test_types_without_a_prior_have_no_equilibria(sizes):
    form = Stated(1, types=sizes, messages=(3, 3), with_prior=False)
    form._paid = dict.fromkeys(form._paid, Fraction(0))
    profile = tuple(2 for _ in types_of(form))
    assert not OtherEquilibrium(profile, (0, 0)).shows(form)
    assert not NoPureEquilibrium(()).shows(form)


# Survivors


def left_are(monkeypatch, module, **found):
    monkeypatch.setattr(module, "survival_anew", lambda form: SimpleNamespace(**found))


@pytest.mark.parametrize("stage", ["", "ex post", "interim", "ex ante", "later"])
def test_survivors_at_types_of_a_game_that_is_eliminated_ex_post(monkeypatch, stage):
    """Of the first player's second type the last message has left."""
    form, left = FORMS[1], [[{0, 1, 2}, {0, 1}], [{0, 1}, {1}]]
    left_are(monkeypatch, ex_post_survivors, stage=stage, left=left)
    fits, shown = stage in ("", "ex post"), 0
    for types in form.type_profiles():
        every = list(form.message_profiles())
        stays = {
            said: all(m in left[i][t] for i, (m, t) in enumerate(zip(said, types, strict=True)))
            for said in every
        }
        for i, said in product(range(2), every):
            paid = form.expected_payoff(i, (types[i],), said)
            for m in form.messages[i]:
                more = form.expected_payoff(i, (types[i],), with_message(said, i, m)) > paid
                found = ex_post_survivors.Regret(i, types, said, m).shows(form)
                assert found == (fits and stays[said] and more)
                shown += found
            for other in every:
                unequal = form.expected_payoff(i, (types[i],), other) != paid
                found = ex_post_survivors.UnequalMessages(i, types, said, other).shows(form)
                assert found == (fits and stays[said] and stays[other] and unequal)
    assert bool(shown) == fits


@pytest.mark.parametrize("stage", ["", "ex post", "interim", "ex ante", "later"])
@pytest.mark.parametrize("form", FORMS[:6])
def test_survivors_of_a_game_that_is_eliminated_interim(monkeypatch, stage, form):
    left = [[{0, 1, 2}, {0, 1}], [{0, 1}, {1}]]
    left_are(monkeypatch, interim_survivors, stage=stage, left=left)
    for i, t in types_of(form):
        for message, better in product(form.messages[i], repeat=2):
            for rest in product(form.messages[1 - i], repeat=2):
                own = (9, 9)  # does not matter
                others = (own, rest) if i == 0 else (rest, own)
                found = interim_survivors.InterimRegret(i, t, message, better, others)
                if stage != "interim" or form.type_probability(i, t) == 0:
                    assert not found.shows(form)
                    continue

                def said(types, m, i=i, rest=rest):
                    other = rest[types[1 - i]]
                    return (m, other) if i == 0 else (other, m)

                before, after = (
                    form.expects(i, t, lambda types, m=m: said(types, m)) for m in (message, better)
                )
                assert found.payoffs(form) == (before, after)
                kept = all(m in own for m, own in zip(rest, left[1 - i], strict=True))
                assert found.shows(form) == (kept and message in left[i][t] and before < after)


@pytest.mark.parametrize("with_prior", [False, True])
def test_truth_leaves_or_something_else_comes_of_survivors(monkeypatch, with_prior):
    form, left = Stated(3, with_prior=with_prior), [[{1, 2}, {0, 1}], [{0, 1}, {1}]]
    left_are(monkeypatch, surviving_truth, left=left)
    for i, t in types_of(form):
        assert surviving_truth.TruthLeaves(i, t).shows(form) == (form.truth[i][t] not in left[i][t])
    for types, said in product(form.type_profiles(), form.message_profiles()):
        survive = all(m in left[i][t] for i, (m, t) in enumerate(zip(said, types, strict=True)))
        likely = not with_prior or form.prior(types) > 0
        assert surviving_truth.OtherResult(types, said).shows(form) == (
            likely and survive and said != form.truthful(types)
        )


def listed(*history, payoffs=None):
    game = SimpleNamespace(payoff=lambda k, profile: payoffs[profile][k])
    return SimpleNamespace(history=history, survivors=history[-1], game=game)


@pytest.mark.parametrize("rounds", range(5))
def test_a_late_message_leaves_after_the_second_round(monkeypatch, rounds):
    """As if more than that were left after it, however many rounds there are."""
    history = [[[{0, 1, 2}]], [[{0, 1, 2}]], [[{0, 1}]], [[{0}]], [[{0}]]][: max(3, rounds + 1)]
    left_are(monkeypatch, solvability, rounds=rounds, history=history, left=[[{0}]])
    for m in range(3):
        assert solvability.LateMessage(0, 0, m).shows(None) == (rounds > 2 and m == 1)
    if rounds < 2:
        left_are(monkeypatch, solvability, rounds=rounds, history=history[: rounds + 1], left=[[{0}]])
        assert not solvability.LateMessage(0, 0, 1).shows(None)


def test_a_late_strategy_leaves_after_the_second_round(monkeypatch):
    """Strategies 4, 3, 2, 1 leave in rounds 1, 2, 3, 4."""
    history = [[tuple(range(5 - r)), (0,)] for r in range(5)]
    for rounds in range(1, 6):
        left_are(monkeypatch, solvability, listed=listed(*history[:rounds]))
        for a in range(5):
            late = rounds > 3 and a in (2, 1)[: rounds - 3]
            assert solvability.LateStrategy(0, a).shows(None) == late
    left_are(monkeypatch, solvability, listed=None)
    assert not solvability.LateStrategy(0, 2).shows(None)


@pytest.mark.parametrize(("one", "other"), [*product((-1, 0, 1), repeat=2)])
def test_survivors_are_paid_differently(monkeypatch, one, other):
    payoffs = {(0, 0): (one, 9), (1, 0): (other, 9), (2, 0): (5, 9)}
    left_are(monkeypatch, solvability, listed=listed([(0, 1), (0,)], payoffs=payoffs))
    assert solvability.UnequalSurvivors(0, (0, 0), (1, 0)).shows(None) == (one != other)
    for pair in ((0, 0), (2, 0)), ((2, 0), (1, 0)):
        assert not solvability.UnequalSurvivors(0, *pair).shows(None)
    assert not solvability.UnequalSurvivors(1, (0, 0), (1, 0)).shows(None)
    left_are(monkeypatch, solvability, listed=None)
    assert not solvability.UnequalSurvivors(0, (0, 0), (1, 0)).shows(None)


@pytest.mark.parametrize("deviates", [False, True])
def test_survivors_are_no_equilibrium(monkeypatch, deviates):
    monkeypatch.setattr(Deviation, "holds", lambda record, game: deviates)
    left_are(monkeypatch, solvability, listed=listed([(0, 1), (0,)]))
    assert solvability.NoEquilibrium(0, 1, (0, 0)).shows(None) == deviates
    assert not solvability.NoEquilibrium(0, 1, (2, 0)).shows(None)
    left_are(monkeypatch, solvability, listed=None)
    assert not solvability.NoEquilibrium(0, 1, (0, 0)).shows(None)


# Orders


ONE, OTHER = (((0, 1), (0,)), ((0,), (0,))), (((1,), (0, 1)), ((1,), (0,)))


@pytest.fixture
def orders(monkeypatch):
    """All steps but those that are named are ones, from all four profiles; ends are as they should be."""

    def decree(no_steps=(), no_ends=(), same=False, found=SimpleNamespace(game="game", by="by")):  # noqa: B008
        monkeypatch.setattr(order, "eliminated_game", lambda form: found)
        monkeypatch.setattr(order, "all_strategies", lambda game: ((0, 1), (0, 1)))
        monkeypatch.setattr(order, "is_step", lambda game, left, rest, by: (left, rest) not in no_steps)
        monkeypatch.setattr(order, "is_end", lambda game, end, by: end not in no_ends)
        monkeypatch.setattr(
            order,
            "are_same_but_for_names",
            lambda game, one, other: {one, other} != {ONE[-1], OTHER[-1]} or same,
        )

    decree()
    return decree


def test_two_orders_end_differently_where_all_conditions_hold(orders):
    start = ((0, 1), (0, 1))
    assert order.TwoOrders(ONE, OTHER).shows(None)
    assert not order.TwoOrders((), OTHER).shows(None)
    assert not order.TwoOrders(ONE, ()).shows(None)
    assert not order.TwoOrders(ONE[:1], OTHER).shows(None)
    assert not order.TwoOrders(ONE, OTHER[:1]).shows(None)
    for steps in ((start, ONE[0]), ONE, (start, OTHER[0]), OTHER):
        orders(no_steps=[steps])
        assert not order.TwoOrders(ONE, OTHER).shows(None)
    for end in ONE[-1], OTHER[-1]:
        orders(no_ends=[end])
        assert not order.TwoOrders(ONE, OTHER).shows(None)
    orders(same=True)
    assert not order.TwoOrders(ONE, OTHER).shows(None)
    orders(found=None)
    assert not order.TwoOrders(ONE, OTHER).shows(None)


@pytest.mark.parametrize(("i", "others"), [(0, ()), (0, (2,)), (1, (2,)), (1, (2, 3)), (2, (3, 4))])
def test_a_column_is_a_type_profile_of_the_others(i, others):
    one = AmongTruthful(i, 7, 0, None, 1, others)
    profiles = list(product(*map(range, others)))
    assert [one.types(column) for column in range(len(profiles))] == [
        (*profile[:i], 7, *profile[i:]) for profile in profiles
    ]
