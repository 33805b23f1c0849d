"""Which picture a record has."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from mechanisms.markets.informed_price_taking import Conflict
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.audit.kinds import load_witness
from proofs.audit.row import Row
from proofs.claims.example_files import example
from proofs.claims.verdict import Verdict, Witnessed
from proofs.conditions.unnamed_signals import Ambiguity
from proofs.pictures import informed, outcomes, plans
from proofs.pictures.hedges import hedge_picture
from proofs.pictures.picture import Picture, joined
from proofs.pictures.price_taking import not_dominant
from proofs.rules.branch_7 import NoPlace
from proofs.rules.own_price import WrongPrice
from proofs.rules.printed_groups import SharedAgents
from proofs.rules.weights import PrintedWeights
from proofs.theorem_1.statement import IsolatedShortfall, NotDominant
from proofs.theorem_1.without_condition_1 import ConclusionAnyway
from proofs.theorem_1.witness_file import ConclusionFails
from proofs.theorem_4.hedges.hedge import Hedge
from proofs.theorem_4.hedges.hedged_refutation import Hedged, HedgedTwice, Pooled
from proofs.theorem_4.hedges.undominated_plan import HedgedPlan
from proofs.theorem_4.one_buyer.printed import BuyerEliminated, BuyerSurvivor, SellerSurvivor, UnsentEntry
from proofs.theorem_4.one_buyer.statement import Unexpected
from proofs.theorem_6.bounds import AskedEntryLoses
from proofs.theorem_6.printed import EntryEliminated
from proofs.theorem_6.printed_17_18 import PrintedMiss
from proofs.theorem_6.statement import NothingBest

Draw: TypeAlias = Callable[[Any, Any], Picture]  # a record, and what it is about


def _hedges(hedges: Iterable[object], instance: InterdependentInstance) -> Iterator[Picture]:
    return (hedge_picture(hedge, instance) for hedge in hedges if isinstance(hedge, Hedge))


DRAWN: dict[type, Draw] = {
    NotDominant: not_dominant,
    ConclusionFails: lambda record, instance: not_dominant(record.violation, instance),
    IsolatedShortfall: lambda record, instance: not_dominant(record.violation(instance), instance),
    ConclusionAnyway: outcomes.conclusion_anyway,
    SharedAgents: outcomes.shared_agents,
    WrongPrice: outcomes.wrong_price,
    NoPlace: outcomes.no_place,
    PrintedWeights: outcomes.printed_weights,
    Conflict: informed.conflict,
    Ambiguity: informed.ambiguity,
    PrintedMiss: informed.printed_miss,
    NothingBest: informed.nothing_best,
    SellerSurvivor: plans.seller_survivor,
    BuyerSurvivor: plans.buyer_survivor,
    BuyerEliminated: plans.buyer_eliminated,
    UnsentEntry: plans.unsent_entry,
    Unexpected: plans.unexpected,
    HedgedPlan: plans.hedged_plan,
    EntryEliminated: plans.entry_eliminated,
    AskedEntryLoses: plans.asked_entry_loses,
    Hedge: hedge_picture,
    Hedged: lambda record, instance: joined(_hedges(record.strange(instance), instance)),
    HedgedTwice: lambda record, instance: joined(_hedges(record.strange(instance), instance)),
    Pooled: lambda record, instance: joined(
        [plans.pooled(record, instance), *_hedges(record.kept, instance)]
    ),
}


def draw(witness: Witnessed) -> Picture | None:
    """The picture of a record, or None if its kind has none."""
    found = DRAWN.get(type(witness.record))
    return None if found is None else found(witness.record, witness.context)


def pictures_of(row: Row) -> Iterator[Picture]:
    """The pictures of what refutes a claim: of its record, or else of the files that replay it."""
    if row.finding.verdict is not Verdict.REFUTED:
        return
    for witness in witnesses_of(row):
        if (picture := draw(witness)) is not None:
            yield picture


def witnesses_of(row: Row) -> Iterator[Witnessed]:
    """The record of a row, or those of the files that are named with its claim."""
    if row.finding.witness is not None:
        yield row.finding.witness
        return
    for name in row.claim.witnesses:
        if (file := load_witness(example(name))) is not None:
            yield Witnessed(file.record, file.instance)
