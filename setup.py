"""What pyproject.toml cannot say: in the wheel, `examples/` lies within `proofs`."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["gametheory*", "mechanisms*", "proofs*"]), "proofs.examples"],
    package_dir={"proofs.examples": "examples"},
    package_data={
        "": ["py.typed", "*.pyi", "*.toml", "*.v"],
        "proofs.examples": ["**/*.toml", "**/*.nfg", "**/*.efg", "**/*.py", "**/*.ipynb"],
        "proofs.certificates": ["*.json"],
        "gametheory.games": ["templates/*"],
        "gametheory.elimination": ["templates/*"],
        "proofs.commands.page": ["templates/*"],
    },
    py_modules=["undominated", "undominated_pytest"],
)
