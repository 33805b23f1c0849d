"""The command `undominated show`: an instance as a person reads it."""

from pathlib import Path

import click

from proofs.commands.options import FILE


@click.command()
@click.argument("file", type=FILE)
def show(file: Path) -> None:
    """Show an instance: sizes, price-taking behaviour, conditions."""
    from mechanisms.files.interdependent import load_instance
    from mechanisms.markets.instance import Instance
    from proofs.commands.terminal import console

    instance = load_instance(file)
    if isinstance(instance, Instance):
        from proofs.commands.reports.g_star import print_instance

        print_instance(instance, console())
    else:
        from proofs.commands.reports.signals import print_interdependent

        print_interdependent(instance, console())
