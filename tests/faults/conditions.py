"""Faults that the checks on (15) and Condition 3 must notice."""

from fractions import Fraction

from proofs.claims.verdict import Verdict
from proofs.conditions.condition_3_families import FAMILIES
from proofs.conditions.g_plus_instances import anonymous_family, contrary_buyer, private_values
from tests.faults.fault import Fault, all_of, change, faults

HERE = "conditions.g_plus_instances"


def family(*games):
    """Anonymous instances: these only."""
    return change(f"{HERE}.anonymous_family", lambda more: iter(games))


def few(patch):
    family(private_values(), *list(anonymous_family((Fraction(1, 4),)))[1::12])(patch)


def not_anonymous(game):
    """Without the check of anonymity this game is let in."""
    return all_of(change(f"{HERE}.is_anonymous", lambda game: True), family(game))


FAULTS = {
    "conditions.claims.check_15_printed": faults(
        Fault("anonymous buyers", change("conditions.claims.contrary_buyer", private_values), Verdict.OPEN)
    ),
    "conditions.claims.check_15": faults(
        Fault("no check of anonymity", not_anonymous(contrary_buyer()), says="may come from buyer 4"),
        small=few,
    ),
    "conditions.claims.check_condition_3": faults(
        Fault(
            "as if no other seller mattered at n = 2",
            change("conditions.private_preferences.irrelevant", lambda market, i: list(market.buyers)),
        ),
        small=change("conditions.claims.FAMILIES", [FAMILIES[3]]),
    ),
}
