"""The points of a curve of G** as a table, as JSON and as comma-separated values."""

import csv
import io
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gametheory.games.decimals import decimal
from mechanisms.large.shock_curve import ShockPoint
from proofs.commands.reports.curve import DIGITS, numbers
from proofs.commands.reports.parts import Part, Title
from proofs.commands.reports.table import Column, Table


def shock_parts(
    title: str, epsilon: Fraction, names: Sequence[str], points: Sequence[ShockPoint]
) -> list[Part]:
    """One row for each n and shock."""
    headings = ("loss per capita", "times √n", "units traded", "most rationed", f"prices differ by {epsilon}")
    columns = [Column("n", right=True), Column("given"), *(Column(each, right=True) for each in headings)]
    rows = [
        [
            str(each.n),
            names[each.shock],
            decimal(each.loss),
            decimal(each.loss, root=each.n),
            decimal(each.volume, 6),
            decimal(each.rationing),
            decimal(each.differ),
        ]
        for each in points
    ]
    note = (
        "Exact numbers, rounded here: expectations given the shock, over all signals and branches of G**, "
        "when all do as (9) and (10) say. The loss is that against full information. Most rationed: how "
        "likely the seller, with the signal, whom it meets most is to sell less than she named, or more."
    )
    return [Title(title), Table("", columns, rows, note)]


def shock_document(
    title: str, epsilon: Fraction, names: Sequence[str], points: Sequence[ShockPoint]
) -> dict[str, Any]:
    """Everything, every number exact and as a decimal."""
    rows = [
        {
            "n": each.n,
            "shock": names[each.shock],
            "largest_per_capita": numbers(each.largest),
            "loss_per_capita": numbers(each.loss),
            "volume": numbers(each.volume),
            "most_rationed": {"probability": numbers(each.rationing)},
            "prices_differ": numbers(each.differ),
        }
        for each in points
    ]
    return {"title": title, "epsilon": str(epsilon), "points": rows}


def shock_csv(names: Sequence[str], points: Sequence[ShockPoint]) -> str:
    """One line for each n and shock."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    heads = ("loss", "loss_decimal", "loss_times_root_n", "volume", "rationed", "prices_differ")
    table.writerow(["n", "shock", *heads])
    for each in points:
        decimals = decimal(each.loss, DIGITS), decimal(each.loss, DIGITS, each.n)
        exact = each.volume, each.rationing, each.differ
        table.writerow([each.n, names[each.shock], each.loss, *decimals, *exact])
    return out.getvalue()
