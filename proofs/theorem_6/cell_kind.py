"""What the files of all witnesses on Theorem 6 have in common: an agent, her signal, and a cell of a message.

`part` says whether a second or a third message is meant, `shown` after which first messages, `price` at which
price.
"""

from typing import Any, NamedTuple, TypeVar

from mechanisms.files.messages import message_document, price_document, read_agent, read_messages
from mechanisms.files.signals import read_signal
from mechanisms.files.toml import Section
from mechanisms.g_plus.cells import Cell, Part
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market
from proofs.claims.evidence import Witness
from proofs.claims.witness_file import FileKind
from proofs.theorem_6.hypotheses import broken_hypotheses

Record = TypeVar("Record", bound=Witness[Any])
PLACE_KEYS = ("agent", "signal", "part", "shown", "price")


class Place(NamedTuple):
    """A cell of a message of agent i with signal `own`."""

    i: int
    own: str
    cell: Cell


class CellKind(FileKind[InterdependentInstance, Record]):
    """A witness on Theorem 6, on an instance of G+: about one cell."""

    claim = "Theorem 6"
    mechanism = GPlus.symbol

    def broken_hypotheses(self, instance: InterdependentInstance) -> list[str]:
        return broken_hypotheses(instance)


def read_place(section: Section, instance: InterdependentInstance) -> Place:
    """The agent, her signal and the cell in a table. Raises `InstanceError`."""
    market = instance.mechanism.market
    i = read_agent(section, "agent", market.agents)
    own = read_signal(section, instance.prior.spaces[i])
    part = section.choice("part", {part.value: part for part in (Part.SECOND, Part.THIRD)})
    length = shown_length(market, part)
    rule = f"{length} first messages, of sellers and buyers in turn"
    shown = read_messages(section, "shown", market, length, rule)
    prices = {str(price_document(price)): p for p, price in enumerate(market.P)}
    named = str(section.require("price"))
    if named not in prices:
        raise section.error("price", f"one of {', '.join(prices)}", named)
    return Place(i, own, Cell(part, shown, prices[named]))


def place_document(instance: InterdependentInstance, i: int, own: str, cell: Cell) -> dict[str, Any]:
    """The inverse of `read_place`."""
    return {
        "agent": i + 1,
        "signal": own,
        "part": cell.part.value,
        "shown": [message_document(d) for d in cell.shown],
        "price": price_document(instance.mechanism.market.P[cell.p]),
    }


def shown_length(market: Market, part: Part) -> int:
    """How many first messages a second or third message sees."""
    return 2 * {Part.SECOND: market.n, Part.THIRD: market.side_size - market.n}[part]
