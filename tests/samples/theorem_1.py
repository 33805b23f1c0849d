"""Records about Theorem 1, beside those in files."""

from dataclasses import replace
from fractions import Fraction

from mechanisms.g_star.literal import events
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.trader import separable
from proofs.theorem_1 import sharp_form, statement
from proofs.theorem_1.every_n import IsolationForEveryN
from proofs.theorem_3 import statement as theorem_3
from tests.broken import ForcedTrade, NoTrade, OwnPrice
from tests.samples.sample import sample, samples_of

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
TINY = Market(n=1, k=1, l=1, P=price_grid(1, 1))
NEVER, _, AT_0, ALWAYS = TINY.messages()
TRADERS = (*[separable(Side.SELLER, [[QUARTER]])] * 2, *[separable(Side.BUYER, [[Fraction(3, 4)]])] * 2)


def instance(g):
    return Instance("", g, TRADERS)


@samples_of(statement.NotDominant)
def not_dominant():
    game = instance(OwnPrice(TINY))
    found = next(statement.violations_by_listing(events(game.mechanism, [0])[0], 0, TRADERS[0]))
    yield sample(
        found, game, forged=[replace(found, better=found.profile[0])], elsewhere=[instance(GStar(TINY))]
    )


@samples_of(statement.NotPriceTaking)
def not_price_taking():
    game = instance(NoTrade(TINY))
    found = next(statement.violations_by_listing(events(game.mechanism, [0])[0], 0, TRADERS[0]))
    taking = ((0,), (1,))
    yield sample(found, game, forged=[replace(found, message=taking)], elsewhere=[instance(GStar(TINY))])


@samples_of(statement.ExPostLoss)
def ex_post_loss():
    game = instance(ForcedTrade(TINY))
    happens = events(game.mechanism, [0])[0]
    found = next(statement.losses_by_listing(happens, 0, TRADERS[0], [range(4)] * 4))
    yield sample(found, game, forged=[replace(found, i=2)], elsewhere=[instance(GStar(TINY))])


@samples_of(statement.IsolatedShortfall)
def isolated_shortfall():
    game = theorem_3.instance(1)
    found = theorem_3.find_shortfall(game)
    gap = found.gap
    gaps = replace(gap, state=(0,)), replace(gap, payoff=gap.better_payoff), replace(gap, better=gap.action)
    yield sample(found, game, forged=[replace(found, gap=wrong) for wrong in gaps])


@samples_of(sharp_form.Disagreement)
def disagreement():
    game = instance(NoTrade(TINY))
    found = next(sharp_form.disagreements(events(game.mechanism, [0])[0], 0, TRADERS[0]))
    forged = [replace(found, caps_are_optimal=True), replace(found, dominant_when_listed=False)]
    yield sample(found, game, forged=forged, elsewhere=[instance(GStar(TINY))])


@samples_of(IsolationForEveryN)
def isolation_for_every_n():
    found = IsolationForEveryN(TINY, Side.SELLER, 1, (1,))
    yield sample(found, forged=[replace(found, r=(2,)), replace(found, r=(HALF,))])
