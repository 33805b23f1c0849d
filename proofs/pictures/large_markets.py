"""Large markets as pictures: a number along a sequence, an excess that falls, a payoff that must not move."""

from fractions import Fraction

from mechanisms.files.named_sequences import NamedSequence
from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import show
from proofs.conditions.condition_2 import Condition2Violation
from proofs.large_markets.duality import DualityFails
from proofs.large_markets.monotone import FallingExcess
from proofs.large_markets.witness_file import AlongASequence, short
from proofs.pictures.bars import Bar, Bars, bars_panel
from proofs.pictures.picture import Picture


def along_a_sequence(record: AlongASequence, sequence: NamedSequence) -> Picture:
    """The number at some n, and what it is no less than for ever."""
    shown = [Bar(f"n = {n}", figure, "supply", told=short(figure)) for n, figure in record.figures]
    bound = [Bar("no less than", record.least, "bad", f"n >= {record.start:,}:")]
    panel = bars_panel(
        f"{sequence.name}, {sequence.tie.value}", [Bars("", shown), Bars("at every later n", bound)]
    )
    return Picture((panel,), record.describe(sequence))


def falling_excess(record: FallingExcess, instance: Instance) -> Picture:
    """The excess at both prices."""
    P, found = instance.mechanism.market.P, record.excesses(instance) or (0, 0)
    bars = [
        Bar(f"at {show(P[place])}", Fraction(value), "supply")
        for place, value in zip((record.p, record.q), found, strict=True)
    ]
    panel = bars_panel(f"Excess supply of commodity {record.h + 1}", [Bars("", bars)])
    return Picture((panel,), record.describe(instance))


def duality_fails(record: DualityFails, instance: Instance) -> Picture:
    """What is lost at the grouping, and what the lemma allows."""
    lost, bound = record.sides(instance)
    bars = [Bar("is lost", lost, "bad"), Bar("at most", bound, "good")]
    return Picture((bars_panel("Loss at one grouping", [Bars("", bars)]),), record.describe(instance))


def moved_payoff(record: Condition2Violation, instance: InterdependentInstance) -> Picture:
    """What a bundle costs or is worth at the two signal profiles."""
    worths = zip((record.omega, record.other), record.worths(instance), strict=True)
    bars = [Bar(" ".join(omega), worth, "demand") for omega, worth in worths]
    name = instance.mechanism.market.name(record.i)
    return Picture(
        (bars_panel(f"{name}, bundle {show(record.bundle)}", [Bars("", bars)]),), record.describe(instance)
    )
