"""Ties the words of Theorems 4 and 6 and of the duality lemma in Coq to the mechanisms.

As in `encoding`, but with payoffs: Coq evaluates `expects` and `expects_in_g_plus`, sums over signals,
groupings, prices and branches, whether messages take prices, and both sides of the duality lemma, on random
instances with whole numbers. The same is computed from the lottery of the mechanism, or its allocation. A
definition changed in one place must be noticed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar, MessageProfile
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.interdependent import interdependent_instance
from mechanisms.markets.market import Market, Message, Side, Tie, price_grid
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.prior import Signals, explicit_prior
from mechanisms.markets.trader import Trader, separable, tabulated
from mechanisms.markets.triplicate import Triplicate
from proofs.formal.encoding import Mutation, random_message, random_triplicates
from proofs.formal.kernel import LIBRARY, ProofError, compile_file, find_coq
from proofs.formal.losses import losses
from proofs.formal.record import FOLDER
from proofs.formal.terms import differs, nested

MUTATIONS = (
    Mutation(
        "branches are equally likely", "Interdependent", "times (w b) (pays", "times (w B1 + 0 * w b) (pays"
    ),
    Mutation(
        "states are equally likely",
        "Interdependent",
        "(fun o => times (f o) (sum",
        "(fun o => times (1 + 0 * f o) (sum",
    ),
    Mutation("own signals are not known", "Interdependent", "filter (fun o => o x i =? a) states", "states"),
    Mutation("a buyer is paid", "Interdependent", "(v j o y - spend q y)%Q", "(v j o y + spend q y)%Q"),
    Mutation(
        "the excess at the other group's price",
        "Losses",
        "(price k np tie A (group n beta phi)))).",
        "(price k np tie A (group n (1 - beta) phi)))).",
    ),
)
HEAD = f"""From Coq Require Import List Arith Bool QArith.
From {LIBRARY} Require Import Grouping Outcome GStar GDoubleStar GPlus Encoding.
From {LIBRARY} Require Import Theorem1_Q SellersInGDoubleStar_Q {{}}.
Import ListNotations.
Open Scope nat_scope.
Definition whole (z : Z) : Q := inject_Z z.
Definition state_of_signals (s b : list nat) : state :=
  fun x i => nth i (match x with Seller => s | Buyer => b end) 0.
Definition place_of (m : nat) (o : state) : nat :=
  fold_left (fun acc b => 2 * acc + b) (map (o Seller) (seq 0 m) ++ map (o Buyer) (seq 0 m)) 0.
"""


@dataclass(frozen=True)
class Instance:
    """A random instance: k = 1, two signals of every buyer and one or two of every seller, whole payoffs."""

    mechanism: BranchMechanism[Any]
    spaces: tuple[int, int]  # how many signals a seller has, and a buyer
    f: Mapping[tuple[int, ...], int]
    costs: tuple[tuple[tuple[int, ...], ...], ...]  # seller, own signal, unit
    values: tuple[tuple[tuple[int, ...], ...], ...]  # buyer, place of the state, amount

    @property
    def market(self) -> Market:
        """The market that is played on."""
        return self.mechanism.market

    def trader(self, i: int, omega: tuple[int, ...]) -> Trader:
        """Agent i at these signals; payoffs are in units of 1/T."""
        T = len(self.market.P) - 1
        if i in self.market.sellers:
            return separable(Side.SELLER, [[Fraction(c, T) for c in self.costs[i][omega[i]]]])
        place = int("".join(map(str, omega)), 2)
        row = self.values[i - self.market.side_size][place]
        return tabulated(Side.BUYER, 1, self.market.l, lambda x: Fraction(row[x[0]], T))

    def parts(self) -> dict[str, str]:
        """In Coq: w, states, f, P, c and v."""
        m = self.market.side_size
        last = 10 - len(self.mechanism.branches) + 1  # η = 1/10, so that w is 1 or this
        name, knows = ("B4", "a") if m == 2 else ("Seven", "(o Seller s)")
        states = "; ".join(f"state_of_signals {nested(o[:m], '')} {nested(o[m:], '')}" for o in self.f)
        shares = [self.f.get(o, 0) for o in product((0, 1), repeat=2 * m)]
        cost = f"nth (t - 1) (nth {knows} (nth s {nested(self.costs)} []) []) 0%Z"
        value = f"nth (hd 0 y) (nth (place_of {m} o) (nth j {nested(self.values)} []) []) 0%Z"
        return {
            "w": f"(fun b => match b with {name} => {last} | _ => 1 end)",
            "states": f"[{states}]",
            "f": f"(fun o => nth (place_of {m} o) {nested(shares, '')} 0)",
            "P": f"(fun p _ => whole (nth p {nested(range(len(self.market.P)))} 0%Z))",
            "c": f"(fun s {'a' if m == 2 else 'o'} _ t => whole ({cost}))",
            "v": f"(fun j o y => whole ({value}))",
        }

    def terms(self) -> str:
        """All of them, in this order."""
        return " ".join(self.parts().values())


def compare_expectations(folder: Path, seed: int, mutation: Mutation | None = None) -> tuple[int, int]:
    """How many numbers and answers were compared, in a folder of compiled files, and how many differ."""
    random = Random(seed)
    about_losses = mutation is not None and mutation.file == "Losses"
    questions = [*(losses(random, 5) if about_losses else _in_g_double_star(random, 3 if mutation else 12))]
    if mutation is None:
        questions += [*_taking_prices(random, 20), *_in_g_plus(random, 1), *losses(random, 12)]
        modules = "Interdependent BestBundles Theorem4 Theorem6 Losses"
    else:
        text = (FOLDER / f"{mutation.file}.v").read_text(encoding="utf-8")
        if text.count(mutation.old) != 1:
            raise ProofError(f"{mutation.file}.v: one place to change, got {text.count(mutation.old)}")
        (folder / "Changed.v").write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
        compile_file(find_coq(), folder, "Changed")
        modules = "Changed"
    ask = f"Definition wrong := [{'; '.join(questions)}].\nEval vm_compute in wrong.\n"
    (folder / "Expectations.v").write_text(HEAD.format(modules) + ask, encoding="utf-8")
    bits = re.findall(r"\b(?:true|false)\b", compile_file(find_coq(), folder, "Expectations"))
    if len(bits) != len(questions):
        raise ProofError(f"Expectations.v: {len(questions)} answers, got {len(bits)}")
    return len(bits), bits.count("true")


def _in_g_double_star(random: Random, cases: int) -> Iterator[str]:
    for _ in range(cases):
        drawn = _instance(random, GDoubleStar, 2, random.choice((1, 2)), random.choice((1, 2)))
        market = drawn.market
        offers = [[random_message(random, market) for _ in range(drawn.spaces[0])] for _ in market.sellers]
        texts, asks = _strategies(random, market, BuyerMessage, drawn.spaces[1])

        def announced(omega: tuple[int, ...], offers: Any = offers, asks: Any = asks) -> MessageProfile:
            s, b = omega[:2], omega[2:]
            return MessageProfile(
                [own[a] for own, a in zip(offers, s, strict=True)],
                [own[a] for own, a in zip(asks, b, strict=True)],
            )

        S = f"(fun j a => message_of (nth a (nth j {nested(offers, '')} []) []))"
        B = f"(fun j a => triplicate_of 1 {len(market.P)} (nth a (nth j {texts} []) ([], [], [])))"
        parts = f"1 1 {market.l} {len(market.P)} {market.tie.value} {drawn.terms()}"
        for i in market.agents:
            own = random.randrange(drawn.spaces[i in market.buyers])
            side, j = ("Seller", i) if i in market.sellers else ("Buyer", i - market.side_size)
            yield differs(f"expects {parts} {side} {j} {own} {S} {B}", _expected(drawn, announced, i, own))


def _in_g_plus(random: Random, cases: int) -> Iterator[str]:
    for _ in range(cases):
        drawn = _instance(random, GPlus, 3, 1, 1)
        market = drawn.market
        (one, sell), (two, buy) = (_strategies(random, market, Triplicate, size) for size in drawn.spaces)

        def announced(omega: tuple[int, ...], both: Any = (*sell, *buy)) -> list[Triplicate]:
            return [own[a] for own, a in zip(both, omega, strict=True)]

        side_of = f"(nth a (nth j (match x with Seller => {one} | Buyer => {two} end) []) ([], [], []))"
        Z = f"(fun x j a => triplicate_of 1 {len(market.P)} {side_of})"
        parts = f"1 3 1 {market.l} {len(market.P)} {market.tie.value} {drawn.terms()}"
        i = random.choice(market.agents)
        own = random.randrange(drawn.spaces[i in market.buyers])
        side, j = ("Seller", i) if i in market.sellers else ("Buyer", i - market.side_size)
        yield differs(f"expects_in_g_plus {parts} {side} {j} {own} {Z}", _expected(drawn, announced, i, own))


def _taking_prices(random: Random, cases: int) -> Iterator[str]:
    for _ in range(cases):
        drawn = _instance(random, GDoubleStar, 2, random.choice((1, 2)), 1)
        market = drawn.market
        sellers, buyers = ("".join(map(str, range(size))) for size in drawn.spaces)
        total = sum(drawn.f.values())
        f = {tuple(map(str, omega)): Fraction(share, total) for omega, share in drawn.f.items()}

        def trader(i: int, omega: Signals, drawn: Instance = drawn) -> Trader:
            return drawn.trader(i, tuple(map(int, omega)))

        game = interdependent_instance(
            "", drawn.mechanism, explicit_prior(market, sellers, buyers, f), trader
        )
        i, own = random.choice(market.buyers), random.randrange(2)
        box = price_taking(game.informed(i, {i: str(own)}), market)
        d: Message = tuple(
            random.choice(own) for own in (box.choices if random.choice((True, False)) else [market.X] * 2)
        )
        part = drawn.parts()
        parts = f"1 {market.l} 2 {part['states']} {part['f']} {part['P']} {part['v']}"
        ask = f"recognised {parts} {i - 2} (message_of {nested(d, '')}) {own}"
        yield f"negb (eqb ({ask}) {str(d in box).lower()})"


def _instance(random: Random, kind: Callable[..., BranchMechanism[Any]], m: int, l: int, T: int) -> Instance:
    tie = random.choice((Tie.LOWEST, Tie.HIGHEST))
    market = Market(n=1, k=1, l=l, P=price_grid(1, T), tie=tie, groups=m)
    spaces = (random.choice((1, 2)) if m == 2 else 1, 2)

    profiles = [(*s, *b) for s in product(range(spaces[0]), repeat=m) for b in product((0, 1), repeat=m)]

    f = {omega: random.randint(1, 3) for omega in profiles}
    costs = tuple(tuple(tuple(random.randint(0, 3) for _ in range(l)) for _ in (0, 1)) for _ in range(m))
    values = tuple(
        tuple((0, *(random.randint(-1, 4) for _ in range(l))) for _ in range(4**m)) for _ in range(m)
    )
    return Instance(kind(market, Fraction(1, 10)), spaces, f, costs, values)


def _strategies(random: Random, market: Market, kind: Any, signals: int) -> tuple[str, list[list[Any]]]:
    """A triplicate for each agent of a side and signal, in Coq and in Python."""
    by_signal = [random_triplicates(random, market, kind) for _ in range(signals)]
    made = [list(own) for own in zip(*(triplicates for _, triplicates in by_signal), strict=True)]
    texts = ["; ".join(own) for own in zip(*(texts for texts, _ in by_signal), strict=True)]
    return f"[{'; '.join(f'[{own}]' for own in texts)}]", made


def _expected(drawn: Instance, announced: Callable[[tuple[int, ...]], Any], i: int, own: int) -> Fraction:
    """What Coq has to find: payoffs in units of 1/T, times the weights as whole numbers."""
    market, total = drawn.market, Fraction(0)
    scale = 10 * grouping_count(market) * len(market.P) * (len(market.P) - 1)
    for omega, share in drawn.f.items():
        if omega[i] == own:
            trader = drawn.trader(i, omega)
            for allocation, odds in drawn.mechanism.lottery(announced(omega)).items():
                total += share * odds * scale * trader.payoff(allocation.x[i], allocation.q[i])
    return total
