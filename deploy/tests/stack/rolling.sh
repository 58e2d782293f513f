# shellcheck shell=bash disable=SC2154
# update.sh itself puts another program in the place of the running one, process by process, while people ask, change and scan.
# nginx -t looks at the stack's files.
mkdir "$scratch/bin"
printf '#!/bin/sh\nexec /usr/sbin/nginx -p %s -c %s/nginx.conf -e %s/error.log "$@"\n' "$scratch" "$scratch" "$scratch" > "$scratch/bin/nginx"
chmod +x "$scratch/bin/nginx"
{ cat "$scratch/xorb"; echo "# the next one"; } > "$scratch/next"
chmod 755 "$scratch/next"
: > "$scratch/config.toml"
update() {
    env PATH="$scratch/bin:$here:$PATH" XORB_PROGRAM="$scratch/xorb" XORB_BEFORE="$scratch/before" XORB_UPSTREAM="$scratch/xorb-upstream.conf" \
        XORB_CONFIG="$scratch/config.toml" XORB_SETTLE_SECONDS=2 "$deploy/update.sh" "$@"
}
pids_of_all() { local of; for of in $(systemctl list-units 'xorb-api@*' | cut -d' ' -f1) $(systemctl list-units 'xorb-worker@*' | cut -d' ' -f1); do main_pid "$of"; done | sort; }
assets=$(ask '{ assets(first: 1) { totalCount } }' | field data/assets/totalCount)
before=$(pids_of_all)
load_begins rolling --readers 2 --keepers 2 --writers 2 --scans 5 --asset "$shop"
passes "update.sh succeeds under load" update "$scratch/next" --without-backup
load_goes_on rolling 30
load_ends rolling
equal "each process is another one" 0 "$(comm -12 <(echo "$before") <(pids_of_all) | wc -l)"
equal "the new program is in its place" "# the next one" "$(tail -n 1 "$scratch/xorb")"
equal "no request failed" 0 "$(counted rolling failed)"
equal "each mutation happened" "$((assets + $(made rolling mutation | wc -l)))" "$(ask '{ assets(first: 1) { totalCount } }' | field data/assets/totalCount)"
equal "and none twice" 0 "$(counted rolling twice)"
for one in $(made rolling scan); do
    wait_for 60 has_ended "$one" || true
    equal "a scan that was started meanwhile is completed" COMPLETED "$(state_of "$one")"
done
equal "and each scan ended once, ever" "" "$(sql <<<"SELECT object, count(*) FROM audit_events WHERE action = 'scan.finished' GROUP BY 1 HAVING count(*) <> 1")"
equal "no scan is left, and none was given up" "" "$(sql <<<"SELECT state, error_code FROM jobs WHERE kind = 'run_scan' AND state <> 'succeeded'")"
