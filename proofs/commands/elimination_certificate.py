"""An elimination as a file that `proofs/certificates/checker_elimination.py` rechecks by itself."""

import json
from fractions import Fraction
from typing import Any

from gametheory.dominance.definition import Domination, Removal
from gametheory.dominance.survival import find_supporting_belief
from gametheory.elimination.rounds import Elimination, without
from gametheory.games.errors import GameError, TooLargeError
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors

MOST_DIGITS = 4000  # that the checker reads


def elimination_certificate(run: Elimination) -> str:
    """Who leaves in every round and what dominates them; with mixtures also a belief of all who stay.

    A round by another relation than the first one says so, and a run that was stopped says it was. Players
    and strategies are counted from 1. Raises `GameError` for very weak dominance, where what is left depends
    on which of two duplicates stays.
    """
    if Relation.VERY_WEAK in (run.relation, run.then):
        raise GameError("a certificate is of weak or strict dominance")
    rounds = []
    left = run.start
    for r, removals in enumerate((*run.rounds, *([()] if run.finished else [])), start=1):
        relation, stay = run.relation_of(r), without(left, removals)
        own = {} if relation is run.relation else {"relation": relation.value}
        each = {"leave": [_leaves(each) for each in removals], "stay": _stay(run, relation, left, stay)}
        rounds.append(own | each)
        left = stay
    body = ",\n".join(json.dumps(each, separators=(",", ":")) for each in rounds)
    head = f'"relation": "{run.relation.value}", "by": "{run.by.value}"'
    stopped = "" if run.finished else ', "stopped": true'
    return f'{{{head}{stopped}, "rounds": [\n{body}\n]}}\n'


def _leaves(removal: Removal) -> list[Any]:
    by = ((removal.b, Fraction(1)),) if isinstance(removal, Domination) else removal.mixture
    return [removal.i + 1, removal.a + 1, [[b + 1, _number(weight)] for b, weight in by]]


def _stay(run: Elimination, relation: Relation, left: Survivors, stay: Survivors) -> list[Any]:
    if run.by is By.PURE:
        return []
    found = []
    for i, own in enumerate(stay):
        against = (*left[:i], own, *left[i + 1 :])
        for a in own:
            evidence = find_supporting_belief(run.game, i, a, relation, against)
            if evidence is None:
                raise GameError("a strategy stays that is dominated")
            belief = [
                [[b + 1 for j, b in enumerate(profile) if j != i], _number(w)]
                for profile, w in evidence.belief
            ]
            found.append([i + 1, a + 1, belief])
    return found


def _number(x: Fraction) -> int | str:
    if max(abs(x.numerator), x.denominator) >= 10**MOST_DIGITS:
        raise TooLargeError(f"a certificate has numbers of at most {MOST_DIGITS:,} digits, got more")
    return int(x) if x.denominator == 1 else str(x)
