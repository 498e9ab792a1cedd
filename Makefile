# Each target makes .venv by itself and brings it up to requirements.lock; `make` alone lists them.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
HOME_DIR ?= var/demo
STAMP := $(VENV)/.synced

# Tests start hundreds of processes: none of them should compile every library anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install demo test check fix lock scores

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

install: $(STAMP) ## make .venv with the locked packages and this project

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes requirements.lock
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --no-deps --editable .
	touch $(STAMP)

demo: install ## run the whole job on a fictional commune (HOME_DIR=folder, default var/demo)
	$(BIN)/dondoc demo --home $(HOME_DIR)

test: install ## run all tests, on SQLite and PostgreSQL
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: install ## formatting, lint, types, import direction
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: install ## format and mend what ruff can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

scores: install ## measure reading on the annotated documents and write docs/reading-scores.md
	$(BIN)/python -m bench.reading_scores --scans > $(VENV)/scores.md
	mv $(VENV)/scores.md docs/reading-scores.md

lock: ## make requirements.lock anew from pyproject.toml
	test -x $(BIN)/uv || ($(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet uv)
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --generate-hashes --no-emit-index-url --quiet -o requirements.lock
