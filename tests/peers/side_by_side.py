#!/usr/bin/env python3
"""gcg beside aiconfigurator and calculon: errors on the same measured serving points, configurations per CPU-second.

    cargo run --release --example calibrate -- --left-out left_out.jsonl
    pip install --target DIR aiconfigurator psutil
    git clone https://github.com/calculon-ai/calculon CALC     (the `calculon` on PyPI is another program)
    PYTHONPATH=DIR python3 tests/peers/side_by_side.py --left-out left_out.jsonl --gcg target/release/gcg --calculon CALC

Errors: aggregated points of catalog/measured/serving.yaml, which come from the wheel of aiconfigurator itself. Our
estimate of a point is made without any row of its model (left out), and without those of its model on its GPU type
(left out on GPU); the peer's kernel tables come from its own measurements. Both get model, GPU, precision, engine, tokens, concurrency and layout, nothing else. A point counts
where both answer; what one side refuses is counted beside it.
Search: calculon's own loop on GPT-3 175B and 4,096 A100 against `gcg size search --no-prune` (every layout that fits is
timed) on the same model and machine, over global batches until as many layouts as calculon's space has executions.
"""
import argparse
import collections
import json
import logging
import os
import resource
import statistics
import subprocess
import sys
import time

PATHS = {
    "llama-3-70b": "meta-llama/Meta-Llama-3.1-70B",
    "llama-3-8b": "meta-llama/Meta-Llama-3.1-8B",
    "qwen3-32b": "Qwen/Qwen3-32B",
    "qwen3-235b-a22b": "Qwen/Qwen3-235B-A22B",
    "deepseek-v3": "deepseek-ai/DeepSeek-V3",
    "gpt-oss-120b": "openai/gpt-oss-120b",
    "kimi-k2.5": "moonshotai/Kimi-K2.5",
    "minimax-m2.5": "MiniMaxAI/MiniMax-M2.5",
    "glm-5": "zai-org/GLM-5",
    "qwen3.5-397b-a17b": "Qwen/Qwen3.5-397B-A17B",
}
SYSTEMS = {"H100": "h100_sxm", "H200": "h200_sxm", "B200": "b200_sxm", "B300": "b300_sxm", "GB200": "gb200",
           "GB300": "gb300", "A100-80G": "a100_sxm"}
MATMUL = {"fp8": "fp8", "fp4": "nvfp4", "bf16": "bfloat16"}
# Executions of calculon's space for GPT-3 175B on 4,096 GPUs: `llm-optimal-execution -d` with batch 4,096 counts them.
SPACE = 7_126_368


def peer(p):
    from aiconfigurator.cli.api import cli_estimate

    moe = {}
    if p["model"] not in ("llama-3-70b", "llama-3-8b", "qwen3-32b"):
        n = p["tp"] * p["dp"]
        moe = {"moe_ep_size": p["ep"], "moe_tp_size": max(1, n // p["ep"])}
        # A 4-bit or block-scaled checkpoint keeps its own formats; only plain FP8 and NVFP4 runs are forced.
    quant = {}
    if p["precision"] in MATMUL and p["model"] in ("llama-3-70b", "llama-3-8b", "qwen3-32b", "qwen3-235b-a22b"):
        quant = {"gemm_quant_mode": MATMUL[p["precision"]], "kvcache_quant_mode": "fp8"}
        if moe:
            quant["moe_quant_mode"] = MATMUL[p["precision"]]
    e = cli_estimate(PATHS[p["model"]], SYSTEMS[p["gpu"]], backend_name=p["engine"], isl=int(p["isl"]), osl=int(p["osl"]),
                     batch_size=max(1, int(p["concurrency"]) // p["dp"]), tp_size=p["tp"], pp_size=p["pp"],
                     attention_dp_size=p["dp"], **moe, **quant)
    return {"ttft_ms": e.ttft, "tpot_ms": e.tpot,
            "tokens_per_s": p["concurrency"] * p["osl"] / ((e.ttft + (p["osl"] - 1) * e.tpot) / 1e3)}


def quiet(f, *a):
    """f(*a) with nothing printed; the exception in place of a result if it fails."""
    null, keep = os.open(os.devnull, os.O_WRONLY), os.dup(1)
    os.dup2(null, 1)
    try:
        return f(*a)
    except Exception as error:  # the peer has many ways to refuse; each counts as unanswered
        return error
    finally:
        os.dup2(keep, 1)
        os.close(null)
        os.close(keep)


def cpu(who=resource.RUSAGE_SELF):
    u = resource.getrusage(who)
    return u.ru_utime + u.ru_stime


def key(p):
    return json.dumps([p[k] for k in ("model", "gpu", "precision", "engine", "source", "tp", "dp", "ep", "concurrency", "isl", "osl")])


def errors(points, every, seconds, cache):
    known = json.load(open(cache)) if cache and os.path.exists(cache) else {}
    out, refused = collections.defaultdict(list), collections.Counter()
    started, used, tried = time.monotonic(), 0.0, 0
    for p in points[::every]:
        if time.monotonic() - started > seconds:
            break
        tried += 1
        before = cpu()
        theirs = known.get(key(p)) or (quiet(peer, p)) if p["model"] in PATHS and p["gpu"] in SYSTEMS else ValueError("not in the table of names")
        used += cpu() - before
        if isinstance(theirs, Exception) or not theirs["tpot_ms"] > 0:
            refused[f"{p['model']} {p['gpu']} {p['engine']} {p['precision']}: {str(theirs)[:70]}"] += 1
            continue
        known[key(p)] = theirs
        for what in ("tpot_ms", "ttft_ms", "tokens_per_s"):
            sides = (p["left_out"], p["left_out_on_gpu"] or p["left_out"], theirs)
            pair = [100 * abs(side[what] / p["measured"][what] - 1) for side in sides]
            kind = "dense" if p["model"] in ("llama-3-70b", "llama-3-8b", "qwen3-32b") else "moe"
            for group in (p["generation"], p["gpu"], kind, "all"):
                out[group, what].append(pair)
    if cache:
        with open(cache, "w") as f:
            json.dump(known, f)
    rows = []
    for (group, what), pairs in sorted(out.items()):
        ours, on_gpu, theirs = zip(*pairs)
        q = lambda v, share: round(sorted(v)[min(len(v) - 1, int(share * len(v)))], 1)
        rows.append({"rows": group, "quantity": what, "n": len(pairs),
                     "gcg_left_out": {"median_percent": round(statistics.median(ours), 1), "p90_percent": q(ours, 0.9)},
                     "gcg_left_out_on_gpu": {"median_percent": round(statistics.median(on_gpu), 1), "p90_percent": q(on_gpu, 0.9)},
                     "aiconfigurator": {"median_percent": round(statistics.median(theirs), 1), "p90_percent": q(theirs, 0.9)}})
    return {"points_tried": tried, "answered_by_both": tried - sum(refused.values()), "errors": rows,
            "aiconfigurator_cpu_s_per_estimate": round(used / max(tried, 1), 3), "refused": dict(refused.most_common(12))}


def calculon_rate(path, seconds):
    sys.path.insert(0, path)
    import calculon
    from calculon.llm.llm import Llm
    from calculon.system import System

    app = Llm.Application(calculon.io.read_json_file(f"{path}/models/gpt3-175B.json"))
    system = System(calculon.io.read_json_file(f"{path}/systems/a100_80g.json"))
    n, tried, good, used = 4096, 0, 0, 0.0
    for tp in Llm.get_all_tensor_parallelisms(n, app.hidden, app.attn_heads):
        for pp in Llm.get_all_pipeline_parallelisms(n, tp, app.num_blocks):
            dp = Llm.get_data_parallelism(n, tp, pp)
            for interleaving in Llm.get_valid_pipeline_interleavings(app.num_blocks, pp):
                for mbs in Llm.get_valid_microbatch_sizes(app.seq_size, tp, dp, 4096 // dp * dp, pp):
                    exe = {"num_procs": n, "tensor_par": tp, "pipeline_par": pp, "data_par": dp, "tensor_par_net": 0 if tp <= 8 else 1,
                           "pipeline_par_net": int(pp > 1), "data_par_net": int(dp > 1), "batch_size": 4096 // dp * dp, "microbatch_size": mbs,
                           "datatype": "float16", "fused_activation": True, "attention_type": "multihead",
                           "activation_recompute": "full", "pipeline_interleaving": interleaving, "optimizer_sharding": dp > 1,
                           "tensor_par_comm_type": "ar", "tensor_par_overlap": "none", "seq_par_ag_redo": False,
                           "data_par_overlap": False, "weight_offload": False, "activations_offload": False,
                           "optimizer_offload": False, "training": True}
                    before = cpu()
                    tried += 1
                    try:
                        model = Llm(app, logging.Logger("sub"))
                        model.compile(system, Llm.Execution.from_json(exe))
                        model.run(system)
                        model.get_stats_json(False)
                        good += 1
                    except Llm.Error:
                        pass
                    used += cpu() - before
                    if used > seconds:
                        return {"executions": tried, "feasible": good, "per_cpu_s": round(tried / used), "feasible_per_cpu_s": round(good / used)}
    return {"executions": tried, "feasible": good, "per_cpu_s": round(tried / used), "feasible_per_cpu_s": round(good / used)}


def gcg_rate(gcg):
    considered = timed = 0
    before, batch = cpu(resource.RUSAGE_CHILDREN), 4096
    runs = 0
    while considered < SPACE:
        out = subprocess.run([gcg, "size", "search", "--model", "gpt3-175b", "--gpu", "a100-sxm-80gb", "--gpus", "4096",
                              "--precision", "bf16", "--sequence-tokens", "2048", "--batch-tokens", str(2048 * batch), "--no-prune"],
                             capture_output=True, text=True, check=True)
        d = json.loads(out.stdout)
        considered, timed, runs, batch = considered + d["considered"], timed + d["evaluated"], runs + 1, batch + 2048
    used = cpu(resource.RUSAGE_CHILDREN) - before
    return {"runs": runs, "layouts": considered, "of_them_timed": timed, "cpu_s": round(used, 2), "per_cpu_s": round(considered / used),
            "timed_per_cpu_s": round(timed / used)}


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--left-out")
    a.add_argument("--gcg")
    a.add_argument("--calculon")
    a.add_argument("--every", type=int, default=5)
    a.add_argument("--cache", help="keep the peer's answers here between runs")
    a.add_argument("--seconds", type=float, default=1e9, help="stop estimating after this long")
    a = a.parse_args()
    logging.disable(logging.CRITICAL)
    out = {}
    if a.left_out:
        with open(a.left_out) as f:
            out["serving"] = errors([json.loads(line) for line in f], a.every, a.seconds, a.cache)
    if a.calculon:
        out["calculon_search"] = calculon_rate(a.calculon, 20)
    if a.gcg:
        out["gcg_search"] = gcg_rate(a.gcg)
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
