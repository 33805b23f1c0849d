"""Which claims are checked on an instance, by its mechanism, in the paper's order."""

from collections.abc import Callable, Collection, Iterator, Mapping
from importlib import import_module
from typing import Any

from gametheory.games.errors import InputError
from mechanisms.markets.as_defined import require_as_defined
from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.claim import Claim
from proofs.claims.on_an_instance import Subject
from proofs.conditions.hypotheses import HYPOTHESES

# By symbol: the slug that ids begin with, and the modules below `proofs` that have claims on such instances.
CLAIMS_ON: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "G*": (
        "g-star",
        ("rules", "conditions", "theorem_1", "theorem_3"),
    ),
    "G**": ("g-double-star", ("rules", "conditions", "theorem_4.mixed")),
    "G+": ("g-plus", ("rules", "conditions", "theorem_6")),
}


def claims_on(instance: Instance | InterdependentInstance, without: Collection[str] = ()) -> list[Claim]:
    """The claims on this instance, each refused where a hypothesis not named in `without` fails."""
    symbol = instance.mechanism.symbol
    if symbol not in CLAIMS_ON:
        raise InputError(f"no claims are known for {symbol}; `undominated eliminate` plays its listed game")
    require_as_defined(instance.mechanism)
    known = HYPOTHESES[symbol]
    if odd := next((name for name in without if name not in known), None):
        raise InputError(f"without: hypotheses of {symbol} ({', '.join(known)}), got {odd}")
    slug, wings = CLAIMS_ON[symbol]
    subject = Subject[Any](instance, slug, known, without)
    found: list[Claim] = []
    for wing in wings:
        makers = import_module(f"proofs.{wing}.on_an_instance")
        make: Callable[[Subject[Any]], Iterator[Claim]] = getattr(makers, f"on_{slug.replace('-', '_')}")
        found += make(subject)
    return found
