"""A counterexample to Theorem 1, step by step."""

from rich.box import HORIZONTALS
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mechanisms.markets.market import show, show_size
from proofs.claims.words import minus
from proofs.theorem_1.counterexample import Counterexample
from proofs.theorem_1.words import describe_shortfall


def print_counterexample(found: Counterexample, out: Console) -> None:
    """The counterexample step by step, every number exact."""
    witness, gap = found.witness, found.gap
    market, i = witness.instance.mechanism.market, witness.violation.i
    trader = witness.instance.traders[i]
    out.print(Text(f"Theorem 1 fails without Condition 1 at {show_size(market)}", "bold"))
    out.print(f"Condition 1 fails for {market.name(i)}: {found.broken}.")
    expected = (witness.payoff, witness.better_payoff)
    described = describe_shortfall(market, i, trader, gap, expected)
    out.print(f"{described[0].upper()}{described[1:]}.")
    out.print(
        "She has another message that is dominant." if found.has_dominant else "She has no dominant message."
    )
    table = Table(box=HORIZONTALS, title="messages: the bundle at each price", title_justify="left")
    table.add_column("agent")
    for p in market.P:
        table.add_column(show(p), justify="right")
    for j, message in enumerate(witness.violation.profile):
        table.add_row(market.name(j), *map(show, message))
    table.add_row(f"{market.name(i)}, better", *map(show, witness.violation.better), style="bold")
    out.print(table)
    out.print(
        f"Expected payoff of {market.name(i)}: {minus(witness.payoff)}; with the better message "
        f"{minus(witness.better_payoff)}."
    )
    if witness.loss is None:
        out.print("Ex post individual rationality does not fail: she loses in no event of this profile.")
        return
    a = witness.instance.mechanism.allocation(witness.loss.loss.phi, witness.violation.profile)
    phi = witness.loss.loss.phi
    sellers, buyers = (", ".join(str(j + 1) for j in order) for order in (phi.sellers, phi.buyers))
    out.print(
        f"Ex post individual rationality fails: with sellers in the order {sellers} and buyers {buyers} "
        f"she trades {show(a.x[i])} at {show(a.q[i])} and earns {minus(witness.loss.payoff)}."
    )
