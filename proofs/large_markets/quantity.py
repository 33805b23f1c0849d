"""What is measured along a sequence, by three paths: the mechanism, a formula, and a bound for every n."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from fractions import Fraction
from typing import ClassVar, Generic, TypeVar

Sequence = TypeVar("Sequence")


class Quantity(ABC, Generic[Sequence]):
    """A number for each n that a theorem says tends to zero, or is never positive."""

    reason: ClassVar[str]  # what files call it
    words: ClassVar[str]  # what it is
    replays: ClassVar[tuple[int, ...]] = (1, 2)  # the n at which the mechanism is run over all φ
    largest: ClassVar[int] = 400  # up to which n the formula is quick enough for a file

    @abstractmethod
    def broken(self, sequence: Sequence) -> Collection[str]:
        """The paper's assumptions that are not seen to be met, by name."""

    @abstractmethod
    def missing(self, sequence: Sequence) -> Collection[str]:
        """The hypotheses that the paper does not state and the sequence breaks, by name."""

    @abstractmethod
    def covers(self, sequence: Sequence) -> bool:
        """Is there a formula, and a bound, for this sequence?"""

    @abstractmethod
    def replayed(self, sequence: Sequence, n: int) -> Fraction:
        """By running the mechanism over all of Φ."""

    @abstractmethod
    def formula(self, sequence: Sequence, n: int) -> Fraction:
        """By an exact formula."""

    @abstractmethod
    def is_at_least(self, sequence: Sequence, least: Fraction, start: int) -> bool:
        """Is there an argument that it is `least` or more at every n >= start?"""

    def figure(self, sequence: Sequence, n: int) -> Fraction:
        """The number at n: by the mechanism where that can be run, else by the formula."""
        return (self.replayed if n in self.replays else self.formula)(sequence, n)
