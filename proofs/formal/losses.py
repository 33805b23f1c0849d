"""Ties the words of the duality lemma in Coq to G*: what is lost at a φ, by rationing, and the excesses."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Bundle, Market, Tie, price_grid
from mechanisms.markets.trader import Trader, tabulated
from proofs.formal.encoding import random_message
from proofs.formal.terms import differs, nested

SIZES = ((1, 1, 1, 2), (1, 1, 2, 2), (1, 2, 1, 1), (2, 1, 2, 2), (2, 2, 1, 1))  # n, k, l, T


def losses(random: Random, cases: int) -> Iterator[str]:
    """Questions about random markets, payoffs, messages and φ; payoffs are in units of 1/T."""
    for _ in range(cases):
        n, k, l, T = random.choice(SIZES)
        tie = random.choice((Tie.LOWEST, Tie.HIGHEST))
        market = Market(n=n, k=k, l=l, P=price_grid(k, T), tie=tie)
        worths = [[0, *(random.randint(0, 4) for _ in market.X[1:])] for _ in market.agents]
        messages = [random_message(random, market) for _ in market.agents]
        y = [random.choice(market.X) for _ in market.agents]
        phi = Grouping(
            *(tuple(random.sample(own, market.side_size)) for own in (market.sellers, market.buyers))
        )
        traders = [_trader(market, i, own, T) for i, own in enumerate(worths)]
        signs = [-1 if i in market.sellers else 1 for i in market.agents]
        g = GStar(market)
        a = g.allocation(phi, messages)

        m = market.side_size
        prices = [[int(T * p) for p in price] for price in market.P]
        P = f"(fun p h => whole (nth h (nth p {nested(prices)} []) 0%Z))"
        place = f"(fold_left (fun acc b => {l + 1} * acc + b) z 0)"
        w = f"(fun x i z => whole (nth {place} (nth i {_by_side(worths, m)} []) 0%Z))"
        u = f"(fun x i => quasilinear {k} x {P} ({w} x i))"
        A = f"(fun x i => message_of (nth i {_by_side(messages, m, '')} []))"
        shares = f"(pair_up {nested(phi.sellers, '')} {nested([j - m for j in phi.buyers], '')})"
        sizes = f"{n} {k} {len(market.P)} {tie.value}"

        worth = sum(s * t.worth[x] for s, t, x in zip(signs, traders, y, strict=True))
        yield differs(
            f"surplus {m} {k} {w} (fun x i h => nth h (nth i {_by_side(y, m, '')} []) 0)", Fraction(T * worth)
        )
        earned = sum((t.payoff(x, q) for t, x, q in zip(traders, a.x, a.q, strict=True)), Fraction(0))
        yield differs(f"of_all {m} (fun x i => earns {sizes} ({u} x i) x {A} i {shares})", T * earned)
        named = [own[market.P.index(q)] for own, q in zip(messages, a.q, strict=True)]
        hoped = sum((t.payoff(x, q) for t, x, q in zip(traders, named, a.q, strict=True)), Fraction(0))
        yield differs(f"rationing_costs {sizes} {u} {A} {shares}", T * (hoped - earned))
        for beta, group in enumerate(phi.groups(n)):
            p = g.price(group, messages)
            agents = (*group.sellers, *group.buyers)
            units = sum(abs(sum(signs[i] * messages[i][p][h] for i in agents)) for h in range(k))
            yield differs(f"own_excess {sizes} {A} {shares} {beta}", Fraction(units))


def _trader(market: Market, i: int, own: list[int], T: int) -> Trader:
    def worth(x: Bundle) -> Fraction:
        return Fraction(own[market.X.index(x)], T)

    return tabulated(market.side(i), market.k, market.l, worth)


def _by_side(
    rows: list[list[int]] | list[Bundle] | list[tuple[Bundle, ...]], m: int, scope: str = "Z"
) -> str:
    return f"(match x with Seller => {nested(rows[:m], scope)} | Buyer => {nested(rows[m:], scope)} end)"
