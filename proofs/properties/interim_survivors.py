"""Survivors of interim elimination where the agent form is not listed: are they Bayesian equilibria?"""

from dataclasses import dataclass
from fractions import Fraction

from gametheory.dominance.type_gains import type_gains
from gametheory.elimination.interim_rounds import more_somewhere
from gametheory.games.errors import TooLargeError
from mechanisms.general.game_form import GameForm
from mechanisms.general.games import bayesian_game
from mechanisms.general.violation import Violation
from proofs.properties.bayesian import with_type
from proofs.properties.survival import Survival, survival_anew
from proofs.properties.truth import type_of


@dataclass(frozen=True, slots=True)
class InterimRegret(Violation):
    """Evidence that survivors are no Bayesian equilibrium: a type would rather say `better`.

    `others` are strategies of all players, a message for each type; the player's own does not matter.
    """

    i: int
    t: int
    message: int
    better: int
    others: tuple[tuple[int, ...], ...]

    def payoffs(self, form: GameForm) -> tuple[Fraction, Fraction]:
        """What the type expects from what survives, and from what is better."""
        before, after = (self._expected(form, m) for m in (self.message, self.better))
        return before, after

    def _expected(self, form: GameForm, message: int) -> Fraction:
        total = Fraction(0)
        for types in with_type(form, self.i, self.t):
            said = [s[t] for s, t in zip(self.others, types, strict=True)]
            said[self.i] = message
            paid = form.expected_payoff(self.i, form.context(self.i, types), tuple(said))
            total += form.prior(types) * paid
        return total / form.type_probability(self.i, self.t)

    def shows(self, form: GameForm) -> bool:
        """By eliminating anew, and by both expected payoffs."""
        found = survival_anew(form)
        if found.stage != "interim" or form.type_probability(self.i, self.t) == 0:
            return False
        left = found.left
        kept = all(
            m in own
            for j, (s, sets) in enumerate(zip(self.others, left, strict=True))
            if j != self.i
            for m, own in zip(s, sets, strict=True)
        )
        before, after = self.payoffs(form)
        return kept and self.message in left[self.i][self.t] and before < after

    def words(self, form: GameForm) -> str:
        """Against which strategies, and what she gains."""
        before, after = self.payoffs(form)
        told = [
            f"{type_of(form, j, t)} says {form.message_name(j, m)}"
            for j, s in enumerate(self.others)
            if j != self.i
            for t, m in enumerate(s)
        ]
        name = form.message_name
        return (
            f"it survives that {type_of(form, self.i, self.t)} says {name(self.i, self.message)}, and "
            f"{', '.join(told)}; she expects {after} instead of {before} by "
            f"{name(self.i, self.better)}, and gains {after - before}"
        )


def find_interim_regret(form: GameForm, found: Survival) -> InterimRegret | None:
    """The first by player and type, or None if all survivors are equilibria. Raises `UndecidedError`."""
    game = bayesian_game(form)
    if game.null_types():
        raise TooLargeError("with types of probability zero, survivors are compared in the listed game only")
    left = found.left
    for i, sets in enumerate(left):
        actions = tuple(range(len(form.messages[i])))
        for t, own in enumerate(sets):
            gains = type_gains(game, i, t)
            _, high = gains.bounds(left, actions)
            for a in own:
                for b in actions:
                    others = more_somewhere(gains, b, a, left) if high[b, a] > 0 else None
                    if others is not None:
                        return InterimRegret(i, t, a, b, (*others[:i], (a,) * len(sets), *others[i:]))
    return None
