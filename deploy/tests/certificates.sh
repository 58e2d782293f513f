#!/usr/bin/env bash
# The authority of deploy/certificates: what it issues is accepted, everything else refused.
. "$(dirname "$0")/expect.sh"
certificates=$deploy/certificates/certificates.sh
ours=$scratch/ours
foreign=$scratch/foreign

verify() { openssl verify -x509_strict -CAfile "$ours/authority/root.pem" -untrusted "$ours/authority/issuing.pem" "$@"; }
fingerprint() { openssl x509 -in "$ours/$1/certificate.pem" -noout -fingerprint -sha256; }
text() { openssl x509 -in "$ours/$1" -noout -text; }

for dir in "$ours" "$foreign"; do
    "$certificates" init "$dir"
    "$certificates" issue "$dir"
done

passes "check finds nothing to say about new certificates" "$certificates" check "$ours"
while read -r part _; do
    passes "$part: verifies up to the root" verify "$ours/$part/certificate.pem"
    passes "$part: only its owner and its group may read the key" test "$(stat -c %a "$ours/$part/key.pem")" = 640
    passes "$part: is valid for more than 29 days" openssl x509 -in "$ours/$part/certificate.pem" -noout -checkend $((29 * 86400))
    refuses "$part: is valid for no more than 30 days" 'will expire' openssl x509 -in "$ours/$part/certificate.pem" -noout -checkend $((30 * 86400))
done < <(sed -E 's/#.*//; /^\s*$/d' "$deploy/certificates/parts.conf")

passes "a server is known by its name" verify -purpose sslserver -verify_hostname api.xorb.internal "$ours/api/certificate.pem"
passes "a server is known by its address" verify -purpose sslserver -verify_ip 127.0.0.1 "$ours/api/certificate.pem"
passes "PostgreSQL finds the log-in role" grep -q 'Subject: O = XORB, CN = xorb_owner' <(text migrate/certificate.pem)
refuses "a wrong name is refused" 'ostname mismatch' verify -verify_hostname evil.example "$ours/api/certificate.pem"
refuses "a server's certificate opens no door as a client" 'unsuitable certificate purpose' \
    verify -purpose sslclient "$ours/postgres/certificate.pem"
refuses "a client's certificate is no server" 'unsuitable certificate purpose' verify -purpose sslserver "$ours/nginx/certificate.pem"
refuses "an expired certificate is refused" 'certificate has expired' \
    verify -attime "$(date -d '+31 days' +%s)" "$ours/api/certificate.pem"
refuses "one of a foreign authority of the same name is refused" 'unable to get|signature failure|error' \
    verify -untrusted "$foreign/authority/issuing.pem" "$foreign/api/certificate.pem"
refuses "a part can't issue certificates" 'invalid CA|path length|not a CA|error' bash -c "
    openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $scratch/evil.key
    openssl req -new -key $scratch/evil.key -subj /CN=evil -out $scratch/evil.csr
    openssl x509 -req -in $scratch/evil.csr -CA $ours/api/certificate.pem -CAkey $ours/api/key.pem -set_serial 1 -out $scratch/evil.pem
    openssl verify -CAfile $ours/authority/root.pem -untrusted $ours/api/certificate.pem $scratch/evil.pem"

before=$(fingerprint api)
equal "renew leaves alone what is young" "" "$("$certificates" renew "$ours")"
equal "renew replaces what has less than a third of its time left" "api" \
    "$(CERTIFICATE_DAYS=5 "$certificates" issue "$ours" api && "$certificates" renew "$ours")"
passes "and what it made is new" test "$before" != "$(fingerprint api)"
cp "$foreign/nginx/key.pem" "$ours/nginx/key.pem"
refuses "check sees a key that does not fit" 'nginx: key and certificate do not fit' "$certificates" check "$ours"
equal "renew mends it, as after a power cut between the two files" "nginx" "$("$certificates" renew "$ours")"
cp "$foreign/redis/"* "$ours/redis/"
refuses "check sees a foreign certificate" 'redis: does not verify' "$certificates" check "$ours"
equal "renew replaces it" "redis" "$("$certificates" renew "$ours")"
passes "everything is well again" "$certificates" check "$ours"

root=$(sha256sum "$ours/authority/root.pem")
mv "$ours/authority/root.key" "$scratch/usb-stick"
passes "without the root's key certificates are issued" "$certificates" issue "$ours" api
refuses "without the root's key there is no new authority" 'bring it back' "$certificates" init "$ours"
mv "$scratch/usb-stick" "$ours/authority/root.key"
passes "a year later the issuing authority is renewed" "$certificates" init "$ours"
equal "under the same root" "$root" "$(sha256sum "$ours/authority/root.pem")"
passes "and what the former one issued still verifies" "$certificates" check "$ours"
CERTIFICATE_AUTHORITY_DAYS=10 "$certificates" init "$ours"
refuses "check says in time that the issuing authority ends" 'bring root.key back' "$certificates" check "$ours"
refuses "an unknown part is named" 'nobody is not in' "$certificates" issue "$ours" nobody
refuses "nothing is issued without an authority" 'run certificates.sh init' "$certificates" issue "$scratch/empty"
