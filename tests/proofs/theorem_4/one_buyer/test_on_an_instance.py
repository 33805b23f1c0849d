"""Theorem 4 as printed on an instance with one buyer in a group, where everything but one reason is absent."""

from dataclasses import replace
from fractions import Fraction

from mechanisms.markets.market import Side
from mechanisms.markets.prior import explicit_prior
from mechanisms.markets.trader import separable
from proofs.audit.on_an_instance import claims_on
from proofs.claims.verdict import Verdict
from proofs.theorem_4.one_buyer.printed import UnsentEntry
from tests.interdependent_instances import instance, market


def printed(game):
    return next(claim for claim in claims_on(game) if claim.id == "g-double-star.theorem-4.printed").find()


def unsent_alone(first_given_h):
    """The single price 1, at which sellers do not care. With L a mate's signal makes units a loss, or a gain.

    Given her own L both signals of the mate are equally likely: she expects `first_given_h` / 2 from a unit,
    at the price 1. Given her own H the mate has H almost surely, and two units are best.
    """
    on = market(((Fraction(1),),), l=2)
    f = {("s", "s", *pair): Fraction(f, 12) for pair, f in {"LL": 1, "LH": 1, "HL": 1, "HH": 9}.items()}
    units = {"L": [0, 0], "H": [first_given_h, Fraction(7, 2) - first_given_h]}
    game = instance(on, explicit_prior(on, "s", "LH", f), lambda i, omega: units[omega[5 - i]])
    indifferent = {omega: separable(Side.SELLER, [[1, 1]]) for omega in game.prior.profiles()}
    sellers = (replace(game.traders[i], at=indifferent) for i in on.sellers)
    return replace(game, traders=(*sellers, *game.traders[2:]))


def test_an_own_message_that_is_not_sent_refutes_it_alone():
    """D_i(L) is {0, 1}, D_i(H) is {2}: sellers, and buyers' plans on the path and off it, are as (10) says."""
    found = printed(unsent_alone(2))
    assert found.verdict is Verdict.REFUTED
    assert isinstance(found.witness.record, UnsentEntry)
    assert found.witness.record.holds(found.witness.context)


def test_it_holds_where_no_message_is_left_unsent():
    """With D_i(L) = {0} a buyer has one message to send. After the mate's 1, which nothing sends, all survive."""
    assert printed(unsent_alone(Fraction(7, 4))).verdict is Verdict.HELD
