#!/usr/bin/env bash
# Real managers judge our exports: opensm on ibsim, slurmctld, igraph, graphviz, and re-implemented loader rules of
# NVIDIA Air, the Kubernetes Launch Kit and Topograph. tests/fabric/README.md says how to run the same by hand.
# Each part that lacks its tools is skipped with the reason; what runs must hold.
set -euo pipefail
cd "$(dirname "$0")/../.."
judges=${FABRIC_JUDGES:-$(cd .. && pwd)/shared/validators}
if [ ! -d "$judges" ]; then
  echo "skipped: no checkers at ../shared/validators (name another place with FABRIC_JUDGES)"
  exit 0
fi
# Shared runners have no fixed set of packages; root may add what is missing.
missing=
for pair in opensm:opensm ibsim:ibsim-utils ibtracert:infiniband-diags ibdmchk:ibutils slurmctld:slurmctld \
  slurmd:slurmd sbatch:slurm-client nop:graphviz xmllint:libxml2-utils; do
  PATH=$PATH:/usr/sbin command -v "${pair%%:*}" > /dev/null || missing="$missing ${pair##*:}"
done
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  # shellcheck disable=SC2086
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } > /dev/null 2>&1 || true
fi
has() { PATH=$PATH:/usr/sbin command -v "$1" > /dev/null; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --locked --quiet --bin gcg --example wire --example check-wiring
target=$(cargo metadata --format-version 1 --no-deps --locked | python3 -c 'import json,sys; print(json.load(sys.stdin)["target_directory"])')/debug
gcg=$target/gcg
wire=$target/examples/wire
python=${FABRIC_PYTHON:-$target/../fabric-venv/bin/python3}
if [ ! -x "$python" ]; then
  { python3 -m venv "$target/../fabric-venv" && "$target/../fabric-venv/bin/pip" install -q igraph numpy pyyaml jsonschema referencing; } > "$work/venv.log" 2>&1 || true
fi

failed=0
part() { printf -- '-- %s\n' "$1"; }
skip() { printf 'skipped: %s: %s\n' "$1" "$2"; }
# Runs a judge; prints its failures and last line, and remembers whether it held.
judge() {
  local name=$1 code=0
  shift
  "$@" > "$work/judge.log" 2>&1 || code=$?
  grep '^FAIL' "$work/judge.log" || true
  printf '%s: %s\n' "$name" "$(tail -1 "$work/judge.log")"
  if [ "$code" != 0 ]; then failed=1; fi
}
# What must be refused: a judge that takes everything judges nothing.
refuses() {
  local name=$1
  shift
  if "$@" > "$work/judge.log" 2>&1; then echo "FAIL $name: accepted"; failed=1; else echo "$name: refused"; fi
}

part "designs"
# Whole answers through the program; depth and oversubscription, which no requirement states, through the example.
answer() {
  local name=$1 code=0
  shift
  "$gcg" plan "$@" > "$work/$name.json" || code=$?
  if [ "$code" != 0 ] && [ "$code" != 9 ]; then echo "FAIL plan $*"; exit 1; fi
}
export_as() { "$gcg" export "$work/$1.json" --format "$2" > "$work/$3"; }
# Whole scalable units: a part-filled one leaves some uplinks fewer destinations than others, by no fault of cables.
answer h100 --pattern superpod-h100 --nodes 128
answer three --pattern superpod-h100 --nodes 320
answer era12 --pattern 2-8-9-400 --nodes 12
answer era64 --pattern 2-8-9-400 --nodes 64
answer nvl --pattern 2-4-5-800 --nodes 72
for name in h100 three; do
  export_as $name ibnetdiscover $name.topo
  export_as $name ib-roots $name.roots
  export_as $name ib-cables $name.csv
done
"$wire" superpod-h100 64 "$work/half" --leaf-down 32 --leaf-up 16
"$wire" superpod-h100 64 "$work/deep" --switch-links 32 --tiers 3
"$wire" 2-8-9-800 32 "$work/planes"

part "subnet manager: opensm with the fat-tree engine on ibsim"
if has opensm && has ibsim && has ibtracert && has ibdmchk; then
  ib() { python3 "$judges/ib_fabric_check.py" "$@"; }
  judge "2 tiers, 128 nodes, through gcg" ib "$work/h100.topo" --roots "$work/h100.roots" --cables "$work/h100.csv" --expect-oversub 1
  judge "3 tiers, 64 nodes on 32-port switches" ib "$work/deep/fabric.topo" --roots "$work/deep/fabric.roots" --cables "$work/deep/ib-cables.csv" --expect-oversub 1
  judge "3 tiers, 320 nodes, through gcg" ib "$work/three.topo" --roots "$work/three.roots" --cables "$work/three.csv" --expect-oversub 1
  judge "2:1, 64 nodes" ib "$work/half/fabric.topo" --roots "$work/half/fabric.roots" --cables "$work/half/ib-cables.csv" --expect-oversub 2
else
  skip "subnet manager" "needs opensm, ibsim-utils, infiniband-diags and ibutils"
fi

part "scheduler: slurmctld loads the topology and places jobs"
if has slurmctld && has sbatch; then
  slurm() { PATH=$PATH:/usr/sbin python3 "$judges/slurm_topology_check.py" "$@"; }
  export_as h100 slurm h100.conf
  export_as era64 slurm era64.conf
  judge "tree of 4 scalable units" slurm "$work/h100.conf" --place 32,20,16,40,12
  judge "tree of 64 nodes" slurm "$work/era64.conf" --place 4,16,8
  if slurmctld -V 2> /dev/null | grep -Eq 'slurm(-wlm)? (2[3-9]\.(11|0[2-9])|2[4-9])'; then
    export_as nvl slurm-block nvl.conf
    judge "blocks of NVLink domains" slurm "$work/nvl.conf" --plugin block --gpus 4 --place 18,16,36
  else
    skip "blocks" "$(slurmctld -V 2> /dev/null) has no topology/block; 23.11 has it"
  fi
  # A leaf that the tree names and does not have must not load.
  sed 's/^SwitchName=\([^ ]*\) Switches=\(.*\)$/SwitchName=\1 Switches=\2,nowhere/' "$work/h100.conf" > "$work/broken.conf"
  refuses "a tree with an unknown child" slurm "$work/broken.conf" --place 4
else
  skip "scheduler" "needs slurmctld, slurmd and slurm-client"
fi

part "graph: ports, rails, maximum flow"
if "$python" -c 'import igraph' 2> /dev/null; then
  graph() { "$python" "$judges/fabric_graph_check.py" "$@" --host '.* mlx5_\d+' --rails 8 --rail-of 'mlx5_(\d)'; }
  judge "1:1, 128 nodes" graph "$work/h100.csv" --radix 64 --expect-ratio 1
  judge "1:1, 3 tiers, 320 nodes" graph "$work/three.csv" --radix 64 --expect-ratio 1
  judge "1:1, 3 tiers of 32-port switches" graph "$work/deep/ib-cables.csv" --radix 32 --expect-ratio 1
  judge "2:1, 64 nodes" graph "$work/half/ib-cables.csv" --radix 64 --expect-ratio 0.5
  refuses "2:1 called 1:1" graph "$work/half/ib-cables.csv" --radix 64 --expect-ratio 1
else
  skip "graph" "igraph could not be installed: $(tail -1 "$work/venv.log" 2> /dev/null)"
fi

part "simulation: NVIDIA Air and the Launch Kit's names"
air() { python3 "$judges/air_topology_check.py" "$@"; }
published=$judges/../reference/era
like=()
if [ -d "$published" ]; then like=(--like "$published"/air-*.json); else skip "shape of NVIDIA's own topologies" "no ../shared/reference/era"; fi
export_as era12 air era12-air.json
export_as era64 air era64-air.json
export_as era64 dot era64.dot
judge "12 nodes, collapsed core" air "$work/era12-air.json" ${like[@]+"${like[@]}"}
judge "64 nodes, leaf and spine" air "$work/era64-air.json" ${like[@]+"${like[@]}"} --dot "$work/era64.dot"
export_as h100 launch-kit-air h100-kit.json
export_as three launch-kit-air three-kit.json
judge "Launch Kit, 2 tiers" air "$work/h100-kit.json" --l8k 2-tier
judge "Launch Kit, 3 tiers" air "$work/three-kit.json" --l8k 3-tier

part "Topograph model"
if "$python" -c 'import yaml' 2> /dev/null; then
  for name in h100 era64 three; do
    export_as $name topograph $name-topograph.yaml
    export_as $name slurm $name.conf
    judge "$name" "$python" "$judges/topograph_model_check.py" "$work/$name-topograph.yaml" --slurm "$work/$name.conf"
  done
  export_as nvl topograph nvl-topograph.yaml
  judge "NVLink domains" "$python" "$judges/topograph_model_check.py" "$work/nvl-topograph.yaml"
else
  skip "Topograph model" "pyyaml could not be installed"
fi

part "drawings"
if has xmllint; then
  export_as era64 svg era64.svg
  xmllint --noout "$work/era64.svg" && echo "svg: well formed" || failed=1
else
  skip "svg" "needs libxml2-utils"
fi

part "wrong cablings are found by our own check as well"
for change in good swap drop leafleaf island; do
  option=$([ $change = good ] || echo "--break $change")
  # shellcheck disable=SC2086
  python3 "$judges/sample_fabric.py" --nodes 16 --spines 4 $option --out "$work/$change" > /dev/null
  if [ $change = good ]; then
    if "$gcg" check --wiring "$work/$change.csv" > "$work/judge.log"; then echo "good sample: passes"; else
      echo "FAIL good sample"; cat "$work/judge.log"; failed=1
    fi
  else
    refuses "sample with $change" "$gcg" check --wiring "$work/$change.csv"
  fi
done

exit $failed
