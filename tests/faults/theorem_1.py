"""Faults that the checks on Theorem 1, Condition 1 and Theorem 3 must notice."""

from mechanisms.markets.market import Side
from mechanisms.markets.trader import separable
from proofs.claims.verdict import Verdict
from proofs.conditions.ranges import HALF, VALUES
from tests.broken import ForcedTrade, NoTrade, OwnPrice
from tests.faults.fault import Fault, all_of, change, faults
from tests.faults.rules import TINY, RangeOf, g_star, in_g_star

RISING = separable(Side.SELLER, [[HALF / 2, 2 * HALF / 3]])

FAULTS = {
    "theorem_1.claims.check_theorem_1": in_g_star(OwnPrice, NoTrade, ForcedTrade),
    "theorem_1.claims.check_sharp_form": faults(
        Fault("NoTrade", g_star(NoTrade)),
        Fault("OwnPrice", g_star(OwnPrice)),
        Fault(
            "nothing isolates",
            all_of(
                change("theorem_1.claims.PLANNED", [RangeOf(*TINY, VALUES[:1])]),
                change("theorem_1.claims.Isolation.holds", lambda *_: False),
            ),
            says="cannot be left",
        ),
        Fault(
            "not at every n",
            change("theorem_1.claims.IsolationForEveryN.holds", lambda _: False),
            says="cannot be left",
        ),
        small=g_star(),
    ),
    "theorem_1.claims.check_rationality": in_g_star(ForcedTrade),
    "theorem_1.claims.check_condition_1_is_needed": faults(
        Fault(
            "nobody breaks it in vain",
            change("theorem_1.claims.find_violation", lambda _: None),
            Verdict.HELD,
        )
    ),
    "theorem_3.claims.check_theorem_3": faults(
        Fault("costs that rise", change("theorem_3.statement.SELLER", RISING), Verdict.HELD),
        Fault(
            "not at every n",
            change("theorem_3.claims.IsolationForEveryN.holds", lambda _: False),
            Verdict.OPEN,
        ),
    ),
    "theorem_3.claims.check_theorem_3_read": faults(
        Fault("caps misjudged", change("theorem_1.sharp_form.caps_are_optimal", lambda *_: True)),
        small=change("theorem_3.claims.NUMBERS", (1, 2)),
    ),
}
