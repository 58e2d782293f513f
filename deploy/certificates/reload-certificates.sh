#!/usr/bin/env bash
# Tells those that don't look themselves that their certificates are new: nginx and PostgreSQL read them again and disconnect
# nobody. Redis would need an administrator's log-in for that; it is restarted, and only when its certificate is younger
# than its process. The jobs are in PostgreSQL, so that costs a second.
set -euo pipefail
[ -d /run/systemd/system ] || exit 0
systemctl try-reload-or-restart nginx.service postgresql.service
started=$(date -d "$(systemctl show --value -p ActiveEnterTimestamp redis-server.service)" +%s 2>/dev/null || echo 0)
if [ "$(stat -c %Y /etc/xorb/certificates/redis/certificate.pem)" -gt "$started" ]; then
    systemctl try-restart redis-server.service
fi
