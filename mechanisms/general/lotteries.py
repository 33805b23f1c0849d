"""What `outcome` gives: a sure outcome, or a lottery over outcomes."""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from mechanisms.general.calls import called, error, number, show
from mechanisms.general.mechanism import Mechanism

Lottery: TypeAlias = tuple[tuple[Hashable, Fraction], ...]  # outcomes with their positive probabilities


def lottery(mechanism: Mechanism, labels: tuple[Hashable, ...], made: Any) -> Lottery:
    """What `outcome` gave at these messages, as a lottery in an order of its own. Raises `MechanismError`."""
    place = called("outcome", (labels,))
    if not isinstance(made, Mapping):
        return ((hashable(mechanism, place, made), Fraction(1)),)
    if not made:
        raise error(mechanism, place, "a lottery has at least one outcome, got none")
    shares = {o: number(mechanism, f"{place}[{show(o)}]", p) for o, p in made.items()}
    if negative := next((p for p in shares.values() if p < 0), None):
        raise error(mechanism, place, "probabilities are not negative", negative)
    if sum(shares.values()) != 1:
        raise error(mechanism, place, "probabilities sum to 1", sum(shares.values(), Fraction(0)))
    return tuple(sorted(((o, p) for o, p in shares.items() if p), key=lambda pair: show(pair[0])))


def are_equal(one: Lottery, other: Lottery) -> bool:
    """Whether both bring the same, in whichever order: outcomes that print alike stand as they were given."""
    return frozenset(one) == frozenset(other)


def hashable(mechanism: Mechanism, place: str, outcome: Any) -> Hashable:
    """An outcome, or a part of one, that can be told from others. Raises `MechanismError`."""
    try:
        hash(outcome)
    except TypeError:
        rule = "hashable (tuples, not lists), or {outcome: probability}"
        raise error(mechanism, place, f"{rule}, got the {type(outcome).__name__} {outcome!r}") from None
    found: Hashable = outcome
    return found
