# shellcheck shell=bash disable=SC2154
# Our own scanner grades the front: header fields, certificate, cookies, files, folders. (What sslscan says: nginx.sh.)
front=$(asset Front "https://localhost:$https" "$scratch/challenge.txt")
graded=$(scan "$front")
wait_for 60 has_ended "$graded" || true
equal "the front is scanned by our own scanner, all of it" COMPLETED "$(state_of "$graded")"
report=$(ask "{ scan(id: \"$graded\") { steps { engine state blockedConnects } findings(first: 50) { nodes { title location evidence } } } }")
equal "from the header fields on, each engine was done" "http_headers COMPLETED 0
http_cookies COMPLETED 0
exposed_files COMPLETED 0
directory_listing COMPLETED 0" "$(python3 -c '
import json, sys
for step in json.load(sys.stdin)["data"]["scan"]["steps"][1:]: print(step["engine"], step["state"], step["blockedConnects"])' <<<"$report")"
# The scanner trusts what browsers trust, and nothing else can be set: the test's own authority is not among it.
equal "there is no finding, but that no browser knows the authority of this test" \
    "The TLS certificate does not verify, https://localhost:$https/, invalid peer certificate: UnknownIssuer" "$(python3 -c '
import json, sys
for finding in json.load(sys.stdin)["data"]["scan"]["findings"]["nodes"]: print(*finding.values(), sep=", ")' <<<"$report")"
