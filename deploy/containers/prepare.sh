#!/usr/bin/env bash
# Certificates, secrets and configuration for compose.yaml, in ./state: prepare.sh xorb.example.org security@example.org
# Say it again whenever you like: what is there stays, certificates are renewed when they are due.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 2; }
name=$1 contact=$2
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
deploy=$(dirname "$here")
state=${XORB_STATE:-$here/state}
# The users inside: XORB 65532, PostgreSQL and Redis 999, nginx 101.
readonly xorb=65532 data=999 nginx=101
umask 077
mkdir -p "$state"/{secrets,nginx,snippets,postgresql,redis,initdb}

own() { if [ "$(id -u)" -eq 0 ]; then chown "$@"; fi; }
secret() {
    [ -e "$state/secrets/$1" ] || "${@:2}" > "$state/secrets/$1"
    chmod 400 "$state/secrets/$1"
}
password() { openssl rand -hex 24; }
new_master_key() { printf '1 %s\n' "$(openssl rand -base64 32)"; }
word() { cat "$state/secrets/$1"; }
url() {
    printf 'postgres://%s:%s@postgres:5432/xorb?sslmode=verify-full&sslrootcert=/run/secrets/authority&sslcert=/run/secrets/%s_certificate&sslkey=/run/secrets/%s_key' \
        "$1" "$(word "$2")" "$3" "$3"
}

export CERTIFICATE_PARTS=$state/parts.conf
sed -E "s/^(front .*) localhost 127.0.0.1/\1 $name/; s/^(postgres .*)$/\1 postgres/; s/^(redis .*)$/\1 redis/; s/^(api .*)$/\1 api/" \
    "$deploy/certificates/parts.conf" > "$CERTIFICATE_PARTS"
[ -e "$state/certificates/authority/root.pem" ] || "$deploy/certificates/certificates.sh" init "$state/certificates"
"$deploy/certificates/certificates.sh" renew "$state/certificates"
chmod 755 "$state/certificates" "$state/certificates/authority"
chmod 644 "$state/certificates/authority/root.pem"

for role in xorb xorb_owner xorb_backup redis postgres; do secret "${role}_password" password; done
secret master_key new_master_key
secret redis_url printf 'rediss://xorb:%s@redis:6379/0' "$(word redis_password)"
secret api_database_url url xorb xorb_password api
secret worker_database_url url xorb xorb_password worker
secret migrate_database_url url xorb_owner xorb_owner_password migrate

certificates() { sed -E 's#/etc/xorb/certificates/([a-z]+)/certificate.pem#/run/secrets/\1_certificate#; s#/etc/xorb/certificates/([a-z]+)/key.pem#/run/secrets/\1_key#; s#/etc/xorb/certificates/[a-z]+/authority.pem#/run/secrets/authority#'; }
named() { sed "s/xorb\.example\.org/$name/g; s/security@$name/$contact/g"; }
for file in xorb-tls.conf xorb-headers.conf xorb-proxy.conf; do certificates < "$deploy/nginx/$file" > "$state/snippets/$file"; done
# Docker's name server gives all replicas of the API.
printf 'upstream xorb_api {\n    zone xorb_api 64k;\n    least_conn;\n    resolver 127.0.0.11 valid=5s;\n    server api:8080 resolve max_fails=2 fail_timeout=2s;\n    keepalive 32;\n    keepalive_timeout 60s;\n}\n' > "$state/snippets/xorb-upstream.conf"
named < "$deploy/nginx/xorb.conf" | sed 's/listen 443/listen 8443/; s/listen \[::\]:443/listen [::]:8443/; s/listen 80 /listen 8080 /; s/listen \[::\]:80 /listen [::]:8080 /; s#/var/log/nginx/xorb.log#/dev/stdout#; s#/var/log/nginx/xorb-error.log#/dev/stderr#' > "$state/nginx/default.conf"
named < "$deploy/nginx/security.txt" | sed "s/^Expires: .*/Expires: $(date -u -d '+1 year' +%Y-%m-%dT00:00:00Z)/" > "$state/security.txt"
{ certificates < "$deploy/postgresql/xorb.conf" | sed "s/'localhost'/'*'/"; } > "$state/postgresql/postgresql.conf"
sed -E '/::1/d; s#127.0.0.1/32     #samenet          #; s/peer$/scram-sha-256/' "$deploy/postgresql/pg_hba.conf" > "$state/postgresql/pg_hba.conf"
certificates < "$deploy/redis/xorb.conf" | sed 's/^bind .*/bind * -::*/' > "$state/redis/redis.conf"
printf 'user default off\nuser xorb on #%s resetkeys resetchannels ~xorb:* &xorb:* +@all -@admin -@dangerous\n' \
    "$(word redis_password | tr -d '\n' | sha256sum | cut -d' ' -f1)" > "$state/redis/users.acl"
sed -i 's#/etc/redis/users.acl#/etc/xorb/users.acl#' "$state/redis/redis.conf"
cat > "$state/initdb/roles.sql" <<SQL
CREATE ROLE xorb LOGIN PASSWORD '$(word xorb_password)';
CREATE ROLE xorb_owner LOGIN CREATEROLE PASSWORD '$(word xorb_owner_password)';
CREATE ROLE xorb_backup LOGIN BYPASSRLS PASSWORD '$(word xorb_backup_password)';
GRANT pg_read_all_data TO xorb_backup;
ALTER DATABASE xorb OWNER TO xorb_owner;
REVOKE ALL ON DATABASE xorb FROM PUBLIC;
GRANT CONNECT ON DATABASE xorb TO xorb, xorb_owner, xorb_backup;
SQL

own $xorb:$xorb "$state"/secrets/{master_key,redis_url,api_database_url,worker_database_url,migrate_database_url} "$state"/certificates/{api,worker,migrate}/*
own $data:$data "$state"/secrets/postgres_password "$state"/certificates/{postgres,redis}/* "$state"/postgresql "$state"/postgresql/* "$state"/redis "$state"/redis/* "$state"/initdb "$state"/initdb/*
own $nginx:$nginx "$state"/certificates/{front,nginx}/* "$state"/nginx "$state"/nginx/* "$state"/snippets "$state"/snippets/* "$state"/security.txt
chmod 600 "$state"/certificates/*/key.pem
chmod 755 "$state"/certificates/{api,worker,migrate,postgres,redis,front,nginx} "$state"
[ "$(id -u)" -eq 0 ] || echo "note: not root, so the files belong to you: run this as root, or the users in the containers can't read them"
echo "ready: XORB_PUBLIC_URL=https://$name docker compose -f $here/compose.yaml up -d"
