"""A hedge to redo by hand: what a unit is worth, what each plan reads and names, and the sums."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from mechanisms.g_double_star.groups.reads import Entry, first_trades, reads
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Market, Message, show, show_message
from proofs.commands.reports.parts import Part
from proofs.commands.reports.table import Column, Table
from proofs.pictures.hedges import Attempt, attempts, close_attempts, sent_in_words
from proofs.theorem_4.hedges.hedge import Hedge
from proofs.theorem_4.hedges.recheck import BuyerByRuns, entries

MOST_PLANS = 4  # beside the hedge


@dataclass(frozen=True)
class Line:
    """What a plan names in a branch, after what is read, at a price; likely, and earns, by kind of others."""

    b: int
    shown: tuple[Message, ...]
    p: int
    x: Bundle
    earns: tuple[tuple[Fraction, Fraction], ...]


def hedge_parts(instance: InterdependentInstance, hedge: Hedge) -> Iterator[Part]:
    """Why no plan with another first message dominates the hedge, with all that the sums are made of."""
    market, (i, signal) = instance.mechanism.market, hedge.agent
    buyer = BuyerByRuns(instance, hedge.agent, hedge.sent)
    taking = " or ".join(
        f"({show_message(m)})" for m in sorted(price_taking_given_own(instance, *hedge.agent))
    )
    own = f"({show_message(hedge.first)})"
    yield (
        f"Why {market.name(i)} with signal {signal} may send {own}, which is not price-taking: that would be"
        f" {taking}. After two different first messages her second one may depend on whose message stands"
        " first, and the order is drawn: she may buy at one place and not at the other, half of it on"
        " average. After two equal messages she cannot tell the places apart. Where buying is good against"
        " one kind of others and bad against another, the half is an insurance, for which she gives up"
        " something in branch 1."
    )
    yield (
        "A message names a bundle at each price, from the lowest to the highest. In branch 1 a price is "
        "drawn and she gets what her first message names there; in branch 2 what her second message names "
        "after two first messages, hers and that of her mate, the other buyer in her group, in their order "
        "in the group. Prices, mates and orders are drawn, each as likely as any other. Both branches are "
        "equally likely: what she expects given each is added up."
    )
    yield (
        "Let the others be of one of the kinds below, whatever they name later. A plan that dominates the "
        "hedge earns no less against each kind. In branches 3 and 4 her third message counts, after all "
        "first messages, and one is best against all kinds at once: the hedge has it, so that the other "
        "plan has to earn no less in branches 1 and 2. But each plan with another first message earns less "
        "there against one of the kinds; the tables have those that come closest."
    )
    yield (
        f"So whatever dominates the hedge sends {own} as well, and so does what dominates that: of finitely "
        "many plans one that sends it is not dominated, and S^1 has it. The argument is about pure plans: a "
        "mixture of two may earn more against every kind."
    )
    yield _worths(buyer, signal)
    plan_lines = lines(buyer, hedge.first, entries_by_price(market, hedge))
    yield _table(f"The hedge sends {own}", market, hedge, plan_lines, ())
    plans = close_attempts(hedge, instance)
    yield from _never_more(hedge, instance, {plan.first for plan in plans})
    if len(plans) > MOST_PLANS:
        yield f"The other {len(plans)} plans of the picture add up in the same way."
        return
    for plan in plans:
        title = f"A plan that sends ({show_message(plan.first)}){_differs(plan, plans, market)}"
        yield _table(title, market, hedge, lines(buyer, plan.first, dict(plan.demands)), _sums(plan_lines))


def _never_more(
    hedge: Hedge, instance: InterdependentInstance, close: Collection[Message]
) -> Iterator[Table]:
    """How much more than the hedge other first messages earn at best, where it is never more."""
    best: dict[Message, list[Fraction]] = {}
    for plan in attempts(hedge, instance):
        if plan.first not in close:
            known = best.setdefault(plan.first, list(plan.more))
            best[plan.first] = [max(pair) for pair in zip(known, plan.more, strict=True)]
    if best:
        scale = factorial(len(instance.mechanism.market.buyers)) * len(instance.mechanism.market.P)
        cells = [
            (f"({show_message(first)})", *(str(more / scale) for more in own)) for first, own in best.items()
        ]
        kinds = (Column(f"if others send {sent_in_words(e)}", right=True) for e in hedge.sent)
        title = "With other first messages: the most that she earns more than by the hedge"
        yield Table(title, (Column("first message"), *kinds), cells)


def entries_by_price(market: Market, hedge: Hedge) -> dict[Entry, Bundle]:
    """What the hedge's second message names after each pair, price by price."""
    second = entries(hedge.first, dict(hedge.second))
    return {(shown, p): m[p] for shown, m in second.items() for p in range(len(market.P))}


def lines(buyer: BuyerByRuns, first: Message, second: Mapping[Entry, Bundle]) -> list[Line]:
    """What happens in branches 1 and 2, by runs of G**; without what happens against no kind of others."""
    market, g = buyer.market, buyer.instance.mechanism
    draws = factorial(len(market.buyers)) * len(market.P)
    nothing = Fraction(0), Fraction(0)
    found: dict[tuple[int, tuple[Message, ...], int, Bundle], list[tuple[Fraction, Fraction]]] = defaultdict(
        lambda: [nothing] * len(buyer.sent)
    )
    for place, e in enumerate(buyer.sent):
        for omega, belief in buyer.beliefs.items():
            others, worth = buyer.others(e, omega), buyer.trader[omega]
            one = [
                ((1, (), p, x), Fraction(1, len(market.P)))
                for p, x in enumerate(first_trades(g, buyer.i, first, others))
            ]
            two = [
                ((2, shown, p, second[shown, p]), Fraction(count, draws))
                for (shown, p), count in reads(g, buyer.i, first, others, 2).items()
            ]
            for key, share in (*one, *two):
                likely, earned = found[key][place]
                more = belief * share
                found[key][place] = (
                    likely + more,
                    earned + more * worth.payoff(key[3], market.P[key[2]]),
                )
    return [
        Line(*key, tuple((likely, earned / likely if likely else likely) for likely, earned in own))
        for key, own in sorted(found.items())
    ]


def _sums(own: Sequence[Line]) -> tuple[Fraction, ...]:
    kinds = zip(*(line.earns for line in own), strict=True)
    return tuple(sum((likely * earns for likely, earns in kind), Fraction(0)) for kind in kinds)


def _worths(buyer: BuyerByRuns, signal: str) -> Table:
    """How likely the other buyers' signals are, and what each bundle is worth then."""
    market, others = buyer.market, [j for j in buyer.market.buyers if j != buyer.i]
    bundles = [x for x in market.X if any(x)]
    rows: dict[tuple[tuple[str, ...], tuple[Fraction, ...]], Fraction] = defaultdict(Fraction)
    for omega, belief in buyer.beliefs.items():
        worth = tuple(Fraction(buyer.trader[omega].worth[x]) for x in bundles)
        rows[tuple(sorted(omega[j] for j in others)), worth] += belief
    columns = (
        Column("the other buyers' signals"),
        Column("probability", right=True),
        *(Column(f"{show(x)} is worth", right=True) for x in bundles),
    )
    cells = [
        (", ".join(signals), str(likely), *map(str, worth))
        for (signals, worth), likely in sorted(rows.items())
    ]
    note = "Each order of the signals in a row is as likely as any other." if _even(buyer, others) else ""
    return Table(f"The worth of what she gets, given her signal {signal}", columns, cells, note)


def _even(buyer: BuyerByRuns, others: Sequence[int]) -> bool:
    by_order: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
    for omega, belief in buyer.beliefs.items():
        by_order[tuple(omega[j] for j in others)] += belief
    alike: dict[tuple[str, ...], set[Fraction]] = defaultdict(set)
    for signals, belief in by_order.items():
        alike[tuple(sorted(signals))].add(belief)
    return all(len(beliefs) == 1 for beliefs in alike.values())


def _table(title: str, market: Market, hedge: Hedge, own: Sequence[Line], than: Sequence[Fraction]) -> Table:
    kinds = [f"if others send {sent_in_words(e)}" for e in hedge.sent]
    columns = (
        Column("branch"),
        Column("reads"),
        Column("price", right=True),
        Column("names", right=True),
        *(Column(kind, right=True) for kind in kinds),
    )
    cells = [
        (
            str(line.b),
            f"({'; '.join(map(show_message, line.shown))})" if line.shown else "",
            show(market.P[line.p]),
            show(line.x),
            *(_product(*each) for each in line.earns),
        )
        for line in own
    ]
    sums = _sums(own)
    if than:
        cells.append(("in sum", "", "", "", *map(str, sums)))
        cells.append(("the hedge", "", "", "", *map(str, than)))
    foot = ("more", "", "", "", *(str(a - b) for a, b in zip(sums, than, strict=True))) if than else (
        "in sum", "", "", "", *map(str, sums)
    )  # fmt: skip
    note = "" if than else "How likely it is given the branch, times worth minus price on average then."
    return Table(title, columns, cells, note, foot)


def _product(likely: Fraction, earns: Fraction) -> str:
    if not likely:
        return "never"
    return f"{likely} × {earns} = {likely * earns}" if earns else "0"


def _differs(plan: Attempt, plans: Sequence[Attempt], market: Market) -> str:
    """The demands in which it differs from the other plans with its first message."""
    alike = [dict(each.demands) for each in plans if each.first == plan.first]
    told = [
        f"{show(x)} after ({'; '.join(map(show_message, shown))}) at {show(market.P[p])}"
        for (shown, p), x in plan.demands
        if any(each[shown, p] != x for each in alike)
    ]
    return f" and demands {', '.join(told)}" if told else ""
