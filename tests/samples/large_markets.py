"""Records about large markets, beside those in files."""

from dataclasses import replace
from fractions import Fraction

from mechanisms.markets.grouping import Grouping
from mechanisms.markets.price_taking import price_taking
from proofs.large_markets import duality
from tests.samples.sample import sample, samples_of


def too_much(patch):
    """No instance makes it true: the lemma is proved."""
    patch.setattr(duality, "largest_surplus", lambda *_: Fraction(9**9))


@samples_of(duality.DualityFails)
def duality_fails():
    game = next(duality.random_instances())
    m = tuple(next(iter(price_taking(trader, game.mechanism.market))) for trader in game.traders)
    found = duality.DualityFails(m, Grouping((0, 1), (2, 3)))
    forged = replace(found, profile=tuple(message[::-1] for message in m))
    yield sample(found, game, forged=[forged], plant=too_much)
