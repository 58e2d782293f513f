#!/usr/bin/env bash
# The keys, encrypted and apart from the database: backup-keys.sh RECIPIENTS TARGET-FOLDER
#
# With the database and the master key together everything can be read: so never to where the backups go, and to other recipients
# than theirs. Takes the master key, the credentials and the authority; run it after each change of them (operations.md).
set -euo pipefail
umask 077
die() { echo "backup-keys.sh: $*" >&2; exit 1; }
[ $# -eq 2 ] || { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 2; }
recipients=$1 target=$2 root=${XORB_ETC:-/etc/xorb}
grep -q '^age1' "$recipients" 2>/dev/null || die "$recipients names no recipient (a line that begins with age1)"
[ -d "$target" ] || die "$target is no folder: is the medium mounted?"
backups=$(sed -n 's/^BACKUP_DIRECTORY=//p' "$root/backup.conf" 2>/dev/null || true)
[ -z "$backups" ] || [[ $(readlink -f "$target")/ != $(readlink -f "$backups")/* ]] ||
    die "$target is where the backups of the database are: whoever gets that folder would get everything"
if [ -e "$root/backup.recipients" ] && grep -qxFf <(grep '^age1' "$root/backup.recipients") "$recipients"; then
    die "$recipients has a recipient of the database's backups: one key would open both"
fi
file=$target/xorb-keys-$(date -u +%Y%m%dT%H%M%SZ).tar.age
tar -C "$root" -c credentials certificates/authority | age --encrypt -R "$recipients" > "$file.part"
mv "$file.part" "$file"
echo "keys backed up: $file; try it: age -d -i KEY $file | tar -t"
