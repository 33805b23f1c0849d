"""Dominance solvable (Moulin 1979), over after two rounds (as in the paper), interchangeable."""

from dataclasses import dataclass

import numpy as np

from gametheory.dominance.best_reply import Deviation
from gametheory.elimination.solvability import find_interchange_failure
from gametheory.games.errors import TooLargeError
from gametheory.games.normal_form import Profile
from mechanisms.general.game_form import GameForm
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, held
from proofs.properties.eliminated import each_left, messages_left, name_of, rounds_told, said, scope, survives
from proofs.properties.ex_post_survivors import Regret, find_regret, find_unequal_messages
from proofs.properties.interim_survivors import InterimRegret, find_interim_regret
from proofs.properties.settled import settled
from proofs.properties.survival import Listed, Survival, survival, survival_anew
from proofs.properties.truth import type_of


@dataclass(frozen=True, slots=True)
class LateMessage(Violation):
    """Evidence that two rounds do not do: a message of a type leaves later."""

    i: int
    t: int
    m: int

    def shows(self, form: GameForm) -> bool:
        """By eliminating anew."""
        found = survival_anew(form)
        return found.rounds > 2 and self.m in set(found.history[2][self.i][self.t]) - set(
            found.left[self.i][self.t]
        )

    def words(self, form: GameForm) -> str:
        """Whose message leaves in which round."""
        history = survival_anew(form).history
        r = next(r for r, left in enumerate(history) if self.m not in left[self.i][self.t])
        message = form.message_name(self.i, self.m)
        return f"{message} of {type_of(form, self.i, self.t)} leaves in round {r} of {len(history) - 1}"


@dataclass(frozen=True, slots=True)
class LateStrategy(Violation):
    """Evidence that two rounds do not do: a strategy of the eliminated game leaves later.

    Whole strategies may leave while each of their messages stays as part of another one.
    """

    k: int
    a: int

    def shows(self, form: GameForm) -> bool:
        """By eliminating anew."""
        found = survival_anew(form).listed
        return found is not None and len(found.history) > 3 and self._leaves_in(found) > 2

    def _leaves_in(self, found: Listed) -> int:
        """The round in which it leaves; 0 if it stays."""
        rounds = enumerate(found.history)
        return next((r for r, left in rounds if self.a not in left[self.k]), 0)

    def words(self, form: GameForm) -> str:
        """Whose strategy leaves in which round."""
        found = survival_anew(form).listed
        assert found is not None
        who, strategy = name_of(form, found, self.k), found.game.strategies[self.k][self.a]
        return f"{strategy} of {who} leaves in round {self._leaves_in(found)} of {len(found.history) - 1}"


@dataclass(frozen=True, slots=True)
class UnequalSurvivors(Violation):
    """Evidence that survivors pay a player of the eliminated game differently, at these two profiles."""

    k: int
    one: Profile
    other: Profile

    def shows(self, form: GameForm) -> bool:
        """By eliminating anew, and by the game's payoffs."""
        found = survival_anew(form).listed
        if found is None or not all(survives(found, profile) for profile in (self.one, self.other)):
            return False
        return found.game.payoff(self.k, self.one) != found.game.payoff(self.k, self.other)

    def words(self, form: GameForm) -> str:
        """Both profiles, and what they pay."""
        found = survival_anew(form).listed
        assert found is not None
        told = [
            f"{found.game.payoff(self.k, profile)} when {said(form, found, profile)}"
            for profile in (self.one, self.other)
        ]
        return f"{name_of(form, found, self.k)} gets {told[0]}, and {told[1]}"


@dataclass(frozen=True, slots=True)
class NoEquilibrium(Violation):
    """Evidence that a profile of survivors is no equilibrium: player k of the eliminated game gains by b."""

    k: int
    b: int
    profile: Profile

    def shows(self, form: GameForm) -> bool:
        """By eliminating anew, and by the game's payoffs."""
        found = survival_anew(form).listed
        return (
            found is not None
            and survives(found, self.profile)
            and Deviation(self.k, self.b, self.profile).holds(found.game)
        )

    def words(self, form: GameForm) -> str:
        """The profile, and who gains by what."""
        found = survival_anew(form).listed
        assert found is not None
        changed = (*self.profile[: self.k], self.b, *self.profile[self.k + 1 :])
        before, after = (found.game.payoff(self.k, profile) for profile in (self.profile, changed))
        return (
            f"it survives that {said(form, found, self.profile)}; {name_of(form, found, self.k)} gets "
            f"{after} instead of {before} by {found.game.strategies[self.k][self.b]}, "
            f"and gains {after - before}"
        )


def check_dominance_solvable(form: GameForm, watch: Watch) -> Finding:
    """That all survivors pay everybody the same (Moulin 1979)."""
    found = survival(form)
    count, rounds = messages_left(form, found), rounds_told(found)
    if all(len(own) == 1 for _, _, own in each_left(form, found)):
        return held(count, scope(form), f"one message is left to each type after {rounds}")
    if found.listed is None and found.stage != "ex post":
        raise TooLargeError(f"{count} messages are left, and the game is not listed")
    unequal = find_unequal_messages(form, found) if found.listed is None else _find_unequal(found.listed)
    evidence = f"all {count} messages that are left pay everybody the same, after {rounds}"
    return settled(form, scope(form), unequal, count, evidence)


def _find_unequal(found: Listed) -> UnequalSurvivors | None:
    game = found.game
    for k in range(len(game.players)):
        payoffs = game.numerators[k][np.ix_(*found.survivors)]
        different = payoffs != payoffs.flat[0]
        if different.any():
            place = np.unravel_index(int(different.argmax()), different.shape)
            other = tuple(own[int(p)] for own, p in zip(found.survivors, place, strict=True))
            return UnequalSurvivors(k, tuple(own[0] for own in found.survivors), other)
    return None


def check_twice(form: GameForm, watch: Watch) -> Finding:
    """That elimination is over after two rounds."""
    found = survival(form)
    late = _late_message(found) or _late_strategy(found)
    return settled(
        form, scope(form), late, messages_left(form, found), f"it is over after {rounds_told(found)}"
    )


def _late_message(found: Survival) -> LateMessage | None:
    """The first message of a type that leaves after the second round."""
    if found.rounds <= 2:
        return None
    every = ((i, t, m) for i, sets in enumerate(found.history[2]) for t, own in enumerate(sets) for m in own)
    return next((LateMessage(i, t, m) for i, t, m in every if m not in found.left[i][t]), None)


def _late_strategy(found: Survival) -> LateStrategy | None:
    """The first strategy that does."""
    if found.listed is None or found.rounds <= 2:
        return None
    every = ((k, a) for k, own in enumerate(found.listed.history[2]) for a in own)
    return next(LateStrategy(k, a) for k, a in every if a not in found.listed.survivors[k])


def check_interchangeable(form: GameForm, watch: Watch) -> Finding:
    """That every profile of survivors is an equilibrium."""
    found = survival(form)
    record: Regret | InterimRegret | NoEquilibrium | None
    if found.listed is not None:
        failure = find_interchange_failure(found.listed.game, found.listed.survivors)
        record = None if failure is None else NoEquilibrium(failure.i, failure.b, failure.profile)
    else:
        record = find_regret(form, found) if found.stage == "ex post" else find_interim_regret(form, found)
    return settled(
        form, scope(form), record, messages_left(form, found), "every profile of survivors is an equilibrium"
    )
