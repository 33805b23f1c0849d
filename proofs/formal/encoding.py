"""Ties the definitions in Coq to the mechanisms: both compute every agent's trade on random markets.

The kernel trusts the definitions it is given. So Coq evaluates `g_star`, `g_double_star` and `g_plus` as they
stand in the sources, and each answer is compared with that of `mechanisms`. A definition changed in one place
must be noticed: `MUTATIONS` are such changes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeAlias, TypeVar

from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar, MessageProfile
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Market, Message, Tie, price_grid
from mechanisms.markets.triplicate import FirstMessages, Triplicate
from proofs.formal.kernel import ProofError, compile_file, find_coq
from proofs.formal.record import FOLDER

DEFINITIONS = ("Rationing", "Grouping", "Outcome", "GStar", "GDoubleStar", "GPlus", "Encoding")
CHUNK = 250  # cases in one file for Coq
ENTRIES = 3  # messages that a second or third message chooses from

Nested: TypeAlias = int | Sequence["Nested"]
Kind = TypeVar("Kind", bound=Triplicate)


@dataclass(frozen=True)
class Mutation:
    """A definition changed in one place."""

    name: str
    file: str
    old: str
    new: str


MUTATIONS = (
    Mutation(
        "a group trades at its own price", "GStar", "(group n (1 - beta) phi) in", "(group n beta phi) in"
    ),
    Mutation(
        "the short side is served", "GStar", "h <=? total (A x) (g x) q h", "h <? total (A x) (g x) q h - 1"
    ),
    Mutation(
        "the order is ignored",
        "Rationing",
        "Nat.min w total :: serve ws (total - Nat.min w total)",
        "Nat.min w total :: serve ws total",
    ),
    Mutation(
        "the sum over commodities, not the greatest",
        "GStar",
        "list_max (map (fun h => distance",
        "list_sum (map (fun h => distance",
    ),
    Mutation(
        "sellers are never raised",
        "Rationing",
        "if total <=? list_sum offered then serve offered total",
        "if true then serve offered total",
    ),
    Mutation(
        "second messages see their own group in G+",
        "GPlus",
        "first_messages A (group n (next r beta) phi).",
        "first_messages A (group n beta phi).",
    ),
    Mutation("third messages see all groups in G+", "GPlus", "negb (other =? beta)", "true"),
    Mutation(
        "sellers and buyers change places in a tuple", "GPlus", "a :: b :: interleave", "b :: a :: interleave"
    ),
    Mutation(
        "branch 4 trades at the price drawn",
        "GDoubleStar",
        "match b with B4 => second_price",
        "match b with B1 => second_price",
    ),
)


class Chosen(dict[FirstMessages, Message]):
    """`chosen` of `Encoding.v`: a function of the tuple that it sees, which no table could list."""

    def __init__(self, demands: Sequence[Message]) -> None:
        super().__init__()
        self._demands = demands

    def __missing__(self, seen: FirstMessages) -> Message:
        total = 0
        for message in seen:
            amounts = [amount for bundle in message for amount in bundle]
            total = (3 * total + sum(i * amount % 7 for i, amount in enumerate(amounts, 1))) % 101
        return self._demands[total % len(self._demands)]


@dataclass(frozen=True)
class Comparison:
    """How many cases were compared, and the places of those in which the two differ."""

    cases: int
    different: tuple[int, ...]


def compare(cases: int, seed: int, mutation: Mutation | None = None, folder: Path = FOLDER) -> Comparison:
    """Compare Coq's definitions, changed as a mutation says, with `mechanisms` on random markets.

    Mechanisms, sizes (n and l up to 3, k up to 2), tie rules, messages, φ, prices and branches are drawn.
    """
    random = Random(seed)
    drawn = [_case(random) for _ in range(cases)]
    head = _definitions(folder, mutation)
    different: list[int] = []
    with TemporaryDirectory() as away:
        for start in range(0, cases, CHUNK):
            chunk = drawn[start : start + CHUNK]
            answers = [f"negb (same ({term})\n ({expected}))" for term, expected in chunk]
            ask = f"Definition wrong := [{'; '.join(answers)}].\nEval vm_compute in wrong.\n"
            (Path(away) / "Cases.v").write_text(head + ask, encoding="utf-8")
            bits = re.findall(r"\b(?:true|false)\b", compile_file(find_coq(), Path(away), "Cases"))
            if len(bits) != len(chunk):
                raise ProofError(f"Cases.v: {len(chunk)} answers, got {len(bits)}")
            different += [start + place for place, bit in enumerate(bits) if bit == "true"]
    return Comparison(cases, tuple(different))


def _definitions(folder: Path, mutation: Mutation | None) -> str:
    """The definitions of the sources, without the theorems, as one text."""
    parts = ["From Coq Require Import List Arith Bool Permutation.\nImport ListNotations.\n"]
    for name in DEFINITIONS:
        text = (folder / f"{name}.v").read_text(encoding="utf-8")
        if mutation and mutation.file == name:
            if text.count(mutation.old) != 1:
                raise ProofError(
                    f"{name}.v: one place to change, got {text.count(mutation.old)}: {mutation.old}"
                )
            text = text.replace(mutation.old, mutation.new)
        parts.append(text.partition("(* ---- definitions ---- *)")[2].partition("(* ----")[0])
    return "\n".join(parts)


def _case(random: Random) -> tuple[str, str]:
    """A term for Coq, and every agent's trade in it as `mechanisms` has it."""
    kind = random.choice((_g_star, _g_double_star, _g_plus))
    groups = 2 if kind is not _g_plus else random.choice((3, 3, 4))
    n, k = random.choice((1, 2) if groups > 2 else (1, 2, 2, 3)), random.choice((1, 2))
    T = random.choice((1, 2)) if k == 1 else 1
    tie = random.choice((Tie.LOWEST, Tie.HIGHEST))
    market = Market(n=n, k=k, l=random.choice((1, 2, 3)), P=price_grid(k, T), tie=tie, groups=groups)
    orders = [random.sample(agents, market.side_size) for agents in (market.sellers, market.buyers)]
    term, allocation = kind(random, market, Grouping(*map(tuple, orders)))
    trades = [(market.P.index(q), x) for q, x in zip(allocation.q, allocation.x, strict=True)]
    expected = "; ".join(f"({place}, {_nest(x)})" for place, x in trades)
    return f"trades {market.side_size} {k} ({term})", f"[{expected}]"


def _g_star(random: Random, market: Market, phi: Grouping) -> tuple[str, Allocation]:
    m = [random_message(random, market) for _ in market.agents]
    size = market.side_size
    profile = f"(profile_of {_nest(m[:size])} {_nest(m[size:])})"
    term = f"g_star {market.n} {market.k} {len(market.P)} {market.tie.value} {profile} {_phi(phi)}"
    return term, GStar(market).allocation(phi, m)


def _g_double_star(random: Random, market: Market, phi: Grouping) -> tuple[str, Allocation]:
    sellers = [random_message(random, market) for _ in market.sellers]
    texts, buyers = random_triplicates(random, market, BuyerMessage)
    p, b = random.randrange(len(market.P)), random.choice((1, 2, 3, 4, 4))
    shape = f"{market.k} {len(market.P)}"
    asks = f"(fun j => triplicate_of {shape} (nth j {_listed(texts)} ([], [], [])))"
    offers = f"(fun j => message_of (nth j {_nest(sellers)} []))"
    sizes = f"{market.n} {market.k} {market.l} {len(market.P)}"
    term = f"g_double_star {sizes} {market.tie.value} {offers} {asks} {_phi(phi)} {p} B{b}"
    allocation = GDoubleStar(market, Fraction(1, 10)).allocation(phi, p, MessageProfile(sellers, buyers), b)
    return term, allocation


def _g_plus(random: Random, market: Market, phi: Grouping) -> tuple[str, Allocation]:
    seller_texts, sellers = random_triplicates(random, market, Triplicate)
    buyer_texts, buyers = random_triplicates(random, market, Triplicate)
    p, b = random.randrange(len(market.P)), random.choice((1, 2, 3, 4, 5, 6, 7, 7, 7))
    name = ("One", "Two", "Three", "Four", "Five", "Six", "Seven")[b - 1]
    messages = f"(triplicates_of {market.k} {len(market.P)} {_listed(seller_texts)} {_listed(buyer_texts)})"
    sizes = f"{market.n} {market.groups} {market.k} {market.l} {len(market.P)}"
    term = f"g_plus {sizes} {market.tie.value} {messages} {_phi(phi)} {p} {name}"
    return term, GPlus(market, Fraction(1, 10)).allocation(phi, p, [*sellers, *buyers], b)


def random_triplicates(random: Random, market: Market, kind: type[Kind]) -> tuple[list[str], list[Kind]]:
    """One side's triplicates, in Coq and in Python."""
    texts, made = [], []
    for _ in range(market.side_size):
        first, *later = [random_message(random, market) for _ in range(1 + 2 * ENTRIES)]
        second, third = later[:ENTRIES], later[ENTRIES:]
        texts.append(f"({_nest([first])}, {_nest(second)}, {_nest(third)})")
        made.append(kind(first, Chosen(second), Chosen(third)))
    return texts, made


def _listed(texts: Sequence[str]) -> str:
    return f"[{'; '.join(texts)}]"


def random_message(random: Random, market: Market) -> Message:
    """Any bundle at every price."""
    return tuple(random.choice(market.X) for _ in market.P)


def _phi(phi: Grouping) -> str:
    size = len(phi.sellers)
    return f"(pair_up {_nest(phi.sellers)} {_nest([j - size for j in phi.buyers])})"


def _nest(numbers: Nested) -> str:
    """Nested tuples as Coq writes lists."""
    return str(numbers) if isinstance(numbers, int) else f"[{'; '.join(map(_nest, numbers))}]"
