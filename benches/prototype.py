#!/usr/bin/env python3
"""Cold start of gcg and of the original Python prototype, side by side on one machine.

  git clone https://github.com/Owen-keith/GPU_cluster_generator PROTO
  python3 -m venv V && V/bin/pip install ./PROTO
  benches/prototype.py --gcg target/release/gcg --python V/bin/python --prototype PROTO [--runs 20]

Both are run in turn, each as a new process with the same arguments, after one warm-up each; the order alternates so
that a busy machine slows both. Prints a Markdown table of medians (wall clock, CPU time, greatest resident memory)
and the ratios, and fails when the two recommendations differ.
"""
import argparse, json, os, resource, statistics, subprocess, sys, time

CASES = [
    ["gpu", "spec", "--gpu", "NVIDIA H100"],
    ["ra", "list"],
    ["ra", "recommend", "--gpus", "128", "--workload", "training"],
]


def run(command, cwd):
    """One process: wall seconds, CPU seconds, resident kB, stdout."""
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit("%s ended with %s" % (" ".join(command), child.returncode))
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gcg", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--prototype", required=True)
    parser.add_argument("--runs", type=int, default=20)
    a = parser.parse_args()
    cwd = os.path.abspath(a.prototype)
    ours, theirs = [os.path.abspath(a.gcg)], [os.path.abspath(a.python), "-m", "gpu_cluster_generator"]
    print("| command | gcg wall | prototype wall | ratio | gcg CPU | prototype CPU | ratio | gcg memory | prototype memory |")
    print("|---|---|---|---|---|---|---|---|---|")
    for case in CASES:
        first = run(ours + case, cwd)[3], run(theirs + case, cwd)[3]
        if case[1] == "recommend":
            pair = [json.loads(text)["recommendation"]["pattern_id"] for text in first]
            if pair[0] != pair[1]:
                sys.exit("different recommendations: %s and %s" % tuple(pair))
        got = {0: [], 1: []}
        for turn in range(a.runs):
            for who in ((0, 1) if turn % 2 == 0 else (1, 0)):
                got[who].append(run((ours, theirs)[who] + case, cwd)[:3])
        mid = [[statistics.median(column) for column in zip(*got[who])] for who in (0, 1)]
        (w0, c0, m0), (w1, c1, m1) = mid
        cell = lambda seconds: "%.1f ms" % (seconds * 1e3)
        print("| `%s` | %s | %s | **%.0fx** | %s | %s | %.0fx | %.1f MB | %.1f MB |" % (
            " ".join(case), cell(w0), cell(w1), w1 / w0, cell(c0), cell(c1), c1 / max(c0, 1e-4), m0 / 1024, m1 / 1024))


main()
