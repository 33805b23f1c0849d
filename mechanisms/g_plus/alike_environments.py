"""G+ in plan form for groups of any size, where the agents of a side are alike: dominance is decided here.

A dominator is never worse against *everything* the others can do, alike or not: that is what the bound says.
A belief that supports a plan has the mean over all plays as a part, so it gives each of them weight. Where
the bound is negative and no play alike is, nothing is said (`UndecidedError`).
"""

from itertools import product
from random import Random

from gametheory.games.errors import UndecidedError
from gametheory.games.exact import IntegerArray, matrix_product
from mechanisms.g_plus.alike_gains import AlikeGains, AlikePlay
from mechanisms.g_plus.alike_search import AlikeSearch


class AlikeEnvironments(AlikeGains):
    """All that the others can do to an agent: `Environments[AlikePlay]`."""

    def random_play(self, random: Random) -> AlikePlay:
        """First messages and answers at random; half of the time everybody's first message is the same."""
        D, nodes = range(len(self.demands)), range(len(self.nodes))
        pooled = random.choice([*D, None, None])
        sent = tuple(random.choice(D) if pooled is None else pooled for _ in nodes)
        tuples = product(sorted(set(sent)), repeat=self.seats[0])
        answers = tuple((seen, tuple(random.choice(D) for _ in nodes)) for seen in tuples)
        names = range(len(self.market.X))
        thirds = {
            (tuple(sent[node] for node in seats), p): tuple(random.choice(names) for _ in nodes)
            for seats, _ in self.behind[1]
            for p in range(len(self.market.P))
        }
        return AlikePlay(sent, answers, tuple(thirds.items()))

    def every(self) -> None:
        """They are too many."""
        return

    def worst(self, direction: IntegerArray) -> tuple[int, AlikePlay]:
        """What a play alike earns in a direction; negative wherever any play earns less than 0.

        Raises `UndecidedError` where the bound is negative, and no play alike that was found is.
        """
        search = AlikeSearch(self, direction)
        least = search.bound()
        for play in search.plays():
            value = int(matrix_product(self.gains(play), direction))
            if value < 0 or least >= 0:
                if value < least:
                    raise ArithmeticError("a play earns less than the bound")
                return value, play
        raise UndecidedError(
            f"a direction: {least} at least, and no play alike in which less than 0 is earned"
        )
