#!/usr/bin/env bash
# The whole stack for real, on loopback, as it is installed: nginx, two APIs, two workers, PostgreSQL and Redis, each door with
# mutual TLS, each process with the environment and by the rules of its unit. Each subject is a file of stack/.
#
#   PROGRAM=PATH        the built program (default: target/debug/xorb of this repository, or of CARGO_TARGET_DIR)
#   stack.sh SUBJECT…   only these, e.g. "rolling"; main_job comes first, the others need what it makes
. "$(dirname "$0")/expect.sh"
. "$(dirname "$0")/stack/start.sh"
[ $failures -eq 0 ] || { tail -n 5 "$scratch"/*.log; exit 1; }
. "$(dirname "$0")/stack/load.sh"
subjects=("$@")
[ $# -gt 0 ] || subjects=(doors renewal front rolling killed)
for subject in main_job "${subjects[@]}"; do
    echo "-- $subject ($SECONDS s)"
    # shellcheck source=/dev/null
    . "$deploy/tests/stack/$subject.sh"
done
echo "took $SECONDS s"
[ $failures -eq 0 ] || grep -hE '"level":"(WARN|ERROR)"' "$scratch"/xorb-*.log | tail -n 40
