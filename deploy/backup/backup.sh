#!/usr/bin/env bash
# One encrypted backup of the database, then those that are too old go. Run by xorb-backup.timer; settings: backup.conf.
#
# xorb-TIME.dump.age is pg_dump's custom format, encrypted by age (ChaCha20-Poly1305, X25519) to all of BACKUP_RECIPIENTS_FILE.
# xorb-TIME.manifest says what restore.sh must find: counts and sums of all tables, taken in the same snapshot, and the hash of the
# encrypted file. Nothing unencrypted touches the disk. The master key and the erasure ledger are not in it: the first is
# backed up apart (backup-keys.sh), the second must stay newer than any backup.
set -euo pipefail
umask 077
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
die() { echo "backup.sh: $*" >&2; exit 1; }
: "${BACKUP_DIRECTORY:?set it, see backup.conf}" "${BACKUP_RECIPIENTS_FILE:?set it, see backup.conf}" "${BACKUP_KEEP_DAYS:=30}"
# PostgreSQL's own programs: what Debian puts into /usr/bin is a script from a folder in which the unit executes nothing.
programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1) || true
export PATH=${programs:+$programs:}$PATH
grep -q '^age1' "$BACKUP_RECIPIENTS_FILE" 2>/dev/null || die "$BACKUP_RECIPIENTS_FILE names no recipient (a line that begins with age1)"

exec 9>"$BACKUP_DIRECTORY/.lock"
flock --nonblock 9 || die "another backup is running"
rm -f "$BACKUP_DIRECTORY"/*.part
name=xorb-$(date -u +%Y%m%dT%H%M%SZ)
file=$BACKUP_DIRECTORY/$name.dump.age
manifest=$BACKUP_DIRECTORY/$name.manifest
[ ! -e "$file" ] || die "$file is there already"

# A session holds the snapshot that the dump and the fingerprint both see.
coproc SESSION { psql -XAtq -v ON_ERROR_STOP=1; }
# shellcheck disable=SC2153  # coproc sets it
session_pid=$SESSION_PID
say() { printf '%s\n' "$1" >&"${SESSION[1]}"; }
say 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = 0; SELECT pg_export_snapshot();'
read -r -t 30 snapshot <&"${SESSION[0]}" || die "the database does not answer"

pg_dump --format=custom --compress=6 --no-password --snapshot="$snapshot" | age --encrypt -R "$BACKUP_RECIPIENTS_FILE" > "$file.part"
say "\\i $here/fingerprint.sql"
say "\\echo end"
: > "$manifest.part"
while IFS= read -r line <&"${SESSION[0]}" && [ "$line" != end ]; do echo "table $line" >> "$manifest.part"; done
say 'ROLLBACK;'
say '\q'
wait "$session_pid"
grep -q '^table ' "$manifest.part" || die "no table was seen: may $(psql -XAtqc 'SELECT current_user') read the database?"
echo "sha256 $(sha256sum < "$file.part" | cut -d' ' -f1)" >> "$manifest.part"

sync "$file.part" "$manifest.part"
mv "$manifest.part" "$manifest"
mv "$file.part" "$file"

# Age counts by the name, not by what a copy did to the file's time; the newest always stays.
oldest=xorb-$(date -u -d "-$BACKUP_KEEP_DAYS days" +%Y%m%dT%H%M%SZ)
for old in "$BACKUP_DIRECTORY"/xorb-*.dump.age; do
    base=$(basename "$old" .dump.age)
    [[ $old != "$file" && $base < $oldest ]] || continue
    rm -f "$old" "$BACKUP_DIRECTORY/$base.manifest"
    echo "gone: $base, older than $BACKUP_KEEP_DAYS days"
done
[ -z "${BACKUP_METRICS_FILE:-}" ] || {
    printf '# TYPE xorb_backup_last_success_timestamp_seconds gauge\nxorb_backup_last_success_timestamp_seconds %s\n' "$(date +%s)" > "$BACKUP_METRICS_FILE.$$"
    chmod 644 "$BACKUP_METRICS_FILE.$$" && mv "$BACKUP_METRICS_FILE.$$" "$BACKUP_METRICS_FILE"
}
echo "backed up: $file, $(stat -c %s "$file") bytes, $(grep -c '^table ' "$manifest") tables"
