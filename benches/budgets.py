#!/usr/bin/env python3
"""Measures a release build against budgets.yaml: cold start and resident memory of every command, size of the binary,
number of dependencies. Fails when a figure is exceeded by more than the tolerance.

  cargo build --release && benches/budgets.py [--gcg target/release/gcg] [--runs 15]

Cold start is the median wall clock of a new process; on a busy machine measure CPU time with --cpu.
"""
import argparse, os, re, resource, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def read_budgets(path):
    """The file's own plain form: no anchors, one flow mapping per command."""
    budgets, commands = {}, []
    for line in open(path):
        line = line.split(" #")[0].rstrip()
        row = re.match(r"\s+- \{ name: ([\w ]+), arguments: \[(.*?)\], cold_start_ms: ([\d.]+), resident_mb: ([\d.]+)(?:, exit: (\d+))? \}", line)
        pair = re.match(r"\s*(\w+): ([\d.]+)$", line)
        if row:
            arguments = [a.strip().strip('"') for a in row[2].split(",") if a.strip()]
            commands.append((row[1], arguments, float(row[3]), float(row[4]), int(row[5] or 0)))
        elif pair:
            budgets[pair[1]] = float(pair[2])
    return budgets, commands


def run(command, cwd):
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                             env={"HOME": cwd, "PATH": os.environ["PATH"]})
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return (time.perf_counter() - start) * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3, usage.ru_maxrss / 1024, child.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gcg", default=os.path.join(ROOT, "target/release/gcg"))
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--cpu", action="store_true")
    a = parser.parse_args()
    budgets, commands = read_budgets(os.path.join(ROOT, "budgets.yaml"))
    slack, failed = 1 + budgets["tolerance_percent"] / 100, 0

    def hold(what, found, limit, unit):
        nonlocal failed
        over = found > limit * slack
        failed += over
        print("%s %-16s %-14s %10.1f %s of %g" % ("FAIL" if over else "ok  ", what[0], what[1], found, unit, limit))

    hold(("binary", "size"), os.path.getsize(a.gcg) / 1e6, budgets["binary_mb"], "MB")
    lock = open(os.path.join(ROOT, "Cargo.lock")).read()
    hold(("lock file", "packages"), lock.count("[[package]]"), budgets["locked_package_count"], "")
    gcg = os.path.abspath(a.gcg)
    with tempfile.TemporaryDirectory() as home:
        open(os.path.join(home, "in.jsonl"), "w").write('{"id":1,"fields":{"gpu_count":128,"workload":"training"}}\n')
        open(os.path.join(home, "corpus.json"), "w").write(
            '{"cases":[{"id":"a","text":"128 H100 for training","expected":{"extract":{"gpu_count":128}}}]}')
        open(os.path.join(home, "answer.json"), "wb").write(
            subprocess.run([gcg, "plan", "--gpus", "128", "--workload", "training"], cwd=home, capture_output=True).stdout)
        for name, arguments, wall_limit, memory_limit, exit_wanted in commands:
            rows = [run([gcg] + arguments, home) for _ in range(a.runs + 1)][1:]
            if {row[3] for row in rows} != {exit_wanted}:
                print("FAIL %s ended with %s" % (name, sorted({row[3] for row in rows})))
                failed += 1
                continue
            hold((name, "cold start"), statistics.median(row[1 if a.cpu else 0] for row in rows), wall_limit, "ms")
            hold((name, "memory"), statistics.median(row[2] for row in rows), memory_limit, "MB")
    print("%d over budget" % failed)
    sys.exit(1 if failed else 0)


main()
