#!/usr/bin/env bash
# NetBox judges the import bundle: device types against the schemas of the device-type library, cable ends against
# device types, and, where a NetBox is running, the import itself. NETBOX_SCHEMA names the folder with the library's
# `schema` files; GCG_NETBOX_URL and GCG_NETBOX_TOKEN a NetBox of your own.
set -euo pipefail
cd "$(dirname "$0")/../.."
judges=${FABRIC_JUDGES:-$(cd .. && pwd)/shared/validators}
if [ ! -d "$judges" ]; then
  echo "skipped: no checkers at ../shared/validators (name another place with FABRIC_JUDGES)"
  exit 0
fi
cargo build --locked --quiet --bin gcg
target=$(cargo metadata --format-version 1 --no-deps --locked | python3 -c 'import json,sys; print(json.load(sys.stdin)["target_directory"])')/debug
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=${FABRIC_PYTHON:-$target/../fabric-venv/bin/python3}
if [ ! -x "$python" ]; then
  { python3 -m venv "$target/../fabric-venv" && "$target/../fabric-venv/bin/pip" install -q igraph numpy pyyaml jsonschema referencing; } > "$work/venv.log" 2>&1 || true
fi
schema=${NETBOX_SCHEMA:-}
if [ -z "$schema" ] && command -v git > /dev/null; then
  # CC0; only the schema folder is fetched.
  if timeout 60 git clone -q --depth 1 --filter=blob:none --sparse https://github.com/netbox-community/devicetype-library "$work/library" 2> /dev/null; then
    git -C "$work/library" sparse-checkout set schema > /dev/null 2>&1 && schema=$work/library/schema
  fi
fi
failed=0
for plan in "2-8-9-400 12" "2-8-9-400 64" "superpod-h100 64" "2-4-5-800 36"; do
  read -r pattern nodes <<< "$plan"
  "$target/gcg" plan --pattern "$pattern" --nodes "$nodes" > "$work/answer.json" || true
  rm -rf "$work/out"
  "$target/gcg" export "$work/answer.json" --format netbox --out "$work/out" > /dev/null
  bundle=$work/out/netbox
  if [ -n "$schema" ] && "$python" -c 'import jsonschema, referencing, yaml' 2> /dev/null; then
    if "$python" "$judges/netbox_devicetype_check.py" "$schema" "$bundle"/device-types/*.yaml \
      --cables "$bundle/cables.csv" --devices "$bundle/devices.csv" > "$work/judge.log" 2>&1; then
      echo "$pattern, $nodes nodes: $(tail -1 "$work/judge.log")"
    else
      echo "FAIL $pattern, $nodes nodes"; cat "$work/judge.log"; failed=1
    fi
  else
    echo "skipped: $pattern, $nodes nodes: no schema files (NETBOX_SCHEMA) or no jsonschema for python"
  fi
done
if [ -n "${GCG_NETBOX_URL:-}" ]; then
  "$python" "$judges/netbox_import_check.py" "$bundle" --url "$GCG_NETBOX_URL" --token "${GCG_NETBOX_TOKEN:-}" || failed=1
else
  echo "skipped: the import itself: no NetBox is named by GCG_NETBOX_URL"
fi
exit $failed
