#!/usr/bin/env bash
# A new program in the place of the running one, without an interruption:
#
#   update.sh PROGRAM [--without-backup]   back up → migrate → restart one by one → verify; goes back by itself if a step fails
#   update.sh --back                       the former program again (the schema stays: each program works with the next schema)
#
# An API is taken out of nginx while it restarts, and counts as back when it is ready; a worker finishes what it runs or gives it
# back. Migrations only ever add (operations.md, schema changes), so the old program runs on the new schema.
set -euo pipefail
program=${XORB_PROGRAM:-/usr/local/bin/xorb}
before=${XORB_BEFORE:-/usr/local/lib/xorb/xorb.before}
upstream=${XORB_UPSTREAM:-/etc/nginx/snippets/xorb-upstream.conf}
config=${XORB_CONFIG:-/etc/xorb/config.toml}
ready_seconds=${XORB_READY_SECONDS:-120}
settle_seconds=${XORB_SETTLE_SECONDS:-10}

say() { echo "$(date -u +%H:%M:%S) $*"; }
die() { echo "update.sh: $*" >&2; exit 1; }
usage() { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 2; }
units() { systemctl list-units --plain --no-legend --state=active,activating,failed "$1" | awk '{print $1}'; }
restarts() { systemctl show --value -p NRestarts "$1"; }

# mark PORT down|up: what nginx sends to an API, without losing a connection.
mark() {
    if [ "$2" = down ]; then sed -i "s/^\( *server 127\.0\.0\.1:$1 .*[^n]\);$/\1 down;/" "$upstream"; else sed -i "s/^\( *server 127\.0\.0\.1:$1 .*\) down;$/\1;/" "$upstream"; fi
    nginx -t -q && reload_nginx
}

# nginx is only told to reload: until each of its former workers is on its way out, it may still send to an API that it was told
# not to use, or to none but that one.
reload_nginx() {
    local former
    former=$(pgrep -d, -P "$(systemctl show --value -p MainPID nginx.service)") || former=
    systemctl reload nginx.service || return 1
    [ -n "$former" ] || return 0
    for _ in $(seq 200); do
        ps -o args= -p "$former" | grep -q 'worker process$' || return 0
        sleep 0.1
    done
    say "nginx still sends as before, 20 s after its reload"
    return 1
}

# With Type=notify the restart returns when the process is ready.
restart() { timeout "$ready_seconds" systemctl restart "$1" || { say "$1 is not ready after $ready_seconds s"; return 1; }; }

restart_api() {
    local unit=$1 port
    port=${unit#xorb-api@}
    port=${port%.service}
    mark "$port" down || { mark "$port" up; return 1; }
    restart "$unit" || { mark "$port" up; return 1; }
    mark "$port" up || return 1
    say "$unit is ready"
}

roll() {
    local unit
    for unit in $(units 'xorb-api@*'); do restart_api "$unit" || return 1; done
    for unit in $(units 'xorb-worker@*'); do restart "$unit" || return 1; say "$unit is ready"; done
}

# Ready for a moment is not enough: nothing may fall over in the first seconds.
verify() {
    local unit counted=() at=0
    for unit in $(units 'xorb-api@*') $(units 'xorb-worker@*'); do counted+=("$(restarts "$unit")"); done
    sleep "$settle_seconds"
    for unit in $(units 'xorb-api@*') $(units 'xorb-worker@*'); do
        systemctl is-active --quiet "$unit" || { say "$unit does not run"; return 1; }
        [ "$(restarts "$unit")" = "${counted[$at]}" ] || { say "$unit has fallen over"; return 1; }
        at=$((at + 1))
    done
}

put() { install -m 755 "$1" "$program.new" && mv "$program.new" "$program"; }

back() {
    [ -e "$before" ] || die "there is no former program in $before"
    put "$before"
    say "the former program is back; restarting with it"
    roll || die "the former program does not become ready either: see journalctl -u 'xorb-*' and docs/runbooks/XorbProcessDown.md"
}

update() {
    local new=$1 with_backup=$2
    [ -x "$new" ] || die "$new is no program"
    "$new" --version >/dev/null || die "$new does not run on this machine"
    for role in api worker; do
        XORB__DATABASE__URL=postgres://check@localhost/check XORB__REDIS__URL=redis://localhost "$new" --config "$config" config check --for $role >/dev/null ||
            die "the new program does not take $config as it is (see above). Nothing has been changed"
    done
    ! cmp -s "$new" "$program" || { say "this program is already installed"; exit 0; }
    if [ "$with_backup" = yes ]; then
        say "backing up"
        systemctl start xorb-backup.service || die "the backup failed: journalctl -u xorb-backup. Nothing has been changed"
    fi
    install -m 755 -D "$program" "$before"
    put "$new"
    say "migrating"
    if ! systemctl start xorb-migrate.service; then
        put "$before"
        die "the migration failed: journalctl -u xorb-migrate. The former program runs on; the backup is there if it is needed"
    fi
    if roll && verify; then say "done: $("$program" --version)"; return; fi
    say "going back"
    back
    die "the update was taken back: journalctl -u 'xorb-*' --since -10min says why"
}

case ${1:-} in
    '' | -h | --help) usage ;;
    --back) back ;;
    *) update "$1" "$([ "${2:-}" = --without-backup ] && echo no || echo yes)" ;;
esac
