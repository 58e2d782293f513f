#!/usr/bin/env bash
# A machine of its own: Debian with systemd as its first process, in namespaces with nothing but loopback. install.sh installs the
# built program there, and systemd runs it by the units as they are: hardening, credentials, watchdog, timers and all. As root;
# takes some minutes: make test-boot.
#
#   PROGRAM=PATH   the built program (default: target/debug/xorb of this repository, or of CARGO_TARGET_DIR)
. "$(dirname "$0")/expect.sh"
here=$deploy/tests
program=$(readlink -f "${PROGRAM:-${CARGO_TARGET_DIR:-$(dirname "$deploy")/target}/debug/xorb}")
[ -x "$program" ] || { echo "$program is not built: cargo test --workspace --no-run"; exit 1; }
machine='' site=''
closes_shop() { [ -z "$site" ] || kill "$site" 2>/dev/null || true; site=''; }
tear_down() {
    [ -z "$machine" ] || kill -9 "$machine" 2>/dev/null || true
    closes_shop
    while IFS= read -r line; do [ -z "$line" ] || sysctl -q -w "${line/ = /=}" || true; done <<<"${kernel_settings:-}"
    wait 2>/dev/null || true
    umount "$root/proc" 2>/dev/null || true
}
. "$here/debian.sh"
chmod 755 "$scratch"
units=(xorb-api@8081 xorb-api@8082 xorb-worker@8091 xorb-worker@8092)
services=(postgresql@15-main redis-server nginx "${units[@]}")
install=(/opt/xorb/deploy/install.sh --name shop.example.com --contact security@example.com --program /opt/program)

# --- the packages, while there is a network; the program; what only a test asks for; nobody logs in at a console that is not there
strip -o "$root/opt/program" "$program"
{ inside "${install[@]}" --check || true; } | sed -n 's/^would install \(postgresql .*\)/\1/p' > "$scratch/packages"
# shellcheck disable=SC2046
inside apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends curl $(cat "$scratch/packages") </dev/null > "$scratch/apt.log" 2>&1 || { tail "$scratch/apt.log"; exit 1; }
rm "$root/usr/sbin/policy-rc.d"
umount "$root/proc"
mkdir -p "$root/etc/systemd/system/xorb-.service.d"
printf '[Service]\nEnvironment=XORB__AUTH__OPEN_SIGN_UP=true XORB__SCAN__ALLOW_PRIVATE_TARGETS=true\n' > "$root/etc/systemd/system/xorb-.service.d/90-test.conf"
ln -s /dev/null "$root/etc/systemd/system/console-getty.service"

# The machine's kernel is this one's: what its sysctl.d says about it is taken back in the end.
mapfile -t keys < <(cat "$deploy/install/sysctl.conf" "$root"/etc/sysctl.d/*.conf "$root"/usr/lib/sysctl.d/*.conf 2>/dev/null |
    sed -nE 's/^-?((kernel|fs|vm)\.[a-z0-9_.]+) *=.*/\1/p' | sort -u)
kernel_settings=$(sysctl "${keys[@]}" 2>/dev/null || true)

# booted COMMAND…: in the machine.
booted() { nsenter -t "$first" -a -- /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"; }
is_up() { [[ $(booted systemctl is-system-running) =~ ^(running|degraded)$ ]]; }
boots() {
    setsid unshare --fork --kill-child --pid --mount --uts --ipc --net --cgroup "$here/machine.sh" "$root" </dev/null > "$scratch/machine.log" 2>&1 &
    machine=$!
    wait_for 10 pgrep -P "$machine"
    first=$(pgrep -P "$machine")
    wait_for 120 is_up || { cat "$scratch/machine.log"; exit 1; }
}
powers_off() {
    closes_shop
    booted systemctl poweroff --no-wall
    wait_for 90 is_off || kill -9 "$machine"
    wait "$machine" || true
    machine=''
}
is_off() { ! kill -0 "$first"; }
shown() { booted systemctl show --value -p "$2" "$1"; }
is_active() { [ "$(shown "$1" ActiveState)" = active ]; }
all_active() { local of; for of in "${services[@]}"; do is_active "$of" || return 1; done; }
failed_units() { booted systemctl list-units --plain --no-legend --state=failed; }

# --- a person outside, and the site that is theirs
outside() { booted "$@"; }
outside_curl=(--cacert /etc/xorb/certificates/authority/root.pem --resolve shop.example.com:443:127.0.0.1) front_url=https://shop.example.com
. "$here/person.sh"
mkdir -p "$scratch/shop/.well-known"
opens_shop() {
    nsenter -t "$first" -n "$here/stack/shop.py" 8000 "$scratch/shop" "$scratch/gate" > "$scratch/shop.log" 2>&1 &
    site=$!
    wait_for 10 booted curl -s -o /dev/null http://127.0.0.1:8000/
}

echo "-- install ($SECONDS s)"
boots
passes "systemd boots" is_up
passes "install.sh installs, migrates and starts everything" booted "${install[@]}"
passes "everything is active: PostgreSQL, Redis, nginx, two APIs, two workers" wait_for 60 all_active
equal "no unit has failed" "" "$(failed_units)"
passes "a second run has nothing to do" grep -q '^nothing to do' <(booted "${install[@]}" --apis 2)
for timer in xorb-backup xorb-restore-drill xorb-certificates; do passes "$timer.timer waits for its time" is_active "$timer.timer"; done

echo "-- the main job ($SECONDS s)"
opens_shop
signs_up example
shop=$(asset Shop http://127.0.0.1:8000 "$scratch/shop/.well-known/xorb-challenge.txt")
scanned=$(scan "$shop")
wait_for 60 has_ended "$scanned" || true
equal "a scan runs within what its unit allows" COMPLETED "$(state_of "$scanned")"
passes "and has findings" test "$(ask '{ findings(first: 5) { nodes { title } } }' | field data/findings/nodes | grep -c title)" -gt 0

echo "-- what the units take away ($SECONDS s)"
# as_unit PROCESS COMMAND…: as its user, with the files as it sees them.
as_unit() { booted nsenter -t "$1" -m setpriv --reuid xorb --regid xorb --clear-groups "${@:2}"; }
for unit in "${units[@]}"; do
    process=$(shown "$unit" MainPID)
    equal "$unit: no capability, no new privileges, filtered system calls" "CapEff: 0000000000000000 CapBnd: 0000000000000000 NoNewPrivs: 1 Seccomp: 2" \
        "$(booted sed -nE 's/^(CapEff|CapBnd|NoNewPrivs|Seccomp):\s+/\1: /p' "/proc/$process/status" | paste -sd' ')"
    equal "$unit: can write to no folder but its own" "/run/lock /tmp /var/lib/xorb /var/tmp" \
        "$(as_unit "$process" find / \( -path /proc -o -path /sys -o -path /dev \) -prune -o -type d -writable -print 2>/dev/null | sort | paste -sd' ')"
    for folder in /var/lib/xorb /tmp /var/tmp /run/lock /dev/shm; do
        refuses "$unit: can execute nothing that it wrote to $folder" 'Permission denied' as_unit "$process" sh -c "cp /bin/true $folder/mine; trap 'rm $folder/mine' EXIT; $folder/mine"
    done
    equal "$unit: no secret in its environment" "" "$(booted sh -c "tr '\\0' '\\n' < /proc/$process/environ" | grep -E '(postgres|rediss?)://' || true)"
    passes "$unit: exposure as running is at most 1.5" awk "BEGIN { exit !($(booted systemd-analyze security --no-pager "$unit" | sed -nE 's/.*Overall exposure level for .*: ([0-9.]+).*/\1/p') <= 1.5) }"
done

echo "-- what runs by night ($SECONDS s)"
for service in xorb-backup xorb-restore-drill xorb-certificates; do
    passes "$service does its work within what its unit allows" booted sh -c "systemctl start $service || { journalctl -u $service -n 10 -o cat; exit 1; }"
done
passes "the drill compared the night's backup" grep -q '^drill passed: ' <(booted journalctl -u xorb-restore-drill -o cat --no-pager)
log=$(booted journalctl _COMM=xorb -u xorb-api@8081 -o cat --no-pager)
passes "the log is JSON, line by line" python3 -c 'import json, sys; lines = sys.argv[1].splitlines(); assert len(lines) > 3, lines; [json.loads(line) for line in lines]' "$log"

echo "-- kill -9, and a worker that hangs ($SECONDS s)"
frozen=xorb-worker@8092
frozen_process=$(shown $frozen MainPID)
[ "$frozen_process" -gt 1 ] || { echo "FAILED  $frozen does not run"; exit 1; }
booted kill -STOP "$frozen_process"
is_another() { is_active "$1" && [ "$(shown "$1" MainPID)" != "$2" ]; }
for service in postgresql@15-main redis-server nginx xorb-api@8081 xorb-worker@8091; do
    wait_for 60 is_active "$service" || true
    process=$(shown "$service" MainPID)
    # 0 would be everybody.
    [ "$process" -gt 1 ] || { echo "FAILED  $service does not run"; exit 1; }
    booted kill -9 "$process"
    passes "$service is back" wait_for 60 is_another "$service" "$process"
done
passes "the watchdog ends the worker that hangs, and it is back" wait_for 90 is_another $frozen "$frozen_process"

echo "-- an update ($SECONDS s)"
{ cat "$root/opt/program"; echo; } > "$root/opt/next"
printf '#!/bin/sh\ncase "$*" in *"config check"*) ;; *" api"|*" worker") exit 1;; esac\nexec /usr/local/lib/xorb/xorb.before "$@"\n' > "$root/opt/broken"
chmod 755 "$root"/opt/{next,broken}
update=/opt/xorb/deploy/update.sh
passes "update.sh backs up, migrates, restarts one by one" booted $update /opt/next
passes "the next program is in place" cmp -s "$root/opt/next" "$root/usr/local/bin/xorb"
passes "update.sh --back brings the former one" booted $update --back
passes "and it is" cmp -s "$root/opt/program" "$root/usr/local/bin/xorb"
refuses "a program that does not start is taken back" 'is not ready' booted env XORB_READY_SECONDS=15 $update /opt/broken --without-backup
passes "and the former one runs" wait_for 60 all_active
passes "in its place" cmp -s "$root/opt/program" "$root/usr/local/bin/xorb"

echo "-- power off, and on again ($SECONDS s)"
powers_off
boots
passes "everything comes back by itself" wait_for 90 all_active
equal "what was found is still there" COMPLETED "$(state_of "$scanned")"
opens_shop
again=$(scan "$shop")
wait_for 60 has_ended "$again" || true
equal "and the next scan runs" COMPLETED "$(state_of "$again")"

echo "-- uninstall ($SECONDS s)"
passes "uninstall.sh takes it off" booted /opt/xorb/deploy/uninstall.sh
equal "nothing of it runs" "" "$(booted systemctl list-units --plain --no-legend 'xorb-*')"
equal "and the data stay" 1 "$(booted runuser -u postgres -- psql -XAtqc "SELECT count(*) FROM tenants WHERE slug = 'example'" xorb)"
passes "what was taken off can be installed again" booted "${install[@]}"
passes "and finds what was there" wait_for 60 all_active
equal "the scan too" COMPLETED "$(state_of "$scanned")"
powers_off
echo "took $SECONDS s"
