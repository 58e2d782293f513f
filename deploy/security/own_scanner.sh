#!/usr/bin/env bash
# Our own scanner on our own program: own_scanner.sh URL FOLDER > FINDINGS
#
# URL is a program that runs with XORB__SCAN__ALLOW_PRIVATE_TARGETS=true. It never scans its own listener, so that an nginx which
# adds nothing stands before it, and serves the proof that the target is ours. Findings are lines as report.py reads them; it
# fails, and says why, unless everything was looked at.
set -euo pipefail
readonly url=$1 folder=$2
export PATH=$PATH:/usr/sbin
mkdir -p "$folder"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
{
    [ "$(id -u)" -ne 0 ] || echo 'user root;'
    echo "daemon off; worker_processes 1; pid $folder/nginx.pid; error_log $folder/error.log; events { worker_connections 128; } http { server_tokens off; access_log off;"
    for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $folder/$kind;"; done
    echo "server { listen 127.0.0.1:$port; location = /.well-known/xorb-challenge.txt { alias $folder/challenge.txt; default_type text/plain; }
        location / { proxy_pass $url; proxy_set_header Host \$http_host; proxy_pass_header Server; } } }"
} > "$folder/nginx.conf"
nginx -p "$folder" -c "$folder/nginx.conf" -e "$folder/error.log" &
trap 'kill $!' EXIT
for _ in $(seq 100); do curl -sf -o /dev/null "http://127.0.0.1:$port/livez" && break; sleep 0.1; done

python3 - "$url" "http://127.0.0.1:$port" "$folder/challenge.txt" <<'PYTHON'
import json
import os
import sys
import time
import urllib.parse
import urllib.request

url, front, challenge = sys.argv[1:]
headers = {"Content-Type": "application/json"}


def ask(query, **variables):
    body = json.dumps({"query": query, "variables": variables}).encode()
    answer = json.load(urllib.request.urlopen(urllib.request.Request(f"{url}/graphql", body, headers)))
    refused = answer.get("errors") or [e for payload in answer["data"].values() for e in (payload or {}).get("userErrors", [])]
    if refused:
        sys.exit(str(refused))
    return answer["data"]


signed_up = ask("""mutation { signUp(input: { tenantName: "Ourselves", tenantSlug: "ourselves", email: "olga@example.org",
    password: "correct horse battery staple", displayName: "Olga" }) { session { accessToken } userErrors { message } } }""")
headers["Authorization"] = f"Bearer {signed_up['signUp']['session']['accessToken']}"
asset = ask("""mutation($address: String!) { createAsset(input: { name: "XORB", kind: WEB, address: $address }) {
    asset { id verification { token } } userErrors { message } } }""", address=front)["createAsset"]["asset"]
with open(challenge, "w") as file:
    file.write(asset["verification"]["token"])
os.chmod(challenge, 0o644)
ask("mutation($id: ID!) { verifyAsset(input: { assetId: $id, method: HTTP_FILE }) { userErrors { message } } }", id=asset["id"])
scan = ask("mutation($id: ID!) { startScan(input: { assetId: $id, profile: QUICK }) { scan { id } userErrors { message } } }", id=asset["id"])["startScan"]["scan"]
until = time.monotonic() + 300
while True:
    scan = ask("query($id: ID!) { scan(id: $id) { id state findings(first: 100) { nodes { title severity location evidence } } } }", id=scan["id"])["scan"]
    if scan["state"] not in ("QUEUED", "AUTHORIZING", "RUNNING"):
        break
    if time.monotonic() > until:
        sys.exit("the scan did not end within five minutes")
    time.sleep(0.2)
if scan["state"] != "COMPLETED":
    sys.exit(f"the scan ended as {scan['state']}")
severities = {"CRITICAL": "high", "HIGH": "high", "MEDIUM": "medium"}
for finding in scan["findings"]["nodes"]:
    place = urllib.parse.urlsplit(finding["location"]).path or "/"
    words = (finding["evidence"] or "").split("\n")[0].replace("\t", " ")[:150]
    print("xorb", severities.get(finding["severity"], "low"), finding["title"], place, words, sep="\t")
PYTHON
