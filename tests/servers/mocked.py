"""Conversations with a third party's model server: each has its script, the exit code and code it must end with."""
import json
import os
import subprocess
import tempfile
import sys
import urllib.request

gcg, server, kind = sys.argv[1:4]
LOOKUP = "How much memory has an H200?"
FINAL = {"kind": "answer", "summary": "The H200 has {{v:v1}}.", "rationale": "", "coverage": [{"field": "gpu_models", "status": "met"}],
         "assumptions": [], "open_questions": [], "risks": []}


def post(path, body):
    request = urllib.request.Request(server + path, json.dumps(body).encode(), {"content-type": "application/json"})
    return json.load(urllib.request.urlopen(request))


def ask(text, *more, key="test-key"):
    environment = {**os.environ, "NVIDIA_API_KEY": key}
    more = more if "--timeout" in more else ("--timeout", "60", *more)
    run = subprocess.run([gcg, "ask", text, "--provider", "nim", "--base-url", server + "/v1", "--model", "mock", *more],
                         capture_output=True, text=True, env=environment, timeout=120)
    return run.returncode, json.loads(run.stdout)


def calls(name, arguments):
    return {"type": "reply", "tool_calls": [{"name": name, "arguments": arguments}]}


failed = 0


def expect(name, got, exit_code, check):
    global failed
    code, document = got
    good = code == exit_code and check(document)
    failed += not good
    print(("ok   " if good else "FAIL ") + name, "" if good else (code, document.get("code"), document.get("error"), document.get("summary")), flush=True)


good = lambda document: document["summary"] == "The H200 has 141 GB." and document["planner"]["name"] == "nim"
if kind == "aimock":
    for more in [(), ("--no-stream",)]:
        mode = "whole" if more else "streamed"
        expect(f"{mode}: a look-up", ask(LOOKUP, *more), 0, good)
        # Two calls in one turn, then prose with a number: never shown.
        expect(f"{mode}: prose", ask("How much memory has an L40S?", *more), 8, lambda d: d["code"] == "answer.missing" and "4096" not in json.dumps(d))
        expect(f"{mode}: another key", ask(LOOKUP, *more, key="other"), 4, lambda d: d["code"] == "auth.rejected")
    # A conversation recorded by ourselves plays again without any server, to the same answer.
    with tempfile.TemporaryDirectory() as folder:
        turns = os.path.join(folder, "turns.jsonl")
        first = ask(LOOKUP, "--record", turns)
        run = subprocess.run([gcg, "ask", LOOKUP, "--provider", f"replay:{turns}"], capture_output=True, text=True)
        again = json.loads(run.stdout)
        expect("our own recording", (run.returncode, again), 0, lambda d: d["summary"] == first[1]["summary"] and d["planner"]["name"] == "replay")
    expect("rate limit", ask("boom"), 5, lambda d: d["code"] == "rate.limited")
    expect("cut stream", ask("cut"), 6, lambda d: d["code"] == "stream.interrupted")
else:
    turns = [calls("gpu_spec", {"gpu": "H200"}), calls("final_answer", FINAL)]
    cases = [
        ("a look-up", [], 0, good),
        ("429 with Retry-After", [{"type": "fail", "status": 429, "retry_after": 1}], 0, good),
        ("503", [{"type": "fail", "status": 503}], 0, good),
        ("truncated stream", [{"type": "stream_fault", "kind": "truncate", "after_chunks": 3}], 0, good),
        ("disconnect", [{"type": "stream_fault", "kind": "disconnect", "after_chunks": 2}], 0, good),
        ("malformed chunk", [{"type": "stream_fault", "kind": "malformed", "after_chunks": 2}], 0, good),
        ("unknown tool", [calls("shell", {"cmd": "ls"})], 0, good),
        ("malformed arguments", [{"type": "tool_fault", "kind": "malformed_arguments"}], 0, good),
        ("a tool that does not exist", [{"type": "tool_fault", "kind": "unknown_tool"}], 0, good),
        # Silence beyond the time of the question.
        ("a stall", [{"type": "stream_fault", "kind": "stall", "after_chunks": 2, "stall_seconds": 9}, turns[0]], 6,
         lambda d: d["code"] == "service.timeout"),
        # Last: llmock would take the next command's first request for a retry of this one.
        ("401", [{"type": "fail", "status": 401}], 4, lambda d: d["code"] == "auth.rejected"),
    ]
    for name, fault, exit_code, check in cases:
        # A fault of a stream or a tool spoils the reply queued behind it; that reply is given once more.
        if fault and fault[0]["type"] in ("stream_fault", "tool_fault") and fault[0].get("kind") != "stall":
            fault = fault + turns[:1]
        try:
            post("/_llmock/scenario", {"behaviors": fault + (turns if exit_code == 0 else [])})
        except urllib.error.HTTPError as error:
            failed += 1
            print("FAIL", name, "the scenario was refused:", error.read().decode()[:300])
            continue
        more = {"malformed arguments": ["--no-stream"], "a stall": ["--timeout", "4"]}.get(name, [])
        expect(name, ask(LOOKUP, *more), exit_code, check)
sys.exit(1 if failed else 0)
