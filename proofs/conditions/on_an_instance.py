"""The paper's conditions as claims on one instance."""

from collections.abc import Iterator

from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.claim import Claim, Watch
from proofs.claims.on_an_instance import Subject
from proofs.claims.verdict import Finding, Reading, Witnessed, held, refuted
from proofs.conditions import hypotheses, unnamed_signals


def on_g_star(subject: Subject[Instance]) -> Iterator[Claim]:
    """Condition 1."""

    def condition_1(instance: Instance, _: Watch) -> Finding:
        failure = subject.hypotheses[hypotheses.CONDITION_1](instance)
        count = len(instance.traders)
        satisfied = held(count, "all agents", "every agent satisfies it")
        return refuted("all agents", failure) if failure else satisfied

    yield subject.claim(
        "condition-1",
        "Condition 1",
        "no externality, monotone unit costs and values",
        Reading.PRINTED,
        condition_1,
        is_fact=True,
    )


def on_g_double_star(subject: Subject[InterdependentInstance]) -> Iterator[Claim]:
    """Condition 2 in both readings, and (8)."""
    yield subject.condition(
        "condition-2.printed",
        "Condition 2",
        "values ignore the own signal",
        Reading.PRINTED,
        hypotheses.CONDITION_2_PRINTED,
    )
    yield subject.condition(
        "condition-2.read",
        "Condition 2",
        "values ignore the sellers' signals",
        Reading.READ,
        hypotheses.CONDITION_2,
    )
    yield subject.condition(
        "8", "(8)", "price-taking first messages reveal the signals", Reading.PRINTED, hypotheses.REVEALING
    )


def on_g_plus(subject: Subject[InterdependentInstance]) -> Iterator[Claim]:
    """(15) in both readings, and Condition 3."""
    yield subject.condition(
        "15.printed",
        "(15)",
        "no message is price-taking under two signals",
        Reading.PRINTED,
        hypotheses.REVEALING_IN_G_PLUS,
    )
    yield subject.claim(
        "15.read",
        "(15)",
        "first messages reveal the signals, though they carry no names",
        Reading.READ,
        _unnamed,
        is_fact=True,
    )
    yield subject.condition(
        "condition-3",
        "Condition 3",
        "sellers' preferences are settled by the signals of other groups",
        Reading.PRINTED,
        hypotheses.CONDITION_3,
    )


def _unnamed(instance: InterdependentInstance, _: Watch) -> Finding:
    pairs = "every two agents of a side and their signals"
    found = unnamed_signals.find_ambiguity(instance)
    if found is not None:
        return refuted(pairs, Witnessed(found, instance))
    return held(1, pairs, "no message that both may send")
