# Commands kept stable: setup, demo, test, check, lock, prove. Each installs what it needs itself.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DONE := $(VENV)/.done
SERVE ?= 1
PORT ?= 8000
DEMO = LUNBAN_DATA=var/demo LUNBAN_PLAIN_HTTP=1 $(if $(TODAY),LUNBAN_TODAY=$(TODAY))
CATALOGUES := $(wildcard web/translations/*/LC_MESSAGES/*.po web/*/translations/*/LC_MESSAGES/*.po)

export PYTHON

.DEFAULT_GOAL := help
.PHONY: help setup packages assets translations demo messages system test coverage check lock prove clean

help: ## Say what each command does
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

setup: packages assets translations ## Environment in .venv, page assets, translations

packages: $(DONE)/packages
$(DONE)/packages: requirements.lock pyproject.toml scripts/setup_packages.sh
	@sh scripts/setup_packages.sh
	@mkdir -p $(DONE) && touch $@

assets: $(DONE)/assets ## Fetch and copy the styles, scripts and icons of the pages
$(DONE)/assets: package.json package-lock.json .npmrc scripts/setup_assets.sh scripts/assets.py web/static/icons.txt | $(DONE)/packages
	@sh scripts/setup_assets.sh
	@touch $@

translations: $(DONE)/translations ## Compile the message catalogues
$(DONE)/translations: $(CATALOGUES) scripts/compile_translations.py | $(DONE)/packages
	@$(BIN)/python -m scripts.compile_translations
	@touch $@

demo: setup ## A month planned from a real call history, then the site on port 8000 (SERVE=0 stops before; TODAY=2026-11-22)
	@$(DEMO) $(BIN)/lunban db upgrade
	@$(DEMO) $(BIN)/lunban demo
	@[ "$(SERVE)" = 0 ] || exec env $(DEMO) $(BIN)/lunban serve --port $(PORT)

messages: packages ## Add new texts to the message catalogues; their Chinese is then written by hand
	@$(BIN)/python -m scripts.update_translations

system: packages
	@sh scripts/system_packages.sh

test: setup system ## Every test, on SQLite and PostgreSQL and in Chromium (ARGS= goes to pytest)
	@sh scripts/run_tests.sh $(ARGS)

coverage: setup system ## The lines that the quick tests do not reach
	@sh scripts/run_tests.sh --coverage

check: setup ## Format, lint, types, import contract, translations, locks, length of files
	@sh scripts/check.sh

lock: packages ## Renew requirements.lock and package-lock.json
	@sh scripts/lock.sh

prove: setup system ## The long acceptance figures (ONLY=name); results go to benchmarks/RESULTS.md
	@$(BIN)/python -m benchmarks.prove $(if $(ONLY),--only $(ONLY))

clean: ## Remove everything that setup and the tests made
	rm -rf $(VENV) node_modules web/static/vendor .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* htmcov
	find web -name '*.mo' -delete
