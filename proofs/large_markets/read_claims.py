"""The claims on large markets that are true as meant: with rates, on a stated range."""

from fractions import Fraction
from itertools import product

from mechanisms.large.bound import efficiency_bound, n_star, walk_mean
from mechanisms.markets.price_taking import price_taking
from mechanisms.sequences.catalogue import ANCHORED_GAP, EVEN, GAP, PAIR
from mechanisms.sequences.shock_catalogue import SHOCK_SEQUENCES
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, Witnessed, held, not_settled, refuted
from proofs.large_markets import assumptions, duality, efficiency, monotone, rates, rationing, shock_rates

ONE = Fraction(1)
NUMBERS = (1, 2, 5, 10, 30, 100)
TOLD = (10, 100)  # at which bound over loss is said
LISTED = (1, 2, 3, 4)
EPSILONS = (Fraction(1), Fraction(1, 2), Fraction(1, 3))
WANTS = 4  # agents on a side


def check_monotone(watch: Watch) -> Finding:
    """That excess supply is a monotone operator, whatever k and the payoffs."""
    cases = 0
    for instance in duality.random_instances():
        watch(instance.title)
        market = instance.mechanism.market
        cases += len(market.P) ** 2
        m = tuple(next(iter(price_taking(trader, market))) for trader in instance.traders)
        found = monotone.find_decrease(instance, m)
        if found is not None:
            return refuted(_sizes(), found)
    return held(cases, _sizes(), "(e(p) - e(q))·(p - q) is never negative")


def _sizes() -> str:
    sizes = ", ".join(f"n={n} k={k} l={l} T={T}" for n, k, l, T, _ in duality.SIZES)
    return f"random markets at {sizes}, every other one with Condition 1"


def check_duality(watch: Watch) -> Finding:
    """The duality lemma, at every φ of random markets."""
    cases = 0
    for instance in duality.random_instances():
        watch(instance.title)
        cases += 1
        found = duality.violation(instance)
        if isinstance(found, duality.DualityFails):
            return refuted(_sizes(), Witnessed(found, instance))
        if found is not None:
            return refuted(_sizes(), f"{instance.title}: {found}")
    return held(cases, f"{_sizes()}; every φ", "no more is lost than by rationing and one group's excess")


def check_efficiency(watch: Watch) -> Finding:
    """2E: the bound is never below the exact loss, and κ_n is what the reflection formula says."""
    cases = 0
    for n in LISTED:
        cases += 1
        exact, reflected, most = rates.kappa_by_listing(n), walk_mean(n), rates.kappa_bound(n)
        if reflected != exact or exact > most:
            return refuted(f"n={n}", f"κ_n is {exact}, not {reflected}, or above {most}")
    ratios: dict[int, list[str]] = {n: [] for n in TOLD}
    for sequence in (EVEN, GAP, ANCHORED_GAP):
        for n in NUMBERS:
            watch(f"{sequence.name}, n = {n}")
            cases += 1
            e_0 = abs(rates.whole_excess(sequence, n, sequence.p_star))
            bound = efficiency_bound(n, sequence.l, ONE, e_0)
            exact = efficiency.expected_loss(sequence, n) / (4 * n)
            if exact > bound:
                return refuted(f"{sequence.name}, n={n}", f"{exact} per capita is lost, more than {bound}")
            if n in TOLD:
                ratios[n].append(f"{bound / exact * 10 // 1 / 10} in {sequence.name}")
        for epsilon in EPSILONS:
            cases += 1
            n = n_star(epsilon, sequence.l, ONE, 0)
            bound = efficiency_bound(n, sequence.l, ONE, 0)
            if not efficiency.expected_loss(sequence, n) / (4 * n) <= bound <= epsilon:
                return refuted(f"{sequence.name}, n={n}", f"more than {epsilon} per capita may be lost at n*")
    told = "; ".join(f"bound/loss at n = {n} is {', '.join(some)}" for n, some in ratios.items())
    at = ", ".join(map(str, EPSILONS))
    scope = f"even, gap and anchored gap, n up to {max(NUMBERS)}, and n*(ε) for ε = {at}"
    return held(cases, scope, f"the loss is below the bound: {told}")


UNIFORM = (2, 5, 10, 20)


def check_uniform(watch: Watch) -> Finding:
    """2U: with a unique zero of ρ* prices leave an interval around it no more often than the bound says."""
    if assumptions.missing(EVEN):
        return not_settled(EVEN.name, "a hypothesis of 2U is not met")
    cases, informative = 0, 0
    for n in UNIFORM:
        for steps in range(1, n + 1):
            watch(f"n = {n}, {steps} steps")
            y, x = (EVEN.p_star + Fraction(sign * steps, EVEN.T(n)) for sign in (-1, 1))
            gamma = min(rates.whole_excess(EVEN, n, x), -rates.whole_excess(EVEN, n, y))
            cases += 1
            bound, exact = rates.uniform_bound(n, 1, gamma), rates.probability_outside(EVEN, n, y, x)
            informative += bound < 1
            if exact > bound:
                return refuted(
                    f"n={n}", f"a price is outside ({y}, {x}) with probability {exact}, more than {bound}"
                )
    for epsilon in EPSILONS[:2]:
        cases += 1
        n = rates.n_star_uniform(epsilon, 1, ONE)  # γ = n at 1/4 and 3/4
        y, x = EVEN.p_star - Fraction(1, 4), EVEN.p_star + Fraction(1, 4)
        if min(rates.whole_excess(EVEN, n, x), -rates.whole_excess(EVEN, n, y)) < n:
            return not_settled(EVEN.name, f"γ is below n at n = {n}")
        if rates.probability_outside(EVEN, n, y, x) > epsilon:
            return refuted(
                f"n={n}", f"a price is outside ({y}, {x}) with a probability above {epsilon} at n*"
            )
    sizes, at = ", ".join(map(str, UNIFORM)), ", ".join(map(str, EPSILONS[:2]))
    return held(
        cases,
        f"the even economy, n = {sizes}, y and x up to n steps from 1/2, and n*(ε) for ε = {at}",
        f"prices are outside (y, x) less often than the bound; {informative} of the bounds are below 1",
    )


def check_participation(watch: Watch) -> Finding:
    """3P: who is rationed, and what the buyer of the sequence "pair" expects."""
    cases = 0
    for size in range(1, WANTS + 1):
        for wants in product((1, 2, 3), repeat=size):
            watch(f"wants {wants}")
            for total in range(sum(wants)):
                cases += 1
                most = rationing.most_likely_rationed(wants, total)
                if (share := max(rationing.shares_rationed(wants, total))) > most:
                    return refuted(
                        f"wants {wants}, total {total}", f"rationed with probability {share} > {most}"
                    )
    for n in NUMBERS:
        cases += 1
        expected, bound = rationing.payoff_of_the_pair(n), rationing.participation_bound(n)
        if expected < -bound:
            return refuted(f"pair, n={n}", f"she expects {expected}, less than -{bound}")
    if assumptions.broken(PAIR) or assumptions.missing(PAIR):
        return not_settled(PAIR.name, "an assumption is not met")
    return held(
        cases,
        f"all wants 1 to 3 of up to {WANTS} agents; the sequence pair, n up to {max(NUMBERS)}",
        f"rationed with probability e/W at the most; at n = {NUMBERS[-1]} the pair expects "
        f"{expected * 1000 // 1 / Fraction(1000)}, not negative"
        if expected >= 0
        else "rationed with probability e/W at the most",
    )


SIGNALS, RATES = (1, 2, 5, 20, 40), (Fraction(2, 3), Fraction(3, 4), Fraction(9, 10))


def check_theorem_5_read(watch: Watch) -> Finding:
    """5R: at every ω, φ and shock no more is lost than by excesses and errors of belief."""
    cases = 0
    for sequence in SHOCK_SEQUENCES.values():
        watch(sequence.name)
        omegas = list(shock_rates.profiles(sequence.member(1)))
        cases += len(omegas)
        found = shock_rates.violation(sequence, 1, omegas)
        if found is not None:
            return refuted("n=1", found)
    for n, rate in product(SIGNALS, RATES):
        cases += 1
        if not shock_rates.doubt_is_bounded(n, rate):
            return refuted(f"n={n}", f"beliefs err by {shock_rates.doubt(n, rate)} with signals of {rate}")
    return held(
        cases,
        f"{', '.join(SHOCK_SEQUENCES)} at n=1, every ω, φ and shock; beliefs after "
        f"{', '.join(map(str, SIGNALS))} signals",
        "no more is lost than by excesses and errors of belief, and these vanish as β^n",
    )
