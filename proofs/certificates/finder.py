"""Finds the answers that a checker asks for. Nothing here is trusted: the checkers are."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any, Protocol, TypeAlias

import numpy as np

from gametheory.games.errors import UndominatedError
from gametheory.optimisation.linear_programming import Program, maximise

Form: TypeAlias = tuple[int, ...]  # a_1, ..., a_m, c
Fact: TypeAlias = tuple[Form, bool]  # form >= 0, or, if true, form > 0
Point: TypeAlias = tuple[Fraction, ...]
IsRight: TypeAlias = Callable[[int, Any], bool]


class ClaimProgram(Protocol):
    """A checker's program: True or False where it is asked, None where a hypothesis fails."""

    unknowns: list[Any]
    assumed: list[Fact]

    def __call__(self, run: Any) -> bool | None: ...


class FalseClaimError(UndominatedError):
    """A claim that fails, and where."""


class At:
    """Answers at a point: so a claim runs on plain fractions."""

    def __init__(self, point: Sequence[Fraction]) -> None:
        self.point = point

    def value(self, form: Form) -> Fraction:
        """What the form is there."""
        return sum((a * v for a, v in zip(form[:-1], self.point, strict=True)), Fraction(form[-1]))

    def nonneg(self, form: Form) -> bool:
        """Is it >= 0?"""
        return self.value(form) >= 0

    def look(self, count: int, is_right: IsRight) -> Iterable[int]:
        """No hint is needed."""
        return range(count)

    def satisfies(self, fact: Fact) -> bool:
        """Is the fact true there?"""
        value = self.value(fact[0])
        return value > 0 or (value == 0 and not fact[1])


class SoFar(At):
    """What was answered so far; what was not asked is said to be >= 0."""

    def __init__(self, known: dict[Form, bool]) -> None:
        self.known = known

    def nonneg(self, form: Form) -> bool:
        """Is it, or was it not asked?"""
        return self.known.get(_primitive(form), True) if any(form[:-1]) else form[-1] >= 0


class Search:
    """A run that writes its own steps. It knows a point on every side that is left."""

    def __init__(self, assumed: Sequence[Fact], before: Sequence[Any], points: Sequence[Point]) -> None:
        self.facts, self.before, self.points = list(assumed), before, list(points)
        self.done: list[Any] = []
        self.open: list[tuple[list[Any], list[Point]]] = []  # how later runs begin, and points in them
        self.known: dict[Form, bool] = {}

    def nonneg(self, form: Form) -> bool:
        """Asked once for a form and its multiples."""
        if not any(form[:-1]):
            return form[-1] >= 0
        form = _primitive(form)
        if form not in self.known:
            self.known[form] = self._answer((form, False), (_negative(form), True))
            if not self.known[form]:
                self.known[_negative(form)] = True
        return self.known[form]

    def _answer(self, yes: Fact, no: Fact) -> bool:
        if len(self.done) < len(self.before):
            step = self.before[len(self.done)]
        elif (refuted := self._refuted(no)) is not None:
            step = ["yes", *refuted]
        elif (refuted := self._refuted(yes)) is not None:
            step = ["no", *refuted]
        else:
            step = "split"
            self.open.append(([*self.done, "turn"], [x for x in self.points if At(x).satisfies(no)]))
            self.points = [x for x in self.points if At(x).satisfies(yes)]
        self.done.append(step)
        if step in ("split", "turn"):
            self.facts.append(yes if step == "split" else no)
        return bool(step == "split" or step[0] == "yes")

    def _refuted(self, fact: Fact) -> list[int] | None:
        """Multipliers that refute the fact; or None, and then a point that satisfies it is known."""
        if any(At(x).satisfies(fact) for x in self.points):
            return None
        point, multipliers = point_or_multipliers([*self.facts, fact], len(fact[0]) - 1)
        self.points += [] if point is None else [point]
        return multipliers

    def look(self, count: int, is_right: IsRight) -> Iterable[int]:
        """An item that is right at a point; one for which nothing new need be asked, if there is one."""
        if len(self.done) < len(self.before):
            j = self.before[len(self.done)]
        else:
            here, known = At(self.points[0]), SoFar(self.known)
            right = [j for j in range(count) if is_right(j, here)]
            j = next((j for j in right if is_right(j, known)), right[0] if right else -1)
        self.done.append(j)
        return [*([j] if j >= 0 else []), *range(count)]

    @property
    def steps(self) -> list[Any]:
        """What the certificate has of this run."""
        return [*self.done[len(self.before) :], {"at": min(map(_homogeneous, self.points), key=max)}]


def point_or_multipliers(facts: Sequence[Fact], size: int) -> tuple[Point | None, list[int] | None]:
    """A point that satisfies the facts, or positive numbers, by place, that add them up to a contradiction.

    The point is (y - z) / s with y, z, s >= 0. Maximise t <= 1 with t <= s and t below every form that has to
    be positive: the optimum is 1, or 0, and then the dual variables are the multipliers (Motzkin's
    transposition theorem).
    """
    forms = np.array([form for form, _ in facts], dtype=object).reshape(-1, size + 1)
    strict = np.array([[int(strict)] for _, strict in facts], dtype=object).reshape(-1, 1)
    A = np.hstack([-forms[:, :-1], forms[:, :-1], -forms[:, -1:], strict])
    last = np.array([[0] * 2 * size + [-1, 1], [0] * 2 * size + [0, 1]], dtype=object)
    b = np.array([0] * (len(facts) + 1) + [1], dtype=object)
    t = np.array([0] * (2 * size + 1) + [1], dtype=object)
    optimum = maximise(Program(np.vstack([A, last]), b, t))
    if optimum.value == 0:
        weights = optimum.y[: len(facts)]
        scale = lcm(*(weight.denominator for weight in weights))
        return None, [x for i, w in enumerate(weights) if w for x in (i, int(w * scale))]
    y, z, s = optimum.x[:size], optimum.x[size : 2 * size], optimum.x[-2]
    return tuple((a - b) / s for a, b in zip(y, z, strict=True)), None


def find_runs(claim: ClaimProgram) -> list[list[Any]]:
    """The runs of a certificate. Raises `FalseClaimError`."""
    point, _ = point_or_multipliers(claim.assumed, len(claim.unknowns))
    if point is None:
        raise FalseClaimError("no point satisfies the hypotheses")
    runs, branches = [], [([], [point])]  # type: list[list[Any]], list[tuple[list[Any], list[Point]]]
    while branches:
        search = Search(claim.assumed, *branches.pop())
        if claim(search) is False:
            raise FalseClaimError(f"false at {', '.join(map(str, search.points[0]))}")
        runs.append(search.steps)
        branches += search.open
    return runs


def _primitive(form: Form) -> Form:
    divisor = gcd(*form) or 1
    return tuple(a // divisor for a in form)


def _negative(form: Form) -> Form:
    return tuple(-a for a in form)


def _homogeneous(point: Point) -> list[int]:
    d = lcm(*(x.denominator for x in point))
    return [int(x * d) for x in (*point, Fraction(1))]
