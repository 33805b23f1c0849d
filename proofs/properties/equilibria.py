"""All pure equilibria: Nash where nobody has types, Bayesian where there is a prior."""

from dataclasses import dataclass
from functools import lru_cache
from math import prod

from gametheory.dominance.best_reply import find_deviation
from gametheory.elimination.equilibrium import pure_equilibria
from gametheory.games.agent_form import agent_form
from gametheory.games.errors import TooLargeError
from gametheory.games.normal_form import NormalFormGame, Profile
from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.games import bayesian_game, normal_form
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, Verdict, held, refuted
from proofs.properties.property import SIGNATURES
from proofs.properties.settled import settled
from proofs.properties.truth import true_of_type, type_of

MOST_PROFILES = 2_000_000
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
        """By the equilibrium's definition, and by what comes of it."""
        found = agents_of(form)
        messages = found.messages(self.profile, self.types)
        different = form.lottery(messages) != form.lottery(form.truthful(self.types))
        return find_deviation(found.game, self.profile) is None and different

    def words(self, form: GameForm) -> str:
        """The equilibrium, and what comes of it."""
        found = agents_of(form)
        came = form.lottery_name(found.messages(self.profile, self.types))
        true = form.lottery_name(form.truthful(self.types))
        return (
            f"in the equilibrium where {found.said(form, self.profile)}, at the types "
            f"{form.types_name(self.types)} comes {came}, and {true} from the truth"
        )


@lru_cache(maxsize=16)
def agents_of(form: GameForm) -> Agents:
    """The equilibria of the listed game. Raises `TooLargeError`."""
    if max(map(len, form.types)) == 1:
        game = normal_form(form)
        agents = tuple((i, 0) for i in range(form.count))
    else:
        bayesian = bayesian_game(form)
        null = set(bayesian.null_types())
        pairs = ((i, t) for i, own in enumerate(form.types) for t in range(len(own)))
        agents = tuple(pair for pair in pairs if pair not in null)
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
    found = agents_of(form)
    scope = f"all {found.game.profile_count():,} profiles of messages by type"
    if not found.equilibria:
        return refuted(scope, "every profile has somebody who gains by another message")
    truth, count = _truth(form, found), len(found.equilibria)
    among = ""
    if truth is not None:
        among = ", truth among them" if truth in found.equilibria else ", and truth is none"
    told = "; ".join(found.said(form, profile) for profile in found.equilibria[:SHOWN])
    more = "; ..." if count > SHOWN else ""
    counted = "one pure equilibrium" if count == 1 else f"{count:,} pure equilibria"
    return held(found.game.profile_count(), scope, f"{counted}{among}: {told}{more}")


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
    scope = f"all {len(found.equilibria):,} pure equilibria"
    evidence = "each brings about what truth does"
    return settled(form, scope, next(different, None), len(found.equilibria), evidence)
