#!/usr/bin/env bash
# XORB on one machine with Debian 12 or Ubuntu 24.04 (also a Proxmox guest): everything that it needs, closed down. Say it
# twice and the second time nothing happens; --check says what would happen, with differences, and changes nothing.
#
#   install.sh --name xorb.example.org --contact security@example.org [--program PATH] [--check]
#
#   --name      the public name; nginx answers to no other
#   --contact   where to report weaknesses (security.txt)
#   --program   the built program (default: target/release/xorb beside this folder; kept if one is installed)
#   --apis N, --workers N    how many of each (default 2)
#   --without STEPS          steps to leave out, as in --without ssh,firewall
#
# Exit code: 0 everything is as it should be, 1 it failed, 3 --check found something to do. Steps in their order:
#   packages users program certificates secrets postgresql redis nginx firewall ssh system units disk
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
. "$here/install/ensure.sh"
export CHECK=no
name='' contact='' program='' apis=2 workers=2 without=,

usage() { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 2; }
while [ $# -gt 0 ]; do
    case $1 in
        --check) CHECK=yes; shift; continue ;;
        --name) name=${2:-} ;;
        --contact) contact=${2:-} ;;
        --program) program=${2:-} ;;
        --apis) apis=${2:-} ;;
        --workers) workers=${2:-} ;;
        --without) without=,${2:-}, ;;
        *) usage ;;
    esac
    [ $# -ge 2 ] || usage
    shift 2
done
[[ $name =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]] || die "--name must be a host name such as xorb.example.org"
[[ $contact == *?@?* ]] || die "--contact must be a mail address"
[[ $apis =~ ^[1-9]$ && $workers =~ ^[1-9]$ ]] || die "--apis and --workers must be 1 to 9"
[ "$(id -u)" -eq 0 ] || die "run this as root"
command -v apt-get >/dev/null || die "this script knows Debian and Ubuntu only"

named() { sed "s/xorb\.example\.org/$name/g; s/security@$name/$contact/g" "$1"; }
api_ports() { seq 8081 $((8080 + apis)); }
worker_numbers() { seq 8091 $((8090 + workers)); }

packages() {
    ensure_packages postgresql redis-server nginx nftables openssh-server openssl age curl ca-certificates \
        unattended-upgrades util-linux iproute2 procps
}

users() {
    ensure_user xorb
    ensure_user xorb-migrate
    ensure_user xorb-backup
    ensure_directory /etc/xorb root:root 755
    ensure_directory /var/backups/xorb xorb-backup:xorb-backup 700
}

program() {
    local built=${program:-$here/../target/release/xorb} file
    if [ -e "$built" ]; then
        cmp -s "$built" /usr/local/bin/xorb || doing "install the program $built" install -m 755 -D "$built" /usr/local/bin/xorb
    elif [ ! -e /usr/local/bin/xorb ]; then
        die "$built is not there: cargo build --release, or --program PATH"
    fi
    for file in certificates/certificates.sh certificates/reload-certificates.sh backup/backup.sh backup/restore.sh \
        backup/restore-drill.sh backup/backup-keys.sh backup/fingerprint.sql; do
        ensure_file "/usr/local/lib/xorb/$(basename "$file")" root:root 755 < "$here/$file"
    done
    ensure_file /usr/local/lib/xorb/parts.conf root:root 644 < <(sed "s/^\(front .*\) localhost 127.0.0.1/\1 $name/" "$here/certificates/parts.conf")
    ensure_file /usr/local/share/doc/xorb/operations.md root:root 644 < "$here/../docs/operations.md"
    for file in "$here"/../docs/runbooks/*.md; do
        ensure_file "/usr/local/share/doc/xorb/runbooks/${file##*/}" root:root 644 < "$file"
    done
    # The operator's own from here on: it is made, and never overwritten.
    [ -e /etc/xorb/config.toml ] || ensure_file /etc/xorb/config.toml root:root 644 < <(named "$here/install/config.toml")
    [ -e /etc/xorb/backup.conf ] || ensure_file /etc/xorb/backup.conf root:root 644 < "$here/install/backup.conf"
}

# The key of each part can be read by the group that runs it; PostgreSQL and Redis demand to own theirs.
readonly part_owners='front:root:root nginx:root:root api:root:xorb worker:root:xorb migrate:root:xorb-migrate
    backup:root:xorb-backup postgres:root:postgres redis:root:redis prometheus:root:root operator:root:root'

certificates() {
    local of part owner group to=/etc/xorb/certificates script=/usr/local/lib/xorb/certificates.sh
    ensure_directory $to root:root 755
    ensure_directory $to/authority root:root 700
    [ -e $to/authority/root.pem ] || doing "make an authority in $to/authority" $script init $to
    for of in $part_owners; do
        IFS=: read -r part owner group <<<"$of"
        ensure_directory "$to/$part" "$owner:$group" 750
        [ -e "$to/$part/certificate.pem" ] || doing "issue a certificate for $part" $script issue $to "$part"
    done
    [ ! -e $to/authority/root.key ] || note "the root's key is still here: take $to/authority/root.key away (operations.md, key ceremony)"
}

password() { openssl rand -hex 24; }
secret() { cat "/etc/xorb/credentials/$1" 2>/dev/null || true; }
# database_url PART ROLE PASSWORD-FILE
database_url() {
    local to=/etc/xorb/certificates/$1
    printf 'postgres://%s:%s@localhost:5432/xorb?sslmode=verify-full&sslrootcert=%s&sslcert=%s&sslkey=%s\n' \
        "$2" "$(secret "$3")" "$to/authority.pem" "$to/certificate.pem" "$to/key.pem"
}
redis_url() { printf 'rediss://xorb:%s@localhost:6379/0\n' "$(secret redis.password)"; }
master_key() { printf '1 %s\n' "$(openssl rand -base64 32)"; }
pgpass() { printf 'localhost:5432:xorb:xorb_backup:%s\n' "$(secret xorb_backup.password)"; }
drill_identity() { age-keygen 2>/dev/null; }

secrets() {
    local to=/etc/xorb/credentials of
    ensure_directory $to root:root 700
    for of in xorb xorb_owner xorb_backup redis; do ensure_secret $to/$of.password root:root 600 password; done
    ensure_secret $to/api.database_url root:root 600 database_url api xorb xorb.password
    ensure_secret $to/worker.database_url root:root 600 database_url worker xorb xorb.password
    ensure_secret $to/migrate.database_url root:root 600 database_url migrate xorb_owner xorb_owner.password
    ensure_secret $to/redis_url root:root 600 redis_url
    ensure_secret $to/backup.pgpass root:root 600 pgpass
    [ -e $to/master.key ] || note "a new master key: back it up apart from the database, without it nothing can be read (backup-keys.sh)"
    ensure_secret $to/master.key root:root 600 master_key
    ensure_secret $to/drill.identity root:root 600 drill_identity
    if [ -e $to/drill.identity ] && [ ! -e /etc/xorb/backup.recipients ]; then
        ensure_file /etc/xorb/backup.recipients root:root 644 < <(age-keygen -y $to/drill.identity)
        note "backups are encrypted to the drill's key only: add the public key of yours to /etc/xorb/backup.recipients"
    fi
}

sql() { runuser -u postgres -- psql -XAtq -v ON_ERROR_STOP=1 "$@"; }
# The password travels in the statement from standard input: not in the process list, and by `terse` not in the log.
make_role() { printf "CREATE ROLE %s LOGIN %s PASSWORD '%s';\n" "$1" "$2" "$(secret "$1.password")" | sql; }
ensure_role() {
    [ "$(sql -c "SELECT 1 FROM pg_roles WHERE rolname = '$1'")" = 1 ] || doing "make the database role $1" make_role "$1" "$2"
}

postgresql() {
    local cluster before=$changes
    for cluster in /etc/postgresql/*/main; do
        [ -d "$cluster" ] || { note "PostgreSQL is not installed yet"; return 0; }
        ensure_file "$cluster/conf.d/xorb.conf" postgres:postgres 644 < "$here/postgresql/xorb.conf"
        ensure_file "$cluster/pg_hba.conf" postgres:postgres 640 < "$here/postgresql/pg_hba.conf"
    done
    [ "$before" = "$changes" ] || reload postgresql
    if ! sql -c 'SELECT 1' >/dev/null 2>&1; then
        note "PostgreSQL does not run: run this again when it does, for its roles and its database"
        return 0
    fi
    ensure_role xorb ''
    # It makes the roles xorb_runtime and xorb_system, under which api and worker run.
    ensure_role xorb_owner 'CREATEROLE'
    # A backup must see all tenants, past row-level security, and may change nothing.
    ensure_role xorb_backup 'BYPASSRLS'
    [ "$(sql -c "SELECT 1 FROM pg_database WHERE datname = 'xorb'")" = 1 ] ||
        doing "make the database xorb" sql -c "CREATE DATABASE xorb OWNER xorb_owner TEMPLATE template0 ENCODING UTF8 LOCALE 'C.UTF-8'"
    [ "$(sql -c "SELECT pg_has_role('xorb_backup', 'pg_read_all_data', 'member')")" = t ] ||
        doing "let xorb_backup read everything" sql -c 'GRANT pg_read_all_data TO xorb_backup'
    [ "$(sql -c "SELECT has_database_privilege('public', 'xorb', 'CONNECT')")" = f ] ||
        doing "let nobody else into the database" sql -c 'REVOKE ALL ON DATABASE xorb FROM PUBLIC' \
            -c 'GRANT CONNECT ON DATABASE xorb TO xorb, xorb_owner, xorb_backup'
}

# A hash instead of the password, so that the file betrays nothing.
redis_users() {
    echo 'user default off'
    echo "user xorb on #$(secret redis.password | tr -d '\n' | sha256sum | cut -d' ' -f1) resetkeys resetchannels ~xorb:* &xorb:* +@all -@admin -@dangerous"
}

include_in_redis() { echo 'include /etc/redis/xorb.conf' >> /etc/redis/redis.conf; }

redis() {
    local before=$changes
    [ -d /etc/redis ] || { note "Redis is not installed yet"; return 0; }
    ensure_file /etc/redis/xorb.conf redis:redis 640 < "$here/redis/xorb.conf"
    [ ! -e /etc/xorb/credentials/redis.password ] || ensure_file /etc/redis/users.acl redis:redis 640 secret < <(redis_users)
    grep -qx 'include /etc/redis/xorb.conf' /etc/redis/redis.conf ||
        doing "include xorb.conf in redis.conf" include_in_redis
    [ "$before" = "$changes" ] || reload redis-server
}

upstream() {
    sed '/server 127/,$d' "$here/nginx/xorb-upstream.conf"
    local port
    for port in $(api_ports); do echo "    server 127.0.0.1:$port max_fails=2 fail_timeout=2s;"; done
    sed '1,/server 127.*8082/d' "$here/nginx/xorb-upstream.conf"
}

nginx() {
    local file before=$changes
    [ -d /etc/nginx ] || { note "nginx is not installed yet"; return 0; }
    ensure_file /etc/nginx/conf.d/xorb.conf root:root 644 < <(named "$here/nginx/xorb.conf")
    for file in xorb-tls.conf xorb-headers.conf xorb-proxy.conf; do
        ensure_file "/etc/nginx/snippets/$file" root:root 644 < "$here/nginx/$file"
    done
    ensure_file /etc/nginx/snippets/xorb-upstream.conf root:root 644 < <(upstream)
    ensure_directory /var/www/acme root:root 755
    # Its date of expiry moves only when the old one comes near.
    if ! security_txt_is_current; then
        ensure_file /etc/xorb/security.txt root:root 644 < <(security_txt)
    fi
    [ ! -e /etc/nginx/sites-enabled/default ] || doing "take nginx's own page away" rm /etc/nginx/sites-enabled/default
    [ "$before" = "$changes" ] || reload nginx
}
security_txt() {
    named "$here/nginx/security.txt" | sed "s/^Expires: .*/Expires: $(date -u -d '+1 year' +%Y-%m-%dT00:00:00Z)/"
}
security_txt_is_current() {
    local until
    until=$(sed -n 's/^Expires: //p' /etc/xorb/security.txt 2>/dev/null) && [ -n "$until" ] &&
        [ "$(date -d "$until" +%s)" -gt "$(date -d '+60 days' +%s)" ] && grep -qF "mailto:$contact" /etc/xorb/security.txt
}

firewall() {
    local before=$changes
    ensure_file /etc/nftables.conf root:root 755 < "$here/nftables/nftables.conf"
    ensure_unit nftables.service
    [ "$before" = "$changes" ] || reload nftables
}

ssh() {
    local before=$changes
    if ! compgen -G '/root/.ssh/authorized_keys' >/dev/null && ! compgen -G '/home/*/.ssh/authorized_keys' >/dev/null; then
        note "nobody has an authorized key: SSH stays as it is, so that you are not locked out; put one there and run this again"
        return 0
    fi
    ensure_file /etc/ssh/sshd_config.d/10-xorb.conf root:root 644 < "$here/ssh/10-xorb.conf"
    [ "$before" = "$changes" ] || reload ssh
}

system() {
    local before=$changes
    ensure_file /etc/apt/apt.conf.d/52xorb root:root 644 < "$here/apt/52xorb"
    ensure_file /etc/sysctl.d/60-xorb.conf root:root 644 < "$here/install/sysctl.conf"
    [ "$before" = "$changes" ] || ! is_running_systemd || doing "apply sysctl.d" command sysctl --quiet --system
}

units() {
    local file before=$changes number
    while read -r file; do
        ensure_file "/etc/systemd/system/$file" root:root 644 < "$here/systemd/$file"
    done < <(cd "$here/systemd" && find . -type f | sed 's#^\./##' | sort)
    [ "$before" = "$changes" ] || ! is_running_systemd || doing "let systemd read its units" systemctl daemon-reload
    [ "$CHECK" = yes ] || ! is_running_systemd || systemctl start xorb-migrate.service
    for number in $(api_ports); do ensure_unit "xorb-api@$number.service"; done
    for number in $(worker_numbers); do ensure_unit "xorb-worker@$number.service"; done
    ensure_unit xorb-certificates.timer xorb-backup.timer xorb-restore-drill.timer
}

# AES-256 at rest is the disk's: it can't be given to a disk that is in use.
disk() {
    local path device
    for path in /var/lib/postgresql /var/lib/xorb /var/backups/xorb; do
        while [ ! -e "$path" ]; do path=$(dirname "$path"); done
        device=$(findmnt -no SOURCE --target "$path" 2>/dev/null || true)
        lsblk -sno TYPE "${device%%\[*}" 2>/dev/null | grep -qx crypt ||
            note "$path is on no encrypted disk (LUKS); see operations.md, encryption at rest"
    done
    if grep -q '^/' /proc/swaps 2>/dev/null; then note "swap is on: encrypt it or turn it off, keys may be written there"; fi
}

for step in packages users program certificates secrets postgresql redis nginx firewall ssh system units disk; do
    [[ $without == *",$step,"* ]] || $step
done
if [ $changes -eq 0 ]; then echo "nothing to do: everything is as it should be"; exit 0; fi
[ "$CHECK" = no ] || exit 3
