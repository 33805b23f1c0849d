"""The smallest instances we know on which Theorem 4 fails as printed, each for one reason alone.

All have one seller and one buyer in a group (but the last), one commodity, one unit, ties to the lowest
price, η = 1/10. They satisfy full support, symmetry, (8) and Condition 2 as read, unless such a hypothesis is
the point; where nobody learns anything they satisfy Condition 2 as printed too. Sellers cost 1/4 a unit.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, message_of
from mechanisms.markets.interdependent import InterdependentInstance, interdependent_instance
from mechanisms.markets.market import Market, Message, Price, Side, price_grid
from mechanisms.markets.prior import Signals, explicit_prior
from mechanisms.markets.trader import Trader, separable
from mechanisms.markets.triplicate import FirstMessages
from proofs.theorem_4.one_buyer.printed import BuyerEliminated, BuyerSurvivor, SellerSurvivor, UnsentEntry
from proofs.theorem_4.one_buyer.search import buyer_survivors, buyers_eliminated, seller_survivors
from proofs.theorem_4.one_buyer.statement import solve

HALF = Fraction(1, 2)
AT_HALF: tuple[Price, ...] = ((HALF,),)
PLACE = "Section 3.3, Theorem 4"


def unit_instance(
    title: str,
    P: tuple[Price, ...],
    sellers: Sequence[str],
    buyers: Sequence[str],
    value: Callable[[int, Signals], Fraction | int],
    n: int = 1,
) -> InterdependentInstance:
    """All signal profiles equally likely; `value(i, ω)` is what a unit is worth to buyer i."""
    market = Market(n, 1, 1, P)
    profiles = list(product(*([sellers] * market.side_size + [buyers] * market.side_size)))
    prior = explicit_prior(market, sellers, buyers, dict.fromkeys(profiles, Fraction(1, len(profiles))))

    def trader(i: int, omega: Signals) -> Trader:
        if i in market.sellers:
            return separable(Side.SELLER, [[Fraction(1, 4)]])
        return separable(Side.BUYER, [[value(i, omega)]])

    instance = interdependent_instance(title, GDoubleStar(market, Fraction(1, 10)), prior, trader)
    return replace(instance, paper=PLACE)


def a_seller() -> tuple[InterdependentInstance, SellerSurvivor]:
    """The only seller of a group sells what its buyer asks, whatever she says: she may say anything."""
    instance = unit_instance(
        "A seller alone in her group may say anything", AT_HALF, ["s"], ["b"], lambda i, omega: 1
    )
    return instance, next(seller_survivors(instance))


def off_the_path() -> tuple[InterdependentInstance, BuyerEliminated]:
    """A unit is worth 1 to everybody. After a first message 0, which nobody sends, (10) allows not to buy."""
    instance = unit_instance(
        "What is done after a message that no signal sends", AT_HALF, ["s"], ["b"], lambda i, omega: 1
    )
    return instance, next(buyers_eliminated(solve(instance), on_path=False))


def on_the_path() -> tuple[InterdependentInstance, BuyerEliminated]:
    """Given a mate with L the buyer with H is indifferent, given one with H she is not."""
    values = {"LL": Fraction(0), "LH": HALF / 2, "HL": HALF, "HH": Fraction(1)}
    instance = unit_instance(
        "A tie after one signal of the mate, and none after the other",
        AT_HALF,
        ["s"],
        ["L", "H"],
        lambda i, omega: values[omega[i] + omega[5 - i]],
    )
    return instance, next(buyers_eliminated(solve(instance), on_path=True))


def unsent() -> tuple[InterdependentInstance, UnsentEntry]:
    """A unit is worth 1, so that at price 1 she may ask for it or not. She asks; what if she had not?"""
    instance = unit_instance(
        "What a buyer would do had she sent another message",
        price_grid(1, 1),
        ["s"],
        ["b"],
        lambda i, omega: 1,
    )
    never, _, at_0, always = instance.mechanism.market.messages()
    sent = message_of(instance.mechanism.market, 2, BuyerPlan(always, always, (always,) * 4))
    second: dict[FirstMessages, Message] = {**sent.second, (at_0,): never}
    return instance, UnsentEntry((2, "b"), BuyerMessage(always, second, sent.third), at_0)


def printed_condition_2() -> tuple[InterdependentInstance, BuyerSurvivor]:
    """A unit is worth 1/2 or 5/2 as seller 1's signal is s or t: independent of every buyer's own signal."""
    instance = unit_instance(
        "Values that depend on a seller's signal",
        price_grid(1, 1),
        ["s", "t"],
        ["b"],
        lambda i, omega: HALF if omega[0] == "s" else 5 * HALF,
    )
    return instance, next(buyer_survivors(solve(instance)))


def not_revealing() -> InterdependentInstance:
    """(8) fails: at the mean both signals ask alike, but given the mate's signal they do not."""
    values = {"LL": 0, "LH": 2, "HL": 0, "HH": 2}
    return unit_instance(
        "First messages that reveal nothing",
        AT_HALF,
        ["s"],
        ["L", "H"],
        lambda i, omega: values[omega[i] + omega[5 - i]],
    )


def choosy_buyer() -> InterdependentInstance:
    """n = 2. Buyer 5 with signal L likes buyer 6's high signal and dislikes buyer 7's: Ξ_5(L) is empty."""
    choosy = {"HL": Fraction(7, 8), "LH": Fraction(0), "HH": Fraction(1, 4), "LL": Fraction(1, 4)}

    def value(i: int, omega: Signals) -> Fraction | int:
        if i == 4 and omega[4] == "L":
            return choosy[omega[5] + omega[6]]
        return 1 if omega[i] == "H" else 0

    return unit_instance("Tuples of messages carry no names", AT_HALF, ["s"], ["L", "H"], value, n=2)


# Those against the theorem as printed.
SMALLEST = (a_seller, off_the_path, on_the_path, unsent, printed_condition_2)
