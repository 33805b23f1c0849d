"""The command `undominated curve`: what random grouping costs as a market grows, exactly."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from gametheory.games.errors import InputError, UndecidedError
from proofs.commands.options import FILE, LOG_FILE, NEW_FILE, as_a_page, written_as
from proofs.commands.terminal import InterruptedByUserError, print_json, progress, say, write

if TYPE_CHECKING:
    from fractions import Fraction

    from mechanisms.large.curve import Point, RivalPoint
    from mechanisms.large.sequence import MarketSequence, ShockMarketSequence
    from mechanisms.markets.instance import Instance

CLAIM, RIVALS = "curve", "curve.rivals"  # that points are stored under
LARGEST = 2_000


class Exact(click.ParamType):  # type: ignore[type-arg]
    """An exact number greater than 0, or at least 0."""

    name = "number"

    def __init__(self, may_be_0: bool = False) -> None:
        self.may_be_0 = may_be_0

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> "Fraction":
        """The Fraction; refuses floats, as everywhere."""
        from gametheory.games.errors import InexactNumberError
        from gametheory.games.exact import exact

        try:
            found = exact(value)
        except InexactNumberError as wrong:
            self.fail(str(wrong), param, ctx)
        if found < 0 or (found == 0 and not self.may_be_0):
            rule = "a number >= 0" if self.may_be_0 else "a number greater than 0"
            self.fail(f"{rule}, got {found}", param, ctx)
        return found


@click.command()
@click.argument("file", type=FILE, metavar="FILE")
@click.option(
    "--to", "most", type=click.IntRange(1, LARGEST), default=100, show_default=True, help="The last n."
)
@click.option("--every", is_flag=True, help="Every n, not only some two dozen of them.")
@click.option(
    "--epsilon",
    type=Exact(),
    default="1/10",
    show_default=True,
    metavar="P/Q",
    help="How likely is it that the groups' prices differ by so much?",
)
@click.option(
    "--within",
    type=Exact(),
    metavar="P/Q",
    help="From which n on is the loss per capita no more than that, by the bound?",
)
@click.option("--against", is_flag=True, help="Beside it what a designer might choose instead.")
@click.option(
    "--posted",
    type=Exact(may_be_0=True),
    metavar="P/Q",
    help="With --against: the price that is posted; unless given, that which clears the whole market.",
)
@click.option("--picture", type=NEW_FILE, metavar="FILE.svg", help="Draw the curves (needs Matplotlib).")
@click.option(
    "--log",
    type=LOG_FILE,
    help="Keep every point in this file (SQLite), and go on where an earlier run stopped.",
)
@as_a_page
@written_as("json", "csv", "markdown", "latex")
def curve(
    file: Path,
    most: int,
    every: bool,
    epsilon: "Fraction",
    within: "Fraction | None",
    against: bool,
    posted: "Fraction | None",
    picture: Path | None,
    log: Path | None,
    page: Path | None,
    form: str,
) -> None:
    """What G* or G** loses as a market grows, with exact numbers and no list of groupings.

    FILE is an instance of G*, or of G** with a macro shock, whose agents are replicated; a sequence of
    markets of either in TOML, whose table [sequence] and whose agents have expressions in n; or Python with a
    class that has a method market(n), named after :: if there are several. A .py file is executed, as any
    program is, with what it imports, also from its own folder.

    Everybody is a price taker, who trades nothing where she does not care. Exit status 3 if an n is too
    large.
    """
    from mechanisms.files.sequences import load_growing
    from mechanisms.large.curve import promise
    from mechanisms.large.sequence import Replicated, sizes
    from mechanisms.large.shock_market import ShockMarket
    from proofs.commands.reports.curve import curve_csv, curve_document, curve_parts

    if picture is not None and picture.suffix.lower() != ".svg":
        raise InputError(f"--picture: a name that ends with .svg, got {picture}")
    if posted is not None and not against:
        raise InputError("--posted: only with --against")
    sequence, title = load_growing(file)
    step = getattr(sequence, "step", 1)
    wanted = range(step, most + 1, step) if every else sizes(most, step)
    if not wanted:
        raise InputError(f"--to: at least {step}, the n of the instance, got {most}")
    first = sequence.market(wanted[0])
    if isinstance(first, ShockMarket):
        for option, given in (("--against", against), ("--within", within)):
            if given:
                raise InputError(f"{option}: only for G*, got markets of G**")
        from proofs.commands.shock_curve import shock_curve

        shock_curve(cast("ShockMarketSequence", sequence), title, wanted, epsilon, log, picture, page, form)
        return
    if within is not None and (k := first.mechanism.market.k) != 1:
        raise InputError(f"--within: only for one commodity, got k = {k}")
    points: list[Point] = []
    rivals: list[RivalPoint] = []
    stopped: Exception | None = None
    try:
        for one, other in _points(
            cast("MarketSequence", sequence).market, wanted, epsilon, against, posted, log
        ):
            points.append(one)
            rivals += [] if other is None else [other]
    except (KeyboardInterrupt, UndecidedError) as why:
        if not points:
            if isinstance(why, KeyboardInterrupt):
                raise interrupted(log) from None
            raise
        stopped = interrupted(log) if isinstance(why, KeyboardInterrupt) else why
    promised = None
    if within is not None:
        market = cast("MarketSequence", sequence).market
        promised = promise((market(each.n) for each in points), within, isinstance(sequence, Replicated))
    verdicts = _verdicts() if against and form != "csv" else []
    if page is not None:
        from proofs.commands.page.page import write_page
        from proofs.commands.page.parts import parts_html
        from proofs.pictures.curves import Curves, curves_picture

        told = parts_html(curve_parts(title, epsilon, points, rivals, verdicts, promised))
        drawn = curves_picture(Curves.of(epsilon, points, rivals)).html()
        write_page(page, f"Curves: {title}", [drawn, told])
    if form == "json":
        print_json(curve_document(title, epsilon, points, rivals, verdicts, promised))
    elif form == "csv":
        click.echo(curve_csv(points, rivals), nl=False)
    else:
        write(curve_parts(title, epsilon, points, rivals, verdicts, promised), form)
    if picture is not None:
        from proofs.commands.reports.curve_picture import draw
        from proofs.pictures.curves import Curves

        draw(picture, title, Curves.of(epsilon, points, rivals))
    if stopped is not None:
        raise stopped


def interrupted(log: Path | None) -> InterruptedByUserError:
    """What is said, and what is kept."""
    where = f"; {log} holds what is known, and the same command goes on" if log else ""
    return InterruptedByUserError(f"interrupted{where}")


def _points(
    market: "Callable[[int], Instance]",
    wanted: Sequence[int],
    epsilon: "Fraction",
    against: bool,
    posted: "Fraction | None",
    log: Path | None,
) -> "Iterator[tuple[Point, RivalPoint | None]]":
    """One after the other, from the log or found now; every one is stored as soon as it is found."""
    from gametheory.games.errors import TooLargeError
    from mechanisms.large.curve import Point, RivalPoint, described, point, rival_point
    from proofs.claims.outcome_store import OutcomeStore
    from proofs.commands.curve_log import case_of, stored_or_found

    with nullcontext() if log is None else OutcomeStore(log) as store, progress(len(wanted)) as (watch, done):
        for case in store.damaged if store else ():
            say(f"undominated: {log}: damaged row of {case}: set aside, and found again")
        for n in wanted:
            watch(f"n = {n}")
            instance = market(n)
            text = described(instance)
            try:
                one = stored_or_found(
                    store, CLAIM, case_of(text, n, epsilon), Point, partial(point, instance, epsilon)
                )
                other = None
                if against:
                    case = case_of(f"{text} {posted}", n)
                    other = stored_or_found(
                        store, RIVALS, case, RivalPoint, partial(rival_point, instance, posted)
                    )
            except TooLargeError as large:
                raise UndecidedError(f"n = {n} is too large: {large}") from None
            yield one, other
            done(f"n = {n} of {wanted[-1]}")


def _verdicts() -> list[tuple[str, str, str]]:
    """Whether truth is dominant in each mechanism, as the claim on any of them decides."""
    from mechanisms.large.rivals import SmallMarket
    from proofs.commands.reports.curve import RULES
    from proofs.properties.check import check

    found = []
    for name, rule in RULES.items():
        finding = check(SmallMarket(rule), ["truth-dominant"])["truth-dominant"]
        found.append((name, finding.verdict.value, f"{finding.evidence}"))
    return found
