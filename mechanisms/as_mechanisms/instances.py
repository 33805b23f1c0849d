"""The `Mechanism` of an instance, whichever of the paper's mechanisms it plays."""

from mechanisms.as_mechanisms.g_double_star import GDoubleStarMechanism
from mechanisms.as_mechanisms.g_plus import GPlusMechanism
from mechanisms.as_mechanisms.g_star import MarketMechanism
from mechanisms.as_mechanisms.informed import InformedMechanism
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.general.mechanism import Mechanism
from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance


def as_mechanism(instance: Instance | InterdependentInstance, written_in: str = "") -> Mechanism:
    """The instance as claims on any mechanism see it. Raises `TooLargeError` where messages are too large."""
    if isinstance(instance, Instance):
        return MarketMechanism(instance, written_in)
    kind: type[InformedMechanism] = (
        GDoubleStarMechanism if isinstance(instance.mechanism, GDoubleStar) else GPlusMechanism
    )
    return kind(instance, written_in)
