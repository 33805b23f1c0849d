"""The command `undominated examples`: the instances, mechanisms, games and witnesses that come along."""

import ast
import json
import re
import tomllib
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

import click

from gametheory.games.errors import InputError
from proofs.claims.example_files import catalogue
from proofs.commands.options import FOLDER
from proofs.commands.writing import write_file


@click.command(
    epilog="""\b
Examples:
  undominated examples                       what there is
  undominated examples theorem-4             what there is in this folder
  undominated examples first.toml            one file, as it stands there
  undominated examples --copy examples/      all of them, for the other commands to read
""",
)
@click.argument("name", required=False)
@click.option("--copy", "folder", type=FOLDER, help="Copy them to this folder.")
def examples(name: str | None, folder: Path | None) -> None:
    """List the examples that come with the tool, print the one that is named, or copy them."""
    chosen = catalogue() if name is None else named(name, catalogue())
    if folder is not None:
        copy(chosen, folder)
        click.echo(f"{folder}: {len(chosen)} file{'s' * (len(chosen) != 1)}")
    elif name in chosen:
        click.echo(chosen[name].read_bytes(), nl=False)
    else:
        width = max(map(len, chosen))
        for each, file in chosen.items():
            click.echo(f"{each:<{width}}  {sentence(file)}")


def named(name: str, there: dict[str, Traversable]) -> dict[str, Traversable]:
    """The file with this name, or those in the folder with this name; else those that may have been meant."""
    found = {each: file for each, file in there.items() if name.rstrip("/") in (each, _folder(each))}
    if not found:
        stem = PurePosixPath(name).stem
        spelled = {way: each for each in there for way in (each, PurePosixPath(each).stem)}
        spelled |= {folder: folder for folder in map(_folder, there)}
        meant = [each for each in there if PurePosixPath(each).stem == stem]
        meant = meant or [spelled[way] for way in get_close_matches(name, spelled, n=1)]
        hint = f"did you mean {' or '.join(meant)}?" if meant else "`undominated examples` lists them"
        raise InputError(f"{name}: no example has this name; {hint}")
    return found


def _folder(name: str) -> str:
    return str(PurePosixPath(name).parent)


def sentence(file: Traversable) -> str:
    """What the file says about itself: its title, or the first line of its docstring."""
    text = file.read_text(encoding="utf-8")
    if file.name.endswith(".py"):
        return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]
    if file.name.endswith(".toml"):
        return str(tomllib.loads(text)["title"])
    if file.name.endswith(".ipynb"):
        return str(json.loads(text)["cells"][0]["source"]).partition("\n")[0].removeprefix("# ")
    title = re.match(r'(?:NFG 1|EFG 2) R "(.*?)"', text)
    return title[1] if title else ""


def copy(chosen: dict[str, Traversable], folder: Path) -> None:
    """Copy the files to the folder, which is made if need be; none if one of them is there already."""
    targets = {folder / name: file for name, file in chosen.items()}
    for target in targets:
        if target.exists():
            raise InputError(f"{target}: is there already, and would be overwritten; nothing was copied")
    for target, file in targets.items():
        write_file(target, file.read_bytes(), fresh=True)
