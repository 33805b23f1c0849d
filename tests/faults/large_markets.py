"""Faults that the checks on large markets must notice."""

from dataclasses import replace
from fractions import Fraction

from mechanisms.markets.market import Side
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import separable
from mechanisms.sequences.catalogue import EVEN
from mechanisms.sequences.shock_catalogue import EVEN_CHANCES, OPPOSITE
from proofs.claims.verdict import Verdict
from tests.faults.fault import Fault, change, faults

HERE, READ = "large_markets.claims", "large_markets.read_claims"
ALIKE = replace(
    OPPOSITE,
    blocks=tuple(
        block if block.side is Side.SELLER else replace(block, share=EVEN_CHANCES)
        for block in OPPOSITE.blocks
    ),
)


def no(*_):
    return False


def fails(name, says="not hold"):
    """An argument that fails leaves the claim open."""
    return Fault(f"{name} fails", change(name, no), Verdict.OPEN, says)


def sequences(name, *these):
    return change(f"{HERE}.{name}", {each.name: each for each in these})


def upside_down(trader, market):
    """Messages that want most where a price taker wants least."""
    return [next(iter(price_taking(trader, market)))[::-1]]


FAULTS = {
    f"{HERE}.check_rho_is_typed": faults(
        Fault(
            "no substitutes",
            change("large_markets.monotone.tabulated", lambda side, *_: separable(side, [[3], [3]])),
            Verdict.HELD,
        )
    ),
    f"{HERE}.check_6": faults(
        Fault("another p*", sequences("SEQUENCES", replace(EVEN, first_zero=(Fraction(1, 4), 0)))),
        Fault("on the grid", sequences("SEQUENCES", replace(EVEN, tau=8)), Verdict.OPEN, "singleton"),
        Fault(
            "clears elsewhere",
            sequences("SEQUENCES", replace(EVEN, last_zero=(Fraction(1, 2), 1))),
            Verdict.OPEN,
            "p*",
        ),
    ),
    f"{HERE}.check_theorem_2": faults(
        fails("large_markets.uniform_pricing.misses_most"),
        fails("large_markets.assumptions.clears_between", "not seen to be met"),
    ),
    f"{HERE}.check_theorem_2_efficiency": faults(
        fails("large_markets.efficiency.never_negative"),
        Fault(
            "a formula that is off",
            change("large_markets.efficiency.expected_loss", lambda *_: Fraction(1, 7)),
            Verdict.OPEN,
        ),
    ),
    f"{HERE}.check_theorem_3_participation": faults(fails("large_markets.participation.never_negative")),
    f"{HERE}.check_12": faults(Fault("signals alike", sequences("SHOCK_SEQUENCES", ALIKE))),
    f"{HERE}.check_13": faults(
        Fault("signals alike", sequences("SHOCK_SEQUENCES", ALIKE)),
        Fault(
            "signals that a first message hides",
            sequences("SHOCK_SEQUENCES", replace(OPPOSITE, tau=4)),
            Verdict.OPEN,
            "(8)",
        ),
    ),
    f"{HERE}.check_theorem_5": faults(
        fails("large_markets.with_a_shock.misses_most"), fails("large_markets.with_a_shock.prices_are_apart")
    ),
    f"{HERE}.check_theorem_5_rare": faults(
        fails("large_markets.assumptions_3_4.nobody_is_moved", "not seen to be met")
    ),
    f"{HERE}.check_theorem_5_dear": faults(fails("large_markets.own_signals.never_negative")),
    f"{HERE}.check_theorem_5_flat": faults(
        fails("large_markets.flat.inequalities_hold", "not seen to be met")
    ),
    f"{HERE}.check_participation_3_4": faults(fails("large_markets.own_signals.never_negative")),
    f"{HERE}.check_condition_2_in_3_4": faults(
        Fault("sellers know nothing", change(f"{HERE}.INFORMED_SELLERS", OPPOSITE), Verdict.HELD)
    ),
    f"{READ}.check_monotone": faults(Fault("upside down", change(f"{READ}.price_taking", upside_down))),
    f"{READ}.check_duality": faults(
        Fault("too much to lose", change("large_markets.duality.largest_surplus", lambda *_: Fraction(9**9)))
    ),
    f"{READ}.check_efficiency": faults(
        Fault("another κ", change("large_markets.read_claims.walk_mean", lambda n: Fraction(0))),
        Fault(
            "too small a bound", change("large_markets.read_claims.efficiency_bound", lambda *_: Fraction(0))
        ),
        Fault("n* too early", change("large_markets.read_claims.n_star", lambda *_: 1), says="at n*"),
    ),
    f"{READ}.check_uniform": faults(
        Fault("too small a bound", change("large_markets.rates.uniform_bound", lambda *_: Fraction(0))),
        Fault("n* too early", change("large_markets.rates.n_star_uniform", lambda *_: 1), says="at n*"),
        Fault("no unique zero", change("large_markets.assumptions.missing", lambda _: ["?"]), Verdict.OPEN),
    ),
    f"{READ}.check_participation": faults(
        Fault(
            "never rationed", change("large_markets.rationing.most_likely_rationed", lambda *_: Fraction(0))
        ),
        Fault(
            "she loses",
            change("large_markets.rationing.payoff_of_the_pair", lambda _: Fraction(-(9**9))),
            says="less than",
        ),
    ),
    f"{READ}.check_theorem_5_read": faults(
        Fault("no bound", change("large_markets.shock_rates.sides", lambda *_: (Fraction(1), Fraction(0)))),
        Fault("beliefs err", change("large_markets.shock_rates.doubt_is_bounded", no), says="beliefs"),
    ),
}
