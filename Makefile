# The commands of the house. Everything runs from .venv, which the first of them makes.
SHELL := /bin/sh
PYTHON := .venv/bin/python
TESTS ?=

.PHONY: run test check lock tools screens bench messages

run:
	@sh config/bootstrap.sh
	@exec $(PYTHON) -B -m config.run

# On every core, then one after the other what starts servers and browsers of its own (tests/conftest.py).
test:
	@sh config/bootstrap.sh dev
	@exec $(PYTHON) -m pytest -rs -n auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder $(TESTS)

check:
	@sh config/bootstrap.sh dev
	@exec $(PYTHON) -m config.check

lock:
	@sh config/bootstrap.sh dev
	@exec $(PYTHON) -m config.lock

# The words of the pages, gathered for translators and compiled for readers; needs gettext.
messages:
	@sh config/bootstrap.sh dev
	@$(PYTHON) manage.py makemessages --locale de --locale ar --no-wrap --no-obsolete --add-location file --ignore "var/*"
	@$(PYTHON) manage.py compilemessages --ignore .venv --ignore node_modules --ignore var

# What looks at the pages in tests: axe, the Nu checker (which needs Java) and stylelint. None of it is ever served.
tools:
	@npm ci --ignore-scripts --silent

# The ten main pages with the demo's content, into docs/screens.
screens:
	@sh config/bootstrap.sh dev
	@VAR_DIR=$$(mktemp -d) && export VAR_DIR && trap 'rm -rf "$$VAR_DIR"' EXIT && $(PYTHON) -m pytest -q tests/browser/take_screens.py

# What the pages cost, on a sample forum: SCALE=5 for a million posts.
bench:
	@sh config/bootstrap.sh dev
	@exec $(PYTHON) -m bench
