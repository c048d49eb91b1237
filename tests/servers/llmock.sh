#!/bin/sh
# Drives the gcg binary against llmock (PyPI), a third party's model server with faults, and lets llmock judge the client.
#
#   tests/servers/llmock.sh [GCG]               default: target/release/gcg
#
# When the package cannot be had, the script says so and ends with 0.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
gcg=${1:-$here/../../target/release/gcg}
port=${GCG_PORT:-8201}
work=$(mktemp -d)
skip() { echo "SKIPPED: $1" >&2; exit 0; }
python3 -m venv "$work/v" && "$work/v/bin/pip" install -q llmock==0.2.2 || skip "llmock cannot be installed"
"$work/v/bin/llmock" serve --port "$port" --log-level warning --stream-chunk-delay-ms 30 > "$work/log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT INT TERM
tries=0
until curl -sf "http://127.0.0.1:$port/health" > /dev/null; do
    tries=$((tries + 1)); [ $tries -lt 100 ] || skip "llmock does not start"
    sleep 0.2
done
python3 "$here/mocked.py" "$gcg" "http://127.0.0.1:$port" llmock
# Strict: warnings fail. Chunks come slowly, or the server would be done before it can see that its client went away.
"$work/v/bin/llmock" report --strict --url "http://127.0.0.1:$port"
