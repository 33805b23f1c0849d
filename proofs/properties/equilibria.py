"""All pure equilibria: Nash where nobody has types, Bayesian where there is a prior."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import prod

import numpy as np

from gametheory.elimination.equilibrium import pure_equilibria
from gametheory.games.agent_form import agent_form
from gametheory.games.errors import TooLargeError
from gametheory.games.normal_form import NormalFormGame, Profile
from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.games import bayesian_game, normal_form
from mechanisms.general.lotteries import are_equal
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.scopes import all_of
from proofs.claims.verdict import Finding, Verdict, held, refuted
from proofs.properties.bayesian import possible_types, with_type
from proofs.properties.ex_post import find_lie_ex_post
from proofs.properties.interim_incentives import largest_interim_gain
from proofs.properties.property import SIGNATURES
from proofs.properties.settled import settled
from proofs.properties.truth import true_of_type, type_of

MOST_PROFILES = 2_000_000
MOST_ONE_BY_ONE = 5_000  # profiles at each of which a witness says who gains
SHOWN = 3


@dataclass(frozen=True, eq=False)
class Agents:
    """The game in which each type of positive probability is a player, and its pure equilibria."""

    game: NormalFormGame
    agents: tuple[tuple[int, int], ...]
    equilibria: tuple[Profile, ...]

    def said(self, form: GameForm, profile: Profile) -> str:
        """Which type says what."""
        pairs = zip(self.agents, profile, strict=True)
        return ", ".join(f"{type_of(form, i, t)} says {form.message_name(i, m)}" for (i, t), m in pairs)

    def messages(self, profile: Profile, types: Places) -> Places:
        """What is said at a type profile of positive probability."""
        plan = dict(zip(self.agents, profile, strict=True))
        return tuple(plan[i, t] for i, t in enumerate(types))


@dataclass(frozen=True, slots=True)
class OtherEquilibrium(Violation):
    """Evidence that an equilibrium does not bring about what truth does, at these types."""

    profile: Profile
    types: Places

    def shows(self, form: GameForm) -> bool:
        """By what each type expects from each message, and by what comes of it."""
        plan = dict(zip(possible_types(form), self.profile, strict=True))
        if _has_equilibria(form) is not None or not _weight(form, self.types):
            return False
        messages = tuple(plan[i, t] for i, t in enumerate(self.types))
        different = not are_equal(form.lottery(messages), form.lottery(form.truthful(self.types)))
        return different and all(
            expected(form, plan, i, t, said) >= expected(form, plan, i, t, m)
            for (i, t), said in plan.items()
            for m in range(len(form.messages[i]))
        )

    def words(self, form: GameForm) -> str:
        """The equilibrium, and what comes of it."""
        found = agents_of(form)
        came = form.lottery_name(found.messages(self.profile, self.types))
        true = form.lottery_name(form.truthful(self.types))
        return (
            f"in the equilibrium where {found.said(form, self.profile)}, at the types "
            f"{form.types_name(self.types)} comes {came}, and {true} from the truth"
        )


@dataclass(frozen=True, slots=True)
class NoPureEquilibrium(Violation):
    """Evidence that there is no pure equilibrium: for each profile a message by which somebody gains.

    `better` lists, by profile of messages by type in lexicographic order, who gains (a type of a player, in
    the order of `possible_types`) and by which message.
    """

    better: tuple[tuple[int, int], ...]

    def shows(self, form: GameForm) -> bool:
        """By what the type expects, profile by profile."""
        agents = possible_types(form)
        profiles = list(product(*(range(len(form.messages[i])) for i, _ in agents)))
        return (
            _has_equilibria(form) is None
            and len(profiles) == len(self.better)
            and all(
                expected(form, dict(zip(agents, profile, strict=True)), *agents[k], profile[k])
                < expected(form, dict(zip(agents, profile, strict=True)), *agents[k], message)
                for profile, (k, message) in zip(profiles, self.better, strict=True)
            )
        )

    def words(self, form: GameForm) -> str:
        """How many profiles there are, and the first of them."""
        agents = possible_types(form)
        plan = dict.fromkeys(agents, 0)
        k, message = self.better[0]
        before, after = (expected(form, plan, *agents[k], m) for m in (0, message))
        said = ", ".join(f"{type_of(form, i, t)} says {form.message_name(i, 0)}" for i, t in agents)
        return (
            f"in each of {len(self.better):,} profiles of messages by type somebody gains: "
            f"when {said}, {type_of(form, *agents[k])} gains {(after - before) / _chance(form, *agents[k])} "
            f"by {form.message_name(agents[k][0], message)}, and so on"
        )


def _chance(form: GameForm, i: int, t: int) -> Fraction:
    return Fraction(1) if form.mechanism.prior is None else form.type_probability(i, t)


def find_no_equilibrium(game: NormalFormGame) -> NoPureEquilibrium:
    """For each profile of a game without pure equilibria the first player who gains, and by what."""
    gains = np.zeros((2, *game.numerators[0].shape), dtype=np.int64)
    gains[0] = -1
    for k, payoffs in enumerate(game.numerators):
        better = (payoffs < payoffs.max(axis=k, keepdims=True)) & (gains[0] < 0)
        best = np.broadcast_to(payoffs.argmax(axis=k, keepdims=True), payoffs.shape)
        gains[0][better], gains[1][better] = k, best[better]
    rows = gains.reshape(2, -1).T.tolist()
    return NoPureEquilibrium(tuple((k, message) for k, message in rows))


def _weight(form: GameForm, types: Places) -> Fraction:
    return Fraction(1) if form.mechanism.prior is None else form.prior(types)


def expected(form: GameForm, plan: Mapping[tuple[int, int], int], i: int, t: int, message: int) -> Fraction:
    """What type t of player i expects, times her probability, if all others keep to the plan."""
    total = Fraction(0)
    for types in with_type(form, i, t):
        if weight := _weight(form, types):
            said = tuple(message if j == i else plan[j, own] for j, own in enumerate(types))
            total += weight * form.expected_payoff(i, form.context(i, types), said)
    return total


@lru_cache(maxsize=16)
def agents_of(form: GameForm) -> Agents:
    """The equilibria of the listed game. Raises `TooLargeError`."""
    if max(map(len, form.types)) == 1:
        game = normal_form(form)
        agents = possible_types(form)
    else:
        bayesian = bayesian_game(form)
        null = set(bayesian.null_types())
        agents = possible_types(form)
        profiles = prod(len(form.messages[i]) for i, _ in agents)
        if profiles > MOST_PROFILES:
            raise TooLargeError(
                f"{profiles:,} profiles of messages by type, at most {MOST_PROFILES:,} are listed"
            )
        game = agent_form(bayesian.without_null_types() if null else bayesian).game
    return Agents(game, agents, tuple(pure_equilibria(game)))


def _has_equilibria(form: GameForm) -> Finding | None:
    """*Inapplicable* where there are types and no prior."""
    if max(map(len, form.types)) > 1 and form.mechanism.prior is None:
        return Finding(Verdict.INAPPLICABLE, "", f"needs {SIGNATURES['prior']}")
    return None


def _truth(form: GameForm, found: Agents) -> Profile | None:
    """What each agent says who tells the truth."""
    return None if form.truth is None else tuple(true_of_type(form, i, t) for i, t in found.agents)


def check_equilibrium(form: GameForm, watch: Watch) -> Finding:
    """That there is a pure equilibrium; how many, and whether truth is one."""
    if (unfit := _has_equilibria(form)) is not None:
        return unfit
    try:
        found = agents_of(form)
    except TooLargeError:
        if form.truth is None or not _truth_is_equilibrium(form):
            raise
        return held(1, "truth alone", "truth is one; whether there are others was not looked at")
    scope = all_of(found.game.profile_count(), "profile") + " of messages by type"
    if not found.equilibria:
        if found.game.profile_count() > MOST_ONE_BY_ONE:
            return refuted(scope, "every profile has somebody who gains by another message")
        return settled(form, scope, find_no_equilibrium(found.game), 0, "")
    truth, count = _truth(form, found), len(found.equilibria)
    among = ""
    if truth is not None:
        among = ", truth among them" if truth in found.equilibria else ", and truth is none"
    told = "; ".join(found.said(form, profile) for profile in found.equilibria[:SHOWN])
    more = "; ..." if count > SHOWN else ""
    counted = "one pure equilibrium" if count == 1 else f"{count:,} pure equilibria"
    return held(found.game.profile_count(), scope, f"{counted}{among}: {told}{more}")


def _truth_is_equilibrium(form: GameForm) -> bool:
    """Does nobody gain by a lie among truthful others? Raises `TooLargeError`."""
    if form.mechanism.prior is None:
        return find_lie_ex_post(form) is None
    return largest_interim_gain(form)[0] == 0


def check_equilibria_implement_truth(form: GameForm, watch: Watch) -> Finding:
    """That every pure equilibrium brings about what truth does."""
    if (unfit := _has_equilibria(form)) is not None:
        return unfit
    found = agents_of(form)
    if not found.equilibria:
        return Finding(Verdict.INAPPLICABLE, "", "there is no pure equilibrium")
    known = set(found.agents)
    possible = [
        types
        for types in form.type_profiles()
        if all(pair in known for pair in enumerate(types))
        and (form.mechanism.prior is None or form.prior_weights[types])
    ]
    different = (
        OtherEquilibrium(profile, types)
        for profile in found.equilibria
        for types in possible
        if form.listing.result[found.messages(profile, types)] != form.listing.truthful[types]
    )
    count = len(found.equilibria)
    scope = "the one pure equilibrium" if count == 1 else f"all {count:,} pure equilibria"
    evidence = "each brings about what truth does"
    return settled(form, scope, next(different, None), count, evidence)
