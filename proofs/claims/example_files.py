"""The files in `examples/`, wherever they lie: in a wheel within `proofs`, in a checkout beside it."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

SUFFIXES = (".toml", ".nfg", ".efg", ".py", ".ipynb")


def catalogue() -> dict[str, Traversable]:
    """The files in `examples/` by their names there, which have a slash below a folder."""
    return dict(sorted(_files(_examples(), ""), key=lambda entry: (entry[0].count("/"), entry[0])))


def example(name: str) -> Path:
    """The file with this name there, as the registers name it: "theorem-4/seller.toml"."""
    return Path(str(_examples())) / name


def _examples() -> Traversable:
    installed = files("proofs") / "examples"
    return installed if installed.is_dir() else Path(str(files("proofs"))).parent / "examples"


def _files(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{above}{entry.name}/")
        elif entry.name.endswith(SUFFIXES):
            yield above + entry.name, entry
