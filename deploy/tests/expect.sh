# shellcheck shell=bash
# What the scripts beside this one say their expectations with. Each runs all of its checks, then fails if one did.
set -euo pipefail
# shellcheck disable=SC2034  # for the scripts
deploy=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
scratch=$(mktemp -d)
failures=0

_finish() {
    local status=$?
    type -t tear_down >/dev/null && tear_down
    rm -rf "$scratch"
    [ $status -eq 0 ] || exit $status
    [ $failures -eq 0 ] || { echo "$failures failed"; exit 1; }
}
trap _finish EXIT

indented() { while IFS= read -r line; do echo "        $line"; done <<<"$1"; }

# passes SENTENCE COMMAND…: the command succeeds.
passes() {
    local sentence=$1 output
    shift
    if output=$("$@" 2>&1); then echo "ok      $sentence"; else
        echo "FAILED  $sentence"
        indented "$output"
        failures=$((failures + 1))
    fi
}

# refuses SENTENCE WORDS COMMAND…: the command fails and says WORDS (an extended regular expression).
refuses() {
    local sentence=$1 words=$2 output
    shift 2
    if output=$("$@" 2>&1); then echo "FAILED  $sentence: nothing was refused"; failures=$((failures + 1))
    elif grep -qE "$words" <<<"$output"; then echo "ok      $sentence"; else
        echo "FAILED  $sentence: refused, but without the words \"$words\""
        indented "$output"
        failures=$((failures + 1))
    fi
}

# equal SENTENCE EXPECTED ACTUAL
equal() {
    if [ "$2" = "$3" ]; then echo "ok      $1"; else
        printf 'FAILED  %s\n        expected: %s\n        found:    %s\n' "$1" "$2" "$3"
        failures=$((failures + 1))
    fi
}

# wait_for SECONDS COMMAND…: until it succeeds, no longer than that.
wait_for() {
    local until=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $until ] || return 1
        sleep 0.2
    done
}
