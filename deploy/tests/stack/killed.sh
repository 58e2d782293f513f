# shellcheck shell=bash disable=SC2154
# kill -9 of each process: it is back and ready by the rules of its unit, and what it was doing is done, once.
setting() { rules "$1" | tr ',\n' '\0' | xargs -0 sed -n "s/^$2=//p" | tail -n 1; }
# Whoever is started again has to be ready before the watchdog would lose patience with it.
bound() {
    local watchdog
    watchdog=$(setting xorb-api@.service WatchdogSec)
    echo $(($(setting "$1" RestartSec | grep -xE '[0-9]+' || echo 1) + watchdog))
}
# is_back UNIT RESTARTS READY…: restarted once more than that, active, and READY succeeds.
is_back() { [ "$(systemctl show --value -p NRestarts "$1")" -gt "$2" ] && systemctl is-active --quiet "$1" && "${@:3}"; }
# dies SENTENCE UNIT READY…: kill -9, then the wait.
dies() {
    local restarts begun=$SECONDS
    restarts=$(systemctl show --value -p NRestarts "$2")
    kill -9 "$(main_pid "$2")"
    passes "$1 is back and ready within $(bound "$2") s" wait_for "$(bound "$2")" is_back "$2" "$restarts" "${@:3}"
    echo "        after $((SECONDS - begun)) s"
}
all_ready() { local of; for of in "$api_1" "$api_2" "$worker_1" "$worker_2"; do is_ready "$of" || return 1; done; }
assets() { ask '{ assets(first: 1) { totalCount } }' | field data/assets/totalCount; }
# each_once NAME ASSETS: what the writers made since there were so many is there, once.
each_once() {
    equal "$1: what was sent again after a failure happened once" "$(($(made "$1" mutation | sort -u | wc -l) + $2))" "$(assets)"
    equal "$1: and nothing was given out twice" 0 "$(counted "$1" twice mutation)"
}

# --- a worker hangs: the watchdog has it while everything else happens
frozen=xorb-worker@$worker_2.service
frozen_restarts=$(systemctl show --value -p NRestarts "$frozen")
frozen_at=$SECONDS
kill -STOP "$(main_pid "$frozen")"

# --- the APIs. nginx asks the other one for whatever did not reach the dead one, which takes no connection until it is ready
# again, and for a query by GET in any case. What was sent by POST may have happened, a mutation must not happen twice, and nginx
# can't tell: who was waiting for the answer in that moment is told that it is unavailable, and may ask again.
before=$(assets)
load_begins apis --readers 3 --keepers 1 --writers 2
for instance in "$api_1" "$api_2"; do
    dies "API $instance" "xorb-api@$instance.service" is_ready "$instance"
    load_goes_on apis 30
done
load_ends apis
equal "no query by GET was lost with an API" 0 "$(counted apis failed query)"
passes "by POST no more than what was under way in the two" test "$(counted apis failed posted mutation)" -le 6
equal "and these are told in the form that GraphQL clients know" "" "$(wordless apis)"
each_once apis "$before"

# --- Redis: it only says who works next, so nobody outside notices
load_begins redis --readers 2 --writers 1
dies Redis redis-server.service ping_redis ours api
load_goes_on redis 20
load_ends redis
equal "no request failed while Redis was dead" 0 "$(counted redis failed)"

# --- PostgreSQL: it mends itself when a backend is killed, and its supervisor when all of it is
before=$(assets)
load_begins postgresql --readers 2 --writers 2
main=$(main_pid "$database")
kill -9 "$(sql <<<"SELECT pid FROM pg_stat_activity WHERE usename = 'xorb' AND backend_type = 'client backend' ORDER BY backend_start LIMIT 1")"
passes "PostgreSQL mends itself when a backend is killed" wait_for 30 answers
equal "without a restart" "$main" "$(main_pid "$database")"
passes "and all are ready again" wait_for 30 is_ready "$api_1"
load_goes_on postgresql 20
dies "PostgreSQL as a whole" "$database" answers
passes "and the APIs with it" wait_for 30 is_ready "$api_1"
load_goes_on postgresql 20
load_ends postgresql
each_once postgresql "$before"

# --- nginx
main=$(main_pid nginx.service)
worker=$(pgrep -P "$main" | head -n 1)
kill -9 "$worker"
asked() { ask '{ __typename }' | grep -qF '"__typename":"Query"'; }
passes "nginx answers again when its worker is killed" wait_for 5 asked
equal "without a restart" "$main" "$(main_pid nginx.service)"
dies "nginx as a whole" nginx.service asked

# --- the worker that hung
was_woken() { is_back "$frozen" "$frozen_restarts" is_ready "$worker_2"; }
patience=$(($(setting "$frozen" WatchdogSec) + $(bound "$frozen")))
passes "a worker that hangs is ended by the watchdog, and is back within $patience s" wait_for $((frozen_at + patience - SECONDS)) was_woken
passes "everything is ready" wait_for 30 all_ready

# --- the workers, each with a scan that is held at the shop's gate and one that waits behind it
held() { ask "{ scan(id: \"$1\") { steps { engine state } } }" | grep -q '"http_headers","state":"RUNNING"'; }
job_of() { ask "{ scan(id: \"$1\") { job { $2 } } }" | field "data/scan/job/$2"; }
for pair in "$worker_1 $worker_2" "$worker_2 $worker_1"; do
    doomed=xorb-worker@${pair% *}.service other=xorb-worker@${pair#* }.service
    systemctl stop "$other"
    touch "$scratch/gate"
    running=$(scan "$shop")
    passes "a scan is under way in the one worker that there is" wait_for 30 held "$running"
    waiting=$(scan "$shop")
    systemctl start "$other"
    restarts=$(systemctl show --value -p NRestarts "$doomed")
    kill -9 "$(main_pid "$doomed")"
    rm "$scratch/gate"
    passes "worker ${pair% *} is back and ready within $(bound "$doomed") s" wait_for "$(bound "$doomed")" is_back "$doomed" "$restarts" is_ready "${pair% *}"
    for one in "$running" "$waiting"; do wait_for 60 has_ended "$one" || true; done
    equal "the scan that it was running is completed all the same" COMPLETED "$(state_of "$running")"
    passes "by another attempt" test "$(job_of "$running" attempt)" -ge 2
    equal "the scan that waited is completed" COMPLETED "$(state_of "$waiting")"
done
equal "each scan ended once, ever" "" "$(sql <<<"SELECT object, count(*) FROM audit_events WHERE action = 'scan.finished' GROUP BY 1 HAVING count(*) <> 1")"
equal "no scan is left, and none was given up" "" "$(sql <<<"SELECT state, error_code FROM jobs WHERE kind = 'run_scan' AND state <> 'succeeded'")"
