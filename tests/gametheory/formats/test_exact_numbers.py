"""Lists of numbers: the quick way and the slow one agree, and what neither takes is refused."""

from fractions import Fraction
from math import lcm

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.formats import exact_numbers
from gametheory.formats.exact_numbers import (
    NumberError,
    exact_number,
    lowest_terms,
    narrowed,
    read_columns,
    read_numbers,
)

PARTS = [
    "0",
    "1",
    "-2",
    "+37",
    "0.5",
    ".25",
    "-7.",
    "1/3",
    "-4/6",
    "+0.0",
    "1e3",
    "2E-2",
    "9" * 18,
    "9" * 19,
    "0" * 20 + "7",
]
LONG_WORDS = [f"1/{10**400 + 1}", f"{10**200}/{10**350 + 3}", f"{3 * 7**500}/{7**501}"]
JUNK = ["1/0", "1/", "/2", ".", "+", "1-2", "--1", "1.2.3", "1/2/3", ".5/2", "5./2", "1/-2", "1/.5", "1_0", "0x1", "inf", "\u0663", "1\x002", "e3", "1e", "1,", "+/2", "1/+2"]  # fmt: skip


def values(text: bytes) -> list[Fraction]:
    numerators, denominator = read_numbers(text)
    return [Fraction(int(p), denominator) for p in numerators]


@given(st.lists(st.sampled_from(PARTS), max_size=30), st.sampled_from([" ", "\n", "\t\r\n\f\v "]))
@settings(max_examples=200, deadline=None)
def test_every_number_is_what_fractions_say_it_is(words, space):
    text = space.join(["", *words, ""]).encode()
    assert values(text) == [Fraction(word) for word in words]


@given(st.integers(-(10**25), 10**25), st.integers(0, 25), st.integers(1, 10**12))
@settings(max_examples=100, deadline=None)
def test_both_ways_of_reading_agree(p, places, q):
    digits = f"{abs(p):026d}"
    words = [str(p), f"{'-' * (p < 0)}{digits[: 26 - places]}.{digits[26 - places :]}", f"{p}/{q}"]
    assert values(" ".join(words).encode()) == [Fraction(*exact_number(word.encode())) for word in words]


@pytest.mark.parametrize("word", JUNK)
def test_what_is_no_number_is_refused_by_its_place(word):
    for others in ("1 2", "1.5 2/3"):
        with pytest.raises(NumberError) as refused:
            read_numbers(f"{others} {word} 4".encode())
        assert (refused.value.index, refused.value.word) == (2, word.encode())


def test_the_first_wrong_word_of_many_is_named(monkeypatch):
    monkeypatch.setattr(exact_numbers, "_PIECE", 8)
    with pytest.raises(NumberError) as refused:
        read_numbers(b"1 2 3 " * 50 + b"x 1 y")
    assert refused.value.index == 150


@given(st.lists(st.sampled_from(PARTS), max_size=30), st.integers(1, 20))
@settings(max_examples=60, deadline=None)
def test_pieces_of_any_size_give_the_same_numbers(words, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact_numbers, "_PIECE", size)
        assert values("\n ".join(words).encode()) == [Fraction(word) for word in words]


def test_long_lists_take_no_step_for_each_number(monkeypatch):
    """Integers, decimals and fractions are read in NumPy: nothing of Python's own runs for each word."""
    monkeypatch.setattr(exact_numbers, "_word_by_word", None)
    rng = np.random.default_rng(1)
    numbers = rng.integers(-(10**6), 10**6, 3000)
    for words, denominator in (
        ([str(n) for n in numbers], 1),
        ([f"{n // 100}.{abs(n) % 100:02d}" for n in numbers], 100),
        ([f"{n}/{k % 5 + 1}" for k, n in enumerate(numbers)], 60),
    ):
        numerators, found = read_numbers(" ".join(words).encode())
        assert found == denominator
        assert numerators.dtype == np.int32
        assert Fraction(int(numerators[7]), found) == Fraction(words[7])


@given(
    st.lists(st.sampled_from(["0", "1/2", "3/6", "-4", "0.75", *LONG_WORDS]), max_size=30), st.integers(1, 3)
)
def test_columns_are_over_their_least_denominators(words, each):
    """Long ones too, of which the slow way is to divide by what all have in common."""
    columns = read_columns(" ".join(words).encode(), 0, each)
    assert len(columns) == each
    for k, (numerators, denominator) in enumerate(columns):
        values = [Fraction(word) for word in words[k::each]]
        assert [Fraction(numerator, denominator) for numerator in numerators.tolist()] == values
        assert denominator == lcm(*(value.denominator for value in values))
        assert len(values) == 0 or numerators.dtype == narrowed(numerators).dtype


def test_many_different_denominators_are_read_at_once():
    """A common denominator of 100,000 bits, which takes minutes where numerators are divided by it."""
    numbers = [Fraction(1, 10**15 + i) for i in range(2000)]
    for (numerators, denominator), own in zip(
        read_columns(" ".join(map(str, numbers)).encode(), 0, 2), (numbers[::2], numbers[1::2]), strict=True
    ):
        assert denominator == lcm(*(number.denominator for number in own))
        assert numerators[7] * own[7].denominator == denominator


def test_lowest_terms():
    numerators, denominator = lowest_terms(np.array([10**30, 5 * 10**30], dtype=object), 10**30)
    assert (numerators.tolist(), denominator, numerators.dtype) == ([1, 5], 1, np.dtype("int8"))
    assert lowest_terms(np.array([0, 0]), 7)[1] == 1


@pytest.mark.parametrize(
    ("number", "over", "lowest"), [(0, 10**12, (0, 1)), (0, 10**30, (0, 1)), (-128, 256, (-1, 2))]
)
def test_what_is_shared_may_be_wider_than_the_numbers(number, over, lowest):
    numerators, denominator = lowest_terms(np.array([number] * 2, dtype=np.int8), over)
    assert (numerators.tolist(), denominator) == ([lowest[0]] * 2, lowest[1])
