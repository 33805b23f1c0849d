"""Run the suites named on the command line, or all of them, and print tables in Markdown."""

import sys

from benchmarks import (
    all_orders,
    elimination,
    g_double_star,
    g_plus,
    g_star,
    large_markets,
    mechanisms,
    processes,
    start_up,
    sweep,
    theorem_4,
)
from benchmarks.suite import Suite, table

SUITES: dict[str, Suite] = {
    "start-up": start_up.START_UP,
    "construction": elimination.CONSTRUCTION,
    "pure": elimination.PURE,
    "processes": processes.PROCESSES,
    "mixed": elimination.MIXED,
    "growth": elimination.GROWTH,
    "all orders": all_orders.ALL_ORDERS,
    "literal": g_star.LITERAL,
    "plans": g_star.PLANS,
    "g**": g_double_star.ELIMINATION,
    "family": g_double_star.FAMILY,
    "workers": sweep.THROUGHPUT,
    "worst": g_double_star.WORST_CASES,
    "dominance": g_double_star.DECISIONS,
    "theorem 4": theorem_4.PURE,
    "theorem 4 mixed": theorem_4.MIXED,
    "g+": g_plus.THEOREM_6,
    "g+ plans": g_plus.DOMINANCE,
    "dominant": mechanisms.DOMINANT,
    "from a function": mechanisms.CONSTRUCTION,
    "interim": mechanisms.INTERIM,
    "large": large_markets.EXPECTATIONS,
    "large prices": large_markets.PRICES,
    "best offers": large_markets.BEST_OFFERS,
    "macro shock": large_markets.WITH_A_SHOCK,
}


def main(names: list[str]) -> int:
    """Exit status 2 for a suite that does not exist."""
    if {"-h", "--help"} & set(names):
        print(f"{__doc__}\nSuites: {', '.join(SUITES)}")
        return 0
    if unknown := [name for name in names if name not in SUITES]:
        print(f"no suite {unknown[0]!r}; there are {', '.join(SUITES)}", file=sys.stderr)
        return 2
    for name in names or SUITES:
        print(
            table(SUITES[name], lambda case, name=name: print(f"{name}: {case}", file=sys.stderr)), end="\n\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
