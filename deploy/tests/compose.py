#!/usr/bin/env python3
"""Whether compose.yaml keeps its promises; one finding a line for each that it does not."""
import pathlib
import sys

import yaml

path = pathlib.Path(__file__).parent.parent / "containers" / "compose.yaml"
document = yaml.safe_load(path.read_text())


def finding(id, place, words):
    print("compose", "high", id, place, words, sep="\t")


for name, service in document["services"].items():
    if service.get("read_only") is not True:
        finding("read-only", name, "its file system can be written")
    if service.get("cap_drop") != ["ALL"] or service.get("cap_add"):
        finding("capabilities", name, "it keeps capabilities")
    if "no-new-privileges:true" not in service.get("security_opt", []):
        finding("privileges", name, "it may gain privileges")
    if service.get("privileged") or service.get("network_mode") == "host" or service.get("pid") == "host":
        finding("isolation", name, "it is not apart from the host")
    if service.get("ports") and name != "nginx":
        finding("ports", name, "only nginx is reached from outside")
    if not service.get("networks"):
        finding("networks", name, "it is in the network of all")
    if name != "migrate" and not service.get("healthcheck"):
        finding("health", name, "nobody asks whether it lives")
    for key, value in (service.get("environment") or {}).items():
        is_secret = any(word in key for word in ("PASSWORD", "URL", "KEY", "SECRET")) and not key.endswith("_FILE") and key != "XORB__WEB__PUBLIC_URL"
        if is_secret:
            finding("secrets", name, f"{key} is in its environment: {value}")
for name in ("front", "data"):
    if document["networks"][name].get("internal") is not True:
        finding("networks", name, "it leads outside")
for name, secret in document["secrets"].items():
    if set(secret) != {"file"}:
        finding("secrets", name, "is not a file")
declared = set(document["secrets"])
for name, service in document["services"].items():
    for secret in service.get("secrets", []):
        if secret not in declared:
            finding("secrets", name, f"{secret} is not declared")
sys.exit(0)
