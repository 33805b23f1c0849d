"""Witnesses on Theorem 6 in words that an economist can follow with pencil and paper."""

from mechanisms.g_plus.cells import Cell, InformedAgent, Part, State
from mechanisms.g_plus.play import entry
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Market, show, show_message
from proofs.claims.words import minus
from proofs.theorem_6.printed import EntryEliminated
from proofs.theorem_6.statement import NothingBest, RoomMatters, Violation
from proofs.theorem_6.witnesses import Record


def describe_record(instance: InterdependentInstance, record: Record) -> str:
    """A witness in one sentence."""
    if isinstance(record, EntryEliminated):
        return _eliminated(instance, record)
    if isinstance(record, NothingBest):
        return describe_violation(instance, record)
    return record.describe(instance)


def describe_cell(market: Market, cell: Cell) -> str:
    """Where an entry stands.

    >>> from mechanisms.markets.market import price_grid
    >>> cell = Cell(Part.SECOND, (((0,), (1,)), ((1,), (0,))), 1)
    >>> describe_cell(Market(1, 1, 1, price_grid(1, 1), groups=3), cell)
    'in the second message after the first messages (0 1; 1 0) at price 1'
    """
    shown, price = "; ".join(map(show_message, cell.shown)), show(market.P[cell.p])
    return f"in the {cell.part.value} message after the first messages ({shown}) at price {price}"


def describe_state(instance: InterdependentInstance, state: State) -> str:
    """Who has which signal, and the room she has."""
    market = instance.mechanism.market
    known = ", ".join(f"{market.name(j)} {own}" for j, own in state.shown)
    if state.room is None:
        return known
    low, high = map(show, state.room)
    group = ", ".join(f"{market.name(j)} {own}" for j, own in state.group)
    return f"{known}, and in her group {group}, where she sells between {low} and {high}"


def describe_violation(instance: InterdependentInstance, found: Violation) -> str:
    """Why the argument for Theorem 6 fails."""
    market = instance.mechanism.market
    agent = InformedAgent(instance, found.i, found.own)
    who = f"{market.name(found.i)} with signal {found.own}, {describe_cell(market, found.cell)}"
    if isinstance(found, RoomMatters):
        instead = _choices(agent.best(found.state, found.cell.p))
        return (
            f"{who}: {show(found.action)} is best given the other groups' signals, but not given "
            f"{describe_state(instance, found.state)}: there {instead} is"
        )
    best = "; ".join(
        f"{_choices(agent.best(state, found.cell.p))} given {describe_state(instance, state)}"
        for state in found.states
    )
    return f"{who}: nothing is best whoever sent them; best is {best}"


def _choices(bundles: tuple[Bundle, ...]) -> str:
    return " or ".join(map(show, bundles))


def _eliminated(instance: InterdependentInstance, found: EntryEliminated) -> str:
    market = instance.mechanism.market
    before, after = found.payoffs(instance)
    sent = "price-taking first messages" if found.on_path else "first messages that no signal sends"
    rule = "(17)" if found.cell.part is Part.SECOND else "(18)"
    return (
        f"{market.name(found.i)} with signal {found.own}, {describe_cell(market, found.cell)}, {sent}: "
        f"{rule} allows {show(entry(found.message, found.cell))}, but {show(found.better)} is never worse, "
        f"whoever sent them with whatever signals, and against some others she expects {minus(before)} "
        f"instead of {minus(after)}"
    )
