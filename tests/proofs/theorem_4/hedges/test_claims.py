"""What the claims on hedges say of their instances follows from these."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mechanisms.markets.market import price_grid
from proofs.claims.claim import unwatched
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, units
from proofs.theorem_4.hedges import claims
from proofs.theorem_4.hedges.first_message_rounds import FirstMessageRounds
from proofs.theorem_4.hedges.search import BuyerWith, smallest_forever, turning

HALF = Fraction(1, 2)
SMALLEST = AnonymousCase(units(0, 0, "5/2", "1/4"), units(0, "1/4", "5/2", 0), EVEN, price_grid(1, 1))


def test_the_scope_of_an_instance_follows_its_market():
    row = units(0, 0, 0, 0)
    case = AnonymousCase(row, row, EVEN, price_grid(1, 2))
    assert claims._scope(case) == "n=2, k=l=1, T=2, two signals, by pure dominance"
    assert claims._scope(smallest_forever()[0]) == "n=2, k=1, l=2, T=1, two signals, by pure dominance"


def test_with_the_signals_exchanged_the_sentence_is_too(monkeypatch):
    other = replace(SMALLEST, low=SMALLEST.high, high=SMALLEST.low)
    monkeypatch.setattr(claims, "smallest_hedged", lambda step, top: (other, 7))
    found = claims.check_first_messages(unwatched)
    assert found.scope == "n=2, k=l=T=1, two signals, by pure dominance; search through 7 values"
    assert found.evidence == (
        "v(L) = 0 1/4 5/2 0, v(H) = 0 0 5/2 1/4: S^1 has plans of every buyer with first messages that are not "
        "price-taking: 1 0 with L, 1 1 with H"
    )


def test_what_the_second_round_leaves_is_looked_up(monkeypatch):
    """As if the hedges of round 1 were those of round 2."""
    monkeypatch.setattr(claims, "smallest_hedged", lambda step, top: (SMALLEST, 1))
    monkeypatch.setattr(claims, "_decided", claims._decided.__wrapped__)  # nothing is remembered
    assert "S² has price-taking first messages only" in claims.check_two_rounds(unwatched).evidence
    rounds = claims.first_message_rounds

    def slow(instance):
        found = rounds(instance)
        return replace(found, rounds=(found.rounds[0], *found.rounds))

    monkeypatch.setattr(claims, "first_message_rounds", slow)
    monkeypatch.setattr(FirstMessageRounds, "holds", lambda *_: True)
    found = claims.check_two_rounds(unwatched)
    assert found.evidence.endswith("; S² keeps others than price-taking first messages")


class SeenError(Exception):
    """Somebody has seen a note."""


def test_the_size_of_the_program_is_counted(monkeypatch):
    """4 first messages, and at each 1 + 4 tuples of a second or third message, 2 prices and 2 actions."""
    case = AnonymousCase(units(0, 1), units(0, 1), EVEN[:3], price_grid(1, 1))
    monkeypatch.setattr(claims, "smallest_hedged", lambda step, top: (case, 1))

    def see(note):
        raise SeenError(note)

    with pytest.raises(SeenError, match=f"integer programs over {4 + 4 * 5 * 2 * 2} coordinates"):
        claims.check_no_pure_plan(see)


def line(*known):
    """v = (known, x) with x in the last place but one."""
    return list(turning((*known[:2], x, known[2]) for x in (Fraction(3, 2), Fraction(7, 4), Fraction(15, 8))))


def test_the_room_on_a_line_by_hand():
    """v = (0, 0, x, 1): given a mate with L a unit is worth x/4, given one with H x/2 + 1/4.

    At the price 1, times 1/2, she loses 1 - x/4 or gains x/2 - 3/4: 2 lost = 3 gain at x = 17/8, 2 gain = 3 lost
    at x = 18/7. With v = (0, 1/2, x, 1) each is worth 1/4 or 1/8 more: 27/16 and 2.
    """
    assert claims.room(list(claims.line())) == (Fraction(17, 8), Fraction(18, 7))
    assert claims.room(line(Fraction(0), HALF, Fraction(1))) == (Fraction(27, 16), Fraction(2))


def test_the_frontier_follows_grid_and_line(monkeypatch):
    buyers = line(Fraction(0), HALF, Fraction(1))
    monkeypatch.setattr(claims, "line", lambda: buyers)
    monkeypatch.setattr(claims, "TOP", Fraction(3, 2))
    monkeypatch.setattr(claims, "STEP", Fraction(1, 8))
    found = claims.check_frontier(unwatched)
    assert found.scope == (
        "n=2, P = {0, 1}, unit values in halves up to 3/2 for which the mate's signal turns the preference at 1, all "
        "signal profiles equally likely; the line v = (0, 1/2, x, 1) in eighths"
    )
    assert found.evidence.endswith("it survives for x from 7/4 to 15/8, strictly between 27/16 and 2")
    assert BuyerWith(units(0, HALF, "7/4", 1)).stakes.leave_room
