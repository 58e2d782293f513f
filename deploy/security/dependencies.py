#!/usr/bin/env python3
"""Licences and sources of all dependencies, from `cargo metadata` on standard input. One finding a line, as report.py reads them."""
import json
import re
import sys

ALLOWED = {
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0",
    "CDLA-Permissive-2.0", "ISC", "MIT", "MIT-0", "MPL-2.0", "Unicode-3.0", "Unlicense", "Zlib", "bzip2-1.0.6",
}
REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"


def is_allowed(expression):
    """One of several will do where a dependency offers a choice; all must where it demands several."""
    words = re.findall(r"[()]|OR|AND|[^\s()]+(?: WITH [^\s()]+)?", expression.replace("/", " OR "))

    def choice():
        allowed = demand()
        while words and words[0] == "OR":
            words.pop(0)
            allowed = demand() or allowed
        return allowed

    def demand():
        allowed = single()
        while words and words[0] == "AND":
            words.pop(0)
            allowed = single() and allowed
        return allowed

    def single():
        word = words.pop(0)
        if word != "(":
            return word in ALLOWED
        allowed = choice()
        words.pop(0)
        return allowed

    return choice()


for package in json.load(sys.stdin)["packages"]:
    place = f"{package['name']} {package['version']}"
    if package["source"] is None:
        continue
    if package["source"] != REGISTRY:
        print("dependencies", "high", "source", place, f"comes from {package['source']}", sep="\t")
    if not package.get("license"):
        print("dependencies", "medium", "licence", place, "names no licence", sep="\t")
    elif not is_allowed(package["license"]):
        print("dependencies", "medium", "licence", place, f"is under {package['license']}", sep="\t")
