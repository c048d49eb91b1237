#!/usr/bin/env python3
"""Man pages from `gcg --help`: gcg.1 and one page per command, so that they can never disagree with the program.

  packaging/man.py --gcg target/release/gcg --out man/
"""
import argparse, os, re, subprocess


def help_of(gcg, words):
    return subprocess.run([gcg] + words + ["--help"], capture_output=True, text=True, check=True).stdout


def escaped(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def page(name, text, version):
    lines = text.rstrip().splitlines()
    usage = next(line for line in lines if line.startswith("Usage:"))
    about = [line for line in lines[:lines.index(usage)] if line.strip()]
    out = [".TH %s 1 \"\" \"gcg %s\" \"User Commands\"" % (name.upper(), version), ".SH NAME", "%s \\- %s" % (escaped(name), escaped(" ".join(about))),
           ".SH SYNOPSIS", ".B " + escaped(usage[7:].strip())]
    for line in lines[lines.index(usage) + 1:]:
        if re.match(r"^[A-Z]\w+:$", line):
            out.append(".SH " + line[:-1].upper())
            continue
        row = re.match(r"^\s+((?:-\w, )?--?[\w-]+(?:[ =]<?\[?[^ ]+)?|[<\[][\w.|/ -]+[>\]](?:\.\.\.)?|[a-z][\w-]*)(?:\s{2,}(.*))?$", line)
        if row:
            out += [".TP", ".B " + escaped(row[1])] + ([escaped(row[2])] if row[2] else [])
        elif line.strip():
            out.append(escaped(line.strip()))
    return "\n".join(out) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gcg", required=True)
    parser.add_argument("--out", required=True)
    a = parser.parse_args()
    version = subprocess.run([a.gcg, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    os.makedirs(a.out, exist_ok=True)
    waiting = [[]]
    while waiting:
        words = waiting.pop()
        text = help_of(a.gcg, words)
        name = "-".join(["gcg"] + words)
        with open(os.path.join(a.out, name + ".1"), "w") as file:
            file.write(page(name, text, version))
        part = re.search(r"^Commands:\n((?:  .*\n|\n)+)", text, re.M)
        for row in re.findall(r"^  ([a-z][\w-]*)(?:\s|$)", part[1] if part else "", re.M):
            waiting.append(words + [row])


main()
