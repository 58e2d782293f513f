#!/usr/bin/env bash
# All security tools over code, build, manifests and the running program; writes docs/security-testing.md. A finding that has no
# disposition in dispositions.toml ends it with an error. What can't run here is listed as such, with the reason.
#
#   ADVISORIES=PATH   the RustSec advisory database, for cargo deny and cargo audit on machines without GitHub
#   PROGRAM=PATH      the built program for the dynamic scan (default: target/release/xorb, else target/debug/xorb)
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
cd "$here/../.."
tools=${XORB_SECURITY_TOOLS:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/xorb/security-tools}
scratch=$(mktemp -d)
served=
tear_down() { [ -z "$served" ] || kill "$served" 2>/dev/null || true; rm -rf "$scratch"; }
trap tear_down EXIT
findings=$scratch/findings
runs=$scratch/runs
: > "$findings"

if ! cmp -s "$here/requirements.txt" "$tools/requirements.txt"; then
    echo "installing the tools of $here/requirements.txt into $tools"
    python3 -m venv "$tools" && "$tools/bin/pip" install -q --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$tools/requirements.txt"
fi
PATH=$tools/bin:$PATH

# ran TOOL WHAT: how many findings there are now is what it found; not_run TOOL WHAT REASON.
counted=0
ran() { local now; now=$(wc -l < "$findings"); printf '%s\t%s\t%s\t\n' "$1" "$2" $((now - counted)) >> "$runs"; counted=$now; echo "$1: ran"; }
not_run() { printf '%s\t%s\t-\t%s\n' "$1" "$2" "$3" >> "$runs"; echo "$1: not run, $3"; }
# from_json PROGRAM: Python that reads `data` from standard input and calls finding(tool, severity, id, place, words).
from_json() { python3 -c "
import json, sys
def finding(*parts): print(*(str(part).replace('\t', ' ').replace('\n', ' ') for part in parts), sep='\t')
data = json.load(sys.stdin)
$1" >> "$findings"; }

semgrep scan --metrics=off --disable-version-check --quiet --json --config "$here/semgrep.yml" api/src worker/src domain/src entities/src migration/src src > "$scratch/semgrep" 2>"$scratch/log" || cat "$scratch/log"
from_json "
for r in data['results']: finding('semgrep', {'ERROR': 'high', 'WARNING': 'medium'}[r['extra']['severity']], r['check_id'].split('.')[-1], r['path'], r['extra']['message'])
for e in data['errors']: finding('semgrep', 'high', 'error', e.get('path', ''), e['message'])" < "$scratch/semgrep"
ran semgrep "rules of our own over the source (deploy/security/semgrep.yml)"

git ls-files -z | grep -zvE '(^|/)(Cargo|package-)lock|/assets/' | xargs -0 detect-secrets scan --disable-plugin KeywordDetector \
    --disable-plugin HexHighEntropyString --disable-plugin Base64HighEntropyString > "$scratch/secrets"
from_json "
for path, found in data['results'].items():
    for r in found: finding('detect-secrets', 'high', r['type'], path, 'line %s' % r['line_number'])" < "$scratch/secrets"
ran detect-secrets "keys, tokens and passwords in all files of the repository"

cargo metadata --locked --format-version 1 > "$scratch/metadata" 2>"$scratch/log" || { cat "$scratch/log"; exit 1; }
python3 "$here/dependencies.py" < "$scratch/metadata" >> "$findings"
ran dependencies "licences and sources of all crates"
python3 "$here/sbom.py" < "$scratch/metadata" > "$scratch/sbom"
python3 - "$scratch/sbom" >> "$findings" <<'PYTHON'
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
error = JsonStrictValidator(SchemaVersion.V1_5).validate_str(open(sys.argv[1]).read())
if error:
    print("sbom", "medium", "schema", "sbom.cdx.json", str(error)[:200].replace("\n", " "), sep="\t")
PYTHON
mkdir -p target
cp "$scratch/sbom" target/sbom.cdx.json
ran sbom "bill of materials, CycloneDX 1.5, valid by its schema (target/sbom.cdx.json)"

if [ -z "${ADVISORIES:-}" ]; then
    not_run "cargo deny, cargo audit" "known weaknesses of crates" "no advisory database: set ADVISORIES"
elif command -v cargo-audit >/dev/null; then
    cargo audit --json --no-fetch --db "$ADVISORIES" > "$scratch/audit" || true
    from_json "
for v in data['vulnerabilities']['list']: finding('cargo audit', 'high', v['advisory']['id'], v['package']['name'], v['advisory']['title'])" < "$scratch/audit"
    ran "cargo audit" "known weaknesses of crates"
else
    not_run "cargo audit" "known weaknesses of crates" "cargo install cargo-audit"
fi

hadolint --format json deploy/containers/Dockerfile > "$scratch/hadolint" || true
from_json "
for r in data: finding('hadolint', {'error': 'high', 'warning': 'medium'}.get(r['level'], 'low'), r['code'], r['file'], r['message'])" < "$scratch/hadolint"
ran hadolint "the Dockerfile"

# With kustomize what is applied is checked, without it what it is made of.
if kubectl kustomize deploy/kubernetes/overlays/example > "$scratch/manifests.yaml" 2>/dev/null; then skip=NONE; else
    for file in deploy/kubernetes/base/*.yaml; do [[ $file == *kustomization* ]] || { echo ---; cat "$file"; }; done > "$scratch/manifests.yaml"
    skip=CKV_K8S_43,CKV_K8S_14
fi
{ kubernetes-validate --strict "$scratch/manifests.yaml" 2>&1 || true; } | grep -E '^(ERROR|FAIL)' | while read -r line; do
    printf 'kubernetes-validate\thigh\tinvalid\tdeploy/kubernetes\t%s\n' "$line" >> "$findings"
done || true
ran kubernetes-validate "the manifests, against the schema of Kubernetes"
for what in "kubernetes $scratch/manifests.yaml" "dockerfile deploy/containers/Dockerfile"; do
    checkov --quiet --compact --framework "${what% *}" --file "${what#* }" --skip-check "$skip" --output json 2>/dev/null > "$scratch/checkov" || true
    from_json "
for report in data if isinstance(data, list) else [data]:
    for r in report.get('results', {}).get('failed_checks', []): finding('checkov', 'medium', r['check_id'], r['resource'], r['check_name'])" < "$scratch/checkov"
done
ran checkov "manifests and Dockerfile"
deploy/tests/compose.py >> "$findings"
ran compose "the compose file keeps its promises (read-only, no privileges, no capabilities, secrets as files)"

find deploy .ci -type f \( -name '*.sh' -o -name run \) -print0 | xargs -0 shellcheck --format=json > "$scratch/shellcheck" || true
from_json "
for r in data: finding('shellcheck', {'error': 'high', 'warning': 'medium'}.get(r['level'], 'low'), 'SC%s' % r['code'], r['file'], r['message'])" < "$scratch/shellcheck"
ran shellcheck "all scripts"

program=${PROGRAM:-}
for built in target/release/xorb "${CARGO_TARGET_DIR:-target}/debug/xorb"; do [ -n "$program" ] || [ ! -x "$built" ] || program=$built; done
if [ -z "$program" ]; then
    for tool in wapiti xorb; do not_run $tool "the running program" "it is not built: cargo build --release"; done
else
    mkdir "$scratch/served"
    program=$(readlink -f "$program")
    (cd "$scratch/served" && exec env XORB__HTTP__LISTEN=127.0.0.1:0 XORB__LOG__FORMAT=json XORB__RATE_LIMIT__MODE=off XORB__SCAN__ALLOW_PRIVATE_TARGETS=true "$program" > out 2>&1) &
    served=$!
    url=
    for _ in $(seq 600); do
        url=$(sed -nE 's/.*"http":"([^"]+)".*/\1/p' "$scratch/served/out" | head -n 1)
        [ -z "$url" ] || ! curl -sf "$url/readyz" >/dev/null || break
        sleep 0.1
    done
    if "$here/own_scanner.sh" "$url" "$scratch/front" > "$scratch/own" 2>"$scratch/log"; then
        cat "$scratch/own" >> "$findings"
        ran xorb "the running program, by its own scanner"
    else
        not_run xorb "the running program, by its own scanner" "$(tail -n 1 "$scratch/log")"
    fi
    if ! command -v wapiti >/dev/null; then
        not_run wapiti "the running program" "wapiti is missing: apt-get install wapiti"
    else
        wapiti --flush-session -u "$url/" --scope folder --max-scan-time 90 --max-attack-time 20 -S polite -f json -o "$scratch/wapiti" --no-bugreport >"$scratch/log" 2>&1 || true
        if [ -e "$scratch/wapiti" ]; then
            from_json "
for kind, found in data['vulnerabilities'].items():
    for r in found: finding('wapiti', {1: 'low', 2: 'medium', 3: 'high', 4: 'high'}.get(r['level'], 'medium'), kind, r['path'], r['info'])" < "$scratch/wapiti"
            ran wapiti "the running program, from outside"
        else
            not_run wapiti "the running program" "it ended without a report: $(tail -n 1 "$scratch/log")"
        fi
    fi
fi
python3 "$here/report.py" "$runs" "$findings" "$here/dispositions.toml" docs/security-testing.md
