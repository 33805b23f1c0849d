"""Words as Markdown and as LaTeX: what these would take for a command is escaped."""

import re
import unicodedata

from gametheory.games.labels import escaped

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]<>|~&$])")
_BLOCK = re.compile(r"^(\d*)([-+#=.)])")  # at the start of a paragraph: a list, a heading
_COMMANDS = {
    "\\": "\\textbackslash{}",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
    "`": "\\textasciigrave{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
    "|": "\\textbar{}",
    **{each: f"\\{each}" for each in "{}$&#_%"},
}
_SYMBOLS = {
    "∞": "\\infty",
    "∩": "\\cap",
    "∧": "\\wedge",
    "·": "\\cdot",
    "×": "\\times",
    "≠": "\\ne",
    "≤": "\\le",
    "≥": "\\ge",
    "∅": "\\emptyset",
    "→": "\\to",
    "Σ": "\\sum",
    "∏": "\\prod",
    "∎": "\\rule{1ex}{1ex}",
    "…": "\\dots",
    "√": "\\surd",
}
_GREEK = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ"  # that LaTeX has a command for; others look like Latin letters
_AS_IN_LATIN = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True))
_ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar"}  # after the letter
# A letter with an accent, or a letter or number with indices and exponents: p̂, D_i, 2^12, M_i^{2+}.
_FORMULA = re.compile(
    rf"[^\W\d_][{''.join(_ACCENTS)}]"
    r"|(?<!\w)(?:\d+|[^\W\d_])(?:_[^\W_]|\^(?:\d+|∞|\{[\w+]+\}))+(?!\w)"
)
_INDEX = re.compile(r"([_^])\{?([\w+∞]+)\}?")
_MINUS = re.compile(r"(?<![\w.)/$-])-(?=\d)|(?<= )-(?= )")
_RANGE = re.compile(r"(?<=\d)-(?=\d)")


def markdown(words: str) -> str:
    r"""Words within a line of GitHub's Markdown.

    >>> print(markdown("G*: |Φ| = 4"))
    G\*: \|Φ\| = 4
    """
    return _PUNCTUATION.sub(r"\\\1", words)


def markdown_paragraph(words: str) -> str:
    r"""The same as a paragraph of its own.

    >>> print(markdown_paragraph("1. e4"))
    1\. e4
    """
    return _BLOCK.sub(r"\1\\\2", markdown(words))


def latex(words: str) -> str:
    r"""Words as LaTeX, the paper's letters and signs as mathematics.

    >>> print(latex("G*: |Φ| = 4, 50% of -1/5 in D_i"))
    G*: \textbar{}$\Phi$\textbar{} = 4, 50\% of $-$1/5 in $D_{i}$
    """
    normal = unicodedata.normalize("NFC", "\n".join(map(escaped, words.split("\n"))))
    formulas = [*map(_latex_formula, _FORMULA.findall(normal)), ""]
    between = map(_latex_plain, _FORMULA.split(normal))
    return "".join(part for pair in zip(between, formulas, strict=True) for part in pair)


def _latex_formula(words: str) -> str:
    if words[1] in _ACCENTS:
        return f"$\\{_ACCENTS[words[1]]}{{{_mathematics(words[0])}}}$"
    base = re.split(r"[_^]", words)[0]
    indices = _INDEX.findall(words)
    inside = "".join(f"{sign}{{{''.join(map(_mathematics, index))}}}" for sign, index in indices)
    return f"${''.join(map(_mathematics, base))}{inside}$"


def _mathematics(character: str) -> str:
    return _latex_character(character).strip("$")


def _latex_plain(words: str) -> str:
    characters = "".join(map(_latex_character, words)).replace("--", "-{}-").replace("--", "-{}-")
    return _MINUS.sub("$-$", _RANGE.sub("--", characters))


def _latex_character(character: str) -> str:
    if character in _COMMANDS:
        return _COMMANDS[character]
    if character in _SYMBOLS:
        return f"${_SYMBOLS[character]}$"
    name = unicodedata.name(character, "")
    if character in _AS_IN_LATIN:
        return f"$\\mathrm{{{_AS_IN_LATIN[character]}}}$"
    if character in _GREEK:
        _, size, _, letter = name.lower().replace("lamda", "lambda").split()  # as LaTeX spells it
        return f"$\\{letter if size == 'small' else letter.capitalize()}$"
    if unicodedata.decomposition(character).startswith("<super>"):
        return f"$^{{{unicodedata.normalize('NFKC', character)}}}$"
    return character
