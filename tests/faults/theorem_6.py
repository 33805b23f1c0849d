"""Faults that the checks on (16), (17), (18), Theorem 6 and what it needs must notice."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

from mechanisms.g_plus.cells import Cell, Part
from mechanisms.markets.counted import counted
from mechanisms.markets.informed_messages import OwnSignal, second_messages, third_messages
from proofs.claims.verdict import Verdict
from proofs.conditions.g_plus_instances import choosy_buyer, private_values
from proofs.theorem_6 import printed_17_18
from proofs.theorem_6.bounds import AskedEntryLoses, by_costs
from proofs.theorem_6.family import members
from proofs.theorem_6.hypotheses import broken_hypotheses
from proofs.theorem_6.rounds import TwoRounds
from proofs.theorem_6.statement import players
from proofs.theorem_6.witnesses import WITNESSES
from tests.broken_g_plus import SecondForFirst
from tests.faults.conditions import few, not_anonymous
from tests.faults.fault import Fault, Faults, all_of, change, faults
from tests.g_plus_instances import even_or_odd

HERE = "theorem_6.claims"
SETS = {"second": second_messages, "third": third_messages}


# (17) and (18)


def read_as(own, part):
    """The set of one part, with the agent's own signal known or averaged away whatever is asked for."""
    return lambda patch: patch.setitem(printed_17_18.SETS, part, lambda *which: SETS[part](*which[:3], own))


def printed(part):
    return faults(Fault("the own signal known", read_as(OwnSignal.KNOWN, part), Verdict.HELD))


def read(part):
    averaged = all_of(
        change("conditions.g_plus_instances.anonymous_family", lambda more: iter([private_values()])),
        read_as(OwnSignal.AVERAGED, part),
    )
    return faults(
        Fault("no check of anonymity", not_anonymous(choosy_buyer()), says="empty"),
        Fault("the own signal averaged away", averaged, says="seller 1: not D_i(L)"),
        small=few,
    )


MESSAGES: dict[str, Faults] = {
    "theorem_6.claims_17_18.check_17_printed": printed("second"),
    "theorem_6.claims_17_18.check_18_printed": printed("third"),
    "theorem_6.claims_17_18.check_17": read("second"),
    "theorem_6.claims_17_18.check_18": read("third"),
    "theorem_6.claims_17_18.check_sets_are_not_empty": faults(
        Fault(
            "nobody is choosy",
            change("conditions.g_plus_instances.choosy_buyer", private_values),
            Verdict.HELD,
            "second messages: not empty",
        ),
        Fault(
            "(15) fails",
            change("theorem_6.claims_17_18.find_violation", lambda game: "some"),
            Verdict.OPEN,
            "(15) fails",
        ),
    ),
}


# Theorem 6, over the family


def sample(patch):
    """A few members with n = 1, and one instance with n = 2, by counts."""
    small = SimpleNamespace(by_counts=lambda: counted(even_or_odd(odd=Fraction(0))))
    change(f"{HERE}.SEEDS", 3)(patch)
    change(f"{HERE}.LARGE", ((3, 2, 1),))(patch)
    change(f"{HERE}.members", lambda n, *rest: [small] if n == 2 else members(n, *rest))(patch)


odd_costs = SimpleNamespace(instance=even_or_odd, by_counts=lambda: counted(even_or_odd()))


def one_player(patch):
    """A single price, and the first seller with her first signal."""
    change(f"{HERE}.PRICES", (1,))(patch)
    change(f"{HERE}.SEEDS", 3)(patch)
    change(f"{HERE}.SAMPLED", 1)(patch)
    change(f"{HERE}.players", lambda instance, agents: list(players(instance, agents))[:1])(patch)


def turned(rule):
    """A rule for plans that is true where it is false."""
    right = getattr(TwoRounds, rule)
    return change(f"theorem_6.rounds.TwoRounds.{rule}", lambda rounds, plan: not right(rounds, plan))


def hypotheses(broken):
    """As if the instances broke these, given those that they do break."""
    return change(f"{HERE}.broken_hypotheses", lambda game: broken(broken_hypotheses(game)))


FAMILY: dict[str, Faults] = {
    f"{HERE}.check_theorem_6": faults(
        Fault("members that break hypotheses count", hypotheses(lambda broken: [])),
        Fault(
            "larger ones that break hypotheses count",
            all_of(
                change(f"{HERE}.broken_by_counts", lambda game: []),
                change(f"{HERE}.members", lambda n, *rest: [odd_costs] if n == 2 else members(n, *rest)),
            ),
            Verdict.OPEN,
            "not given",
        ),
        Fault(
            "no larger one satisfies the hypotheses",
            change(f"{HERE}.broken_by_counts", lambda game: ["(15)"]),
            Verdict.OPEN,
            "no member with r=3, n=2, one price",
        ),
        small=sample,
    ),
    f"{HERE}.check_condition_3_idle_at_n_1": faults(
        Fault("members that break (15) count", hypotheses(lambda broken: ["Condition 3"])), small=sample
    ),
    f"{HERE}.check_theorem_6_without_15": faults(
        Fault(
            "members that satisfy (15)", hypotheses(lambda broken: [] if broken else ["(15)"]), Verdict.HELD
        ),
        small=sample,
    ),
    f"{HERE}.check_16": faults(
        Fault(
            "SecondForFirst", change("theorem_6.family.GPlus", SecondForFirst), says="depends on the others"
        ),
        Fault(
            "D_i(ω_i) is empty",
            change(f"{HERE}.price_taking_given_own", lambda *_: ()),
            says="not price-taking",
        ),
        small=one_player,
    ),
    f"{HERE}.check_rounds_by_engine": faults(
        Fault("(17) and (18) the other way round", turned("satisfies_17_and_18"), says="in round 2"),
        Fault("(16) the other way round", turned("satisfies_16"), says="in round 1"),
        small=one_player,
    ),
}


# Theorem 6, by witnesses


def forged_witness(patch):
    def make():
        instance, record = WITNESSES["nothing-best"]()
        return instance, replace(record, states=record.states[:1])

    change(f"{HERE}.WITNESSES", {**WITNESSES, "nothing-best": make})(patch)


QUARTER = Fraction(1, 4)
BY_COSTS = {  # those that the searches find
    "Condition 1": (
        by_costs("falling", dict.fromkeys(range(7), (3 * QUARTER, QUARTER / 2)), 2),
        [(2,), (0,)] * 4,
        (2,),
        (0,),
    ),
    "Condition 3": (
        by_costs("rising", {h: (Fraction(2) if h == 6 else QUARTER,) for h in range(7)}, 1),
        [(1,), (1,)] * 4,
        (0,),
        (1,),
    ),
}


def needed(hypothesis):
    """The witness that the search finds, at once; and with the two entries exchanged."""
    instance, shown, asked, better = BY_COSTS[hypothesis]
    cell = Cell(Part.THIRD, tuple((x,) for x in shown), 0)
    name = f"without-{hypothesis.lower().replace(' ', '-')}"

    def witness(asked, better):
        record = AskedEntryLoses(0, "s", cell, asked, better, hypothesis)
        return change(f"{HERE}.NEEDED", {name: lambda: (instance, record)})

    return faults(
        Fault("no hypothesis fails", hypotheses(lambda broken: []), Verdict.OPEN),
        Fault("the better entry is asked for", witness(better, asked), Verdict.OPEN),
        small=witness(asked, better),
    )


WITNESSED: dict[str, Faults] = {
    f"{HERE}.check_theorem_6_printed": faults(
        Fault("a state less", forged_witness, Verdict.OPEN, "the witness nothing-best"),
        Fault(
            "a hypothesis fails",
            hypotheses(lambda broken: ["(15)"]),
            Verdict.OPEN,
            "the witness off-the-path",
        ),
    ),
    f"{HERE}.check_condition_3_needed_at_n_2": needed("Condition 3"),
    f"{HERE}.check_condition_1_needed_at_n_2": needed("Condition 1"),
}

FAULTS = {**MESSAGES, **FAMILY, **WITNESSED}
