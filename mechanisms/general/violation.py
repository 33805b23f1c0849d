"""Evidence about a mechanism: a record that is rechecked by running the user's class again."""

from abc import ABC, abstractmethod

from mechanisms.general.game_form import GameForm
from mechanisms.general.mechanism import Mechanism


class Violation(ABC):
    """A case in which a mechanism lacks a property; players, types and messages are given by place."""

    __slots__ = ()

    def holds(self, mechanism: Mechanism) -> bool:
        """Recheck by the definition alone, with every method of the mechanism called anew."""
        return self.shows(GameForm(mechanism))

    def describe(self, mechanism: Mechanism) -> str:
        """What the record shows, in one sentence without a full stop; numbers are worked out from it."""
        return self.words(GameForm(mechanism))

    @abstractmethod
    def shows(self, form: GameForm) -> bool:
        """Is it so, by the definition?"""

    @abstractmethod
    def words(self, form: GameForm) -> str:
        """What it shows."""
