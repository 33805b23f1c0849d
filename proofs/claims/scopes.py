"""Scopes in words: the size of a market, and the numbers that a family is made of.

What a row says of its range is made from the range itself, so that it changes with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from mechanisms.markets.market import Market, Price, Tie, grid_steps, show

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
PARTS = {2: "halves", 4: "quarters", 8: "eighths"}


def in_words(count: int) -> str:
    """A small number as a word.

    >>> in_words(2), in_words(1140)
    ('two', '1,140')
    """
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def so_many(count: int, what: str) -> str:
    """So many of something, in words.

    >>> so_many(1, "price"), so_many(3, "prior")
    ('one price', 'three priors')
    """
    return f"{in_words(count)} {_plural(count, what)}"


def number_of(count: int, what: str) -> str:
    """The same in figures.

    >>> number_of(1, "instance"), number_of(1476, "instance")
    ('1 instance', '1,476 instances')
    """
    return f"{count:,} {_plural(count, what)}"


def all_of(count: int, what: str) -> str:
    """That nothing was left out.

    >>> all_of(1, "type profile"), all_of(1476, "type profile")
    ('the one type profile', 'all 1,476 type profiles')
    """
    return f"the one {what}" if count == 1 else f"all {number_of(count, what)}"


def _plural(count: int, what: str) -> str:
    return what if count == 1 else f"{what}s"


def seeds(count: int) -> str:
    """With which seeds something was drawn: 0 and the next ones.

    >>> seeds(1), seeds(12)
    ('seed 0', 'seeds 0 to 11')
    """
    return "seed 0" if count == 1 else f"seeds 0 to {count - 1}"


def listing(items: Iterable[object], last: str = "and") -> str:
    """Items as a person lists them.

    >>> listing([1, 2, 4]), listing(["{0, 1}", "{1/2}"], "or")
    ('1, 2 and 4', '{0, 1} or {1/2}')
    """
    *first, end = map(str, items)
    return f"{', '.join(first)} {last} {end}" if first else end


def braces(items: Iterable[object]) -> str:
    """A set.

    >>> braces([Fraction(0), Fraction(1, 2)])
    '{0, 1/2}'
    """
    return f"{{{', '.join(map(str, items))}}}"


def show_grid(numbers: Sequence[Fraction]) -> str:
    """A set whose members are equally far apart: the first two and the last; any other set in full.

    >>> show_grid([Fraction(j, 4) for j in range(6)]), show_grid([Fraction(0), Fraction(1)])
    ('{0, 1/4, ..., 5/4}', '{0, 1}')
    """
    if len(numbers) > 3 and len({b - a for a, b in pairwise(numbers)}) == 1:
        return f"{{{numbers[0]}, {numbers[1]}, ..., {numbers[-1]}}}"
    return braces(numbers)


def in_steps(step: Fraction) -> str:
    """What numbers are multiples of.

    >>> in_steps(Fraction(1, 8)), in_steps(Fraction(1, 56))
    ('in eighths', 'in steps of 1/56')
    """
    if step.numerator == 1 and step.denominator in PARTS:
        return f"in {PARTS[step.denominator]}"
    return f"in steps of {step}"


def show_prices(P: Sequence[Price]) -> str:
    """A price list as a set.

    >>> show_prices(((Fraction(0),), (Fraction(1),)))
    '{0, 1}'
    """
    return braces(map(show, P))


def tie_rules(ties: Iterable[Tie]) -> str:
    """Which tie rules were looked at."""
    looked = dict.fromkeys(ties)
    return "both tie rules" if len(looked) == len(Tie) else f"ties: {listing(tie.value for tie in looked)}"


def show_letters(sizes: Mapping[str, int]) -> str:
    """Sizes in the paper's letters, neighbours that are equal together.

    >>> show_letters({"n": 2, "k": 1, "l": 1, "T": 1})
    'n=2, k=l=T=1'
    """
    runs = groupby(sizes, key=sizes.__getitem__)
    return ", ".join(f"{'='.join(letters)}={size}" for size, letters in runs)


def short_size(market: Market, *, prices: bool = True) -> str:
    """A market in a few letters; r where there are not two groups, T where P is the paper's grid.

    >>> from mechanisms.markets.market import price_grid
    >>> short_size(Market(1, 1, 1, price_grid(1, 1)))
    'n=k=l=T=1'
    >>> short_size(Market(1, 1, 1, ((Fraction(1, 2),),), groups=3))
    'r=3, n=k=l=1, P={1/2}'
    >>> short_size(Market(1, 1, 1, ((Fraction(1, 2),),), groups=3), prices=False)
    'r=3, n=k=l=1'
    """
    sizes = {"n": market.n, "k": market.k, "l": market.l}
    if market.groups != 2:
        sizes = {"r": market.groups, **sizes}
    if not prices:
        return show_letters(sizes)
    T = grid_steps(market.k, market.P)
    return show_letters({**sizes, "T": T}) if T else f"{show_letters(sizes)}, P={show_prices(market.P)}"


def how_many_prices(counts: Iterable[int]) -> str:
    """How long price lists are.

    >>> how_many_prices([1]), how_many_prices([1, 2]), how_many_prices([3])
    ('a single price', 'one or two prices', 'three prices')
    """
    found = sorted(set(counts))
    if found == [1]:
        return "a single price"
    return f"{listing(map(in_words, found), 'or')} prices"


def common(sizes: Iterable[str]) -> str:
    """What is said of all members of a family once, or everything that is said of some.

    >>> common(["n=1", "n=1"]), common(["n=1", "n=2"])
    ('n=1', 'n=1 or n=2')
    """
    return listing(dict.fromkeys(sizes), "or")
