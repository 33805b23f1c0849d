"""The claims on Theorem 4 by mixed dominance with two buyers in a group."""

from collections.abc import Iterator

from mechanisms.markets.informed_price_taking import Conflict
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.claim import Watch
from proofs.claims.scopes import common, listing, number_of, show_letters, show_prices, so_many, tie_rules
from proofs.claims.verdict import Finding, held, not_settled, refuted
from proofs.conditions import condition_2, full_support, revealing_demands
from proofs.theorem_4.anonymous_buyers import AnonymousCase, linear_family
from proofs.theorem_4.hedges.claims import QUARTER, TOP
from proofs.theorem_4.hedges.search import smallest_forever, smallest_hedged
from proofs.theorem_4.mixed.statement import Looked, find_violation


def cases() -> Iterator[AnonymousCase]:
    """The family, before the hypotheses are looked at."""
    yield from linear_family()
    yield smallest_hedged(QUARTER, TOP)[0]
    yield smallest_forever()[0]


def _scope() -> str:
    family = list(linear_family())
    bases = sorted({row[0][0] for case in family for row in case.values.values()})
    more = sorted({row[1][0] - row[0][0] for case in family for row in case.values.values()})
    size = common(show_letters({"n": case.market.n, "k": case.market.k}) for case in family)
    signals = common(so_many(len(case.values), "signal") for case in family)
    return (
        f"{size}, P = {common(show_prices(case.P) for case in family)}, {signals}; a unit is worth "
        f"{listing(bases, 'or')} by the own signal, and {listing(more, 'or')} more for each of the other "
        f"buyers with H; {so_many(len({case.weights for case in family}), 'prior')}, "
        f"{tie_rules(case.tie for case in family)}; and the instances on which hedges refute it by pure "
        "dominance; those with (8)"
    )


def satisfies_hypotheses(instance: InterdependentInstance) -> bool:
    """Full support, (8) and Condition 2 as read; the family is anonymous and symmetric."""
    return not any(
        hypothesis.find_violation(instance) for hypothesis in (full_support, revealing_demands, condition_2)
    )


def check_theorem_4_mixed(watch: Watch) -> Finding:
    """Theorem 4 as read, by mixed dominance, at n = 2."""
    looked, instances = Looked(), 0
    for place, case in enumerate(cases()):
        if place % 48 == 0:
            watch(f"the first {place} members of the family")
        instance = case.instance()
        if not satisfies_hypotheses(instance):
            continue
        instances += 1
        found = find_violation(instance, looked)
        if found is not None:
            # An empty (10) refutes it; where the argument does not apply, nothing is known.
            settle = refuted if isinstance(found, Conflict) else not_settled
            return settle(_scope(), f"{case.name}: {found.describe(instance)}")
    return held(
        instances,
        _scope(),
        "copying outdoes every first message that is not price-taking, price-taking ones are best replies to "
        f"the mean, and each of {number_of(looked.cells, 'cell')} on the path has a bundle that is best in "
        "every state",
    )
