# Two commands for a newcomer: `make run` starts the product, `make test` proves it. Everything else is for those who change it.
.PHONY: run test setup lint format lock schema clean
.DEFAULT_GOAL := help

run: .venv/.ready system-run ## set everything up and start the product on this machine
	@.venv/bin/her2guide serve

setup: .venv/.ready ## prepare .venv, so that .venv/bin/her2guide works

test: .venv/.ready-dev system-test ## set everything up and pass all tests
	@.venv/bin/python -m pytest

lint: .venv/.ready-dev ## ruff, mypy strict, import contracts
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: .venv/.ready-dev ## let ruff mend what it can
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lock: .venv/.ready-dev ## make the lock files anew from pyproject.toml (needs uv)
	tools/lock.sh

clean: ## remove the virtual environment
	rm -rf .venv

help:
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):[^#]*## (.*)/make \1\t\2/' | expand -t 14

.venv/.ready: requirements.lock pyproject.toml tools/venv.sh
	@tools/venv.sh requirements.lock
	@touch $@

.venv/.ready-dev: requirements-dev.lock pyproject.toml tools/venv.sh
	@tools/venv.sh requirements-dev.lock
	@touch .venv/.ready $@

# What the visit summary is drawn with.
PDF = '/usr/lib/*/libpangoft2-1.0.so.0:libpangoft2-1.0-0' '/usr/lib/*/libharfbuzz-subset.so.0:libharfbuzz-subset0' \
	'/usr/share/fonts/truetype/*/*.ttf:fonts-dejavu-core'
.PHONY: system-run system-test
system-run:
	@tools/system-packages.sh tesseract:tesseract-ocr redis-server:redis-server $(PDF)

system-test:
	@tools/system-packages.sh tesseract:tesseract-ocr redis-server:redis-server $(PDF) chromium:chromium \
		/usr/lib/postgresql/*/bin/initdb:postgresql
