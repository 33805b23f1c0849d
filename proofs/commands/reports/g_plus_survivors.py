"""What survives in an instance of G+, in words and as JSON; or which hypothesis is in the way."""

from math import factorial, prod
from typing import Any

from rich.console import Console
from rich.text import Text

from gametheory.plans.box import Box
from mechanisms.files.messages import bundle_document, message_document
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Market, show, show_message
from mechanisms.markets.triplicate import FirstMessages
from proofs.conditions import anonymity
from proofs.conditions.hypotheses import HYPOTHESES
from proofs.theorem_6.statement import Violation
from proofs.theorem_6.survivors import LATER, GPlusSurvivors, Left

MOST_LISTED = 12  # tuples after which the same is named, in what a person reads


def why_not_settled(instance: InterdependentInstance, found: Violation) -> str:
    """Which hypothesis fails, with its witness, and what that does."""
    failures = [(name, condition(instance)) for name, condition in HYPOTHESES["G+"].items()]
    broken = [f"{name} fails ({witness})" for name, witness in failures if witness is not None]
    named = anonymity.find_violation(instance)
    if named is not None:
        broken.append(f"payoffs are not anonymous ({named.describe(instance)})")
    why = found.describe(instance)
    return f"what survives is not settled: {'; '.join(broken) or 'costs must be convex'}; so {why}"


def survivors_as_json(run: GPlusSurvivors) -> dict[str, Any]:
    """`survivors`: for an agent and signal the choices at each price, in first messages and on the path."""

    def document(box: Box[Bundle]) -> list[list[Any]]:
        return [[bundle_document(x) for x in choices] for choices in box.choices]

    def later(own: dict[FirstMessages, Box[Bundle]]) -> list[dict[str, Any]]:
        return [
            {"after": [message_document(d) for d in shown], "names": document(box)}
            for shown, box in own.items()
        ]

    return {
        "rounds": 2,
        "alike": run.alike,
        "survivors": {
            _who(run, left): {
                "first": document(left.first),
                **{part.value: later(left.later[part]) for part in LATER},
            }
            for left in run.left
        },
    }


def print_survivors(run: GPlusSurvivors, out: Console) -> None:
    """What survivors name, in words."""
    market = run.instance.mechanism.market
    out.print(Text(run.instance.title, style="bold"))
    out.print(
        "S^∞ = S²; every survivor is a best reply to all survivors (Theorem 6, with the own signal known)"
    )
    out.print(
        "listed is what survivors name on the path, that is after price-taking first messages, which are"
    )
    out.print("those of a seller, a buyer, a seller, ... of other groups, up to the order within the sides")
    out.print("off the path, and between several best bundles, survivors name what round 1 leaves")
    if run.alike:
        out.print("all sellers are alike, and all buyers: one of each stands for her side")
    for left in run.left:
        out.print(Text(f"\n{_who(run, left)}", style="bold"))
        out.print(Text(f"  first message: {_names(market, left.first)}"))
        for part in LATER:
            own = left.later[part]
            every = market.message_count ** len(next(iter(own)))
            on_path = sum(map(_orders, own))
            out.print(Text(f"  {part.value} message, on the path after {on_path:,} of {every:,} tuples:"))
            alike: dict[Box[Bundle], list[str]] = {}
            for shown in sorted(own):
                alike.setdefault(own[shown], []).append(f"({'; '.join(map(show_message, shown))})")
            for box, tuples in alike.items():
                more = f" and {len(tuples) - MOST_LISTED} more" if len(tuples) > MOST_LISTED else ""
                after = ", ".join(tuples[:MOST_LISTED])
                out.print(Text(f"    {_names(market, box)} after {after}{more}"))


def _orders(shown: FirstMessages) -> int:
    """How many tuples differ from this one by the order within the sides."""
    sides = shown[::2], shown[1::2]
    return prod(factorial(len(side)) // prod(factorial(side.count(d)) for d in set(side)) for side in sides)


def _names(market: Market, box: Box[Bundle]) -> str:
    """The choices at each price.

    >>> from mechanisms.markets.market import price_grid
    >>> _names(Market(1, 1, 1, price_grid(1, 1)), Box((((0,),), ((0,), (1,)))))
    '0 at 0, 0 or 1 at 1'
    """
    return ", ".join(
        f"{' or '.join(map(show, choices))} at {show(p)}"
        for choices, p in zip(box.choices, market.P, strict=True)
    )


def _who(run: GPlusSurvivors, left: Left) -> str:
    return f"{run.instance.mechanism.market.name(left.i)} with signal {left.own}"
