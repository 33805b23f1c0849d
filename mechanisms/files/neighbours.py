"""What a user's file imports from beside it: `import common` is `common.py` in its folder, as in a program.

Each execution is a package of its own, of a name that nobody else has, and its folder is searched for it
alone: two folders may both have a `common.py`. Python's own modules and ours come first; then the folder;
then what is installed. Imports inside methods are found in the same way. Nothing is written beside the files.
"""

import builtins
import importlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from importlib.abc import MetaPathFinder
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader
from importlib.util import find_spec, source_from_cache
from itertools import count
from pathlib import Path
from sysconfig import get_paths
from types import CodeType, ModuleType
from typing import Any

from gametheory.formats.whole_file import read_whole
from mechanisms.general.calls import OF_A_USER

NOT_A_USERS = {
    *sys.stdlib_module_names,
    "gametheory",
    "mechanisms",
    "proofs",
    "undominated",
    "undominated_pytest",
}
_INSTALLED = {Path(path) for key, path in get_paths().items() if key.endswith("lib")}
_found_otherwise: set[Path] = set()  # by files of users, as by `importlib` and a folder in `sys.path`
_opened: list[str] | None = None  # while a user's file is executed: what Python has read
_is_watched = False
_numbers = count(1)


def new_module(file: Path) -> ModuleType:
    """The module in which a file is to be executed."""
    if not any(isinstance(each, _Finder) for each in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
    module = ModuleType(f"{OF_A_USER}{next(_numbers)}")
    module.__file__ = str(file)
    module.__path__ = [str(file.absolute().parent)]
    module.__package__ = module.__name__
    _let_import(module)
    sys.modules[module.__name__] = module  # where `dataclass` and `inspect` look
    return module


@contextmanager
def noting_other_imports() -> Iterator[None]:
    """Note which files are imported otherwise than from beside a user's file while this is executed.

    Code that is read and executed in any other way counts, too.
    """
    global _opened, _is_watched
    if not _is_watched:
        sys.addaudithook(_note_opened)
        _is_watched = True
    before, outer, _opened = set(sys.modules), _opened, []
    try:
        yield
    finally:
        opened, _opened = _opened, outer
        known = {Path(file).absolute() for file in executed_files()}
        sources = {file for file in map(_source, opened) if file.suffix == ".py"} - known
        _found_otherwise.update(file for file in sources if not is_installed(file))
        names = (name for name in set(sys.modules) - before if name.partition(".")[0] not in NOT_A_USERS)
        modules = [sys.modules[name] for name in names if not is_of_a_user(name)]
        files = {Path(file).absolute() for each in modules if (file := getattr(each, "__file__", None))}
        _found_otherwise.update(file for file in files if not is_installed(file))


def _note_opened(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and _opened is not None and str(arguments[0]).endswith((".py", ".pyc")):
        _opened.append(os.fsdecode(arguments[0]))


def _source(file: str) -> Path:
    with suppress(ValueError):  # it is no compiled one
        file = source_from_cache(file)
    return Path(file).absolute()


def is_installed(file: Path) -> bool:
    """Does the file lie where Python's own modules or packages are installed?"""
    return not _INSTALLED.isdisjoint(file.parents)


def is_of_a_user(name: str) -> bool:
    """Is a module of this name a user's file, or what lies beside one?"""
    return name.startswith(OF_A_USER)


def imported_files(cls: type) -> list[Path]:
    """The files in the folder of the class's file that were imported until now for it, sorted."""
    root = str(cls.__module__).partition(".")[0]
    if not root.startswith(OF_A_USER):
        return []
    modules = [module for name, module in list(sys.modules.items()) if name.startswith(f"{root}.")]
    files = {Path(file) for module in modules if (file := getattr(module, "__file__", None))}
    folder = Path(sys.modules[root].__path__[0])
    return sorted(files | {file for file in _found_otherwise if folder in file.parents})


def executed_files() -> set[str]:
    """All files of users that this process has executed."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith(OF_A_USER)]
    return {file for module in modules if (file := getattr(module, "__file__", None))}


class _Loader(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        code: CodeType = self.source_to_code(read_whole(path), path)  # no file of bytes that may be old
        return code

    def exec_module(self, module: ModuleType) -> None:
        _let_import(module)
        super().exec_module(module)


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith(OF_A_USER):
            return None
        finders = (FileFinder(folder, (_Loader, [".py"])) for folder in path or ())
        return next((spec for each in finders if (spec := each.find_spec(fullname))), None)


def _let_import(module: ModuleType) -> None:
    root = module.__name__.partition(".")[0]
    vars(module)["__builtins__"] = {**vars(builtins), "__import__": partial(_import, root)}


def _import(
    root: str,
    name: str,
    globals: Mapping[str, Any] | None = None,
    locals: Mapping[str, Any] | None = None,
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> Any:
    first = name.partition(".")[0]
    if level or not _is_beside(Path(sys.modules[root].__path__[0]), first):
        return builtins.__import__(name, globals, locals, fromlist or (), level)
    try:
        if fromlist:
            return builtins.__import__(f"{root}.{name}", globals, locals, fromlist, 0)
        importlib.import_module(f"{root}.{name}")
    except ModuleNotFoundError as wrong:
        raise ModuleNotFoundError(str(wrong).replace(f"{root}.", "")) from None
    return sys.modules[f"{root}.{first}"]


def _is_beside(folder: Path, name: str) -> bool:
    if name in NOT_A_USERS:
        return False
    if (folder / f"{name}.py").is_file() or (folder / name / "__init__.py").is_file():
        return True
    if not (folder / name).is_dir() or (spec := find_spec(name)) is None:
        return (folder / name).is_dir()
    # A folder that is no package is found as it stands where Python looks in the current folder too.
    places = map(Path, spec.submodule_search_locations or ()) if spec.origin is None else ()
    return any(place.resolve() == (folder / name).resolve() for place in places)
