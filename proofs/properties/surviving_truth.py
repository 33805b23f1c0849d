"""Whether truth survives elimination, and whether what survives brings about what truth does."""

from dataclasses import dataclass

import numpy as np

from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.lotteries import are_equal
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.scopes import number_of
from proofs.claims.verdict import Finding
from proofs.properties.eliminated import each_left, messages_left, scope
from proofs.properties.settled import settled
from proofs.properties.survival import Listed, Survival, survival, survival_anew
from proofs.properties.truth import true_of_type, type_of


@dataclass(frozen=True, slots=True)
class TruthLeaves(Violation):
    """Evidence that the truth of a type is eliminated."""

    i: int
    t: int

    def shows(self, form: GameForm) -> bool:
        """By eliminating anew."""
        return true_of_type(form, self.i, self.t) not in survival_anew(form).left[self.i][self.t]

    def words(self, form: GameForm) -> str:
        """Whose truth leaves in which round, and what stays."""
        i, t, true = self.i, self.t, true_of_type(form, self.i, self.t)
        history = survival_anew(form).history
        r = next(r for r, left in enumerate(history) if true not in left[i][t])
        stays = " or ".join(form.message_name(i, m) for m in history[-1][i][t])
        message = form.message_name(i, true)
        return f"the truth of {type_of(form, i, t)}, {message}, leaves in round {r}; {stays} stays"


@dataclass(frozen=True, slots=True)
class TruthfulStrategyLeaves(Violation):
    """Evidence that, ex ante, the truthful strategy of a player is eliminated.

    Each type's truth may stay all the same, as part of strategies that lie at other types.
    """

    i: int

    def shows(self, form: GameForm) -> bool:
        """By eliminating anew."""
        found = survival_anew(form)
        return found.stage == "ex ante" and self._leaves_in(form, found) > 0

    def _leaves_in(self, form: GameForm, found: Survival) -> int:
        """The round in which it leaves; 0 if it stays."""
        assert found.listed is not None
        true, rounds = truthful_strategy(form, found.listed, self.i), enumerate(found.listed.history)
        return next((r for r, left in rounds if true not in left[self.i]), 0)

    def words(self, form: GameForm) -> str:
        """Whose strategy leaves in which round, and what stays."""
        found = survival_anew(form)
        assert found.listed is not None
        own = found.listed.game.strategies[self.i]
        stays = " or ".join(own[a] for a in found.listed.survivors[self.i])
        true = own[truthful_strategy(form, found.listed, self.i)]
        r = self._leaves_in(form, found)
        return f"the truthful strategy of {form.players[self.i]}, {true}, leaves in round {r}; {stays} stays"


def truthful_strategy(form: GameForm, found: Listed, i: int) -> int:
    """The place of player i's truthful strategy in the game of whole strategies."""
    return found.choices[i].index(tuple((i, t, true_of_type(form, i, t)) for t in range(len(form.types[i]))))


@dataclass(frozen=True, slots=True)
class OtherResult(Violation):
    """Evidence that survivors do not bring about what truth does: at these types they may say this."""

    types: Places
    messages: Places

    def shows(self, form: GameForm) -> bool:
        """By eliminating anew, and by what comes of both; types of probability zero show nothing."""
        if form.mechanism.prior is not None and not form.prior(self.types):
            return False
        left = survival_anew(form).left
        survive = all(m in own[t] for m, own, t in zip(self.messages, left, self.types, strict=True))
        truth = form.lottery(form.truthful(self.types))
        return survive and not are_equal(form.lottery(self.messages), truth)

    def words(self, form: GameForm) -> str:
        """What they may say, and what comes of it."""
        truthful = form.truthful(self.types)
        return (
            f"at the types {form.types_name(self.types)} it survives that {form.say(self.messages)}: "
            f"this brings {form.lottery_name(self.messages)}, the truth {form.lottery_name(truthful)}"
        )


def check_truth_survives(form: GameForm, watch: Watch) -> Finding:
    """That no type's truth is eliminated; ex ante, that nobody's truthful strategy is."""
    found = survival(form)
    gone = ((t, i) for i, t, own in each_left(form, found) if true_of_type(form, i, t) not in own)
    t, i = min(gone, default=(-1, -1))
    record: Violation | None = None if i < 0 else TruthLeaves(i, t)
    whose, strategies = "of every type", found.listed if found.stage == "ex ante" else None
    if record is None and strategies is not None:
        whose = "of every type, and the truthful strategy of every player,"
        left = enumerate(strategies.survivors)
        lost = (i for i, own in left if truthful_strategy(form, strategies, i) not in own)
        record = next(map(TruthfulStrategyLeaves, lost), None)
    cases = messages_left(form, found)
    more = cases - len(each_left(form, found))
    others = number_of(more, "other message") if more else "nothing else"
    evidence = f"the truth {whose} is left, and {others}"
    return settled(form, scope(form), record, cases, evidence)


def check_survivors_implement_truth(form: GameForm, watch: Watch) -> Finding:
    """That whatever survivors are said, it brings about what truth does."""
    found = survival(form)
    assert form.truth is not None
    cases, record = 0, None
    for types in sorted(form.type_profiles(), key=lambda types: (sum(types), types)):
        if form.mechanism.prior is not None and not form.prior_weights[types]:
            continue
        said = form.listing.result[np.ix_(*(own[t] for own, t in zip(found.left, types, strict=True)))]
        cases += said.size
        other = said != form.listing.truthful[types]
        if other.any():
            place = np.unravel_index(int(other.argmax()), other.shape)
            messages = tuple(
                found.left[i][t][int(p)] for i, (t, p) in enumerate(zip(types, place, strict=True))
            )
            record = OtherResult(types, messages)
            break
    return settled(form, scope(form), record, cases, "whatever survives brings about what truth does")
