"""The claims of sections 3.2 and 3.3 on G** itself, whoever plays: (1), (2), (7), (11) and the lottery."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from mechanisms.g_double_star.mechanism import GDoubleStar, MessageProfile
from mechanisms.markets.market import Market, Tie, price_grid
from proofs.claims.cases import examine
from proofs.claims.claim import Watch
from proofs.claims.scopes import seeds, short_size
from proofs.claims.verdict import Finding, Witnessed
from proofs.rules import feasibility, own_price_in_g_double_star, serving, weights
from proofs.rules.g_double_star_outcomes import every_outcome, random_outcomes
from proofs.rules.outcome import Outcome

ETA = Fraction(1, 10)
SIZES = [(1, 1, 1, 1), (1, 1, 2, 1), (2, 1, 1, 1), (2, 2, 1, 1), (1, 1, 1, 3), (3, 1, 2, 2)]  # n, k, l, T
RANDOM = 60  # profiles for a size and tie rule
ETAS = (Fraction(1, 100), ETA, Fraction(33, 100))

Case = tuple[GDoubleStar, Outcome[MessageProfile]]


def _g(n: int, k: int, l: int, T: int, tie: Tie = Tie.LOWEST, eta: Fraction = ETA) -> GDoubleStar:
    return GDoubleStar(Market(n, k, l, price_grid(k, T), tie), eta)


def _outcomes(watch: Watch) -> Iterator[Case]:
    for tie in Tie:
        g = _g(*SIZES[0], tie)
        watch(f"every outcome at {short_size(g.market)}, {tie.value}")
        yield from ((g, out) for out in every_outcome(g))
        for seed, size in enumerate(SIZES[1:]):
            g = _g(*size, tie)
            watch(f"random outcomes at (n, k, l, T) = {size}, {tie.value}")
            yield from ((g, out) for out in random_outcomes(g, RANDOM, seed))


def _scope() -> str:
    random = ", ".join(str(size).replace(" ", "") for size in SIZES[1:])
    every = short_size(_g(*SIZES[0]).market)
    return (
        f"every draw and profile at {every}; random ones at (n, k, l, T) = {random}; both tie rules; "
        f"{seeds(len(SIZES) - 1)}"
    )


def _over_outcomes(watch: Watch, violation: Callable[[Case], Witnessed | None], evidence: str) -> Finding:
    return examine(_outcomes(watch), violation, _scope(), evidence)


def check_feasibility(watch: Watch) -> Finding:
    """(1) and (2) on every outcome."""

    def violation(case: Case) -> Witnessed | None:
        g, out = case
        return next((Witnessed(v, g) for v in feasibility.draw_violations(g, out)), None)

    return _over_outcomes(watch, violation, "goods and budget balance, bundles in X, prices in P")


def check_serving(watch: Watch) -> Finding:
    """(7) on every outcome."""

    def violation(case: Case) -> Witnessed | None:
        g, out = case
        return next((Witnessed(v, g) for v in serving.violations(g, out.phi, out.p, out.b, out.m)), None)

    return _over_outcomes(watch, violation, "the place î exists in every group and commodity")


def check_own_price(watch: Watch) -> Finding:
    """(11) on every outcome, each buyer with another random message."""

    def violation(case: Case) -> Witnessed | None:
        g, out = case
        return next((Witnessed(v, g) for v in own_price_in_g_double_star.violations(g, out)), None)

    return _over_outcomes(watch, violation, "another message leaves the buyer's price as it is")


def check_printed_weights(watch: Watch) -> Finding:
    """The printed probabilities, added up; and the printed range of η."""
    lotteries = ((T, _g(n, k, 1, T)) for n, k, _, T in SIZES if n < 3)
    return weights.as_printed(watch, lotteries, Fraction(2, 5))


def check_weights(watch: Watch) -> Finding:
    """The weights as read, added up over all draws, for η up to 1/3."""
    lotteries = (_g(n, k, 1, T, eta=eta) for n, k, _, T in SIZES for eta in ETAS)
    sizes = ", ".join(dict.fromkeys(f"({n},{k},{T})" for n, k, _, T in SIZES))
    scope = f"(n,k,T) = {sizes}; {len(ETAS)} η"
    refused = (Fraction(1, 3), Fraction(2, 5))
    return weights.as_read(watch, lotteries, refused, lambda eta: _g(*SIZES[0], eta=eta), scope)
