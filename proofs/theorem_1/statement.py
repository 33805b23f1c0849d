"""Theorem 1: in G*, a message is dominant if and only if it is price-taking.

Claim    Under Condition 1, for every agent i: m_i is dominant in G* if and only if m_i is in D_i, and every
         profile of dominant messages is ex post individually rational.  (paper, 2.3)
Checked  By listing every message of every agent on small markets, and in plan form on larger ones; there a
         message counts as dominant if it is optimal in every isolated event (see `g_star.plan_form`).
Proof    See docs/theorem-1.md; the second sentence turns out to need no Condition 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from gametheory.games.exact import IntegerArray
from gametheory.plans.separable import Shortfall
from mechanisms.g_star.capped import CappedPayoffs
from mechanisms.g_star.literal import Events, is_dominant
from mechanisms.g_star.plan_form import ISOLATED, isolating_profile
from mechanisms.markets.grouping import Grouping, distinct_groupings
from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.instance import Instance, everybody_is
from mechanisms.markets.market import Bundle, Market, Message, Side, meet, show
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import Trader
from proofs.claims.words import describe_change, describe_message, describe_trader


@dataclass(frozen=True)
class NotDominant:
    """Evidence that a price-taking message is not dominant: `better` pays more against the same others."""

    i: int
    profile: tuple[Message, ...]  # at place i the price-taking message
    better: Message

    def payoffs(self, instance: Instance) -> tuple[Fraction, Fraction]:
        """Agent i's expected payoff from her message in the profile, and from the better one."""
        g, trader = instance.mechanism, instance.traders[self.i]
        deviation = (*self.profile[: self.i], self.better, *self.profile[self.i + 1 :])
        before, after = (g.expected_payoff(self.i, trader, m) for m in (self.profile, deviation))
        return before, after

    def holds(self, instance: Instance) -> bool:
        """Recheck by the definitions of D_i, of the mechanism and of expected payoff."""
        before, after = self.payoffs(instance)
        taking = price_taking(instance.traders[self.i], instance.mechanism.market)
        return self.profile[self.i] in taking and before < after

    def describe(self, instance: Instance) -> str:
        """Where both messages differ, and what they earn, in words."""
        market = instance.mechanism.market
        before, after = self.payoffs(instance)
        own, better = describe_change(market, self.profile[self.i], self.better)
        return (
            f"{market.name(self.i)} announces the price-taking {own} and expects {before}; announcing "
            f"{better} gives {after} against the same messages"
        )


@dataclass(frozen=True)
class IsolatedShortfall:
    """Evidence that a price-taking message is not dominant: the event in which it falls short.

    The cell of `gap` is the place of the price in P, its state the residual that is left to agent i.
    """

    i: int
    gap: Shortfall[Bundle, Bundle]

    def violation(self, instance: Instance) -> NotDominant:
        """With the messages of the others that single the residual out."""
        return isolated_violation(instance.mechanism.market, self.i, instance.traders[self.i], self.gap)

    def holds(self, instance: Instance) -> bool:
        """Recheck what she earns in the event, and by running the mechanism what she expects."""
        gap, market = self.gap, instance.mechanism.market
        earned, more = (
            instance.traders[self.i].payoff(meet(x, gap.state), market.P[gap.cell])
            for x in (gap.action, gap.better)
        )
        return gap.payoff == earned < more == gap.better_payoff and self.violation(instance).holds(instance)

    def describe(self, instance: Instance) -> str:
        """The event, both payoffs in it, and the expected ones."""
        market, trader, gap = instance.mechanism.market, instance.traders[self.i], self.gap
        verb = "supplies" if trader.side is Side.SELLER else "demands"
        price, better = market.P[gap.cell], meet(gap.better, gap.state)
        before, after = self.violation(instance).payoffs(instance)
        told = describe_trader(market, self.i, trader, {gap.action, meet(gap.action, gap.state), better})
        return (
            f"{told}: at price {show(price)} she {verb} "
            f"{show(gap.action)} and would earn {trader.payoff(gap.action, price)}; when only "
            f"{show(gap.state)} is left to her she earns {gap.payoff}, naming {show(better)} earns "
            f"{gap.better_payoff}. The others can bring this about with probability {ISOLATED} "
            f"(and otherwise leave her nothing): she expects {before} instead of {after}"
        )


@dataclass(frozen=True)
class NotPriceTaking:
    """Evidence that a dominant message is not price-taking."""

    i: int
    message: Message

    def holds(self, instance: Instance) -> bool:
        """Recheck: not in D_i, and dominant by the definition."""
        g, trader = instance.mechanism, instance.traders[self.i]
        return self.message not in price_taking(trader, g.market) and is_dominant(
            g, self.i, trader, self.message
        )

    def describe(self, instance: Instance) -> str:
        """The message, in words."""
        market = instance.mechanism.market
        message = describe_message(market, self.message)
        return f"{market.name(self.i)}: to announce {message} is dominant, and not price-taking"


@dataclass(frozen=True)
class ExPostLoss:
    """Evidence against ex post individual rationality: at φ agent i earns less than 0."""

    i: int
    profile: tuple[Message, ...]
    phi: Grouping

    def payoff(self, instance: Instance) -> Fraction:
        """What agent i earns at φ."""
        a = instance.mechanism.allocation(self.phi, self.profile)
        return instance.traders[self.i].payoff(a.x[self.i], a.q[self.i])

    def holds(self, instance: Instance) -> bool:
        """Recheck by the definition of the mechanism."""
        return self.payoff(instance) < 0

    def describe(self, instance: Instance) -> str:
        """The grouping and the trade, in words."""
        market = instance.mechanism.market
        a = instance.mechanism.allocation(self.phi, self.profile)
        sellers, buyers = (
            ", ".join(str(j + 1) for j in order) for order in (self.phi.sellers, self.phi.buyers)
        )
        return (
            f"{market.name(self.i)}: with sellers in the order {sellers} and buyers {buyers} she trades "
            f"{show(a.x[self.i])} at {show(a.q[self.i])} and earns {self.payoff(instance)}"
        )


Violation: TypeAlias = NotDominant | NotPriceTaking | ExPostLoss


def dominant_rows(payoffs: IntegerArray, i: int) -> list[int]:
    """The dominant messages in agent i's payoff array: those that are best at every profile of the others."""
    rows = np.moveaxis(payoffs, i, 0).reshape(payoffs.shape[i], -1)
    return [int(row) for row in np.flatnonzero((rows == rows.max(axis=0)).all(axis=1))]


def violations_by_listing(
    events_of_i: Events, i: int, trader: Trader
) -> Iterator[NotDominant | NotPriceTaking]:
    """Every message of agent i at which "dominant" and "price-taking" disagree, all profiles being listed."""
    messages = list(events_of_i.market.messages())
    taking = price_taking(trader, events_of_i.market)
    payoffs, _ = events_of_i.payoffs(trader)
    dominant = dominant_rows(payoffs, i)
    for d, message in enumerate(messages):
        if message in taking and d not in dominant:
            rows = np.moveaxis(payoffs, i, 0)
            against = rows.reshape(len(messages), -1)
            column = int(np.argmax(against.max(axis=0) > against[d]))
            profile = [messages[int(o)] for o in np.unravel_index(column, rows.shape[1:])]
            profile.insert(i, message)
            better = messages[int(np.argmax(against[:, column]))]
            yield NotDominant(i, tuple(profile), better)
        if message not in taking and d in dominant:
            yield NotPriceTaking(i, message)


def losses_by_listing(
    events_of_i: Events, i: int, trader: Trader, announced: Sequence[Sequence[int]]
) -> Iterator[ExPostLoss]:
    """For each distinct event, agent i's first loss while every agent j announces one of `announced[j]`.

    With everybody's dominant messages these are the violations of ex post individual rationality; with all
    messages of the others the check is stricter.
    """
    market = events_of_i.market
    messages = list(market.messages())
    losing = np.array([trader.payoff(x, p) < 0 for p in market.P for x in market.X])
    shape = (len(messages),) * len(market.agents)
    profiles = np.ix_(*announced)
    for event in events_of_i.distinct:
        lost = losing[np.broadcast_to(event.pair, shape)[profiles]]
        if lost.any():
            place = np.unravel_index(int(np.argmax(lost)), lost.shape)
            profile = tuple(messages[own[int(d)]] for own, d in zip(announced, place, strict=True))
            yield ExPostLoss(i, profile, event.phi)


def violations_in_plans(g: GroupingMechanism, i: int, trader: Trader) -> Iterator[Violation]:
    """Every way in which Theorem 1 fails for agent i in G*, found cell by cell in plan form.

    One violation for each price, price-taking bundle and residual at which the bundle falls short; the
    remaining two loops look for what the theory says cannot be there.
    """
    market = g.market
    taking = price_taking(trader, market)
    for gap in price_taking_shortfalls(market, trader):
        yield isolated_violation(market, i, trader, gap)
    earned = CappedPayoffs(market, trader)
    dominant = earned.dominant
    if dominant.size() == 0:
        return
    some = next(iter(dominant))
    for p, choices in enumerate(dominant.choices):
        for x in choices:
            if x not in taking.choices[p]:
                yield NotPriceTaking(i, replaced(some, p, x))
            for r in earned.losses(p, x):
                m = isolating_profile(market, i, p, r, replaced(some, p, x))
                phis, _ = distinct_groupings(market, m, i)
                losses = (ExPostLoss(i, tuple(m), phi) for phi in phis)
                yield from (loss for loss in losses if loss.holds(everybody_is(g, trader)))


def price_taking_shortfalls(market: Market, trader: Trader) -> Iterator[Shortfall[Bundle, Bundle]]:
    """Every price (cell) and residual (state) at which a price-taking bundle, capped, is not optimal."""
    earned = CappedPayoffs(market, trader)
    for p, choices in enumerate(price_taking(trader, market).choices):
        for x in choices:
            yield from earned.shortfalls(p, x)


def isolated_violation(market: Market, i: int, trader: Trader, gap: Shortfall[Bundle, Bundle]) -> NotDominant:
    """The profile of the others that singles out the residual at which a price-taking bundle falls short."""
    message = replaced(next(iter(price_taking(trader, market))), gap.cell, gap.action)
    profile = isolating_profile(market, i, gap.cell, gap.state, message)
    return NotDominant(i, tuple(profile), replaced(message, gap.cell, meet(gap.better, gap.state)))


def replaced(message: Message, p: int, x: Bundle) -> Message:
    """The message that names x at the p-th price and is otherwise the same."""
    return (*message[:p], x, *message[p + 1 :])
