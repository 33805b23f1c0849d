"""The claims of section 3.5 on what survives iterated elimination in G+: (16), Theorem 6, Condition 3."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from random import Random

from mechanisms.g_plus.cells import InformedAgent
from mechanisms.g_plus.play import interim_payoff
from mechanisms.markets.counted import CountedInstance
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message
from mechanisms.markets.triplicate import Triplicate
from proofs.claims.claim import Watch
from proofs.claims.scopes import common, listing, number_of, seeds, short_size, show_letters, so_many
from proofs.claims.verdict import Finding, Witnessed, held, not_settled, refuted
from proofs.rules.g_plus_outcomes import random_triplicate
from proofs.theorem_6.family import Member, family_scope, members
from proofs.theorem_6.hypotheses import broken_by_counts, broken_hypotheses
from proofs.theorem_6.orbits import decisions
from proofs.theorem_6.rounds import by_name, contradictions
from proofs.theorem_6.statement import Asked, NothingBest, Violation, players
from proofs.theorem_6.witnesses import NEEDED, WITNESSES

SEEDS = 24  # for each of 1 or 2 prices, 2 priors, private or interdependent sellers, at n = 1
LARGE = ((3, 2, 1), (3, 2, 2), (3, 3, 1), (4, 2, 1))  # r, n and how many prices, where orbits are counted
FEW_SEEDS = 4  # for each of 2 priors, private or interdependent sellers, there
RUN = 1  # instances for each number of prices on which G+ is run for (16)
SAMPLED = 2  # and on which plans are sampled for the dominance engine
PLANS = 3  # for each side and signal
PRICES = (1, 2)  # how many, at n = 1


@dataclass
class Looked:
    """How much was looked at."""

    instances: int = 0
    cells: int = 0
    states: int = 0

    def at(self, instance: InterdependentInstance | CountedInstance) -> Violation | None:
        """Why the read statement cannot be inferred for the instance, or None; counts what it looks at."""
        self.instances += 1
        for _, _, decided in decisions(instance):
            for found in decided:
                if not isinstance(found, Asked):
                    return found
                self.cells += 1
                self.states += found.states
        return None

    def __str__(self) -> str:
        instances, cells = number_of(self.instances, "instance"), number_of(self.cells, "cell")
        return f"{instances}, {cells} on the path in {number_of(self.states, 'state')}"


def _family(
    watch: Watch, n: int, prices: tuple[int, ...], seeds: int
) -> Iterator[tuple[Member, InterdependentInstance, list[str]]]:
    for place, member in enumerate(members(n, prices, seeds)):
        if place % 20 == 0:
            watch(f"n={n}: the first {place} members of the family")
        instance = member.instance()
        yield member, instance, broken_hypotheses(instance)


def _one_of_each_side(instance: InterdependentInstance) -> tuple[int, int]:
    """All others of a side are like her."""
    market = instance.mechanism.market
    return market.sellers[0], market.buyers[0]


def _settled(scope: str, evidence: str, found: Violation) -> Finding:
    """Where nothing is best (17) or (18) is empty, which refutes it; elsewhere only the argument fails."""
    return (refuted if isinstance(found, NothingBest) else not_settled)(scope, evidence)


def check_theorem_6(watch: Watch) -> Finding:
    """Theorem 6 as read on the members that satisfy its hypotheses, at n = 1 and beyond, by counts."""
    scope, small = family_scope(SEEDS, dict.fromkeys([3, *(r for r, _, _ in LARGE)])), Looked()
    for member, instance, broken in _family(watch, 1, PRICES, SEEDS):
        if not broken and (found := small.at(instance)) is not None:
            return _settled(scope, f"{member}: {found.describe(instance)}", found)
    looked = {"n=1": small}
    for r, n, prices in LARGE:
        size = f"{show_letters({'r': r, 'n': n})}, {so_many(prices, 'price')}"
        watch(f"{size}: orbits are counted")
        large = looked[size] = Looked()
        for member in members(n, (prices,), FEW_SEEDS, r):
            by_counts = member.by_counts()
            if not broken_by_counts(by_counts) and (found := large.at(by_counts)) is not None:
                return _settled(scope, f"{member}: {found.describe(member.instance())}", found)
        if not large.instances:
            return not_settled(scope, f"no member with {size} satisfies the hypotheses")
    return held(
        sum(each.instances for each in looked.values()),
        scope,
        "what (17) and (18) ask is best in every state, up to names; "
        + "; ".join(f"{size}: {each}" for size, each in looked.items()),
    )


def check_condition_3_idle_at_n_1(watch: Watch) -> Finding:
    """The same at n = 1 on members that break Condition 3 and nothing else."""
    looked = Looked()
    for member, instance, broken in _family(watch, 1, PRICES, SEEDS):
        if broken == ["Condition 3"]:
            found = looked.at(instance)
            if found is not None:
                return _settled(f"n=1: {family_scope(SEEDS)}", f"{member}: {found.describe(instance)}", found)
    return held(
        looked.instances,
        f"n=1: {family_scope(SEEDS)}",
        f"Condition 3 fails, Theorem 6 as read holds: {looked}",
    )


def check_theorem_6_without_15(watch: Watch) -> Finding:
    """What becomes of (A) at n = 1 where (15) fails."""
    found: Counter[bool] = Counter()
    first: Witnessed | None = None
    for _, instance, broken in _family(watch, 1, PRICES, SEEDS):
        if "(15)" in broken:
            violation = Looked().at(instance)
            if violation is not None and not (
                isinstance(violation, NothingBest) and violation.holds(instance)
            ):
                return not_settled(
                    family_scope(SEEDS), f"the witness does not hold: {violation.describe(instance)}"
                )
            if violation is not None:
                first = first or Witnessed(violation, instance)
            found[violation is not None] += 1
    if not found[True]:
        return held(
            found[False], f"n=1: {family_scope(SEEDS)}", "(15) fails, yet something is best in every state"
        )
    of = number_of(found.total(), "instance")
    return refuted(
        f"n=1: {family_scope(SEEDS)}",
        f"where (15) fails, M_i^{{2+}} or M_i^{{3+}} is empty in {found[True]} of {of}",
        first,
    )


def check_theorem_6_printed(watch: Watch) -> Finding:
    """Every independent reason, each replayed from its smallest witness."""
    evidence, sizes = [], []
    for name, make in WITNESSES.items():
        watch(name)
        instance, record = make()
        sizes.append(short_size(instance.mechanism.market))
        if broken_hypotheses(instance) or not record.holds(instance):
            return not_settled(sizes[-1], f"the witness {name} does not hold")
        evidence.append(record.describe(instance))
    numbered = (f"({place}) {sentence}" for place, sentence in enumerate(evidence, start=1))
    return refuted(common(sizes), "; ".join(numbered))


def check_condition_3_needed_at_n_2(watch: Watch) -> Finding:
    """Theorem 6 at n = 2 without Condition 3, everything else granted."""
    return _needed(watch, "Condition 3")


def check_condition_1_needed_at_n_2(watch: Watch) -> Finding:
    """Theorem 6 at n = 2 without the sellers' part of Condition 1, everything else granted."""
    return _needed(watch, "Condition 1")


def _needed(watch: Watch, hypothesis: str) -> Finding:
    watch(f"costs that break {hypothesis}")
    instance, record = NEEDED[f"without-{hypothesis.lower().replace(' ', '-')}"]()
    size = short_size(instance.mechanism.market)
    if broken_hypotheses(instance) != [hypothesis] or not record.holds(instance):
        return not_settled(size)
    return refuted(size, record.describe(instance))


def check_rounds_by_engine(watch: Watch) -> Finding:
    """Rounds 1 and 2 on sampled plans, by the dominance engine and against all profiles of the others."""
    cases, each = 0, f"{number_of(SAMPLED, 'instance')} for each of {listing(PRICES)} prices"
    beliefs = listing(f"seed {prices}" for prices in PRICES)
    scope = f"n=1, {each}, every side and signal, beliefs by {beliefs}; {family_scope(SEEDS)}"
    for prices in PRICES:
        fine = (
            instance for _, instance, broken in _family(watch, 1, (prices,), SEEDS) if "(15)" not in broken
        )
        for instance in islice(fine, SAMPLED):
            for agent in players(instance, _one_of_each_side(instance)):
                watch(
                    f"{agent.market.name(agent.i)} with signal {agent.own}: rounds 1 and 2, {prices} prices"
                )
                rounds = by_name(instance, agent.i, agent.own)
                for found in contradictions(rounds, PLANS, Random(prices)):
                    cases += 1
                    if found is not None:
                        verb = "dominated" if found.dominated else "not dominated"
                        return refuted(scope, f"{agent.market.name(agent.i)}: {verb} in round {found.r}")
    return held(
        cases,
        scope,
        f"{PLANS} best replies to random beliefs for each, and the same with another first message: round 1 "
        "removes what violates (16), round 2 what violates (17) or (18) on the path, and nothing else",
    )


def check_16(watch: Watch) -> Finding:
    """(16): by running G+, first messages earn the same against everything, the most in D_i(ω_i) alone."""
    cases, random = 0, Random(0)
    each = f"{number_of(RUN, 'instance')} at n=1 for each of {listing(PRICES)} prices"
    scope = f"{each}; every side and signal; random others ({seeds(1)}); {family_scope(SEEDS)}"
    for prices in PRICES:
        fine = (
            instance for _, instance, broken in _family(watch, 1, (prices,), SEEDS) if "(15)" not in broken
        )
        for instance in islice(fine, RUN):
            for agent in players(instance, _one_of_each_side(instance)):
                watch(f"{agent.market.name(agent.i)} with signal {agent.own}: G+ at every draw")
                earned = _earned_by_first(agent, random)
                cases += len(earned)
                wrong = _wrong_first(agent, earned)
                if wrong is not None:
                    return refuted(scope, wrong)
    return held(
        cases, scope, "what a first message earns does not depend on the others; best are those in D_i"
    )


def _earned_by_first(agent: InformedAgent, random: Random) -> dict[Message, Fraction]:
    """What the agent expects with each first message, against one random profile of strategies."""
    instance, i = agent.instance, agent.i
    others = {
        (j, signal): random_triplicate(agent.market, random)
        for j in agent.market.agents
        for signal in instance.prior.spaces[j]
    }
    own: Triplicate = random_triplicate(agent.market, random)
    return {
        d: interim_payoff(instance, i, agent.own, replace(own, first=d), others)
        for d in agent.market.messages()
    }


def _wrong_first(agent: InformedAgent, earned: dict[Message, Fraction]) -> str | None:
    """What contradicts (16), if anything does."""
    g, trader = agent.instance.mechanism, agent.trader(frozenset())
    branch = g.branch_probability(1) / len(agent.market.P)
    by_formula = {
        d: branch * sum(trader.payoff(x, price) for x, price in zip(d, agent.market.P, strict=True))
        for d in earned
    }
    if len({earned[d] - by_formula[d] for d in earned}) != 1:
        return f"{agent.market.name(agent.i)}: what first messages earn depends on the others"
    best = {d for d in earned if earned[d] == max(earned.values())}
    if best != set(price_taking_given_own(agent.instance, agent.i, agent.own)):
        return f"{agent.market.name(agent.i)}: a best first message that is not price-taking, or the reverse"
    return None
