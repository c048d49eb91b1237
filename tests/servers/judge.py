"""Asks a model service through `gcg ask --stream` and judges protocol, tool choice and grounding of every request."""
import json
import re
import subprocess
import sys
import time

gcg, base_url, model, context, requests = sys.argv[1:6]
# Exit codes of DESIGN.md: answers, infeasible and refused designs, and "no grounded answer within the budget".
ORDERLY = {0, 8, 9, 10}
right = protocol = ungrounded = answered = engine_written = 0
rows = json.load(open(requests))
seconds = []


def numbers(text):
    return set(re.findall(r"(?<![\w.-])\d[\d,]*(?:\.\d+)?", text))


def leaves(value):
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, bool) or value is None:
        return
    else:
        yield str(value)


for row in rows:
    began = time.time()
    run = subprocess.run(
        [gcg, "ask", row["text"], "--provider", "nim", "--base-url", base_url, "--model", model, "--context-tokens", context, "--stream"],
        capture_output=True, text=True, timeout=900)
    seconds.append(time.time() - began)
    try:
        events = [json.loads(line) for line in run.stdout.splitlines()]
        last = events[-1]
        orderly = run.returncode in ORDERLY and last["type"] in ("result", "error")
    except (json.JSONDecodeError, IndexError, KeyError):
        events, last, orderly = [], {}, False
    calls = [event["tool"] for event in events if event["type"] == "tool.started"]
    first = calls[0] if calls else ("final_answer" if last.get("type") == "result" else None)
    right += first in row["tools"]
    protocol += not orderly
    answer = last.get("result") or {}
    loose = set()
    if answer:
        answered += 1
        notes = answer["planner"]["notes"]
        engine_written += any("written by the program" in note or "replaced by the program" in note for note in notes)
        # Every number shown must be in a result, a stated value, or another part of the certified answer.
        results = [gcg, "tools", "list"]
        backed = set()
        for event in events:
            if event["type"] == "tool.started":
                call = subprocess.run([gcg, "tools", "call", event["tool"], "--file", "-"], input=json.dumps(
                    {key: value for key, value in event["arguments"].items() if value is not None and key != "changes"}),
                    capture_output=True, text=True)
                backed |= numbers(call.stdout)
        rest = {key: value for key, value in answer.items() if key != "summary"}
        for leaf in leaves(rest):
            backed |= numbers(leaf)
            backed.add(leaf.removesuffix(".0"))
        plain = {word.replace(",", "") for word in backed}
        loose = {word for word in numbers(answer["summary"]) if word.replace(",", "").removesuffix(".0") not in plain}
        ungrounded += len(loose)
    codes = [event.get("code") for event in events if event["type"] in ("repair", "warning", "retrying")]
    print(f"{'ok ' if first in row['tools'] else 'no '} exit {run.returncode:3} {last.get('code') or answer.get('outcome', '-'):24} "
          f"first={first} calls={len(calls)} repairs={codes} loose={sorted(loose)} {seconds[-1]:.0f}s  {row['text'][:60]}", flush=True)

count = len(rows)
print(json.dumps({
    "requests": count, "right_first_tool": right, "right_share": round(right / count, 2), "protocol_failures": protocol,
    "ungrounded_numbers_shown": ungrounded, "answered": answered, "engine_written": engine_written,
    "median_seconds": round(sorted(seconds)[count // 2], 1)}))
sys.exit(1 if protocol or ungrounded else 0)
