"""What Theorem 4 comes to on one instance, in a few words that can be stored, counted and compared."""

from collections.abc import Iterator
from dataclasses import dataclass

from mechanisms.g_double_star.agents import Agent
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.price_taking import best_bundles
from mechanisms.markets.trader import Trader
from proofs.theorem_4.hypotheses import broken_hypotheses
from proofs.theorem_4.one_buyer.search import buyer_survivors
from proofs.theorem_4.one_buyer.statement import Solved, solve, violations


@dataclass(frozen=True)
class Outcome:
    """One instance: which hypotheses it breaks, and what elimination does on it."""

    broken: tuple[str, ...]  # hypotheses, by name
    read: bool  # S^∞ = S^1 ∩ (10), S^∞ = S², interchangeable
    rounds: int
    common_best: bool  # at every price some demand is best whatever the mate's signal
    only_if: bool  # every surviving plan of a buyer satisfies (10)
    off_path: bool  # some plan that satisfies (10) leaves for what it does off the path
    on_path: bool  # ... for what it does on the path
    uneven_tie: bool  # a demand is best given one mate's signal, as good as another that is never worse


def _leave(solved: Solved, agent: Agent) -> tuple[bool, bool]:
    """Do plans that satisfy (10) leave in spite of what they do on the path, and because of it?

    That is, while some survivor does the same on the path, and while none does.
    """
    rule, everything = solved.rules[agent], solved.run.sets[0][agent].thirds
    left = solved.run.survivors[agent].thirds
    kept, kept_on_path = (set(map(tuple, thirds.tolist())) for thirds in (left, left[:, rule.on_path]))
    fine = everything[rule.optimal_on_path(everything)].tolist()
    gone = [third for third in fine if tuple(third) not in kept]
    same = [tuple(third[d] for d in rule.on_path) in kept_on_path for third in gone]
    return any(same), not all(same)


def informed_buyers(instance: InterdependentInstance) -> Iterator[list[Trader]]:
    """For every buyer and own signal: the buyer given each signal of the mate that she holds possible."""
    buyers = instance.mechanism.market.buyers
    for i in buyers:
        for own in instance.prior.spaces[i]:
            possible = {tuple(omega[j] for j in buyers) for omega in instance.prior.given({i: own})}
            yield [
                instance.informed(i, dict(zip(buyers, signals, strict=True))) for signals in sorted(possible)
            ]


def common_best(instance: InterdependentInstance) -> bool:
    """Has every buyer, at every own signal and price, a demand that is best whatever the mate's signal?"""
    market = instance.mechanism.market
    return all(
        set.intersection(*(set(best_bundles(trader, market, p)) for trader in informed))
        for informed in informed_buyers(instance)
        for p in range(len(market.P))
    )


def uneven_tie(instance: InterdependentInstance) -> bool:
    """Is a demand best given one signal of the mate, while another, as good there, is never worse?

    And better given some other signal, at the same price.
    """
    market = instance.mechanism.market
    return any(
        trader.payoff(x, price) == trader.payoff(y, price)
        and all(other.payoff(y, price) >= other.payoff(x, price) for other in informed)
        and any(other.payoff(y, price) > other.payoff(x, price) for other in informed)
        for informed in informed_buyers(instance)
        for p, price in enumerate(market.P)
        for trader in informed
        for x in best_bundles(trader, market, p)
        for y in market.X
    )


def outcome(
    instance: InterdependentInstance, solved: Solved | None = None, broken: tuple[str, ...] | None = None
) -> Outcome:
    """Work it out; hypotheses that are known to be broken are not looked for again."""
    solved = solved or solve(instance)
    leaving = [_leave(solved, agent) for agent in solved.rules]
    return Outcome(
        broken_hypotheses(instance) if broken is None else broken,
        next(violations(solved), None) is None,
        len(solved.run.rounds),
        common_best(instance),
        next(buyer_survivors(solved), None) is None,
        any(off_path for off_path, _ in leaving),
        any(on_path for _, on_path in leaving),
        uneven_tie(instance),
    )
