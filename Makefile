# make run starts it, make test proves it, make check holds the house rules, make bench measures it,
# make faults kills it three hundred times and looks at what is left, make complete reads what ten thousand households are told.
PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.installed
# A machine that has fewer cores than two gains nothing from two workers; a third on two cores was slower (20 min for 18).
WORKERS ?= $(shell nproc 2>/dev/null | awk '{print ($$1 > 4) ? 4 : $$1}')

HOUSEHOLDS ?= 10000
KILLS ?= 300
SEED ?= 20261126

.PHONY: setup run check test complete faults tamper mutants bench lock clean

setup: $(STAMP)

$(STAMP): requirements/dev.txt requirements/base.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	if ! cmp -s requirements/dev.txt .venv/dev.txt; then \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt \
		&& cp requirements/dev.txt .venv/dev.txt; fi
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

run: setup
	$(BIN)/doudi run

check: setup
	$(BIN)/ruff check src tests bench manage.py requirements
	$(BIN)/python requirements/audit.py
	$(BIN)/mypy
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run --skip-checks
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -W error manage.py check
	DOUDI_TLS=1 DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -W error manage.py check --deploy --fail-level WARNING

test: check
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup -m "not slow"

# What a town of invented households is told, every answer looked at; stopped, it goes on where it was, for the same commit.
complete: setup
	$(BIN)/python -m tests.www.resident.complete --households $(HOUSEHOLDS) --processes $(WORKERS) \
		--into var/complete/$(shell git rev-parse --short HEAD)

faults: setup
	$(BIN)/python -m tests.faults --kills $(KILLS) --seed $(SEED)
	$(BIN)/pytest -q -s -m slow tests/faults

# A thousand random ways to tamper with a sealed journal; SEED and TRIALS repeat a run.
tamper: setup
	$(BIN)/pytest -q -s -m slow tests/audit/test_tampering.py

# Every change of the law by one step that no rule table and no worked case notices; RULES="a b" asks for some rules only.
mutants: setup
	$(BIN)/python -m tests.policy.mutants $(RULES)

bench: setup
	@$(BIN)/python -m bench

# Hashes, and no index host: any mirror serves.
lock:
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header -o requirements/base.txt requirements/base.in
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header -o requirements/dev.txt requirements/dev.in

clean:
	rm -rf build .ruff_cache .mypy_cache .import_linter_cache .hypothesis src/*.egg-info
