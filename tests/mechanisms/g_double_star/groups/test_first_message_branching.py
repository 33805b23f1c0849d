"""First messages by bounds, against a list of all."""

from itertools import combinations, product
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mechanisms.g_double_star.groups.first_message_branching import FirstMessageBranching


def bound(branching, delta):
    """The definition: every set of rivals, and signals of theirs, makes its worst price by itself."""
    signals = list(product(*(range(size) for size in branching.fixed.shape[::2])))
    where = [tuple(part for j, t in enumerate(at) for part in (t, delta[j, t])) for at in signals]
    total = sum(branching.fixed[at] for at in where)
    for R in combinations(range(branching.rivals), branching.group):
        for own in {tuple(at[j] for j in R) for at in signals}:
            for table in branching.priced:
                total += branching.weight * min(
                    sum(
                        by_price[here]
                        for at, here in zip(signals, where, strict=True)
                        if tuple(at[j] for j in R) == own
                    )
                    for by_price in table
                )
    return int(total)


@st.composite
def searches(draw):
    random = Random(draw(st.integers(0, 10**6)))
    group = draw(st.integers(1, 2))
    signals = [random.randint(1, 2) for _ in range(2 * group - 1)]
    D = random.randint(1, 3)
    shape = [size for own in signals for size in (own, D)]

    def table(*more):
        high = random.choice([1, 4, 10**20])
        entries = [random.randint(-high, high) for _ in range(int(np.prod([*more, *shape])))]
        return np.array(entries, dtype=object if high > 10 else np.int64).reshape(*more, *shape)

    allowed = {(j, t): np.arange(D) for j, own in enumerate(signals) for t in range(own)}
    dtype = object
    return FirstMessageBranching(
        allowed,
        table().astype(dtype),
        table(random.randint(1, 2), random.randint(1, 3)).astype(dtype),
        group,
        random.randint(1, 3),
    )


@settings(deadline=None, max_examples=60)
@given(searches(), st.integers(0, 3))
def test_the_least_is_that_of_the_list(branching, gap):
    """What first messages are worth is their bound, or so much more that the order is another."""
    worth = {}
    for sent in product(*branching.allowed.values()):
        delta = dict(zip(branching.allowed, map(int, sent), strict=True))
        worth[sent] = bound(branching, delta) + gap * int(sum(sent) % 3)

    def realise(delta, known, below):
        value = worth[tuple(delta.values())]
        return value if below is None or value < below else None

    value, delta = branching.least(realise)
    assert value == min(worth.values()) == worth[tuple(delta.values())]
    assert branching.realised <= len(worth)


@settings(deadline=None, max_examples=30)
@given(searches())
def test_bounds_are_below_whatever_later_rivals_send(branching):
    nodes = list(branching.allowed)
    first = [node for node in nodes if node[0] == 0]
    choices = np.array(list(product(*(range(len(branching.allowed[node])) for node in first))))
    bounds = branching.bounds(0, choices, branching.fixed, {0: branching.priced})
    for own, least in zip(choices, bounds, strict=True):
        for rest in product(*(branching.allowed[node] for node in nodes if node[0] > 0)):
            delta = dict(zip(nodes, map(int, (*own, *rest)), strict=True))
            assert least <= bound(branching, delta)
            if branching.rivals == 1:
                assert least == bound(branching, delta)
