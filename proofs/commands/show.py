"""The command `undominated show`: an instance as a person reads it."""

from pathlib import Path

import click

from proofs.commands.options import FILE, written_as


@click.command()
@click.argument("file", type=FILE)
@written_as("markdown", "latex")
def show(file: Path, form: str) -> None:
    """Show an instance: sizes, price-taking behaviour, conditions."""
    from mechanisms.files.interdependent import load_instance
    from mechanisms.markets.instance import Instance
    from proofs.commands.terminal import write

    instance = load_instance(file)
    if isinstance(instance, Instance):
        from proofs.commands.reports.g_star import instance_report

        write([*instance_report(instance)], form)
    else:
        from proofs.commands.reports.signals import interdependent_report

        write([*interdependent_report(instance)], form)
