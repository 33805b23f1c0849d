"""The class that a mechanism is written as: who plays, what they know and may say, what comes of it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod
from typing import Any, ClassVar

from gametheory.games.errors import InputError

MOST_VARIANTS = 100_000  # of a class by its parameters
RESERVED = ("parameters", "expect")  # attributes of a class that none of its parameters is


class MechanismError(InputError):
    """A mechanism that cannot be used: file, class, method and arguments, rule and value in one line."""


class Mechanism:
    """A finite mechanism: subclass it, say who plays, and write `outcome` and `payoff`.

    Players are counted from 0 in every method. Types, messages and outcomes are anything hashable; payoffs,
    probabilities and payments are integers or Fractions.

    >>> class SecondPrice(Mechanism):
    ...     players = 2
    ...     types = range(3)
    ...     def outcome(self, bids):
    ...         winner = bids.index(max(bids))
    ...         return winner, min(bids)
    ...     def payoff(self, i, type, outcome):
    ...         winner, price = outcome
    ...         return type - price if i == winner else 0
    >>> SecondPrice().outcome((1, 2))
    (1, 1)
    """

    players: Any  # how many, or their names
    types: Any = (None,)  # a list for all, or a dict: a list for each player, by name or number
    messages: Any = None  # likewise; the types, unless given
    interdependent: ClassVar[bool] = False  # payoff(i, types, outcome): everybody's types matter to i
    symmetric: ClassVar[bool] = False  # permuting the players changes nothing: verified, then used
    ordinal: ClassVar[bool] = False  # payoffs only rank the outcomes: the numbers are one choice of many
    elimination: ClassVar[str] = ""  # which dominance: "interim", "ex ante" or "ex post"; "pure" or "mixed"
    no_truth: str = ""  # why no message tells the truth, where that can be said
    parameters: ClassVar[Mapping[str, Sequence[Any]]] = {}  # values to be tried of attributes
    expect: ClassVar[Mapping[str, str]] = {}  # verdicts by id of the claim

    # Optional methods. A claim that needs one which is not there is inapplicable.
    truth: Any = None  # truth(i, type): the message that tells it; the type itself, where that is a message
    prior: Any = None  # prior(types): a probability; or a dict by types; or "uniform"
    payments: Any = None  # payments(outcome): what each pays, in a list or dict; negative: she receives
    feasible: Any = None  # feasible(): all outcomes that there could be
    outside: Any = None  # outside(i, type): what she has if she stays away; 0, unless given
    share: Any = None  # share(i, outcome): what of it concerns i
    plan_form: Any = None  # plan_form(i, type): what messages do cell by cell
    isolating: Any = None  # isolating(i, cell, state, message): messages that single a state out
    message_count: Any = None  # message_count(i): how many she has, if only those of the truth are listed
    best_reply: Any = None  # best_reply(i, type): an unlisted message that gains most among truthful others
    unlisted: Any = None  # unlisted(i, type, reply): the message that best_reply describes by integers
    outcomes: Any = None  # outcomes(messages) in place of outcome: for arrays of integer messages

    def __init__(self, **values: Any) -> None:
        """The mechanism with these values of its parameters, and the first ones of those without a value."""
        for name in values:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise MechanismError(f"{type(self).__name__}: parameters are {known}, got {name}")
        for name, choices in self.parameters.items():
            if name in values:
                setattr(self, name, values[name])
            elif not hasattr(type(self), name) and len(choices):
                setattr(self, name, choices[0])

    def outcome(self, messages: tuple[Any, ...]) -> Any:
        """What comes of these messages: anything hashable, or {outcome: probability}."""
        raise NotImplementedError

    def payoff(self, i: int, type: Any, outcome: Any) -> Any:
        """What the outcome is worth to player i with this type; with `interdependent`, given all types."""
        raise NotImplementedError

    @classmethod
    def variants(cls) -> Iterator["Mechanism"]:
        """One mechanism for each combination of the parameters' values; without parameters a single one."""
        if not isinstance(cls.parameters, Mapping):
            raise MechanismError(f"{cls.__name__}.parameters: lists of values by name, got {cls.parameters}")
        lists: dict[str, tuple[Any, ...]] = {}
        for name, choices in cls.parameters.items():
            if isinstance(choices, (str, set, frozenset)) or not hasattr(choices, "__len__"):
                raise MechanismError(f"{cls.__name__}.parameters: {name}: a list of values, got {choices}")
            if name in RESERVED:
                raise MechanismError(f"{cls.__name__}.parameters: other names than {', '.join(RESERVED)}")
            lists[name] = tuple(islice(choices, MOST_VARIANTS + 1))
        if prod(map(len, lists.values())) > MOST_VARIANTS:
            raise MechanismError(
                f"{cls.__name__}.parameters: at most {MOST_VARIANTS:,} combinations of values, got more"
            )
        for values in product(*lists.values()):
            yield with_values(cls, dict(zip(lists, values, strict=True)))


def with_values(cls: type[Mechanism], values: Mapping[str, Any]) -> Mechanism:
    """The mechanism with these values of its parameters, each of which is the attribute of its name."""
    if odd := next((name for name in values if name not in cls.parameters), None):
        known = ", ".join(cls.parameters) or "none"
        raise MechanismError(f"{cls.__name__}: parameters are {known}, got {odd}")
    made: object = cls(**values)
    if not isinstance(made, cls):  # as where __new__ forgets its return
        raise MechanismError(f"{cls.__name__}: a new one is one of its class, got {type(made).__name__}")
    for name, value in values.items():
        found = getattr(made, name, None)
        if found != value:
            rule = f"an attribute with the value of the parameter, {value!r}"
            raise MechanismError(f"{cls.__name__}.{name}: {rule}, got {found!r}")
    return made
