"""Small random mechanisms, the same at each run: ties, lotteries, indirect messages, interdependent payoffs."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random

from mechanisms.general.mechanism import Mechanism


class RandomMechanism(Mechanism):
    """Everything is drawn once: the tables are what a user would have written."""

    def __init__(self, seed: int) -> None:
        rng = Random(seed)
        n = rng.choice((1, 2, 2, 2, 3))
        self.players = n
        self.seed = seed
        size = rng.choice((1, 2, 2, 3)) if n < 3 else 2
        same = rng.random() < 0.5
        self.types = range(size) if same else {i: range(rng.randint(1, size)) for i in range(n)}
        own = [range(size) if same else self.types[i] for i in range(n)]
        messages = own
        if rng.random() < 0.3:
            more = [range(-1, len(each)) if rng.random() < 0.7 else each for each in own]
            messages = [more[0]] * n if same else more
            self.messages = dict(enumerate(messages))
        if rng.random() < 0.15:  # nobody says what is true
            messages = [tuple("abc"[: len(each)]) for each in messages]
            self.messages = dict(enumerate(messages))
        self.interdependent = rng.random() < 0.25
        outcomes = list(range(rng.randint(2, 4)))
        lotteries = rng.random() < 0.4

        def drawn() -> object:
            if lotteries and rng.random() < 0.5:
                a, b = rng.sample(outcomes, 2)
                share = Fraction(rng.randint(1, 2), 3)
                return {a: share, b: 1 - share}
            return rng.choice(outcomes)

        self._outcome = {m: drawn() for m in product(*messages)}
        if same and rng.random() < 0.3:
            self._outcome = {m: self._outcome[tuple(sorted(m))] for m in self._outcome}
        contexts = list(product(*own)) if self.interdependent else list(range(size))
        half = rng.random() < 0.2
        top = rng.choice((1, 2, 2, 3))
        alike = rng.random() < 0.4

        def paid() -> object:
            return Fraction(rng.randint(-1, top), 2) if half else rng.randint(-1, top)

        self._payoff = {
            (0 if alike else i, c, o): paid() for i, c, o in product(range(n), contexts, outcomes)
        }
        self._alike = alike
        weights = {t: rng.choice((0, 1, 1, 2)) for t in product(*own)}
        total = sum(weights.values())
        self.prior = {t: Fraction(w, total) for t, w in weights.items()} if total else "uniform"
        self._paid = {o: tuple(rng.choice((-1, 0, 0, 1)) for _ in range(n)) for o in outcomes}
        self._shares = {(i, o): rng.choice("ab") for i in range(n) for o in outcomes}
        self._outside = {(i, t): rng.choice((0, -1, -1)) for i in range(n) for t in range(size)}
        self._outcomes = outcomes

    def outcome(self, messages):
        return self._outcome[messages]

    def payoff(self, i, type, outcome):
        return self._payoff[0 if self._alike else i, type, outcome]

    def payments(self, outcome):
        return self._paid[outcome]

    def feasible(self):
        return self._outcomes

    def outside(self, i, type):
        return self._outside[i, type]

    def share(self, i, outcome):
        return self._shares[i, outcome]


def random_mechanisms(count: int, first: int = 0) -> Iterator[RandomMechanism]:
    return (RandomMechanism(seed) for seed in range(first, first + count))
