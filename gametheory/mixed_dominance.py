"""Dominance by mixed strategies: the definition, and evidence that anyone can recheck."""

from dataclasses import dataclass
from fractions import Fraction

from gametheory.dominance import Relation, Survivors, gain, profiles_of_others
from gametheory.normal_form import NormalFormGame, Profile


@dataclass(frozen=True, slots=True)
class MixedDomination:
    """Evidence that a mixture of player i's strategies dominates her strategy a against `survivors`."""

    i: int
    a: int
    mixture: tuple[tuple[int, Fraction], ...]  # (strategy, weight): positive weights that sum to 1, without a
    relation: Relation
    survivors: Survivors
    strict_at: Profile | None  # with WEAK: a full profile, with a at place i, where the mixture pays i more

    def holds(self, game: NormalFormGame) -> bool:
        """Recheck by the definition alone, however this was found."""
        if sum(weight for _, weight in self.mixture) != 1 or any(
            b == self.a or weight <= 0 for b, weight in self.mixture
        ):
            return False
        gains = {
            profile: self.gain(game, profile)
            for profile in profiles_of_others(self.i, self.a, self.survivors)
        }
        match self.relation:
            case Relation.STRICT:
                return all(g > 0 for g in gains.values())
            case Relation.WEAK:
                witness = self.strict_at
                return all(g >= 0 for g in gains.values()) and witness in gains and gains[witness] > 0
            case Relation.VERY_WEAK:
                return all(g >= 0 for g in gains.values())

    def gain(self, game: NormalFormGame, profile: Profile) -> Fraction:
        """What player i gains by playing the mixture instead of a when the others play as in `profile`."""
        return sum(
            (weight * gain(game, self.i, self.a, b, profile) for b, weight in self.mixture), Fraction(0)
        )
