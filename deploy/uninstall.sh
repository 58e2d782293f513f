#!/usr/bin/env bash
# Takes XORB off this machine: uninstall.sh [--with-data]
#
# Without --with-data what people entrusted stays: database, keys, credentials, configuration, backups. With it they go too; then only
# backups elsewhere are left, and these only with their keys. Packages, users and the hardening of SSH and the firewall stay.
set -euo pipefail
root=${XORB_ROOT:-}
with_data=no
case ${1:-} in
    '') ;;
    --with-data) with_data=yes ;;
    *) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
[ -n "$root" ] || [ "$(id -u)" -eq 0 ] || { echo "uninstall.sh: run this as root" >&2; exit 1; }
if [ $with_data = yes ] && [ "${XORB_REALLY:-}" != yes ]; then
    read -r -p "This deletes the database and all keys. Type the name of this machine ($(hostname)) to go on: " answer
    [ "$answer" = "$(hostname)" ] || { echo "nothing was done"; exit 1; }
fi
running() { [ -z "$root" ] && [ -d /run/systemd/system ]; }

if running; then
    # All that are loaded. Nothing needs to be disabled: what starts them is removed below.
    systemctl stop 'xorb-*'
fi
rm -rf "$root"/etc/systemd/system/{nginx,postgresql@}.service.d/10-xorb.conf "$root"/etc/systemd/system/xorb-* "$root"/etc/systemd/system/*.wants/xorb-*
rm -rf "$root"/usr/local/bin/xorb "$root"/usr/local/lib/xorb "$root"/usr/local/share/doc/xorb
rm -f "$root"/etc/nginx/conf.d/xorb.conf "$root"/etc/nginx/snippets/xorb-*.conf
if running; then
    systemctl daemon-reload
    if nginx -t -q; then systemctl reload nginx.service; fi
fi
if [ $with_data = no ]; then
    echo "XORB is gone. Kept: /etc/xorb, /var/lib/xorb, /var/backups/xorb and the database xorb"
    exit 0
fi
if running; then
    for database in $(runuser -u postgres -- psql -XAtqc "SELECT datname FROM pg_database WHERE datname = 'xorb' OR datname LIKE 'xorb\\_before\\_%'"); do
        runuser -u postgres -- dropdb --force "$database"
    done
fi
# No disk forgets by rm: encryption at rest is what makes this true.
rm -rf "$root"/etc/xorb "$root"/var/lib/xorb "$root"/var/backups/xorb
echo "XORB and its data are gone. The disk's encryption makes that final; backups elsewhere are not touched"
