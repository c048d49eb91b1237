#!/usr/bin/env bash
# What the program prints, and the files it reads, against its published schemas, judged by Python's jsonschema. Skipped
# with the reason where the package cannot be had.
set -euo pipefail
cd "$(dirname "$0")/../.."
skip() { printf 'skipped: %s\n' "$1"; exit 0; }
command -v python3 > /dev/null || skip "no python3"
cargo build --locked --quiet --bin gcg
gcg=$(cargo metadata --format-version 1 --no-deps --locked | python3 -c 'import json,sys; print(json.load(sys.stdin)["target_directory"])')/debug/gcg
python=python3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! python3 -c 'import jsonschema, yaml' 2> /dev/null; then
    python3 -m venv "$work/v" 2> /dev/null && "$work/v/bin/pip" install -q jsonschema pyyaml 2> /dev/null || skip "jsonschema and pyyaml cannot be installed"
    python=$work/v/bin/python
fi
"$python" tests/documents/schema_check.py "$gcg"
