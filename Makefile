# make course           set up and open the course in JupyterLab
# make test             set up and run everything CI runs
# make long             what takes longer: every lesson under every key, damaged journals
# make stick            fill the folder stick, to install where there is no network
# PYTHON=python3.13     another Python (3.11 or newer); VENV=folder, another place
# LANG=de PORT=9000 NO_BROWSER=1 make course

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8888
BIN = $(VENV)/bin
SETUP = pyproject.toml constraints.txt $(wildcard netlesson/labextension/* netlesson/labextension/static/*)
NOTEBOOKS = $(wildcard notebooks exercises)

course: $(VENV)/lab.stamp
	@$(BIN)/netlesson start . --port $(PORT) $(if $(filter de%,$(LANG)),--lang de) $(if $(NO_BROWSER),--no-browser)

test: $(VENV)/test.stamp lint
# Apart: what drives a browser leaves an event loop running in its process.
	$(BIN)/pytest -n 2 --dist worksteal -m 'not browser and not long'
	$(BIN)/pytest -n 2 --dist worksteal -m 'browser and not long'
# One process: two that start kernels at once may pick the same port.
	$(BIN)/pytest --nbval --nbval-current-env --nbval-cell-timeout=60 $(NOTEBOOKS)

# FUZZ=2000 make long: so many damaged journals instead of 150
long: $(VENV)/test.stamp
	NETLESSON_FUZZ=$(or $(FUZZ),150) $(BIN)/pytest -n 2 -m 'long and not browser'
	$(BIN)/pytest -n 2 --dist worksteal -m 'long and browser'

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/test.stamp
	for each in benchmarks/bench_*.py; do $(BIN)/python $$each || exit 1; done

# FOR='--platform win_amd64 --python 3.13' make stick: for other computers
stick: $(VENV)/lab.stamp
	$(BIN)/python tools/make_stick.py stick $(FOR)

clean:
	rm -rf $(VENV) build dist stick .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(VENV)/python.stamp:
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("netlesson needs Python 3.11 or newer: make course PYTHON=python3.13")'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/lab.stamp: $(SETUP) | $(VENV)/python.stamp
	@$(BIN)/python tools/install.py -c constraints.txt -e '.[lab]'
	touch $@

$(VENV)/test.stamp: $(SETUP) | $(VENV)/python.stamp
	@$(BIN)/python tools/install.py -c constraints.txt -e '.[lab,test,dev]'
	touch $@ $(VENV)/lab.stamp

.PHONY: course test long lint bench stick clean
