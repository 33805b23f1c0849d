"""Dominance in mechanisms that are too large to list, where the author gives a plan form.

`plan_form(i, type)` says what a message does cell by cell (`gametheory.plans.separable`, whose two
assumptions are the author's), and `isolating(i, cell, state, message)` what the others say to single out a
state. A lie that is found in plan form is rechecked by running the mechanism; that of G* is proved, and any
other must agree with a sample of runs (`plan_form_runs`).
"""

from collections.abc import Sequence
from functools import lru_cache
from math import prod
from typing import Any

from gametheory.plans.separable import SeparablePlans
from mechanisms.as_mechanisms.g_star import MarketMechanism
from mechanisms.general.calls import call, called, error, show
from mechanisms.general.game_form import GameForm
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, held, refuted
from proofs.properties import (
    dominance,
    dominant_messages,
    equilibria,
    ex_post,
    solvability,
    surviving_truth,
)
from proofs.properties.plan_form_runs import RUNS, isolating, require_agreement
from proofs.properties.settled import settled
from proofs.properties.truth import Lie, true_of_type, type_of

LISTED_UP_TO = 1_000  # message profiles of G*: from there on its plan form is used
PROVED = "plan form, cell by cell"
ALL_DOMINANT = "what survives is dominant"


def uses_plan_form(form: GameForm) -> bool:
    """Is there a plan form where messages are too many to list, or proved and faster than a list?"""
    if _is_proved(form):
        return form.message_profile_count() > LISTED_UP_TO
    return form.mechanism.plan_form is not None and not form.is_listable


def _is_proved(form: GameForm) -> bool:
    return type(form.mechanism) is MarketMechanism


def _scope(form: GameForm) -> str:
    return PROVED if _is_proved(form) else f"{PROVED}, as declared; {RUNS} pairs of runs of each type agree"


def find_lie_in_plan_form(form: GameForm) -> Lie | None:
    """For the first type whose truth is not dominant, a lie that pays when a state is singled out."""
    places = [{message: k for k, message in enumerate(own)} for own in form.messages]
    for i, t, plans in _plans(form):
        truth: Any = form.messages[i][true_of_type(form, i, t)]
        gap = plans.find_shortfall(truth)
        if gap is not None:
            said = list(isolating(form, i, gap.cell, gap.state, truth))
            said[i] = (*truth[: gap.cell], gap.better, *truth[gap.cell + 1 :])
            if odd := [m for place, m in zip(places, said, strict=True) if m not in place]:
                raise error(form.mechanism, "messages", "listed where a lie pays that is isolated", odd[0])
            return Lie(i, (t,), tuple(place[m] for place, m in zip(places, said, strict=True)))
    return None


def check_truth(form: GameForm, watch: Watch) -> Finding:
    """That no lie ever pays: listed, or in plan form."""
    if not uses_plan_form(form):
        return dominance.check_very_weakly(form, watch)
    cells = sum(len(plans.cells) for _, _, plans in _plans(form))
    evidence = "no lie pays in any cell, whatever the others bring about"
    return settled(form, _scope(form), find_lie_in_plan_form(form), cells, evidence)


def check_ex_post(form: GameForm, watch: Watch) -> Finding:
    """That no lie pays among truthful others: listed, or since none ever pays."""
    if form.lists_all or not is_dominant_in_plan_form(form):
        return ex_post.check_ex_post(form, watch)
    return held(_agents(form), _scope(form), "no lie pays in any cell, whatever the others bring about")


def check_equilibrium(form: GameForm, watch: Watch) -> Finding:
    """That there is a pure equilibrium: listed, or since truth is dominant."""
    if form.is_listable or not is_dominant_in_plan_form(form):
        return equilibria.check_equilibrium(form, watch)
    return held(_agents(form), _scope(form), "truth is one, since it is dominant; others were not looked at")


def is_dominant_in_plan_form(form: GameForm) -> bool:
    """Is truth dominant by the plan form, where there is one?"""
    return (
        form.mechanism.plan_form is not None
        and form.truth is not None
        and find_lie_in_plan_form(form) is None
    )


def check_messages(form: GameForm, watch: Watch) -> Finding:
    """That everybody has a dominant message: listed, or in plan form."""
    if not uses_plan_form(form):
        return dominant_messages.check_dominant_messages(form, watch)
    told = []
    for i, t, plans in _plans(form):
        count = plans.dominant().size()
        if not count:
            cell = next(c for c, own in enumerate(plans.dominant().choices) if not own)
            gaps = [plans.shortfalls(cell, action)[0] for action in plans.actions(cell)]
            told = [
                f"{show(gap.action)} is worse than {show(gap.better)} if {show(gap.state)} is left"
                for gap in gaps
            ]
            where = f"in cell {cell + 1} of {len(plans.cells)}"
            return refuted(_scope(form), f"{type_of(form, i, t)} has none: {where} {'; '.join(told)}")
        told.append(f"{type_of(form, i, t)} has {count:,}")
    return held(len(told), _scope(form), ", ".join(told))


def check_twice(form: GameForm, watch: Watch) -> Finding:
    """That elimination is over after two rounds: listed, or in plan form where all have dominant messages."""
    if form.is_listable or not _all_have_dominant(form):
        return solvability.check_twice(form, watch)
    return held(_agents(form), _scope(form), f"it is over after 1 round: {ALL_DOMINANT}")


def check_interchangeable(form: GameForm, watch: Watch) -> Finding:
    """That every profile of survivors is an equilibrium: likewise."""
    if form.is_listable or not _all_have_dominant(form):
        return solvability.check_interchangeable(form, watch)
    return held(_agents(form), _scope(form), f"every profile of survivors is an equilibrium: {ALL_DOMINANT}")


def check_truth_survives(form: GameForm, watch: Watch) -> Finding:
    """That no type's truth is eliminated: likewise."""
    if form.is_listable or not _all_have_dominant(form):
        return surviving_truth.check_truth_survives(form, watch)
    lost = next(
        (type_of(form, i, t) for i, t, plans in _plans(form) if not _is_dominant(form, i, t, plans)), ""
    )
    if lost:
        return refuted(_scope(form), f"the truth of {lost} is not dominant, and {ALL_DOMINANT}")
    return held(_agents(form), _scope(form), f"truth is dominant, and {ALL_DOMINANT}")


def _all_have_dominant(form: GameForm) -> bool:
    """Has every type a dominant message? Then what is undominated pays her the same against everything.

    So round 1 leaves the dominant messages alone, and after it nobody prefers one of hers to another.
    """
    return form.mechanism.plan_form is not None and all(
        plans.dominant().size() for _, _, plans in _plans(form)
    )


def _is_dominant(form: GameForm, i: int, t: int, plans: SeparablePlans[Any, Any]) -> bool:
    truth: Any = form.messages[i][true_of_type(form, i, t)]
    return plans.find_shortfall(truth) is None


def _agents(form: GameForm) -> int:
    return sum(map(len, form.types))


@lru_cache(maxsize=16)
def _plans(form: GameForm) -> tuple[tuple[int, int, SeparablePlans[Any, Any]], ...]:
    """For each player and type, which fit the messages and agree with runs of the mechanism."""
    found = []
    for i, types in enumerate(form.types):
        for t, label in enumerate(types):
            plans = call(form.mechanism, "plan_form", i, label)
            if not isinstance(plans, SeparablePlans):
                raise error(form.mechanism, called("plan_form", (i, label)), "SeparablePlans", plans)
            if not _fits(plans, form.messages[i], form.counts[i]):
                rule = "a cell for each place of a message, with each of the actions that may stand there"
                got = [tuple(cell.values()) and plans.actions(c) for c, cell in enumerate(plans.cells)]
                raise error(form.mechanism, called("plan_form", (i, label)), rule, got)
            found.append((i, t, plans))
    if not _is_proved(form):
        require_agreement(form, found)
    return tuple(found)


def _fits(plans: SeparablePlans[Any, Any], messages: Sequence[Any], count: int) -> bool:
    """Are the messages, listed or not, all the plans, and is something said of each action in each state?"""
    cells = [list(map(set, states.values())) for states in plans.cells]
    if not cells or any(not rows or any(row != rows[0] for row in rows) for rows in cells):
        return False
    actions = [rows[0] for rows in cells]
    return count == prod(map(len, actions)) and all(
        isinstance(message, tuple)
        and len(message) == len(actions)
        and all(action in own for action, own in zip(message, actions, strict=True))
        for message in messages
    )
