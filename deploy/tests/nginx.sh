#!/usr/bin/env bash
# The front door as it is installed, on loopback: nginx with our files in front of two more nginx servers that stand for the
# APIs and ask for a client certificate as they do.
. "$(dirname "$0")/expect.sh"
export PATH=$PATH:/usr/sbin

# All at once, so that they differ.
read -r https http api_1 api_2 foreign_api < <(python3 -c '
import socket
sockets = [socket.socket() for _ in range(5)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in sockets))')
pids=()
tear_down() { [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true; }

for authority in ours foreign; do
    "$deploy/certificates/certificates.sh" init "$scratch/$authority"
    CERTIFICATE_PARTS=$scratch/parts.conf
    sed 's/^front .*/front front server xorb.example.org/' "$deploy/certificates/parts.conf" > "$CERTIFICATE_PARTS"
    CERTIFICATE_PARTS=$CERTIFICATE_PARTS "$deploy/certificates/certificates.sh" issue "$scratch/$authority"
done

# The installed files, with the paths and ports of this test, and limits that a slow machine reaches too.
put() {
    sed -e "s#/etc/xorb/certificates#$scratch/ours#; s#/etc/xorb/#$scratch/#; s#/etc/nginx/snippets#$scratch#; s#/var/log/nginx#$scratch#" \
        -e "s#/var/www/acme#$scratch/acme#; /listen \[::\]/d; s#listen 443#listen 127.0.0.1:$https#; s#listen 80#listen 127.0.0.1:$http#" \
        -e "s#127.0.0.1:8081#127.0.0.1:$api_1#; s#127.0.0.1:8082#127.0.0.1:$api_2#; s#rate=100r/s#rate=10r/s#; s#burst=400#burst=120#" "$deploy/nginx/$1" > "$scratch/$1"
}
for file in xorb.conf xorb-upstream.conf xorb-tls.conf xorb-headers.conf xorb-proxy.conf security.txt; do put $file; done
mkdir -p "$scratch/acme/.well-known/acme-challenge"
echo challenge > "$scratch/acme/.well-known/acme-challenge/token"

# main NAME: reads what belongs into the http block.
main() {
    mkdir -p "$scratch/$1.d"
    {
        [ "$(id -u)" -ne 0 ] || echo 'user root;'
        echo "daemon off; worker_processes 1; pid $scratch/$1.pid; error_log $scratch/$1-error.log;"
        echo 'events { worker_connections 256; } http {'
        for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $scratch/$1.d/$kind;"; done
        cat
        echo '}'
    } > "$scratch/$1.conf"
}
api() {
    # shellcheck disable=SC2028  # nginx reads the \\n
    echo "server { listen 127.0.0.1:$1 ssl; ssl_protocols TLSv1.3; access_log off;
        ssl_certificate $scratch/$2/api/certificate.pem; ssl_certificate_key $scratch/$2/api/key.pem;
        ssl_verify_client on; ssl_verify_depth 2; ssl_client_certificate $scratch/ours/authority/root.pem;
        add_header Content-Security-Policy \"script-src 'self'\"; add_header Strict-Transport-Security max-age=1;
        location / { return 200 'from=\$http_x_forwarded_for forwarded=\$http_forwarded id=\$http_x_request_id trace=\$http_traceparent upgrade=\$http_upgrade/\$http_connection by=\$ssl_client_s_dn\n'; }
        location = /graphql { client_max_body_size 256k; proxy_pass http://127.0.0.1:1; } }"
}
echo "include $scratch/xorb.conf;" | main front
{ api "$api_1" ours; api "$api_2" ours; api "$foreign_api" foreign; } | main apis

run() { nginx -p "$scratch" -c "$scratch/$1.conf" -e "$scratch/$1-error.log" & pids+=($!); }
passes "nginx takes the files, without a warning" bash -c "! nginx -t -p $scratch -c $scratch/front.conf -e $scratch/t.log 2>&1 | grep -E 'warn|emerg'"
run apis
run front
for port in "$https" "$http" "$api_1" "$api_2"; do
    until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do kill -0 "${pids[@]}"; sleep 0.05; done
done

ask() {
    curl -sS --max-time 10 --cacert "$scratch/ours/authority/root.pem" --resolve "xorb.example.org:$https:127.0.0.1" \
        --resolve "xorb.example.org:$http:127.0.0.1" "$@"
}
site=https://xorb.example.org:$https
# shellcheck disable=SC2120
tls() { openssl s_client -connect "127.0.0.1:$https" -servername xorb.example.org -CAfile "$scratch/ours/authority/root.pem" -brief "$@" </dev/null; }
said() { ask "$@" | tr -d '\r'; }
expects() { local sentence=$1 words=$2; shift 2; passes "$sentence" grep -qE "$words" <(said "$@"); }

expects "a request reaches an API, which sees nginx's certificate" 'by=CN=nginx' "$site/"
expects "the client's address is the one that nginx saw, whatever the client says" 'from=127.0.0.1 forwarded= ' \
    -H 'X-Forwarded-For: 203.0.113.9' -H 'Forwarded: for=203.0.113.9' "$site/"
expects "a request's id is a new UUID, and a trace from outside is not believed" \
    'id=[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12} trace= ' -H 'X-Request-Id: evil' -H 'traceparent: 00-1-1-01' "$site/"
expects "a websocket's upgrade is passed on" 'upgrade=websocket/upgrade' --http1.1 -H 'Upgrade: websocket' -H 'Connection: Upgrade' "$site/"

refuses "TLS 1.2 is refused" 'protocol version|alert' tls -tls1_2
refuses "a suite that BSI does not recommend is refused" 'handshake failure' tls -ciphersuites TLS_CHACHA20_POLY1305_SHA256
refuses "a group that BSI does not recommend is refused" 'handshake failure' tls -groups X25519
passes "TLS 1.3 with AES-256 and P-384 is what one gets" grep -q 'TLS_AES_256_GCM_SHA384' <(tls -no_ticket 2>&1)
refuses "whoever asks for another name gets no certificate" 'unrecognized name|alert' \
    openssl s_client -connect "127.0.0.1:$https" -servername other.example -brief
passes "sslscan finds TLS 1.3 only" bash -c "
    sslscan --no-colour --sni-name=xorb.example.org 127.0.0.1:$https > $scratch/sslscan
    ! grep -E '^(SSLv[23]|TLSv1\.[012]) +enabled' $scratch/sslscan && grep -qE '^TLSv1\.3 +enabled' $scratch/sslscan"

headers=$(said -D - -o "$scratch/body" "$site/")
for name in strict-transport-security x-content-type-options x-frame-options referrer-policy cross-origin-opener-policy \
    cross-origin-resource-policy permissions-policy content-security-policy cache-control; do
    equal "$name comes once" 1 "$(grep -ci "^$name:" <<<"$headers")"
    equal "$name stands on nginx's own answers too" 1 "$(said -D - -o /dev/null "$site/readyz" | grep -ci "^$name:")"
done
passes "the page's own content security policy is kept" grep -qi "^content-security-policy: script-src 'self'" <<<"$headers"
passes "HSTS lasts two years" grep -qi '^strict-transport-security: max-age=63072000' <<<"$headers"
passes "nginx does not tell its version" grep -qiE '^server: nginx$' <<<"$headers"

status() { ask -o /dev/null -w '%{http_code}' "$@"; }
head -c 310000 /dev/zero > "$scratch/large"
equal "a body that is too large is refused" 413 "$(status --data-binary @"$scratch/large" "$site/")"
equal "probes of supervisors are not for outside" 404404 "$(status "$site/livez")$(status "$site/readyz")"
equal "plain HTTP is sent to HTTPS" "308 https://xorb.example.org/a?b" "$(ask -o /dev/null -w '%{http_code} %{redirect_url}' "http://xorb.example.org:$http/a?b")"
equal "an ACME challenge is answered" challenge "$(ask "http://xorb.example.org:$http/.well-known/acme-challenge/token")"
expects "security.txt says where to report" '^Contact: mailto:' "$site/.well-known/security.txt"
expects "security.txt is plain text" '^content-type: text/plain; charset=utf-8' -D - -o /dev/null "$site/.well-known/security.txt"
equal "a flood from one address is answered with 429" yes \
    "$(ask -Z --parallel-max 40 -o /dev/null -w '%{http_code}\n' "$site/?[1-900]" 2>/dev/null | grep -q 429 && echo yes)"
passes "and clients of the API in the form of its own errors" grep -qE '"code":"RATE_LIMITED","requestId":"[0-9a-f-]{36}"' \
    <(ask -Z --parallel-max 40 "$site/graphql?[1-300]" 2>/dev/null)
passes "the log is JSON" bash -c "tail -n 1 $scratch/xorb.log | python3 -m json.tool"
passes "the log holds neither queries nor addresses of clients" bash -c "! grep -qE '\?|\"127.0.0.1\"|evil' $scratch/xorb.log"

direct() { curl -sS --max-time 10 --cacert "$scratch/ours/authority/root.pem" --resolve "api.xorb.internal:$api_1:127.0.0.1" "$@" "https://api.xorb.internal:$api_1/"; }
with() { direct --cert "$scratch/$1/$2/certificate.pem" --key "$scratch/$1/$2/key.pem" | grep 'by='; }
passes "the inner door opens with a certificate of ours" with ours nginx
refuses "the inner door is closed without a certificate" '' bash -c "$(declare -f direct); scratch=$scratch api_1=$api_1; direct | grep by="
refuses "the inner door is closed to a foreign certificate" '' with foreign nginx

sed -i "s#127.0.0.1:$api_1#127.0.0.1:$foreign_api#; /127.0.0.1:$api_2/d" "$scratch/xorb-upstream.conf"
kill -HUP "${pids[1]}"
for _ in $(seq 100); do [ "$(status "$site/")" = 502 ] && break; sleep 0.1; done
equal "an API with a foreign certificate gets no request" 502 "$(status "$site/")"
unavailable=$(said -i "$site/graphql")
passes "clients of the API are told so in the form of its own errors" grep -qE '"code":"UNAVAILABLE","requestId":"[0-9a-f-]{36}","retryAfterSeconds":2' <<<"$unavailable"
passes "with the status of that code" grep -qE '^HTTP/2 503' <<<"$unavailable"
for name in retry-after x-request-id strict-transport-security content-security-policy; do
    equal "$name comes once with it" 1 "$(grep -ci "^$name:" <<<"$unavailable")"
done
