# The two commands of the README are `run` and `test`; each sets up what is missing.
PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin

.PHONY: run test bench lint messages requirements setup

run: setup
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py demo --if-empty
	@$(BIN)/python manage.py indicators --on 2019-03-31 --against 2018-03-31
	$(BIN)/python manage.py serve --port $(PORT)

test: setup
	sh .ci/system-packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --check --lint templates
	$(BIN)/python -m idaman.testing.engines $(ARGS)

bench: setup
	@$(BIN)/python -m reports.bench $(NAME)

messages: setup
	$(BIN)/python manage.py messages

requirements:
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 --no-annotate --no-header requirements.in -o requirements.txt

setup: .venv/ready

.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch .venv/ready
