"""(4) and (5): records in words, of who trades at which price."""

from fractions import Fraction

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Market, price_grid
from proofs.claims.verdict import Reading
from proofs.rules.own_price import OwnInfluence, WrongPrice
from tests.broken import OwnPrice

TINY = Market(n=1, k=1, l=1, P=price_grid(1, 1))
NEVER, _, AT_0, _ = TINY.messages()
PHI = Grouping((0, 1), (2, 3))


def test_a_wrong_price_in_words():
    """Group 1 clears at both prices, group 2 at 1 only: so group 1 trades at p̃* = 1, group 2 at p̂* = 0."""
    m = (NEVER, NEVER, NEVER, AT_0)
    found = WrongPrice(Reading.PRINTED, 3, PHI, m)
    assert found.holds(GStar(TINY))
    assert not WrongPrice(Reading.PRINTED, 2, PHI, m).holds(GStar(TINY))
    messages = "seller 1: 0 0; seller 2: 0 0; buyer 3: 0 0; buyer 4: 1 0"
    assert found.describe(GStar(TINY)) == (
        "buyer 4, in group 2, trades at p̂* = 0, not at p̃* = 1, when the messages (a bundle at each price) "
        f"are {messages}"
    )


def test_the_words_follow_the_mechanism():
    m = (NEVER, NEVER, NEVER, AT_0)
    found = WrongPrice(Reading.READ, 2, PHI, m)
    broken = OwnPrice(TINY)  # group 1 trades at its own clearing price, 0
    assert found.holds(broken)
    assert not found.holds(GStar(TINY))
    assert found.describe(broken).startswith("buyer 3, in group 1, trades at p̃* = 0, not at p̃* = ")


def test_own_influence_in_words():
    m = (NEVER, NEVER, NEVER, AT_0)
    assert OwnInfluence(1, PHI, m).describe(GStar(TINY)) == "seller 2 changes her own terms"
    assert OwnInfluence(3, PHI, m).describe(GStar(TINY)) == "buyer 4 changes her own terms"
    half = Market(1, 1, 1, ((Fraction(1, 2),),))
    assert not OwnInfluence(3, PHI, (((0,),),) * 4).holds(GStar(half))
