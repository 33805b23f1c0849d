"""Witnesses about what elimination leaves of anybody's mechanism, and about its equilibria, as pictures."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product
from typing import Any

from gametheory.games.normal_form import NormalFormGame
from gametheory.games.survivors import Survivors
from mechanisms.general.calls import show
from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.mechanism import Mechanism
from proofs.pictures.bars import Bar, Bars, bars_panel
from proofs.pictures.chips import Chip, Chips, chips_panel
from proofs.pictures.picture import Picture
from proofs.properties.bayesian import possible_types
from proofs.properties.eliminated import name_of, said
from proofs.properties.equilibria import (
    NoPureEquilibrium,
    OtherEquilibrium,
    expected,
)
from proofs.properties.order import TwoOrders
from proofs.properties.solvability import LateMessage, LateStrategy, NoEquilibrium, UnequalSurvivors
from proofs.properties.survival import Listed, eliminated_game, survival_anew
from proofs.properties.surviving_truth import (
    OtherResult,
    TruthfulStrategyLeaves,
    TruthLeaves,
    truthful_strategy,
)
from proofs.properties.truth import true_of_type, type_of

MOST_PROFILES = 5  # profiles without an equilibrium that are shown


def truth_leaves(record: TruthLeaves, mechanism: Mechanism) -> Picture:
    """What the type can say, and in which round it leaves: the truth does."""
    form = GameForm(mechanism)
    true = true_of_type(form, record.i, record.t)
    name = form.message_name(record.i, true)
    caption = f"Struck out is what is eliminated, and when: the truth, {name}, too."
    return Picture((_messages(form, record.i, record.t, true),), caption)


def truthful_strategy_leaves(record: TruthfulStrategyLeaves, mechanism: Mechanism) -> Picture:
    """The truthful strategy of a player and those that stay: it leaves, and when."""
    form = GameForm(mechanism)
    found = _listed(form)
    leaves, own = _rounds(found.history, record.i), found.game.strategies[record.i]
    true = truthful_strategy(form, found, record.i)
    shown = (true, *(a for a in found.survivors[record.i] if a != true))
    chips = [_chip(own[a], leaves.get(a), a == true) for a in shown]
    panel = chips_panel(
        f"Strategies of {form.players[record.i]}", [Chips("the truth, and what stays", chips)]
    )
    return Picture(
        (panel,), f"Struck out is what is eliminated, and when: the truthful strategy, {own[true]}."
    )


def late_message(record: LateMessage, mechanism: Mechanism) -> Picture:
    """What the type can say, and in which round it leaves: one message after the second."""
    form = GameForm(mechanism)
    name = form.message_name(record.i, record.m)
    caption = f"Struck out is what is eliminated, and when: {name} after the second round."
    return Picture((_messages(form, record.i, record.t, record.m),), caption)


def late_strategy(record: LateStrategy, mechanism: Mechanism) -> Picture:
    """The strategies of a player of the eliminated game, and in which round they leave."""
    form = GameForm(mechanism)
    found = _listed(form)
    leaves = _rounds(found.history, record.k)
    own = found.game.strategies[record.k]
    late = [a for a in range(len(own)) if leaves.get(a, 0) > 2]
    chips = [_chip(own[a], leaves.get(a), a == record.a) for a in (*late, *found.survivors[record.k])]
    panel = chips_panel(f"Strategies of {name_of(form, found, record.k)}", [Chips("after round 2", chips)])
    return Picture((panel,), f"Struck out is what leaves later, and when: {own[record.a]} does.")


def unequal_survivors(record: UnequalSurvivors, mechanism: Mechanism) -> Picture:
    """What two profiles of survivors pay the player."""
    form = GameForm(mechanism)
    found = _listed(form)
    bars = [
        Bars(said(form, found, profile), [Bar("pays", found.game.payoff(record.k, profile), look)])
        for profile, look in ((record.one, "supply"), (record.other, "demand"))
    ]
    name = name_of(form, found, record.k)
    return Picture((bars_panel(f"What {name} has", bars),), f"Both survive, and {name} is not paid the same.")


def no_equilibrium(record: NoEquilibrium, mechanism: Mechanism) -> Picture:
    """What the player has at a profile of survivors, and by her better strategy."""
    form = GameForm(mechanism)
    found, k = _listed(form), record.k
    changed = (*record.profile[:k], record.b, *record.profile[k + 1 :])
    own = found.game.strategies[k]
    bars = [
        Bar(f"by {_short(own[record.profile[k]])}", found.game.payoff(k, record.profile), "bad"),
        Bar(f"by {_short(own[record.b])}", found.game.payoff(k, changed), "good"),
    ]
    panel = bars_panel(f"What {name_of(form, found, k)} has", [Bars(said(form, found, record.profile), bars)])
    return Picture((panel,), "What survives is no equilibrium: she gains by a message of hers.")


def two_orders(record: TwoOrders, mechanism: Mechanism) -> Picture:
    """What each order leaves, and what it struck out at which step."""
    form = GameForm(mechanism)
    found = eliminated_game(form)
    assert found is not None
    panels = tuple(
        chips_panel(heading, list(_kept(form, found, order)))
        for heading, order in (("One order", record.one), ("Another order", record.other))
    )
    return Picture(panels, "Struck out is what leaves, and at which step. The two ends are different games.")


def other_result(record: OtherResult, mechanism: Mechanism) -> Picture:
    """What comes of messages that survive, and of the truth."""
    form = GameForm(mechanism)
    return _outcomes(form, record.types, record.messages, "what survives")


def other_equilibrium(record: OtherEquilibrium, mechanism: Mechanism) -> Picture:
    """What comes of an equilibrium, and of the truth."""
    form = GameForm(mechanism)
    plan = dict(zip(possible_types(form), record.profile, strict=True))
    messages = tuple(plan[i, t] for i, t in enumerate(record.types))
    return _outcomes(form, record.types, messages, "the equilibrium")


def no_pure_equilibrium(record: NoPureEquilibrium, mechanism: Mechanism) -> Picture:
    """For the first profiles who gains, and by what."""
    form = GameForm(mechanism)
    agents = possible_types(form)
    profiles = product(*(range(len(form.messages[i])) for i, _ in agents))
    groups = []
    for profile, (k, message) in islice(zip(profiles, record.better, strict=False), MOST_PROFILES):
        plan, (i, t) = dict(zip(agents, profile, strict=True)), agents[k]
        bars = [
            Bar(
                f"{type_of(form, i, t)}: {_short(form.message_name(i, m))}",
                expected(form, plan, i, t, m),
                look,
            )
            for m, look in ((profile[k], "bad"), (message, "good"))
        ]
        told = (f"{type_of(form, *agent)} says {form.message_name(agent[0], m)}" for agent, m in plan.items())
        groups.append(Bars(", ".join(told), bars))
    more = len(record.better) - len(groups)
    caption = "At every profile somebody gains by another message"
    caption += f"; these are the first, and there are {more:,} more." if more > 0 else "."
    return Picture((bars_panel("Who gains by what", groups),), caption)


def _short(words: str) -> str:
    return words if len(words) <= 18 else f"{words[:17]}…"


def _listed(form: GameForm) -> Listed:
    found = survival_anew(form).listed
    assert found is not None
    return found


def _chip(words: str, round_: int | None, marked: bool) -> Chip:
    """What stays, or leaves in a round."""
    look = "bad" if marked else "good" if round_ is None else "faint"
    return Chip(words, look) if round_ is None else Chip(words, look, gone=True, note=f"round {round_}")


def _rounds(history: Sequence[Survivors], k: int) -> dict[int, int]:
    """In which round each strategy of a player leaves, for those that do."""
    return {a: r for r in range(1, len(history)) for a in history[r - 1][k] if a not in history[r][k]}


def _messages(form: GameForm, i: int, t: int, marked: int) -> Any:
    """What a type can say, and in which round it leaves."""
    history = survival_anew(form).history
    leaves = {m: r for r in range(1, len(history)) for m in history[r - 1][i][t] if m not in history[r][i][t]}
    order = sorted(history[0][i][t], key=lambda m: (m != marked, m))
    chips = [_chip(form.message_name(i, m), leaves.get(m), m == marked) for m in order]
    return chips_panel(f"What {type_of(form, i, t)} can say", [Chips("", chips)])


def _kept(form: GameForm, found: Listed, order: Sequence[Survivors]) -> Iterator[Chips]:
    """A row for each player of the game: what stays, then what leaves at which step."""
    game: NormalFormGame = found.game
    everybody: Survivors = tuple(tuple(range(size)) for size in game.shape)
    for k, own in enumerate(game.strategies):
        leaves = _rounds((everybody, *order), k)
        places = sorted(range(len(own)), key=lambda a: leaves.get(a, 0))
        chips = [
            Chip(own[a], "faint", gone=True, note=f"step {leaves[a]}")
            if a in leaves
            else Chip(own[a], "good")
            for a in places
        ]
        yield Chips(name_of(form, found, k), chips)


def _outcomes(form: GameForm, types: Places, messages: Places, brought_by: str) -> Picture:
    """The outcomes of some messages and of the truth, with their probabilities."""
    groups = [
        Bars(f"{words}: {form.say(said_)}", [Bar(_short(show(x)), p, look) for x, p in form.lottery(said_)])
        for words, said_, look in (
            (brought_by, messages, "bad"),
            ("the truth", form.truthful(types), "good"),
        )
    ]
    heading = f"Outcomes at the types {form.types_name(types)}"
    return Picture((bars_panel(heading, groups),), "A bar is the probability of an outcome.")


DRAWN: dict[type, Callable[[Any, Any], Picture]] = {
    TruthLeaves: truth_leaves,
    TruthfulStrategyLeaves: truthful_strategy_leaves,
    LateMessage: late_message,
    LateStrategy: late_strategy,
    UnequalSurvivors: unequal_survivors,
    NoEquilibrium: no_equilibrium,
    TwoOrders: two_orders,
    OtherResult: other_result,
    OtherEquilibrium: other_equilibrium,
    NoPureEquilibrium: no_pure_equilibrium,
}
