"""Every claim on a thousand small random mechanisms: arrays find what the definition finds, the smallest first."""

from collections import Counter
from collections.abc import Callable

import pytest

from mechanisms.general import symmetry
from mechanisms.general.game_form import GameForm
from proofs.properties import (
    bayesian,
    budget,
    coalitions,
    dominance,
    dominant_messages,
    efficiency,
    epsilon,
    ex_post,
    fairness,
    interim_incentives,
    obvious_manipulation,
    participation,
)
from proofs.properties.truth import EqualLie
from tests.random_mechanisms import random_mechanisms

MECHANISMS = 1_000


def equal_lies(form):
    cases = ((i, c, m) for i in range(form.count) for c in form.contexts(i) for m in form.message_profiles())
    return [record for case in cases if (record := EqualLie(*case)).shows(form)]


def best_lie_of_the_first_type(form):
    """By the definition: of the first type that gains, the lie that gains most."""
    lies = list(bayesian.interim_lies(form))
    first = min(((lie.t, lie.i) for lie in lies), default=None)
    own = [lie for lie in lies if (lie.t, lie.i) == first]
    return max(own, key=lambda lie: lie.payoffs(form)[1], default=None)


def each_type(kind):
    def of(form):
        every = (kind(i, t) for i in range(form.count) for t in range(len(form.types[i])))
        return min(
            (each for each in every if each.shows(form)), key=lambda each: (each.t, each.i), default=None
        )

    return of


def first(records, key: Callable = lambda record: 0):
    return min(records, key=key, default=None)


# By name: what arrays find, and what the definition finds first.
FOUND = {
    "truth-dominant": (
        dominance.find_lie,
        lambda form: first(dominance.lies(form), lambda lie: dominance.cost(form, lie)),
    ),
    "truth-strictly-dominant": (
        dominance.find_equal_lie,
        lambda form: first(equal_lies(form), lambda lie: dominance.cost(form, lie)),
    ),
    "truth-weakly-dominant": (dominance.find_harmless_lie, lambda form: first(dominance.harmless_lies(form))),
    "ex-post-ic": (ex_post.find_lie_ex_post, lambda form: first(ex_post.lies_ex_post(form), lambda lie: (sum(lie.types), lie.i, lie.types[lie.i], lie.lie))),
    "bayesian-ic": (bayesian.find_interim_lie, best_lie_of_the_first_type),
    "not-obviously-manipulable": (
        obvious_manipulation.find_obvious_manipulation,
        lambda form: first(obvious_manipulation.obvious_manipulations(form), lambda each: (each.t, each.i)),
    ),
    "group-strategy-proof-weak": (
        lambda form: coalitions.find_group_lie(form, False)[0],
        lambda form: next(coalitions.group_lies(form, False), None),
    ),
    "group-strategy-proof-strong": (
        lambda form: coalitions.find_group_lie(form, True)[0],
        lambda form: next(coalitions.group_lies(form, True), None),
    ),
    "dominant-messages": (
        lambda form: first([dominant_messages.NoDominantMessage(i, t) for (i, t), own in dominant_messages.dominant_places(form).items() if not own], lambda each: (each.t, each.i)),
        each_type(dominant_messages.NoDominantMessage),
    ),
    "individually-rational-ex-post": (
        participation.find_loss,
        lambda form: first(participation.losses(form), lambda loss: sum(loss.types)),
    ),
    "individually-rational-interim": (participation.find_interim_loss, each_type(participation.InterimLoss)),
    "individually-rational-ex-ante": (
        participation.find_ex_ante_loss,
        lambda form: first(loss for i in range(form.count) if (loss := participation.ExAnteLoss(i)).shows(form)),
    ),
    "budget-balanced-ex-post": (
        lambda form: budget.find_imbalance(form, False),
        lambda form: first(budget.imbalances(form, False), lambda each: sum(each.types)),
    ),
    "no-deficit-ex-post": (
        lambda form: budget.find_imbalance(form, True),
        lambda form: first(budget.imbalances(form, True), lambda each: sum(each.types)),
    ),
    "pareto-efficient": (
        efficiency.find_improvement,
        lambda form: first(efficiency.inefficiencies(form, efficiency.Improvement), lambda each: (sum(each.types), each.types, each.place)),
    ),
    "surplus-maximising": (
        efficiency.find_higher_surplus,
        lambda form: first(
            efficiency.inefficiencies(form, efficiency.HigherSurplus),
            lambda each: (sum(each.types), each.types, each.place, -each.surpluses(form)[1]),
        ),
    ),
    "anonymous": (symmetry.find_asymmetry, lambda form: first(symmetry.asymmetries(form), lambda each: 0)),
    "non-bossy": (fairness.find_bossy, lambda form: next(fairness.bossy(form), None)),
}  # fmt: skip
INDIRECT_TOO = {"dominant-messages", "anonymous", "non-bossy"}


@pytest.fixture(scope="module")
def forms():
    return [GameForm(mechanism) for mechanism in random_mechanisms(MECHANISMS)]


@pytest.mark.thorough
@pytest.mark.parametrize("name", FOUND)
def test_arrays_find_what_the_definition_finds(forms, name):
    fast, slow = FOUND[name]
    verdicts = Counter()
    for form in forms:
        if form.truth is not None or name in INDIRECT_TOO:
            found = fast(form)
            assert found == slow(form), form.mechanism.seed
            verdicts[found is not None] += 1
            if found is not None and verdicts[True] % 20 == 1:
                assert found.holds(form.mechanism)
                assert found.describe(form.mechanism)
    assert min(verdicts[True], verdicts[False]) >= 20, verdicts


@pytest.mark.thorough
def test_epsilon_is_the_largest_gain_of_a_lie(forms):
    for form in forms[:300]:
        if form.truth is not None:
            epsilon, lie = epsilon_of(form)
            gains = [
                after - before for each in dominance.lies(form) for before, after in [each.payoffs(form)]
            ]
            assert epsilon == max(gains, default=0)
            assert (lie is None) == (epsilon == 0)
            interim, best = epsilon_bayesian(form)
            gains = [
                after - before
                for each in bayesian.interim_lies(form)
                for before, after in [each.payoffs(form)]
            ]
            assert interim == max(gains, default=0)
            assert best is None or best.shows(form)


epsilon_of, epsilon_bayesian = epsilon.largest_gain, interim_incentives.largest_interim_gain


def test_expected_payments_agree_with_the_definition(forms):
    for form in forms[:200]:
        if form.truth is not None:
            assert budget.expected_total(form) == budget.ExpectedImbalance(False).total(form)
