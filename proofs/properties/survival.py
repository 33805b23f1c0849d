"""What iterated elimination of weakly dominated messages leaves, round by round, and of which kind it is.

Ex post    A message of a type leaves if another earns her no less whatever the others' types and whatever
           survivors they say, and once more. No prior is needed.
Interim    Likewise for what a type expects by the prior, whatever strategies of survivors the others play.
Ex ante    Whole strategies leave, compared by what they earn before types are known.

Dominators are pure, or mixed too. `elimination` of a mechanism says which is meant ("interim, mixed").
Without it the kind is interim where there is a prior and ex post where there is none, and pure.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import TypeAlias

import numpy as np

from gametheory.dominance.rows import dominated_rows, is_undominated
from gametheory.elimination.anew import rounds_anew
from gametheory.elimination.interim_anew import interim_rounds_anew
from gametheory.elimination.interim_rounds import eliminate_interim, every_action
from gametheory.elimination.rounds import eliminate
from gametheory.games.agent_form import agent_form
from gametheory.games.bayesian import BayesianGame
from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors, all_strategies
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
    history: tuple[Survivors, ...]
    choices: tuple[tuple[Choice, ...], ...]

    @property
    def survivors(self) -> Survivors:
        """Which strategies are left at the end."""
        return self.history[-1]


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
    rule, words = f'a stage ({", ".join(STAGES)}), and "pure" or "mixed"', form.mechanism.elimination
    if not isinstance(words, str):
        raise error(form.mechanism, "elimination", rule, words)
    for word in [word.strip() for word in words.split(",") if word.strip()]:
        if word in STAGES:
            stage = word
        elif word in (By.PURE.value, By.MIXED.value):
            by = By(word)
        else:
            raise error(form.mechanism, "elimination", rule, word)
    if max(map(len, form.types)) == 1:
        return "", by
    if stage != "ex post" and form.mechanism.prior is None:
        raise error(form.mechanism, "elimination", f"{stage} dominance needs a prior(types)")
    return stage, by


@dataclass(frozen=True)
class Rounds:
    """By what means one eliminates: what is left after 0, 1, ... rounds, or which rows of a matrix."""

    of_game: Callable[[NormalFormGame, By], Iterable[Survivors]]
    of_types: Callable[[BayesianGame], Iterable[Left]]
    of_rows: Callable[[IntegerArray, By], Collection[int]]


@lru_cache(maxsize=16)
def survival(form: GameForm) -> Survival:
    """Eliminate to the end. Raises `TooLargeError` or `UndecidedError`."""
    return eliminated(form, FOUND)


@lru_cache(maxsize=16)
def survival_anew(form: GameForm) -> Survival:
    """The same by the definition, pair by pair: what records are rechecked with."""
    return eliminated(form, ANEW)


def eliminated_game(form: GameForm) -> Listed | None:
    """The game in which strategies are eliminated, with all of them; None where it is not listed."""
    return eliminated(form, NO_ROUNDS).listed


def eliminated(form: GameForm, rounds: Rounds) -> Survival:
    """Eliminate to the end by these means."""
    stage, by = stage_of(form)
    choices: tuple[tuple[Choice, ...], ...]
    if stage == "":
        choices = tuple(tuple(((i, 0, m),) for m in range(size)) for i, size in enumerate(form.listing.shape))
        return _listed(form, stage, normal_form(form), by, choices, rounds)
    if stage == "ex ante":
        game = ex_ante_game(form)
        choices = tuple(
            tuple(tuple((i, t, m) for t, m in enumerate(s)) for s in strategies(form, i))
            for i in range(form.count)
        )
        return _listed(form, stage, game, by, choices, rounds)
    if stage == "ex post":
        return Survival(stage, by, tuple(_ex_post(form, by, rounds)))
    return _interim(form, by, rounds)


def _listed(
    form: GameForm,
    stage: str,
    game: NormalFormGame,
    by: By,
    choices: tuple[tuple[Choice, ...], ...],
    rounds: Rounds,
) -> Survival:
    each_round = tuple(rounds.of_game(game, by))
    every = every_message(form)
    history = []
    for survivors in each_round:
        kept: dict[tuple[int, int], set[int]] = {}
        for k, own in enumerate(survivors):
            for a in own:
                for i, t, m in choices[k][a]:
                    kept.setdefault((i, t), set()).add(m)
        history.append(
            tuple(
                tuple(tuple(sorted(kept.get((i, t), messages))) for t, messages in enumerate(sets))
                for i, sets in enumerate(every)
            )
        )
    return Survival(stage, by, tuple(history), Listed(game, by, each_round, choices))


def every_message(form: GameForm) -> Left:
    """Nobody has lost a message yet."""
    return tuple(
        tuple(tuple(range(len(own))) for _ in types)
        for own, types in zip(form.messages, form.types, strict=True)
    )


def _interim(form: GameForm, by: By, rounds: Rounds) -> Survival:
    """In the agent form where it can be listed; else type by type, and by pure strategies."""
    game = bayesian_game(form)
    null = set(game.null_types())
    agents = [(i, t) for i, own in enumerate(form.types) for t in range(len(own)) if (i, t) not in null]
    game = game.without_null_types() if null else game
    profiles = prod(len(form.messages[i]) for i, _ in agents)
    if profiles <= MOST_AGENT_PROFILES:
        choices = tuple(tuple(((i, t, m),) for m in range(len(form.messages[i]))) for i, t in agents)
        return _listed(form, "interim", agent_form(game).game, by, choices, rounds)
    if by is By.MIXED:
        raise TooLargeError(
            f"by mixed strategies the agent form is listed: {profiles:,} profiles, "
            f"at most {MOST_AGENT_PROFILES:,}"
        )
    every = every_message(form)
    history = []
    for survivors in rounds.of_types(game):
        left = [list(own) for own in every]
        kept = (own for sets in survivors for own in sets)
        for (i, t), own in zip(agents, kept, strict=True):
            left[i][t] = own
        history.append(tuple(map(tuple, left)))
    return Survival("interim", by, tuple(history))


def _ex_post(form: GameForm, by: By, rounds: Rounds) -> list[Left]:
    history = [every_message(form)]
    while True:
        left = history[-1]
        after = tuple(
            tuple(_undominated(form, i, t, left, by, rounds) for t in range(len(form.types[i])))
            for i in range(form.count)
        )
        if after == left:
            return history
        history.append(after)


def _undominated(form: GameForm, i: int, t: int, left: Left, by: By, rounds: Rounds) -> tuple[int, ...]:
    """What is left of a type's messages, compared at all types of the others and all they may say then."""
    own = left[i][t]
    if len(own) == 1:
        return own
    return tuple(own[row] for row in sorted(rounds.of_rows(_payoff_rows(form, i, t, left), by)))


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


def _rounds_found(game: NormalFormGame, by: By) -> Iterator[Survivors]:
    elimination = eliminate(game, Relation.WEAK, by)
    return (elimination.survivors_after(r) for r in range(len(elimination.rounds) + 1))


def _interim_rounds_found(game: BayesianGame) -> Iterator[Left]:
    elimination = eliminate_interim(game)
    return (elimination.survivors_after(r) for r in range(len(elimination.rounds) + 1))


def _rows_found(matrix: IntegerArray, by: By) -> set[int]:
    return set(range(len(matrix))) - {removal.a for removal in dominated_rows(matrix, by)}


def _rows_anew(matrix: IntegerArray, by: By) -> list[int]:
    return [a for a in range(len(matrix)) if is_undominated(a, matrix, by)]


FOUND = Rounds(_rounds_found, _interim_rounds_found, _rows_found)
ANEW = Rounds(rounds_anew, interim_rounds_anew, _rows_anew)
NO_ROUNDS = Rounds(
    lambda game, by: [all_strategies(game)],
    lambda game: [every_action(game)],
    lambda matrix, by: range(len(matrix)),
)
