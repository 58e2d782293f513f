#!/usr/bin/env bash
# Restores the newest backup into a PostgreSQL of its own that listens nowhere but in its folder, and says whether it is what
# was backed up. Run by xorb-restore-drill.timer; settings: backup.conf. Ends with an error if anything is amiss.
set -euo pipefail
umask 077
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
die() { echo "restore-drill.sh: $*" >&2; exit 1; }
: "${BACKUP_DIRECTORY:?set it, see backup.conf}" "${BACKUP_IDENTITY:?name the file with the secret key of the drill}"
newest=$(find "$BACKUP_DIRECTORY" -name 'xorb-*.dump.age' | sort | tail -n 1)
[ -n "$newest" ] || die "there is no backup in $BACKUP_DIRECTORY"
programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
export PATH=$programs:$PATH

scratch=$(mktemp -d "${STATE_DIRECTORY:-${TMPDIR:-/tmp}}/drill.XXXXXX")
tear_down() {
    pg_ctl -D "$scratch/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$scratch"
}
trap tear_down EXIT
initdb --pgdata="$scratch/data" --username=drill --auth=trust --encoding=UTF8 --locale=C --no-sync --no-instructions >/dev/null
pg_ctl -D "$scratch/data" -w -l "$scratch/log" -o "-c listen_addresses='' -c unix_socket_directories=$scratch -c fsync=off -c jit=off" start >/dev/null ||
    die "PostgreSQL does not start: $(tail -n 3 "$scratch/log")"

started=$SECONDS
# The settings of the real server are not the drill's.
env -i PATH="$PATH" PGHOST="$scratch" PGUSER=drill "$here/restore.sh" "$newest" "$BACKUP_IDENTITY"
age_seconds=$(($(date +%s) - $(stat -c %Y "$newest")))
[ -z "${DRILL_METRICS_FILE:-}" ] || {
    printf '# TYPE xorb_restore_drill_last_success_timestamp_seconds gauge\nxorb_restore_drill_last_success_timestamp_seconds %s\n' "$(date +%s)" > "$DRILL_METRICS_FILE.$$"
    chmod 644 "$DRILL_METRICS_FILE.$$" && mv "$DRILL_METRICS_FILE.$$" "$DRILL_METRICS_FILE"
}
echo "drill passed: $(basename "$newest"), $age_seconds s old, restored and compared in $((SECONDS - started)) s"
