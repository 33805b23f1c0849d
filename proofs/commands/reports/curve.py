"""The points of a curve as tables, as JSON and as comma-separated values."""

import csv
import io
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from gametheory.games.decimals import decimal
from mechanisms.large.curve import Point, Promise, RivalPoint
from mechanisms.large.rivals import PostedPrice, RandomSampling, Rule, k_double_auction, mcafee
from proofs.claims.scopes import number_of
from proofs.commands.reports.parts import Part, Title
from proofs.commands.reports.table import Column, Table

HALF = Fraction(1, 2)
# On the small market on which it is decided whether truth is dominant.
RULES: Mapping[str, Rule] = {
    "G*": RandomSampling(by_offer=False),
    "k-double auction": k_double_auction,
    "McAfee": mcafee,
    "posted price": PostedPrice(HALF),
    "G*, best offers first": RandomSampling(by_offer=True),
}
SMALL = "four sellers and four buyers, who may each have one of two costs or values"
DIGITS = 12  # in JSON and in comma-separated values


def curve_parts(
    title: str,
    epsilon: Fraction,
    points: Sequence[Point],
    rivals: Sequence[RivalPoint],
    verdicts: Sequence[tuple[str, str, str]],
    promise: Promise | None = None,
) -> list[Part]:
    """A table of G* and n*(ε); with rivals one beside them, and whether truth is dominant in each."""
    parts: list[Part] = [Title(title), _of_g_star(epsilon, points)]
    if promise is not None and promise.n is None:
        parts.append(
            f"No n is promised from which on the loss per capita is {promise.epsilon} at the most: at its "
            f"price the whole market has an excess, here up to {promise.e_0}, that grows with its replicas."
        )
    elif promise is not None:
        parts.append(
            f"At every n >= {promise.n:,} the loss per capita is {promise.epsilon} at the most, if as here "
            f"nobody trades more than {number_of(promise.l, 'unit')}, rationing costs no more than "
            f"{promise.B} a unit, prices are no more than {promise.s} apart, and the excess of the "
            f"whole market at its price is no more than {promise.e_0}."
        )
    if rivals:
        parts += [_beside(points, rivals, verdicts), _dominance(verdicts)]
    return parts


def _of_g_star(epsilon: Fraction, points: Sequence[Point]) -> Table:
    columns = [
        Column(heading, right=True)
        for heading in ("n", "loss per capita", "times √n", "bound", "units traded", "most rationed")
    ]
    rows = [
        [
            str(each.n),
            decimal(each.loss),
            decimal(each.loss, root=each.n),
            "" if each.bound is None else decimal(each.bound),
            decimal(each.volume, 6),
            decimal(each.rationing),
            "too large" if each.differ is None else decimal(each.differ),
        ]
        for each in points
    ]
    note = (
        "Exact numbers, rounded here. The bound on the loss is that of the duality lemma. Most rationed: how "
        "likely the agent whom it meets most often is to trade less than she named. Last: how likely it is "
        f"that the groups' prices differ by {epsilon} or more."
    )
    return Table("", [*columns, Column(f"prices differ by {epsilon}", right=True)], rows, note)


def _beside(
    points: Sequence[Point], rivals: Sequence[RivalPoint], verdicts: Sequence[tuple[str, str, str]]
) -> Table:
    truth = {
        name: {"held": "truth dominant", "refuted": "not"}.get(verdict, verdict)
        for name, verdict, _ in verdicts
    }
    headings = [*list(RULES)[:3], "McAfee keeps", *list(RULES)[3:]]
    columns = [Column("n", right=True), *(Column(heading, right=True) for heading in headings)]
    rows = [
        [
            str(one.n),
            *map(
                decimal,
                (
                    one.loss,
                    other.k_double_auction,
                    other.mcafee,
                    other.mcafee_kept,
                    other.posted,
                    other.by_offer,
                ),
            ),
        ]
        for one, other in zip(points, rivals, strict=False)
    ]
    foot = ["truth", *(truth.get(heading, "") for heading in headings)]
    prices = sorted({other.price for other in rivals})
    shown = ", ".join(map(str, prices[:3])) + (", ..." if len(prices) > 3 else "")
    note = (
        "Loss of surplus per capita when everybody is honest. What McAfee's auctioneer keeps is a gain that "
        f"no trader has, and no loss here. The price that is posted: {shown}."
    )
    return Table("Beside it", columns, rows, note, foot)


def _dominance(verdicts: Sequence[tuple[str, str, str]]) -> Table:
    columns = [Column("mechanism"), Column("truth is dominant"), Column("evidence", prose=1)]
    return Table(f"On {SMALL}", columns, [list(each) for each in verdicts])


def numbers(value: Fraction | None) -> dict[str, str] | None:
    """As JSON has a number: exact, and as a decimal."""
    return None if value is None else {"exact": str(value), "decimal": decimal(value, DIGITS)}


def curve_document(
    title: str,
    epsilon: Fraction,
    points: Sequence[Point],
    rivals: Sequence[RivalPoint],
    verdicts: Sequence[tuple[str, str, str]],
    promise: Promise | None = None,
) -> dict[str, Any]:
    """Everything, every number exact and as a decimal; agents are counted from 1."""
    rows: list[dict[str, Any]] = [
        {
            "n": each.n,
            "largest_per_capita": numbers(each.largest),
            "loss_per_capita": numbers(each.loss),
            "bound": numbers(each.bound),
            "volume": numbers(each.volume),
            "most_rationed": {"agent": each.rationed + 1, "probability": numbers(each.rationing)},
            "prices_differ": numbers(each.differ),
        }
        for each in points
    ]
    for row, other in zip(rows, rivals, strict=False):
        row["rivals"] = {
            "k_double_auction": numbers(other.k_double_auction),
            "mcafee": numbers(other.mcafee),
            "mcafee_kept": numbers(other.mcafee_kept),
            "posted_price": numbers(other.posted),
            "posted_at": str(other.price),
            "g_star_best_offers_first": numbers(other.by_offer),
        }
    document: dict[str, Any] = {"title": title, "epsilon": str(epsilon), "points": rows}
    if promise is not None:
        document["n_star"] = {
            "epsilon": str(promise.epsilon),
            "n": promise.n,
            "units": promise.l,
            "cost_of_rationing": str(promise.B),
            "excess": promise.e_0,
            "prices_apart": str(promise.s),
        }
    if verdicts:
        document["truth_dominant"] = [
            {"mechanism": name, "verdict": verdict, "evidence": evidence}
            for name, verdict, evidence in verdicts
        ]
    return document


def curve_csv(points: Sequence[Point], rivals: Sequence[RivalPoint]) -> str:
    """One line for each n: exact numbers, and what is drawn as decimals."""
    heads = ["n", "loss", "loss_decimal", "loss_times_root_n", "bound", "volume", "rationed", "prices_differ"]
    more = (
        ["k_double_auction", "mcafee", "mcafee_kept", "posted_price", "best_offers_first"] if rivals else []
    )
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([*heads, *more])
    for place, each in enumerate(points):
        other = rivals[place] if place < len(rivals) else None
        beside = (
            []
            if other is None
            else [other.k_double_auction, other.mcafee, other.mcafee_kept, other.posted, other.by_offer]
        )
        table.writerow(
            [
                each.n,
                each.loss,
                decimal(each.loss, DIGITS),
                decimal(each.loss, DIGITS, each.n),
                each.bound if each.bound is not None else "",
                each.volume,
                each.rationing,
                each.differ if each.differ is not None else "",
                *beside,
            ]
        )
    return out.getvalue()
