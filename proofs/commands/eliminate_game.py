"""Elimination in a game that is listed: in rounds, and in all orders."""

from collections.abc import Callable, Sequence

from gametheory.elimination.drawing import draw_dot, draw_png, draw_svg, orders_html
from gametheory.elimination.ends import Ends, agreement, find_ends
from gametheory.elimination.html import elimination_html
from gametheory.elimination.order_independence import Same, can_keep
from gametheory.elimination.reductions import Reductions, Step
from gametheory.elimination.rounds import Elimination, eliminate
from gametheory.formats.game_file import GameFile, limits_of
from gametheory.formats.nfg import format_nfg
from gametheory.games.errors import UndecidedError
from gametheory.games.labels import visible
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.survivors import Survivors, all_strategies, restricted_game
from proofs.claims.scopes import number_of
from proofs.commands.elimination_certificate import elimination_certificate
from proofs.commands.elimination_expectations import finish, read_expectation
from proofs.commands.elimination_question import Question
from proofs.commands.load_game import load_game
from proofs.commands.named_strategy import named_strategy
from proofs.commands.reports.elimination_json import elimination_as_json, kept_as_json, orders_as_json
from proofs.commands.reports.elimination_orders import kept_report, orders_report
from proofs.commands.reports.game_elimination import describe, elimination_report, rounds_that_leave
from proofs.commands.reports.parts import Part
from proofs.commands.terminal import InterruptedByUserError, console_of_lines, say
from proofs.commands.waiting import Waiting
from proofs.commands.writing import write_file

DRAW: dict[str, Callable[[Reductions], str | bytes]] = {
    ".svg": draw_svg,
    ".png": draw_png,
    ".dot": draw_dot,
}


def eliminate_game(question: Question, given: GameFile | None = None) -> None:
    """Say what is left of the game in the file, or given, and what is asked about all orders."""
    expected = read_expectation(question)
    loaded = load_game(question.file, question.agent_form) if given is None else given
    game = loaded.game
    for note in loaded.notes:
        say(visible(f"{question.file}: {note}"))
    kept = [named_strategy(game, words) for words in question.keep]
    with limits_of(str(question.file)):
        run = _eliminate(game, question)
        reductions = _explore(game, question) if question.about_orders else None
        ends = _ends(reductions, question) if reductions and question.orders else None

    answer = elimination_as_json(run)
    if loaded.relabelled:
        answer["relabelled"] = [each.as_json() for each in loaded.relabelled]
    if loaded.remarks:
        answer["remarks"] = list(loaded.remarks)
    if reductions and question.orders:
        answer["orders"] = orders_as_json(reductions, ends)
    if reductions and kept:
        answer["kept"] = kept_as_json(reductions, kept)

    def report() -> list[Part]:
        orders = orders_report(reductions, ends, question.every) if reductions and question.orders else []
        keeping = kept_report(reductions, kept) if reductions and kept else []
        return [*elimination_report(run, question.every), *orders, *keeping]

    if reductions and question.graph is not None:
        write_file(question.graph, DRAW[question.graph.suffix](reductions))
    if question.output is not None:
        title = f"{question.file.stem}: what {rounds_that_leave(run)}"
        write_file(question.output, format_nfg(restricted_game(game, run.survivors), title))
    if question.certificate is not None:
        write_file(question.certificate, elimination_certificate(run))
    finish(
        question,
        expected,
        answer,
        report,
        lambda: [elimination_html(run), *([orders_html(reductions)] if reductions else [])],
    )
    if reductions and (left_open := _left_open(reductions, ends, question.orders, kept)):
        raise UndecidedError(f"{question.file}: open: {left_open}; more --nodes or --seconds may settle it")


def _left_open(
    reductions: Reductions, ends: Ends | None, orders: bool, kept: Sequence[tuple[int, int]]
) -> str:
    """Which of the questions that were asked have no answer, in words."""
    who, what = (agreement(reductions, ends, same) for same in Same)
    asked = {
        "whether the order matters": orders and what is None,
        "whether the order matters for who is left": orders and what is not None and who is None,
        "whether some order keeps what --keep names": kept and can_keep(reductions, kept) is None,
    }
    return " and ".join(question for question, is_open in asked.items() if is_open)


def _eliminate(game: NormalFormGame, question: Question) -> Elimination:
    known: list[tuple[int, Survivors]] = [(0, all_strategies(game))]
    with Waiting() as waiting:

        def progress(r: int, survivors: Survivors) -> None:
            known[:] = [(r, survivors)]
            left = " x ".join(str(len(own)) for own in survivors)
            waiting.say(f"round {r + 1}; left: {left} strategies")

        try:
            return eliminate(
                game,
                question.relation,
                question.by,
                rounds=question.rounds,
                then=question.then,
                progress=progress,
            )
        except KeyboardInterrupt:
            ((r, survivors),) = known
            left = describe(game, survivors)
            raise InterruptedByUserError(
                f"interrupted in round {r + 1}; left after round {r}: {left}"
            ) from None


def _explore(game: NormalFormGame, question: Question) -> Reductions:
    reductions = Reductions(game, question.relation, question.by, Step(question.step))
    with Waiting() as waiting:
        try:
            return reductions.grow(
                question.nodes,
                20 * question.nodes,
                question.seconds,
                lambda seen, ends: waiting.say(
                    f"{number_of(seen, 'set')} of survivors, {number_of(ends, 'end')}"
                ),
            )
        except KeyboardInterrupt:
            waiting.stop()
            err = console_of_lines(stderr=True)
            for part in orders_report(reductions, None, question.every):
                err.print(part, markup=False)
            raise InterruptedByUserError("interrupted; the above is what is known so far") from None


def _ends(reductions: Reductions, question: Question) -> Ends | None:
    """Where all orders end, up to duplicates and names, if the graph does not say whether they agree."""
    if agreement(reductions, None, Same.OUTCOMES) is not None:
        return None
    game, relation, by = reductions.game, reductions.relation, reductions.by
    with Waiting() as waiting:
        return find_ends(
            game,
            relation,
            by,
            reductions.step,
            sets=question.nodes,
            seconds=question.seconds,
            progress=lambda seen, ends: waiting.say(
                f"{number_of(seen, 'set')} of survivors that are not alike, {number_of(ends, 'end')}"
            ),
        )
