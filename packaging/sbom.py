#!/usr/bin/env python3
"""The bill of materials of the binary as CycloneDX 1.5 JSON, from `cargo metadata` and Cargo.lock.

  packaging/sbom.py [--target TRIPLE] > gcg.cdx.json

Only crates that end up in the binary for the target are listed: normal dependencies, not those of tests and build scripts.
"""
import argparse, json, os, subprocess, tomllib

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--target", default="x86_64-unknown-linux-gnu")
a = parser.parse_args()
root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
meta = json.loads(subprocess.run(["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", a.target],
                                 cwd=root, capture_output=True, check=True, text=True).stdout)
with open(os.path.join(root, "Cargo.lock"), "rb") as f:
    locked = {(p["name"], p["version"]): p.get("checksum") for p in tomllib.load(f)["package"]}
packages = {p["id"]: p for p in meta["packages"]}
nodes = {n["id"]: n for n in meta["resolve"]["nodes"]}
top = meta["resolve"]["root"]

reached, todo = set(), [top]
while todo:
    one = todo.pop()
    if one in reached:
        continue
    reached.add(one)
    for dep in nodes[one]["deps"]:
        if any(kind["kind"] is None for kind in dep["dep_kinds"]):
            todo.append(dep["pkg"])


def purl(p):
    return f"pkg:cargo/{p['name']}@{p['version']}"


def component(p, kind):
    out = {"type": kind, "bom-ref": purl(p), "name": p["name"], "version": p["version"], "purl": purl(p)}
    if p.get("license"):
        out["licenses"] = [{"expression": p["license"].replace("/", " OR ")}]
    checksum = locked.get((p["name"], p["version"]))
    if checksum:
        out["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    return out


rows = sorted((packages[i] for i in reached if i != top), key=lambda p: (p["name"], p["version"]))
dependencies = []
for i in sorted(reached, key=lambda i: purl(packages[i])):
    below = sorted({purl(packages[d["pkg"]]) for d in nodes[i]["deps"] if d["pkg"] in reached})
    dependencies.append({"ref": purl(packages[i]), "dependsOn": below})
print(json.dumps({
    "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
    "metadata": {"component": component(packages[top], "application")},
    "components": [component(p, "library") for p in rows],
    "dependencies": dependencies,
}, indent=2))
