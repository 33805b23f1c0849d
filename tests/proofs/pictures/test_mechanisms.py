"""Pictures of witnesses about anybody's mechanism: each says the numbers of the record, and changes with it."""

from dataclasses import replace

from mechanisms import Mechanism
from proofs import check
from proofs.claims.verdict import Verdict, Witnessed
from proofs.pictures.mechanisms import DRAWN
from proofs.pictures.pictures import draw
from tests.broken_mechanisms import FirstPrice


class Wasteful(Mechanism):
    """The lowest bid wins; each pays her bid, and one is paid for coming: nearly nothing is right."""

    players, types = 2, range(3)
    prior = "uniform"

    def outcome(self, bids):
        return bids.index(min(bids)), max(bids)

    def payoff(self, i, type, outcome):
        winner, price = outcome
        return type - price if i == winner else 0

    def payments(self, outcome):
        winner, price = outcome
        return [price if i == winner else -1 for i in range(2)]

    def feasible(self):
        return [(winner, 0) for winner in range(2)]


def drawn(mechanism):
    found = check(mechanism)
    refuted = [each for each in found.values() if each.verdict is Verdict.REFUTED]
    return [
        each.witness for each in refuted if each.witness is not None and type(each.witness.record) in DRAWN
    ]


def test_each_kind_is_drawn_with_its_sentence_and_numbers():
    witnesses = [*drawn(FirstPrice()), *drawn(Wasteful())]
    kinds = {type(each.record).__name__ for each in witnesses}
    assert {"Lie", "ExPostLie", "InterimLie", "GroupLie", "Loss", "Imbalance"} <= kinds
    assert {"HigherSurplus", "ExpectedImbalance", "InterimLoss"} <= kinds
    for each in witnesses:
        (picture,) = draw(each)
        assert picture.caption.endswith(".")
        assert picture.html()


def test_another_lie_has_another_picture():
    witness = next(each for each in drawn(FirstPrice()) if type(each.record).__name__ == "Lie")
    record = witness.record
    other = replace(record, messages=(*record.messages[:1], (record.messages[1] + 1) % 3))
    one, two = (draw(Witnessed(each, witness.context))[0].panels[0].svg() for each in (record, other))
    assert one != two
    before, after = map(str, record.payoffs(witness_form(witness)))
    assert f">{before}<" in one
    assert f">{after}<" in one


def test_what_each_pays_adds_up():
    witness = next(each for each in drawn(Wasteful()) if type(each.record).__name__ == "Imbalance")
    svg = draw(witness)[0].panels[0].svg()
    assert f">{witness.record.total(witness_form(witness))}<" in svg


def witness_form(witness):
    from mechanisms.general.game_form import GameForm

    return GameForm(witness.context)
