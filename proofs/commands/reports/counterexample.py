"""A counterexample to Theorem 1, step by step."""

from rich.box import HORIZONTALS
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mechanisms.markets.market import show, show_size
from proofs.theorem_1.counterexample import Counterexample


def print_counterexample(found: Counterexample, out: Console) -> None:
    """The counterexample step by step, every number exact."""
    instance, violation, loss = found.instance, found.record.violation, found.record.loss
    market, i = instance.mechanism.market, violation.i
    out.print(Text(f"Theorem 1 fails without Condition 1 at {show_size(market)}", "bold"))
    out.print(f"Condition 1 fails for {market.name(i)}: {found.broken.describe(instance.traders[i])}.")
    described = found.shortfall.describe(instance)
    out.print(f"{described[0].upper()}{described[1:]}.")
    out.print(
        "She has another message that is dominant." if found.has_dominant else "She has no dominant message."
    )
    table = Table(box=HORIZONTALS, title="messages: the bundle at each price", title_justify="left")
    table.add_column("agent")
    for p in market.P:
        table.add_column(show(p), justify="right")
    for j, message in enumerate(violation.profile):
        table.add_row(market.name(j), *map(show, message))
    table.add_row(f"{market.name(i)}, better", *map(show, violation.better), style="bold")
    out.print(table)
    payoff, better_payoff = violation.payoffs(instance)
    out.print(f"Expected payoff of {market.name(i)}: {payoff}; with the better message {better_payoff}.")
    if loss is None:
        out.print("Ex post individual rationality does not fail: she loses in no event of this profile.")
        return
    a = instance.mechanism.allocation(loss.phi, loss.profile)
    sellers, buyers = (", ".join(str(j + 1) for j in order) for order in (loss.phi.sellers, loss.phi.buyers))
    out.print(
        f"Ex post individual rationality fails: with sellers in the order {sellers} and buyers {buyers} "
        f"she trades {show(a.x[i])} at {show(a.q[i])} and earns {loss.payoff(instance)}."
    )
