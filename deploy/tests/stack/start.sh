# shellcheck shell=bash
# Starts everything and waits until it is ready; what it leaves to the subjects are the functions and variables below.
# shellcheck disable=SC2034,SC2154  # what the subjects use, and what expect.sh has set
repository=$(dirname "$deploy")
program=$(readlink -f "${PROGRAM:-${CARGO_TARGET_DIR:-$repository/target}/debug/xorb}")
[ -x "$program" ] || { echo "$program is not built: cargo test --workspace --no-run"; exit 1; }
export PATH=$PATH:/usr/sbin
programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
here=$deploy/tests/stack
pids=()
tear_down() {
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
}
chmod 755 "$scratch"
as=()
[ "$(id -u)" -ne 0 ] || as=(setpriv --reuid postgres --regid postgres --clear-groups)
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Instances of units have four digits: their port, and 1 before it for the admin listener.
read -r https http postgres redis site api_1 api_2 worker_1 worker_2 < <(python3 -c '
import random, socket
sockets = [socket.socket() for _ in range(5)]
for s in sockets: s.bind(("127.0.0.1", 0))
instances = []
while len(instances) < 4:
    port = random.randrange(4000, 9999)
    try:
        pair = [socket.socket(), socket.socket()]
        pair[0].bind(("127.0.0.1", port)); pair[1].bind(("127.0.0.1", 10000 + port))
        instances.append((port, pair))
    except OSError: pass
print(*(s.getsockname()[1] for s in sockets), *(i[0] for i in instances))')

# --- certificates, and what install.sh would write; the front's name is localhost, as its certificate has it
for authority in ours foreign; do
    "$deploy/certificates/certificates.sh" init "$scratch/$authority"
    "$deploy/certificates/certificates.sh" issue "$scratch/$authority"
done
cp -r "$scratch/ours" "$scratch/expired"
CERTIFICATE_DAYS=0 "$deploy/certificates/certificates.sh" issue "$scratch/expired" nginx api prometheus
ours() { sed "s#/etc/xorb/certificates#$scratch/ours#g"; }
chmod 755 "$scratch"/{ours,foreign,expired} "$scratch"/*/{postgres,api,worker,migrate,backup}

# --- the supervisor, and what it is told about each unit: unit NAME VARIABLE=VALUE… -- PROGRAM ARGUMENT…
mkdir "$scratch/supervisor"
export SUPERVISOR=$scratch/supervisor
systemctl() { "$here/systemctl" "$@"; }
"$here/supervisor.py" &
pids+=($!)
wait_for 10 test -S "$SUPERVISOR/control"
rules() {
    local template=${1/@*/@.service} file
    for file in "/lib/systemd/system/$template" "$deploy/systemd/$template" "$deploy/systemd/$template.d"/*.conf; do
        [ ! -e "$file" ] || printf '%s,' "$file"
    done | sed 's/,$//'
}
unit() {
    local name=$1
    shift
    systemctl define "$name" "$(rules "$name")" "$scratch/${name%.service}.log" "$@"
}
main_pid() { systemctl show --value -p MainPID "$1"; }

# --- PostgreSQL
mkdir "$scratch/socket" "$scratch/credentials" "$scratch/data"
ours < "$deploy/postgresql/xorb.conf" > "$scratch/postgresql.conf"
{ echo 'local all all trust'; cat "$deploy/postgresql/pg_hba.conf"; } > "$scratch/pg_hba.conf"
chmod 644 "$scratch"/{postgresql,pg_hba}.conf
if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$scratch/socket" "$scratch/data"; chgrp -R postgres "$scratch/ours/postgres"; fi
chmod 700 "$scratch/data"
"${as[@]}" "$programs/initdb" -D "$scratch/data" -U admin --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
database=postgresql@15-main.service
unit "$database" "PATH=$PATH" LC_ALL=C -- "${as[@]}" "$programs/postgres" -D "$scratch/data" -c "config_file=$scratch/postgresql.conf" \
    -c "data_directory=$scratch/data" -c "hba_file=$scratch/pg_hba.conf" -c "port=$postgres" -c "unix_socket_directories=$scratch/socket"
systemctl start "$database"
sql() { psql -h "$scratch/socket" -p "$postgres" -U admin -d "${1:-xorb}" -qXAt; }
answers() { "$programs/pg_isready" -q -h "$scratch/socket" -p "$postgres"; }
wait_for 30 answers || { cat "$scratch/${database%.service}.log"; exit 1; }
sql postgres <<'SQL'
CREATE ROLE xorb LOGIN PASSWORD 'word';
CREATE ROLE xorb_owner LOGIN CREATEROLE PASSWORD 'word';
CREATE ROLE xorb_backup LOGIN BYPASSRLS PASSWORD 'word';
CREATE DATABASE xorb OWNER xorb_owner TEMPLATE template0;
REVOKE ALL ON DATABASE xorb FROM PUBLIC;
GRANT CONNECT ON DATABASE xorb TO xorb, xorb_owner, xorb_backup;
SQL

# --- Redis
{ ours < "$deploy/redis/xorb.conf" | sed "s/6379/$redis/; s#/etc/redis/users.acl#$scratch/users.acl#"; echo "dir $scratch"; } > "$scratch/redis.conf"
printf 'user default off\nuser xorb on #%s resetkeys resetchannels ~xorb:* &xorb:* +@all -@admin -@dangerous\n' "$(printf word | sha256sum | cut -d' ' -f1)" > "$scratch/users.acl"
unit redis-server.service "PATH=$PATH" -- redis-server "$scratch/redis.conf" --supervised systemd --daemonize no
systemctl start redis-server.service

# --- the program, with the environment of its unit
url() { printf 'postgres://%s:word@localhost:%s/xorb?sslmode=verify-full&sslrootcert=%s&sslcert=%s&sslkey=%s' "$1" "$postgres" "$3/$2/authority.pem" "$3/$2/certificate.pem" "$3/$2/key.pem"; }
printf '1 %s\n' "$(openssl rand -base64 32)" > "$scratch/credentials/master.key"
chmod 600 "$scratch/credentials/master.key"
printf 'rediss://%s:word@localhost:%s/0' xorb "$redis" > "$scratch/credentials/redis_url"
for part in api worker; do url xorb $part "$scratch/ours" > "$scratch/credentials/$part.database_url"; done
# /usr/local/bin/xorb: update.sh puts another in its place.
printf '#!/bin/sh\nexec %s "$@"\n' "$program" > "$scratch/xorb"
chmod 755 "$scratch/xorb"
url xorb api "$scratch/ours" > "$scratch/credentials/database_url"
url xorb_owner migrate "$scratch/ours" > "$scratch/credentials/migration_url"
unit xorb-migrate.service XORB__DATA_DIR="$scratch/state" XORB__DATABASE__URL_FILE="$scratch/credentials/database_url" \
    XORB__DATABASE__MIGRATION_URL_FILE="$scratch/credentials/migration_url" -- "$scratch/xorb" migrate up
passes "the owner migrates, by a certificate of its own" systemctl start xorb-migrate.service
# What config.toml has, and what only a test asks for: a stack on loopback scans loopback, and all its load is of one address.
configuration=(XORB__WEB__PUBLIC_URL="https://localhost:$https" XORB__AUTH__OPEN_SIGN_UP=true XORB__SCAN__ALLOW_PRIVATE_TARGETS=true
    XORB__HTTP__TRUSTED_PROXIES=127.0.0.1 XORB__RATE_LIMIT__MODE=shadow XORB__QUOTAS__ASSETS=100000)
for instance in "api $api_1" "api $api_2" "worker $worker_1" "worker $worker_2"; do
    role=${instance% *} number=${instance#* } environment=()
    while read -r line; do environment+=("$line"); done < <(sed -n 's/^Environment=//p' "$deploy/systemd/xorb-$role@.service" | tr ' ' '\n' |
        sed "s#%i#$number#g; s#%d/database_url#$scratch/credentials/$role.database_url#; s#%d#$scratch/credentials#; s#/var/lib/xorb#$scratch/state#" | ours)
    unit "xorb-$role@$number.service" "${environment[@]}" "${configuration[@]}" -- "$scratch/xorb" "$role"
    systemctl start "xorb-$role@$number.service" &
    starting+=($!)
done

# --- nginx
for file in xorb.conf xorb-upstream.conf xorb-tls.conf xorb-headers.conf xorb-proxy.conf; do
    ours < "$deploy/nginx/$file" | sed -e "s#/etc/nginx/snippets#$scratch#; s#/etc/xorb/#$scratch/#; s#/var/log/nginx#$scratch#; s#xorb.example.org#localhost#" \
        -e "/listen \[::\]/d; s#listen 443#listen 127.0.0.1:$https#; s#listen 80#listen 127.0.0.1:$http#" \
        -e "s#127.0.0.1:8081#127.0.0.1:$api_1#; s#127.0.0.1:8082#127.0.0.1:$api_2#" > "$scratch/$file"
done
# The proof that the front is ours, once front.sh has written it.
sed -i "s#^    location = /livez #    location = /.well-known/xorb-challenge.txt { alias $scratch/challenge.txt; default_type text/plain; }\n&#" "$scratch/xorb.conf"
{
    [ "$(id -u)" -ne 0 ] || echo 'user root;'
    echo "daemon off; worker_processes 1; pid $scratch/nginx.pid; error_log $scratch/error.log; events { worker_connections 512; } http {"
    for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $scratch/nginx-$kind;"; done
    echo "include $scratch/xorb.conf; }"
} > "$scratch/nginx.conf"
unit nginx.service -- /usr/sbin/nginx -p "$scratch" -c "$scratch/nginx.conf" -e "$scratch/error.log"
systemctl start nginx.service

# tried PORT AUTHORITY PART PATH: with nobody's certificate if the part is "nothing".
tried() {
    local shown=()
    [ "$3" = nothing ] || shown=(--cert "$scratch/$2/$3/certificate.pem" --key "$scratch/$2/$3/key.pem")
    curl -sSf --max-time 10 --cacert "$scratch/ours/authority/root.pem" "${shown[@]}" "https://localhost:$1$4"
}
# ping_redis AUTHORITY PART: by its TLS.
ping_redis() {
    local shown=()
    [ "$2" = nothing ] || shown=(--cert "$scratch/$1/$2/certificate.pem" --key "$scratch/$1/$2/key.pem")
    redis-cli --no-auth-warning -h localhost -p "$redis" --tls --cacert "$scratch/ours/authority/root.pem" "${shown[@]}" --user xorb --pass word ping 2>&1 | grep -x PONG
}
is_ready() { tried "1$1" ours prometheus /readyz; }
wait "${starting[@]}" || true
for instance in "$api_1" "$api_2" "$worker_1" "$worker_2"; do
    passes "$instance is ready, with the environment of its unit" wait_for 30 is_ready "$instance"
done

# --- a person outside
outside_curl=(--cacert "$scratch/ours/authority/root.pem") front_url=https://localhost:$https
# shellcheck source=/dev/null
. "$deploy/tests/person.sh"
