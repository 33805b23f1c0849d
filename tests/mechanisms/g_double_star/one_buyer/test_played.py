"""What runs of G** say of a buyer's plans: against her interim payoffs, and against the elimination."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest

from gametheory.games.errors import TooLargeError
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_double_star.one_buyer.elimination import eliminate_plans
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, Others, interim_payoff
from mechanisms.g_double_star.one_buyer.played import PlayedBuyer, Profiles, survives
from mechanisms.g_double_star.one_buyer.runs import added_trades
from mechanisms.markets.market import Tie
from mechanisms.markets.prior import explicit_prior
from tests.interdependent_instances import SINGLE_PRICE, by_mate, common_values, instance, market, uniform


def correlated(tie=Tie.LOWEST, seed=0):
    """All four signals are correlated, and the buyers differ."""
    random, on = Random(seed), market(tie=tie)
    profiles = list(product("st", "st", "LH", "LH"))
    weights = [random.randint(1, 6) for _ in profiles]
    f = {omega: Fraction(w, sum(weights)) for omega, w in zip(profiles, weights, strict=True)}
    values = {(i, *omega): Fraction(random.randint(0, 8), 4) for i in on.buyers for omega in profiles}
    return instance(on, explicit_prior(on, "st", "LH", f), lambda i, omega: [values[i, *omega]])


def two_units():
    """A single price, two units: all supplies are alike."""
    return instance(
        market(SINGLE_PRICE, l=2),
        uniform(market(SINGLE_PRICE, l=2), ["s"], "LH"),
        lambda i, omega: [Fraction(3, 4), Fraction(1, 4) if omega[5 - i] == "L" else Fraction(3, 4)],
    )


GAMES = {
    "common": common_values(),
    "highest": common_values(tie=Tie.HIGHEST),
    "correlated": correlated(Tie.HIGHEST),
    "a tie": by_mate(
        market(SINGLE_PRICE), {("L", "L"): 0, ("L", "H"): 1, ("H", "L"): Fraction(1, 2), ("H", "H"): 1}
    ),
    "two units": two_units(),
}


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["common", "correlated", "two units"])
def test_it_is_her_interim_payoff(name):
    """In proportion: differences between plans, against random strategies of the others."""
    game, random = GAMES[name], Random(1)
    demands, spaces = list(game.mechanism.market.messages()), game.prior.spaces
    places = range(len(demands))
    for i, signal in (2, "L"), (3, "H"):
        buyer, ratios = PlayedBuyer(game, i, signal), set()
        for _ in range(4):
            supplies = tuple(((s, t), random.choice(places)) for s in (0, 1) for t in spaces[s])
            sent = {t: (random.choice(places), random.choice(places)) for t in spaces[buyer.mate]}
            others = Others(
                tuple({t: demands[a] for (s, t), a in supplies if s == j} for j in (0, 1)),
                {t: (demands[d], demands[e]) for t, (d, e) in sent.items()},
            )
            (third,) = buyer.thirds(
                Profiles(
                    tuple((node, (a,)) for node, a in supplies),
                    tuple((t, (d,)) for t, (d, _) in sent.items()),
                    tuple((t, (e,)) for t, (_, e) in sent.items()),
                )
            )
            earned, found = [], []
            for _ in range(3):
                d, e, *w = random.choices(places, k=2 + len(demands))
                plan = BuyerPlan(demands[d], demands[e], tuple(demands[y] for y in w))
                earned.append(interim_payoff(game, i, signal, plan, others))
                found.append(int(buyer.root[0, d] + buyer.root[1, e] + sum(third[list(places), w])))
            for k in (1, 2):
                if earned[k] == earned[0]:
                    assert found[k] == found[0]
                else:
                    ratios.add((found[k] - found[0]) / (earned[k] - earned[0]))
        assert len(ratios) == 1
        assert ratios.pop() > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", GAMES)
def test_what_survives_is_what_the_elimination_leaves(name):
    game, random = GAMES[name], Random(2)
    run, on = eliminate_plans(game), game.mechanism.market
    for agent in run.survivors:
        buyer = PlayedBuyer(game, *agent)
        sets = {r: set(run.after(r)[agent].plans(on)) for r in (0, 1, 2)}
        sets[None] = set(run.survivors[agent].plans(on))
        sample = {
            plan for own in sets.values() for plan in random.sample(sorted(own, key=repr), min(len(own), 8))
        }
        good = next(iter(sets[None]))
        sample |= {replace(good, first=d) for d in on.messages()} | {
            replace(good, second=d) for d in on.messages()
        }
        for plan, (r, left) in product(sample, sets.items()):
            assert buyer.survives(plan, r) == (plan in left)
        assert survives(game, agent, good)


def test_the_remaining_demands_are_those_of_the_elimination():
    game = common_values()
    demands = list(game.mechanism.market.messages())
    for agent, left in eliminate_plans(game).survivors.items():
        found = PlayedBuyer(game, *agent).remaining
        assert found == ([demands[d] for d in left.firsts], [demands[e] for e in left.seconds])


def test_profiles_by_hand():
    """Two supplies, two first and two second demands; at a single price supplies and second demands are idle."""
    on = market(SINGLE_PRICE)
    buyer = PlayedBuyer(by_mate(on, {("L", "L"): 1}), 2, "L")
    assert (len(buyer.others(0)), len(buyer.others(1))) == (2, 1)
    # Price-taking at 1/2 asks for a unit: the mate's first demand 0 leaves in round 1.
    assert buyer.remaining == ([((1,),)], [((1,),)])


def test_payoffs_may_have_any_size(monkeypatch):
    """What a third demand adds is 2^62 at each signal of the mate: 2^63 if both send the same."""
    traded = np.zeros((5, 5, 5, 5, 3, 5, 1, 5), dtype=int)
    traded[..., 0, :] = np.eye(5, dtype=int)  # each entry trades what it names
    monkeypatch.setattr("mechanisms.g_double_star.one_buyer.played.added_trades", lambda *_: traded)
    on, unit = market(((Fraction(0),),), l=4), Fraction(2**63)
    game = instance(on, uniform(on, ["s"], "LH"), lambda i, omega: [unit, -unit, Fraction(0), Fraction(0)])
    idle, alike = tuple(((s, "s"), (0,)) for s in (0, 1)), tuple((t, (0,)) for t in "LH")
    (table,) = PlayedBuyer(game, 2, "L").thirds(Profiles(idle, alike, alike))
    assert table[0].tolist() == [0, 2**63, 0, 0, 0]


class FirstAsMate(GDoubleStar):
    """A broken G**: in branch 1 a buyer gets what her mate asks for, too."""

    def demands(self, group, m, b):
        if b != 1:
            return super().demands(group, m, b)
        most = [max(d[p] for d in m.first) for p in range(len(self.market.P))]
        return [tuple(most) for _ in group.buyers]


class OwnPrice(GDoubleStar):
    """A broken G**: buyers read the third demand at the first messages, sellers sell at a price they make."""

    def _sold(self, group, p, m, asked):
        return [m.sellers[i][p] for i in group.sellers]


@pytest.mark.thorough
@pytest.mark.parametrize("broken", [FirstAsMate, OwnPrice])
def test_a_mechanism_without_what_the_argument_needs_is_refused(broken):
    game = common_values()
    g = broken(game.mechanism.market, game.mechanism.eta)
    game = replace(game, mechanism=g)
    buyer = PlayedBuyer(game, 2, "L")
    with pytest.raises(ArithmeticError):
        buyer.survives(BuyerPlan(*[((1,), (0,))] * 2, (((1,), (0,)),) * 4))


def test_an_entry_that_is_not_of_the_plan_is_never_read():
    class Curious(GDoubleStar):
        def demands(self, group, m, b):
            return [message.third[m.first[::-1]] for message in super().demands(group, m, 1) and m.buyers][:1]

    on = market(SINGLE_PRICE)
    with pytest.raises(KeyError):
        added_trades(Curious(on, Fraction(1, 10)), 2)


def test_what_is_too_large_is_refused():
    large = by_mate(
        market(((Fraction(1, 4),), (Fraction(1, 2),), (Fraction(3, 4),), (Fraction(1),))), {("L", "L"): 1}
    )
    with pytest.raises(TooLargeError, match="runs of G"):
        survives(large, (2, "L"), None)


def test_a_matrix_has_third_messages_down_and_profiles_across():
    """Three of four; what each adds after each of the mate's first messages."""
    game = GAMES["a tie"]
    buyer = PlayedBuyer(game, 2, "H")
    thirds, tables = np.array([[0, 1], [1, 1], [1, 0]]), list(buyer.thirds(buyer.others(0)))
    expected = [[int(table[0, w[0]] + table[1, w[1]]) for table in tables] for w in thirds.tolist()]
    assert len(tables) == 2
    assert buyer.matrix(thirds, 0).tolist() == expected
    no, yes = game.mechanism.market.messages()
    others = Others(({"s": no}, {"s": no}), {"L": (no, no), "H": (yes, no)})
    column = buyer.against(thirds, others)
    assert column.shape == (3, 1)
    assert column[:, 0].tolist() in list(map(list, zip(*expected, strict=True)))
