"""For each claim on mechanisms one that has the property, and a broken one that has not."""

from fractions import Fraction
from itertools import permutations
from typing import ClassVar

from mechanisms import Mechanism


class SecondPrice(Mechanism):
    """One object; ties are split, and nobody need pay more than the second bid."""

    players = 2
    types = range(3)
    prior = "uniform"

    def winners(self, bids):
        return [i for i, bid in enumerate(bids) if bid == max(bids)]

    def price(self, bids):
        return sorted(bids)[-2]

    def outcome(self, bids):
        winners = self.winners(bids)
        return {(i, self.price(bids)): Fraction(1, len(winners)) for i in winners}

    def payoff(self, i, type, outcome):
        winner, price = outcome
        return type - price if winner == i else 0

    def payments(self, outcome):
        winner, price = outcome
        return [price if i == winner else 0 for i in range(self.players)]

    def feasible(self):
        return [(i, 0) for i in range(self.players)]

    def share(self, i, outcome):
        winner, price = outcome
        return price if winner == i else None


class FirstPrice(SecondPrice):
    def price(self, bids):
        return max(bids)


class AllPay(SecondPrice):
    """Everybody pays her bid."""

    def outcome(self, bids):
        return bids.index(max(bids)), tuple(bids)

    def payoff(self, i, type, outcome):
        winner, bids = outcome
        return (type if winner == i else 0) - bids[i]

    def payments(self, outcome):
        return outcome[1]


class Fee(SecondPrice):
    """To take part costs a unit."""

    def payoff(self, i, type, outcome):
        return super().payoff(i, type, outcome) - 1


class Refund(SecondPrice):
    """The winner gets two units back."""

    def payments(self, outcome):
        return [paid - 2 if paid else 0 for paid in super().payments(outcome)]


class Favourite(SecondPrice):
    """Ties go to the first bidder."""

    def winners(self, bids):
        return super().winners(bids)[:1]


class LowestWins(SecondPrice):
    def winners(self, bids):
        return [i for i, bid in enumerate(bids) if bid == min(bids)]


class Free(SecondPrice):
    """Nobody pays; the object is drawn by lot."""

    def outcome(self, bids):
        return {(i, 0): Fraction(1, self.players) for i in range(self.players)}


class Guess(Mechanism):
    """Strictly dominant: who says her type is paid."""

    players, types = 2, range(2)

    def outcome(self, messages):
        return messages

    def payoff(self, i, type, outcome):
        return int(outcome[i] == type)


class SerialDictatorship(Mechanism):
    """Three objects; agents choose in order. A type ranks the objects."""

    players = 3
    types = tuple(permutations("abc"))

    def outcome(self, rankings):
        taken = []
        for ranking in rankings:
            taken.append(next(each for each in ranking if each not in taken))
        return tuple(taken)

    def payoff(self, i, type, outcome):
        return -type.index(outcome[i])

    def share(self, i, outcome):
        return outcome[i]

    def feasible(self):
        return permutations("abc")


class Bossy(SerialDictatorship):
    """The first agent's last choice decides who of the others chooses first."""

    def outcome(self, rankings):
        first, *others = rankings
        order = others if first[2] > first[1] else others[::-1]
        got = super().outcome((first, *order))
        return got if first[2] > first[1] else (got[0], got[2], got[1])


class Swap(Mechanism):
    """Two objects, two agents who each own one, and what both say is done: to keep, or to exchange."""

    players, types = 2, ("keep", "swap")

    def outcome(self, wishes):
        return "swap" if wishes == ("keep", "keep") else "keep"

    def payoff(self, i, type, outcome):
        return int(type == outcome)


class Pennies(Mechanism):
    players = 2
    messages = ("heads", "tails")

    def outcome(self, messages):
        return messages[0] == messages[1]

    def payoff(self, i, type, outcome):
        return int(outcome == (i == 0))


class Agreement(Pennies):
    """Both want the same."""

    def payoff(self, i, type, outcome):
        return int(outcome)


class OrderMatters(Mechanism):
    """The game of the README: the middle row dominates both others, and who leaves first decides."""

    players = 2
    messages: ClassVar = {0: ["T", "M", "B"], 1: ["L", "R"]}

    def outcome(self, messages):
        return "".join(messages)

    def payoff(self, i, type, outcome):
        return {"TL": (1, 1), "TR": (0, 0), "ML": (1, 1), "MR": (2, 1), "BL": (0, 0), "BR": (2, 1)}[outcome][
            i
        ]


class LongGuess(Mechanism):
    """Two thirds of the average, from 0 to 5."""

    players, messages = 3, range(6)

    def outcome(self, guesses):
        off = [abs(3 * guess * self.players - 2 * sum(guesses)) for guess in guesses]
        closest = [i for i, each in enumerate(off) if each == min(off)]
        return {i: Fraction(1, len(closest)) for i in closest}

    def payoff(self, i, type, outcome):
        return int(outcome == i)


class Unanimity(Mechanism):
    """A bad equilibrium: what both say, if they agree, else nothing; only agreement is paid."""

    players, types, prior = 2, ("a",), "uniform"
    messages = ("a", "b")

    def outcome(self, messages):
        return messages[0] if messages[0] == messages[1] else None

    def payoff(self, i, type, outcome):
        return int(outcome is not None)


# By id of the claim: who has the property, and who has not.
CASES = {
    "truth-dominant": (SecondPrice, FirstPrice),
    "truth-weakly-dominant": (SecondPrice, Free),
    "truth-strictly-dominant": (Guess, SecondPrice),
    "ex-post-ic": (SecondPrice, AllPay),
    "bayesian-ic": (SecondPrice, FirstPrice),
    "not-obviously-manipulable": (SecondPrice, FirstPrice),
    "group-strategy-proof-weak": (SerialDictatorship, SecondPrice),
    "group-strategy-proof-strong": (SerialDictatorship, Bossy),
    "dominant-messages": (SecondPrice, Pennies),
    "individually-rational-ex-post": (SecondPrice, Fee),
    "individually-rational-interim": (SecondPrice, Fee),
    "individually-rational-ex-ante": (SecondPrice, Fee),
    "budget-balanced-ex-post": (Free, SecondPrice),
    "budget-balanced-ex-ante": (Free, SecondPrice),
    "no-deficit-ex-post": (SecondPrice, Refund),
    "no-deficit-ex-ante": (SecondPrice, Refund),
    "pareto-efficient": (SerialDictatorship, LowestWins),
    "surplus-maximising": (SecondPrice, LowestWins),
    "anonymous": (SecondPrice, Favourite),
    "non-bossy": (SerialDictatorship, Bossy),
    "dominance-solvable": (LongGuess, Pennies),
    "twice-dominance-solvable": (Pennies, LongGuess),
    "interchangeable": (LongGuess, Pennies),
    "order-independent": (Pennies, OrderMatters),
    "truth-survives": (SecondPrice, FirstPrice),
    "survivors-implement-truth": (Guess, FirstPrice),
    "pure-equilibrium": (Agreement, Pennies),
    "equilibria-implement-truth": (Guess, Unanimity),
    "epsilon-dominant": (SecondPrice, FirstPrice),
    "epsilon-bayesian": (SecondPrice, FirstPrice),
}
