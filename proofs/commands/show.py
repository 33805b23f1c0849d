"""The command `undominated show`: an instance as a person reads it."""

import sys
from contextlib import redirect_stdout
from pathlib import Path

import click

from proofs.commands.options import FILE, written_as


@click.command()
@click.argument("file", type=FILE)
@written_as("markdown", "latex")
def show(file: Path, form: str) -> None:
    """Show an instance: sizes, price-taking behaviour, conditions; or your own mechanism.

    FILE is a market in TOML, a game or mechanism as tables in TOML, or Python, which is executed: auction.py,
    or auction.py::SecondPrice for one class.
    """
    from mechanisms.files.any_mechanism import is_mechanism_file, load_mechanism
    from mechanisms.files.interdependent import load_instance
    from mechanisms.files.python import is_python, load_classes
    from mechanisms.markets.instance import Instance
    from proofs.commands.terminal import write

    if is_mechanism_file(file):
        from mechanisms.general.interrupts import none_lost
        from proofs.commands.reports.mechanism import mechanism_report

        with none_lost(), redirect_stdout(sys.stderr):  # what her code prints is not part of a report
            names = [name for name, _ in load_classes(file)] if is_python(file) else [str(file)]
            parts = [part for name in names for part in mechanism_report(name, load_mechanism(Path(name)))]
        write(parts, form)
        return
    instance = load_instance(file)
    if isinstance(instance, Instance):
        from proofs.commands.reports.g_star import instance_report

        write([*instance_report(instance)], form)
    else:
        from proofs.commands.reports.signals import interdependent_report

        write([*interdependent_report(instance)], form)
