#!/usr/bin/env python3
"""Lists and calls every tool of `gcg mcp` with the official Python client, over stdio and over HTTP.

    mcp_clients.py GCG            needs: pip install mcp jsonschema

Holds: every tool is called once and its structured content matches its output schema; wrong arguments come back as a
tool error that names all faults at once; the server answers afterwards. Ends with 1 when one does not hold.
"""
import asyncio
import json
import re
import subprocess
import sys

import jsonschema
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

try:
    from mcp.client.streamable_http import streamable_http_client as http_client
except ImportError:
    from mcp.client.streamable_http import streamablehttp_client as http_client

# One call of every tool; the plan is called first, and others name its answer or mean the last one.
CALLS = {
    "gpu_spec": {"gpu": "NVIDIA H100"},
    "gpu_list": {"min_memory_gb": 100},
    "part_show": {"kind": "switch", "name": "SN5600"},
    "part_list": {"kind": "nic"},
    "part_compare": {"kind": "gpu", "names": ["H100 SXM", "H200"]},
    "ra_list": {},
    "ra_show": {"pattern": "2-8-9-400"},
    "ra_recommend": {"gpus": 128, "workload": "training"},
    "ra_check": {"pattern": "2-8-9-400", "nodes": 16},
    "read_requirement": {"text": "128 H100 for training, 40 kW racks, no water"},
    "plan": {"text": "128 H100 SXM for training, 40 kW racks"},
    "explain": {"pointer": "/design/compute/gpu_count"},
    "export": {"answer": "last", "format": "slurm"},
    "check_list": {"text": "Rack 7: 4 x DGX H200 and 2 x QM9700, the rack has a 40 kW limit."},
    "answer_question": {"question": "How many ports has a QM9700?"},
    "size_train": {"params_b": 70, "gpu": "h100-sxm", "gpus": 512, "tokens_b": 1000},
    "size_serve": {"model": "Llama-3.3-70B", "gpu": "h100-sxm", "users_concurrent": 64},
    "size_memory": {"model": "Llama-3.3-70B", "gpu": "h100-sxm", "purpose": "serving"},
    "check_design": {"answer": "last"},
    "draft": {"answer": "last"},
}


def pick(thing, *names):
    """The first attribute there is: clients of two generations spell them differently."""
    return next((getattr(thing, name) for name in names if getattr(thing, name, None) is not None), None)


async def drive(session, over):
    failed = 0

    def say(held, what, more=""):
        nonlocal failed
        failed += not held
        print(f"{'ok  ' if held else 'FAIL'} {over}: {what} {str(more)[:300] if not held else ''}".rstrip())

    await session.initialize()
    tools = {tool.name: tool for tool in (await session.list_tools()).tools}
    say(set(tools) == set(CALLS), f"{len(tools)} tools are listed, each has a call", set(tools) ^ set(CALLS))
    # The list stays small for a model's context; the schemas of results are resources.
    schemas = {}
    for name in CALLS:
        read = await session.read_resource(f"gcg://schema/{name}")
        # Of the tools only `draft`, which gives a document's text, has no schema of its result.
        schemas[name] = json.loads(read.contents[0].text)["output"] if name != "draft" else {"required": ["text"]}
    # A plan is shown as its verdict and single figures; a large result as its address.
    short, kept = [json.loads((await session.read_resource(f"gcg://schema/{name}")).contents[0].text) for name in ("answer-short", "kept")]
    schemas["plan"] = short
    for name in sorted(CALLS, key=lambda name: name != "plan"):
        result = await session.call_tool(name, CALLS[name])
        content = pick(result, "structuredContent", "structured_content")
        refused = bool(pick(result, "isError", "is_error"))
        try:
            jsonschema.validate(content, kept if content and content.get("schema") == "gcg/kept/1" else schemas[name])
            fault = ""
        except jsonschema.ValidationError as error:
            fault = error.message
        copy = json.loads(result.content[0].text) if not refused else None
        say(not refused and not fault and copy == content, f"{name} is called", fault or result.content[:1])
    result = await session.call_tool("ra_recommend", {"gpus": "many", "workload": "gaming", "colour": 1})
    text = result.content[0].text
    faults = [word for word in ("gpus", "workload", "colour") if word in text]
    say(pick(result, "isError", "is_error") and len(faults) == 3, "all faults of bad arguments at once", text)
    await session.send_ping()
    say(True, "the server answers afterwards")
    return failed


async def main(gcg):
    failed = 0
    async with stdio_client(StdioServerParameters(command=gcg, args=["mcp"])) as (to, back):
        async with ClientSession(to, back) as session:
            failed += await drive(session, "stdio")
    server = subprocess.Popen([gcg, "mcp", "--http", "0"], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    try:
        address = next(m.group(0) for m in (re.search(r"http://127\.0\.0\.1:\d+/mcp", line) for line in server.stderr) if m)
        async with http_client(address) as streams:
            async with ClientSession(streams[0], streams[1]) as session:
                failed += await drive(session, "http")
    finally:
        server.terminate()
        server.wait(10)
    return failed


sys.exit(1 if asyncio.run(asyncio.wait_for(main(sys.argv[1]), 300)) else 0)
