# shellcheck shell=bash disable=SC2154
# Load at the front while something happens behind it, and what came of it.
# load_begins NAME OPTION…: returns when the first answers are there.
load_begins() {
    mkdir -p "$scratch/load-$1"
    : > "$scratch/load-$1/answers"
    TOKEN=$token "$here/load.py" "$scratch/load-$1" "https://localhost:$https" "$scratch/ours/authority/root.pem" "${@:2}" &
    load=$!
    pids+=($!)
    load_goes_on "$1" 10
}
has_answered() { [ "$(answered "$1")" -ge "$2" ]; }
answered() { wc -l < "$scratch/load-$1/answers"; }
# load_goes_on NAME COUNT: until so many more answers have come.
load_goes_on() {
    local wanted=$(($(answered "$1") + $2))
    wait_for 60 has_answered "$1" "$wanted" || { echo "FAILED  $1: the load stands still"; failures=$((failures + 1)); }
}
load_ends() {
    touch "$scratch/load-$1/enough"
    wait "$load"
    echo "        $(answered "$1") answers meanwhile"
}
# counted NAME WHAT [KIND…]: how many answers were good or failed; how many things were given out twice.
counted() {
    python3 - "$scratch/load-$1/answers" "${@:2}" <<'PYTHON'
import collections, json, sys
path, what, *kinds = sys.argv[1:]
answers = [a for a in map(json.loads, open(path)) if not kinds or a["kind"] in kinds]
if what == "twice":
    print(sum(count > 1 for count in collections.Counter(a["id"] for a in answers if "id" in a).values()))
else:
    found = [a for a in answers if a["good"] == (what == "good")]
    print(len(found))
    for answer in found[:5] if what == "failed" else []:
        print("       ", answer, file=sys.stderr)
PYTHON
}
# wordless NAME: failures without a code that a client can act on.
wordless() { grep -F '"good": false' "$scratch/load-$1/answers" | grep -vF 'UNAVAILABLE' || true; }
made() { python3 -c '
import json, sys
print(*(a["id"] for a in map(json.loads, open(sys.argv[1])) if a["kind"] == sys.argv[2] and "id" in a), sep="\n")' "$scratch/load-$1/answers" "$2"; }
