"""Copying plans of G** to another first message, from runs of G**: for rechecks.

What a copy is `copied_first_message.copies` says, entry by entry. That it earns the same in branches 2, 3 and
4 is seen here tuple by tuple: against all first messages of the others, and at every price, G** reads the
entries of the copy, each weighed by where it is copied from, just as often as those of the plan (`reads`).
"""

from collections import defaultdict
from fractions import Fraction
from itertools import product

from gametheory.games.errors import TooLargeError
from mechanisms.g_double_star.groups.copied_first_message import copies
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_double_star.groups.reads import Entry, PrivateMechanism, reads
from mechanisms.markets.triplicate import FirstMessages

MOST_TUPLES = 100_000


def copy_earns_the_same(g: PrivateMechanism, buyer: BuyerForm, d: int, instead: int) -> bool:
    """Does the copy of every plan after the root d earn the same in branches 2, 3 and 4, whatever others do?

    Raises `TooLargeError` when there are too many first messages of the others to be listed.
    """
    if (count := len(buyer.demands) ** len(buyer.rivals)) > MOST_TUPLES:
        raise TooLargeError(f"others' first messages: at most {MOST_TUPLES:,} profiles, got {count:,}")
    sources: dict[tuple[int, FirstMessages], dict[FirstMessages, Fraction]] = defaultdict(dict)
    for part, shown in buyer.tuples[d]:
        for copy, share in copies(buyer, d, instead, part, shown).items():
            sources[part, copy][shown] = share
    if any(sum(sources[asked].values()) != 1 for asked in buyer.tuples[instead]):
        return False  # the copy is no plan, not even at random
    own, other = buyer.demands[d], buyer.demands[instead]
    for others, b in product(product(buyer.demands, repeat=len(buyer.rivals)), (2, 3, 4)):
        copied: dict[Entry, Fraction] = defaultdict(Fraction)
        for (shown, p), count in reads(g, buyer.i, other, others, b).items():
            for source, share in sources[min(b, 3), shown].items():
                copied[source, p] += share * count
        if copied != reads(g, buyer.i, own, others, b):
            return False
    return True
