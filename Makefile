# `make demo`: set up, build the graph of the demonstration articles and serve it.
# `make test`: set up and run every check.

PYTHON ?= python3
VENV ?= .venv
STORE ?= data
BIN := $(VENV)/bin

.PHONY: demo test setup site lint types unit bench lock clean

demo: setup
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory site || echo "The query page has a plain form: its editor could not be built."; \
	else echo "Without npm the query page has a plain form."; fi
	$(BIN)/thidua demo --store $(STORE)

test: setup lint types unit

setup: $(VENV)/installed

$(VENV)/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# The editor of the query page; without it the page has a plain form. Needs npm.
site: server/static/query/query.js

server/static/query/query.js: server/browser/query/package-lock.json server/browser/query/build.js $(wildcard server/browser/query/src/*)
	npm ci --prefix server/browser/query --ignore-scripts --no-audit --no-fund --silent
	npm run build --prefix server/browser/query --silent

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

unit: setup
	$(BIN)/python -m pytest

bench: setup
	$(BIN)/python benchmarks/extraction.py
	$(BIN)/python benchmarks/processes.py
	$(BIN)/python benchmarks/builds.py --equal
	$(BIN)/python benchmarks/bulk.py
	$(BIN)/python benchmarks/endpoint.py
	$(BIN)/python benchmarks/bombs.py

# Resolve the dependencies anew; needs uv (a package of that name).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --all-extras --upgrade pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) $(STORE) build server/static/query server/browser/query/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
