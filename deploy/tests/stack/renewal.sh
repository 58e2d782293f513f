# shellcheck shell=bash disable=SC2154
# The API's certificate is renewed under load.
# Once the certificate is read nobody listens to the rest of what the client prints: its end says nothing.
shown() { { openssl s_client -connect "127.0.0.1:$api_1" -cert "$scratch/ours/nginx/certificate.pem" -key "$scratch/ours/nginx/key.pem" </dev/null 2>/dev/null || true; } | openssl x509 -noout -serial; }
load_begins renewal --readers 2
before=$(shown)
"$deploy/certificates/certificates.sh" issue "$scratch/ours" api
renewed=$SECONDS
shows_another() { [ "$(shown)" != "$before" ]; }
wait_for 15 shows_another || true
passes "a renewed certificate is in use within ten seconds" test $((SECONDS - renewed)) -le 10
load_goes_on renewal 20
load_ends renewal
equal "and no request was dropped" 0 "$(counted renewal failed)"
