"""Expressions in a few letters, such as (4*i - 3)/(8*n): parsed, not evaluated as a program, and exact.

    sum      = product (("+" | "-") product)*
    product  = sign (("*" | "/") sign)*
    sign     = ("+" | "-") sign | power
    power    = atom ("**" sign)?
    atom     = number | letter | "(" sum ")"

A number is a whole one in digits. An exponent has to be a whole number too; whatever would be too long is
refused before it is computed, so that no text takes long.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from gametheory.games.errors import InputError

LONGEST = 300  # characters
DEEPEST = 30  # parentheses and signs within each other
MOST_BITS = 4_000  # of a numerator or denominator
MOST_DIGITS = 30  # of a number
TOKEN = re.compile(r"[ \t]*(?:([0-9]+)|([A-Za-z_]\w*)|(\*\*|[-+*/()]))")


class ExpressionError(InputError):
    """A text that is no expression, or an expression that has no value; says where, or what is wrong."""


@dataclass(frozen=True)
class Expression:
    """An expression as it was written, and as a tree of operators."""

    text: str
    tree: "Tree"

    def value(self, letters: Mapping[str, int]) -> Fraction:
        """The exact value. Raises `ExpressionError`: division by zero, powers that are none or too large."""
        return _value(self.tree, letters)


@dataclass(frozen=True)
class Tree:
    """An operator and what it is applied to; a number or a letter has nothing below it."""

    operator: str
    number: int = 0
    below: tuple["Tree", ...] = ()


def parse(text: str, letters: tuple[str, ...]) -> Expression:
    """The expression in a text, in which these letters may occur. Raises `ExpressionError`.

    >>> str(parse("(4*i - 3)/(8*n)", ("n", "i")).value({"n": 2, "i": 3}))
    '9/16'
    >>> parse("2**-n", ("n",)).value({"n": 3}), parse("-n**2", ("n",)).value({"n": 3})
    (Fraction(1, 8), Fraction(-9, 1))
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"an expression of at most {LONGEST} characters, got {len(text):,}")
    return Expression(text, _Parser(text, letters).whole())


class _Parser:
    def __init__(self, text: str, letters: tuple[str, ...]) -> None:
        self.letters, self.depth, self.at = letters, 0, 0
        self.tokens: list[str] = []
        place, end = 0, len(text.rstrip(" \t"))
        while place < end:
            found = TOKEN.match(text, place, end)
            if found is None or not text.isascii():
                wrong = ascii(text[place:].lstrip(" \t")[0])
                raise ExpressionError(
                    f"numbers, {', '.join(letters)}, + - * / ** and parentheses, got {wrong}"
                )
            self.tokens.append(found[0].strip(" \t"))
            place = found.end()

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def whole(self) -> Tree:
        tree = self.sum()
        if left := self.peek():
            raise ExpressionError(f"an operator, or the end, got {left}")
        return tree

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(f"at most {DEEPEST} parentheses and signs within each other, got more")

    def sum(self) -> Tree:
        tree = self.product()
        while self.peek() in ("+", "-"):
            tree = Tree(self.take(), 0, (tree, self.product()))
        return tree

    def product(self) -> Tree:
        tree = self.sign()
        while self.peek() in ("*", "/"):
            tree = Tree(self.take(), 0, (tree, self.sign()))
        return tree

    def sign(self) -> Tree:
        if self.peek() not in ("+", "-"):
            return self.power()
        operator = self.take()
        self.deeper()
        tree = self.sign()
        self.depth -= 1
        return Tree("0-", 0, (tree,)) if operator == "-" else tree

    def power(self) -> Tree:
        tree = self.atom()
        if self.peek() != "**":
            return tree
        self.take()
        self.deeper()
        tree = Tree("**", 0, (tree, self.sign()))
        self.depth -= 1
        return tree

    def atom(self) -> Tree:
        token = self.take()
        if token.isdigit():
            if len(token) > MOST_DIGITS:
                raise ExpressionError(f"a number of at most {MOST_DIGITS} digits, got {len(token)}")
            return Tree("number", int(token))
        if token == "(":
            self.deeper()
            tree = self.sum()
            self.depth -= 1
            if (end := self.take()) != ")":
                raise ExpressionError(f"a closing parenthesis, got {end or 'the end'}")
            return tree
        if token in self.letters:
            return Tree(token)
        raise ExpressionError(
            f"a number, {', '.join(self.letters)} or a parenthesis, got {token or 'the end'}"
        )


def _value(tree: Tree, letters: Mapping[str, int]) -> Fraction:
    if tree.operator == "number":
        return Fraction(tree.number)
    if not tree.below:
        return Fraction(letters[tree.operator])
    one, *others = (_value(each, letters) for each in tree.below)
    match tree.operator:
        case "0-":
            found = -one
        case "+":
            found = one + others[0]
        case "-":
            found = one - others[0]
        case "*":
            found = one * others[0]
        case "/":
            if others[0] == 0:
                raise ExpressionError("a divisor that is not zero")
            found = one / others[0]
        case _:
            found = _power(one, others[0])
    return _short(found)


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1:
        raise ExpressionError(f"an exponent that is a whole number, got {exponent}")
    if base == 0 and exponent < 0:
        raise ExpressionError("a divisor that is not zero")
    bits = max(abs(base.numerator), base.denominator).bit_length() - 1  # 0 for -1, 0 and 1
    if bits * abs(exponent) > MOST_BITS:
        raise ExpressionError(f"numbers below 2**{MOST_BITS}, got a power that is larger")
    if bits == 0:  # whatever the exponent, one of these
        return base ** (int(exponent % 2) if base < 0 or exponent == 0 else 1)
    return base ** int(exponent)


def _short(value: Fraction) -> Fraction:
    if max(abs(value.numerator), value.denominator).bit_length() > MOST_BITS:
        raise ExpressionError(f"numbers below 2**{MOST_BITS}, got a larger one")
    return value
