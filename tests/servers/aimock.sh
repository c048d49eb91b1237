#!/bin/sh
# Drives the gcg binary against @copilotkit/aimock (npm), a third party's model server with fixtures, streamed and not.
#
#   tests/servers/aimock.sh [GCG]               default: target/release/gcg
#
# When the package cannot be had, the script says so and ends with 0.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
gcg=${1:-$here/../../target/release/gcg}
port=${GCG_PORT:-8202}
work=$(mktemp -d)
skip() { echo "SKIPPED: $1" >&2; exit 0; }
(cd "$work" && npm i --silent --no-fund --no-audit --ignore-scripts @copilotkit/aimock@1.43.0 > /dev/null 2>&1) || skip "aimock cannot be installed"
AIMOCK_API_KEYS=test-key node "$work/node_modules/.bin/llmock" -p "$port" -f "$here/aimock" --chunk-size 6 --strict --log-level warn > "$work/log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT INT TERM
tries=0
until curl -s "http://127.0.0.1:$port/v1/models" > /dev/null; do
    tries=$((tries + 1)); [ $tries -lt 100 ] || skip "aimock does not start"
    sleep 0.2
done
python3 "$here/mocked.py" "$gcg" "http://127.0.0.1:$port" aimock
