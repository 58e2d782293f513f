#!/usr/bin/env bash
# The units: systemd understands each line, and each is closed down to 1.5 or better, where 10 is wide open.
. "$(dirname "$0")/expect.sh"
readonly worst=1.5
cp -r "$deploy/systemd/." "$scratch"
cd "$scratch"

for file in *.service *.timer; do
    # An instance stands for its template. Programs are not installed here, nor is postgresql.service.
    unit=${file/@./@8081.}
    said=$(systemd-analyze verify --man=no "./$unit" 2>&1 | grep -F "$scratch" | grep -v 'is not executable' || true)
    equal "$file: every line is understood" "" "$said"
done
for file in *.service; do
    score=$(systemd-analyze security --offline=true --no-pager "./$file" 2>&1 | sed -nE 's/.*Overall exposure level for .*: ([0-9.]+).*/\1/p')
    passes "$file: exposure ${score:-unknown} is at most $worst" awk "BEGIN { exit !(${score:-10} <= $worst) }"
    equal "$file: no line of it or of its drop-ins is passed over" "" \
        "$(systemd-analyze security --offline=true --no-pager "./$file" 2>&1 >/dev/null | grep -i ignoring || true)"
done

# Debian's units of nginx and PostgreSQL leave them dead.
mkdir debian
for unit in nginx.service postgresql@.service; do
    cp "/lib/systemd/system/$unit" debian/
    cp -r "$unit.d" debian/
    equal "$unit: every line of our drop-in is understood" "" \
        "$(systemd-analyze verify --man=no "./debian/${unit/@./@15-main.}" 2>&1 | grep -F 10-xorb.conf || true)"
    passes "$unit comes back by itself" grep -qx 'Restart=on-failure' "debian/$unit.d/10-xorb.conf"
done

# A drop-in is read after its unit, and hardening before needs: only there can something be taken back.
for file in *.service; do
    equal "$file: takes nothing back where the drop-in would undo it" "" \
        "$(grep -nE '^(CapabilityBoundingSet|SystemCallFilter|IPAddress|SocketBind|RestrictAddressFamilies|Private|Protect)' "$file" || true)"
done
for unit in xorb-api@ xorb-worker@; do
    for line in Type=notify Restart=always StartLimitIntervalSec=0 WatchdogSec=30; do
        passes "$unit comes back by itself: $line" grep -qx "$line" "$unit.service"
    done
    passes "$unit: secrets are credentials" grep -q '^LoadCredential=database_url:' "$unit.service"
done
equal "no secret stands in a unit" "" "$(grep -rnE '(postgres|rediss?)://' . || true)"
while read -r calendar; do
    passes "OnCalendar=$calendar is a time" systemd-analyze calendar "$calendar"
done < <(sed -n 's/^OnCalendar=//p' ./*.timer)
