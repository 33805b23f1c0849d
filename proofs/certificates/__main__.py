"""`python -m proofs.certificates`: every certificate by its checker; with --write, found anew."""

import sys

import click

from proofs.certificates.files import STATEMENTS, run_checker, write_certificate


@click.command()
@click.option("--write", is_flag=True, help="Find and write the certificates first.")
@click.option("--only", metavar="PART", default="", help="Those whose name contains this.")
def main(write: bool, only: str) -> None:
    """Run the checkers on the certificates. Exit status 1 if one is rejected."""
    rejected, names = 0, [name for name in STATEMENTS if only in name]
    if not names:
        raise click.BadParameter(f"a part of {', '.join(STATEMENTS)}, got {only}", param_hint="--only")
    for name in names:
        if write:
            write_certificate(name)
        answer = run_checker(name)
        rejected += answer.returncode != 0
        click.echo(f"{name}.json: {(answer.stdout or answer.stderr).strip()}")
    sys.exit(1 if rejected else 0)


if __name__ == "__main__":
    main()
