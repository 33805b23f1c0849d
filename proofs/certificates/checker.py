"""Is a claim on double auctions proved for all real payoffs at a size?    python checker.py FILE

A claim is a program: it runs the mechanism on payoffs that are linear forms in real unknowns, and learns
nothing but whether a form is >= 0. The certificate answers: "yes" and "no" with multipliers of facts assumed
so far that refute the other answer (Farkas); "split" assumes yes here, and no in a later run of the program.
What is asked comes from the program alone, so that answers cannot prove another claim. Every run ends at a
point, held in the file, at which all that it assumed is true.
"""

import json
import sys
from collections import Counter
from functools import cache
from itertools import chain, permutations, product, repeat
from itertools import combinations_with_replacement as multisets
from math import gcd
from operator import floordiv, le, mul
from typing import Any

Form = tuple[int, ...]  # (a_1, ..., a_m, c): a_1 v_1 + ... + a_m v_m + c
Fact = tuple[Form, bool]  # form >= 0, or, if true, form > 0


class Rejected(Exception):
    """Why a file proves nothing."""


def total(*terms: tuple[int, Form]) -> Form:
    """The sum of forms, each times its factor."""
    return tuple(map(sum, zip(*([w * a for a in form] for w, form in terms), strict=True)))


def whole(numbers: Any) -> list[int]:
    if isinstance(numbers, list) and all(type(x) is int and abs(x) < 10**99 for x in numbers):
        return numbers
    raise Rejected(f"a list of whole numbers is needed, not {numbers!s:.60}")


def refute(facts: list[Fact], vector: list[int]) -> None:
    """The facts at these places, each times a positive number, have to add up to 0 > 0, or to less >= 0."""
    pairs = list(zip(vector[::2], vector[1::2], strict=True))
    if any(not 0 <= i < len(facts) or w <= 0 for i, w in pairs):
        raise Rejected(f"{vector!s:.60}: a multiplier of no fact, or not positive")
    *unknowns, c = total(*((w, facts[i][0]) for i, w in pairs))
    if any(unknowns) or c > 0 or (c == 0 and not any(facts[i][1] for i, _ in pairs)):
        raise Rejected(f"{vector!s:.60}: multipliers that refute nothing")


class Run:
    """One run of a claim: as an earlier run went, up to where it turns off, then as the certificate says."""

    def __init__(self, assumed: list[Fact], before: list[Any], steps: Any) -> None:
        self.facts, self.before, self.steps = list(assumed), before, iter(steps)
        # What was decided so far, how later runs begin, and the answers.
        self.done, self.open, self.known = list[Any](), list[list[Any]](), dict[Form, bool]()

    def step(self) -> tuple[Any, bool]:
        again = len(self.done) < len(self.before)
        self.done.append(self.before[len(self.done)] if again else next(self.steps, "nothing"))
        return self.done[-1], again

    def nonneg(self, form: Form) -> bool:
        """Is the form >= 0?"""
        if not any(form[:-1]):
            return form[-1] >= 0
        form = tuple(map(floordiv, form, repeat(gcd(*form))))
        if form not in self.known:
            self.known[form] = self.answer((form, False), (total((-1, form)), True))
            if not self.known[form]:
                self.known[total((-1, form))] = True
        return self.known[form]

    def answer(self, yes: Fact, no: Fact) -> bool:
        step, again = self.step()
        if step == "split" or (step == "turn" and again):
            self.open += [] if again else [[*self.done[:-1], "turn"]]
            self.facts.append(yes if step == "split" else no)
            return bool(step == "split")
        if not isinstance(step, list) or step[:1] not in (["yes"], ["no"]):
            raise Rejected(f"a question is answered by {step!s:.60}")
        if not again:
            refute([*self.facts, no if step[0] == "yes" else yes], whole(step[1:]))
        return bool(step[0] == "yes")

    def look(self, count: int, is_right: Any) -> Any:
        """In which order to look through items for one that is right: a hint, and not believed."""
        j, _ = self.step()
        if type(j) is not int or not -1 <= j < count:
            raise Rejected(f"a hint to one of {count} items is {j!s:.60}")
        return chain([j] if j >= 0 else [], range(count))

    def end(self) -> None:
        """All that is left of the run is a point x / x_0 where everything assumed is true: (x, x_0)."""
        step, again = self.step()
        if again or not isinstance(step, dict) or set(step) != {"at"} or self.step()[0] != "nothing":
            raise Rejected(f"where a run ends the file has {step!s:.60}")
        *_, unit = point = whole(step["at"]) or [0]
        for form, strict in self.facts:
            value = sum(map(mul, form, point)) if len(form) == len(point) else -1
            if unit < 1 or value < strict:
                raise Rejected(f"{point!s:.60} is no point, or something assumed is false there")


def all_nonneg(run: Any, forms: list[Form]) -> bool:
    return all(run.nonneg(forms[j]) for j in run.look(len(forms), lambda j, at: not at.nonneg(forms[j])))


# ---- The claims: the rest is the same in every checker.
class GStar:
    """Theorem 1, or its sharp form, for agent 1 of a side in G* (section 2.2), by listing all messages."""

    def __init__(self, n: int, k: int, l: int, T: int, side: str, tie: str, sharp: bool) -> None:
        self.n, self.T, self.side, self.sharp = n, T, side, sharp
        self.pick = min if tie == "lowest" else max
        self.X = list(product(range(l + 1), repeat=k))
        self.P = list(product(range(T + 1), repeat=k))  # in units of 1/T
        self.D = list(product(self.X, repeat=len(self.P)))
        units = [(h, t) for h in range(k) for t in range(1, l + 1)]
        self.unknowns: list[Any] = self.X[1:] if sharp else units  # the worth of bundles; of units
        less = -1 if side == "seller" else 1  # Condition 1: unit costs rise from 0 on, values fall down to 0
        rises = [self.form({(h, t): 1, (h, t + less): -1}) for h, t in units if not sharp]
        self.assumed: list[Fact] = [(form, False) for form in rises]

    def form(self, factors: dict[Any, int], c: int = 0) -> Form:
        return (*(factors.get(v, 0) for v in self.unknowns), c)

    @cache
    def u(self, p: int, x: tuple[int, ...]) -> Form:
        """T times the payoff (4) or (5)."""
        parts = [x] if self.sharp else [(h, t) for h, amount in enumerate(x) for t in range(1, amount + 1)]
        gain = self.form(dict.fromkeys(parts, self.T), -sum(map(mul, self.P[p], x)))
        return gain if self.side == "buyer" else total((-1, gain))

    @cache
    def price(self, own: Any, opposite: Any) -> int:
        """The place of the price that clears a group."""
        signed = [*((1, m) for m in own), *((-1, m) for m in opposite)]
        excess = [max(map(abs, total(*((sign, m[p]) for sign, m in signed)))) for p in range(len(self.P))]
        return self.pick(p for p, e in enumerate(excess) if e == min(excess))

    @cache
    def orders(self, messages: Any) -> Counter[Any]:
        """How many orders of a side divide it so: agent 1's group, or the first, and the other one."""
        halves = [(order[: self.n], order[self.n :]) for order in permutations(messages)]
        mine = [pair[::-1] if None in pair[1] else pair for pair in halves]
        return Counter((group, tuple(sorted(other))) for group, other in mine)

    def trades(self, d: Any, own: Any, opposite: Any) -> Counter[Any]:
        """In how many groupings she trades which bundle at which price."""
        found: Counter[Any] = Counter()
        for (group, other), a in self.orders((None, *own)).items():
            for (facing, far), b in self.orders(opposite).items():
                p = self.price(other, far)
                left = total(*((1, m[p]) for m in facing))
                for m in group[: group.index(None)]:  # who is served before her
                    left = total((1, left), (-1, tuple(map(min, left, m[p]))))
                found[p, tuple(map(min, d[p], left))] += a * b
        return found

    @cache
    def listed(self) -> list[tuple[list[Form], list[Form]]]:
        """By message: by how much it earns more than others do, all else equal; what it earns at any φ."""
        rows: set[tuple[Form, ...]] = set()
        seen: list[set[Form]] = [set() for _ in self.D]
        # Φ has every order: who of the others on a side sends what does not matter.
        for others in product(*(multisets(self.D, 2 * self.n - own) for own in (1, 0))):
            trades = [self.trades(d, *others) for d in self.D]
            rows.add(tuple(total(*((count, self.u(*e)) for e, count in t.items())) for t in trades))
            for outcomes, t in zip(seen, trades, strict=True):
                outcomes |= {self.u(*e) for e in t}
        gaps = [{total((1, row[j]), (-1, f)) for row in rows for f in row} for j in range(len(self.D))]
        return [(sorted(g), sorted(outcomes)) for g, outcomes in zip(gaps, seen, strict=True)]

    def is_best(self, run: Any, p: int, x: Any, caps: Any) -> bool:
        """Is x ∧ r best at p among all that is at most r, for every cap r?"""
        pairs = [(tuple(map(min, x, r)), y) for r in caps for y in self.X if all(map(le, y, r))]
        return all_nonneg(run, [total((1, self.u(p, got)), (-1, self.u(p, y))) for got, y in pairs])

    def __call__(self, run: Any) -> bool:
        """A message is dominant if and only if it takes prices, and then never loses."""
        caps = self.X if self.sharp else self.X[-1:]
        for d, (gaps, outcomes) in zip(self.D, self.listed(), strict=True):
            expected = all(self.is_best(run, p, x, caps) for p, x in enumerate(d))
            if all_nonneg(run, gaps) != expected or (expected and not all_nonneg(run, outcomes)):
                return False
        return True


class Cells(GStar):
    """Theorem 1 for every n and tie rule, given its sharp form (`sharp_form` in Coq), price by price."""

    def __call__(self, run: Any) -> bool:
        cells = list(product(range(len(self.P)), self.X))
        return all(self.is_best(run, *c, self.X[-1:]) == self.is_best(run, *c, self.X) for c in cells)


def claims(claim: str, by: str, n: Any, k: int, l: int, T: int) -> tuple[str, dict[str, Any]]:
    """What is claimed, in words, and the programs that say it."""
    text, sides = f"{claim} at n={n}, k={k}, l={l}, T={T}, by {by}", ("seller", "buyer")
    if min(whole([k, l, T])) > 0 and (claim, by, n) == ("Theorem 1", "cells", "all"):
        cells = {side: Cells(1, k, l, T, side, "lowest", False) for side in sides}
        return f"{text}, given the sharp form (Coq: sharp_form), every tie rule", cells
    if claim not in ("Theorem 1", "sharp form") or by != "listing" or min(whole([n, k, l, T])) < 1:
        raise Rejected(f"no such statement: {text}")
    every = [(side, tie, claim == "sharp form") for side in sides for tie in ("lowest", "highest")]
    return f"{text}, both tie rules", {f"{s}, {t}": GStar(n, k, l, T, s, t, c) for s, t, c in every}


# ---- The file
def prove(text: str) -> str:
    """What the file proves; raises `Rejected`."""
    once: Any = lambda pairs: dict(pairs) if len(dict(pairs)) == len(pairs) else {"a key twice": pairs}
    try:  # numbers that are not whole become texts, which are no numbers here
        file = json.loads(text, parse_float=str, parse_constant=str, object_pairs_hook=once)
        sentence, programs = claims(**file.pop("statement"))
        runs = file.pop("runs")
        if file or list(runs) != list(programs):
            raise Rejected(f"a statement and runs of {'; '.join(programs)}, and nothing else, are needed")
        found = sum((run_all(program, runs[name]) for name, program in programs.items()), Counter())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise Rejected(f"not of the form of a certificate: {type(wrong).__name__}: {wrong}") from None
    regions = f"tested in {found[True]:,} regions, hypotheses fail in {found[None]:,}"
    return f"{sentence}: true for all real payoffs; {regions}"


def run_all(program: Any, runs: list[Any]) -> Counter[bool | None]:
    """How often the program says yes, and that a hypothesis fails."""
    branches: list[list[Any]] = [[]]
    found: Counter[bool | None] = Counter()
    for steps in runs:
        if not branches:
            raise Rejected("a run too many")
        run = Run(program.assumed, branches.pop(), steps)
        found[verdict := program(run)] += 1
        run.end()
        if verdict is False:
            raise Rejected(f"the claim is false at {run.done[-2]['at']}")
        branches += run.open
    if branches or not found[True]:
        raise Rejected(f"{len(branches)} branches left out, and {found[True]} regions tested")
    return found


if __name__ == "__main__":
    try:
        with open(sys.argv[-1], encoding="utf-8") as opened:
            print(f"accepted: {prove(opened.read())}")
    except (OSError, UnicodeDecodeError, Rejected) as why:
        sys.exit(f"rejected: {sys.argv[-1]}: {why}")
