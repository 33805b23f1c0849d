"""Telling the truth against one lie: the smallest unit of every claim on incentives."""

from dataclasses import dataclass
from fractions import Fraction

from gametheory.games.exact import IntegerArray
from mechanisms.general.game_form import Context, GameForm, Places
from mechanisms.general.smallest import sums
from mechanisms.general.violation import Violation

OFF_TRUTH = 1_000_000  # what a message costs that no type would say who tells the truth


@dataclass(frozen=True, slots=True)
class Lie(Violation):
    """Evidence that player i gains by a message that is not the truth, when all say `messages` but she.

    At place i of the messages stands the lie.
    """

    i: int
    context: Context
    messages: Places

    def payoffs(self, form: GameForm) -> tuple[Fraction, Fraction]:
        """What the truth gives her, and what the lie."""
        truth = replaced(self.messages, self.i, true_message(form, self.i, self.context))
        return (
            form.expected_payoff(self.i, self.context, truth),
            form.expected_payoff(self.i, self.context, self.messages),
        )

    def shows(self, form: GameForm) -> bool:
        """By running the mechanism: the lie pays more."""
        before, after = self.payoffs(form)
        return before < after

    def words(self, form: GameForm) -> str:
        """Who lies, when, and the exact gain."""
        before, after = self.payoffs(form)
        got = f"she gets {after} instead of {before}, and gains {after - before}"
        return f"{_told(form, self)}: {got}"


@dataclass(frozen=True, slots=True)
class EqualLie(Violation):
    """Evidence that the truth is not strictly better: a lie pays as much when the others say this."""

    i: int
    context: Context
    messages: Places

    def shows(self, form: GameForm) -> bool:
        """By running the mechanism: a lie, and no worse than the truth."""
        before, after = Lie(self.i, self.context, self.messages).payoffs(form)
        return self.messages[self.i] != true_message(form, self.i, self.context) and before <= after

    def words(self, form: GameForm) -> str:
        """Who lies, when, and what both give."""
        lie = Lie(self.i, self.context, self.messages)
        before, after = lie.payoffs(form)
        if before < after:
            return lie.words(form)
        return f"{_told(form, lie)}: she gets {after} either way"


@dataclass(frozen=True, slots=True)
class HarmlessLie(Violation):
    """Evidence that the truth is not weakly better: a lie of a type is never worse than the truth."""

    i: int
    t: int
    lie: int

    def shows(self, form: GameForm) -> bool:
        """By running the mechanism on every profile of the others."""
        if self.lie == true_of_type(form, self.i, self.t) or self.lie >= len(form.messages[self.i]):
            return False
        return all(
            before <= after
            for context in form.contexts(self.i)
            if form.own_type(self.i, context) == self.t
            for messages in form.message_profiles()
            if messages[self.i] == self.lie
            for before, after in [Lie(self.i, context, messages).payoffs(form)]
        )

    def words(self, form: GameForm) -> str:
        """Which lie of whom."""
        who, lie = type_of(form, self.i, self.t), form.message_name(self.i, self.lie)
        true = form.message_name(self.i, true_of_type(form, self.i, self.t))
        return f"{who} is never worse off by saying {lie} instead of {true}, whatever the others say"


def _told(form: GameForm, lie: Lie) -> str:
    i = lie.i
    said, true = (
        form.message_name(i, lie.messages[i]),
        form.message_name(i, true_message(form, i, lie.context)),
    )
    when = f" when {form.say(lie.messages, without=i)}" if form.count > 1 else ""
    return f"{form.who(i, lie.context)} says {said} instead of {true}{when}"


def type_of(form: GameForm, i: int, t: int) -> str:
    """A player with her type."""
    return form.players[i] if len(form.types[i]) == 1 else f"{form.players[i]} of type {form.type_name(i, t)}"


def true_of_type(form: GameForm, i: int, t: int) -> int:
    """What player i says who has type t and tells the truth."""
    assert form.truth is not None
    return form.truth[i][t]


def true_message(form: GameForm, i: int, context: Context) -> int:
    """What player i says in a context who tells the truth."""
    return true_of_type(form, i, form.own_type(i, context))


def replaced(places: Places, i: int, place: int) -> Places:
    """The profile with something else at place i."""
    return (*places[:i], place, *places[i + 1 :])


def message_costs(form: GameForm, j: int) -> list[int]:
    """How far from simple each message of player j is: its place among hers, and more if nobody's truth."""
    truths = set(form.truth[j]) if form.truth is not None else set()
    return [m + (0 if m in truths else OFF_TRUTH) for m in range(len(form.messages[j]))]


def others_costs(form: GameForm, i: int) -> IntegerArray:
    """The costs of the others' messages, by message profile of theirs in lexicographic order."""
    return sums([message_costs(form, j) for j in range(form.count) if j != i]).reshape(-1)
