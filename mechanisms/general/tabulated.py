"""Mechanisms without code: tables of outcomes and payoffs by label, and finite Bayesian games."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mechanisms.general.mechanism import Mechanism


@dataclass(eq=False, kw_only=True)
class TabulatedMechanism(Mechanism):
    """A mechanism whose outcomes stand in a table by messages, and payoffs by player, outcome and type.

    Types, messages and outcomes are labels; `payments`, `feasible` and `prior` are optional as ever.
    """

    players: Sequence[str]
    types: Mapping[str, Sequence[Any]]
    messages: Mapping[str, Sequence[Any]]
    outcome_at: Mapping[tuple[Any, ...], Any]
    payoff_of: Mapping[tuple[int, Any, Any], Fraction]  # by player, type and outcome
    written_in: str = ""  # the file
    prior: Any = None
    paid_at: Mapping[Any, Sequence[Fraction]] | None = None
    listed: Sequence[Any] | None = None

    def __post_init__(self) -> None:
        """Have the optional methods only where there is a table for them."""
        if self.paid_at is not None:
            self.payments = self.paid_at.__getitem__
        if self.listed is not None:
            self.feasible = lambda: self.listed

    def outcome(self, messages: tuple[Any, ...]) -> Any:
        """What the table says."""
        return self.outcome_at[messages]

    def payoff(self, i: int, type: Any, outcome: Any) -> Any:
        """What the table says."""
        return self.payoff_of[i, type, outcome]


@dataclass(eq=False, kw_only=True)
class TabulatedGame(Mechanism):
    """A finite Bayesian game: an outcome is who did what, and its payoffs depend on everybody's types."""

    players: Sequence[str]
    types: Mapping[str, Sequence[Any]]
    messages: Mapping[str, Sequence[Any]]
    payoffs_at: Mapping[tuple[tuple[Any, ...], tuple[Any, ...]], Sequence[Fraction]]  # by actions and types
    written_in: str = ""  # the file
    prior: Any = None
    interdependent = True

    def outcome(self, messages: tuple[Any, ...]) -> Any:
        """The actions."""
        return messages

    def payoff(self, i: int, type: Any, outcome: Any) -> Any:
        """What the table says."""
        return self.payoffs_at[outcome, type][i]
