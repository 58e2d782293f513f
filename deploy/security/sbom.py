#!/usr/bin/env python3
"""The bill of materials of the program, CycloneDX 1.5, from `cargo metadata` on standard input. Prints it; no network."""
import json
import sys

metadata = json.load(sys.stdin)
nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
packages = {package["id"]: package for package in metadata["packages"]}
root = metadata["resolve"]["root"]


def shipped(start):
    """What the program is linked with: neither tests' nor build scripts' own dependencies."""
    seen, waiting = set(), [start]
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        for dependency in nodes[at]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                waiting.append(dependency["pkg"])
    return seen


def reference(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package):
    purl = reference(package)
    described = {"type": "library", "bom-ref": purl, "name": package["name"], "version": package["version"], "purl": purl}
    if package.get("license"):
        described["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    return described


used = shipped(root)
document = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "version": 1,
    "metadata": {"component": {**component(packages[root]), "type": "application"}},
    "components": [component(packages[id]) for id in sorted(used - {root}, key=lambda id: reference(packages[id]))],
    "dependencies": [
        {
            "ref": reference(packages[id]),
            "dependsOn": sorted({reference(packages[d["pkg"]]) for d in nodes[id]["deps"] if d["pkg"] in used} - {reference(packages[id])}),
        }
        for id in sorted(used, key=lambda id: reference(packages[id]))
    ],
}
json.dump(document, sys.stdout, indent=1)
