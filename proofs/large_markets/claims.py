"""The claims on large markets that the paper prints: sections 2.4 and 3.4, along sequences of markets."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from mechanisms.files.named_sequences import NamedSequence
from mechanisms.markets.market import Tie
from mechanisms.sequences.catalogue import (
    ANCHORED_GAP,
    GAP,
    SEQUENCES,
    SPECIAL_BUYER,
    TOP_BUYER,
    TOP_BUYER_SLOW,
    USELESS_UNIT,
)
from mechanisms.sequences.coarse import COARSE_PAIR
from mechanisms.sequences.flat import FLAT
from mechanisms.sequences.shock_catalogue import (
    DEAR,
    FORCED,
    INFORMED_SELLERS,
    OPPOSITE,
    RARE,
    SHOCK_SEQUENCES,
    SHOCKED_COSTS,
)
from mechanisms.sequences.shocks import ShockSequence
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, Witnessed, held, not_settled, refuted
from proofs.large_markets import assumptions, assumptions_3_4
from proofs.large_markets.condition_2 import find_violation
from proofs.large_markets.monotone import falling_excesses, substitutes
from proofs.large_markets.witness_file import (
    AgainstParticipation,
    AgainstTheorem2,
    AgainstTheorem3,
    AgainstTheorem5,
    AlongASequence,
    short,
)


def _along(
    watch: Watch, *cases: tuple[type[AlongASequence], NamedSequence, str, tuple[int, ...], str, int]
) -> Finding:
    """*Refuted* if there is a witness along each of the sequences, else *open*, and where."""
    found: list[tuple[AlongASequence, NamedSequence]] = []
    for kind, sequence, reason, numbers, least, start in cases:
        watch(f"{sequence.name}, {sequence.tie.value}")
        record = kind(reason, (), Fraction(least), start)
        quantity = record.quantities[reason]
        if unmet := quantity.broken(sequence):
            return not_settled("", f"{sequence.name}: not seen to be met: {', '.join(unmet)}")
        # The formula finds what `holds` then rechecks by running the mechanism.
        record = replace(record, figures=tuple((n, quantity.formula(sequence, n)) for n in numbers))
        if not record.holds(sequence):
            return not_settled("", f"{sequence.name}: the witness does not hold: {record.describe(sequence)}")
        found.append((record, sequence))
    scope = "; ".join(f"{own.name}, {own.tie.value}: every n >= {each.start}" for each, own in found)
    (record, sequence), *more = found
    told = "".join(
        f"; likewise {_at_last(each)} in {own.name}, tie {own.tie.value}: at least {each.least}"
        for each, own in more
    )
    return refuted(scope, f"{record.describe(sequence)}{told}", Witnessed(record, sequence))


def _at_last(record: AlongASequence) -> str:
    n, figure = record.figures[-1]
    return f"{short(figure)} at n = {n}"


def _under_both(sequence: NamedSequence) -> Iterable[NamedSequence]:
    return (replace(sequence, tie=tie) for tie in Tie)


def check_6(watch: Watch) -> Finding:
    """That sequences meet all assumptions of section 2.4, (6) and the limit of excess supply among them."""
    return _met(watch, "2.4", [*SEQUENCES.values()], {})


def _met(watch: Watch, section: str, sequences: list[NamedSequence], only: dict[str, str]) -> Finding:
    cases, said = 0, []
    for sequence in sequences:
        watch(sequence.name)
        every = (
            assumptions_3_4.assumptions(sequence)
            if isinstance(sequence, ShockSequence)
            else assumptions.assumptions(sequence)
        )
        for each in every:
            if only and each.name not in only:
                continue
            if each.met is not True:
                words = f"{sequence.name}: {each.name}: {each.why}"
                return refuted(section, words) if each.met is False else not_settled(section, words)
            cases += 1
            if "differ" in each.why or only:
                said.append(f"{sequence.name}: {each.why}")
    names = ", ".join(sequence.name for sequence in sequences)
    return held(cases, f"the sequences {names}, at every n", "; ".join(said))


def check_rho_is_typed(watch: Watch) -> Finding:
    """That ρ*, as limit of the excess supply, is a non-decreasing function to R for k = 2."""
    watch("a buyer of either of two commodities")
    instance = substitutes()
    found = next(falling_excesses(instance), None)
    if found is None:
        return held(1, "k=2 l=1 T=4", "it falls in no price")
    return refuted("k=2 l=1 T=4", Witnessed(found, instance))


def check_theorem_2(watch: Watch) -> Finding:
    """Theorem 2 as printed, uniform pricing: it needs a unique zero of ρ*."""
    reason, anchored = "uniform pricing", (1, 2, 40)
    return _along(
        watch,
        *((AgainstTheorem2, each, reason, (1, 2, 40), "1/2", 8) for each in _under_both(GAP)),
        *((AgainstTheorem2, each, reason, anchored, "1/2", 114) for each in _under_both(ANCHORED_GAP)),
        (AgainstTheorem2, SPECIAL_BUYER, reason, (1, 2), "1", 1),
    )


def check_theorem_2_efficiency(watch: Watch) -> Finding:
    """Theorem 2 as printed, efficiency: it needs payoffs that are bounded."""
    return _along(
        watch,
        (AgainstTheorem2, TOP_BUYER, "efficiency", (1, 2, 40), "1/30", 2),
        (AgainstTheorem2, TOP_BUYER_SLOW, "efficiency", (1, 2, 40), "1/56", 2),
    )


def check_theorem_3_participation(watch: Watch) -> Finding:
    """Theorem 3 as printed, participation: it needs trade."""
    return _along(
        watch,
        (AgainstTheorem3, USELESS_UNIT, "useless unit", (2, 40), "1/20", 30),
        (AgainstTheorem3, COARSE_PAIR, "coarse prices", (1, 2, 40), "1/50", 10**6),
    )


def check_12(watch: Watch) -> Finding:
    """That sequences meet (12): ξ is positive."""
    return _met(watch, "3.4", [*SHOCK_SEQUENCES.values()], {"(12), (13)": ""})


def check_13(watch: Watch) -> Finding:
    """That sequences meet all assumptions of section 3.4, (13) among them."""
    return _met(watch, "3.4", [*SHOCK_SEQUENCES.values()], {})


def check_theorem_5(watch: Watch) -> Finding:
    """Theorem 5 as printed, uniform pricing at every ω."""
    return _along(
        watch,
        *(
            (AgainstTheorem5, each, "every signal profile", (1, 40), "1/2", 8)
            for each in _under_both(OPPOSITE)
        ),
    )


def check_theorem_5_rare(watch: Watch) -> Finding:
    """Theorem 5 as printed, efficiency given every shock."""
    return _along(watch, (AgainstTheorem5, RARE, "rare shock", (1, 20), "1/16", 1))


def check_theorem_5_dear(watch: Watch) -> Finding:
    """Theorem 5 as printed, efficiency: it needs costs that are bounded."""
    return _along(watch, (AgainstTheorem5, DEAR, "dear sellers", (1, 20), "1/10", 4))


def check_theorem_5_flat(watch: Watch) -> Finding:
    """Theorem 5 as printed, uniform pricing, given each shock: it needs a unique zero of ρ**."""
    return _along(watch, (AgainstTheorem5, FLAT, "flat zero", (1, 40), "1/8", 10**4))


def check_participation_3_4(watch: Watch) -> Finding:
    """The end of section 3.4 as printed: that each cost is below p** given some shock does not suffice."""
    return _along(watch, (AgainstParticipation, FORCED, "participation", (1, 20), "1/16", 30))


def check_condition_2_in_3_4(watch: Watch) -> Finding:
    """That the model of section 3.4, as it is printed, satisfies Condition 2."""
    words = []
    for sequence in (INFORMED_SELLERS, SHOCKED_COSTS):
        watch(sequence.name)
        found = find_violation(sequence)
        if found is None:
            return held(1, "n=1", f"{sequence.title}, and Condition 2 holds")
        if not found.holds(sequence):
            return not_settled("n=1")
        words.append(found.describe(sequence))
        witness = Witnessed(found, sequence)
    return refuted("n=1", "; ".join(words), witness)
