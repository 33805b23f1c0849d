"""Is this what elimination leaves of a game?    python checker_elimination.py GAME.nfg FILE

The file says, round by round, who leaves and which mixture of those who stay dominates each, and, where
mixtures dominate, by which belief each who stays is a best reply; that no pure strategy dominates is seen
without. A round may have a relation of its own. In the last round nobody leaves, unless the file says that
it is of rounds that were stopped. Players and strategies are counted from 1. Nothing is believed: payoffs
are read from the game.
"""

import json
import re
import sys
from fractions import Fraction
from itertools import pairwise, product
from math import prod
from typing import Any

DIGITS = r"\d{1,4000}"
POWER = r"(?:[eE][+-]?\d{1,3})?"
NUMBER = rf"[+-]?(?:{DIGITS}(?:/{DIGITS}|(?:\.(?:{DIGITS})?)?{POWER})|\.{DIGITS}{POWER})"
TOKEN = re.compile(rf'\s*(?:("(?:[^"\\]|\\.)*")|([{{}}])|({NUMBER})(?=[\s{{}},]|$)|,)')


class Rejected(Exception):
    """Why the file shows nothing."""


class Game:
    """A game in Gambit's format .nfg: how many strategies players have, and what each profile pays them."""

    def __init__(self, text: str) -> None:
        match = re.match(r'\s*NFG\s+1\s+[RD]\s+"(?:[^"\\]|\\.)*"', text)
        if not match:
            raise Rejected("the game: NFG 1 R and a title are expected")
        tree, numbers = self.parse(text[match.end() :])
        players, own = tree[0], tree[1]
        self.sizes = [len(each) if isinstance(each, list) else place(each, 1) for each in own]
        outcomes = next((part for part in tree[2:] if isinstance(part, list)), None)
        pay = numbers
        if outcomes is not None:  # the outcome version: 0 is the outcome that pays nothing
            rows = [
                [Fraction(0)] * len(players),
                *([x for x in each if isinstance(x, Fraction)] for each in outcomes),
            ]
            if any(len(row) != len(players) for row in rows):
                raise Rejected("the game: an outcome has a payoff for each player")
            pay = [x for number in numbers for x in rows[place(number, 0)]]
        if len(players) != len(self.sizes) or len(pay) != prod(self.sizes) * len(players):
            raise Rejected("the game: its sizes and its payoffs do not agree")
        profiles = [p[::-1] for p in product(*(range(1, size + 1) for size in reversed(self.sizes)))]
        n = len(players)
        self.pays = {profile: pay[n * at : n * (at + 1)] for at, profile in enumerate(profiles)}

    def parse(self, text: str) -> tuple[list[Any], list[Fraction]]:
        """Braces as lists, and the numbers after the last of them."""
        stack: list[list[Any]] = [[]]
        at, text = 0, text.rstrip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if not match:
                raise Rejected(f"the game: {text[at : at + 20]!r} is not understood")
            label, brace, number = match.groups()
            if brace == "{":
                stack.append([])
            elif brace and len(stack) > 1:
                last = stack.pop()
                stack[-1].append(last)
            elif brace:
                raise Rejected("the game: a brace too many")
            elif label or number:
                stack[-1].append(label or Fraction(number))
            at = match.end()
        if len(stack) > 1 or len([part for part in stack[0] if isinstance(part, list)]) < 2:
            raise Rejected("the game: players and strategies are expected in braces")
        return stack[0], [part for part in stack[0] if isinstance(part, Fraction)]


def place(x: Any, least: int) -> int:
    """A number of strategies, or of an outcome."""
    if not isinstance(x, Fraction) or x.denominator > 1 or x < least:
        raise Rejected(f"the game: a whole number from {least} on is expected, got {x!s:.60}")
    return int(x)


class Round:
    """Who is left before a round. Whoever leaves is dominated by who stays, so compare with these."""

    def __init__(self, game: Game, left: list[list[int]], weak: bool) -> None:
        self.game, self.left, self.weak = game, left, weak

    def gains(self, i: int, a: int, mixture: dict[int, Fraction]) -> dict[Any, Fraction]:
        """What player i earns more with the mixture than with a, by profile of the others."""
        found = {}
        for others in product(*(own if j != i - 1 else [a] for j, own in enumerate(self.left))):
            pays = {b: self.game.pays[(*others[: i - 1], b, *others[i:])][i - 1] for b in (a, *mixture)}
            found[others] = sum((w * pays[b] for b, w in mixture.items()), -pays[a])
        return found

    def is_dominated(self, i: int, a: int, mixture: dict[int, Fraction]) -> bool:
        gains = self.gains(i, a, mixture).values()
        return (
            all(g >= 0 for g in gains) and any(g > 0 for g in gains)
            if self.weak
            else all(g > 0 for g in gains)
        )

    def resists(self, i: int, a: int, others: list[int], belief: Any) -> bool:
        """Is a dominated by none of the others: one by one, or by no mixture of them as the belief shows?"""
        if belief is None:
            return not any(self.is_dominated(i, a, {b: Fraction(1)}) for b in others)
        profiles = list(self.gains(i, a, {}))
        weights = {(*p[: i - 1], a, *p[i - 1 :]): fraction(w) for p, w in ((tuple(p), w) for p, w in belief)}
        if not set(weights) <= set(profiles) or any(w <= 0 for w in weights.values()) or not weights:
            return False
        if self.weak and len(weights) < len(profiles):
            return False
        gains = (self.gains(i, a, {b: Fraction(1)}) for b in others)
        return all(sum(w * g[p] for p, w in weights.items()) <= 0 for g in gains)


def fraction(x: Any) -> Fraction:
    if type(x) is int or (isinstance(x, str) and re.fullmatch(r"\d{1,4000}/[1-9]\d{0,3999}", x)):
        return Fraction(x)
    raise Rejected(f"a number p or p/q is expected, not {x!s:.60}")


def prove(game_text: str, text: str) -> str:
    """What the file shows of the game; raises `Rejected`."""
    try:
        game, file = Game(game_text), json.loads(text, parse_float=str, parse_constant=str)
        stopped, rounds, by = file.pop("stopped", False), file["rounds"], file["by"]
        if (
            set(file) != {"relation", "by", "rounds"}
            or by not in ("pure", "mixed")
            or type(stopped) is not bool
        ):
            raise Rejected("relation, by, rounds, and stopped (true or false), and nothing else")
        relations = [each.pop("relation", file["relation"]) for each in rounds]
        if not {file["relation"], *relations} <= {"weak", "strict"}:
            raise Rejected("the relation is weak or strict")
        left = [list(range(1, size + 1)) for size in game.sizes]
        for r, (each, relation) in enumerate(zip(rounds, relations, strict=True), start=1):
            left = after_round(Round(game, left, relation == "weak"), by, each, r)
        if not rounds or bool(rounds[-1]["leave"]) != stopped:
            raise Rejected("a last round in which nobody leaves is expected, or, if it was stopped, somebody")
        if not all(each["leave"] for each in rounds[:-1]):
            raise Rejected("a round before the last in which nobody leaves")
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        ZeroDivisionError,
        RecursionError,
    ) as wrong:
        raise Rejected(f"not of the form of a certificate: {type(wrong).__name__}: {wrong}") from None
    said = "; ".join(f"player {i}: {', '.join(map(str, own))}" for i, own in enumerate(left, start=1))
    kind = f"{relations[0]} dominance by {by} strategies"
    for r, (last, relation) in enumerate(pairwise(relations), start=2):
        kind += f", {relation} from round {r} on," if relation != last else ""
    end = f"after round {len(rounds)}, where it was stopped" if stopped else f"after round {len(rounds) - 1}"
    return f"{kind} leaves {end}: {said}"


def after_round(now: Round, by: str, each: Any, r: int) -> list[list[int]]:
    """Who stays; raises `Rejected` if a removal or a survival is not shown."""
    if set(each) != {"leave", "stay"}:
        raise Rejected(f"round {r}: leave and stay are expected, and nothing else")
    leave = {(i, a): {b: fraction(w) for b, w in mixture} for i, a, mixture in each["leave"]}
    stay = [[a for a in own if (i, a) not in leave] for i, own in enumerate(now.left, start=1)]
    beliefs = {(i, a): belief for i, a, belief in each["stay"]}
    if len(leave) < len(each["leave"]) or any(
        not 1 <= i <= len(now.left) or a not in now.left[i - 1] for i, a in leave
    ):
        raise Rejected(f"round {r}: somebody leaves who is not there, or twice")
    for (i, a), mixture in leave.items():
        fine = sum(mixture.values()) == 1 and all(b in stay[i - 1] and w > 0 for b, w in mixture.items())
        if not fine or (by == "pure" and len(mixture) > 1) or not now.is_dominated(i, a, mixture):
            raise Rejected(f"round {r}: player {i}'s strategy {a} is not dominated so")
    for i, own in enumerate(stay, start=1):
        for a in own:
            belief = beliefs.pop((i, a), None)
            if (belief is None) != (by == "pure") or not now.resists(
                i, a, [b for b in own if b != a], belief
            ):
                raise Rejected(f"round {r}: that player {i}'s strategy {a} stays is not shown")
    if beliefs:
        raise Rejected(f"round {r}: a belief of somebody who does not stay")
    return stay


if __name__ == "__main__":
    try:
        texts = []
        for path in sys.argv[-2:]:
            with open(path, encoding="utf-8") as opened:
                texts.append(opened.read())
        print(f"accepted: {prove(*texts)}")
    except (OSError, UnicodeDecodeError, Rejected) as why:
        sys.exit(f"rejected: {sys.argv[-1]}: {why}")
