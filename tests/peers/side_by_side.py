#!/usr/bin/env python3
"""Errors of gcg and of aiconfigurator on the same measured serving points, and estimates per CPU-second.

    pip install --target DIR aiconfigurator
    PYTHONPATH=DIR python3 tests/peers/side_by_side.py --gcg target/release/gcg --every 40

Points: aggregated, dense model, tensor parallel only, from catalog/measured/serving.yaml; those come from the wheel
of aiconfigurator itself. Both sides get model, GPU, precision, engine, tokens, concurrency and GPUs, nothing else.
Our rows took part in the fit of the shipped constants, so our errors here are in-sample ("fitted"); the figures for
unseen models are those of `gcg size accuracy`, printed at the end. aiconfigurator's kernel tables come from its own
measurements, so its errors are neither left out nor fitted on these rows.
calculon (github.com/calculon-ai/calculon) is on no registry: the `calculon` on PyPI is another program.
"""
import argparse
import json
import logging
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import yaml

PATHS = {  # our model id and precision -> model path and matmul format of the peer
    ("llama-3-70b", "fp8"): ("meta-llama/Meta-Llama-3.1-70B", "fp8"),
    ("llama-3-70b", "fp4"): ("meta-llama/Meta-Llama-3.1-70B", "nvfp4"),
    ("llama-3-8b", "fp8"): ("meta-llama/Meta-Llama-3.1-8B", "fp8"),
    ("qwen3-32b", "fp8"): ("Qwen/Qwen3-32B", "fp8"),
    ("qwen3-32b", "fp4"): ("Qwen/Qwen3-32B", "nvfp4"),
}
SYSTEMS = {"H100": "h100_sxm", "H200": "h200_sxm", "B200": "b200_sxm", "B300": "b300_sxm", "GB200": "gb200", "GB300": "gb300", "A100-80G": "a100_sxm"}
OURS = {"H100": "h100-sxm", "H200": "h200-sxm", "B200": "b200-sxm", "B300": "b300-sxm", "GB200": "gb200", "GB300": "gb300", "A100-80G": "a100-sxm-80gb"}


def points(root):
    table = yaml.safe_load((root / "catalog/measured/serving.yaml").read_text())["serving_points"]
    for row in table["rows"]:
        r = dict(zip(table["columns"], row))
        single = (r.get("dp") or 1) == 1 and (r.get("pp") or 1) == 1
        precision = r["prec"] or "bf16"
        if r["mode"] == "agg" and single and (r["model"], precision) in PATHS and r["gpu"] in SYSTEMS:
            yield {**r, "prec": precision}


def ours(gcg, r):
    out = subprocess.run(
        [gcg, "size", "serve", "--model", r["model"], "--gpu", OURS[r["gpu"]], "--precision", r["prec"],
         "--isl", str(int(r["isl"])), "--osl", str(int(r["osl"])), "--concurrency", str(int(r["conc"])),
         "--gpus-per-replica", str(int(r["tp"])), "--engine", r["engine"]],
        capture_output=True, text=True, check=False)
    d = json.loads(out.stdout)
    return (d["ttft_ms"]["expected"], d["tpot_ms"]["expected"]) if d.get("tpot_ms") else None


def peer(r):
    from aiconfigurator.cli.api import cli_estimate

    path, matmul = PATHS[r["model"], r["prec"]]
    e = cli_estimate(path, SYSTEMS[r["gpu"]], backend_name=r["engine"], isl=int(r["isl"]), osl=int(r["osl"]),
                     batch_size=int(r["conc"]), tp_size=int(r["tp"]), gemm_quant_mode=matmul, kvcache_quant_mode="fp8")
    return e.ttft, e.tpot


def cpu(who):
    u = resource.getrusage(who)
    return u.ru_utime + u.ru_stime


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--gcg", required=True)
    a.add_argument("--every", type=int, default=40)
    a.add_argument("--model", help="only points of this model")
    a.add_argument("--seconds", type=float, default=1e9, help="stop after this long")
    a = a.parse_args()
    root = Path(__file__).resolve().parents[2]
    logging.disable(logging.CRITICAL)
    started, used = time.monotonic(), {"gcg": 0.0, "aiconfigurator": 0.0}
    errors, failed, tried = {}, 0, 0
    for r in [r for r in points(root) if a.model in (None, r["model"])][:: a.every]:
        if time.monotonic() - started > a.seconds:
            break
        tried += 1
        before = cpu(resource.RUSAGE_CHILDREN)
        mine = ours(a.gcg, r)
        used["gcg"] += cpu(resource.RUSAGE_CHILDREN) - before
        before = cpu(resource.RUSAGE_SELF)
        quiet, keep = os.open(os.devnull, os.O_WRONLY), os.dup(1)
        os.dup2(quiet, 1)
        try:
            theirs = peer(r)
        except Exception as error:  # the peer has many ways to refuse; each counts as unanswered
            theirs = None
            print(f"unanswered: {r['model']} {r['gpu']} {r['prec']} {r['engine']}: {str(error)[:90]}", file=sys.stderr)
        finally:
            os.dup2(keep, 1)
            os.close(quiet)
            os.close(keep)
        used["aiconfigurator"] += cpu(resource.RUSAGE_SELF) - before
        if not mine or not theirs:
            failed += 1
            continue
        for i, what in enumerate(("ttft", "tpot")):
            measured = r[f"{what}_ms"]
            for who, value in (("gcg", mine[i]), ("aiconfigurator", theirs[i])):
                errors.setdefault((r["gpu"], what, who), []).append(100 * abs(value / measured - 1))
                errors.setdefault(("all", what, who), []).append(100 * abs(value / measured - 1))
    rows = [{"gpu": g, "quantity": q, "tool": t, "rows": len(e), "median_percent": round(statistics.median(e), 1),
             "worst_percent": round(max(e), 1)} for (g, q, t), e in sorted(errors.items())]
    table = json.loads(subprocess.run([a.gcg, "size", "accuracy"], capture_output=True, text=True, check=True).stdout)
    print(json.dumps({
        "tried": tried,
        "answered_by_both": tried - failed,
        "cpu_s_per_estimate": {k: round(v / max(tried, 1), 4) for k, v in used.items()},
        "errors": rows,
        "gcg_left_out": [c for c in table["classes"] if c["class"].startswith("serving")],
    }, indent=1))


if __name__ == "__main__":
    main()
