"""What the files of all witnesses against Theorem 4 have in common: the claim and its hypotheses."""

from typing import Any, TypeVar

from mechanisms.files.messages import read_agent
from mechanisms.files.signals import read_signal
from mechanisms.files.toml import Section
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.evidence import Witness
from proofs.claims.verdict import Reading
from proofs.claims.witness_file import FileKind
from proofs.conditions import condition_2
from proofs.theorem_4.hypotheses import broken_hypotheses

# What a witness about S^1 is against: the theorem itself speaks of S² and S^∞.
FIRST_STEP = "the first step of its proof: in S^1 buyers' first messages are price-taking"

Record = TypeVar("Record", bound=Witness[Any])


class Theorem4Kind(FileKind[InterdependentInstance, Record]):
    """A witness against Theorem 4, on an instance of G** that satisfies what the theorem supposes."""

    claim = "Theorem 4"
    mechanism = GDoubleStar.symbol

    def broken_hypotheses(self, instance: InterdependentInstance) -> list[str]:
        """Condition 2 may hold as printed or as read."""
        broken = set(broken_hypotheses(instance))
        if condition_2.find_violation(instance, Reading.PRINTED) is None:
            broken.discard("Condition 2")
        return sorted(broken)


def read_buyer(section: Section, instance: InterdependentInstance) -> Agent:
    """A buyer at `agent` and her signal at `signal`."""
    i = read_agent(section, "agent", instance.mechanism.market.buyers)
    return i, read_signal(section, instance.prior.spaces[i])


def agent_document(agent: Agent) -> dict[str, Any]:
    """The inverse of `read_buyer`."""
    i, signal = agent
    return {"agent": i + 1, "signal": signal}
