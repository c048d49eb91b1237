#!/usr/bin/env python3
"""Holds what the program prints, and the files it reads, against its published schemas with Python's jsonschema.

    schema_check.py GCG            needs: pip install jsonschema pyyaml

Every schema must be a sound one of draft 2020-12 with its own address, every kind of document must turn up, and every
document must be valid. Spoiled copies must be refused, so that a schema that allows everything is noticed. Ends with 1
when one of these does not hold.
"""
import collections
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import yaml
from jsonschema import Draft202012Validator

GCG = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = pathlib.Path(tempfile.mkdtemp())
ENV = {"HOME": str(WORK), "PATH": os.environ["PATH"], "XDG_STATE_HOME": str(WORK / "state")}
# Documents of a kind that are enough: large ones take long to check.
ENOUGH = 60
counts = collections.Counter()
faults = []
validators = {}


def gcg(*arguments, stdin=None):
    done = subprocess.run([GCG, *map(str, arguments)], input=stdin, capture_output=True, text=True, env=ENV, cwd=WORK)
    if done.returncode == 1:
        faults.append(f"gcg {' '.join(map(str, arguments))} ended with 1: {done.stdout[:200]}")
    return done.stdout


def document(*arguments, stdin=None):
    return json.loads(gcg(*arguments, stdin=stdin))


def validator(name):
    """The schema of a document, or of `TOOL/output`."""
    if name not in validators:
        tool, _, side = name.partition("/")
        schema = document("schema", tool)
        schema = schema[side] if side else schema
        Draft202012Validator.check_schema(schema)
        if schema.get("$id") != f"gcg://schema/{name}" or "$schema" not in schema:
            faults.append(f"{name}: no $id or $schema")
        validators[name] = Draft202012Validator(schema)
    return validators[name]


def hold(name, found, what):
    if counts[name] >= ENOUGH:
        return
    counts[name] += 1
    for error in list(validator(name).iter_errors(found))[:3]:
        faults.append(f"{name}: {what}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")


def either(name, found, what):
    hold("error" if "error" in found and "code" in found else name, found, what)


def texts():
    for path in sorted((ROOT / "tests/texts").glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text()).get("cases", []):
            if isinstance(entry, dict) and entry.get("text"):
                yield entry["text"]
    for path in sorted((ROOT / "tests/cases").glob("*/text.txt")):
        yield path.read_text()


def batch():
    lines = [{"id": at, "text": text} for at, text in enumerate(list(texts())[:ENOUGH])]
    for gpu in ("h100-sxm", "h200-sxm", "b200-sxm", "b300-sxm", "rtx-pro-6000-blackwell-server", "nope"):
        for count in (8, 64, 200, 1024):
            for workload in ("training", "inference"):
                lines.append({"id": f"{gpu}-{count}", "requirement": {"gpu_count": count, "gpu_models": gpu, "workload": workload}})
    for line in lines:
        hold("batch-request", line, "a request")
    (WORK / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines) + "no json\n")
    hold("batch-summary", document("batch", WORK / "in.jsonl", "--out", WORK / "out.jsonl"), "batch")
    answers = []
    for line in (WORK / "out.jsonl").read_text().splitlines():
        record = json.loads(line)
        hold("batch-line", record, f"line {record['line']}")
        if "answer" in record:
            hold("answer", record["answer"], f"answer {record['id']}")
            answers.append(record["answer"])
            if record["answer"].get("design"):
                hold("design", record["answer"]["design"], f"design {record['id']}")
    return answers


def on_answers(answers):
    with_design = [answer for answer in answers if answer.get("design")]
    kept = []
    for at, answer in enumerate(with_design[::4][:14]):
        path = WORK / f"answer-{at}.json"
        path.write_text(json.dumps(answer))
        kept.append(path)
        hold("verdict", document("check", path), "check")
        either("explanation", document("explain", path, "/design/compute/node_count"), "explain")
        either("draft", document("draft", path, "--format", "md,csv", "--out", WORK / f"draft-{at}"), "draft")
        either("draft_check", document("draft", path, "--check", WORK / f"draft-{at}/proposal.md"), "draft --check")
        built = gcg("export", path, "--format", "cables")
        if built.startswith("{"):
            either("wiring-verdict", json.loads(built), "export")
        else:
            (WORK / "built.csv").write_text(built)
            either("wiring-verdict", document("check", path, "--wiring", WORK / "built.csv"), "wiring")
    for one, other in zip(kept, kept[1:]):
        either("diff", document("diff", one, other), "diff")
    return kept


def commands():
    hold("catalog-check", document("catalog", "check"), "check")
    hold("catalog-sources", document("catalog", "sources"), "sources")
    for path in sorted((ROOT / "tests/catalog/valid").glob("*.yaml")):
        overlay = WORK / f"overlay-{path.stem}"
        overlay.mkdir()
        (overlay / path.name).write_text(path.read_text())
        hold("overlay", load(path), path.name)
        either("catalog-diff", document("catalog", "diff", "--to", overlay), path.name)
        either("catalog-check", document("--catalog", overlay, "catalog", "check"), path.name)
    for path in sorted((ROOT / "catalog").glob("**/*.yaml")):
        if "data" not in path.parts and "measured" not in path.parts and "calibration" not in path.parts:
            hold("overlay", load(path), path.name)
    for path in sorted((ROOT / "catalog/overlays").glob("**/*.yaml")):
        hold("price-book", load(path), path.name)
    hold("doctor", document("doctor"), "doctor")
    hold("config", {"provider": "offline", "prices": "indicative", "output": "text"}, "config")
    for vary in ("power_per_rack_kw=20:60:10", "gpu_models=h100-sxm,b200-sxm", "node_count=2:6:2"):
        hold("sweep", document("sweep", "--set", "gpu_count=64", "--set", "workload=training", "--vary", vary), vary)
    text = "Rack 7: 4 x DGX H200 and 2 x QM9700, the rack has a 40 kW limit."
    either("list-verdict", document("check", "-", stdin=text), "a list")
    for line in gcg("ask", "64 H200 for training", "--stream", "--session", "one").splitlines():
        hold("event", json.loads(line), "stream")
    gcg("ask", "with B200 instead", "--session", "one")
    hold("sessions", document("sessions", "list"), "list")
    hold("session", document("sessions", "show", "one"), "show")
    hold("session-verdict", document("sessions", "verify", "one"), "verify")
    hold("session-export", document("sessions", "export", "one"), "export")
    plain = "gpu_count: 64\ngpu_models: H200\nworkload: training\n"
    hold("requirement", yaml.safe_load(plain), "a plain requirement")
    for text in list(texts())[:ENOUGH // 2]:
        hold("reading", document("read", text), text[:40])
    for wrong in (["gpu", "spec", "--gpu", "H2000"], ["plan"], ["--nonsense"], ["schema", "nope"], ["plan", "--gpus", "-1"]):
        hold("error", document(*wrong), wrong)


def load(path):
    """YAML as the program reads it: dates, yes and no stay words."""
    loader = type("Plain", (yaml.SafeLoader,), {})
    loader.yaml_implicit_resolvers = {
        key: [row for row in rows if row[0] != "tag:yaml.org,2002:timestamp" and not (row[0].endswith(":bool") and key not in "tTfF")]
        for key, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(path.read_text(), loader)


def tools():
    gpus = [row["id"] for row in document("gpu", "list")["gpus"]][:24]
    calls = [("gpu_spec", {"gpu": gpu}) for gpu in gpus]
    calls += [("part_show", {"kind": "switch", "name": name}) for name in ("SN5600", "QM9700", "SN2201", "Q3400")]
    calls += [("part_list", {"kind": kind}) for kind in ("nic", "system", "optic", "cable", "model", "switch")]
    calls += [("part_compare", {"kind": "gpu", "names": [one, "h200-sxm"]}) for one in gpus[:8]]
    calls += [("ra_recommend", {"gpus": gpus_, "workload": work}) for gpus_ in (8, 32, 128, 512) for work in ("training", "inference")]
    calls += [("ra_check", {"pattern": "2-8-9-400", "nodes": nodes}) for nodes in (1, 16, 40)]
    calls += [("size_train", {"params_b": size, "gpu": gpu, "gpus": 512, "tokens_b": 1000}) for size in (8, 70, 405) for gpu in ("h100-sxm", "b200-sxm")]
    calls += [("size_serve", {"model": "Llama-3.3-70B", "gpu": gpu, "users_concurrent": users}) for gpu in ("h100-sxm", "h200-sxm") for users in (4, 64, 1000)]
    calls += [("size_memory", {"model": "Llama-3.3-70B", "gpu": "h100-sxm", "purpose": purpose}) for purpose in ("serving", "training")]
    calls += [("answer_question", {"question": question}) for question in ("How many ports has a QM9700?", "What is the TDP of a B300?", "Does the L40S have NVLink?")]
    for name, arguments in calls:
        found = document("tools", "call", name, json.dumps(arguments))
        either(f"{name}/output", found, arguments)


def spoiled():
    """A document with an unknown key, and one with a word in place of its first object, must be refused."""
    samples = {
        "answer": document("plan", "--gpus", "64", "--gpu", "h200-sxm", "--workload", "training"),
        "doctor": document("doctor"),
        "sessions": document("sessions", "list"),
        "catalog-check": document("catalog", "check"),
        "batch-request": {"text": "64 H200"},
        "price-book": {"prices": []},
        "overlay": {"gpus": []},
    }
    refused = 0
    for name, sample in samples.items():
        strange = copy.deepcopy(sample) | {"no_such_key": 1}
        broken = {key: "a word" if isinstance(value, (dict, list, bool)) else value for key, value in sample.items()}
        for one in [strange] + ([broken] if broken != sample else []):
            if validator(name).is_valid(one):
                faults.append(f"{name}: a spoiled document is taken")
            refused += 1
    return refused


answers = batch()
on_answers(answers)
commands()
tools()
refused = spoiled()
names = [entry["name"] for entry in document("schema")["schemas"]]
# What only a client of the protocol sees is checked by its own script; scores need a planner's corpus.
unseen = [name for name in names if not counts[name] and name not in ("answer-short", "kept", "evaluation")]
faults += [f"no document of the schema `{name}` turned up" for name in unseen]
total = sum(counts.values())
print(f"{total} documents of {len(counts)} schemas, {len(faults)} faults; {refused} spoiled ones held against them")
for fault in faults[:40]:
    print("FAIL", fault)
sys.exit(1 if faults or total < 450 else 0)
