"""Which picture a record has."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from mechanisms.markets.informed_price_taking import Conflict
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.audit.kinds import load_witness
from proofs.audit.row import Row
from proofs.claims.draws import Compares
from proofs.claims.example_files import example
from proofs.claims.verdict import Verdict, Witnessed
from proofs.conditions.condition_2 import Condition2Violation
from proofs.conditions.unnamed_signals import Ambiguity
from proofs.large_markets.condition_2 import ModelAgainstCondition2
from proofs.large_markets.duality import DualityFails
from proofs.large_markets.monotone import FallingExcess
from proofs.large_markets.witness_file import (
    AgainstParticipation,
    AgainstTheorem2,
    AgainstTheorem3,
    AgainstTheorem5,
)
from proofs.pictures import (
    broken_rules,
    eliminated,
    groups,
    hypotheses,
    informed,
    large_markets,
    mechanisms,
    outcomes,
    plans,
)
from proofs.pictures.branches import branches_picture
from proofs.pictures.hedges import hedge_picture
from proofs.pictures.picture import Picture
from proofs.pictures.price_taking import ex_post_loss, not_dominant, not_price_taking
from proofs.rules.branch_7 import NoPlace
from proofs.rules.own_price import WrongPrice
from proofs.rules.printed_groups import SharedAgents
from proofs.rules.weights import PrintedWeights
from proofs.theorem_1.sharp_form import Disagreement
from proofs.theorem_1.statement import ExPostLoss, IsolatedShortfall, NotDominant, NotPriceTaking
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

Draw: TypeAlias = Callable[[Any, Any], Iterable[Picture]]  # a record, and what it is about


def _one(draw: Callable[[Any, Any], Picture]) -> Draw:
    return lambda record, about: (draw(record, about),)


def _hedges(hedges: Iterable[object], instance: InterdependentInstance) -> list[Picture]:
    return [hedge_picture(hedge, instance) for hedge in hedges if isinstance(hedge, Hedge)]


TABLES = (mechanisms, eliminated, hypotheses, broken_rules, groups)  # kinds with one picture each
DRAWN: dict[type, Draw] = {
    **{kind: _one(picture) for file in TABLES for kind, picture in file.DRAWN.items()},
    NotDominant: _one(not_dominant),
    ConclusionFails: lambda record, instance: (not_dominant(record.violation, instance),),
    IsolatedShortfall: lambda record, instance: (not_dominant(record.violation(instance), instance),),
    ConclusionAnyway: _one(outcomes.conclusion_anyway),
    NotPriceTaking: _one(not_price_taking),
    Disagreement: _one(not_price_taking),
    ExPostLoss: _one(ex_post_loss),
    DualityFails: _one(large_markets.duality_fails),
    FallingExcess: _one(large_markets.falling_excess),
    AgainstTheorem2: _one(large_markets.along_a_sequence),
    AgainstTheorem3: _one(large_markets.along_a_sequence),
    AgainstTheorem5: _one(large_markets.along_a_sequence),
    AgainstParticipation: _one(large_markets.along_a_sequence),
    Condition2Violation: _one(large_markets.moved_payoff),
    ModelAgainstCondition2: lambda record, sequence: (
        large_markets.moved_payoff(record.violation, sequence.market(sequence.start)),
    ),
    SharedAgents: _one(outcomes.shared_agents),
    WrongPrice: _one(outcomes.wrong_price),
    NoPlace: _one(outcomes.no_place),
    PrintedWeights: _one(outcomes.printed_weights),
    Conflict: _one(informed.conflict),
    Ambiguity: _one(informed.ambiguity),
    PrintedMiss: _one(informed.printed_miss),
    NothingBest: _one(informed.nothing_best),
    SellerSurvivor: _one(plans.seller_survivor),
    BuyerSurvivor: _one(plans.buyer_survivor),
    BuyerEliminated: _one(plans.buyer_eliminated),
    UnsentEntry: _one(plans.unsent_entry),
    Unexpected: _one(plans.unexpected),
    HedgedPlan: _one(plans.hedged_plan),
    EntryEliminated: _one(plans.entry_eliminated),
    AskedEntryLoses: _one(plans.asked_entry_loses),
    Hedge: _one(hedge_picture),
    Hedged: lambda record, instance: _hedges(record.strange(instance), instance),
    HedgedTwice: lambda record, instance: _hedges(record.strange(instance), instance),
    Pooled: lambda record, instance: [plans.pooled(record, instance), *_hedges(record.kept, instance)],
}


def draw(witness: Witnessed) -> list[Picture]:
    """The pictures of a record, and by branch where it compares two messages; none if its kind has none."""
    record, context = witness.record, witness.context
    found = DRAWN.get(type(record))
    pictures = [] if found is None else list(found(record, context))
    if isinstance(record, Compares):
        pictures += branches_picture(context, record.two_ways(context))
    return pictures


def witnesses_of(row: Row) -> list[Witnessed]:
    """What refutes a claim: its record; those of files, or found anew, if that one is not at hand."""
    if row.finding.verdict is not Verdict.REFUTED:
        return []
    if row.finding.witness is not None:
        return [row.finding.witness]
    files = [file for name in row.claim.witnesses if (file := load_witness(example(name))) is not None]
    if files:
        return [Witnessed(file.record, file.instance) for file in files]
    anew = row.claim.find().witness
    return [] if anew is None else [anew]
