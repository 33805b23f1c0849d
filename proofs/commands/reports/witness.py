"""A witness against Theorem 1 to redo by hand: what agents announce, and what becomes of it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from gametheory.games.errors import TooLargeError
from mechanisms.markets.grouping import Group, grouping_count
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Bundle, Market, Price, Side, show
from mechanisms.markets.trader import Trader
from proofs.claims.draws import Compares
from proofs.claims.scopes import listing
from proofs.claims.verdict import Witnessed
from proofs.claims.words import describe_prices
from proofs.commands.reports.draws import draws_tables
from proofs.commands.reports.market import describe_agents
from proofs.commands.reports.parts import Part
from proofs.commands.reports.table import Column, Table
from proofs.theorem_1.by_hand import Alike, by_hand, commodities_that_matter, groups_of
from proofs.theorem_1.statement import NotDominant
from proofs.theorem_1.witness_file import ConclusionFails
from proofs.theorem_4.hedges.hedge import Hedge
from proofs.theorem_4.hedges.hedged_refutation import Hedged, HedgedTwice, Pooled

COUNTED = 10**9  # groupings; how many of more are alike is told by their share
ELSEWHERE, SAME, TAKING = "elsewhere", "the same", "price-taking"


def redone(witness: Witnessed | None) -> Iterator[Part]:
    """What there is to redo by hand of a witness that was replayed: tables where it compares two messages."""
    if witness is not None and isinstance(witness.record, Compares):
        try:
            yield from draws_tables(witness.context, witness.record.two_ways(witness.context))
        except TooLargeError as wrong:
            yield f"Not told draw by draw: {wrong}."
    if witness is not None and isinstance(witness.record, ConclusionFails):
        yield from witness_tables(witness.context, witness.record.violation)
        if witness.record.loss is not None:
            yield f"Ex post she may lose: {witness.record.loss.describe(witness.context)}."


def told_on_a_page(witness: Witnessed) -> Iterator[Part]:
    """All there is to redo by hand, what is too long for a terminal too: the sums of a hedge."""
    from proofs.commands.reports.hedges import hedge_parts

    yield from redone(witness)
    for hedge in hedges_of(witness):
        yield from hedge_parts(witness.context, hedge)


def hedges_of(witness: Witnessed) -> list[Hedge]:
    """The hedges that refute something, where a witness is made of them."""
    record = witness.record
    if isinstance(record, Hedge):
        return [record]
    kept = record.strange(witness.context) if isinstance(record, Hedged | HedgedTwice) else ()
    return [each for each in (record.kept if isinstance(record, Pooled) else kept) if isinstance(each, Hedge)]


def witness_tables(instance: Instance, violation: NotDominant) -> Iterator[Table]:
    """The messages; the groupings at which both messages earn differently; trades and payoffs, with sums."""
    market, rows = instance.mechanism.market, by_hand(instance, violation)
    kept = commodities_that_matter(market, violation, rows)
    yield _messages(market, violation, rows, kept)
    differing = [row for row in rows if row.matters]
    yield _groupings(market, violation.i, differing, kept)
    yield _payoffs(instance, violation.i, differing, rows[len(differing) :], kept)


def _messages(market: Market, violation: NotDominant, rows: Sequence[Alike], kept: Sequence[int]) -> Table:
    """A row for prices at which everybody names the same: she too, where she differs or ever trades."""
    i, m, better = violation.i, violation.profile, violation.better
    senders: dict[object, list[int]] = {}
    for j in market.agents:
        if j != i:
            senders.setdefault((market.side(j), m[j]), []).append(j)
    others = [m[same[0]] for same in senders.values()]
    traded = {row.p for row in rows if any(map(any, row.trades))}
    here: dict[tuple[Bundle, ...], list[int]] = {}  # prices at which it matters what she names
    away: dict[tuple[Bundle, ...], list[int]] = {}  # and at which it does not
    for p in range(len(market.P)):
        if p in traded or m[i][p] != better[p]:
            here.setdefault((m[i][p], better[p], *(message[p] for message in others)), []).append(p)
        else:
            away.setdefault(tuple(message[p] for message in others), []).append(p)
    cells = [(describe_prices(market, at), *(_amounts(x, kept) for x in named)) for named, at in here.items()]
    for named, at in sorted(away.items(), key=lambda row: len(row[1])):
        own = {_amounts(m[i][p], kept) for p in at}
        where = ELSEWHERE if at is max(away.values(), key=len) else describe_prices(market, at)
        hers = own.pop() if len(own) == 1 else TAKING
        cells.append((where, hers, SAME, *(_amounts(x, kept) for x in named)))
    names = (market.name(i), "better", *(describe_agents(market, same) for same in senders.values()))
    columns = (Column("price", prose=1), *(Column(name, right=True) for name in names))
    return Table("What is named at each price", columns, cells, _of_which(market, kept))


def _groupings(market: Market, i: int, rows: Sequence[Alike], kept: Sequence[int]) -> Table:
    columns = (
        Column(""),
        Column("her group", prose=1),
        Column("excess in the other", prose=1),
        Column("price", right=True),
        Column("left", right=True),
    )
    cells = [
        (
            str(number),
            _members(groups_of(market, row.phi, i)[0]),
            _at_prices(market, row.excesses),
            show(market.P[row.p]),
            _amounts(row.left, kept),
        )
        for number, row in enumerate(rows, start=1)
    ]
    note = (
        "A group: sellers with buyers, as they are served. The excess is the largest |supply - demand| of a "
        f"commodity in the other group; where it is least her group trades (ties: {market.tie.value})."
    )
    return Table("The groupings in which it matters, such as", columns, cells, note)


def _payoffs(
    instance: Instance, i: int, differing: Sequence[Alike], others: Sequence[Alike], kept: Sequence[int]
) -> Table:
    market, trader = instance.mechanism.market, instance.traders[i]
    headings = ("how often", "trades", "earns", "or trades", "or earns")
    cells = [
        (
            str(number),
            _how_often(market, row.share),
            *(cell for x in row.trades for cell in (_amounts(x, kept), _earned(trader, x, market.P[row.p]))),
        )
        for number, row in enumerate(differing, start=1)
    ]
    if others:
        rest, mean = sum(row.share for row in others), _expected(others, 0)
        earned = str(mean / rest) if len({row.earns for row in others}) == 1 else f"on average {mean / rest}"
        cells.append(("others", _how_often(market, Fraction(rest)), "", earned, SAME, SAME))
    rows = (*differing, *others)
    foot = ("expected", "", "", str(_expected(rows, 0)), "", str(_expected(rows, 1)))
    columns = (Column(""), *(Column(heading, right=True) for heading in headings))
    return Table(
        f"What {market.name(i)} trades and earns; or, with the better message", columns, cells, "", foot
    )


def _expected(rows: Sequence[Alike], place: int) -> Fraction:
    """The part of an expected payoff that these groupings bring, with her message or the better one."""
    return sum((row.share * row.earns[place] for row in rows), Fraction(0))


def _amounts(x: Bundle, kept: Sequence[int]) -> str:
    return show([x[h] for h in kept])


def _of_which(market: Market, kept: Sequence[int]) -> str:
    """What amounts are of, where some commodities are left out."""
    left_out = [h + 1 for h in range(market.k) if h not in kept]
    if not left_out:
        return ""
    return (
        f"Amounts are of commodity {listing(h + 1 for h in kept)}. Of commodity {listing(left_out)} she "
        "trades nothing, her messages name the same, and no excess turns on it."
    )


def _members(group: Group) -> str:
    sellers, buyers = (", ".join(str(j + 1) for j in side) for side in (group.sellers, group.buyers))
    return f"{sellers} with {buyers}"


def _at_prices(market: Market, excesses: Sequence[int]) -> str:
    """Each excess and where it is; where it is elsewhere last."""
    places: dict[int, list[int]] = {}
    for p, value in enumerate(excesses):
        places.setdefault(value, []).append(p)
    *some, most = sorted(places, key=lambda value: (len(places[value]), value))
    told = [f"{value} at {describe_prices(market, places[value])}" for value in sorted(some)]
    return "; ".join([*told, f"{most} {ELSEWHERE if some else 'everywhere'}"])


def _how_often(market: Market, share: Fraction) -> str:
    total = grouping_count(market)
    return f"{int(share * total):,} of {total:,}" if total <= COUNTED else str(share)


def _earned(trader: Trader, x: Bundle, q: Price) -> str:
    """What the bundle earns, revenue less cost or value less payment."""
    payoff, worth = trader.payoff(x, q), trader.worth[x]
    if not any(x):
        return str(payoff)
    if trader.side is Side.SELLER:
        return f"{payoff + worth} - {worth} = {payoff}"
    return f"{worth} - {worth - payoff} = {payoff}"
