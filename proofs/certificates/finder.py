"""Finds the certificates that the checkers accept; nothing about it is trusted.    python -m proofs.certificates.finder"""

import json
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import numpy as np

from gametheory.optimisation.linear_programming import Program, maximise

def primitive(form):
    d = gcd(*form)
    return tuple(a // d for a in form)

Point = tuple[Fraction, ...]


class At:
    """The questions of a claim, answered at a point: a claim runs on plain fractions."""

    def __init__(self, point: Point) -> None:
        self.point = point

    def value(self, form) -> Fraction:
        return sum((a * v for a, v in zip(form, self.point, strict=False)), Fraction(form[-1]))

    def nonneg(self, form) -> bool:
        return self.value(form) >= 0

    def look(self, count: int, is_right) -> range:
        return range(count)


def point_or_multipliers(facts):
    """A point at which they are true, or positive multipliers under which they add up to a contradiction.

    Homogeneous in (v, 1): maximise t <= 1 with t below each strict form and below the last unknown. It is 0 or 1, and
    at 0 the dual variables are the multipliers (Motzkin's transposition theorem).
    """
    forms = np.array([form for form, _ in facts], dtype=object)
    strict = np.array([[int(s)] for _, s in facts], dtype=object)
    A = np.hstack([-forms[:, :-1], forms[:, :-1], -forms[:, -1:], strict])
    size = A.shape[1]
    below = [[0] * (size - 2) + [-1, 1], [0] * (size - 1) + [1]]
    A = np.vstack([A, np.array(below, dtype=object)])
    b = np.array([0] * (len(A) - 1) + [1], dtype=object)
    optimum = maximise(Program(A, b, np.array([0] * (size - 1) + [1], dtype=object)))
    if optimum.value == 0:
        weights = optimum.y[: len(facts)]
        scale = lcm(*(w.denominator for w in weights))
        return None, [x for i, w in enumerate(weights) if w for x in (i, int(w * scale))]
    m = (size - 2) // 2
    return tuple((optimum.x[j] - optimum.x[m + j]) / optimum.x[-2] for j in range(m)), None




def _holds_at(fact, point):
    value = At(point).value(fact[0])
    return value > 0 or (value == 0 and not fact[1])


class Settled:
    """The answers so far; of a form that was not asked about it says that it is >= 0."""

    def __init__(self, known):
        self.known = known

    def nonneg(self, form):
        return self.known.get(primitive(form), form[-1] >= 0 if not any(form[:-1]) else True)


class Search:
    """A run that writes its own steps: it goes on where its points are, and knows which sides have points."""

    def __init__(self, assumed, points, before=()):
        self.facts, self.points, self.before = list(assumed), list(points), list(before)
        self.done, self.steps, self.open, self.known = [], [], [], {}

    def _again(self):
        return len(self.done) < len(self.before)

    def nonneg(self, form):
        if not any(form[:-1]):
            return form[-1] >= 0
        form = primitive(form)
        if form not in self.known:
            self.known[form] = self.answer(form)
            if not self.known[form]:
                self.known[tuple(-a for a in form)] = True
        return self.known[form]

    def answer(self, form):
        yes, no = (form, False), (tuple(-a for a in form), True)
        if self._again():
            step = self.before[len(self.done)]
            self.done.append(step)
            if step in ("split", "turn"):
                self.facts.append(yes if step == "split" else no)
            return step[0] == "yes" or step == "split"
        sides = {"yes": yes, "no": no}
        points = {name: [x for x in self.points if _holds_at(fact, x)] for name, fact in sides.items()}
        for name, other in (("yes", "no"), ("no", "yes")):
            if not points[other]:
                point, multipliers = point_or_multipliers([*self.facts, sides[other]])
                if multipliers is not None:
                    self.write([name, *multipliers])
                    return name == "yes"
                points[other] = [point]
        self.open.append(([*self.done, "turn"], points["no"]))
        self.write("split")
        self.facts.append(yes)
        self.points = points["yes"]
        return True

    def write(self, step):
        self.done.append(step)
        self.steps.append(step)

    def look(self, count, is_right):
        if self._again():
            j = self.before[len(self.done)]
            self.done.append(j)
        else:
            point = At(self.points[0])
            right = [j for j in range(count) if is_right(j, point)]
            settled = (j for j in right if is_right(j, Settled(self.known)))
            j = next(settled, right[0] if right else -1)
            self.write(j)
        return [*([j] if j >= 0 else []), *range(count)]


def homogeneous(point: Point) -> list[int]:
    """(x_1 d, ..., x_m d, d) in whole numbers."""
    d = lcm(*(x.denominator for x in point))
    return [int(x * d) for x in (*point, Fraction(1))]


def find(program) -> list[Any]:
    """The runs of a certificate; raises `ValueError` with a point at which the claim is false."""
    point, _ = point_or_multipliers(program.assumed or [((0,) * (len(program.unknowns)) + (1,), True)])
    runs, open_ = [], [([], [point])]
    while open_:
        before, points = open_.pop()
        search = Search(program.assumed, points, before)
        verdict = program(search)
        if verdict is False:
            raise ValueError(f"false at {search.points[0]}")
        runs.append([*search.steps, {"at": min(map(homogeneous, search.points), key=max)}])
        open_ += search.open
    return runs


def certificate(statement, claims) -> str:
    _, programs = claims(**statement)
    runs = {name: find(program) for name, program in programs.items()}
    lines = [f'"statement": {json.dumps(statement)}', '"runs": {']
    body = ",\n".join(
        f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(run, separators=(",", ":")) for run in each) + "\n]"
        for name, each in runs.items()
    )
    return "{" + lines[0] + ",\n" + lines[1] + "\n" + body + "\n}}\n"
