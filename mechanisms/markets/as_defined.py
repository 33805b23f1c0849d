"""What formulas of a mechanism give is true of that mechanism, and of none whose rules are others."""

from typing import Any

from gametheory.games.errors import InputError
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping_mechanism import GroupingMechanism


def require_as_defined(mechanism: GroupingMechanism | BranchMechanism[Any]) -> None:
    """Raise `InputError` for a subclass of a mechanism of the paper: it has the symbol, and other rules."""
    kind = type(mechanism)
    if "symbol" not in vars(kind):
        raise InputError(
            f"{kind.__name__}: {mechanism.symbol} as it is defined, got a class that may change its rules; "
            "as a Mechanism of its own it is run"
        )
