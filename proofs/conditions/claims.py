"""The claims of section 3.5 on its conditions: (15), and what Condition 3 comes down to."""

from proofs.claims.claim import Watch
from proofs.claims.scopes import how_many_prices, in_words, listing, short_size
from proofs.claims.verdict import Finding, Witnessed, held, not_settled, refuted
from proofs.conditions import condition_3, private_preferences
from proofs.conditions.condition_3_families import FAMILIES
from proofs.conditions.g_plus_instances import anonymous_scope, contrary_buyer, revealing_family
from proofs.conditions.revealing_demands import find_violation
from proofs.conditions.unnamed_signals import find_ambiguity


def check_15_printed(watch: Watch) -> Finding:
    """That (15) makes a tuple of first messages reveal the signals behind it."""
    watch("a buyer who wants what the others do not")
    game = contrary_buyer()
    size = short_size(game.mechanism.market, prices=False)
    found = find_ambiguity(game)
    if find_violation(game) is not None or found is None or not found.holds(game):
        return not_settled(size)
    return refuted(
        size,
        f"(15) holds, yet {found.describe(game)}: the tuples carry no names",
        Witnessed(found, game),
    )


def check_15(watch: Watch) -> Finding:
    """The same with anonymous payoffs and symmetric f."""
    cases = 0
    for game in revealing_family(watch):
        cases += 1
        found = find_ambiguity(game)
        if found is not None:
            return refuted(anonymous_scope(), Witnessed(found, game))
    return held(
        cases, anonymous_scope(), "no message is price-taking for two agents of a side with different signals"
    )


def check_condition_3(watch: Watch) -> Finding:
    """Condition 3 if and only if sellers' preferences are private, as `private_preferences` has it."""
    cases = holding = 0
    scope = _costs_scope()
    for family in FAMILIES:
        watch(f"n={family.n}, r={family.r}, l={family.l}: {family.size:,} cost functions")
        for game in family.instances():
            cases += 1
            violation = condition_3.find_violation(game)
            dependence = private_preferences.find_dependence(game)
            if (violation is None) != (dependence is None):
                found = violation if violation is not None else dependence
                assert found is not None
                return refuted(scope, Witnessed(found, game))
            if violation is None or dependence is None:
                holding += 1
            elif not (violation.holds(game) and dependence.violation(game).holds(game)):
                return not_settled(scope, "a witness does not hold")
    several = sorted({family.n for family in FAMILIES if family.n > 1})
    nor = f", nor, at n={listing(several)}, with the other seller's" if several else ""
    return held(
        cases,
        scope,
        f"Condition 3 holds in {holding:,}: those in which no preference at a grid price changes with the "
        f"buyer's signal{nor}; r plays no part",
    )


def _costs_scope() -> str:
    def every(letter: str) -> str:
        return f"{letter}={listing(sorted({getattr(family, letter) for family in FAMILIES}))}"

    choices = listing(map(in_words, sorted({len(family.choices) for family in FAMILIES})), "or")
    return (
        "a seller's costs: every function of her own, another seller's and a buyer's signal to "
        f"{choices} unit costs; {every('n')}, {every('r')}, {every('l')}, "
        f"{how_many_prices(len(family.P) for family in FAMILIES)}"
    )
