# Đồng Hành. `make help` lists what there is.
PYTHON ?= python3
BOT := .venv/bin/python
export PYTHONUNBUFFERED = 1
# The environments are the project's own: without their bytecode every start takes twice as long.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run graph test train vectors lint bench setup requirements clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: ## Set up what is missing, train if needed, start everything
	@$(PYTHON) tools/environments.py bot rasa
	@exec $(BOT) -m bot serve

graph: ## Play a Messenger user by hand, against a stand-in for Meta's Graph API
	@$(PYTHON) tools/environments.py bot
	@exec $(BOT) -m tests.graph

test: ## Set up what is missing and run every test
	@$(PYTHON) tools/environments.py dev rasa
	@$(BOT) -m bot train
	@$(BOT) -m pytest

train: ## Train the model if its inputs changed, and bring data/fit up to date
	@$(PYTHON) tools/environments.py bot rasa
	@$(BOT) -m bot train --ship

vectors: ## Compute the sentence vectors of training examples that are new
	@$(PYTHON) tools/environments.py bot rasa
	@.venv-rasa/bin/python -W ignore -m bot.rasa_runtime vectors

lint: ## Ruff, mypy, and the browser code's types where node is installed
	@$(PYTHON) tools/environments.py dev
	@$(BOT) -m ruff check .
	@$(BOT) -m ruff format --check .
	@$(BOT) -m mypy
	@if command -v npx >/dev/null; then npx --yes -p typescript@5 tsc -p tsconfig.json; else echo "node is not installed: browser types not checked"; fi

bench: ## Measure speed and memory beside a stock Rasa (hours; needs a TensorFlow download)
	@$(PYTHON) tools/environments.py dev rasa
	@$(BOT) -m bench

setup: ## Make both environments
	@$(PYTHON) tools/environments.py bot rasa

requirements: ## Compile the requirement files anew
	@$(PYTHON) tools/environments.py bot
	@sh tools/compile_requirements.sh

clean: ## Remove environments, model and data
	rm -rf .venv .venv-rasa .venv-stock var
