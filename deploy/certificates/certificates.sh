#!/usr/bin/env bash
# An authority of one's own for the doors inside: who has no certificate of it is refused by every one of them.
#
#   certificates.sh init DIR           the root (10 years) and the issuing authority (1 year)
#   certificates.sh issue DIR [PART…]  new keys and certificates (30 days); without names: for all of parts.conf
#   certificates.sh renew DIR          only those that are missing, damaged or have less than a third of their time left;
#                                      prints the parts it renewed, one a line
#   certificates.sh check DIR          days left of each; fails if one has expired, is missing or does not verify, or if the
#                                      issuing authority would not outlive the next certificates
#
# DIR/authority/root.key signs nothing but issuing authorities: take it off the machine after `init` and bring it back
# once a year (`init` again renews the issuing authority). DIR/PART/ holds certificate.pem (with the issuing authority),
# key.pem and authority.pem (the root, which is what to trust). Keys: ECDSA P-384 for authorities, P-256 for parts.
set -euo pipefail
umask 077

readonly days=${CERTIFICATE_DAYS:-30}
readonly authority_days=${CERTIFICATE_AUTHORITY_DAYS:-365}
readonly organisation=${CERTIFICATE_ORGANISATION:-XORB}
parts_file=${CERTIFICATE_PARTS:-$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/parts.conf}

die() { echo "certificates.sh: $*" >&2; exit 1; }

new_key() { openssl genpkey -quiet -algorithm EC -pkeyopt "ec_paramgen_curve:$1" -pkeyopt ec_param_enc:named_curve -out "$2"; }

# openssl 3.0 has no -quiet everywhere; its words matter only when it fails.
quietly() {
    local words
    words=$("$@" 2>&1) || { echo "$words" >&2; return 1; }
}

parts() { sed -E 's/#.*//; /^[[:space:]]*$/d' "$parts_file"; }

make_root() {
    local dir=$1
    new_key P-384 "$dir/root.key"
    quietly openssl req -new -x509 -sha384 -days 3650 -key "$dir/root.key" -out "$dir/root.pem" \
        -subj "/O=$organisation/CN=$organisation root" \
        -addext basicConstraints=critical,CA:TRUE,pathlen:1 -addext keyUsage=critical,keyCertSign,cRLSign
}

make_issuing() {
    local dir=$1
    [ -e "$dir/root.key" ] || die "$dir/root.key is not here: bring it back from where it is kept, then run this again"
    new_key P-384 "$dir/issuing.key.new"
    quietly openssl req -new -sha384 -key "$dir/issuing.key.new" -out "$dir/issuing.csr" \
        -subj "/O=$organisation/CN=$organisation issuing $(date -u +%Y-%m-%d)"
    printf '%s\n' basicConstraints=critical,CA:TRUE,pathlen:0 keyUsage=critical,keyCertSign,cRLSign \
        subjectKeyIdentifier=hash authorityKeyIdentifier=keyid > "$dir/issuing.ext"
    quietly openssl x509 -req -sha384 -days "$authority_days" -in "$dir/issuing.csr" -extfile "$dir/issuing.ext" \
        -CA "$dir/root.pem" -CAkey "$dir/root.key" -set_serial "0x$(openssl rand -hex 16)" -out "$dir/issuing.pem.new"
    mv "$dir/issuing.key.new" "$dir/issuing.key"
    mv "$dir/issuing.pem.new" "$dir/issuing.pem"
    rm "$dir/issuing.csr" "$dir/issuing.ext"
}

# init: a root is made once and never replaced.
init() {
    local authority=$1/authority
    mkdir -p "$authority"
    [ -e "$authority/root.pem" ] || make_root "$authority"
    make_issuing "$authority"
}

# subject_alternative_names NAME…: addresses are told from host names.
subject_alternative_names() {
    local name names=()
    for name in "$@"; do
        if [[ $name =~ ^[0-9.]+$ || $name == *:* ]]; then names+=("IP:$name"); else names+=("DNS:$name"); fi
    done
    local IFS=,
    echo "${names[*]}"
}

extensions() {
    local use=$1 usages=()
    shift
    [[ $use != *server* ]] || usages+=(serverAuth)
    [[ $use != *client* ]] || usages+=(clientAuth)
    printf '%s\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature \
        "extendedKeyUsage=$(IFS=,; echo "${usages[*]}")" subjectKeyIdentifier=hash authorityKeyIdentifier=keyid \
        "subjectAltName=$(subject_alternative_names "$@")"
}

# Both files are made beside the old ones and moved at the end. A reader between the two moves sees a pair that does not
# fit and keeps what it has; after a power cut there `renew` finds it.
issue_part() {
    local dir=$1 part=$2 common_name=$3 use=$4
    shift 4
    local authority=$dir/authority to=$dir/$part
    mkdir -p "$to"
    extensions "$use" "$@" > "$to/ext.new"
    new_key P-256 "$to/key.pem.new"
    quietly openssl req -new -sha256 -key "$to/key.pem.new" -out "$to/csr.new" -subj "/O=$organisation/CN=$common_name"
    quietly openssl x509 -req -sha384 -days "$days" -in "$to/csr.new" -extfile "$to/ext.new" \
        -CA "$authority/issuing.pem" -CAkey "$authority/issuing.key" -set_serial "0x$(openssl rand -hex 16)" \
        -out "$to/certificate.pem.new"
    cat "$authority/issuing.pem" >> "$to/certificate.pem.new"
    cp "$authority/root.pem" "$to/authority.pem.new"
    keep_owner "$to"
    mv "$to/authority.pem.new" "$to/authority.pem"
    mv "$to/key.pem.new" "$to/key.pem"
    mv "$to/certificate.pem.new" "$to/certificate.pem"
    rm "$to/csr.new" "$to/ext.new"
}

# The folder's owner and group may read what is in it: whoever installed it chose them.
keep_owner() {
    chmod 640 "$1"/{key,certificate,authority}.pem.new
    [ "$(id -u)" -ne 0 ] || chown --reference="$1" "$1"/{key,certificate,authority}.pem.new
    [ "$(stat -c %U "$1")" = root ] || chmod 600 "$1/key.pem.new"
}

# is_wanted PART NAME…: no names mean all.
is_wanted() {
    local part=$1 name
    shift
    [ $# -gt 0 ] || return 0
    for name in "$@"; do [ "$name" != "$part" ] || return 0; done
    return 1
}

issue() {
    local dir=$1 part common_name use names known=' '
    shift
    [ -e "$dir/authority/issuing.key" ] || die "there is no authority in $dir: run certificates.sh init $dir"
    while read -r part common_name use names; do
        known+="$part "
        is_wanted "$part" "$@" || continue
        # shellcheck disable=SC2086  # the names are words
        issue_part "$dir" "$part" "$common_name" "$use" $names
    done < <(parts)
    for part in "$@"; do [[ $known == *" $part "* ]] || die "$part is not in $parts_file; it has:$known"; done
}

fits() { [ "$(openssl x509 -in "$1/certificate.pem" -noout -pubkey 2>&1)" = "$(openssl pkey -in "$1/key.pem" -pubout 2>&1)" ]; }

verifies() {
    openssl verify -CAfile "$1/authority/root.pem" -untrusted "$1/$2/certificate.pem" "$1/$2/certificate.pem" >/dev/null 2>&1
}

is_current() {
    local dir=$1 part=$2
    [ -e "$dir/$part/key.pem" ] && [ -e "$dir/$part/certificate.pem" ] && fits "$dir/$part" && verifies "$dir" "$part" &&
        openssl x509 -in "$dir/$part/certificate.pem" -noout -checkend $((days * 86400 / 3)) >/dev/null
}

renew() {
    local dir=$1 part rest
    while read -r part rest; do
        is_current "$dir" "$part" || { issue "$dir" "$part" && echo "$part"; }
    done < <(parts)
}

days_left() {
    local end
    end=$(openssl x509 -in "$1" -noout -enddate) || return 1
    echo $((($(date -d "${end#*=}" +%s) - $(date +%s)) / 86400))
}

check() {
    local dir=$1 part rest bad=0
    printf '%-12s %4s days\n' root "$(days_left "$dir/authority/root.pem")" issuing "$(days_left "$dir/authority/issuing.pem")"
    openssl x509 -in "$dir/authority/issuing.pem" -noout -checkend $((days * 86400)) >/dev/null ||
        { echo "issuing: bring root.key back and run certificates.sh init $dir"; bad=1; }
    while read -r part rest; do
        if [ ! -e "$dir/$part/certificate.pem" ]; then echo "$part: missing"; bad=1; continue; fi
        printf '%-12s %4s days\n' "$part" "$(days_left "$dir/$part/certificate.pem")"
        verifies "$dir" "$part" || { echo "$part: does not verify: expired, or not of this authority"; bad=1; }
        fits "$dir/$part" || { echo "$part: key and certificate do not fit"; bad=1; }
    done < <(parts)
    return $bad
}

[ $# -ge 2 ] || { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 2; }
command -v openssl >/dev/null || die "openssl is missing: apt-get install openssl"
case $1 in
    init | issue | renew | check) "$@" ;;
    *) die "unknown command $1; it knows init, issue, renew and check" ;;
esac
