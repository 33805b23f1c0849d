"""Reads long lists of numbers exactly: integers, decimals and p/q, over one common denominator.

A piece of the list at a time is taken apart in NumPy, in integers of 64 bits; a piece that these cannot hold,
or in which anything else stands, is read word by word in Python's integers.
"""

import re
from collections.abc import Iterator
from math import gcd
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.games.errors import GameError
from gametheory.games.exact import IntegerArray, affordable_denominator, integer_dtype, largest_magnitude

MOST_DIGITS = 4000  # of a number that is written out

Rationals: TypeAlias = tuple[IntegerArray, int]  # numerators and their common denominator

LONG = 1000  # bits of a denominator, from which on what it has in common with numerators takes long to find
_PIECE = 1 << 18  # bytes
_SAFE = 10**18  # every integer below is read by NumPy as it is written; larger ones may come out wrong
_SPACE = re.compile(rb"\s")
_NUMBER = re.compile(
    rb"(?P<p>[+-]?[0-9]+)/(?P<q>[0-9]+)"
    rb"|(?P<sign>[+-]?)(?=\.?[0-9])(?P<whole>[0-9]*)\.?(?P<decimals>[0-9]*)(?:[eE](?P<exponent>[+-]?[0-9]+))?"
)


class NumberError(GameError):
    """A word that is no number, or not one that can be read; whoever knows the file says where it is.

    `rule` says what a number is or has, `word` is the word, `index` its place in the list.
    """

    def __init__(self, rule: str, word: bytes = b"", index: int = 0) -> None:
        self.rule, self.word, self.index = rule, word, index
        super().__init__(rule)


def read_numbers(text: bytes, start: int = 0) -> Rationals:
    """All words from `start` on, as numerators over one common denominator.

    Raises `NumberError` for the first word that is no number, and `TooLargeError` where the numerators would
    not fit into memory.

    >>> read_numbers(b"1 -0.5 2/3")
    (array([ 30, -15,  20], dtype=int8), 30)
    >>> read_numbers(b"1e30")[0].tolist() == [10**30]
    True
    """
    pieces: list[Rationals] = []
    count = 0
    for words in pieces_of(text, start):
        numerators, denominator = _quickly(words) or _word_by_word(words.split(), count)
        count += len(numerators)
        pieces.append((narrowed(numerators), denominator))
    if not pieces:
        return np.zeros(0, dtype=np.int64), 1
    common = affordable_denominator({denominator for _, denominator in pieces}, count)
    if len(pieces) > 1 and common.bit_length() > LONG:
        return _word_by_word(text[start:].split(), 0)
    most = max(common // denominator * max(1, largest_magnitude(numbers)) for numbers, denominator in pieces)
    whole = np.empty(count, dtype=integer_dtype(most))
    while pieces:  # the last one first, so that memory for what has been copied is free again
        numbers, denominator = pieces.pop()
        whole[count - len(numbers) : count] = numbers.astype(whole.dtype) * (common // denominator)
        count -= len(numbers)
    return whole, common


def read_columns(text: bytes, start: int, each: int) -> list[Rationals]:
    """The same in columns, `each` number to a row, every column over its least common denominator.

    The last row may be short.

    >>> read_columns(b"1/2 1/3 1 2/3", 0, 2)
    [(array([1, 2], dtype=int8), 2), (array([1, 2], dtype=int8), 3)]
    """
    numerators, denominator = read_numbers(text, start)
    if denominator.bit_length() <= LONG:
        return [lowest_terms(numerators[k::each], denominator) for k in range(each)]
    words = text[start:].split()
    return [_word_by_word(words[k::each], 0) for k in range(each)]


def count_words(text: bytes, start: int = 0) -> int:
    """How many words there are from `start` on."""
    return sum(len(words.split()) for words in pieces_of(text, start))


def pieces_of(text: bytes, start: int = 0) -> Iterator[bytes]:
    """The text from `start` on in pieces that break no word; none of them is blank."""
    while start < len(text):
        cut = _SPACE.search(text, start + _PIECE)
        stop = cut.start() if cut else len(text)
        if piece := text[start:stop].strip():
            yield piece
        start = stop


def exact_number(word: bytes, index: int = 0) -> tuple[int, int]:
    """A number as it is written: numerator and positive denominator, not always in lowest terms.

    >>> exact_number(b"1.50"), exact_number(b"-2/4"), exact_number(b"1e-3")
    ((150, 100), (-2, 4), (1, 1000))
    """
    match = _NUMBER.fullmatch(word)
    if match is None:
        raise NumberError("is an integer, a decimal or p/q", word, index)
    p, q, sign, whole, decimals, exponent = match.groups()
    if exponent is not None and len(exponent.lstrip(b"+-0")) > 6:
        exponent = b"999999"
    power = int(exponent or 0) - len(decimals or b"")
    if len(word) + abs(power) > MOST_DIGITS:
        raise NumberError(f"has at most {MOST_DIGITS} digits when it is written out", word, index)
    if p is not None:
        if int(q) == 0:
            raise NumberError("has a denominator other than zero", word, index)
        return int(p), int(q)
    digits = int(sign + whole + decimals)
    return (digits * 10**power, 1) if power >= 0 else (digits, 10**-power)


def lowest_terms(numerators: IntegerArray, denominator: int) -> Rationals:
    """The same numbers over the least denominator that they have in common, in the narrowest dtype."""
    if denominator > 1:
        shared = gcd(int(np.gcd.reduce(numerators, axis=None)), denominator)
        if shared > 1:
            if numerators.dtype != object and shared > np.iinfo(numerators.dtype).max:  # all 0, or the least
                numerators = numerators.astype(object)
            numerators, denominator = numerators // shared, denominator // shared
    return narrowed(numerators), denominator


def narrowed(numerators: IntegerArray) -> IntegerArray:
    """The integers in the narrowest dtype that holds them."""
    return numerators.astype(integer_dtype(largest_magnitude(numerators)), copy=False)


def _quickly(words: bytes) -> Rationals | None:
    """Numbers without exponent, as long as integers of 64 bits hold them; None for anything else."""
    if words.translate(None, b"0123456789+-./ \t\n\r\f\v"):
        return None
    padded = np.frombuffer(b" %b " % words, dtype=np.uint8)
    digit = (padded >= ord("0")) & (padded <= ord("9"))
    space = (padded == ord(" ")) | (padded < 14)
    signs = np.flatnonzero((padded == ord("+")) | (padded == ord("-")))
    slashes, dots = np.flatnonzero(padded == ord("/")), np.flatnonzero(padded == ord("."))
    if not (
        space[signs - 1].all()
        and (digit[signs + 1] | (padded[signs + 1] == ord("."))).all()
        and (digit[slashes - 1] & digit[slashes + 1]).all()
        and (digit[dots - 1] | digit[dots + 1]).all()
    ):
        return None
    # Words that are right so far, and have one mark at most, are numbers: the parts of them are all digits.
    integers = np.fromstring(words.replace(b"/", b" ").replace(b".", b""), dtype=np.int64, sep=" ")
    if largest_magnitude(integers) >= _SAFE:
        return None
    if not len(slashes) and not len(dots):
        return integers, 1
    starts = np.flatnonzero(~space[1:] & space[:-1]) + 1
    stops = np.flatnonzero(space[1:] & ~space[:-1]) + 1
    of_slashes, of_dots = (np.searchsorted(starts, marks, side="right") - 1 for marks in (slashes, dots))
    fraction = np.zeros(len(starts), dtype=bool)
    fraction[of_slashes] = True
    places = stops[of_dots] - dots - 1
    marks = np.bincount(np.concatenate([of_slashes, of_dots]))
    if marks.max() > 1 or places.max(initial=0) > 18:
        return None
    at = np.arange(len(starts)) + np.cumsum(fraction) - fraction  # of each numerator among the integers
    denominators = np.ones(len(starts), dtype=np.int64)
    denominators[of_slashes] = integers[at[of_slashes] + 1]
    denominators[of_dots] = 10**places
    if not denominators.all():
        return None
    return _overaffordable_denominator(integers[at], denominators)


def _overaffordable_denominator(numerators: IntegerArray, denominators: npt.NDArray[Any]) -> Rationals:
    common = affordable_denominator(set(denominators.tolist()), len(numerators))
    bound = common * max(1, largest_magnitude(numerators))  # of every product below
    dtype = np.result_type(np.int64, integer_dtype(bound))
    return numerators.astype(dtype) * (common // denominators.astype(dtype)), common


def _word_by_word(words: list[bytes], before: int) -> Rationals:
    values: dict[bytes, tuple[int, int]] = {}
    for k, word in enumerate(words):
        if word not in values:
            values[word] = exact_number(word, before + k)
    for word, (p, q) in values.items():
        shared = gcd(p, q)
        values[word] = p // shared, q // shared
    common = affordable_denominator({q for _, q in values.values()}, len(values))
    numerators = {word: p * (common // q) for word, (p, q) in values.items()}
    dtype = integer_dtype(max(map(abs, numerators.values()), default=0))
    return np.array([numerators[word] for word in words], dtype=dtype), common
