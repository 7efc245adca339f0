# Everything runs in .venv, built once from the hash-pinned lock file.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

# Cox and gradient boosting to be compared with: their packages stay out of ours (one pins an old pandas, one is GPL).
EVIDENCE := .venv-evidence/.ready

.PHONY: demo serve test lint bench bench-retention soak data lock

demo: $(READY)
	$(BIN)/sanka demo

serve: $(READY)
	$(BIN)/sanka demo --serve

test: $(READY)
	$(BIN)/pytest -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/pytest tests/benchmarks -m bench -p no:xdist -p no:randomly -q -s

bench-retention: $(EVIDENCE)
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 .venv-evidence/bin/python -m tests.benchmarks.retention

soak: $(READY)
	SANKA_SOAK=1 $(BIN)/pytest -n auto -m "not bench"

# The generated files: the demo town, the JSON schemas, the access table (docs/access.md), the API's document
# (docs/openapi.json).
data: $(READY)
	$(BIN)/sanka regenerate

# The pictures of the README and the guides, from the demo town (needs Chromium).
pictures: $(READY)
	$(BIN)/python -m tests.browser.pictures

# After a change of the dependencies in pyproject.toml (needs uv on the PATH).
lock:
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
	  --all-extras --upgrade pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
	  --upgrade requirements-evidence.in -o requirements-evidence.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "sanka needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(EVIDENCE): requirements-evidence.lock
	$(PYTHON) -m venv .venv-evidence
	.venv-evidence/bin/python -m pip install --quiet --require-hashes -r requirements-evidence.lock
	touch $@
