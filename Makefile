# What there is to do with a checkout. `make demo` and `make test` need nothing else.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test lint types catalogue migration-check migration fmt clean

VENV := .venv
BIN := $(VENV)/bin
# Another setup.cfg is another stamp: then, and only then, packages are installed again.
STAMP := $(VENV)/installed-$(shell cat setup.cfg pyproject.toml | cksum | cut -d' ' -f1)
SITE ?= demo-site
PORT ?= 8000
JOBS ?= 2

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

$(STAMP): setup.cfg pyproject.toml
	@tools/make-venv $(VENV)
	@rm -f $(VENV)/installed-* && touch $@

demo: $(STAMP) ## a filled demonstration city at http://127.0.0.1:8000
	@test -f $(SITE)/demosx.toml || $(BIN)/demosx demo $(SITE) --yes
	@$(BIN)/demosx --site $(SITE) upgrade --yes
	@exec $(BIN)/demosx --site $(SITE) run --host 127.0.0.1 --port $(PORT)

test: $(STAMP) ## every test, on SQLite and PostgreSQL, with Redis and in a browser
	@tools/with-postgres tools/with-redis tools/with-chromium $(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS)

lint: $(STAMP) ## what can be seen without running
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(STAMP) ## the types
	@$(BIN)/mypy

catalogue: $(STAMP) ## that every word has its translation
	@$(BIN)/python tools/translate.py --check

migration-check: $(STAMP) ## that the migrations make what the models say
	@tools/with-postgres $(BIN)/python tools/migrations.py check

migration: $(STAMP) ## a new migration from changed models: make migration m="Add …"
	@$(BIN)/python tools/migrations.py new "$(m)"

fmt: $(STAMP) ## put the code in its usual form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean: ## remove what the others have made, but not the demonstration
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
