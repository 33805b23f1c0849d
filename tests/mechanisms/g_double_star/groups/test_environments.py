"""The separation oracle of a buyer of G** against lists of everything that the others can do."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement, product
from math import factorial
from random import Random

import numpy as np
import pytest

from gametheory.games.errors import PlanError, TooLargeError
from gametheory.optimisation.local_costs import LocalCost, least_sum
from gametheory.plans.evidence import PlanDomination
from gametheory.plans.form import Plan
from mechanisms.g_double_star.groups import environments as buyer_environments
from mechanisms.g_double_star.groups import separation_oracle
from mechanisms.g_double_star.groups import supplies as buyer_supplies
from mechanisms.g_double_star.groups.environments import BuyerEnvironments
from mechanisms.g_double_star.groups.first_message_branching import FirstMessageBranching
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.groups.separation_oracle import WorstCase
from mechanisms.g_double_star.one_buyer.opponent_columns import BuyerPayoffs
from mechanisms.markets.clearing import clearing_price
from mechanisms.markets.market import Tie
from tests.interdependent_instances import SINGLE_PRICE, common_values, market
from tests.random_buyers import random_direction, random_instance, random_opponents


@cache
def listed(environments):
    """The gains of everything the others can do, for n = 1 or a single price: a row for each profile."""
    payoffs = environments.payoffs
    buyer, spaces, D = payoffs.buyer, payoffs.instance.prior.spaces, payoffs.buyer.demands
    nodes = [(j, t) for j in buyer.rivals for t in spaces[j]]
    sellers = [(s, t) for s in payoffs.market.sellers for t in spaces[s]]
    rows = []
    choices = D if len(payoffs.market.P) > 1 else D[:1]  # at a single price the rest does not matter
    for firsts in product(*(environments.firsts.get(node, D) for node in nodes)):
        for seconds in product(choices, repeat=len(nodes) if payoffs.market.n == 1 else 0):
            entries = {(*node, (d,)): e for node, d, e in zip(nodes, firsts, seconds, strict=False)}
            for supplies in product(choices, repeat=len(sellers)):
                given = dict(zip(sellers, supplies, strict=True)), dict(zip(nodes, firsts, strict=True))
                rows.append(payoffs.gains(Opponents(*given, entries)))
    return np.array(rows)


ONE_PRICE = random_instance(market(SINGLE_PRICE, n=2), 1, sellers="st", support=30)
TWO_PRICES = {tie: random_instance(market(tie=tie), 2) for tie in Tie}
BOTH = random_instance(market(n=2), 3)
RESTRICTED = {(5, "L"): [((0,),)], (6, "H"): [((1,),)], (7, "L"): [((1,),), ((0,),)]}
LISTED = {
    "n=1": BuyerEnvironments(TWO_PRICES[Tie.LOWEST], 2, "L"),
    "n=1, highest price": BuyerEnvironments(TWO_PRICES[Tie.HIGHEST], 3, "H"),
    "n=2, one price": BuyerEnvironments(ONE_PRICE, 5, "H"),
    "n=2, one price, some first messages": BuyerEnvironments(ONE_PRICE, 4, "L", RESTRICTED),
}


@pytest.mark.thorough
@pytest.mark.parametrize("name", LISTED)
def test_all_that_the_others_can_do_is_listed_where_it_is_little(monkeypatch, name):
    environments = LISTED[name]
    rows = listed(environments)
    monkeypatch.setattr(buyer_environments, "MOST_LISTED", len(rows))
    every = list(environments.every())
    assert len({*every}) == len(every) == len(rows)
    some = slice(None, None, 1 + len(rows) // 100)
    assert {tuple(environments.gains(others)) for others in every[some]} <= {*map(tuple, rows)}
    monkeypatch.setattr(buyer_environments, "MOST_LISTED", len(rows) - 1)
    assert environments.every() is None


ONE_MESSAGE = BuyerEnvironments(ONE_PRICE, 4, "L", {(j, t): [((1,),)] for j in (5, 6, 7) for t in "LH"})


@pytest.mark.parametrize("environments", [ONE_MESSAGE, *LISTED.values()])
def test_what_is_never_paid_is_zero_in_all_that_the_others_can_do(environments):
    assert ((listed(environments) != 0).any(axis=0) <= environments._paid).all()
    assert environments._paid.all() == (environments is not ONE_MESSAGE)


def test_where_nothing_is_paid_the_search_says_so_too():
    idle = np.where(ONE_MESSAGE._paid, 0, random_direction(ONE_MESSAGE.form, Random(5)))
    assert idle.any()
    search = WorstCase(ONE_MESSAGE.payoffs, ONE_MESSAGE.supplies, ONE_MESSAGE.allowed, idle)
    assert search.least() == ONE_MESSAGE.worst(idle)
    assert ONE_MESSAGE.worst(idle)[0] == 0


def test_many_groups_are_not_listed_at_two_prices():
    assert BuyerEnvironments(BOTH, 4, "L", {}).every() is None


def test_a_forged_domination_is_refused_whatever_the_oracle_says(monkeypatch):
    environments = LISTED["n=2, one price, some first messages"]
    rows, form = listed(environments), environments.form
    monkeypatch.setattr(BuyerEnvironments, "worst", lambda *_: (0, None))
    plans = [form.best(row)[1] for row in rows]
    a, b, others = next(
        (a, b, others)
        for a in plans
        for b in plans
        for others, row in zip(environments.every(), rows, strict=True)
        if row @ form.vector(b) > row @ form.vector(a)
        and (rows @ (form.vector(b) - form.vector(a))).min() < 0
    )
    assert not PlanDomination(a, b, others).holds(environments)


def flaws(environments, rows, cases=25):
    """Random directions at which the oracle does not name the least of all rows, or contradicts itself."""
    random = Random(4)
    for _ in range(cases):
        direction = random_direction(environments.form, random)
        try:
            value, opponents = environments.worst(direction)
        except ArithmeticError:
            yield direction
            continue
        if value != min((rows @ direction).tolist()) or value != environments.gains(opponents) @ direction:
            yield direction


@pytest.mark.parametrize("name", LISTED)
def test_the_worst_is_the_least_of_the_list_and_the_mean_is_its_mean(name):
    environments = LISTED[name]
    rows = listed(environments)
    assert not list(flaws(environments, rows))
    mean, total = environments.mean().astype(object), rows.sum(axis=0).astype(object)
    at = np.flatnonzero(total)[0]
    assert mean[at] * total[at] > 0
    assert (mean * total[at] == total * mean[at]).all()


def test_restrictions_are_kept_to_and_must_make_sense():
    _, opponents = LISTED["n=2, one price, some first messages"].worst(
        random_direction(BuyerEnvironments(ONE_PRICE, 4, "L").form, Random(1))
    )
    assert opponents.firsts[5, "L"] == ((0,),)
    for wrong in ({(4, "L"): [((0,),)]}, {(5, "L"): []}):
        with pytest.raises(ValueError, match="first messages: "):
            _ = BuyerEnvironments(ONE_PRICE, 4, "L", wrong).allowed


@pytest.mark.parametrize("sellers", ["s", "st"])
def test_with_one_buyer_in_a_group_it_is_the_least_of_her_columns(sellers):
    """Sellers who know something the buyer does not, too."""
    game, random = random_instance(market(), 8, sellers=sellers), Random(5)
    environments, columns = BuyerEnvironments(game, 3, "L"), BuyerPayoffs(game, 3, "L")
    assert environments.supplies.tell_nothing == (sellers == "s")
    everything = dict.fromkeys("LH", range(4))
    at, values = columns.columns(everything, everything)
    for _ in range(25):
        firsts, seconds, *thirds = ([random.randrange(4), random.randrange(4)] for _ in range(6))
        paid = columns.matrix(np.array(thirds).T, at, values)
        least = int((paid[1] - paid[0]).min()) + sum(
            int(columns.root[new] - columns.root[old]) for old, new in (firsts, seconds)
        )
        plans = [
            Plan(d, tuple(int(bit) for y in (e, *w) for bit in f"{y:02b}"))
            for d, e, w in zip(firsts, seconds, np.array(thirds).T.tolist(), strict=True)
        ]
        old, new = (environments.form.vector(plan) for plan in plans)
        value, _ = environments.worst(new - old)
        assert Fraction(value, environments.payoffs.denominator) == Fraction(least, columns.denominator)


def test_second_messages_and_supplies_for_given_first_messages():
    """n = 2, two prices, one signal, everybody sends 00: three second messages at (00, 00), four supplies."""
    game = random_instance(market(n=2, tie=Tie.HIGHEST), 6, buyers="L")
    silent = ((0,), (0,))
    firsts = {(j, "L"): [silent] for j in (5, 6, 7)}
    environments = BuyerEnvironments(game, 4, "L", firsts)
    D = environments.payoffs.buyer.demands
    shown = (silent, silent)
    rows = np.array(
        [
            environments.gains(
                Opponents(
                    {(s, "s"): a for s, a in enumerate(supplies)},
                    dict.fromkeys(firsts, silent),
                    {(*key, shown): e for key, e in zip(firsts, seconds, strict=True)},
                )
            )
            for supplies in combinations_with_replacement(D, 4)
            for seconds in product(D, repeat=3)
        ]
    )
    assert len(rows) == 35 * 64
    assert not list(flaws(environments, rows))


def deviations(environments, opponents, random):
    """Opponents of whom one does one thing differently."""
    D = environments.payoffs.buyer.demands
    for part in ("supplies", "seconds"):
        entries = getattr(opponents, part)
        for key in entries:
            yield replace(opponents, **{part: {**entries, key: random.choice(D)}})


def test_at_two_prices_nobody_does_worse():
    """n = 2: neither who deviates from the worst profile, nor who deviates from another one."""
    environments, random = BuyerEnvironments(BOTH, 5, "L"), Random(6)
    for _ in range(4):
        direction = random_direction(environments.form, random)
        value, worst = environments.worst(direction)
        for start in worst, random_opponents(BOTH, 5, random):
            for other in deviations(environments, start, random):
                assert environments.gains(other) @ direction >= value


def test_the_mean_counts_prices_as_the_definition_does():
    environments = BuyerEnvironments(BOTH, 4, "L")
    on, D = BOTH.mechanism.market, environments.payoffs.buyer.demands
    made = [0, 0]
    for a, b, c, d in product(D, repeat=4):
        made[clearing_price(on, [a, b], [c, d])] += 1
    assert environments._made.tolist() == made


def test_a_domination_known_by_hand_is_never_worse():
    """Common values: who sends H's first message and asks at price 0 whatever she learns, less asking never."""
    environments = BuyerEnvironments(common_values(), 2, "H")
    form = environments.form
    never, at_0 = Plan(3, (0,) * 10), Plan(3, (1, 0) * 5)
    direction = form.vector(at_0) - form.vector(never)
    assert environments.worst(direction)[0] > 0
    assert environments.worst(-direction)[0] < 0


class Hasty(FirstMessageBranching):
    """Believes that later rivals do what is best for the buyer: the bound is too high."""

    def bounds(self, *where):
        return -FirstMessageBranching(
            self.allowed, -self.fixed, -self.priced, self.group, self.weight
        )._bounds(where[0], where[1], -where[2], {among: -table for among, table in where[3].items()})


class OneOrderOnly(WorstCase):
    """Forgets that the other group stands in every order."""

    def _branch_4(self, delta, below=None):
        value, row, entries = super()._branch_4(delta)
        return value // 2, row, entries


def by_lists(worst):
    """The definition: all first messages, supplies and second messages at once, cost by cost."""
    prices = np.moveaxis(worst.supplies.prices, 1, -2)
    counts = prices.reshape(-1, prices.shape[-2] * prices.shape[-1]).T
    found = []
    for sent in product(*worst.allowed.values()):
        delta = dict(zip(worst.allowed, map(int, sent), strict=True))
        known = worst.constant + sum(
            int(table[tuple(delta[node] for node in nodes)]) for nodes, table in (*worst.second, *worst.third)
        )
        variables, costs = {}, []
        for nodes, signals in worst.sets.items():
            at = [(slice(None), *(delta[node] for node in enumerate(own))) for own in signals]
            L = sum(worst.weights[own][where] for own, where in zip(signals, at, strict=True)).ravel()
            shown = tuple(sorted(delta[node] for node in nodes))
            scope = [variables.setdefault((node, shown), 1 + len(variables)) for node in nodes]
            costs.append(LocalCost((0, *scope), (L @ counts).reshape(prices.shape[:-2])))
        sizes = [len(prices), *[prices.shape[1]] * len(variables)]
        found.append(known + factorial(worst.n) * least_sum(sizes, costs)[0])
    return min(found)


@pytest.mark.parametrize("seed", range(3))
def test_the_worst_at_two_prices_is_the_least_of_all_first_messages(seed):
    """n = 2, two or three first messages a rival and signal, of which some are the same for both signals."""
    random = Random(seed)
    D = list(BOTH.mechanism.market.messages())
    firsts = {
        (j, t): random.sample(D, 1 + (j == 5 and t == "L") + (t == "H")) for j in (4, 5, 6) for t in "LH"
    }
    environments = BuyerEnvironments(BOTH, 7, "HL"[seed % 2], firsts)
    for _ in range(3):
        direction = random_direction(environments.form, random)
        worst = WorstCase(environments.payoffs, environments.supplies, environments.allowed, direction)
        assert environments.worst(direction)[0] == by_lists(worst)


def test_an_oracle_that_stops_too_early_is_found_out(monkeypatch):
    environments = LISTED["n=1"]
    rows = listed(environments)
    monkeypatch.setattr(separation_oracle, "FirstMessageBranching", Hasty)
    assert list(flaws(environments, rows))


def test_an_oracle_that_forgets_an_order_is_found_out(monkeypatch):
    monkeypatch.setattr(buyer_environments, "WorstCase", OneOrderOnly)
    environments = BuyerEnvironments(BOTH, 5, "L")
    direction = random_direction(environments.form, Random(2))
    with pytest.raises(ArithmeticError):
        environments.worst(direction)


def test_an_oracle_that_forgets_the_tie_rule_is_found_out(monkeypatch):
    rows = listed(LISTED["n=1, highest price"])
    environments = BuyerEnvironments(TWO_PRICES[Tie.HIGHEST], 3, "H")  # nothing computed yet
    right = buyer_supplies.clearing_places
    monkeypatch.setattr(
        buyer_supplies, "clearing_places", lambda on, *more: right(replace(on, tie=Tie.LOWEST), *more)
    )
    assert list(flaws(environments, rows))


def test_what_is_too_large_is_refused(monkeypatch):
    informed = BuyerEnvironments(random_instance(market(n=2), 3, sellers="st", support=6), 4, "L")
    direction = random_direction(informed.form, Random(1))
    with pytest.raises(
        TooLargeError, match=r"got 65,536 with \|D\| = 4 and 8 signals of sellers, which tell"
    ):
        informed.worst(direction)
    monkeypatch.setattr(buyer_environments, "MOST_FIRSTS", 511)
    with pytest.raises(TooLargeError, match="with signals: at most 511 lists, got 512"):
        BuyerEnvironments(BOTH, 4, "L").worst(direction)


def test_directions_are_integers_one_for_each_coordinate():
    environments = LISTED["n=1"]
    size = environments.form.size
    for wrong in (np.zeros(size), np.zeros(size - 1, dtype=int), np.full(size, Fraction(1, 2), dtype=object)):
        with pytest.raises(PlanError, match=f"direction: {size} integers, got"):
            environments.worst(wrong)


def test_sellers_whose_signals_say_nothing_are_as_good_as_without():
    """Independent signals of the sellers that nobody values: the same worst cases as with one signal."""
    game = common_values()
    prior = game.prior
    f = {
        ("s" + a, "s" + b, *omega[2:]): share / 4
        for omega, share in prior.f.items()
        for a in "12"
        for b in "12"
    }
    told = replace(
        game,
        prior=replace(prior, spaces=(("s1", "s2"), ("s1", "s2"), *prior.spaces[2:]), f=f),
        traders=tuple(
            replace(trader, at={omega: trader.at[("s", "s", *omega[2:])] for omega in f})
            for trader in game.traders
        ),
    )
    plain, more = (BuyerEnvironments(each, 2, "L") for each in (game, told))
    assert more.supplies.tell_nothing
    random = Random(2)
    for _ in range(10):
        direction = random_direction(plain.form, random)
        values = [Fraction(own.worst(direction)[0], own.payoffs.denominator) for own in (plain, more)]
        assert values[0] == values[1]
