"""Instances by counts against lists of all profiles, and symmetry that is broken at one place."""

from dataclasses import replace
from fractions import Fraction
from itertools import count, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.counted import SIDES, Census, count_up, counted, counts_of, ways
from mechanisms.markets.interdependent import InterdependentInstance, InterdependentTrader
from mechanisms.markets.market import Market, Side
from mechanisms.markets.prior import Prior, PriorError, explicit_prior
from mechanisms.markets.trader import separable

HALF = Fraction(1, 2)


def census_of(spaces, size, omega) -> Census:
    return tuple(
        tuple(part.count(own) for own in space)
        for space, part in zip(spaces, (omega[:size], omega[size:]), strict=True)
    )


def listed(by_counts) -> InterdependentInstance:
    """The definition: every profile has the probability, and every agent the payoffs, of its census."""
    market, spaces = by_counts.market, by_counts.spaces
    size = market.side_size
    profiles = list(product(*[spaces[0]] * size, *[spaces[1]] * size))
    f = {omega: by_counts.f[census_of(spaces, size, omega)] for omega in profiles}

    def payoffs(i):
        side = market.side(i)
        at = SIDES.index(side)

        def place(omega):
            counts = [list(part) for part in census_of(spaces, size, omega)]
            counts[at][spaces[at].index(omega[i])] -= 1
            return side, omega[i], tuple(map(tuple, counts))

        return InterdependentTrader({omega: by_counts.traders[place(omega)] for omega in profiles})

    traders = tuple(payoffs(i) for i in market.agents)
    return InterdependentInstance("", by_counts.mechanism, explicit_prior(market, *spaces, f), traders)


@st.composite
def by_counts(draw):
    """Up to three signals a side; censuses of probability 0 among them."""
    market = Market(1, 1, 1, ((HALF,),), groups=3)
    spaces = tuple("abc"[: draw(st.integers(1, 3))] for _ in SIDES)
    numbers = st.integers(0, 3)
    shares, worths = (draw(st.lists(numbers, min_size=1, max_size=20)) for _ in range(2))
    asked = count()  # each census gets the next number; every signal of all of a side is possible

    def share(census):
        return Fraction(shares[next(asked) % len(shares)] + (3 in census[0] or 3 in census[1]))

    def trader(side, own, others):
        return separable(side, [[worths[next(asked) % len(worths)]]])

    return count_up(GPlus(market, Fraction(1, 10)), tuple(map(tuple, spaces)), share, trader)


@settings(deadline=None, max_examples=12)
@given(by_counts(), st.data())
def test_counts_say_what_lists_say(by_counts, data):
    instance, market = listed(by_counts), by_counts.market
    assert counted(instance) == by_counts
    i = data.draw(st.sampled_from(market.agents))
    known = {
        j: data.draw(st.sampled_from(instance.prior.spaces[j]))
        for j in data.draw(st.sets(st.sampled_from([j for j in market.agents if j != i])))
    }
    own = data.draw(st.sampled_from(instance.prior.spaces[i]))
    census = tuple(
        tuple(sum(known.get(j) == signal for j in side) for signal in space)
        for side, space in zip((market.sellers, market.buyers), by_counts.spaces, strict=True)
    )
    assert by_counts.probability(census) == instance.prior.probability(known)
    if instance.prior.probability({**known, i: own}) > 0:
        assert by_counts.informed(market.side(i), own, census) == instance.informed(i, {**known, i: own})


def test_counting_by_hand():
    assert sorted(counts_of(("a", "b", "c"), 2)) == sorted(
        [(2, 0, 0), (1, 1, 0), (1, 0, 1), (0, 2, 0), (0, 1, 1), (0, 0, 2)]
    )
    assert list(counts_of(("a",), 3)) == [(3,)]
    assert ways(((1, 1, 1), (2, 0, 0))) == 6


def uniform() -> InterdependentInstance:
    market = Market(1, 1, 1, ((HALF,),), groups=3)
    spaces = ("L", "H"), ("L", "H")
    return listed(
        count_up(
            GPlus(market, Fraction(1, 10)),
            spaces,
            lambda census: Fraction(1),
            lambda side, own, others: separable(side, [[others[0][1] + 2 * others[1][1] + (own == "H")]]),
        )
    )


def test_one_profile_that_is_more_likely_breaks_the_symmetry():
    instance = uniform()
    f = dict(instance.prior.f)
    one, other = ("H", *"LLLLL"), ("L", "H", *"LLLL")
    f[one], f[other] = f[one] + Fraction(1, 100), f[other] - Fraction(1, 100)
    assert counted(replace(instance, prior=Prior(instance.prior.spaces, f))) is None


@pytest.mark.parametrize("i", range(6))
def test_one_payoff_of_one_agent_at_one_profile_breaks_the_symmetry(i):
    instance = uniform()
    omega = ("L", "L", "H", "L", "L", "H")
    at = {**instance.traders[i].at, omega: separable(instance.traders[i].side, [[9]])}
    traders = [*instance.traders]
    traders[i] = InterdependentTrader(at)
    assert counted(replace(instance, traders=tuple(traders))) is None


def test_signal_sets_that_differ_break_the_symmetry():
    market = Market(1, 1, 1, ((HALF,),), groups=3)
    spaces = (("a",), ("a",), ("b",), *[("c",)] * 3)
    prior = Prior(spaces, {("a", "a", "b", "c", "c", "c"): Fraction(1)})
    trader = {omega: separable(Side.SELLER, [[0]]) for omega in prior.profiles()}
    traders = tuple(InterdependentTrader(trader) for _ in market.agents)
    assert counted(InterdependentInstance("", GPlus(market, Fraction(1, 10)), prior, traders)) is None


def test_probabilities_that_do_not_add_up_are_refused():
    found = counted(uniform())
    with pytest.raises(PriorError, match="sum to 1"):
        replace(found, f={census: share / 2 for census, share in found.f.items()})


def test_an_event_of_probability_zero_says_nothing():
    market = Market(1, 1, 1, ((HALF,),), groups=3)
    found = count_up(
        GPlus(market, Fraction(1, 10)),
        (("L", "H"), ("s",)),
        lambda census: Fraction(census[0] == (3, 0)),
        lambda side, own, others: separable(side, [[0]]),
    )
    with pytest.raises(PriorError, match="positive probability"):
        found.informed(Side.BUYER, "s", ((0, 1), (0,)))
