"""A mechanism put in order, each of its methods called once for the same arguments: the definitions.

Everything is by place: a type profile is a tuple of one index for each player, as is a message profile. A
player's *context* is what her payoff depends on beside the outcome: her own type, `(t,)`; with interdependent
payoffs everybody's types.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Set
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import islice, product
from math import prod
from typing import Any, TypeAlias

from gametheory.games.exact import IntegerArray
from mechanisms.general.calls import call, called, error, failure, number, show
from mechanisms.general.declaration import (
    by_player,
    counts_of,
    in_order,
    labels_of,
    players_of,
    prior_of,
    truth_of,
)
from mechanisms.general.listing import MOST_PROFILES, Listing
from mechanisms.general.lotteries import Lottery, hashable, lottery
from mechanisms.general.mechanism import Mechanism
from mechanisms.general.one_answer import ONE_ANSWER
from mechanisms.general.vectorised import outcome_at

Places: TypeAlias = tuple[int, ...]
Context: TypeAlias = tuple[int, ...]


def _hides_its_outcome(mechanism: Mechanism) -> bool:
    """Is there `outcomes`, and in the same class or an heir of it an `outcome`, which is never asked?"""
    if mechanism.outcomes is None or type(mechanism).outcome is Mechanism.outcome:
        return False
    has = next(cls for cls in type(mechanism).__mro__ if {"outcome", "outcomes"} & set(vars(cls)))
    return "outcome" in vars(has)


class GameForm:
    """The mechanism of a user, validated; raises `MechanismError` for whatever cannot be used.

    >>> class Dictator(Mechanism):
    ...     players, types = 2, ("a", "b")
    ...     def outcome(self, messages): return messages[0]
    ...     def payoff(self, i, type, outcome): return int(type == outcome)
    >>> form = GameForm(Dictator())
    >>> form.expected_payoff(1, (0,), (1, 0))  # she wants a, and player 1 says b
    Fraction(0, 1)
    """

    def __init__(self, mechanism: Mechanism, free: Collection[int] | None = None) -> None:
        """With `free` all other players say nothing but the truth of some type of theirs."""
        self.mechanism = mechanism
        self.players = players_of(mechanism)
        self.types = labels_of(mechanism, "types", self.players)
        given = mechanism.messages is not None
        self.messages = labels_of(mechanism, "messages", self.players) if given else self.types
        for name in "outcome", "payoff":
            derived = name == "outcome" and mechanism.outcomes is not None
            if getattr(type(mechanism), name) is getattr(Mechanism, name) and not derived:
                own = (each for cls in type(mechanism).__mro__[:-2] for each in vars(cls))
                close = get_close_matches(name, own, n=1)
                hint = f" (did you mean {close[0]}?)" if close else ""
                raise error(mechanism, name, f"required, but missing{hint}")
        if _hides_its_outcome(mechanism):
            rule = "one of outcome and outcomes, which stands in its place: it would never be asked"
            raise error(mechanism, "outcome", rule)
        if hasattr(mechanism, "transfers"):
            raise error(mechanism, "transfers", "what each player pays is payments(outcome)")
        self.truth = truth_of(mechanism, self.types, self.messages)
        self.counts = counts_of(mechanism, self.messages)  # of messages, listed or not
        if free is not None:
            self._let_others_be_true(free)
        self._lotteries: dict[Places, Lottery] = {}
        self._paid: dict[Hashable, tuple[Fraction, ...]] = {}
        self._payoffs: dict[tuple[int, Context, Hashable], Fraction] = {}

    def _let_others_be_true(self, free: Collection[int]) -> None:
        assert self.truth is not None
        said = [
            tuple(range(len(own))) if i in free else tuple(sorted(set(self.truth[i])))
            for i, own in enumerate(self.messages)
        ]
        self.messages = tuple(
            tuple(own[m] for m in kept) for own, kept in zip(self.messages, said, strict=True)
        )
        self.counts = tuple(
            count if i in free else len(own)
            for i, (count, own) in enumerate(zip(self.counts, self.messages, strict=True))
        )
        self.truth = tuple(
            tuple(kept.index(m) for m in own) for kept, own in zip(said, self.truth, strict=True)
        )

    @lru_cache(maxsize=64)  # noqa: B019 (a form is kept as long as its claims are)
    def among_truthful(self, *free: int) -> "GameForm":
        """The same where only these players may lie; enough for claims on truth, or on lies among truth.

        Types and the messages of `free` keep their places.
        """
        return GameForm(self.mechanism, free)

    @property
    def is_listable(self) -> bool:
        """Can all message profiles be listed?"""
        return self.message_profile_count() <= MOST_PROFILES and self.lists_all

    @property
    def lists_all(self) -> bool:
        """Are all messages among those that are listed?"""
        return self.counts == tuple(map(len, self.messages))

    @property
    def count(self) -> int:
        """How many players there are."""
        return len(self.players)

    def type_profiles(self) -> Iterator[Places]:
        """All type profiles, in lexicographic order."""
        return product(*map(range, map(len, self.types)))

    def message_profiles(self) -> Iterator[Places]:
        """All message profiles, in lexicographic order."""
        return product(*map(range, map(len, self.messages)))

    def type_profile_count(self) -> int:
        """How many type profiles there are."""
        return prod(map(len, self.types))

    def message_profile_count(self) -> int:
        """How many message profiles there are."""
        return prod(self.counts)

    def contexts(self, i: int) -> list[Context]:
        """What player i's payoff can depend on beside the outcome."""
        if self.mechanism.interdependent:
            return list(self.type_profiles())
        return [(t,) for t in range(len(self.types[i]))]

    def context(self, i: int, types: Places) -> Context:
        """What of these types player i's payoff depends on."""
        return types if self.mechanism.interdependent else (types[i],)

    def own_type(self, i: int, context: Context) -> int:
        """Player i's type in a context."""
        if self.mechanism.interdependent:
            return context[i]
        (own,) = context
        return own

    def truthful(self, types: Places) -> Places:
        """What everybody says who tells the truth."""
        assert self.truth is not None
        return tuple(own[t] for own, t in zip(self.truth, types, strict=True))

    def lottery(self, messages: Places) -> Lottery:
        """What comes of the messages: each outcome with its probability. `outcome` is called once."""
        if messages not in self._lotteries:
            labels = tuple(own[m] for own, m in zip(self.messages, messages, strict=True))
            self._lotteries[messages] = lottery(self.mechanism, labels, self._outcome(labels))
        return self._lotteries[messages]

    @property
    def seen(self) -> Collection[Lottery]:
        """What has come of message profiles so far."""
        return self._lotteries.values()

    def bring_about(self, messages: Places) -> None:
        """Call `outcome` once more."""
        self._outcome(tuple(own[m] for own, m in zip(self.messages, messages, strict=True)))

    def _outcome(self, labels: tuple[Hashable, ...]) -> Any:
        if self.mechanism.outcomes is not None:
            return outcome_at(self.mechanism, labels)
        return call(self.mechanism, "outcome", labels)

    @cached_property
    def listing(self) -> Listing:
        """Everything as integer arrays. Raises `TooLargeError`, or `MechanismError` from the user's code."""
        return Listing(self)

    def payoff(self, i: int, context: Context, outcome: Hashable) -> Fraction:
        """Player i's payoff from an outcome. `payoff` is called once for the same arguments."""
        key = i, context, outcome
        if key not in self._payoffs:
            arguments = i, self.label(i, context), outcome
            self._payoffs[key] = number(
                self.mechanism, called("payoff", arguments), call(self.mechanism, "payoff", *arguments)
            )
        return self._payoffs[key]

    def label(self, i: int, context: Context) -> Any:
        """Player i's own type, or everybody's, as `payoff` is given it."""
        if self.mechanism.interdependent:
            return tuple(own[t] for own, t in zip(self.types, context, strict=True))
        return self.types[i][self.own_type(i, context)]

    def expected_payoff(self, i: int, context: Context, messages: Places) -> Fraction:
        """Player i's payoff from the messages; expected, where chance decides."""
        return sum((p * self.payoff(i, context, o) for o, p in self.lottery(messages)), Fraction(0))

    def payoff_of_saying(self, i: int, context: Context, messages: Places, said: Any) -> Fraction:
        """Player i's payoff from saying something, listed or not, when the others say these messages."""
        labels = (
            said if j == i else own[m] for j, (own, m) in enumerate(zip(self.messages, messages, strict=True))
        )
        return self.payoff_at(i, context, tuple(labels))

    def payoff_at(self, i: int, context: Context, labels: tuple[Any, ...]) -> Fraction:
        """Player i's payoff when all say this, listed or not."""
        made = lottery(self.mechanism, labels, self._outcome(labels))
        return sum((p * self.payoff(i, context, o) for o, p in made), Fraction(0))

    @cached_property
    def _prior(self) -> tuple[IntegerArray, int]:
        return prior_of(self.mechanism, self.types)

    @property
    def prior_weights(self) -> IntegerArray:
        """The prior as integers over `prior_scale`, one axis for each player's types."""
        return self._prior[0]

    @property
    def prior_scale(self) -> int:
        """What the prior's integers sum to."""
        return self._prior[1]

    def prior(self, types: Places) -> Fraction:
        """The probability of a type profile."""
        return Fraction(int(self.prior_weights[types]), self.prior_scale)

    def type_probability(self, i: int, t: int) -> Fraction:
        """The probability that player i has type t."""
        return Fraction(int(self.prior_weights.take([t], axis=i).sum(dtype=object)), self.prior_scale)

    def payments(self, outcome: Hashable) -> tuple[Fraction, ...]:
        """What each player pays at an outcome."""
        if outcome not in self._paid:
            self._paid[outcome] = self._payments(outcome)
            if len(self._paid) == 1 and "listing" in vars(self):  # it is not made for this alone
                self._require_the_same_payments()
        return self._paid[outcome]

    def _require_the_same_payments(self) -> None:
        for outcome in self.listing.brought_again():
            if self._payments(outcome) != self.payments(outcome):
                raise error(self.mechanism, called("payments", (outcome,)), ONE_ANSWER)

    def _payments(self, outcome: Hashable) -> tuple[Fraction, ...]:
        paid = call(self.mechanism, "payments", outcome)
        place = called("payments", (outcome,))
        if isinstance(paid, Mapping):
            paid = by_player(self.mechanism, place, self.players, paid, "payment")
        if isinstance(paid, (str, Set)) or not hasattr(paid, "__len__") or len(paid) != self.count:
            raise error(self.mechanism, place, f"one payment for each of {self.count} players", paid)
        return tuple(number(self.mechanism, place, each) for each in paid)

    def outside(self, i: int, t: int) -> Fraction:
        """What player i has if she stays away: 0, unless the mechanism says."""
        if self.mechanism.outside is None:
            return Fraction(0)
        arguments = i, self.types[i][t]
        return number(
            self.mechanism, called("outside", arguments), call(self.mechanism, "outside", *arguments)
        )

    @cached_property
    def feasible(self) -> tuple[Hashable, ...]:
        """All outcomes that there could be."""
        given = call(self.mechanism, "feasible")
        if not isinstance(given, Iterable):
            raise error(self.mechanism, "feasible()", "a list of outcomes", given)
        try:
            found = tuple(islice(in_order(given), MOST_PROFILES + 1))  # it may have no end
        except (Exception, SystemExit) as wrong:
            raise failure(self.mechanism, "feasible()", wrong) from wrong
        if not found:
            raise error(self.mechanism, "feasible()", "at least one outcome, got none")
        if len(found) > MOST_PROFILES:
            raise error(self.mechanism, "feasible()", f"at most {MOST_PROFILES:,} outcomes, got more")
        return tuple(hashable(self.mechanism, "feasible()", outcome) for outcome in found)

    def share(self, i: int, outcome: Hashable) -> Hashable:
        """What of an outcome concerns player i."""
        found = call(self.mechanism, "share", i, outcome)
        return hashable(self.mechanism, called("share", (i, outcome)), found)

    def type_name(self, i: int, t: int) -> str:
        """A type as a person reads it."""
        return show(self.types[i][t])

    def message_name(self, i: int, m: int) -> str:
        """A message as a person reads it."""
        return show(self.messages[i][m])

    def say(self, messages: Places, without: int | None = None) -> str:
        """Who says what, in words.

        >>> class Nothing(Mechanism):
        ...     players, types = 2, ("a", "b")
        ...     def outcome(self, messages): return None
        ...     def payoff(self, i, type, outcome): return 0
        >>> GameForm(Nothing()).say((0, 1)), GameForm(Nothing()).say((0, 1), without=0)
        ('player 1 says a and player 2 says b', 'player 2 says b')
        """
        said = [
            f"{name} says {self.message_name(i, m)}"
            for i, (name, m) in enumerate(zip(self.players, messages, strict=True))
            if i != without
        ]
        return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)

    def who(self, i: int, context: Context) -> str:
        """Player i and what her payoff depends on, in words."""
        return f"{self.players[i]} {self.at(i, context)}".rstrip()

    def at(self, i: int, context: Context) -> str:
        """What player i's payoff depends on, in words; nothing where nobody has a type."""
        if max(map(len, self.types)) == 1:
            return ""
        if self.mechanism.interdependent:
            return f"at the types {self.types_name(context)}"
        return f"of type {self.type_name(i, context[0])}"

    def types_name(self, types: Places) -> str:
        """A type profile as a person reads it."""
        return show(tuple(own[t] for own, t in zip(self.types, types, strict=True)))

    def lottery_name(self, messages: Places) -> str:
        """What comes of the messages, as a person reads it."""
        lottery = self.lottery(messages)
        return show(lottery[0][0]) if len(lottery) == 1 else show(dict(lottery))

    def outcome_name(self, types: Places, place: int) -> str:
        """An outcome that truth may bring, with its probability if chance decides, as a person reads it."""
        lottery = self.lottery(self.truthful(types))
        outcome, probability = lottery[place]
        chance = f" (probability {probability})" if len(lottery) > 1 else ""
        return f"{show(outcome)}{chance}"
