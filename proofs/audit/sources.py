"""What the finding of a registered check depends on, as one digest: code, data, the claim itself, versions.

Code is the module of the check, and whatever that imports, as far as the house goes: imports are followed
wherever they stand, in functions too. With a module come the packages that it lies in. Data are all other
files in the folders of these modules: records, certificates, proofs; and the claim's witness files.
"""

import ast
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from re import match

from proofs.claims.claim import Claim

ROOT = Path(__file__).parents[2]
ROOMS = ("gametheory", "mechanisms", "proofs")
EXAMPLES = ("examples", "proofs/examples")  # in a checkout, in a wheel
DISTRIBUTION = "undominated"
COMPILED = {".pyc", ".vo", ".vok", ".vos", ".glob", ".aux", ".cache"}
NO_DATA = {".py", ".pyi", ".pyc"}  # `.pyi` names the public words: for users, not for checks


def versions() -> dict[str, str]:
    """The versions of Python and of every library that the project asks for; "" of one that is missing."""
    found = {"python": sys.version, "machine": platform.machine()}
    try:
        wanted = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        wanted = []
    for requirement in wanted:
        name = match(r"[\w.-]+", requirement)
        if name is not None and name.group() != DISTRIBUTION:
            try:
                found[name.group()] = version(name.group())
            except PackageNotFoundError:
                found[name.group()] = ""
    return found


@dataclass(frozen=True)
class Sources:
    """The files of the house below a folder as they are when they are first asked for, and versions."""

    root: Path = ROOT
    versions: dict[str, str] = field(default_factory=versions)
    _imports: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _digests: dict[Path, str] = field(default_factory=dict)

    def digest(self, claim: Claim) -> str:
        """What the claim's finding depends on; the check must be given by its name."""
        if not isinstance(claim.check, str):
            raise TypeError(f"{claim.id}: a check that is named")
        parts = [repr(claim), repr(sorted(self.versions.items()))]
        parts += [
            f"{path.relative_to(self.root).as_posix()} {self._digest(path)}" for path in self.files(claim)
        ]
        return sha256("\0".join(parts).encode()).hexdigest()

    def files(self, claim: Claim) -> list[Path]:
        """Every file that the claim's check reaches, code and data."""
        modules = self.modules(f"proofs.{str(claim.check).rpartition('.')[0]}")
        code = {self._modules[module] for module in modules}
        data = {path for folder in {path.parent for path in code} for path in self._data.get(folder, ())}
        examples = {self.root / place / name for place in EXAMPLES for name in claim.witnesses}
        return sorted(code | data | {path for path in examples if path.is_file()})

    def modules(self, start: str) -> set[str]:
        """The module and what it imports, directly or not."""
        found: set[str] = set()
        left = [start]
        while left:
            name = left.pop()
            parts = name.split(".")
            around = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
            for module in around:
                if module in self._modules and module not in found:
                    found.add(module)
                    left += self._imported(module)
        return found

    @cached_property
    def _modules(self) -> dict[str, Path]:
        return dict(self._listed())

    def _listed(self) -> Iterator[tuple[str, Path]]:
        for path in (path for room in ROOMS for path in (self.root / room).rglob("*.py")):
            parts = path.relative_to(self.root).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path

    @cached_property
    def _data(self) -> dict[Path, list[Path]]:
        found: dict[Path, list[Path]] = {}
        for path in (path for room in ROOMS for path in (self.root / room).rglob("*")):
            if path.suffix not in NO_DATA and path.is_file():
                found.setdefault(path.parent, []).append(path)
        return found

    def _imported(self, module: str) -> tuple[str, ...]:
        """What a module of the house imports from the house; `from a import b` may be the module a.b."""
        if module not in self._imports:
            self._imports[module] = _imported(self._modules[module].read_bytes())
        return self._imports[module]

    def _digest(self, path: Path) -> str:
        if path not in self._digests:
            self._digests[path] = sha256(path.read_bytes()).hexdigest()
        return self._digests[path]


@lru_cache(maxsize=2_000)
def _imported(source: bytes) -> tuple[str, ...]:
    """What a source may import from the house, by its text alone."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(name for name in names if name.split(".")[0] in ROOMS)


@lru_cache(maxsize=2)
def house(root: Path = ROOT) -> str:
    """One digest of all code and data of the house, as it is when it is first asked for.

    What Python, numba and Coq compile, also while somebody works, is not counted.
    """
    found = sha256()
    for path in sorted(path for room in ROOMS for path in (root / room).rglob("*")):
        name = path.relative_to(root)
        if path.suffix not in COMPILED | {".pyi"} and "__pycache__" not in name.parts and path.is_file():
            found.update(f"{name.as_posix()}\0{sha256(path.read_bytes()).hexdigest()}\0".encode())
    return found.hexdigest()
