"""Numbers, prices, bundles, messages and agents as TOML has them: read, and written.

`read_x` takes the value that stands at a key, `as_x` a value that was found there, in a list say. Whatever is
not what it should be is an `InstanceError`.
"""

from fractions import Fraction
from typing import Any

from mechanisms.files.toml import Section, each_of
from mechanisms.markets.market import Bundle, Market, Message, Price


def _vector(section: Section, key: str, value: object, k: int, what: str) -> list[Any]:
    """One entry per commodity; with a single commodity the entry may stand alone."""
    entries = [value] if k == 1 and not isinstance(value, list) else value
    return section.listed(key, entries, k, f"{what} for {each_of(k, 'commodity', 'commodities')}")


def as_price(section: Section, key: str, value: object, k: int) -> Price:
    """A price vector: k exact numbers, or a bare one when k = 1."""
    return tuple(section.number(key, p, least=0) for p in _vector(section, key, value, k, "a price"))


def as_bundle(section: Section, key: str, value: object, market: Market) -> Bundle:
    """A bundle: k amounts in 0..l, or a bare one when k = 1."""
    entries = _vector(section, key, value, market.k, "an amount")
    for amount in entries:
        if not isinstance(amount, int) or isinstance(amount, bool) or not 0 <= amount <= market.l:
            raise section.error(key, f"amounts from 0 to l = {market.l}", amount)
    return tuple(entries)


def read_bundle(section: Section, key: str, market: Market) -> Bundle:
    """The bundle at a key."""
    return as_bundle(section, key, section.require(key), market)


def as_bundles(
    section: Section, key: str, value: object, market: Market, length: int | None, rule: str
) -> tuple[Bundle, ...]:
    """A list of bundles."""
    listed = section.listed(key, value, length, rule)
    return tuple(as_bundle(section, f"{key}[{place}]", x, market) for place, x in enumerate(listed, start=1))


def as_message(section: Section, key: str, value: object, market: Market) -> Message:
    """A message: one bundle at each price of the grid, in its order."""
    rule = f"a bundle at {each_of(len(market.P), 'price')}"
    return as_bundles(section, key, value, market, len(market.P), rule)


def read_message(section: Section, key: str, market: Market) -> Message:
    """The message at a key."""
    return as_message(section, key, section.require(key), market)


def as_messages(
    section: Section, key: str, value: object, market: Market, length: int | None, rule: str
) -> tuple[Message, ...]:
    """A list of messages."""
    listed = section.listed(key, value, length, rule)
    return tuple(as_message(section, f"{key}[{place}]", d, market) for place, d in enumerate(listed, start=1))


def read_messages(
    section: Section, key: str, market: Market, length: int | None, rule: str
) -> tuple[Message, ...]:
    """The list of messages at a key."""
    return as_messages(section, key, section.require(key), market, length, rule)


def as_agent(section: Section, key: str, value: object, agents: range) -> int:
    """One of these agents, whom the file counts from 1."""
    if type(value) is not int or value - 1 not in agents:
        raise section.error(key, f"an agent from {agents[0] + 1} to {agents[-1] + 1}", value)
    return value - 1


def read_agent(section: Section, key: str, agents: range) -> int:
    """The agent at a key."""
    return as_agent(section, key, section.integer(key, least=1), agents)


def plain(number: Fraction) -> int | str:
    """An exact number as TOML has it: an integer or "p/q"."""
    return int(number) if number.denominator == 1 else str(number)


def price_document(p: Price) -> list[int | str] | int | str:
    """A price vector as TOML has it: bare when there is one commodity."""
    return plain(p[0]) if len(p) == 1 else [plain(number) for number in p]


def bundle_document(x: Bundle) -> list[int] | int:
    """A bundle as TOML has it: bare when there is one commodity."""
    return x[0] if len(x) == 1 else list(x)


def message_document(message: Message) -> list[Any]:
    """A message as TOML has it: the bundle at each price."""
    return [bundle_document(x) for x in message]


def bundle_key(x: Bundle) -> str:
    """How a bundle is written as a key: its amounts with commas between.

    >>> bundle_key((1, 0))
    '1,0'
    """
    return ",".join(map(str, x))
