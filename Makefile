# Two commands: `make run` and `make test`. Both need Python 3.11 or newer and make, nothing else.
#
# The first call makes .venv and installs the pinned versions, with uv if it is there, else with venv and
# pip; later calls find .venv ready and start at once. A .venv that was left half made is made again.
#
#   PYTHON=/path/to/python3.12   use this interpreter (else the newest that is found)
#   UV=                          do not use uv
#   ARGS="--plan ..."            more words for `reprise run`
#
# For GNU make 3.81 and later: no .ONESHELL, no $(file ...). Only relative paths: the folder may be called
# anything, with spaces.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test test-long format bench endurance fresh campaign mutants covered coverage words pins clean FORCE
FORCE:

# What has been compiled is kept, whatever the surroundings say: workers and some hundred processes
# would each compile all of it anew, which takes a test run twice as long.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?=
UV ?= $(shell command -v uv 2>/dev/null)
ARGS ?=
# One more than processors where CI runs: screens and processes are waited for. Not many more, for each
# worker gathers all tests first.
PYTEST_ARGS ?= -n 3 --dist worksteal
# The same seeds every time: what fails here fails for everybody. Some 4 and 20 s on two processors.
SHORT_CAMPAIGN ?= 0:70
LONG_CAMPAIGN ?= 70:350

# The newest wins. pyenv keeps versions off the PATH and leaves stand-ins there that do not run.
PYENV_ROOT ?= $(HOME)/.pyenv
of_pyenv = $(sort $(wildcard $(PYENV_ROOT)/versions/$(1).*/bin/python3))
CANDIDATES := python3.13 $(call of_pyenv,3.13) python3.12 $(call of_pyenv,3.12) python3.11 python3 python
BIN := .venv/bin

# .venv holds absolute paths and one interpreter. .venv/made-for says which: moved or copied, or asked for
# another interpreter, it is made again.
STALE := $(shell [ -x $(BIN)/python ] \
	&& [ "$$(sed -n 1p .venv/made-for 2>/dev/null)" = "$$(pwd -P)" ] \
	&& { [ -z "$(PYTHON)" ] || [ "$$(sed -n 2p .venv/made-for)" = "$(PYTHON)" ]; } || echo FORCE)

help:
	@echo 'make run       a guided session on the simulated treadmill (without a terminal: 15 times as fast)'
	@echo 'make test      format, lint, types, import contracts, and the tests of everything (minutes)'
	@echo 'make test-long real processes, and whatever takes a processor for long (longer)'
	@echo 'make format    put the code into shape'
	@echo 'make bench     how long things take, beside what they cannot be faster than (some minutes)'
	@echo 'make endurance hours of sessions in real processes: what grows, what comes too late (two hours)'
	@echo 'make fresh     a wheel, installed alone with and without extras, used and taken away (minutes)'
	@echo 'make campaign  sessions at random, and what must hold in all (ARGS="--seeds 0:30000"; minutes)'
	@echo 'make mutants   does a test fail wherever the code is wrong? (ARGS="guard" for one lane; minutes)'
	@echo 'make covered   what the tests of each module of core, guard and control point do not reach'
	@echo 'make coverage  the tests once more, with what they do not reach'
	@echo 'make words     gather the texts for other languages, and put their catalogues together'
	@echo 'make pins      resolve requirements*.txt anew from pyproject.toml (needs uv)'
	@echo 'make clean     take away .venv and what tools left behind'

run: .venv/ready-run
	@if [ -t 0 ] && [ -t 1 ]; then \
		exec $(BIN)/reprise run --simulate $(ARGS); \
	else \
		exec $(BIN)/reprise run --simulate --plain --speedup 15 $(ARGS); \
	fi

test: .venv/ready-dev
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -m "not long" $(PYTEST_ARGS)
	$(BIN)/reprise campaign --seeds $(SHORT_CAMPAIGN)

test-long: .venv/ready-dev
	$(BIN)/python -m pytest -m "long or hypothesis" --hypothesis-profile thorough $(PYTEST_ARGS)
	$(BIN)/reprise campaign --seeds $(LONG_CAMPAIGN)

format: .venv/ready-dev
	$(BIN)/python -m ruff format .
	$(BIN)/python -m ruff check --fix .

bench: .venv/ready-dev
	$(BIN)/python -m tests.bench $(ARGS)

endurance: .venv/ready-dev
	$(BIN)/python -m tests.endurance $(ARGS)

fresh: .venv/ready-dev
	$(BIN)/python -m tests.fresh $(ARGS)

campaign: .venv/ready-dev
	$(BIN)/reprise campaign $(if $(ARGS),$(ARGS),--seeds 0:1000)

mutants: .venv/ready-dev
	$(BIN)/python -m tests.mutants $(ARGS)

covered: .venv/ready-dev
	$(BIN)/python -m tests.covered $(ARGS)

coverage: .venv/ready-dev
	$(BIN)/python -m coverage run -m pytest -q
	$(BIN)/python -m coverage report

words: .venv/ready-dev
	$(BIN)/python -m tests.words.gather

clean:
	rm -rf .venv dist mutants .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready-run: requirements.txt pyproject.toml $(STALE)
	$(call set_up,requirements.txt)
	@touch .venv/ready-run

.venv/ready-dev: requirements-dev.txt requirements.txt pyproject.toml $(STALE)
	$(call set_up,requirements-dev.txt)
	@touch .venv/ready-run .venv/ready-dev

# Installs $(1) and the project into .venv. The two ready files go first and come back last: a set-up that
# was cut short leaves none, and the next one then begins with an empty folder.
define set_up
@set -eu; \
python=; \
for each in $(if $(PYTHON),"$(PYTHON)",$(CANDIDATES)); do \
	if "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
		python=$$each; break; \
	fi; \
done; \
if [ -z "$$python" ]; then \
	echo "Reprise needs Python 3.11 or newer; tried: $(if $(PYTHON),$(PYTHON),$(CANDIDATES))." \
		"Install one, or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1; \
fi; \
uv="$(UV)"; \
if [ -f .venv/made-for ] && [ "$$(sed -n 1p .venv/made-for)" != "$$(pwd -P)" ]; then \
	echo "This folder was moved or copied, and .venv knows its old place: it is made anew, from the network." >&2; \
fi; \
if [ -n "$(STALE)" ] || { [ ! -e .venv/ready-run ] && [ ! -e .venv/ready-dev ]; }; then \
	rm -rf .venv; \
elif [ -z "$$uv" ] && ! $(BIN)/python -c 'import pip' >/dev/null 2>&1; then \
	rm -rf .venv; \
fi; \
rm -f .venv/ready-run .venv/ready-dev; \
echo "Setting up .venv with $${uv:-pip} from $(1): with pip some minutes; later calls skip this." >&2; \
if [ ! -d .venv ]; then \
	if [ -n "$$uv" ]; then \
		"$$uv" venv --quiet --no-project --python "$$("$$python" -c 'import sys; print(sys.executable)')" .venv; \
	elif "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
		"$$python" -m venv .venv; \
	else \
		echo "$$python has no venv module (on Debian and Ubuntu: apt install python3-venv)." \
			"Install it, or install uv, and call make again." >&2; \
		exit 1; \
	fi; \
	{ pwd -P; echo "$(PYTHON)"; } > .venv/made-for; \
fi; \
if [ -n "$$uv" ]; then \
	install="\"$$uv\" pip install --quiet --python $(BIN)/python"; \
else \
	install="$(BIN)/python -m pip install --quiet --disable-pip-version-check"; \
fi; \
eval "$$install" --require-hashes -r $(1) || { \
	echo "$(1) could not be installed, for the reason above. Without a network connect to one, then" \
		"call make again; it needs one only to set up." >&2; \
	exit 1; \
}; \
eval "$$install" --no-deps --no-build-isolation -e .
endef

PINS := uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade

# The run set is a part of the dev set, with the same versions.
pins:
	@command -v uv >/dev/null || { echo "make pins needs uv: pip install uv" >&2; exit 1; }
	@$(PINS) pyproject.toml --extra radio --extra charts --extra fit --extra cluster --extra remote --group dev -o .pins-dev
	@$(PINS) pyproject.toml --group build -c .pins-dev -o .pins-run
	@{ echo "# Everything that \`make test\` needs. Made by \`make pins\` from pyproject.toml; do not edit."; \
		cat .pins-dev; } > requirements-dev.txt
	@{ echo "# Everything that \`make run\` needs. Made by \`make pins\` from pyproject.toml; do not edit."; \
		cat .pins-run; } > requirements.txt
	@rm -f .pins-dev .pins-run
	@grep -c == requirements.txt requirements-dev.txt
