"""Random instances of G** in which everything depends on everything, plans of a buyer, and opponents."""

from fractions import Fraction
from itertools import product
from random import Random

from gametheory.plans.form import Plan, PlanForm
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market
from mechanisms.markets.prior import explicit_prior
from tests.interdependent_instances import instance


def random_instance(
    on: Market, seed: int, *, sellers: str = "s", buyers: str = "LH", support: int = 10**9
) -> InterdependentInstance:
    """Values and a correlated prior over all signals, on `support` profiles (and one for each signal)."""
    random = Random(seed)
    profiles = list(product(*([sellers] * on.side_size + [buyers] * on.side_size)))
    chosen = random.sample(profiles, min(support, len(profiles)))
    size = on.side_size
    chosen += [(a,) * size + (b,) * size for a, b in product(sellers, buyers)]
    weights = {omega: random.randint(1, 5) for omega in chosen}
    total = sum(weights.values())
    prior = explicit_prior(on, sellers, buyers, {omega: Fraction(w, total) for omega, w in weights.items()})
    units = range(on.l)
    values = {
        (i, omega): [Fraction(random.randint(0, 9), 4) for _ in units]
        for i in on.buyers
        for omega in profiles
    }
    return instance(on, prior, lambda i, omega: values[i, omega])


def random_plan(form: PlanForm, random: Random) -> Plan:
    root = random.randrange(len(form.cells))
    return Plan(root, tuple(random.randrange(count) for count in form.cells[root]))


def random_direction(form: PlanForm, random: Random):
    """One plan less another, half of the time with the same root and few differences."""
    a, b = random_plan(form, random), random_plan(form, random)
    if random.random() < 0.5:
        actions = list(a.actions)
        for c in random.sample(range(len(actions)), min(len(actions), random.choice((1, 3, 9)))):
            actions[c] = random.randrange(form.cells[a.root][c])
        b = Plan(a.root, tuple(actions))
    return form.vector(b) - form.vector(a)


def random_opponents(game: InterdependentInstance, i: int, random: Random) -> Opponents:
    """Strategies of all others, with a second message after every tuple that shows the own first one."""
    market, spaces = game.mechanism.market, game.prior.spaces
    D = list(market.messages())
    firsts = {(j, t): random.choice(D) for j in market.buyers if j != i for t in spaces[j]}
    return Opponents(
        {(s, t): random.choice(D) for s in market.sellers for t in spaces[s]},
        firsts,
        {
            (j, t, shown): random.choice(D)
            for (j, t), d in firsts.items()
            for shown in product(D, repeat=market.n)
            if d in shown
        },
    )
