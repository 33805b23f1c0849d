"""The theorem of the alternative behind dominance by mixed strategies, with evidence for either side.

Given what each other strategy b gains over a at each profile c of the others, exactly one holds:

              there is a mixture whose gains are        |  there is a belief over profiles by which a is
strict        positive everywhere                       |  a best reply
weak          nowhere negative, and somewhere positive  |  a best reply, and every profile has weight
very weak     nowhere negative                          |  better than every b

Sources: Gale, Kuhn and Tucker (1951); Pearce (1984), Lemmas 3 and 4.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from gametheory.games.exact import IntegerArray, common_denominator, matrix_product
from gametheory.games.relation import Relation
from gametheory.optimisation.linear_programming import Floats, Program, maximise, propose

Weights: TypeAlias = tuple[Fraction, ...]  # not negative, not all zero; how much they sum to does not matter

_SLIP = 1e-6  # a proposal that misses by more is not worth rounding
_DENOMINATORS = (1 << 6, 1 << 14, 1 << 40)  # the coarsest rounding that verifies is the easiest to read


@dataclass(frozen=True, slots=True)
class Mixture:
    """Weights of the other strategies: a is dominated."""

    weights: Weights
    relation: Relation

    def holds(self, gains: IntegerArray) -> bool:
        """Recheck exactly: one row of `gains` per strategy, one column per profile."""
        if len(self.weights) != len(gains) or not _are_weights(self.weights):
            return False
        total = matrix_product(gains.T, _integers(self.weights))
        match self.relation:
            case Relation.STRICT:
                return bool((total > 0).all())
            case Relation.WEAK:
                return bool((total >= 0).all() and (total > 0).any())
            case Relation.VERY_WEAK:
                return bool((total >= 0).all())


@dataclass(frozen=True, slots=True)
class Belief:
    """Weights of the profiles of the others: a is not dominated."""

    weights: Weights
    relation: Relation

    def holds(self, gains: IntegerArray) -> bool:
        """Recheck exactly: one row of `gains` per strategy, one column per profile."""
        if len(self.weights) != gains.shape[1] or not _are_weights(self.weights):
            return False
        expected = matrix_product(gains, _integers(self.weights))
        match self.relation:
            case Relation.STRICT:
                return bool((expected <= 0).all())
            case Relation.WEAK:
                return bool((expected <= 0).all() and min(self.weights) > 0)
            case Relation.VERY_WEAK:
                return bool((expected < 0).all())


def mixture_or_belief(gains: IntegerArray, relation: Relation) -> Mixture | Belief:
    """Whichever there is, with weights that sum to 1: a mixture that dominates a, or a belief against that.

    `gains` holds integers, one row for each other strategy and one column for each profile; each column may
    be in units of its own, since that changes neither side.

    >>> mixture_or_belief(np.array([[2, -1], [-1, 2]]), Relation.STRICT)
    Mixture(weights=(Fraction(1, 2), Fraction(1, 2)), relation=<Relation.STRICT: 'strict'>)
    >>> mixture_or_belief(np.array([[1, -1], [-1, 1]]), Relation.STRICT)
    Belief(weights=(Fraction(1, 2), Fraction(1, 2)), relation=<Relation.STRICT: 'strict'>)
    """
    program = _weak_program if relation is Relation.WEAK else _value_program
    answer = lexicographic_belief(gains, relation) or program(gains, relation)
    total = sum(answer.weights)
    return replace(answer, weights=tuple(weight / total for weight in answer.weights))


def lexicographic_belief(gains: IntegerArray, relation: Relation) -> Belief | None:
    """A belief that takes no linear program to find; None where there is none of this kind.

    Its first concern are profiles at which a is a best reply. Strategies that are as good as a at all of them
    are compared at further profiles at which a is best among *them*, which weigh infinitely less, and so on
    (lexicographic beliefs: Blume, Brandenburger and Dekel 1991). Finite weights that are large enough do.
    """
    if relation is Relation.STRICT:
        best = np.flatnonzero((gains <= 0).all(axis=0))
        point = np.arange(gains.shape[1]) == best[0] if best.size else None
        return None if point is None else Belief(tuple(map(Fraction, point.astype(int).tolist())), relation)
    tied = np.ones(len(gains), dtype=bool) if relation is Relation.VERY_WEAK else (gains != 0).any(axis=1)
    rest = np.ones(gains.shape[1], dtype=bool)
    levels = []
    while tied.any():
        level = rest & (gains[tied] <= 0).all(axis=0)
        beaten = tied & (gains[:, level] < 0).any(axis=1)
        if not beaten.any():
            return None
        levels.append((level, beaten))
        tied &= ~beaten
        rest &= ~level
    weights = rest.astype(object) * 1
    for level, beaten in reversed(levels):
        # A strategy that is beaten here loses at least 1, times the weight, and gains at most this elsewhere.
        elsewhere = matrix_product(gains[beaten], weights)
        weights[level] = max(0, *map(int, elsewhere)) + 1
    return Belief(tuple(map(Fraction, weights)), relation)


def _value_program(gains: IntegerArray, relation: Relation) -> Mixture | Belief:
    """Strict and very weak: the sign of the value of the matrix game that pays the gains.

    With 1 - (least gain) added, the value is positive, and the optimal weights, divided by it, solve
    max sum y, P y <= 1 and its dual (von Neumann's reduction; Dantzig 1963, 13-2).
    """
    scaled = _scaled(gains)
    proposal = propose(scaled + 2, np.ones(len(gains)), np.ones(gains.shape[1]))
    if proposal is not None:
        belief, mixture = proposal
        for answer in _rounded(gains, scaled, relation, mixture, belief):
            if answer.holds(gains):
                return answer
    exact = gains.astype(object)
    ones = [np.full(size, 1, dtype=object) for size in gains.shape]
    optimum = maximise(Program(exact + (1 - int(exact.min())), *ones), proposal)
    return _whichever_holds(gains, Mixture(optimum.y, relation), Belief(optimum.x, relation))


def _weak_program(gains: IntegerArray, relation: Relation) -> Mixture | Belief:
    """Weak: the largest sum of gains of a mixture that gains nowhere less than nothing.

    The rest of the weight is on a itself, so that there always is such a mixture. If the largest sum is 0,
    the dual solution y gives the belief 1 + y.
    """
    scaled = _scaled(gains)
    k, m = gains.shape
    last = np.eye(m + 1, dtype=int)[m]
    proposal = propose(np.vstack([-scaled.T, np.ones(k)]), last, scaled.sum(axis=1))
    # Another program leaves room for rounding: it looks for a belief by which a is better by 1, or by as much
    # less as there is.
    differs = (scaled != 0).any(axis=1)
    better = np.vstack([np.column_stack([scaled, differs]), last])
    roomy = propose(better, np.append(-scaled.sum(axis=1), 1), last)
    for mixture, belief in (
        (proposal[0] if proposal else None, proposal[1][:-1] + 1 if proposal else None),
        (None, roomy[0][:-1] + 1 if roomy else None),
    ):
        for answer in _rounded(gains, scaled, relation, mixture, belief):
            if answer.holds(gains):
                return answer
    exact = gains.astype(object)
    A = np.vstack([-exact.T, np.full(k, 1, dtype=object)])
    optimum = maximise(Program(A, last, exact.sum(axis=1)), proposal)
    belief_of_dual = tuple(y + 1 for y in optimum.y[:-1])
    return _whichever_holds(gains, Mixture(optimum.x, relation), Belief(belief_of_dual, relation))


def _scaled(gains: IntegerArray) -> Floats:
    """For the float solver: every profile in units of its largest gain or loss, correctly rounded."""
    scaled: Floats = (gains.astype(object) / _units(gains)).astype(np.float64)
    return scaled


def _units(gains: IntegerArray) -> IntegerArray:
    units: IntegerArray = np.maximum(np.abs(gains.astype(object)).max(axis=0), 1)
    return units


def _rounded(
    gains: IntegerArray,
    scaled: Floats,
    relation: Relation,
    mixture: Floats | None,
    belief: Floats | None,
) -> Iterator[Mixture | Belief]:
    """Simple fractions near a proposal, if the proposal is not plainly wrong."""
    for denominator in _DENOMINATORS:
        if mixture is not None and (mixture @ scaled).min() > -_SLIP:
            yield Mixture(
                tuple(Fraction(w).limit_denominator(denominator) for w in mixture.tolist()), relation
            )
        if belief is not None and (scaled @ belief).max() < _SLIP:
            yield Belief(
                tuple(
                    Fraction(w).limit_denominator(denominator) / unit
                    for w, unit in zip(belief.tolist(), _units(gains).tolist(), strict=True)
                ),
                relation,
            )


def _whichever_holds(gains: IntegerArray, mixture: Mixture, belief: Belief) -> Mixture | Belief:
    if mixture.holds(gains):
        return mixture
    if not belief.holds(gains):
        raise ArithmeticError("an exact optimum gives neither a mixture nor a belief; this is a bug")
    return belief


def _are_weights(weights: Weights) -> bool:
    return min(weights) >= 0 and max(weights) > 0


def _integers(weights: Weights) -> IntegerArray:
    scale = common_denominator(weights)
    return np.array([int(weight * scale) for weight in weights], dtype=object)
