"""What there is to redo by hand is what the mechanism does, and adds up to the payoffs of the record."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Side, Tie, meet, price_grid
from mechanisms.markets.trader import separable
from proofs.theorem_1.by_hand import by_hand, commodities_that_matter
from proofs.theorem_1.counterexample import find_counterexample
from proofs.theorem_1.statement import NotDominant
from tests.broken import OwnPrice
from tests.strategies import records


@settings(max_examples=20)
@given(records())
def test_every_row_is_what_the_mechanism_does_and_the_sums_are_the_payoffs(record):
    instance, violation = record
    market, i, trader = instance.mechanism.market, violation.i, instance.traders[violation.i]
    rows = by_hand(instance, violation)
    for row in rows:
        for message, x, earned in zip(
            (violation.profile[i], violation.better), row.trades, row.earns, strict=True
        ):
            profile = (*violation.profile[:i], message, *violation.profile[i + 1 :])
            a = instance.mechanism.allocation(row.phi, profile)
            assert (a.x[i], a.q[i]) == (x, market.P[row.p])
            assert x == meet(message[row.p], row.left)
            assert earned == trader.payoff(x, market.P[row.p])
        least = [p for p, value in enumerate(row.excesses) if value == min(row.excesses)]
        assert row.p == (least[0] if market.tie is Tie.LOWEST else least[-1])
    matters = [row.earns[0] != row.earns[1] for row in rows]
    assert [row.matters for row in rows] == matters == sorted(matters, reverse=True)
    assert sum(row.share for row in rows) == 1
    sums = tuple(sum((row.share * row.earns[place] for row in rows), Fraction(0)) for place in range(2))
    assert sums == violation.payoffs(instance)


@settings(max_examples=20)
@given(records())
def test_a_commodity_is_left_out_only_if_nothing_turns_on_it(record):
    instance, violation = record
    rows = by_hand(instance, violation)
    kept = commodities_that_matter(instance.mechanism.market, violation, rows)

    def silent(message):
        return tuple(tuple(amount if h in kept else 0 for h, amount in enumerate(x)) for x in message)

    without = NotDominant(violation.i, tuple(map(silent, violation.profile)), silent(violation.better))
    assert kept or not any(row.matters for row in rows)
    assert violation.payoffs(instance) == without.payoffs(instance)


def test_a_commodity_that_an_excess_turns_on_is_kept():
    """Only commodity 2 makes the excess of the other group 1 at all prices but the last."""
    market = Market(1, 2, 1, price_grid(2, 1))
    units = [[Fraction(1, 2)]] * 2
    instance = Instance("", GStar(market), tuple(separable(market.side(i), units) for i in market.agents))
    one, none = ((1, 0),) * 4, ((0, 0),) * 4
    violation = NotDominant(0, (one, ((0, 1), (0, 1), (0, 1), (0, 0)), one, none), none)
    rows = by_hand(instance, violation)
    assert {row.excesses for row in rows} == {(1, 1, 1, 0), (1, 1, 1, 1)}
    assert commodities_that_matter(market, violation, rows) == (0, 1)


def big() -> Instance:
    quarters = [[Fraction(1, 4), Fraction(1, 2)]] * 2
    falling = separable(Side.SELLER, [[Fraction(1, 2), Fraction(1, 10)], quarters[0]])
    sellers = [falling, *[separable(Side.SELLER, quarters)] * 3]
    buyers = [separable(Side.BUYER, [row[::-1] for row in quarters])] * 4
    return Instance("", GStar(Market(2, 2, 2, price_grid(2, 5))), (*sellers, *buyers))


def test_an_isolating_profile_has_one_grouping_that_matters_and_one_commodity():
    instance = big()
    found = find_counterexample(instance, 0).record.violation
    rows = by_hand(instance, found)
    assert [(row.matters, row.share) for row in rows] == [(True, Fraction(1, 2)), (False, Fraction(1, 2))]
    assert commodities_that_matter(instance.mechanism.market, found, rows) == (0,)


def test_a_witness_that_is_changed_changes_the_table():
    instance = big()
    found = find_counterexample(instance, 0).record.violation
    other_profile = replace(found, profile=(found.profile[0], *found.profile[:0:-1]))
    for changed in (replace(found, better=found.profile[0]), other_profile):
        assert by_hand(instance, changed) != by_hand(instance, found)


def test_another_price_rule_shows():
    instance = big()
    found = find_counterexample(instance, 0).record.violation
    broken = replace(instance, mechanism=OwnPrice(instance.mechanism.market))
    assert [row.p for row in by_hand(broken, found)] != [row.p for row in by_hand(instance, found)]
