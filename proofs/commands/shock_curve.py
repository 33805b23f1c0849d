"""Curves of G** with a macro shock, for the command `curve`: one point for each n and shock."""

from collections.abc import Sequence
from contextlib import nullcontext
from fractions import Fraction
from functools import partial
from pathlib import Path

import click

from gametheory.games.errors import TooLargeError, UndecidedError
from mechanisms.large.sequence import ShockMarketSequence
from mechanisms.large.shock_curve import ShockPoint, described, shock_point
from proofs.claims.outcome_store import OutcomeStore
from proofs.commands.curve_log import case_of, stored_or_found
from proofs.commands.page.page import write_page
from proofs.commands.page.parts import parts_html
from proofs.commands.reports.curve_picture import draw
from proofs.commands.reports.shock_curve import shock_csv, shock_document, shock_parts
from proofs.commands.terminal import InterruptedByUserError, print_json, progress, say, write
from proofs.pictures.curves import Curves, curves_picture

CLAIM = "curve.shock"  # that points are stored under


def shock_curve(
    sequence: ShockMarketSequence,
    title: str,
    wanted: Sequence[int],
    epsilon: Fraction,
    log: Path | None,
    picture: Path | None,
    page: Path | None,
    form: str,
) -> None:
    """Find, keep and show the points. Raises `UndecidedError` where an n is too large, after the others."""
    points: list[ShockPoint] = []
    stopped: UndecidedError | InterruptedByUserError | None = None
    try:
        _find(points, sequence, wanted, epsilon, log)
    except KeyboardInterrupt:
        kept = f"; {log} holds what is known, and the same command goes on" if log else ""
        stopped = InterruptedByUserError(f"interrupted{kept}")
    except UndecidedError as why:
        stopped = why
    if points:
        names = [shock.name for shock in sequence.market(wanted[0]).shocks]
        curves = Curves.given_shocks(epsilon, names, points)
        if page is not None:
            told = parts_html(shock_parts(title, epsilon, names, points))
            write_page(page, f"Curves: {title}", [curves_picture(curves).html(), told])
        if form == "json":
            print_json(shock_document(title, epsilon, names, points))
        elif form == "csv":
            click.echo(shock_csv(names, points), nl=False)
        else:
            write(shock_parts(title, epsilon, names, points), form)
        if picture is not None:
            draw(picture, title, curves)
    if stopped is not None:
        raise stopped from None


def _find(
    points: list[ShockPoint],
    sequence: ShockMarketSequence,
    wanted: Sequence[int],
    epsilon: Fraction,
    log: Path | None,
) -> None:
    """One after the other, from the log or found now; every one is stored as soon as it is found."""
    with nullcontext() if log is None else OutcomeStore(log) as store, progress(len(wanted)) as (watch, done):
        for case in store.damaged if store else ():
            say(f"undominated: {log}: damaged row of {case}: set aside, and found again")
        for n in wanted:
            market = sequence.market(n)
            for place, shock in enumerate(market.shocks):
                watch(f"n = {n}, {shock.name}")
                case = case_of(described(market, place), n, epsilon)
                find = partial(shock_point, market, place, epsilon)
                try:
                    points.append(stored_or_found(store, CLAIM, case, ShockPoint, find))
                except TooLargeError as large:
                    raise UndecidedError(f"n = {n} is too large: {large}") from None
            done(f"n = {n} of {wanted[-1]}")
