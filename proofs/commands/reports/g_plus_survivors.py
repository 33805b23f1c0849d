"""What survives in an instance of G+, in words and as JSON; or which hypothesis is in the way."""

from math import factorial, prod
from typing import Any

from gametheory.games.labels import listed
from gametheory.plans.box import Box
from mechanisms.files.messages import bundle_document, message_document
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Market, show, show_message
from mechanisms.markets.triplicate import FirstMessages
from proofs.claims.scopes import number_of
from proofs.commands.reports.market import describe_market
from proofs.commands.reports.parts import Part, Title
from proofs.commands.reports.table import Column, Table
from proofs.conditions import anonymity
from proofs.conditions.hypotheses import HYPOTHESES
from proofs.theorem_6.statement import Violation
from proofs.theorem_6.survivors import LATER, GPlusSurvivors, Left

WITHIN_S1 = (
    "Off the path, and between several best bundles, survivors name what round 1 leaves: some may be gone."
)


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
            for shown, box in sorted(own.items(), key=lambda item: item[0])
        ]

    return {
        "remarks": [WITHIN_S1],
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


def survivors_report(run: GPlusSurvivors, every: bool) -> list[Part]:
    """Which market it is, and what survivors name."""
    g, market = run.instance.mechanism, run.instance.mechanism.market
    spaces = run.instance.prior.spaces
    sellers, buyers = (", ".join(spaces[agents[0]]) for agents in (market.sellers, market.buyers))
    rows: list[tuple[str, str, str]] = []
    for left in run.left:
        who = _who(run, left)
        rows.append((who, "first", _names(market, left.first)))
        rows += [(who, part.value, _later(market, left.later[part], every)) for part in LATER]
    return [
        Title(run.instance.title),
        *describe_market(g.symbol, market),
        f"η = {g.eta}; signals: sellers {sellers}; buyers {buyers}",
        "",
        "2 rounds of weak dominance leave the plans of S^1 that name what is listed: S^∞ = S². Every "
        "survivor is a best reply to all survivors (Theorem 6, with the own signal known).",
        *(["All sellers are alike, and all buyers: one of each stands for her side."] if run.alike else []),
        Table("", (Column("agent"), Column("message"), Column("survivors name", prose=1)), rows),
        "The path is price-taking first messages: those of a seller, a buyer, a seller, ... of other groups, "
        f"up to the order within the sides. {WITHIN_S1}",
    ]


def _later(market: Market, own: dict[FirstMessages, Box[Bundle]], every: bool) -> str:
    """What is named on the path, after which tuples of first messages."""
    after: dict[Box[Bundle], list[str]] = {}
    for shown in sorted(own):
        after.setdefault(own[shown], []).append(f"({'; '.join(map(show_message, shown))})")
    total = market.message_count ** len(next(iter(own)))
    lines = [f"{_names(market, box)} after {listed(tuples, every)}" for box, tuples in after.items()]
    return "\n".join([f"on the path, {sum(map(_orders, own)):,} of {number_of(total, 'tuple')}:", *lines])


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
