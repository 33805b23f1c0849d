"""An entry of G+ rechecked by runs: against the oracle, against the states, and in broken mechanisms."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations, product
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest

from gametheory.games.errors import TooLargeError
from mechanisms.g_plus.cells import Cell, InformedAgent, Part
from mechanisms.g_plus.environments import GPlusEnvironments
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.clearing import makers_of
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.noted import label
from mechanisms.markets.raising import serve_or_raise
from proofs.conditions.g_plus_instances import SINGLE_PRICE, three_groups, unit_instance
from proofs.theorem_6 import recheck
from proofs.theorem_6.family import Member
from proofs.theorem_6.printed import entries_eliminated
from proofs.theorem_6.recheck import Entry, Read, is_never_worse, may_trade
from tests.broken_g_plus import LastFirst, NoTrade, OwnPrice, SecondForFirst, SeesItself
from tests.g_plus_instances import even_or_odd
from tests.interdependent_instances import uniform

NO, YES = (0,), (1,)


def by_the_oracle(instance, i, own, cell, x, y):
    others = GPlusEnvironments(instance, i, own)
    direction, at = np.zeros(others.form.size, dtype=object), others.form.first[0][others.cells.index(cell)]
    direction[[at + others.market.X.index(x), at + others.market.X.index(y)]] = -1, 1
    return others.worst(direction)[0] >= 0


def some_cell(market, part, random):
    length = {Part.SECOND: 2 * market.n, Part.THIRD: 2 * (market.side_size - market.n)}[part]
    shown = tuple(random.choice(list(market.messages())) for _ in range(length))
    return Cell(part, shown, random.randrange(len(market.P)))


def test_it_is_what_the_oracle_says_about_all_that_others_can_do():
    random, answers = Random(2), set()
    for private, seed in product((True, False), range(2)):
        instance = Member(1, 1, Fraction(20), private, seed).instance()
        for i, part, (x, y) in product((0, 4), (Part.SECOND, Part.THIRD), permutations((NO, YES))):
            own, cell = random.choice("LH"), some_cell(instance.mechanism.market, part, random)
            found = is_never_worse(instance, i, own, cell, x, y)
            assert found == by_the_oracle(instance, i, own, cell, x, y)
            answers.add((i, part, found))
    assert {found for *_, found in answers} == {True, False}
    two = Member(1, 2, Fraction(0), private=True, seed=5).instance()
    for i, (x, y) in product((0, 4), permutations((NO, YES))):
        cell = some_cell(two.mechanism.market, Part.THIRD, random)
        assert is_never_worse(two, i, "L", cell, x, y) == by_the_oracle(two, i, "L", cell, x, y)


def test_the_mates_of_a_seller_may_name_whatever_they_like():
    """If the mate of the last seller offers one unit of three, and two are asked for, she sells one more than
    the none that she offers, and two of three: not so where the mate offers all that there is.
    """
    g = GPlus(replace(three_groups(n=2), l=3), Fraction(1, 20))
    trades = Entry(g, g.market.sellers[-1], Part.THIRD, 0, (0,), (3,)).read().trades
    assert trades == {((low,), (high,)) for low, high in combinations(range(4), 2)}


def test_two_sellers_in_a_group_have_a_say():
    """A unit costs 7/8 with an odd number of buyers' H, else nothing, at the price 1/2.

    Four of the six buyers are unknown to a second message, two to a third one: 7/16 on average, so to sell is
    better. But in the last branch her mates may see to it that she sells when the number is odd.
    """
    instance = even_or_odd()
    reads = {
        (i, part): Entry(instance.mechanism, i, part, 0, NO, YES).read()
        for i in (0, 7)
        for part in (Part.SECOND, Part.THIRD)
    }
    assert reads == {
        (0, Part.SECOND): Read(2, 2, frozenset()),
        (0, Part.THIRD): Read(4, 4, frozenset({(NO, YES)})),
        (7, Part.SECOND): Read(2, 2, frozenset()),
        (7, Part.THIRD): Read(4, 4, frozenset()),
    }
    random = Random(1)
    for part, better in ((Part.SECOND, True), (Part.THIRD, False)):
        cell = some_cell(instance.mechanism.market, part, random)
        assert is_never_worse(instance, 0, "s", cell, NO, YES) is better
        assert not is_never_worse(instance, 0, "s", cell, YES, NO)
        assert is_never_worse(even_or_odd(Fraction(0)), 0, "s", cell, NO, YES)


@pytest.mark.parametrize(
    ("broken", "i", "part", "says"),
    [
        (OwnPrice, 0, Part.THIRD, "the last branch: those whom she is shown make her price"),
        (SeesItself, 0, Part.THIRD, "an entry: the first messages of others are shown"),
        (SecondForFirst, 4, Part.SECOND, "an entry: after one tuple of first messages, got 2"),
        (NoTrade, 4, Part.THIRD, "an entry: after one tuple of first messages, got 0"),
    ],
)
def test_another_mechanism_is_refused(broken, i, part, says):
    g = broken(
        three_groups(Member(1, 2, Fraction(0), True, 0).instance().mechanism.market.P), Fraction(1, 10)
    )
    with pytest.raises(ArithmeticError, match=says):
        Entry(g, i, part, 1, NO, YES).read()


def test_another_order_of_serving_makes_no_difference():
    assert Entry(LastFirst(three_groups(n=2), Fraction(1, 10)), 0, Part.THIRD, 0, NO, YES).read().trades


def eager(r, n):
    """A unit is worth 1 to everybody: after messages that nobody sends (17) allows not to buy."""
    market = Market(n, 1, 1, SINGLE_PRICE, groups=r)
    instance = unit_instance(
        "eager",
        replace(market, groups=r),
        uniform(market, "s", "b"),
        lambda i, omega: Fraction(1, 4) if market.side(i) is Side.SELLER else Fraction(1),
    )
    assert isinstance(instance.mechanism, GPlus)
    return instance


@pytest.mark.parametrize(("r", "n"), [(4, 1), (3, 2)])
def test_beyond_three_groups_of_one_it_is_runs_that_decide(monkeypatch, r, n):
    """518,400 groupings at r = 3, n = 2."""
    instance = eager(r, n)
    i = instance.mechanism.market.buyers[0]
    found = next(entries_eliminated(InformedAgent(instance, i, "b"), on_path=False))

    def asked(*_):
        raise AssertionError("the search was asked")

    for name in ("states", "in_group", "best"):
        monkeypatch.setattr(InformedAgent, name, asked)
    assert found.holds(instance)
    assert not replace(found, better=NO).holds(instance)
    wiser = replace(found, message=found.changed(), better=NO)
    assert not wiser.holds(instance)


@pytest.mark.parametrize(("n", "l"), [(1, 1), (2, 1), (2, 2)])
@pytest.mark.parametrize("i", [0, 2])
def test_what_mates_can_make_a_seller_trade(n, l, i):
    """Whatever she names: all that serving or raising makes of some mate's offer and some total, and nothing else."""
    market = replace(three_groups(n=n), l=l)
    g, others = GPlus(market, Fraction(1, 10)), [s for s in market.sellers if s != i]
    mates = [*others[: n - 1], *market.buyers[1 : n + 1]]
    possible = {
        tuple(serve_or_raise([*offers[:place], x, *offers[place:]], total, l)[place] for x in range(l + 1))
        for place in range(n)
        for offers in product(range(l + 1), repeat=n - 1)
        for total in range(n * l + 1)
    }
    every = list(product(range(l + 1), repeat=l + 1))
    for made in every if l == 1 else [*possible, (2, 1, 0), (0, 2, 1), (1, 0, 2)]:
        assert may_trade(g, i, mates, lambda x, made=made: (made[x[0]],)) == (made in possible)
    assert possible < set(every)


@pytest.mark.parametrize(("n", "prices"), [(1, 3), (2, 2)])
def test_an_entry_is_read_alike_at_every_price(n, prices):
    g = GPlus(three_groups(price_grid(1, prices - 1), n=n), Fraction(1, 10))
    pairs = [(NO, YES), (YES, NO)][: 3 - n]
    for p, i, (x, y) in product(range(prices), (1, 3 * n + 1), pairs):
        say = frozenset({(x, y)} if n > 1 and i == 1 else ())
        assert Entry(g, i, Part.SECOND, p, x, y).read() == Read(n, n, frozenset())
        assert Entry(g, i, Part.THIRD, p, x, y).read() == Read(2 * n, 2 * n, say)


@pytest.mark.parametrize(("n", "l", "count"), [(1, 2, 3), (2, 1, 8), (2, 2, 27)])
def test_what_others_in_a_group_name_is_listed_up_to_a_limit(monkeypatch, n, l, count):
    entry = Entry(GPlus(replace(three_groups(n=n), l=l), Fraction(1, 10)), 0, Part.SECOND, 0, NO, YES)
    monkeypatch.setattr(recheck, "MOST_NAMED", count)
    assert (entry.read().sellers, entry.read().buyers) == (n, n)
    monkeypatch.setattr(recheck, "MOST_NAMED", count - 1)
    with pytest.raises(TooLargeError, match=f"at most {count - 1}, got {count}"):
        entry.read()


@pytest.mark.parametrize(
    "read", [Read(1, 1, frozenset()), Read(2, 1, frozenset()), Read(1, 1, frozenset({(NO, YES)}))]
)
def test_never_worse_is_on_average_over_what_the_rest_know_and_wherever_others_have_a_say(monkeypatch, read):
    """Agent 1 of three sellers and three buyers; a unit is worth to her what is drawn for each signal profile."""
    random, market, answers = Random(9), three_groups(), set()
    monkeypatch.setattr(Entry, "read", lambda entry: read)
    for _ in range(60):
        every = [("L", *rest) for rest in product("LH", repeat=2)]
        profiles = [(s, "L", "s", a, b, "b") for _, s, a in every for b in "LH"]
        weights = [random.choice((1, 2, 5)) for _ in profiles]
        beliefs = {omega: Fraction(w, sum(weights)) for omega, w in zip(profiles, weights, strict=True)}
        worth = {omega: random.choice((-1, 0, 1, 2, 3)) for omega in profiles}
        at = {
            omega: SimpleNamespace(payoff=lambda x, price, value=value: x[0] * value)
            for omega, value in worth.items()
        }
        instance = SimpleNamespace(
            mechanism=SimpleNamespace(market=market),
            prior=SimpleNamespace(given=lambda known, beliefs=beliefs: beliefs),
            traders=[None, SimpleNamespace(at=at)],
        )
        senders = [
            (*some, *others)
            for some in combinations((0, 2), read.sellers)
            for others in combinations(market.buyers, read.buyers)
        ]
        means = [
            sum(
                p * worth[omega] for omega, p in beliefs.items() if tuple(omega[j] for j in agents) == signals
            )
            for agents in senders
            for signals in {tuple(omega[j] for j in agents) for omega in profiles}
        ]
        expected = min(means) >= 0 and (not read.trades or min(worth.values()) >= 0)
        assert is_never_worse(instance, 1, "L", Cell(Part.THIRD, (), 0), NO, YES) == expected
        answers.add(expected)
    assert answers == {True, False}


P2 = price_grid(1, 1)
GROUPS = GPlus(three_groups(P2), Fraction(1, 10))


def ran(monkeypatch, trade, seen=(1, 4), price=lambda b, q: P2[1]):
    """As if runs showed the first messages of these agents; `trade` is of the branch and what is named."""

    def run(entry, phi, b, bundle, said):
        makers = {said[j].second[()] for j in entry.g.market.agents if j in seen}
        q = next((q for q in range(2) if makers <= set(makers_of(entry.g.market, q)[0])), 0)
        return trade(b, bundle), {tuple(map(label, seen))} if b > 2 else set(), price(b, q)

    monkeypatch.setattr(Entry, "_run", run)


def as_named(b, bundle):
    return bundle if b == 3 else NO


PHI = next(iter(Entry(GROUPS, 0, Part.SECOND, 1, NO, YES)._places()))


def test_what_is_traded_in_a_small_branch_is_what_is_named_at_its_price(monkeypatch):
    ran(monkeypatch, as_named)
    for x, y in permutations((NO, YES)):
        assert Entry(GROUPS, 0, Part.SECOND, 1, x, y)._shown(PHI) == {1, 4}
        ran(monkeypatch, lambda b, bundle: (1 - bundle[0],) if b == 3 else NO)
        with pytest.raises(ArithmeticError, match="branch 3: what the entry names is traded"):
            Entry(GROUPS, 0, Part.SECOND, 1, x, y)._shown(PHI)
        ran(monkeypatch, as_named)
    for p in 0, 1:
        ran(monkeypatch, as_named, price=lambda b, q, p=p: P2[1 - p])
        with pytest.raises(ArithmeticError, match="what the entry names is traded"):
            Entry(GROUPS, 0, Part.SECOND, p, NO, YES)._shown(PHI)
    for seen in (0, 4), (1, 1), (1, 4, 4):
        ran(monkeypatch, as_named, seen)
        with pytest.raises(ArithmeticError, match="the first messages of others are shown"):
            Entry(GROUPS, 0, Part.SECOND, 1, NO, YES)._shown(PHI)


def test_in_the_last_branch_those_who_are_shown_make_the_price_and_third_entries_count_there(monkeypatch):
    for part, p, (x, y) in product((Part.SECOND, Part.THIRD), (0, 1), permutations((NO, YES))):
        entry = Entry(GROUPS, 0, part, p, x, y)
        ran(monkeypatch, lambda b, bundle: NO, price=lambda b, q: P2[q])
        assert entry._last_trades(PHI, {1, 4}) == set()
        for price in P2:
            ran(monkeypatch, lambda b, bundle: NO, price=lambda b, q, price=price: price)
            with pytest.raises(ArithmeticError, match="the last branch"):
                entry._last_trades(PHI, {1, 4})
        ran(monkeypatch, lambda b, bundle: bundle, price=lambda b, q: P2[q])
        with pytest.raises(ArithmeticError, match="the last branch"):  # at the other price, or at all
            entry._last_trades(PHI, {1, 4})


def test_as_many_are_shown_at_every_place(monkeypatch):
    entry = Entry(GROUPS, 0, Part.SECOND, 1, NO, YES)
    monkeypatch.setattr(Entry, "_last_trades", lambda entry, phi, shown: set())
    monkeypatch.setattr(Entry, "_shown", lambda entry, phi: {1, 4} if phi.sellers[0] == 0 else {1, 2, 4})
    with pytest.raises(ArithmeticError, match="as many sellers and buyers are shown at every place"):
        entry.read()


def test_sellers_in_a_group_have_the_same_say_whatever_their_names():
    """Two units: the last seller's mate is named before her, the first one's after."""
    g = GPlus(replace(three_groups(n=2), l=2), Fraction(1, 10))
    first, last = (Entry(g, i, Part.THIRD, 0, YES, (2,)).read() for i in (0, 5))
    assert first == last == Read(4, 4, frozenset({(YES, (2,))}))
    less = Entry(GPlus(three_groups(n=2), Fraction(1, 10)), 0, Part.THIRD, 0, YES, NO).read()
    assert less.trades == {(YES, NO)}


def test_others_have_a_say_where_two_things_may_be_traded(monkeypatch):
    """She sells what she names if her buyer asks for a unit, and else nothing."""
    entry = Entry(GPlus(three_groups(), Fraction(1, 10)), 0, Part.THIRD, 0, NO, YES)
    phi = next(iter(entry._places()))
    buyer = phi.groups(1)[0].buyers[0]

    def run(entry, phi, b, bundle, said):
        return (bundle if said[buyer].third[()] == (YES,) else NO), set(), entry.g.market.P[0]

    monkeypatch.setattr(Entry, "_run", run)
    assert entry._last_trades(phi, {1, 4}) == {(NO, YES)}
