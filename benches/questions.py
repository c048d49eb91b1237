#!/usr/bin/env python3
"""Scores direct replies of gcg: facts held in the first 600 characters, wants, designs kept, tokens.

    benches/questions.py GCG CASES.yaml [--provider offline|nim] [--model NAME] [--base-url URL] [--show N]

Without --provider the built-in planner answers. For the hosted service a person sets NVIDIA_API_KEY and starts

    NVIDIA_API_KEY=... benches/questions.py target/release/gcg questions.yaml --provider nim --model deepseek-ai/deepseek-v3.1-terminus

and copies the table that is printed at the end into benches/README.md. A case has `text` or `turns`, each with
`reply_must` (rows with `value`, `unit`, `tol` or `range`, `one_of`), `wants`, `keeps_design`.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import tempfile

import yaml

SHOWN = 600
SCALE = {"tb/s": 1e3, "gb/s": 1, "tb": 1e3, "gb": 1, "mw": 1e6, "kw": 1e3, "w": 1, "mwh": 1e3, "kwh": 1, "pflops": 1e3, "tflops": 1}


def numbers(text):
    """Numbers of a text with the unit behind each."""
    found = []
    for match in re.finditer(r"(?<![\w.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*([A-Za-z%/²°]+)?", text):
        found.append((float(match[1].replace(",", "")), (match[2] or "").lower()))
    return found


def same_unit(value, unit, wanted):
    """The value as printed, and converted where both units are known."""
    out = [value]
    if unit in SCALE and wanted.lower() in SCALE:
        out.append(value * SCALE[unit] / SCALE[wanted.lower()])
    return out


def holds(fact, text):
    """True, False, or None where the fact is words that a person judges."""
    if "one_of" in fact:
        judged = [holds(one, text) for one in fact["one_of"]]
        return True if True in judged else None if None in judged else False
    unit = str(fact.get("unit", ""))
    if "range" in fact:
        low, high = fact["range"]
        return any(low <= v <= high for n, u in numbers(text) for v in same_unit(n, u, unit))
    value = fact.get("value")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        room = max(float(fact.get("tol", 0)), 0.004) * max(abs(value), 1e-9)
        return any(abs(v - value) <= room for n, u in numbers(text) for v in same_unit(n, u, unit))
    return None if value is None else str(value).lower().replace("-", "") in text.lower().replace("-", "")


def ask(gcg, text, flags, session):
    """The answer's document; an empty one when there was none."""
    command = [gcg, "ask", text, *flags] + (["--session", session] if session else [])
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    try:
        return json.loads(done.stdout)
    except ValueError:
        return {}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gcg")
    parser.add_argument("cases")
    parser.add_argument("--provider", default="offline")
    parser.add_argument("--model")
    parser.add_argument("--base-url")
    parser.add_argument("--show", type=int, default=0)
    given = parser.parse_args()
    flags = ["--provider", given.provider]
    flags += ["--model", given.model] if given.model else []
    flags += ["--base-url", given.base_url] if given.base_url else []
    os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp()
    total, missed = collections.Counter(), []
    for case in yaml.safe_load(open(given.cases, encoding="utf-8"))["cases"]:
        session = f"q{case['id']}" if case.get("turns") else None
        before = None
        for turn in case.get("turns") or [case]:
            answer = ask(given.gcg, turn["text"], flags, session)
            reply = str(answer.get("reply", ""))[:SHOWN]
            judged = [one for one in (holds(fact, reply) for fact in turn.get("reply_must") or []) if one is not None]
            total["turns"] += 1
            total["answered"] += bool(reply) and all(judged)
            total["facts"] += len(judged)
            total["held"] += sum(judged)
            wanted = set(turn.get("wants") or case.get("wants") or [])
            total["wants"] += bool(wanted & set(answer.get("wants") or []))
            design = answer.get("design")
            if turn.get("keeps_design"):
                total["keep"] += 1
                total["kept"] += design is None or design == before
            before = design or before
            if not (reply and all(judged)):
                missed.append(f"{case['id']} {turn['text'][:60]!r}: {reply[:100]!r}")
    print("\n".join(missed[: given.show]))
    print("| provider | model | turns answered | facts held | wants right | design kept |\n|---|---|---|---|---|---|")
    print(
        f"| {given.provider} | {given.model or ''} | {total['answered']}/{total['turns']} | {total['held']}/{total['facts']} "
        f"| {total['wants']}/{total['turns']} | {total['kept']}/{total['keep']} |"
    )


if __name__ == "__main__":
    main()
