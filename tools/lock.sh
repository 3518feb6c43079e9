#!/usr/bin/env bash
# Makes the lock files anew from pyproject.toml: versions and hashes, no addresses. Wheels only, so that no compiler is needed.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v uv >/dev/null || { echo "uv is missing: pip install uv" >&2; exit 1; }
options=(--quiet --python-version 3.11 --generate-hashes --no-emit-index-url --only-binary :all: --no-annotate --no-header)
uv pip compile "${options[@]}" pyproject.toml --output-file requirements.lock "$@"
uv pip compile "${options[@]}" --extra dev --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock "$@"
