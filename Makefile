# QLCL: two commands, `make run` and `make test`. See README.md and docs/operating.md.
SHELL := /bin/sh
.DEFAULT_GOAL := help
HOST ?= 127.0.0.1
PORT ?= 8000
SCALE ?= 130,10000
ENGINE ?= sqlite,postgresql
PYTHON := .venv/bin/python
export HOST PORT

.PHONY: help run test check fmt bench dev openapi venv locks makemigrations clean

help:  ## Show the targets
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 16

run: venv  ## Install, load the example into an empty database, print the report, serve on HOST:PORT
	@sh tools/run.sh

test:  ## Everything that CI runs
	@sh tools/test.sh all

check:  ## The fast part of `make test`: lint, format, types, contracts, unit tests on SQLite
	@sh tools/test.sh fast

fmt: dev  ## Format and mend what ruff can mend
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

bench:  ## Measure pages, imports, reports; prints JSON (SCALE=130 ENGINE=sqlite ONLY=pages,search)
	@sh tools/bootstrap.sh dev >&2
	@$(PYTHON) -m benchmarks --sizes $(SCALE) --engines $(ENGINE) --only "$(ONLY)"

makemigrations: dev  ## Write migrations for changed models
	@$(PYTHON) -m django makemigrations --settings qlcl.config.settings

openapi: dev  ## Write docs/openapi.json after a change of the API
	@$(PYTHON) tools/openapi.py docs/openapi.json

venv:  ## Make .venv and install what running needs
	@sh tools/bootstrap.sh run

dev:  ## Make .venv and install what developing needs
	@sh tools/bootstrap.sh dev

locks:  ## Compile the locks again (needs uv)
	@sh tools/locks.sh

clean:  ## Remove .venv and caches; the data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
