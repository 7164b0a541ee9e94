# Everything from a bare machine with Python 3.10 or newer; a virtual environment is made in build/.
PYTHON ?= python3
ACTION_RIG ?= ../shared/tools/action-rig
CORPUS ?= ../shared/corpus
FUZZ_TIME ?= 60
VENV := build/venv
BIN := $(VENV)/bin
CHECK := $(BIN)/cardwright check

WORK ?= build/bench
.DEFAULT_GOAL := help
.PHONY: help demo demo-release cards test test-release fuzz lint dist docs site vocab bench bench-quantize rig clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile | expand -t 20

demo: $(VENV)/core  ## check a clean and a broken example card, and render one from what files know
	@echo "A card with nothing to put right:"; echo
	$(CHECK) --profile strict examples/good-model
	@echo; echo "A card that nobody finished (the command fails, as it should):"; echo
	$(CHECK) examples/broken-model; test $$? = 1
	@echo; echo "A card that its files and card.yaml make, in build/demo, and what told it:"; echo
	@rm -rf build/demo; mkdir -p build/demo; cp -r examples/rendered-model build/demo/otter; rm build/demo/otter/README.md
	$(BIN)/cardwright render build/demo/otter
	$(BIN)/cardwright render --explain build/demo/otter
	$(BIN)/cardwright render --check build/demo/otter

demo-release: $(VENV)/release  ## a whole release on this machine: a tiny model trained, quantized, measured, published to a loopback Hub, verified
	$(BIN)/python -W ignore tools/demo_release.py

cards: $(VENV)/core  # what .pre-commit-config.yaml runs
	@$(CHECK) --discover examples/good-model

test: $(VENV)/test  ## the suite: all that needs no torch, no Ray, no browser, no registry
	$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not torch and not sweep and not ray and not slow"

test-release: $(VENV)/release  ## the rest: torch on the CPU, Ray, browsers, hooks, the wheel, fault sweeps (installs about 1 GB)
	$(BIN)/python -m pytest -q -n auto --dist loadscope -m "torch or sweep or ray or slow"

fuzz: $(VENV)/test  ## coverage-guided fuzzing (FUZZ_TIME=seconds); what it finds lies in build/fuzz
	$(BIN)/python -m pip install --quiet --disable-pip-version-check atheris==3.0.0 || echo "no atheris for this Python: our own loop"
	$(BIN)/python tests/fuzz/run.py --seconds $(FUZZ_TIME)

lint: $(VENV)/test  ## ruff over our own code
	$(BIN)/python -m pip install --quiet --disable-pip-version-check ruff==0.17.6
	$(BIN)/ruff check src tools bench tests
	$(BIN)/ruff format --check src tools bench tests

dist: $(VENV)/test  ## build the wheel and run the suite on it, without src/ (SUITE: some of its files)
	$(BIN)/python tests/rig/installed.py $(SUITE)

docs: $(VENV)/core  ## write docs/rules.md and the tables in README.md
	$(BIN)/python tools/write_docs.py

site: $(VENV)/docs  ## the documentation as a site, in build/site
	$(BIN)/python tools/write_site.py

vocab: $(VENV)/core  ## refresh schemas/vocab (needs npm and node)
	$(BIN)/python tools/refresh_vocab.py

bench-quantize: $(VENV)/release  ## speed and memory of quantizing, against transformers and the floor (WORK=folder with 40 GB free)
	$(BIN)/python bench/quantize.py $(WORK)

bench: $(VENV)/test  ## speed, memory, and accuracy on labelled cards (CORPUS=folder)
	for name in cold throughput linear memory render; do $(BIN)/python bench/$$name.py || exit; done
	for name in corpus labels structure dialect; do $(BIN)/python bench/$$name.py $(CORPUS) || exit; done

rig:  ## run the action and the hook for real (ACTION_RIG=folder, podman)
	ACTION_RIG=$(ACTION_RIG) bash tests/rig/all.sh

clean:  ## remove build/
	rm -rf build

$(VENV)/core: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,docs]'
	@touch $@ $(VENV)/core $(VENV)/docs

$(VENV)/release: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,quantize,hub,report,scale]' peft==0.21.2
	@touch $@ $(VENV)/core $(VENV)/test

$(VENV)/docs: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch $@ $(VENV)/core

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	  { echo "make: Python 3.10 or newer is needed; name one with PYTHON=python3.12" >&2; exit 1; }
	@mkdir -p build; $(PYTHON) -m venv $(VENV) > build/venv.log 2>&1 || $(PYTHON) -m virtualenv $(VENV) >> build/venv.log 2>&1 || \
	  { rm -rf $(VENV); \
	    echo "make: $(PYTHON) cannot make a virtual environment: apt-get install python3-venv, or pip install virtualenv" >&2; exit 1; }
