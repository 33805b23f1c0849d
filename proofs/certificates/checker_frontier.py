"""Is a claim on double auctions proved for all real payoffs at a size?    python checker_frontier.py FILE

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
from itertools import chain, product, repeat
from math import gcd
from operator import floordiv, mul, sub
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
BOTH = (0, 1)  # k = l = T = 1 and two signals: prices, amounts and signals are 0 and 1
D = list(product(BOTH, repeat=2))  # what is asked at price 0 and at price 1


def positive(run: Any, form: Form) -> bool:
    return not run.nonneg(total((-1, form)))


class TwoBuyers:
    """The frontier at n = 2: which first messages are outdone by copies, for anonymous values >= 0.

    Unknowns: v(c) f(c), c = 0, ..., 3, and f(0), f(1), f(2): what a unit is worth if c of the three other
    buyers have the signal 1, and the odds of one such profile, given her own signal.
    """

    def __init__(self) -> None:
        self.unknowns = [f"v({c}) f({c})" for c in range(4)] + [f"f({c})" for c in range(3)]
        one = [tuple(int(i == j) for j in range(8)) for i in range(8)]
        self.v, self.f = one[:4], [*one[4:7], total((1, one[7]), (-1, one[4]), (-3, one[5]), (-3, one[6]))]
        self.assumed = [(v, False) for v in self.v] + [(f, True) for f in self.f]

    def worth(self, t: int, p: int) -> Form:
        """What a unit is worth, less its price, if a certain mate has t, times the odds."""
        others = [t + a + b for a, b in product(BOTH, repeat=2)]
        return total(*((1, self.v[c]) for c in others), *((-p, self.f[c]) for c in others))

    @cache
    def seconds(self, d: Any) -> list[Any]:
        """By the mate's first message m, twice what is asked at price 1 after (d, m) and (m, d), on average.

        Her place is the first or the second with the same odds, and after (d, d) she cannot tell which.
        """
        return list(product(*(((0, 2) if m == d else (0, 1, 2)) for m in D)))

    @cache
    def copies(self, wrong: Any, second: Any) -> list[Any]:
        """Other first messages, and how much more they may ask after messages of the mate than `second`."""
        others = [(d, y) for d in D if d != wrong for y in self.seconds(d)]
        return sorted({(d, tuple(sorted(set(map(sub, y, second))))) for d, y in others})

    def __call__(self, run: Any) -> bool | None:
        """A first message wrong at price 1 alone is outdone if and only if |a - b| >= min(a, b) / 2."""
        x = [self.worth(t, 1) for t in BOTH]
        up, down = x if run.nonneg(x[0]) else x[::-1]
        mean = total((1, up), (1, down))
        buys = positive(run, mean)
        loss = total((1 if buys else -1, mean))  # |a - b|, where a = up and b = -down
        if not (positive(run, up) and positive(run, total((-1, down))) and positive(run, loss)):
            return None  # the mate's signal does not turn what she wants at price 1, or the mean ties
        if not all(run.nonneg(self.worth(t, 0)) for t in BOTH):
            return (
                False  # else at price 0 a unit is always best, and only second demands that ask for it count
            )
        wrong = (1, 0 if buys else 1)
        room = positive(run, total((1, up), (-2, loss))) and positive(run, total((-1, down), (-2, loss)))

        @cache
        def more(d: Any, a: int, b: int) -> Form:
            """Twice what d earns more, if it asks a / 2 and b / 2 more after a mate with 0 and with 1."""
            first = [(2 * (d[p] - wrong[p]), self.worth(t, p)) for t, p in product(BOTH, BOTH)]
            return total(*first, (a, x[0]), (b, x[1]))

        def outdoes(run: Any, d: Any, asked: Any) -> bool:
            # Each of the others is the mate with odds 1/3: enough to look at others who do alike.
            forms = [more(d, a, b) for a, b in product(asked, asked)]
            return all_nonneg(run, forms) and any(positive(run, form) for form in forms)

        def is_outdone(run: Any, second: Any) -> bool:
            copies = self.copies(wrong, second)
            order = run.look(len(copies), lambda j, at: outdoes(at, *copies[j]))
            return any(outdoes(run, *copies[j]) for j in order)

        every = self.seconds(wrong)
        order = run.look(len(every), lambda j, at: not is_outdone(at, every[j]))
        return all(is_outdone(run, every[j]) for j in order) != room


def claims(claim: str) -> tuple[str, dict[str, Any]]:
    """What is claimed, in words, and the program that says it."""
    if claim != "frontier":
        raise Rejected(f"no such statement: {claim!s:.60}")
    text = "frontier of Theorem 4 at n=2, k=l=T=1, two signals, anonymous values >= 0, symmetric f, every η"
    return f"{text}, every tie rule", {"buyer": TwoBuyers()}


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
