"""Is a claim on double auctions proved for all real payoffs at a size?    python checker_theorem_4.py FILE

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
from math import gcd
from operator import floordiv, mul
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


def best(run: Any, worth: list[Form]) -> list[Any]:
    """The demands that are best, given what a unit is worth, less its price, at each price."""
    return list(product(*([x for x in BOTH if run.nonneg(total((2 * x - 1, form)))] for form in worth)))


class OneBuyer:
    """Theorem 4 as read at n = 1: a buyer with one of her signals, against what round 1 leaves the others.

    Unknowns: v(t) f(t) for the mate's signals t = 0, 1 and f(0): her value of a unit given both signals, the
    odds of t given her own. Then the same for the mate given his signal 0, and given 1: buyers may differ.
    """

    def __init__(self, tie: str) -> None:
        self.pick = min if tie == "lowest" else max
        self.unknowns = list(
            product(("hers", "his given 0", "his given 1"), ("v(0) f(0)", "v(1) f(1)", "f(0)"))
        )
        self.assumed = [(self.odds(who, t), True) for who in range(3) for t in BOTH]  # full support

    def odds(self, who: int, t: int) -> Form:
        return (*((1 - 2 * t) * (j == 3 * who + 2) for j in range(9)), t)

    def worth(self, who: int, t: int) -> list[Form]:
        """By price: what a unit is worth, less its price, if the other has t, times the odds."""
        value = tuple(int(j == 3 * who + t) for j in range(10))
        return [total((1, value), (-p, self.odds(who, t))) for p in BOTH]

    @cache
    def bought(self, plan: Any, mate_second: Any, supplies: Any) -> Counter[Any]:
        """What she buys in all draws of G**: by price, and whether in branch 4.

        Her plan is what she is asked for: her first message, her second after it, and her third after it and
        the first message of the mate, who then asks for `mate_second` in his group.
        """
        found: Counter[Any] = Counter()
        for (_, far), p, b in product(permutations(supplies), BOTH, (1, 2, 3, 4)):
            excess = [abs(far[q] - mate_second[q]) for q in BOTH]
            at = p if b < 4 else self.pick(q for q in BOTH if excess[q] == min(excess))
            found[at, b == 4] += plan[min(b, 3) - 1][at]
        return found

    @cache
    def more(self, third: Any, other: Any, mate_seconds: Any) -> set[Any]:
        """By price, if she buys more (1) or less (-1) with one third message than with another, in all cases.

        So she does for every η in (0, 1/3) if she does in branch 3, and in branch 4 not the contrary.
        """
        found = set()
        for e, supplies in product(mate_seconds, product(D, repeat=2)):
            bought = [self.bought((D[0], D[0], w), e, supplies) for w in (third, other)]
            change = [[bought[0][p, last] - bought[1][p, last] for last in (False, True)] for p in BOTH]
            signs = [(random > 0) - (random < 0) for random, _ in change]
            if any(last * s < 0 or (last and not s) for s, (_, last) in zip(signs, change, strict=True)):
                raise Rejected("what she earns more depends on η")
            found.add(tuple(signs))
        return found

    def __call__(self, run: Any) -> bool | None:
        """S² = S^1 ∩ (10), and what is in it earns the most possible, so that nothing of it ever leaves."""
        pairs = [zip(self.worth(s, 0), self.worth(s, 1), strict=True) for s in (1, 2)]
        mean = [[total((1, a), (1, b)) for a, b in pair] for pair in pairs]
        sent = [tuple(best(run, worth)) for worth in mean]  # the mate's first and second messages in S^1
        if set(sent[0]) & set(sent[1]):
            return None  # (8) fails
        worth = [self.worth(0, t) for t in BOTH]
        allowed = [best(run, given) for given in worth]  # by (10)

        def gains(w: Any, y: Any) -> Any:
            """What w earns more than y, with some positive weights, in every case that is left."""
            for signs in product(*(self.more(w[t], y[t], sent[t]) for t in BOTH)):
                yield [total((signs[t][p], worth[t][p])) for t, p in product(BOTH, BOTH) if signs[t][p]]

        # A third message is asked after first messages that the mate sends with 0, or with 1: others, by (8).
        for w in product(D, repeat=2):
            if all(w[t] in allowed[t] for t in BOTH):
                every = [form for y in product(D, repeat=2) for forms in gains(w, y) for form in forms]
                if not all(map(run.nonneg, every)):
                    return False
            else:
                for forms in gains([demands[0] for demands in allowed], w):
                    if not all(map(run.nonneg, forms)) or not any(positive(run, form) for form in forms):
                        return False
        return True


def claims(claim: str) -> tuple[str, dict[str, Any]]:
    """What is claimed, in words, and the programs that say it."""
    if claim != "Theorem 4 as read":
        raise Rejected(f"no such statement: {claim!s:.60}")
    text = "Theorem 4 as read at n=k=l=T=1, two signals, for buyers, every f with full support, every η"
    return f"{text}, both tie rules", {tie: OneBuyer(tie) for tie in ("lowest", "highest")}


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
