"""A buyer's plan in G**, and strategies of the others, as tables of a TOML file: groups of any size.

[witness.plan]              what she can still be asked after her first message
first = [0, 1]              a bundle at each price
second."0 1 | 1 1" = [1, 1] after a tuple of first messages, in order; left out: nothing
third."0 1 | 0 0 | 0 0 | 1 1" = [1, 0]

[[witness.opponents.seller]]        one table for each seller, in order: her supply by signal
s = [0, 1]

[[witness.opponents.buyer]]         one table for each other buyer, in order
[witness.opponents.buyer.L]         by signal
first = [0, 0]
second."0 0 | 1 1" = [1, 1]
"""

from collections.abc import Mapping, Sequence
from typing import Any

from gametheory.plans.form import Plan
from mechanisms.files.messages import bundle_key, message_document, read_message
from mechanisms.files.toml import Section, each_of
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_double_star.mechanism import BuyerMessage
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market, Message
from mechanisms.markets.triplicate import FirstMessages


def tuple_key(shown: FirstMessages) -> str:
    """How a tuple of first messages is written as a key.

    >>> tuple_key((((0,), (1,)), ((1,), (1,))))
    '0 1 | 1 1'
    """
    return " | ".join(" ".join(map(bundle_key, d)) for d in shown)


def plan_document(buyer: BuyerForm, plan: Plan) -> dict[str, Any]:
    """The plan as a table; entries that demand nothing are left out."""
    message = buyer.message_of(plan)
    return {
        "first": message_document(message.first),
        **_entries("second", message.second),
        **_entries("third", message.third),
    }


def opponents_document(instance: InterdependentInstance, i: int, opponents: Opponents) -> dict[str, Any]:
    """The strategies as a table; second messages that demand nothing are left out."""
    market, spaces = instance.mechanism.market, instance.prior.spaces
    return {
        "seller": [
            {t: message_document(opponents.supplies[s, t]) for t in spaces[s]} for s in market.sellers
        ],
        "buyer": [
            {
                t: {
                    "first": message_document(opponents.firsts[j, t]),
                    **_entries(
                        "second",
                        {
                            shown: demand
                            for (own, signal, shown), demand in opponents.seconds.items()
                            if (own, signal) == (j, t)
                        },
                    ),
                }
                for t in spaces[j]
            }
            for j in market.buyers
            if j != i
        ],
    }


def _entries(name: str, entries: Mapping[FirstMessages, Message]) -> dict[str, Any]:
    asked = {
        tuple_key(shown): message_document(demand)
        for shown, demand in entries.items()
        if any(any(x) for x in demand)
    }
    return {name: asked} if asked else {}


def read_plan(section: Section, buyer: BuyerForm) -> Plan:
    """The plan in a table. Raises `InstanceError`."""
    section.allow(("first", "second", "third"))
    first = read_message(section, "first", buyer.market)
    parts = {2: "second", 3: "third"}
    shown = {
        part: [asked for own, asked in buyer.tuples[buyer.demands.index(first)] if own == part]
        for part in parts
    }
    second, third = (_read_entries(section, name, shown[part], buyer.market) for part, name in parts.items())
    return buyer.plan_of(BuyerMessage(first, second, third))


def read_opponents(section: Section, instance: InterdependentInstance, i: int) -> Opponents:
    """The strategies in a table, of everybody but buyer i. Raises `InstanceError`."""
    section.allow(("seller", "buyer"))
    market, spaces = instance.mechanism.market, instance.prior.spaces
    rivals = [j for j in market.buyers if j != i]
    supplies, firsts, seconds = {}, {}, {}
    for s, table in zip(market.sellers, _tables(section, "seller", market.sellers), strict=True):
        table.allow(spaces[s])
        for t in spaces[s]:
            supplies[s, t] = read_message(table, t, market)
    for j, table in zip(rivals, _tables(section, "buyer", rivals), strict=True):
        table.allow(spaces[j])
        for t in spaces[j]:
            own = table.section(t)
            own.allow(("first", "second"))
            firsts[j, t] = first = read_message(own, "first", market)
            buyer = BuyerForm(market, j)
            shown = [asked for part, asked in buyer.tuples[buyer.demands.index(first)] if part == 2]
            for asked, demand in _read_entries(own, "second", shown, market).items():
                seconds[j, t, asked] = demand
    return Opponents(supplies, firsts, seconds)


def _tables(section: Section, key: str, agents: Sequence[int]) -> list[Section]:
    found = section.sections(key)
    if len(found) != len(agents):
        raise section.error(key, f"one table for {each_of(len(agents), key)}", len(found))
    return found


def _read_entries(
    section: Section, name: str, shown: Sequence[FirstMessages], market: Market
) -> dict[FirstMessages, Message]:
    """An entry for each of these tuples; what the table leaves out demands nothing."""
    table = section.section(name) if name in section else Section(section.file, section.path, {})
    keys = {tuple_key(messages): messages for messages in shown}
    table.allow(keys)
    nothing = ((0,) * market.k,) * len(market.P)
    return {
        messages: read_message(table, key, market) if key in table else nothing
        for key, messages in keys.items()
    }
