# pactbook: `make` lists the commands.
PYTHON ?= python3
VENV := .venv
LAB := .venv-lab
DOCS := .venv-docs
BIN := $(VENV)/bin
# Byte code is made when a module is first used: half of the libraries never are. Images of containers often forbid it: then
# each kernel compiles all libraries anew, seven seconds of its ten.
unexport PYTHONDONTWRITEBYTECODE
INSTALL = pip install --quiet --disable-pip-version-check --no-compile --require-hashes

.DEFAULT_GOAL := help
.PHONY: help report test test-all test-fast test-lab lab page figures data reference summaries prose lint docs bench mutate boundaries faces map lock clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

report: $(VENV)/.report  ## make the report of a case (CASE=belarus-pakistan)
	$(BIN)/pactbook run '$(subst ','\'',$(or $(CASE),belarus-pakistan))'

test: $(VENV)/.dev  ## run the tests but those of clusters, faults of whole runs and docs; opens the pages where chromium is; says what it skips
	$(BIN)/python -m pytest -n 2 --dist loadfile -rs -m "not long"

test-all: $(VENV)/.dev  ## run the whole test suite
	$(BIN)/python -m pytest -n 2 --dist loadfile -rs

test-fast: $(VENV)/.dev  ## run the tests but for whole runs, geometry at full size and long searches
	$(BIN)/python -m pytest -n 2 -m "not slow"

test-lab: $(VENV)/.dev $(LAB)/.lab  ## open JupyterLab and the page in chromium and use them as a reader does
	@command -v chromium > /dev/null || { echo 'make test-lab needs chromium, a Debian package: apt-get install chromium'; exit 1; }
	$(BIN)/python -m pytest -rs -m lab

# As root, which containers are, Jupyter asks for a word; FLAGS="--ip=0.0.0.0 --no-browser" lets it be opened from outside of one.
lab: $(LAB)/.lab  ## open the notebooks in JupyterLab (in a container: FLAGS="--ip=0.0.0.0 --no-browser")
	$(JUPYTER) $(LAB)/bin/jupyter lab --notebook-dir=$(or $(NOTEBOOKS),notebooks) --LabApp.default_url=/lab/tree/explore.ipynb \
	  --LabApp.custom_css=True --ServerApp.contents_manager_class=pactbook.reports.shelf.Shelf $(if $(filter 0,$(shell id -u)),--allow-root) $(FLAGS)

page: $(LAB)/.lab  ## open explore.ipynb as a page, without Jupyter around it (in a container: FLAGS="--Voila.ip=0.0.0.0 --no-browser")
	$(JUPYTER) $(LAB)/bin/voila $(or $(NOTEBOOKS),notebooks)/explore.ipynb --template=pactbook \
	  --TagRemovePreprocessor.remove_cell_tags=lab $(FLAGS)

JUPYTER = JUPYTER_CONFIG_DIR=$(abspath $(LAB))/etc JUPYTER_DATA_DIR=$(abspath $(LAB))/share/jupyter \
  JUPYTER_RUNTIME_DIR=$(abspath $(LAB))/run JUPYTER_DEFAULT_PROVISIONER_NAME=pactbook

figures: $(VENV)/.report  ## draw the gallery in figures/ from the shipped cases (two minutes)
	$(BIN)/python -m pactbook.maintain.gallery

data: $(VENV)/.dev  ## check the tables, print coverage, rewrite data/README.md and data/CHANGELOG.md
	$(BIN)/python -m pactbook.maintain.dictionary

reference: $(VENV)/.report  ## download the outside datasets that reports compare with
	$(BIN)/pactbook reference

summaries: $(VENV)/.dev  ## write anew what the tests know of each figure
	$(BIN)/python -m pytest tests/exhibits/test_summaries.py --update-summaries

prose: $(VENV)/.report  ## print every sentence of a case (CASE=belarus-pakistan)
	$(BIN)/python -m pactbook.maintain.prose '$(subst ','\'',$(or $(CASE),belarus-pakistan))'

lint: $(VENV)/.dev  ## check style of code and notebooks, and types
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

docs: $(DOCS)/.docs  ## build the pages of docs/ into build/docs, with every link checked
	$(DOCS)/bin/mkdocs build --strict && echo 'open build/docs/index.html'

bench: $(VENV)/.dev  ## measure a run against its parts and against other ways to run (half an hour)
	$(BIN)/python benchmarks/bench.py && $(BIN)/python benchmarks/scale.py && $(BIN)/python benchmarks/peers.py

mutate: $(VENV)/.dev  ## change the code and see which changes no test notices (half an hour)
	$(BIN)/python tests/mutation/run.py

boundaries: $(VENV)/.dev  ## rebuild data/boundaries/ from Natural Earth
	$(BIN)/python -m venv --clear $(VENV)-boundaries
	$(VENV)-boundaries/bin/pip install --quiet --disable-pip-version-check -e '.[boundaries]'
	$(VENV)-boundaries/bin/python data/boundaries/build.py

faces: $(VENV)/.dev  ## cut the face of Chinese, Japanese and Korean anew
	$(BIN)/python -m venv --clear $(VENV)-faces
	$(VENV)-faces/bin/pip install --quiet --disable-pip-version-check -e '.[faces]'
	$(VENV)-faces/bin/python -m pactbook.maintain.faces

map:  ## rebuild the script of the reports' map (needs node)
	rm -rf $(VENV)-map && cp -r src/pactbook/reports/map $(VENV)-map
	cd $(VENV)-map && npm ci --silent --ignore-scripts && npm run --silent build
	cd $(VENV)-map/node_modules && for p in d3-* internmap; do printf '%s\n\n' $$p; cat $$p/LICENSE; echo; done > ../licences.txt
	cp $(VENV)-map/bundle.js $(VENV)-map/licences.txt src/pactbook/reports/map/

lock:  ## rewrite the lock files from pyproject.toml
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/pip install --quiet --disable-pip-version-check uv
	# botocore, with which buckets are tried, takes no newer dateutil.
	printf 'hatchling>=1.27\neditables>=0.5\npython-dateutil<3\n' > $(VENV)-lock/build.in
	$(VENV)-lock/bin/uv pip compile $(UV) pyproject.toml $(VENV)-lock/build.in -o requirements.lock
	$(VENV)-lock/bin/uv pip compile $(UV) --extra dev --extra batch -c requirements.lock pyproject.toml $(VENV)-lock/build.in -o requirements-dev.lock
	$(VENV)-lock/bin/uv pip compile $(UV) --extra lab -c requirements.lock pyproject.toml $(VENV)-lock/build.in -o requirements-lab.lock
	$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["docs"], sep="\n")' > $(VENV)-lock/docs.in
	$(VENV)-lock/bin/uv pip compile $(UV) $(VENV)-lock/docs.in -o requirements-docs.lock

UV = --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url

clean:  ## remove environments and reports
	rm -rf $(VENV) $(VENV)-* build

# A stamp is renewed when its lock changes; a half-made environment has no stamp.
$(VENV)/.python $(LAB)/.python $(DOCS)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: make PYTHON=python3.12")'
	$(PYTHON) -m venv --clear $(@D)
	@touch $@

$(VENV)/.report: requirements.lock pyproject.toml | $(VENV)/.python
	$(BIN)/$(INSTALL) -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.report
	$(BIN)/$(INSTALL) -r requirements-dev.lock
	@touch $@

$(LAB)/.lab: requirements-lab.lock pyproject.toml src/pactbook/reports/lab/custom.css | $(LAB)/.python
	$(LAB)/bin/$(INSTALL) -r requirements-lab.lock
	$(LAB)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(LAB)/bin/jupyter labextension disable --level=sys_prefix "@jupyterlab/apputils-extension:announcements" 2>/dev/null
	@mkdir -p $(LAB)/etc/custom && cp src/pactbook/reports/lab/custom.css $(LAB)/etc/custom/
	@touch $@

# The pages are made from the text of the package, which need not be there.
$(DOCS)/.docs: requirements-docs.lock | $(DOCS)/.python
	$(DOCS)/bin/$(INSTALL) -r requirements-docs.lock
	@touch $@
