#!/usr/bin/env bash
# The installer in a Debian of its own (debootstrap), as root: the first run installs, the second changes nothing, and what was
# installed is accepted by those who read it. Takes some minutes: make test-install.
. "$(dirname "$0")/expect.sh"
tear_down() {
    inside pg_ctlcluster 15 main stop -m immediate >/dev/null 2>&1 || true
    umount "$root/proc" 2>/dev/null || true
}
. "$(dirname "$0")/debian.sh"
printf '#!/bin/sh\necho xorb 0\n' > "$root/opt/program"
chmod +x "$root/opt/program"
# shellcheck disable=SC2120  # passes and refuses hand them on
run() { inside /opt/xorb/deploy/install.sh --name shop.example.com --contact security@example.com --program /opt/program "$@"; }
state() {
    cd "$root"
    find etc usr/local var/lib/xorb var/backups -type f -exec sha256sum {} + 2>/dev/null | sort -k 2 || true
    find etc/xorb usr/local -printf '%p %u %g %m\n' 2>/dev/null | sort || true
}

refuses "a name that is none is refused" 'must be a host name' inside /opt/xorb/deploy/install.sh --name 'Evil; rm' --contact a@b
before=$(state)
refuses "--check says what it would do" 'would install postgresql' run --check
equal "and changes nothing" "$before" "$(state)"
passes "the first run installs" run
inside pg_ctlcluster 15 main restart
passes "the next run, with PostgreSQL there, makes its roles and its database" run
passes "the database takes no log-in by TCP without TLS" bash -c "$(declare -f inside); root=$root; ! inside psql 'host=127.0.0.1 user=xorb dbname=xorb sslmode=disable' -c 'SELECT 1'"
before=$(state)
passes "the run after that has nothing to do" grep -q '^nothing to do' <(run --apis 2)
equal "and has changed nothing" "$before" "$(state)"
passes "--check agrees" run --check
echo 'PasswordAuthentication yes' > "$root/etc/ssh/sshd_config.d/10-xorb.conf"
refuses "--check shows what somebody changed" '^    \+PasswordAuthentication no' run --check
passes "and the next run puts it back" run
passes "the second time there is nothing to do" grep -q '^nothing to do' <(run --apis 2)

url=$(cat "$root/etc/xorb/credentials/api.database_url")
passes "the API's address of the database opens it: TLS, password and certificate" inside psql "$url" -c 'SELECT 1'
refuses "without the certificate it is refused" 'certificate' inside psql "${url%%&sslcert*}" -c 'SELECT 1'
refuses "with another role's certificate it is refused" 'authentication failed' \
    inside psql "$(sed 's#sslcert=/etc/xorb/certificates/api#sslcert=/etc/xorb/certificates/backup#; s#sslkey=/etc/xorb/certificates/api#sslkey=/etc/xorb/certificates/backup#' <<<"$url")" -c 'SELECT 1'
refuses "the API's role owns nothing" 'permission denied' inside psql "$url" -c 'CREATE TABLE public.mine (id int)'
passes "nft takes the firewall" inside nft -c -f /etc/nftables.conf
passes "nginx takes its configuration" inside nginx -t -q
mkdir -p "$root/run/sshd"
inside ssh-keygen -A >/dev/null
passes "sshd takes its configuration" inside sshd -t
equal "sshd lets nobody in by password" "passwordauthentication no" "$(inside sshd -T | grep '^passwordauthentication')"
passes "the public name is in nginx's configuration" grep -q 'server_name shop.example.com;' "$root/etc/nginx/conf.d/xorb.conf"
passes "the front's certificate has it too" bash -c "openssl x509 -in $root/etc/xorb/certificates/front/certificate.pem -noout -ext subjectAltName | grep -q shop.example.com"
passes "security.txt names the contact" grep -q '^Contact: mailto:security@example.com' "$root/etc/xorb/security.txt"
equal "no secret can be read by others" "" "$(find "$root/etc/xorb/credentials" "$root/etc/xorb/certificates" \( -name '*.key' -o -name 'key.pem' -o -path '*credentials/*' \) -perm /o=r)"
inside redis-server /etc/redis/redis.conf --daemonize yes --pidfile /tmp/redis.pid --dir /tmp >/dev/null
ping() {
    inside redis-cli --no-auth-warning --tls --cacert /etc/xorb/certificates/redis/authority.pem "$@"
}
ours=(--cert /etc/xorb/certificates/api/certificate.pem --key /etc/xorb/certificates/api/key.pem)
login=(--user xorb --pass "$(cat "$root/etc/xorb/credentials/redis.password")")
for _ in $(seq 50); do [ "$(ping "${ours[@]}" "${login[@]}" ping 2>&1)" = PONG ] && break; sleep 0.1; done
equal "Redis answers who has certificate and password" PONG "$(ping "${ours[@]}" "${login[@]}" ping)"
passes "nobody without a certificate" bash -c "$(declare -f ping inside); root=$root; ! ping --user xorb --pass x ping 2>&1 | grep -q PONG"
passes "nobody without a password" grep -q NOAUTH <(ping "${ours[@]}" ping 2>&1)
passes "nobody sees keys of others" grep -q NOPERM <(ping "${ours[@]}" "${login[@]}" get other:key 2>&1)
passes "nobody can empty it" grep -q NOPERM <(ping "${ours[@]}" "${login[@]}" flushall 2>&1)
kill "$(cat "$root/tmp/redis.pid")" 2>/dev/null || true
