#!/usr/bin/env bash
# The whole stack for real, on loopback, as it is installed: nginx, two APIs, two workers, PostgreSQL and Redis, each door with
# mutual TLS, each process with the environment of its unit. The main job runs through it; then every door is tried with
# nothing, with a foreign and with an expired certificate; then the API's certificate is renewed under load.
#
#   PROGRAM=PATH   the built program (default: target/debug/xorb of this repository, or of CARGO_TARGET_DIR)
. "$(dirname "$0")/expect.sh"
repository=$(dirname "$deploy")
program=${PROGRAM:-${CARGO_TARGET_DIR:-$repository/target}/debug/xorb}
[ -x "$program" ] || { echo "$program is not built: cargo test --workspace --no-run"; exit 1; }
export PATH=$PATH:/usr/sbin
programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
pids=()
tear_down() {
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
    as "$programs/pg_ctl" -D "$scratch/data" -m immediate stop >/dev/null 2>&1 || true
    wait 2>/dev/null || true
}
as() { "$@"; }
chmod 755 "$scratch"
if [ "$(id -u)" -eq 0 ]; then as() { runuser -u postgres -- "$@"; }; fi
wait_for() { local port; for port in "$@"; do for _ in $(seq 400); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.05; done; done; }

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

# --- certificates, and what install.sh would write
sed 's/^front .*/front front server xorb.example.org/' "$deploy/certificates/parts.conf" > "$scratch/parts.conf"
export CERTIFICATE_PARTS=$scratch/parts.conf
for authority in ours foreign; do
    "$deploy/certificates/certificates.sh" init "$scratch/$authority"
    "$deploy/certificates/certificates.sh" issue "$scratch/$authority"
done
cp -r "$scratch/ours" "$scratch/expired"
CERTIFICATE_DAYS=0 "$deploy/certificates/certificates.sh" issue "$scratch/expired" nginx api prometheus
ours() { sed "s#/etc/xorb/certificates#$scratch/ours#g"; }
chmod 755 "$scratch"/{ours,foreign,expired} "$scratch"/*/{postgres,api,worker,migrate,backup}

mkdir "$scratch/socket" "$scratch/credentials" "$scratch/data"
ours < "$deploy/postgresql/xorb.conf" > "$scratch/postgresql.conf"
{ echo 'local all all trust'; cat "$deploy/postgresql/pg_hba.conf"; } > "$scratch/pg_hba.conf"
chmod 644 "$scratch"/{postgresql,pg_hba}.conf
if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$scratch/socket" "$scratch/data"; chgrp -R postgres "$scratch/ours/postgres"; fi
chmod 700 "$scratch/data"
as "$programs/initdb" -D "$scratch/data" -U admin --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
as "$programs/pg_ctl" -D "$scratch/data" -w -l "$scratch/data/log" -o "-c config_file=$scratch/postgresql.conf -c data_directory=$scratch/data \
    -c hba_file=$scratch/pg_hba.conf -c port=$postgres -c unix_socket_directories=$scratch/socket" start >/dev/null || { cat "$scratch/data/log"; exit 1; }
psql -h "$scratch/socket" -p "$postgres" -U admin -d postgres -qX <<'SQL'
CREATE ROLE xorb LOGIN PASSWORD 'word';
CREATE ROLE xorb_owner LOGIN CREATEROLE PASSWORD 'word';
CREATE ROLE xorb_backup LOGIN BYPASSRLS PASSWORD 'word';
CREATE DATABASE xorb OWNER xorb_owner TEMPLATE template0;
REVOKE ALL ON DATABASE xorb FROM PUBLIC;
GRANT CONNECT ON DATABASE xorb TO xorb, xorb_owner, xorb_backup;
SQL

{ ours < "$deploy/redis/xorb.conf" | sed "s/6379/$redis/; s#/etc/redis/users.acl#$scratch/users.acl#"; echo "dir $scratch"; } > "$scratch/redis.conf"
printf 'user default off\nuser xorb on #%s resetkeys resetchannels ~xorb:* &xorb:* +@all -@admin -@dangerous\n' "$(printf word | sha256sum | cut -d' ' -f1)" > "$scratch/users.acl"
redis-server "$scratch/redis.conf" > "$scratch/redis.log" &
pids+=($!)

url() { printf 'postgres://%s:word@localhost:%s/xorb?sslmode=verify-full&sslrootcert=%s&sslcert=%s&sslkey=%s' "$1" "$postgres" "$3/$2/authority.pem" "$3/$2/certificate.pem" "$3/$2/key.pem"; }
printf '1 %s\n' "$(openssl rand -base64 32)" > "$scratch/credentials/master.key"
chmod 600 "$scratch/credentials/master.key"
printf 'rediss://xorb:word@localhost:%s/0' "$redis" > "$scratch/credentials/redis_url"
for part in api worker; do url xorb $part "$scratch/ours" > "$scratch/credentials/$part.database_url"; done
wait_for "$redis"

# start UNIT INSTANCE ARGUMENT: the program with the environment of its unit, and with nothing else.
start() {
    local unit=$1 instance=$2 environment=()
    while read -r line; do environment+=("$line"); done < <(sed -n 's/^Environment=//p' "$deploy/systemd/xorb-$unit@.service" | tr ' ' '\n' |
        sed "s#%i#$instance#g; s#%d/database_url#$scratch/credentials/$unit.database_url#; s#%d#$scratch/credentials#; s#/var/lib/xorb#$scratch/state#" | ours)
    env -i "${environment[@]}" XORB__WEB__PUBLIC_URL=https://xorb.example.org XORB__AUTH__OPEN_SIGN_UP=true XORB__SCAN__ALLOW_PRIVATE_TARGETS=true \
        XORB__HTTP__TRUSTED_PROXIES=127.0.0.1 "$program" "$unit" > "$scratch/$unit-$instance.log" 2>&1 &
    pids+=($!)
}
passes "the owner migrates, by a certificate of its own" env -i XORB__DATA_DIR="$scratch/state" XORB__DATABASE__URL="$(url xorb api "$scratch/ours")" \
    XORB__DATABASE__MIGRATION_URL="$(url xorb_owner migrate "$scratch/ours")" "$program" migrate up
start api "$api_1"
start api "$api_2"
start worker "$worker_1"
start worker "$worker_2"

for file in xorb.conf xorb-upstream.conf xorb-tls.conf xorb-headers.conf xorb-proxy.conf; do
    ours < "$deploy/nginx/$file" | sed -e "s#/etc/nginx/snippets#$scratch#; s#/var/log/nginx#$scratch#; /listen \[::\]/d; s#listen 443#listen 127.0.0.1:$https#; s#listen 80#listen 127.0.0.1:$http#" \
        -e "s#127.0.0.1:8081#127.0.0.1:$api_1#; s#127.0.0.1:8082#127.0.0.1:$api_2#" > "$scratch/$file"
done
{
    [ "$(id -u)" -ne 0 ] || echo 'user root;'
    echo "daemon off; worker_processes 1; pid $scratch/nginx.pid; error_log $scratch/error.log; events { worker_connections 512; } http {"
    for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $scratch/nginx-$kind;"; done
    echo "include $scratch/xorb.conf; }"
} > "$scratch/nginx.conf"
nginx -p "$scratch" -c "$scratch/nginx.conf" -e "$scratch/error.log" &
pids+=($!)

# tried PORT AUTHORITY PART PATH: with nobody's certificate if the part is "nothing".
tried() {
    local shown=()
    [ "$3" = nothing ] || shown=(--cert "$scratch/$2/$3/certificate.pem" --key "$scratch/$2/$3/key.pem")
    curl -sSf --max-time 10 --cacert "$scratch/ours/authority/root.pem" "${shown[@]}" "https://localhost:$1$4"
}
for instance in "$api_1" "$api_2" "$worker_1" "$worker_2"; do
    for _ in $(seq 300); do tried "1$instance" ours prometheus /readyz >/dev/null 2>&1 && break; sleep 0.1; done
    passes "$instance is ready, with the environment of its unit" tried "1$instance" ours prometheus /readyz
done
[ $failures -eq 0 ] || { tail -n 5 "$scratch"/{api,worker}-*.log; exit 1; }

# --- the main job, from outside
token=
ask() {
    curl -sS --max-time 20 --cacert "$scratch/ours/authority/root.pem" --resolve "xorb.example.org:$https:127.0.0.1" \
        ${token:+-H "Authorization: Bearer $token"} -H 'content-type: application/json' --data "$(python3 -c 'import json, sys; print(json.dumps({"query": sys.argv[1]}))' "$1")" "https://xorb.example.org:$https/graphql"
}
field() { python3 -c '
import json, sys
value = json.load(sys.stdin)
for part in sys.argv[1].split("/"): value = value[int(part)] if part.isdigit() else value[part]
print(value)' "$1"; }
mkdir -p "$scratch/shop/.well-known"
(cd "$scratch/shop" && exec python3 -m http.server --bind 127.0.0.1 "$site" >/dev/null 2>&1) &
pids+=($!)
wait_for "$site"
token=$(ask 'mutation { signUp(input: { tenantName: "Example", tenantSlug: "example", email: "olga@example.org", password: "correct horse battery staple", displayName: "Olga" }) { session { accessToken } userErrors { message } } }' | field data/signUp/session/accessToken)
answer=$(ask "mutation { createAsset(input: { name: \"Shop\", kind: WEB, address: \"http://127.0.0.1:$site\" }) { asset { id verification { token } } userErrors { message } } }")
asset=$(field data/createAsset/asset/id <<<"$answer")
field data/createAsset/asset/verification/token <<<"$answer" | tr -d '\n' > "$scratch/shop/.well-known/xorb-challenge.txt"
scan=$(ask "mutation { verifyAsset(input: { assetId: \"$asset\", method: HTTP_FILE }) { asset { id } userErrors { message } } startScan(input: { assetId: \"$asset\", profile: QUICK }) { scan { id } userErrors { message } } }" | field data/startScan/scan/id)
for _ in $(seq 300); do state=$(ask "{ scan(id: \"$scan\") { state } }" | field data/scan/state); [[ $state =~ QUEUED|RUNNING ]] || break; sleep 0.1; done
equal "a scan that is started outside is run by a worker inside" COMPLETED "$state"
passes "and has findings" test "$(ask '{ findings(first: 5) { nodes { title } } }' | field data/findings/nodes | grep -c title)" -gt 0

# --- every door, with nothing, a foreign and an expired certificate
sleep 1
for door in "API $api_1 nginx" "admin listener 1$api_1 prometheus" "worker's listener 1$worker_1 prometheus"; do
    part=${door##* } rest=${door% *}
    port=${rest##* } name=${rest% *}
    passes "$name: opens to $part" tried "$port" ours "$part" /livez
    refuses "$name: shut to nobody's" 'curl' tried "$port" ours nothing /livez
    refuses "$name: shut to a foreign one" 'curl' tried "$port" foreign "$part" /livez
    refuses "$name: shut to an expired one" 'curl' tried "$port" expired "$part" /livez
done
refuses "API: shut to a worker, which has no business there" 'curl' tried "$api_1" ours worker /livez
log_in() { psql -X "$1" -c 'SELECT 1'; }
passes "PostgreSQL: opens to the API" log_in "$(url xorb api "$scratch/ours")"
without=$(url xorb api "$scratch/ours")
refuses "PostgreSQL: shut to nobody's" 'certificate' log_in "${without%%&sslcert*}"
refuses "PostgreSQL: shut to a foreign one" 'unknown ca|verify failed' log_in "$(url xorb api "$scratch/foreign" | sed "s#sslrootcert=$scratch/foreign#sslrootcert=$scratch/ours#")"
refuses "PostgreSQL: shut to an expired one" 'expired' log_in "$(url xorb api "$scratch/expired")"
refuses "PostgreSQL: shut to another role's" 'authentication failed' log_in "$(url xorb backup "$scratch/ours")"
ping_redis() {
    local shown=()
    [ "$2" = nothing ] || shown=(--cert "$scratch/$1/$2/certificate.pem" --key "$scratch/$1/$2/key.pem")
    redis-cli --no-auth-warning -h localhost -p "$redis" --tls --cacert "$scratch/ours/authority/root.pem" "${shown[@]}" --user xorb --pass word ping 2>&1 | grep -x PONG
}
passes "Redis: opens to the API" ping_redis ours api
refuses "Redis: shut to nobody's" '' ping_redis ours nothing
refuses "Redis: shut to a foreign one" '' ping_redis foreign api
refuses "Redis: shut to an expired one" '' ping_redis expired api

# --- a renewal under load
# Once the certificate is read nobody listens to the rest of what the client prints: its end says nothing.
shown() { { openssl s_client -connect "127.0.0.1:$api_1" -cert "$scratch/ours/nginx/certificate.pem" -key "$scratch/ours/nginx/key.pem" </dev/null 2>/dev/null || true; } | openssl x509 -noout -serial; }
(while [ ! -e "$scratch/enough" ]; do
    curl -s -o /dev/null -w '%{http_code}\n' --max-time 20 --cacert "$scratch/ours/authority/root.pem" --resolve "xorb.example.org:$https:127.0.0.1" "https://xorb.example.org:$https/"
done > "$scratch/statuses") &
load=$!
before=$(shown)
"$deploy/certificates/certificates.sh" issue "$scratch/ours" api
renewed=$SECONDS
until [ "$(shown)" != "$before" ] || [ $((SECONDS - renewed)) -gt 15 ]; do sleep 0.2; done
passes "a renewed certificate is in use within ten seconds" test $((SECONDS - renewed)) -le 10
sleep 1
touch "$scratch/enough"
wait $load
equal "and no request was dropped" "200" "$(sort -u "$scratch/statuses")"
echo "        $(wc -l < "$scratch/statuses") requests meanwhile"
