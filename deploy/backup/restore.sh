#!/usr/bin/env bash
# Puts a backup in the place of the database: restore.sh FILE.dump.age IDENTITY
#
# IDENTITY is the file with the age secret key. Run it as PostgreSQL's administrator (runuser -u postgres), with all of api and
# worker stopped. The backup is checked, restored beside the present database, compared with its manifest, and only then the
# two are renamed: until that moment nothing has changed, and the former database is kept as xorb_before_TIME.
#
# Leave the erasure ledger and the master key as they are. At its start XORB repeats the erasures that the backup does not know, and
# serves nobody before that. Afterwards: systemctl start xorb-migrate, then api and worker.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
die() { echo "restore.sh: $*" >&2; exit 1; }
[ $# -eq 2 ] || { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 2; }
file=$1 identity=$2
manifest=${file%.dump.age}.manifest
database=${RESTORE_DATABASE:-xorb}
time=$(date -u +%Y%m%d%H%M%S)
beside=${database}_restoring_$time
unset PGDATABASE
sql() { psql -XAtq -v ON_ERROR_STOP=1 -d postgres "$@"; }

[ -r "$file" ] || die "$file can't be read"
[ -r "$identity" ] || die "$identity can't be read: it holds the secret key to this backup"
[ -r "$manifest" ] || die "$manifest is missing: it belongs to the backup"
[ "$(sha256sum < "$file" | cut -d' ' -f1)" = "$(sed -n 's/^sha256 //p' "$manifest")" ] ||
    die "$file is not what was written: it is cut off or damaged; take another copy. Nothing has been changed"
[ "$({ age --decrypt -i "$identity" "$file" 2>/dev/null || true; } | head -c 5)" = PGDMP ] ||
    die "$identity does not open $file: it is the wrong key. Nothing has been changed"
[ "$(sql -c "SELECT count(*) FROM pg_stat_activity WHERE datname = '$database' AND pid <> pg_backend_pid()")" = 0 ] ||
    die "somebody is connected to $database: stop api and worker first. Nothing has been changed"

tear_down() { sql -c "DROP DATABASE IF EXISTS $beside" >/dev/null 2>&1 || true; }
trap tear_down EXIT
# Roles belong to the cluster, not to the database: on a new machine they are missing.
for role in xorb_runtime xorb_system; do
    sql -c "SELECT format('CREATE ROLE %I NOLOGIN', '$role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$role')" | sql
done
for role in xorb xorb_owner xorb_backup; do
    sql -c "SELECT format('CREATE ROLE %I LOGIN', '$role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$role')" | sql
done
sql -c "CREATE DATABASE $beside OWNER xorb_owner TEMPLATE template0 ENCODING UTF8"
age --decrypt -i "$identity" "$file" | pg_restore --exit-on-error --single-transaction --no-password -d "$beside" ||
    die "the backup could not be restored. Nothing has been changed"
diff <(sed -n 's/^table //p' "$manifest") <(psql -XAtq -v ON_ERROR_STOP=1 -d "$beside" -f "$here/fingerprint.sql") >&2 ||
    die "what was restored is not what was backed up (see above). Nothing has been changed"

if [ "$(sql -c "SELECT count(*) FROM pg_database WHERE datname = '$database'")" = 1 ]; then
    sql -c "ALTER DATABASE $database RENAME TO ${database}_before_$time"
    echo "kept: the former database as ${database}_before_$time; drop it when you are sure"
fi
sql -c "ALTER DATABASE $beside RENAME TO $database"
sql -c "REVOKE ALL ON DATABASE $database FROM PUBLIC" -c "GRANT CONNECT ON DATABASE $database TO xorb, xorb_owner, xorb_backup"
echo "restored: $(grep -c '^table ' "$manifest") tables, $(sed -n 's/^table //p' "$manifest" | awk -F'|' '{n+=$2} END {print n}') rows, equal to the manifest"
