# shellcheck shell=bash disable=SC2034,SC2154
# The main job, from outside: sign up, prove that a site is one's own, scan it, read what was found.
mkdir -p "$scratch/shop/.well-known"
"$here/shop.py" "$site" "$scratch/shop" "$scratch/gate" > "$scratch/shop.log" 2>&1 &
pids+=($!)
wait_for 10 listens "$site"
signs_up example
shop=$(asset Shop "http://127.0.0.1:$site" "$scratch/shop/.well-known/xorb-challenge.txt")
first=$(scan "$shop")
wait_for 30 has_ended "$first" || true
equal "a scan that is started outside is run by a worker inside" COMPLETED "$(state_of "$first")"
passes "and has findings" test "$(ask '{ findings(first: 5) { nodes { title } } }' | field data/findings/nodes | grep -c title)" -gt 0
