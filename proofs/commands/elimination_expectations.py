"""What a file expects of an elimination: the regression check of a game, as `[expect]` is of a market.

The file is TOML with the fields of the result; `--write-expect` writes one. `survivors` must be there, and
whatever else is there is compared.
"""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from gametheory.games.errors import InputError
from gametheory.games.labels import listed, visible
from mechanisms.files.toml import Section, read_toml
from proofs.commands.elimination_question import Question
from proofs.commands.reports.parts import Part
from proofs.commands.terminal import print_json, say, write
from proofs.commands.writing import write_toml

ASKED = ("relation", "by", "then")  # of the command, and so of the file
FOUND = ("turn", "finished", "rounds")


def read_expectation(question: Question) -> Section | None:
    """The file of `--expect`, if there is one. Raises `InstanceError` if it cannot be read or is not TOML."""
    if question.expect is None:
        return None
    if not question.expect.exists():
        raise InputError(f"{question.expect}: no such file (--write-expect {question.expect} writes it)")
    return read_toml(question.expect)


def finish(
    question: Question,
    expected: Section | None,
    answer: dict[str, Any],
    report: Callable[[], list[Part]],
    pictures: Callable[[], list[str]] = list,
) -> None:
    """Print the answer, compare it with what is expected, and exit with 1 if it is not that.

    `pictures` are what a page shows before the report, as HTML.
    """
    found = expectation_document(answer)
    surprises = [] if expected is None else list(unmet(expected, found))
    if question.write_expect is not None:
        write_toml(question.write_expect, found)
    if question.page is not None:
        from proofs.commands.page.page import write_page
        from proofs.commands.page.parts import parts_html

        unexpected = [f"Not as expected: {words}" for words in surprises]
        answer_first, *rest = report()
        first = parts_html([answer_first, *unexpected])
        sections = [first, *pictures(), parts_html(rest)]
        write_page(question.page, f"Elimination in {question.file.name}", sections)
    if question.form == "json":
        print_json(answer if expected is None else {**answer, "as_expected": not surprises})
    else:
        as_expected = [f"As expected in {question.expect}."] if expected is not None and not surprises else []
        write([*report(), *as_expected], question.form)
    for words in surprises:
        say(f"unexpected: {words}")
    if surprises:
        sys.exit(1)


def expectation_document(answer: dict[str, Any]) -> dict[str, Any]:
    """The table that expects what was found."""
    rounds = answer["rounds"]
    kept = {key: answer[key] for key in (*ASKED, *FOUND) if key in answer}
    return {
        **kept,
        "rounds": rounds if isinstance(rounds, int) else len(rounds),
        "survivors": answer["survivors"],
    }


def unmet(expected: Section, found: dict[str, Any]) -> Iterator[str]:
    """Every way in which the result differs from what is expected, in words.

    Raises `InstanceError` for a file that asks another question, or knows other players.
    """
    expected.allow((*ASKED, *FOUND, "survivors"))
    for key in ASKED:
        if key in expected and (wanted := expected.text(key)) != found.get(key):
            asked = f"--{key} {found[key]}" if key in found else f"without --{key}"
            raise expected.error(key, f"what this run was asked, {asked}", wanted)
    survivors = expected.section("survivors")
    survivors.allow(found["survivors"])
    for key in FOUND:
        if key in expected:
            yield from _difference(key, found.get(key), expected.content[key])
    for player, left in found["survivors"].items():
        if isinstance(left, dict):  # of a buyer with a signal, say, in parts
            parts = survivors.section(player)
            parts.allow(left)
            for part, own in left.items():
                yield from _difference(f"{player}, {part}", own, parts.require(part))
        else:
            labels = survivors.listed(player, survivors.require(player), None, "a list of strategies")
            yield from _difference(player, left, labels)


def _difference(what: str, found: object, wanted: object) -> Iterator[str]:
    """Of two lists, whatever their order, what is in one of them only."""
    if not isinstance(found, list) or not isinstance(wanted, list):
        if _words(found) != _words(wanted):
            yield f"{visible(what)}: {_words(found)}, expected {_words(wanted)}"
        return
    here, there = ({_words(item): None for item in items} for items in (found, wanted))  # ordered sets
    for some, others, fate in (
        (there, here, "gone, expected to stay"),
        (here, there, "left, expected to go"),
    ):
        if differing := [item for item in some if item not in others]:
            are = "is" if len(differing) == 1 else "are"
            yield f"{visible(what)}: {listed(differing)} {are} {fate}"


def _words(value: object) -> str:
    return visible(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))
