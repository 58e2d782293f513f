#!/usr/bin/env python3
"""Writes docs/security-testing.md from what ran, what was found and how it was decided. Fails if something was not decided."""
import sys
import tomllib
from collections import Counter

runs_path, findings_path, dispositions_path, report_path = sys.argv[1:]
with open(dispositions_path, "rb") as file:
    dispositions = tomllib.load(file)["disposition"]
runs = [line.rstrip("\n").split("\t") for line in open(runs_path)]
findings = [line.rstrip("\n").split("\t") for line in open(findings_path) if line.strip()]


def disposition(tool, id, place):
    for entry in dispositions:
        if entry["tool"] == tool and entry["id"] == id and place.endswith(tuple(entry["places"])):
            return entry["decided"]
    return None


def cell(text):
    return text.replace("|", "\\|")


lines = [
    "# Security testing",
    "",
    "Made by `make security`; don't edit. Findings are decided in `deploy/security/dispositions.toml`: one that is not decided fails the run.",
    "",
    "| tool | looks at | high | medium | low |",
    "| --- | --- | ---: | ---: | ---: |",
]
for tool, what, _, reason in runs:
    if reason:
        lines.append(f"| {tool} | {what} | not run: {cell(reason)} | | |")
    else:
        count = Counter(severity for name, severity, *_ in findings if name == tool)
        lines.append(f"| {tool} | {what} | {count['high']} | {count['medium']} | {count['low']} |")
lines += ["", "## Findings", ""]
undecided = []
if findings:
    lines += ["| severity | tool | finding | where | decided |", "| --- | --- | --- | --- | --- |"]
order = {"high": 0, "medium": 1, "low": 2}
for tool, severity, id, place, words in sorted({tuple(f) for f in findings}, key=lambda f: (order[f[1]], f)):
    decided = disposition(tool, id, place)
    if decided is None:
        undecided.append((tool, severity, id, place, words))
    lines.append(f"| {severity} | {tool} | {cell(id)}: {cell(words)} | `{cell(place)}` | {cell(decided or '**open**')} |")
if not findings:
    lines.append("None.")
with open(report_path, "w") as file:
    file.write("\n".join(lines) + "\n")
for finding in undecided:
    print("open:", *finding)
print(f"{len(findings)} findings, {len(undecided)} open; see {report_path}")
sys.exit(1 if undecided else 0)
