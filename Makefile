# Two commands do everything on a fresh machine: `make audit` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

# Where it is set, every process compiles all of its libraries anew, which takes seconds each.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: audit test pytest thorough prove browse slow made pages pictures docs audit-page bench mutate fuzz format clean

audit: $(VENV)/installed
	$(BIN)/undominated audit

test: $(VENV)/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) pytest

# The tests alone; `make pytest ARGS='...'` hands options on.
pytest: $(VENV)/installed
	$(BIN)/pytest --numprocesses auto --dist worksteal $(ARGS)

# The pages that are not written by hand, and what the commands in the others print; `make pictures` the drawings alone.
pages: $(VENV)/installed
	$(BIN)/python -m docs

pictures: $(VENV)/installed
	$(BIN)/python -m docs docs/pictures

# All pages as a static site in build/site, with the report of the audit: minutes; seconds when remembered.
docs: $(VENV)/installed
	$(BIN)/python -m docs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement docs/site/requirements.lock
	$(BIN)/python -m docs.site

# What the whole audit finds, as a page: it takes as long as the audit.
audit-page: $(VENV)/installed
	$(BIN)/python -m docs.audit

# The proofs (docs/proofs.md): for all payoffs at a size by the checkers of certificates, for all sizes by Coq.
# INSTALL=yes installs Debian's package where it is missing.
prove: $(VENV)/installed
	$(BIN)/python -m proofs.certificates
	@command -v coqc > /dev/null || [ "$(INSTALL)" != yes ] || { apt-get update -qq && apt-get install -y -qq coq > /dev/null; }
	$(BIN)/python -m proofs.formal $(ARGS)

# The pages that commands write, and the site, in a real browser: Debian's Chromium, by Playwright, and axe-core for accessibility.
# INSTALL=yes installs what is missing.
browse: $(VENV)/installed
	@command -v chromium > /dev/null || [ "$(INSTALL)" != yes ] || { apt-get update -qq && apt-get install -y -qq chromium > /dev/null; }
	@command -v chromium > /dev/null || { echo "make browse needs Chromium: make browse INSTALL=yes, or apt-get install chromium" >&2; exit 2; }
	.ci/pages

# The made pages and the notebooks, made anew and compared with what is committed: the gate does it.
made: $(VENV)/installed
	$(BIN)/pytest --numprocesses auto -m made tests/test_docs.py tests/test_notebooks.py

# What takes seconds a test: the gate runs it together with the others.
thorough: $(VENV)/installed
	$(BIN)/pytest --numprocesses auto --dist worksteal -m thorough tests

# What the gate has no time for: fast paths against definitions that take long.
slow: $(VENV)/installed
	$(BIN)/pytest --numprocesses auto -m slow tests

bench: $(VENV)/installed
	$(BIN)/python -m benchmarks

# Mutation testing (docs/mutations.md), in a copy of what is committed, since files are changed in place;
# `make mutate MODULES='dominance plans'` for some groups of tests/mutation/groups.toml.
MUTATE := .venv-mutate
mutate:
	test -x $(MUTATE)/bin/cosmic-ray || { $(PYTHON) -m venv $(MUTATE) \
	  && $(MUTATE)/bin/python -m pip install --quiet --requirement requirements.lock 'cosmic-ray>=8.7'; }
	rm -rf build/mutate && mkdir -p build/mutate && git archive HEAD | tar x -C build/mutate
	cd build/mutate && $(abspath $(MUTATE))/bin/python -m tests.mutation $(MODULES)

# Hostile files and options for so many seconds; what they bring to light is written to build/fuzz/.
SECONDS := 600
fuzz: $(VENV)/installed
	$(BIN)/python -m tests.fuzz $(SECONDS)

format: $(VENV)/installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The environment holds exactly what requirements.lock pins, so that a fresh machine gets what was tested.
$(VENV)/libraries: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "undominated needs Python 3.11 or later; try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --requirement requirements.lock
	@touch $@

$(VENV)/installed: $(VENV)/libraries pyproject.toml setup.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf .venv .venv-* build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
