"""Everything that this project raises on purpose: one base class, so that a caller can catch it all.

An `InputError` is about what the user gave: its message is one line with place, rule and value, and the
command line ends with exit status 2, as with a `MissingLibraryError`, which is about the installation. An
`UndecidedError` is about a search that was given up.
"""


class UndominatedError(Exception):
    """The base of all errors of this project; the message is one line for a person."""


class InputError(UndominatedError, ValueError):
    """What was given cannot be used; the message names place, rule and value."""


class InexactNumberError(InputError):
    """A number that is not exactly rational, or not written so; the message names the place and the value."""


class GameError(InputError):
    """A game that is not well formed; the message names player, strategy and value."""


class GameFileError(GameError):
    """A file that is not a game; the message names file, line, rule and value."""


class PlanError(InputError):
    """A plan or a vector that does not belong to the form; the message says what is wrong."""


class UnboundedError(InputError):
    """A linear program whose objective has no upper bound; the message names the direction."""


class TooLargeError(InputError):
    """What would have to be listed is too large; the message says how large, and what the limit is."""


class EntangledError(TooLargeError):
    """Costs that overlap too much to be minimised; the message says how large a table it would take."""


class CoefficientError(TooLargeError):
    """Coefficients of an integer program that are too large for the solver; the message says how large."""


class UndecidedError(UndominatedError):
    """A search that was given up, neither answer found; the message says how far it came."""


class MissingLibraryError(UndominatedError, ImportError):
    """A library that only some questions need cannot be imported; the message says how to install it."""
