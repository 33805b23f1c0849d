"""The command `undominated eliminate` for a mechanism of a user: its listed game, or type by type.

Without types the game is that of messages; with a prior every type is a player (interim), unless the
mechanism asks for *ex ante*. Where that game is not listed, or messages are compared *ex post*, what is left
to each type is told, round by round.
"""

import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

from gametheory.formats.game_file import GameFile, limits_of
from gametheory.games.errors import InputError
from gametheory.games.relation import Relation
from mechanisms.files.any_mechanism import load_mechanism
from mechanisms.general.game_form import GameForm
from mechanisms.general.interrupts import none_lost
from proofs.claims.scopes import number_of
from proofs.commands.eliminate_game import eliminate_game
from proofs.commands.elimination_expectations import finish, read_expectation
from proofs.commands.elimination_question import Question
from proofs.commands.reports.parts import Part, Title
from proofs.commands.reports.table import Column, Table
from proofs.properties.check import which_variant
from proofs.properties.survival import Survival, eliminated_game, stage_of, survival
from proofs.properties.truth import type_of


def eliminate_mechanism(question: Question) -> None:
    """Say what is left. Raises `InputError` for what cannot be asked, `TooLargeError` for too much."""
    with (
        none_lost(),
        limits_of(str(question.file)),
        redirect_stdout(sys.stderr),
    ):  # what a user's code prints is not part of a report
        question, form = _asked(question)
        listed = eliminated_game(form)
        found = None if listed is not None else survival(form)
    if listed is not None:
        agents = stage_of(form)[0] == "interim"
        eliminate_game(question, GameFile(listed.game, title=_title(form), agents=agents))
        return
    refused = {
        "--relation": question.relation is not Relation.WEAK,
        "--then": question.then is not None,
        "--rounds": question.rounds is not None,
        "--orders, --keep and --graph": question.about_orders,
        "--output": question.output is not None,
    }
    for option, given in refused.items():
        if given:
            stage = stage_of(form)[0]
            raise InputError(
                f"{option}: {stage} elimination of {question.file} goes type by type, without a listed game"
            )
    assert found is not None
    expected, left = read_expectation(question), found
    finish(question, expected, _as_json(form, left), lambda: _report(form, left))


def _asked(question: Question) -> tuple[Question, GameForm]:
    """The mechanism, with the dominance that the options ask for, or else its class."""
    mechanism = load_mechanism(Path(question.file))
    if question.agent_form and mechanism.prior is None:
        raise InputError(f"{question.file}: --agent-form: needs a prior(types), and there is none")
    stage, by = stage_of(GameForm(mechanism))
    question = question if question.by_is_given else replace(question, by=by)
    stage = "interim" if stage and question.agent_form else stage
    mechanism.elimination = ", ".join(filter(None, (stage, question.by.value)))  # type: ignore[misc]
    return question, GameForm(mechanism)


def _title(form: GameForm) -> str:
    """The class, and which of its variants, of how many."""
    return f"{type(form.mechanism).__name__}{which_variant(form.mechanism)}"


def _lost(form: GameForm, found: Survival, r: int) -> Iterator[tuple[str, list[str], list[str]]]:
    """Who loses which messages in round r, and which are left."""
    for i, sets in enumerate(found.history[r]):
        for t, left in enumerate(sets):
            gone = [m for m in found.history[r - 1][i][t] if m not in left]
            if gone:
                lost, kept = ([form.message_name(i, m) for m in some] for some in (gone, left))
                yield type_of(form, i, t), lost, kept


def _as_json(form: GameForm, found: Survival) -> dict[str, Any]:
    """`survivors` by player and type; `rounds`: who loses which messages."""
    return {
        "relation": Relation.WEAK.value,
        "by": found.by.value,
        "finished": True,
        "survivors": {
            type_of(form, i, t): [form.message_name(i, m) for m in left]
            for i, sets in enumerate(found.left)
            for t, left in enumerate(sets)
        },
        "rounds": [
            [{"player": who, "messages": gone} for who, gone, _ in _lost(form, found, r)]
            for r in range(1, found.rounds + 1)
        ],
    }


def _report(form: GameForm, found: Survival) -> list[Part]:
    rows = [
        (f"round {r}", who, ", ".join(gone), ", ".join(left))
        for r in range(1, found.rounds + 1)
        for who, gone, left in _lost(form, found, r)
    ]
    columns = (Column("when"), Column("type"), Column("loses", prose=2), Column("left", prose=2))
    if not rows:
        return [Title(_title(form)), f"No message is dominated: {found.kind}."]
    said = f"{number_of(found.rounds, 'round')} of {found.kind}"
    return [Title(_title(form)), said, Table("", columns, rows)]
