"""Each condition of a recheck counts alone: what the others say is decreed here, or what is sent is forged."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import pytest

from mechanisms.g_plus.cells import Cell, Part, State
from mechanisms.markets.market import Market, price_grid
from mechanisms.markets.prior import explicit_prior
from mechanisms.markets.triplicate import Everywhere, Triplicate
from proofs.conditions.g_plus_instances import (
    SINGLE_PRICE,
    choosy_buyer,
    correlated,
    private_values,
    three_groups,
    unit_instance,
)
from proofs.theorem_6 import bounds, orbits, printed, printed_17_18, statement
from tests.g_plus_instances import even_or_odd

NO, YES, TWO = (0,), (1,), (2,)
HERE = Cell(Part.THIRD, ((YES,),) * 8, 0)


def some(n=2, P=SINGLE_PRICE, groups=3):
    """As much of an instance as is asked for here: two units."""
    return SimpleNamespace(mechanism=SimpleNamespace(market=Market(n, 1, 2, P, groups=groups)))


@pytest.fixture
def settled(monkeypatch):
    """All that `AskedEntryLoses` rechecks is so: (18) asks for one unit, and to name none earns 1 more."""

    def decree(broken=("Condition 3",), alike=True, first={}, asks=((YES,),), earned=None):  # noqa: B006
        earned = earned or {(x, y): Fraction(x == NO) for x, y in product((NO, YES, TWO), repeat=2)}
        monkeypatch.setattr(bounds, "broken_hypotheses", lambda instance: list(broken))
        monkeypatch.setattr(bounds, "counted", lambda instance: "counts" if alike else None)
        monkeypatch.setattr(bounds, "only_first_messages", lambda instance: first)
        demands = SimpleNamespace(at=lambda shown: SimpleNamespace(choices=asks))
        monkeypatch.setattr(bounds, "third_messages", lambda *_: demands)
        monkeypatch.setattr(
            bounds.AskedEntryLoses, "_expected", lambda record, instance, first, x, y: earned[x, y]
        )

    decree()
    return decree


LOSES = bounds.AskedEntryLoses(0, "s", HERE, YES, NO, "Condition 3")


def test_an_entry_loses_where_all_conditions_hold(settled):
    assert LOSES.holds(some())
    two_prices = price_grid(1, 1)
    for instance in some(n=1), some(n=3), some(P=two_prices), some(n=1, P=two_prices):
        assert not LOSES.holds(instance)
    for wrong in (
        replace(LOSES, i=6),  # a buyer
        replace(LOSES, cell=HERE._replace(part=Part.SECOND)),
        replace(LOSES, without="Condition 1"),
        replace(LOSES, asked=NO, better=YES),
        replace(LOSES, asked=TWO),
    ):
        assert not wrong.holds(some())


@pytest.mark.parametrize(
    "otherwise",
    [
        *({"broken": broken} for broken in [(), ("Condition 1",), ("Condition 3", "full support"), ("a",)]),
        {"alike": False},
        {"first": None},
        *({"asks": asks} for asks in [((NO,),), ((TWO,),), ((NO, YES),), ((YES, TWO),), ((YES,), (YES,))]),
        *(
            {
                "earned": {
                    (x, y): Fraction(x == NO) - less * (y == at) * (x == NO)
                    for x in (NO, YES)
                    for y in (NO, YES, TWO)
                }
            }
            for less in (1, 2)
            for at in (NO, YES, TWO)
        ),
    ],
    ids=str,
)
def test_an_entry_does_not_lose_otherwise(settled, otherwise):
    settled(**otherwise)
    assert not LOSES.holds(some())


def test_first_messages_are_settled_where_all_have_one_and_buyers_do_not_care_for_others(monkeypatch):
    """Of each agent the first messages, and nobody on whose signal a buyer's gain depends, or one."""
    market = some().mechanism.market
    for count, concerned in product((0, 1, 2), (None, 0, 5)):
        taking = {(j, "s"): [(YES,)] for j in market.agents} | {(3, "s"): [(YES,), (NO,)][:count]}
        monkeypatch.setattr(bounds, "price_taking_messages", lambda *_, taking=taking: taking)
        monkeypatch.setattr(
            bounds,
            "find_interdependence",
            lambda instance, j, concerned=concerned: concerned if j == market.buyers[1] else None,
        )
        first = bounds.only_first_messages(some())
        settled = count == 1 and concerned is None
        assert first == ({(j, "s"): (YES,) for j in market.agents} if settled else None)


# What (17) and (18) miss as printed


@pytest.fixture(scope="module")
def missed():
    """What the printed sets miss for a seller with L after messages that all ask for nothing."""
    game = private_values()
    return game, {
        part: next(
            miss
            for miss in printed_17_18.misses(game, 0, part)
            if all(message == (NO,) for message in miss.cell.shown)
        )
        for part in ("second", "third")
    }


def test_a_printed_miss_pays_by_hand(missed):
    """She sells at a cost of 0 for 1/2 where best is to sell: the printed sets ask her to sell nothing."""
    game, found = missed
    for miss in found.values():
        assert miss.holds(game)
        (asked,) = miss.asked
        got, best = miss.payoffs(game, asked)
        assert got == 0
        assert best > 0


def test_the_senders_are_others_in_turn_one_for_each_message(missed):
    """Who says nothing at all sends the tuple as well, so that all that is wrong here is who is said to."""
    game, found = missed
    second, third = found["second"], found["third"]
    for wrong in (), (0, 3), (1,), (1, 3, 2), (3, 1), (1, 2), (3, 4), (1, 3, 2, 4):
        assert not replace(second, senders=wrong).holds(game)
    for wrong in (1, 3, 1, 4), (1, 3, 2, 3), (1, 3, 0, 4), (1, 3), (3, 1, 4, 2):
        assert not replace(third, senders=wrong).holds(game)
    assert replace(second, senders=(2, 5)).holds(game)
    assert replace(third, senders=(2, 5, 1, 3)).holds(game)


def test_the_senders_take_prices(monkeypatch, missed):
    """As if nobody with any signal ever asked for nothing."""
    game, found = missed
    real = printed_17_18.price_taking_given_own
    monkeypatch.setattr(
        printed_17_18,
        "price_taking_given_own",
        lambda instance, j, t: real(instance, j, t) if j == 0 else real(instance, 0, "L"),
    )
    assert not any(miss.holds(game) for miss in found.values())


@pytest.mark.parametrize("part", ["second", "third"])
def test_what_is_asked_is_what_the_printed_set_leaves_after_a_tuple_on_the_path(monkeypatch, missed, part):
    game, found = missed
    miss = found[part]
    assert not replace(miss, asked=(*miss.asked, (1 - miss.asked[0][0],))).holds(game)
    assert not replace(miss, asked=miss.asked * 2).holds(game)
    assert not replace(miss, asked=()).holds(game)
    assert not replace(miss, own="H").holds(game)
    real = printed_17_18.SETS[part]

    nowhere = SimpleNamespace(requirements={}, at=real(game, 0, "L", printed_17_18.OwnSignal.AVERAGED).at)
    monkeypatch.setitem(printed_17_18.SETS, part, lambda *_: nowhere)
    assert not miss.holds(game)


@pytest.mark.parametrize("part", [Part.SECOND, Part.THIRD])
def test_she_names_something_in_one_place_and_the_others_what_the_tuple_shows(part):
    """At three prices."""
    nothing, shown = (NO,) * 3, ((YES, NO, NO), (YES, YES, NO))
    for p in range(3):
        miss = printed_17_18.PrintedMiss(0, "L", Cell(part, shown, p), (2, 4), (YES,))
        m = miss._profile(some(n=1, P=price_grid(1, 2)), TWO)
        named = Everywhere(nothing, {shown: tuple(TWO if q == p else NO for q in range(3))})
        silent = Everywhere(nothing)
        own = (named, silent) if part is Part.SECOND else (silent, named)
        first = {2: shown[0], 4: shown[1]}
        assert m == [
            Triplicate(nothing, *own) if j == 0 else Triplicate(first.get(j, nothing), silent, silent)
            for j in range(6)
        ]


def test_on_whose_signal_a_payoff_depends():
    market = three_groups()
    for i, j in (0, 3), (3, 0), (1, 1), (4, 5), (5, 4):
        game = unit_instance(
            "one",
            market,
            correlated(market),
            lambda agent, omega, i=i, j=j: Fraction(agent == i and omega[j] == "H"),
        )
        for agent in market.agents:
            found = printed_17_18.find_interdependence(game, agent)
            assert found == (j if agent == i != j else None)


def test_values_must_be_private(monkeypatch, missed):
    game, found = missed
    for other in 0, 5:
        monkeypatch.setattr(printed_17_18, "find_interdependence", lambda *_, other=other: other)
        assert not any(miss.holds(game) for miss in found.values())


# (A) and (B)


def test_states_are_behind_their_own_tuple(monkeypatch):
    """What is behind a tuple of a third message is behind none of a second one, and the other way round."""
    game = choosy_buyer()
    found = {each.cell.part: each for each in orbits.violations(game)}
    assert set(found) == {Part.SECOND, Part.THIRD}
    for part, other in (Part.SECOND, Part.THIRD), (Part.THIRD, Part.SECOND):
        assert found[part].holds(game)
        assert not replace(found[part], cell=found[part].cell._replace(part=other)).holds(game)
        assert not replace(found[part], states=found[other].states).holds(game)
    nothing = replace(found[Part.SECOND], cell=Cell(Part.SECOND, (), 0), states=(State(()),) * 2)
    assert not nothing.holds(game)


def without(game, *profiles):
    """The same instance, where these signal profiles have no probability."""
    prior = game.prior
    f = {omega: prior.probability(dict(enumerate(omega))) for omega in prior.profiles()}
    f = {omega: share for omega, share in f.items() if omega not in profiles}
    total = sum(f.values())
    fewer = {omega: share / total for omega, share in f.items()}
    market = game.mechanism.market
    sellers, buyers = (prior.spaces[side[0]] for side in (market.sellers, market.buyers))
    return replace(game, prior=explicit_prior(market, sellers, buyers, fewer))


def test_what_nobody_can_have_seen_is_no_state():
    game = choosy_buyer()
    found = orbits.find_violation(game)
    for state in found.states:
        known = {**dict(state.shown), found.i: found.own}
        never = [omega for omega in game.prior.profiles() if all(omega[j] == own for j, own in known.items())]
        assert not found.holds(without(game, *never))


@pytest.mark.parametrize("part", [Part.SECOND, Part.THIRD])
def test_those_behind_a_tuple_are_others_in_turn_who_send_it(part):
    """Each in the place of each other one, with the other signal, and twice."""
    game = choosy_buyer()
    found = next(each for each in orbits.violations(game) if each.cell.part is part)
    for k, state in enumerate(found.states):
        shown = state.shown
        wrong = [(*shown[1:], shown[0]), shown[:-2], (*shown, *shown[:2]), shown[::-1]]
        for place, (j, own) in enumerate(shown):
            other = "L" if own == "H" else "H"
            wrong += [
                (*shown[:place], new, *shown[place + 1 :]) for new in ((j, other), (found.i, found.own))
            ]
        for each in wrong:
            states = (*found.states[:k], State(tuple(each)), *found.states[k + 1 :])
            assert not replace(found, states=states).holds(game)
        with_a_group = replace(state, group=((0, "L"),))
        assert not replace(found, states=(*found.states[:k], with_a_group, *found.states[k + 1 :])).holds(
            game
        )


@pytest.fixture(scope="module")
def room():
    game = even_or_odd()
    return game, orbits.find_violation(game)


def renamed(found, j, k):
    """Two agents with each other's names, in the state."""
    names = {j: k, k: j}
    shown, group = (
        tuple((names.get(agent, agent), own) for agent, own in known)
        for known in (found.state.shown, found.state.group)
    )
    return replace(found, state=replace(found.state, shown=shown, group=group))


@pytest.mark.parametrize("last", [False, True])
def test_her_group_are_all_the_others_once(room, last):
    """Also where the last buyer is in her group."""
    game, found = room
    mate = next(j for j, _ in found.state.group if j in game.mechanism.market.buyers)
    found = renamed(found, mate, game.mechanism.market.agents[-1]) if last else found
    assert found.holds(game)
    group = found.state.group
    wrong = [group[:-1], (*group, group[0]), (*group, (found.i, found.own)), ()]
    for place in range(len(group)):
        others = {*group, *found.state.shown, (found.i, found.own)} - {group[place]}
        wrong += [(*group[:place], other, *group[place + 1 :]) for other in others]
    for each in wrong:
        assert not replace(found, state=replace(found.state, group=tuple(each))).holds(game)


def test_only_a_seller_has_a_room_after_a_tuple_that_is_sent(monkeypatch, room):
    game, found = room
    known = {**dict(found.state.shown), **dict(found.state.group), found.i: found.own}
    for i in game.mechanism.market.buyers:
        rest = tuple((j, own) for j, own in found.state.group if j != i)
        group = (*rest, (found.i, found.own))
        assert not replace(found, i=i, own=known[i], state=replace(found.state, group=group)).holds(game)
    assert not found.holds(without(game, tuple(known[j] for j in sorted(known))))
    asked = statement.third_messages(game, found.i, found.own)
    nowhere, nothing = SimpleNamespace(requirements={}, at=asked.at), SimpleNamespace(choices=((),))
    for wrong in nowhere, SimpleNamespace(requirements=asked.requirements, at=lambda shown: nothing):
        monkeypatch.setattr(statement, "third_messages", lambda *_, wrong=wrong: wrong)
        assert not found.holds(game)


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize(
    "fault",
    [
        {},
        *(
            {name: False}
            for name in ("behind", "likely", "on_path", "asked", "worse", "room", "seller", "third")
        ),
    ],
    ids=str,
)
def test_room_matters_where_all_conditions_hold(monkeypatch, n, fault):
    """Naming 1 is asked for and earns 0, naming 2 earns 1, in groups of any size."""
    so = (
        dict.fromkeys(("behind", "likely", "on_path", "asked", "worse", "room", "seller", "third"), True)
        | fault
    )
    market = some(n=n).mechanism.market
    agents = [j for j in market.agents if j != (0 if so["seller"] else market.buyers[0])]
    (i,) = set(market.agents) - set(agents)
    shown, group = (tuple((j, "s") for j in part) for part in (agents[2 * n - 1 :], agents[: 2 * n - 1]))
    cell = HERE if so["third"] else HERE._replace(part=Part.SECOND)
    paid = {NO: 0, YES: 0 if so["worse"] else 1, TWO: 1}
    trader = SimpleNamespace(payoff=lambda x, price: paid[x])
    instance = SimpleNamespace(
        mechanism=SimpleNamespace(market=market),
        prior=SimpleNamespace(probability=lambda known: Fraction(so["likely"])),
        informed=lambda i, known: trader,
    )
    choices = SimpleNamespace(choices=(((YES,) if so["asked"] else (NO,)),))
    asked = SimpleNamespace(requirements={HERE.shown} if so["on_path"] else set(), at=lambda shown: choices)
    monkeypatch.setattr(statement, "_is_behind", lambda *_: so["behind"])
    monkeypatch.setattr(statement, "third_messages", lambda *_: asked)
    monkeypatch.setattr(statement, "may_trade", lambda *_: so["room"])
    found = statement.RoomMatters(i, "s", cell, YES, State(shown, group))
    assert found.holds(instance) == (not fault)
    moved = replace(found, state=State(shown[1:], (*group, shown[0])))
    assert not moved.holds(instance)
    for twice in (
        (*shown[:-1], shown[0]),
        (*shown[1:], shown[1]),
    ):  # so that the last or the first is not there
        assert not replace(found, state=State(twice, group)).holds(instance)


# An entry that round 1 removes


@pytest.mark.parametrize("part", [Part.SECOND, Part.THIRD])
def test_the_better_message_differs_in_one_place(part):
    """At two prices, and after two tuples."""
    one, other = (NO, NO), (YES, YES)
    later = {(one, one): other, (one, other): other}
    message = Triplicate(one, later, later)
    for shown, p in product(later, (0, 1)):
        found = printed.EntryEliminated(0, "s", message, Cell(part, shown, p), TWO, {}, True)
        better = {**later, shown: (TWO, YES) if p == 0 else (YES, TWO)}
        second, third = (better, later) if part is Part.SECOND else (later, better)
        assert found.changed() == Triplicate(one, second, third)


class Rule:
    """As much of what (17) or (18) asks for as is asked here."""

    def __init__(self, allows, *tuples):
        self.allows, self.requirements = allows, tuples

    def __contains__(self, later):
        return self.allows


FINE = {"first": True, "second": True, "third": True, "more": 1, "never_worse": True}
FAULTS = [
    {},
    {"first": False},
    {"second": False},
    {"third": False},
    {"more": 0},
    {"more": -1},
    {"never_worse": False},
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
@pytest.mark.parametrize("part", [Part.SECOND, Part.THIRD])
def test_an_entry_is_eliminated_where_all_conditions_hold(monkeypatch, fault, part):
    """Each rule constrains one of two tuples."""
    so, shown, other = FINE | fault, ((NO,), (NO,)), ((YES,), (YES,))
    second, third = (shown, other) if part is Part.SECOND else (other, shown)
    monkeypatch.setattr(printed, "price_taking_given_own", lambda *_: [(YES,)] if so["first"] else [])
    monkeypatch.setattr(printed, "second_messages", lambda *_: Rule(so["second"], second))
    monkeypatch.setattr(printed, "third_messages", lambda *_: Rule(so["third"], third))
    monkeypatch.setattr(printed, "is_never_worse", lambda *_: so["never_worse"])
    later = {shown: (NO,), other: (NO,)}
    message = Triplicate((YES,), later, later)
    earned = [Fraction(0), Fraction(so["more"])]
    monkeypatch.setattr(printed, "interim_payoff", lambda i, j, own, sent, others: earned[sent != message])
    for tuple_, on_path in product((shown, other), (True, False)):
        found = printed.EntryEliminated(0, "s", message, Cell(part, tuple_, 0), YES, {}, on_path)
        assert found.holds(some()) == (not fault and on_path == (tuple_ == shown))
