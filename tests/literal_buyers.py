"""The literal game of G** at a single price and n = k = l = 1: every message a buyer can send."""

from functools import cache
from itertools import cycle, product

from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar, MessageProfile
from tests.interdependent_instances import SINGLE_PRICE, TENTH, market

ON = market(SINGLE_PRICE)
D = list(ON.messages())


def literal_messages(demands=D):
    """|D| · |D|^|D| · |D|^(|D|²) = 2 · 4 · 16 = 128 messages at a single price."""
    singles, pairs = [(d,) for d in demands], list(product(demands, repeat=2))
    for first in demands:
        for second in product(demands, repeat=len(singles)):
            for third in product(demands, repeat=len(pairs)):
                yield BuyerMessage(
                    first, dict(zip(singles, second, strict=True)), dict(zip(pairs, third, strict=True))
                )


@cache
def literal_lotteries():
    """g(m) for all 128 · 128 pairs of buyers' messages, with the four pairs of supplies in turn."""
    g = GDoubleStar(ON, TENTH)
    supplies = cycle(product(D, repeat=2))
    return {
        (one, two): (pair, g.lottery(MessageProfile(pair, [messages[one], messages[two]])))
        for messages in [list(literal_messages())]
        for (one, two), pair in zip(product(range(128), repeat=2), supplies, strict=False)
    }
