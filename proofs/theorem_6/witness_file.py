"""Witnesses against Theorem 6 in files: an instance of G+ with a table [witness].

`reason` is one of

    eliminated off the path,  the message of an agent satisfies (16) to (18), but its entry after the first
    eliminated on the path    messages `shown` leaves in round 1, for `better`; when the others send `sent`
                              she expects `payoff`, and `better_payoff` with `better`
    own signal averaged       the printed set asks an agent with private values for `asked`, and nothing else
    nothing best              what is best after `shown` differs between those who may have sent it
    without Condition 1,      (18) asks a seller for `asked`, but against all of S^1 `better` earns more
    without Condition 3

`part` says whether a second or a third message is meant. `witness_reader` reads such files;
`replay` starts from the definitions, and from the hypotheses of the theorem.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mechanisms.files.instances import bundle_document, demand_document, plain, price_document
from mechanisms.files.interdependent import interdependent_document
from mechanisms.g_plus.cells import Cell, Part
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market
from proofs.claims.claim import Watch, unwatched
from proofs.claims.verdict import Finding, Verdict, refuted
from proofs.theorem_6.bounds import FAMILIES, AskedEntryLoses
from proofs.theorem_6.hypotheses import broken_hypotheses
from proofs.theorem_6.printed import EntryEliminated
from proofs.theorem_6.printed_17_18 import PrintedMiss
from proofs.theorem_6.statement import NothingBest
from proofs.theorem_6.witnesses import Record
from proofs.theorem_6.words import describe_record

CLAIM = "Theorem 6"
PATHS = {"eliminated off the path": False, "eliminated on the path": True}
AVERAGED, NOTHING_BEST = "own signal averaged", "nothing best"
WITHOUT = {f"without {name}": name for name in FAMILIES}


@dataclass(frozen=True)
class Theorem6Witness:
    """A witness as a file states it; `payoffs` are those of an eliminated message and of the better one."""

    instance: InterdependentInstance
    record: Record
    payoffs: tuple[Fraction, Fraction] | None = None

    @property
    def statement(self) -> str:
        """What the witness is against."""
        if isinstance(self.record, AskedEntryLoses):
            return f"its conclusion at n = 2, without {self.record.without}"
        return "a witness against it"

    def replay(self, watch: Watch = unwatched) -> Finding:
        """*Refuted* when the witness holds, *open* with its mistake when it does not."""
        scope = "the witness in the file, replayed from the definitions"
        watch("checking the hypotheses")
        broken = broken_hypotheses(self.instance)
        if broken != ([self.record.without] if isinstance(self.record, AskedEntryLoses) else []):
            return Finding(Verdict.OPEN, scope, f"hypotheses that fail: {', '.join(broken) or 'none'}")
        watch("replaying the witness")
        if not self.record.holds(self.instance):
            return Finding(Verdict.OPEN, scope, "the witness does not hold")
        if isinstance(self.record, EntryEliminated):
            replayed = self.record.payoffs(self.instance)
            if replayed != self.payoffs:
                stated = " and ".join(map(str, self.payoffs or ()))
                return Finding(
                    Verdict.OPEN, scope, f"the messages pay {replayed[0]} and {replayed[1]}, not {stated}"
                )
        return refuted(scope, describe_record(self.instance, self.record))


def theorem_6_witness_document(witness: Theorem6Witness) -> dict[str, Any]:
    """The witness as a TOML document, its instance included."""
    record, instance = witness.record, witness.instance
    signal = record.signal if isinstance(record, PrintedMiss) else record.own
    table: dict[str, Any] = {"claim": CLAIM, "reason": "", "agent": record.i + 1, "signal": signal}
    match record:
        case EntryEliminated():
            before, after = record.payoffs(instance)
            table |= {
                "reason": next(name for name, on_path in PATHS.items() if on_path == record.on_path),
                **_cell_document(instance.mechanism.market, record.cell),
                "better": bundle_document(record.better),
                "payoff": plain(before),
                "better_payoff": plain(after),
                "message": {
                    "first": demand_document(record.message.first),
                    **{
                        part: [demand_document(later[shown]) for shown in sorted(later)]
                        for part, later in (
                            ("second", record.message.second),
                            ("third", record.message.third),
                        )
                    },
                },
                "sent": [
                    {
                        own: demand_document(record.sent[j, own])
                        for own in instance.prior.spaces[j]
                        if j != record.i
                    }
                    for j in instance.mechanism.market.agents
                ],
            }
        case PrintedMiss():
            cell = Cell(Part(record.part), record.tuple_, record.p)
            table |= {
                "reason": AVERAGED,
                **_cell_document(instance.mechanism.market, cell),
                "senders": [j + 1 for j in record.agents],
                "asked": [bundle_document(x) for x in record.asked],
            }
        case NothingBest():
            table |= {
                "reason": NOTHING_BEST,
                **_cell_document(instance.mechanism.market, record.cell),
                "behind": [[[j + 1, own] for j, own in state.shown] for state in record.states],
            }
        case AskedEntryLoses():
            table |= {
                "reason": f"without {record.without}",
                **_cell_document(instance.mechanism.market, record.cell),
                "asked": bundle_document(record.asked),
                "better": bundle_document(record.better),
            }
    return {**interdependent_document(instance), "witness": table}


def _cell_document(market: Market, cell: Cell) -> dict[str, Any]:
    return {
        "part": cell.part.value,
        "shown": [demand_document(d) for d in cell.shown],
        "price": price_document(market.P[cell.p]),
    }
