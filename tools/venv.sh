#!/usr/bin/env bash
# Makes .venv with Python 3.11 and installs the packages of one lock file, each checked against its hash.
#
#   tools/venv.sh requirements.lock
set -euo pipefail
cd "$(dirname "$0")/.."

python=
for candidate in "${PYTHON:-}" python3.11 python3; do
  if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "her2guide needs Python 3.11, and none was found. Install it (on Debian 12: apt-get install python3 python3-venv)," >&2
  echo "or name yours: make PYTHON=/path/to/python3.11 run" >&2
  exit 1
fi

if ! [ -x .venv/bin/python ]; then
  echo "Making the virtual environment .venv ..."
  if ! "$python" -m venv .venv; then
    rm -rf .venv
    echo "Python's venv module is missing. On Debian: apt-get install python3-venv" >&2
    exit 1
  fi
fi
echo "Installing the packages of $1 (the first time takes a minute or two) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement "$1"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
