# Everything runs in .venv; `make` alone says what there is.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help run test lint evaluate results bench clean

help:
	@echo 'make run       serve the page on http://127.0.0.1:7860 (ALIS_HOST, ALIS_PORT)'
	@echo 'make test      format, lint, types, import contracts and every test'
	@echo 'make lint      the same without the tests'
	@echo 'make evaluate  score the question set and write a report'
	@echo 'make results   put a run of committed files into docs/results.md: RUN=FOLDER'
	@echo 'make bench     measure speed and memory on this machine'
	@echo 'make clean     remove what make made, except the installation in ALIS_HOME'

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(READY)

run: $(READY)
	$(BIN)/python app.py

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest

evaluate: $(READY)
	$(BIN)/python -m eval run

results: $(READY)
	$(BIN)/python docs/make_results.py $(RUN)

bench: $(READY)
	$(BIN)/python -m eval bench

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache test-results .gradio
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
