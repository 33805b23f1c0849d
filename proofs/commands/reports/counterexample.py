"""A counterexample to Theorem 1, step by step."""

from collections.abc import Iterator

from mechanisms.markets.market import show_size
from proofs.commands.reports.parts import Part, Title
from proofs.commands.reports.witness import witness_tables
from proofs.theorem_1.counterexample import Counterexample


def counterexample_report(found: Counterexample) -> Iterator[Part]:
    """The counterexample step by step, every number exact."""
    instance, violation, loss = found.instance, found.record.violation, found.record.loss
    market, i = instance.mechanism.market, violation.i
    yield Title(f"Theorem 1 fails without Condition 1 at {show_size(market)}")
    yield f"Condition 1 fails for {market.name(i)}: {found.broken.describe(instance.traders[i])}."
    yield _sentence(found.shortfall.describe(instance))
    yield (
        "She has another message that is dominant." if found.has_dominant else "She has no dominant message."
    )
    yield from witness_tables(instance, violation)
    if loss is None:
        yield "Ex post individual rationality does not fail: she loses in no event of this profile."
    else:
        yield f"Ex post individual rationality fails for {loss.describe(instance)}."


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
