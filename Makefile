# Two commands do everything: `make demo` and `make test`. Both make their own environment in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
AUDIT := $(VENV)/audit
READY := $(VENV)/.ready

# What is loaded again and again is compiled once, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo demo-leader test bench check audit lock format package single-file picture reference coverage catalogues clean

demo: $(READY)  ## the whole product, embedded, with invented people
	@$(BIN)/wardtui demo

demo-leader: $(READY)  ## the same, as the team leader
	@$(BIN)/wardtui demo --role leader

test: $(READY)  ## all tests; many of them wait, so there are more processes than cores
	$(BIN)/pytest -n 4 --dist worksteal $(PYTEST_ARGS)

bench: $(READY)  ## all benchmarks; fails when a budget is missed (half an hour)
	$(BIN)/python -m tests.benchmarks

check: $(READY)  ## format, lint, types (as on Windows too), layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --no-warn-unreachable --cache-dir .mypy_cache/win32
	$(BIN)/lint-imports

audit: $(READY) $(AUDIT)/.ready  ## known holes in what is pinned; what it is made of, in dist/sbom.json
	$(BIN)/python -m tests.audit $(AUDIT)/bin

$(AUDIT)/.ready: requirements/audit.txt | $(READY)
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --no-compile --require-hashes -r requirements/audit.txt
	@touch $@

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

PIN := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate \
  --no-header --python-version 3.11

lock: $(READY)  ## pin what `make` installs (needs uv)
	$(PIN) --extra dev pyproject.toml -o requirements/dev.txt
	$(PIN) requirements/audit.in -o requirements/audit.txt
	$(PIN) --extra single-file -c requirements/dev.txt pyproject.toml \
	  -o requirements/single-file.txt

# Everything is pinned with its hash, so two machines get the same bytes.
$(READY): pyproject.toml requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "wardtui needs Python 3.11 or newer; call: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

package: $(READY)  ## the wheel and the sdist, in dist/
	$(BIN)/hatchling build -d dist

SINGLE := build/single-file
# What PyInstaller cannot see by itself: modules that are named in words, and files beside them.
COLLECTED := --collect-all wardtui --collect-submodules rich --collect-submodules textual \
  --collect-data textual --collect-data docx --collect-data docxtpl --hidden-import _cffi_backend

single-file: dist/wardtui  ## one file for laptops without Python, of the kind of this one (some minutes)

# Of the wheel, so that it holds what an installation holds and nothing of this checkout.
dist/wardtui: $(READY) $(shell find wardtui themes sample_data installer -type f -not -name '*.pyc')
	rm -rf $(SINGLE)
	$(PYTHON) -m venv $(SINGLE)
	$(SINGLE)/bin/python -m pip install --quiet --require-hashes -r requirements/single-file.txt
	$(BIN)/hatchling build -t wheel -d $(SINGLE)/wheel
	$(SINGLE)/bin/python -m pip install --quiet --no-deps $(SINGLE)/wheel/*.whl
	cd $(SINGLE) && bin/pyinstaller --noconfirm --onefile --strip --log-level WARN --name wardtui \
	  $(COLLECTED) --distpath $(CURDIR)/dist $(CURDIR)/installer/start.py
	dist/wardtui --version

reference: $(READY)  ## write what the documents say of the code: reference, API, file map, decisions
	$(BIN)/python -m tests.reference

coverage: $(READY)  ## all tests with branch coverage
	$(BIN)/coverage erase
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

picture: $(READY)  ## draw the picture of the README
	$(BIN)/python -m tests.picture

PO := wardtui/i18n/locales/vi/LC_MESSAGES/wardtui.po

catalogues: $(READY)  ## bring the translations up to date with the code
	$(BIN)/pybabel -q extract -k tr -k N_ -k ntr:1,2 --no-location --omit-header \
	  --no-wrap -o $(VENV)/wardtui.pot wardtui
	$(BIN)/pybabel -q update -i $(VENV)/wardtui.pot -o $(PO) -l vi -D wardtui --no-fuzzy-matching \
	  --ignore-obsolete --no-wrap
	$(BIN)/pybabel -q compile -f -i $(PO) -o $(PO:.po=.mo)

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
