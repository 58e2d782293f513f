#!/usr/bin/env bash
# Backups against a PostgreSQL of our own: backed up, destroyed, restored, and refused where something is wrong.
. "$(dirname "$0")/expect.sh"
programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
export PATH=$programs:$PATH
chmod 755 "$scratch"
cp -r "$deploy/backup" "$scratch/scripts"
chmod -R a+rX "$scratch/scripts"
as() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
    as() { runuser -u postgres -- env "PATH=$PATH" "$@"; }
    chown postgres "$scratch"
fi
tear_down() { as pg_ctl -D "$scratch/data" -m immediate stop >/dev/null 2>&1 || true; }
export PGHOST=$scratch/socket PGUSER=admin BACKUP_DIRECTORY=$scratch/backups BACKUP_RECIPIENTS_FILE=$scratch/recipients BACKUP_KEEP_DAYS=30
as mkdir "$scratch/socket" "$scratch/backups" "$scratch/state"
as initdb -D "$scratch/data" -U admin --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
as pg_ctl -D "$scratch/data" -w -l "$scratch/log" -o "-c listen_addresses='' -c unix_socket_directories=$scratch/socket -c fsync=off" start >/dev/null
sql() { as psql -XAtq -v ON_ERROR_STOP=1 -d "$1" -c "$2"; }

as age-keygen -o "$scratch/key" 2>/dev/null
as age-keygen -o "$scratch/other-key" 2>/dev/null
as age-keygen -y "$scratch/key" | as tee "$scratch/recipients" >/dev/null
for role in xorb xorb_owner xorb_backup; do sql postgres "CREATE ROLE $role LOGIN"; done
sql postgres 'CREATE ROLE xorb_runtime'
sql postgres 'ALTER ROLE xorb_backup BYPASSRLS; GRANT pg_read_all_data TO xorb_backup'
sql postgres 'CREATE DATABASE xorb OWNER xorb_owner'
sql xorb "SET ROLE xorb_owner; CREATE TABLE findings (tenant_id int, id int, title text, made timestamptz, proof bytea, PRIMARY KEY (tenant_id, id));
    INSERT INTO findings SELECT n % 7, n, 'Ein Fund ' || n, now(), decode(md5(n::text), 'hex') FROM generate_series(1, 5000) n;
    ALTER TABLE findings ENABLE ROW LEVEL SECURITY; ALTER TABLE findings FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant ON findings USING (tenant_id::text = current_setting('xorb.tenant_id', true));
    GRANT SELECT ON findings TO xorb_runtime; CREATE TABLE nothing (id int)" 2>/dev/null ||
    sql xorb "GRANT ALL ON SCHEMA public TO xorb_owner"
[ "$(sql xorb "SELECT to_regclass('findings') IS NOT NULL")" = t ] || { echo "the database was not made"; exit 1; }
fingerprint() { as psql -XAtq -d xorb -f "$scratch/scripts/fingerprint.sql"; }

backup() { PGDATABASE=xorb PGUSER=xorb_backup as env "PGDATABASE=xorb" "PGUSER=xorb_backup" "$scratch/scripts/backup.sh"; }
restore() { as "$scratch/scripts/restore.sh" "$@"; }
newest() { find "$scratch/backups" -name 'xorb-*.dump.age' | sort | tail -n 1; }

before=$(fingerprint)
passes "a backup sees all tenants in spite of forced row-level security" backup
backup=$(newest)
manifest=${backup%.dump.age}.manifest
passes "the manifest counts every row" grep -q '^table public.findings|5000|' "$manifest"
passes "nobody else can read it" test "$(stat -c %a "$backup")" = 600
passes "it is encrypted" bash -c "head -c 20 '$backup' | grep -q age-encryption && ! grep -qa 'PGDMP' '$backup'"

sql xorb 'UPDATE findings SET title = NULL; DELETE FROM findings WHERE id > 10'
passes "the restore takes what was backed up" restore "$backup" "$scratch/key"
equal "every row is as it was" "$before" "$(fingerprint)"
equal "row-level security is forced as before" t "$(sql xorb "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'findings'")"
equal "the former database is kept" 1 "$(sql postgres "SELECT count(*) FROM pg_database WHERE datname LIKE 'xorb_before_%'")"
sql postgres 'DROP DATABASE xorb'
passes "a database that is gone is restored" restore "$backup" "$scratch/key"
equal "with every row" "$before" "$(fingerprint)"

refuses "a wrong key is refused" 'wrong key. Nothing has been changed' restore "$backup" "$scratch/other-key"
refuses "a missing key is named" 'other-missing-key can.t be read' restore "$backup" "$scratch/other-missing-key"
as cp "$manifest" "$scratch/cut.manifest"
as head -c -100 "$backup" | as tee "$scratch/cut.dump.age" >/dev/null
refuses "a backup that is cut off is refused" 'cut off or damaged.*Nothing has been changed' restore "$scratch/cut.dump.age" "$scratch/key"
as cp "$backup" "$scratch/lied.dump.age"
sed 's/findings|5000|/findings|4999|/' "$manifest" | as tee "$scratch/lied.manifest" >/dev/null
refuses "a restore that is not what was backed up is refused" 'not what was backed up' restore "$scratch/lied.dump.age" "$scratch/key"
as env PGDATABASE=xorb psql -Xq -c 'SELECT pg_sleep(8)' >/dev/null &
for _ in $(seq 100); do [ "$(sql postgres "SELECT count(*) FROM pg_stat_activity WHERE datname = 'xorb'")" = 0 ] || break; sleep 0.05; done
refuses "nothing is restored under a program that runs" 'stop api and worker first' restore "$backup" "$scratch/key"
sql postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'xorb'" >/dev/null
wait $! || true
equal "after all of that the database is untouched" "$before" "$(fingerprint)"
equal "and nothing half restored is left" 0 "$(sql postgres "SELECT count(*) FROM pg_database WHERE datname LIKE '%restoring%'")"

drill() { as env STATE_DIRECTORY="$scratch/state" BACKUP_IDENTITY="$1" "$scratch/scripts/restore-drill.sh"; }
passes "the drill restores the newest backup in a PostgreSQL of its own" drill "$scratch/key"
refuses "the drill fails with a wrong key" 'wrong key' drill "$scratch/other-key"
equal "the drill leaves nothing behind" 0 "$(find "$scratch/state" -mindepth 1 | wc -l)"

as touch "$scratch/backups/xorb-20200101T000000Z.dump.age" "$scratch/backups/xorb-20200101T000000Z.manifest" "$scratch/backups/xorb-20200101T000000Z.dump.age.part"
sleep 1.1
passes "the next backup" backup
equal "old ones, and what was left unfinished, are gone" 0 "$(find "$scratch/backups" -name 'xorb-2020*' | wc -l)"
equal "what is younger stays" 2 "$(find "$scratch/backups" -name '*.dump.age' | wc -l)"
echo '# nobody' | as tee "$scratch/recipients" >/dev/null
refuses "a backup to nobody is refused" 'names no recipient' backup

mkdir -p "$scratch/etc/credentials" "$scratch/etc/certificates/authority" "$scratch/usb"
echo secret > "$scratch/etc/credentials/master.key"
echo "BACKUP_DIRECTORY=$scratch/backups" > "$scratch/etc/backup.conf"
age-keygen -y "$scratch/key" > "$scratch/etc/backup.recipients"
age-keygen -y "$scratch/other-key" > "$scratch/keys.recipients"
keys() { XORB_ETC=$scratch/etc "$deploy/backup/backup-keys.sh" "$@"; }
passes "keys are backed up to a medium of their own" keys "$scratch/keys.recipients" "$scratch/usb"
passes "and can be read with their own key" bash -c "age -d -i '$scratch/other-key' '$scratch'/usb/*.age | tar -xO credentials/master.key | grep -qx secret"
refuses "never to where the backups are" 'would get everything' keys "$scratch/keys.recipients" "$scratch/backups"
refuses "never to the key that opens the backups" 'one key would open both' keys "$scratch/etc/backup.recipients" "$scratch/usb"
