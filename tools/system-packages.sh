#!/usr/bin/env bash
# Sees to it that system programs are there: installs what is missing where root or sudo allows, else says what to type.
#
#   tools/system-packages.sh PROGRAM:PACKAGE ...       PROGRAM is a name on PATH or a path, wildcards allowed
set -euo pipefail

missing=()
for pair in "$@"; do
  program=${pair%%:*} package=${pair##*:}
  case $program in
    /*) compgen -G "$program" >/dev/null || missing+=("$package") ;;
    *) command -v "$program" >/dev/null || missing+=("$package") ;;
  esac
done
[ ${#missing[@]} -gt 0 ] || exit 0

install="apt-get install --yes --no-install-recommends ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "her2guide needs these programs, and they are not installed: ${missing[*]} (Debian's names)." >&2
  echo "Install them with your system's package manager and run the command again." >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  as_root=()
elif sudo --non-interactive true 2>/dev/null; then
  as_root=(sudo --non-interactive)
else
  echo "her2guide needs these system packages: ${missing[*]}. You are not root and sudo asks for a password, so please type:" >&2
  echo "    sudo apt-get update && sudo $install" >&2
  echo "and run the command again." >&2
  exit 1
fi
echo "Installing system packages: ${missing[*]} ..."
log=$(mktemp)
if ! { "${as_root[@]}" apt-get update && DEBIAN_FRONTEND=noninteractive "${as_root[@]}" $install; } >"$log" 2>&1; then
  tail -20 "$log" >&2
  echo "The system packages could not be installed. Try it by hand: apt-get update && $install" >&2
  exit 1
fi
rm -f "$log"
