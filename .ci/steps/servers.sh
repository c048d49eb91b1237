#!/usr/bin/env bash
# Third parties' OpenAI-compatible servers against the built program; each script skips with a reason when its package
# cannot be had.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --locked --quiet --bin gcg
gcg=$(cargo metadata --format-version 1 --no-deps --locked | python3 -c 'import json,sys; print(json.load(sys.stdin)["target_directory"])')/debug/gcg
sh tests/servers/llmock.sh "$gcg"
if command -v npm > /dev/null; then sh tests/servers/aimock.sh "$gcg"; else echo "skipped: no npm for aimock"; fi
