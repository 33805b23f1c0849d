"""What is done where a mechanism is too large to list: a stated number of random cases, the same at each run.

A case that refutes is made smaller, place by place, as long as it refutes. Without one the claim is *open*.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from random import Random
from typing import Any

from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.violation import Violation
from proofs.claims.verdict import Finding, sampled
from proofs.properties.budget import Imbalance
from proofs.properties.ex_post import ExPostLie
from proofs.properties.participation import Loss
from proofs.properties.settled import settled
from proofs.properties.truth import Lie

CASES = 20_000
SEED = 0


@dataclass(frozen=True)
class Sample:
    """How a case of a claim is drawn, and how many there are."""

    draw: Callable[[GameForm, Random], Violation]
    count: Callable[[GameForm], int]


def find_by_sample(form: GameForm, sample: Sample, large: str) -> Finding:
    """*Refuted* by a case of the sample, or *open*; `large` says why not all cases were looked at."""
    rng = Random(SEED)
    scope = f"{large}; a random sample (seed {SEED})"
    for looked_at in range(1, CASES + 1):
        case = sample.draw(form, rng)
        if case.shows(form):
            return settled(form, scope, smaller(form, case), looked_at, "")
    return sampled(CASES, max(CASES + 1, sample.count(form)), scope)


def smaller(form: GameForm, case: Violation) -> Violation:
    """A case that refutes as well, and none of whose places can be made smaller by itself."""
    improved = True
    while improved:
        improved = False
        for less in _smaller_by_one_place(case):
            if _shows(form, less):
                case, improved = less, True
                break
    return case


def _shows(form: GameForm, case: Violation) -> bool:
    """Does it refute? At smaller types a lottery may be shorter, and have no outcome at that place."""
    try:
        return case.shows(form)
    except IndexError:
        return False


def _smaller_by_one_place(case: Any) -> Iterator[Violation]:
    for field in fields(case):
        value = getattr(case, field.name)
        if isinstance(value, tuple):
            for k, place in enumerate(value):
                for lower in range(place):
                    yield replace(case, **{field.name: (*value[:k], lower, *value[k + 1 :])})


def _types(form: GameForm, rng: Random) -> Places:
    return tuple(rng.randrange(len(own)) for own in form.types)


def _lie(form: GameForm, rng: Random) -> Lie:
    i = rng.randrange(form.count)
    said = tuple(rng.randrange(len(own)) for own in form.messages)
    return Lie(i, form.context(i, _types(form, rng)), said)


def _ex_post_lie(form: GameForm, rng: Random) -> ExPostLie:
    i = rng.randrange(form.count)
    return ExPostLie(i, _types(form, rng), rng.randrange(len(form.messages[i])))


def _loss(form: GameForm, rng: Random) -> Loss:
    types = _types(form, rng)
    return Loss(rng.randrange(form.count), types, _place(form, types, rng))


def _place(form: GameForm, types: Places, rng: Random) -> int:
    return rng.randrange(len(form.lottery(form.truthful(types))))


def _imbalance(only_deficits: bool) -> Callable[[GameForm, Random], Imbalance]:
    def draw(form: GameForm, rng: Random) -> Imbalance:
        types = _types(form, rng)
        return Imbalance(types, _place(form, types, rng), only_deficits)

    return draw


LIES = Sample(_lie, lambda form: form.message_profile_count() * sum(map(len, form.types)))
EX_POST_LIES = Sample(_ex_post_lie, lambda form: form.type_profile_count() * sum(map(len, form.messages)))
LOSSES = Sample(_loss, lambda form: form.type_profile_count() * form.count)
IMBALANCES = Sample(_imbalance(False), GameForm.type_profile_count)
DEFICITS = Sample(_imbalance(True), GameForm.type_profile_count)
