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

# aimock as a recorder in front of itself, then as a player of what it recorded: the same answer, without the first one.
mkdir -p "$work/tape"
ask() { NVIDIA_API_KEY=test-key "$gcg" ask "How much memory has an H200?" --provider nim --base-url "http://127.0.0.1:$1/v1" --model mock --timeout 60 --text; }
wait_for() { tries=0; until curl -s -o /dev/null "http://127.0.0.1:$1/v1/models"; do tries=$((tries + 1)); [ $tries -lt 100 ] || skip "aimock does not start"; sleep 0.2; done; }
node "$work/node_modules/.bin/llmock" -p $((port + 1)) -f "$work/tape" --record --provider-openai "http://127.0.0.1:$port" > "$work/log2" 2>&1 &
recorder=$!
trap 'kill $server $recorder 2>/dev/null; rm -rf "$work"' EXIT INT TERM
wait_for $((port + 1))
ask $((port + 1)) > "$work/first"
kill $recorder $server
node "$work/node_modules/.bin/llmock" -p $((port + 2)) -f "$work/tape" --strict --replay-speed 100 > "$work/log3" 2>&1 &
player=$!
trap 'kill $player 2>/dev/null; rm -rf "$work"' EXIT INT TERM
wait_for $((port + 2))
ask $((port + 2)) > "$work/second"
cmp "$work/first" "$work/second" && grep -q "141 GB" "$work/second" && echo "ok   recorded and played again by aimock"
