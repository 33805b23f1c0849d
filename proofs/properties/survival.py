"""What iterated elimination of weakly dominated messages leaves, round by round, and of which kind it is.

Ex post    A message of a type leaves if another earns her no less whatever the others' types and whatever
           survivors they say, and once more. No prior is needed.
Interim    Likewise for what a type expects by the prior, whatever strategies of survivors the others play.
Ex ante    Whole strategies leave, compared by what they earn before types are known.

Dominators are pure, or mixed too. `elimination` of a mechanism says which is meant ("interim, mixed").
Without it the kind is interim where there is a prior and ex post where there is none, and pure.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import TypeAlias

import numpy as np

from gametheory.dominance.rows import dominated_rows
from gametheory.elimination.interim_rounds import eliminate_interim
from gametheory.elimination.rounds import eliminate
from gametheory.games.agent_form import agent_form
from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors
from mechanisms.general.calls import error
from mechanisms.general.game_form import GameForm
from mechanisms.general.games import bayesian_game, ex_ante_game, normal_form, strategies

Left: TypeAlias = tuple[tuple[tuple[int, ...], ...], ...]  # by player and type the messages that are left
Choice: TypeAlias = tuple[tuple[int, int, int], ...]  # what a strategy says: player, type, message

STAGES = ("interim", "ex ante", "ex post")
MOST_AGENT_PROFILES = 2_000_000  # of an agent form that is listed


@dataclass(frozen=True, eq=False)
class Listed:
    """The game in which strategies were eliminated, and what each of its players' strategies says."""

    game: NormalFormGame
    by: By
    survivors: Survivors
    choices: tuple[tuple[Choice, ...], ...]


@dataclass(frozen=True, eq=False)
class Survival:
    """S^0, S^1, ..., S^infinity by player and type, and the game where it was listed.

    Of a type of probability zero every message is said to be left: nothing is expected of it.
    """

    stage: str
    by: By
    history: tuple[Left, ...]
    listed: Listed | None = None

    @property
    def left(self) -> Left:
        """What is left at the end."""
        return self.history[-1]

    @property
    def rounds(self) -> int:
        """How many rounds it took."""
        return len(self.history) - 1

    @property
    def kind(self) -> str:
        """Which dominance it was, in words."""
        return f"weak dominance by {self.by.value} strategies{', ' + self.stage if self.stage else ''}"


def stage_of(form: GameForm) -> tuple[str, By]:
    """The kind of dominance that the mechanism asks for. Raises `MechanismError`."""
    stage = "interim" if form.mechanism.prior is not None else "ex post"
    by = By.PURE
    for word in [word.strip() for word in form.mechanism.elimination.split(",") if word.strip()]:
        if word in STAGES:
            stage = word
        elif word in (By.PURE.value, By.MIXED.value):
            by = By(word)
        else:
            rule = f'a stage ({", ".join(STAGES)}), and "pure" or "mixed"'
            raise error(form.mechanism, "elimination", rule, word)
    if max(map(len, form.types)) == 1:
        return "", by
    if stage != "ex post" and form.mechanism.prior is None:
        raise error(form.mechanism, "elimination", f"{stage} dominance needs a prior(types)")
    return stage, by


@lru_cache(maxsize=16)
def survival(form: GameForm) -> Survival:
    """Eliminate to the end. Raises `TooLargeError` or `UndecidedError`."""
    stage, by = stage_of(form)
    choices: tuple[tuple[Choice, ...], ...]
    if stage == "":
        choices = tuple(tuple(((i, 0, m),) for m in range(size)) for i, size in enumerate(form.listing.shape))
        return _listed(form, stage, normal_form(form), by, choices)
    if stage == "ex ante":
        game = ex_ante_game(form)
        choices = tuple(
            tuple(tuple((i, t, m) for t, m in enumerate(s)) for s in strategies(form, i))
            for i in range(form.count)
        )
        return _listed(form, stage, game, by, choices)
    if stage == "ex post":
        return Survival(stage, by, tuple(_ex_post(form, by)))
    return _interim(form, by)


def _listed(
    form: GameForm, stage: str, game: NormalFormGame, by: By, choices: tuple[tuple[Choice, ...], ...]
) -> Survival:
    elimination = eliminate(game, Relation.WEAK, by)
    every = every_message(form)
    history = []
    for r in range(len(elimination.rounds) + 1):
        kept: dict[tuple[int, int], set[int]] = {}
        for k, own in enumerate(elimination.survivors_after(r)):
            for a in own:
                for i, t, m in choices[k][a]:
                    kept.setdefault((i, t), set()).add(m)
        history.append(
            tuple(
                tuple(tuple(sorted(kept.get((i, t), messages))) for t, messages in enumerate(sets))
                for i, sets in enumerate(every)
            )
        )
    return Survival(stage, by, tuple(history), Listed(game, by, elimination.survivors, choices))


def every_message(form: GameForm) -> Left:
    """Nobody has lost a message yet."""
    return tuple(
        tuple(tuple(range(len(own))) for _ in types)
        for own, types in zip(form.messages, form.types, strict=True)
    )


def _interim(form: GameForm, by: By) -> Survival:
    """In the agent form where it can be listed; else type by type, and by pure strategies."""
    game = bayesian_game(form)
    null = set(game.null_types())
    agents = [(i, t) for i, own in enumerate(form.types) for t in range(len(own)) if (i, t) not in null]
    game = game.without_null_types() if null else game
    profiles = prod(len(form.messages[i]) for i, _ in agents)
    if profiles <= MOST_AGENT_PROFILES:
        choices = tuple(tuple(((i, t, m),) for m in range(len(form.messages[i]))) for i, t in agents)
        return _listed(form, "interim", agent_form(game).game, by, choices)
    if by is By.MIXED:
        raise TooLargeError(
            f"by mixed strategies the agent form is listed: {profiles:,} profiles, "
            f"at most {MOST_AGENT_PROFILES:,}"
        )
    found = eliminate_interim(game)
    every = every_message(form)
    history = []
    for r in range(len(found.rounds) + 1):
        left = [list(own) for own in every]
        kept = (own for sets in found.survivors_after(r) for own in sets)
        for (i, t), own in zip(agents, kept, strict=True):
            left[i][t] = own
        history.append(tuple(map(tuple, left)))
    return Survival("interim", by, tuple(history))


def _ex_post(form: GameForm, by: By) -> list[Left]:
    history = [every_message(form)]
    while True:
        left = history[-1]
        after = tuple(
            tuple(_undominated(form, i, t, left, by) for t in range(len(form.types[i])))
            for i in range(form.count)
        )
        if after == left:
            return history
        history.append(after)


def _undominated(form: GameForm, i: int, t: int, left: Left, by: By) -> tuple[int, ...]:
    """What is left of a type's messages, compared at all types of the others and all they may say then."""
    own = left[i][t]
    if len(own) == 1:
        return own
    dominated = {own[removal.a] for removal in dominated_rows(_payoff_rows(form, i, t, left), by)}
    return tuple(m for m in own if m not in dominated)


def _payoff_rows(form: GameForm, i: int, t: int, left: Left) -> IntegerArray:
    table, _ = form.listing.table(i)
    blocks = []
    for place, context in enumerate(form.contexts(i)):
        if form.own_type(i, context) == t:
            said = [
                left[i][t]
                if j == i
                else left[j][context[j]]
                if form.mechanism.interdependent
                else _any(left[j])
                for j in range(form.count)
            ]
            results = np.moveaxis(form.listing.result[np.ix_(*said)], i, 0).reshape(len(left[i][t]), -1)
            blocks.append(table[place][results])
    return np.concatenate(blocks, axis=1)


def _any(sets: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    """What some type may say."""
    return tuple(sorted(set().union(*sets)))
