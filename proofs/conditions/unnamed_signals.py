"""Whether tuples of first messages reveal signals, when they carry no names.  (paper, 3.5, after (15))

Claim    (Printed.) (15) makes first messages reveal signals, so that an agent who sees a tuple of
         price-taking first messages has full information about the signals of those who sent it.
Refuted  (15) compares signals of one agent. If D_j(ω_j) and D_j'(ω_j') meet for two agents of one side, a
         tuple that shows this message at a place may come from j with ω_j or from j' with ω_j'.
Read     It holds if payoffs are anonymous and f is symmetric. Then D_j(s) = D_j'(s) for two agents of a side,
         by exchanging them; so messages that D_j(s) and D_j'(s') share are shared by D_j(s) and D_j(s'), and
         (15) says s = s'.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message, show_message


@dataclass(frozen=True)
class Ambiguity:
    """Evidence that a message does not reveal a signal: two agents of a side share it at different ones."""

    agents: tuple[int, int]
    signals: tuple[str, str]
    message: Message

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by the definition of D_i(ω_i)."""
        market = instance.mechanism.market
        (j, other), (signal, other_signal) = self.agents, self.signals
        return (
            j != other
            and market.side(j) is market.side(other)
            and signal != other_signal
            and all(
                self.message in price_taking_given_own(instance, agent, own)
                for agent, own in zip(self.agents, self.signals, strict=True)
            )
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """Who may have sent what, in words."""
        market = instance.mechanism.market
        (j, other), (signal, other_signal) = self.agents, self.signals
        return (
            f"the first message {show_message(self.message)} may come from {market.name(j)} with signal "
            f"{signal} or from {market.name(other)} with signal {other_signal}"
        )


def ambiguities(instance: InterdependentInstance) -> Iterator[Ambiguity]:
    """For any two agents of a side and different signals, one message that they share, if there is one."""
    market, spaces = instance.mechanism.market, instance.prior.spaces
    boxes = {(j, own): price_taking_given_own(instance, j, own) for j in market.agents for own in spaces[j]}
    for side in (market.sellers, market.buyers):
        for j, other in combinations(side, 2):
            for signals in product(spaces[j], spaces[other]):
                shared = [
                    [x for x in one if x in two]
                    for one, two in zip(
                        boxes[j, signals[0]].choices, boxes[other, signals[1]].choices, strict=True
                    )
                ]
                if signals[0] != signals[1] and all(shared):
                    yield Ambiguity((j, other), signals, tuple(choices[0] for choices in shared))


def find_ambiguity(instance: InterdependentInstance) -> Ambiguity | None:
    """The first of them, or None."""
    return next(ambiguities(instance), None)
