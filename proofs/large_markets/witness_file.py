"""Witnesses along sequences of markets, and how they stand in files.

A table [sequence] names the sequence. The table [witness] has `figures`, a number for each of some n, and the
bound `least`, no less than which the number is at every n from `start` on. At the smallest n a figure is what
running the mechanism over all φ gives, and is compared with the exact formula; at the others it is what the
formula gives.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from mechanisms.files.messages import plain
from mechanisms.files.named_sequences import NamedSequence
from mechanisms.files.toml import Section
from mechanisms.sequences.catalogue import GAP
from mechanisms.sequences.shock_catalogue import OPPOSITE
from proofs.claims.witness_file import FileKind
from proofs.large_markets.coarse import LossAtACoarsePrice
from proofs.large_markets.efficiency import LossPerCapita
from proofs.large_markets.flat import FlatZero
from proofs.large_markets.own_signals import DearSellers, ForcedToSell, RareShock
from proofs.large_markets.participation import LossOfABuyer
from proofs.large_markets.quantity import Quantity
from proofs.large_markets.uniform_pricing import PricesApart
from proofs.large_markets.with_a_shock import OppositeShocks

MOST_FIGURES = 20


@dataclass(frozen=True)
class AlongASequence(ABC):
    """Evidence that a number said to vanish, or never to be positive, is at least `least` for ever."""

    reason: str
    figures: tuple[tuple[int, Fraction], ...]  # n, and the number there
    least: Fraction
    start: int

    @property
    @abstractmethod
    def quantities(self) -> Mapping[str, Quantity[Any]]:
        """What may be measured, by its reason."""

    def holds(self, sequence: NamedSequence) -> bool:
        """Recheck the paper's assumptions, each figure by the mechanism or the formula, and the bound."""
        quantity = self.quantities.get(self.reason)
        return (
            quantity is not None
            and quantity.covers(sequence)
            and not quantity.broken(sequence)
            and self.least > 0
            and bool(self.figures)
            and all(figure == quantity.figure(sequence, n) for n, figure in self.figures)
            and all(
                figure == quantity.formula(sequence, n) for n, figure in self.figures if n in quantity.replays
            )
            and all(figure >= self.least for n, figure in self.figures if n >= self.start)
            and quantity.is_at_least(sequence, self.least, self.start)
        )

    def describe(self, sequence: NamedSequence) -> str:
        """The numbers and the bound, and what the paper does not ask of the sequence, in words."""
        quantity = self.quantities[self.reason]
        numbers = ", ".join(f"{short(figure)} at n = {n}" for n, figure in self.figures)
        broken = quantity.missing(sequence)
        amended = f"; not met, and not asked for: {', '.join(broken)}" if broken else ""
        met = f"all assumptions of the section are met{amended}"
        return (
            f'{sequence.title} ("{sequence.name}", tie {sequence.tie.value}): {quantity.words} is {numbers}, '
            f"and at least {self.least} at every n >= {self.start}; {met}"
        )


def short(value: Fraction) -> str:
    """The number, or three decimals of it where it is long.

    >>> short(Fraction(1, 2)), short(Fraction(123456789, 10**9)), short(Fraction(-123456789, 10**9))
    ('1/2', '0.123...', '-0.123...')
    """
    if value.denominator < 10**6:
        return str(value)
    thousandths = abs(value.numerator) * 1000 // value.denominator
    return f"{'-' if value < 0 else ''}{thousandths // 1000}.{thousandths % 1000:03}..."


def _by_reason(*quantities: Quantity[Any]) -> dict[str, Quantity[Any]]:
    return {quantity.reason: quantity for quantity in quantities}


@dataclass(frozen=True)
class AgainstTheorem2(AlongASequence):
    """Prices that stay apart, or a loss of surplus that does not vanish."""

    quantities = _by_reason(PricesApart(), LossPerCapita())


@dataclass(frozen=True)
class AgainstTheorem3(AlongASequence):
    """Somebody who loses by taking part, whatever n."""

    quantities = _by_reason(LossOfABuyer(), LossAtACoarsePrice())


@dataclass(frozen=True)
class AgainstTheorem5(AlongASequence):
    """The same with a macro shock."""

    quantities = _by_reason(OppositeShocks(), RareShock(), DearSellers(), FlatZero())


@dataclass(frozen=True)
class AgainstParticipation(AlongASequence):
    """The end of section 3.4: a seller who loses by taking part."""

    quantities = _by_reason(ForcedToSell())


class SequenceKind(FileKind[Any, AlongASequence], ABC):
    """How a witness along a sequence stands in a file."""

    keys = ("figures", "least", "start")
    record: ClassVar[type[Any]]

    @property
    @abstractmethod
    def words(self) -> str:
        """What the record is against."""

    def reason_of(self, record: AlongASequence) -> str:
        return record.reason

    def statement(self, record: AlongASequence) -> str:
        return f"{self.words}: {record.reason}"

    def read(self, section: Section, instance: NamedSequence) -> AlongASequence:
        table = section.section("figures")
        if not 0 < len(table.content) <= MOST_FIGURES:
            raise section.error(
                "figures", f"1 to {MOST_FIGURES} numbers by n", f"{len(table.content)} of them"
            )
        reason = section.choice("reason", {name: name for name in self.reasons})
        largest = self.record.quantities[reason].largest
        figures = []
        for key, value in table.content.items():
            n = int(key) if key.isascii() and key.isdigit() and len(key) <= len(str(largest)) else 0
            if not instance.start <= n <= largest:
                raise table.error(key, f"n from {instance.start} to {largest}", key)
            figures.append((n, table.number(key, value)))
        return self.record(  # type: ignore[no-any-return]
            reason,
            tuple(figures),
            section.number("least", section.require("least")),
            section.integer("start", least=1),
        )

    def document(self, instance: NamedSequence, record: AlongASequence) -> dict[str, Any]:
        return {
            "figures": {str(n): plain(figure) for n, figure in record.figures},
            "least": plain(record.least),
            "start": record.start,
        }


class Theorem2Kind(SequenceKind):
    """Theorem 2."""

    claim, words = "Theorem 2", "in large markets"
    mechanism, record = GAP.symbol, AgainstTheorem2
    reasons = tuple(AgainstTheorem2.quantities)


class Theorem3Kind(SequenceKind):
    """Theorem 3."""

    claim, words = "Theorem 3", "the participation constraint"
    mechanism, record = GAP.symbol, AgainstTheorem3
    reasons = tuple(AgainstTheorem3.quantities)


class Theorem5Kind(SequenceKind):
    """Theorem 5."""

    claim, words = "Theorem 5", "in large markets"
    mechanism, record = OPPOSITE.symbol, AgainstTheorem5
    reasons = tuple(AgainstTheorem5.quantities)


class ParticipationKind(SequenceKind):
    """The end of section 3.4."""

    claim, words = "Section 3.4", "participation constraints"
    mechanism, record = OPPOSITE.symbol, AgainstParticipation
    reasons = tuple(AgainstParticipation.quantities)


FILE_KINDS = (Theorem2Kind(), Theorem3Kind(), Theorem5Kind(), ParticipationKind())
