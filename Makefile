# Thin targets; the work is in tools/. Everything is installed into this folder: .tools/, .venv/, client/node_modules/.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
TOOLS = $(if $(strip $(PYTHON)),$(PYTHON) -m tools,$(error Vestibule needs Python 3.11 or newer, and none is on PATH.\
	Install it (Debian, Ubuntu: apt-get install python3 python3-pip) or name one: make PYTHON=/path/to/python3.12))
VENV = .venv/bin/python -m

.DEFAULT_GOAL := help
.PHONY: help run setup ready test check fix bench shots fuzz types texts

help: ## List these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

run: ## Set up what is not yet, then serve the sample marketplace on port 8000 (or PORT)
	@$(TOOLS).setup run

setup: ## Only the set-up of make run
	@$(TOOLS).setup all

ready:
	@$(TOOLS).setup tools

test: ready ## Run every test; ONLY="sqlite postgres client faults browser" picks, WORKERS=2
	@$(VENV) tools.run_tests $(ONLY)

check: ready ## Lint, types, floors, templates, generated files; ONLY="ruff mypy" picks
	@$(VENV) tools.check $(ONLY)

fix: ready ## Apply every automatic correction
	@$(VENV) tools.check --fix $(ONLY)

bench: ready ## Measure; ONLY="name" picks
	@$(VENV) bench $(ONLY)

shots: ready ## Photograph the main pages into docs/
	@$(VENV) tools.screenshots

fuzz: ready ## Judge a million texts nobody would think of (minutes to hours; RUNS=1000000)
	@$(VENV) tests.policy.fuzz --runs $(or $(RUNS),1000000)

texts: ready ## Collect the sentences to translate and compile what is translated
	@$(VENV) tools.texts

types: ready ## Generate client/src/protocol from the API and socket schemas
	@$(VENV) tools.client_types
