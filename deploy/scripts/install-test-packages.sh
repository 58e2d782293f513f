#!/usr/bin/env bash
# Installs what the build and the tests need and this machine lacks. Changes nothing when everything is there.
# The tests start instances of their own, so the services of these packages are kept from starting.
set -euo pipefail

has_postgres() { command -v postgres >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; }

missing=()
command -v cc >/dev/null && command -v make >/dev/null || missing+=(build-essential)
has_postgres || missing+=(postgresql)
command -v redis-server >/dev/null || missing+=(redis-server)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || missing+=(nginx)
command -v glewlwyd >/dev/null || missing+=(glewlwyd)
command -v chromium >/dev/null || missing+=(chromium)
command -v sqlite3 >/dev/null || missing+=(sqlite3)
command -v openssl >/dev/null || missing+=(openssl)
command -v curl >/dev/null || missing+=(curl)
command -v pgrep >/dev/null || missing+=(procps)
command -v python3 >/dev/null || missing+=(python3)
command -v shellcheck >/dev/null || missing+=(shellcheck)
command -v sslscan >/dev/null || missing+=(sslscan)
command -v systemd-analyze >/dev/null || missing+=(systemd)
command -v promtool >/dev/null || missing+=(prometheus)
[ -x /usr/sbin/nft ] || command -v nft >/dev/null || missing+=(nftables)
command -v age >/dev/null || missing+=(age)
[ ${#missing[@]} -gt 0 ] || exit 0

give_up() {
    echo "missing: ${missing[*]}; $1" >&2
    echo "Install a C compiler, make, PostgreSQL 15 or later, Redis 7, nginx, Glewlwyd, sqlite3, Chromium, Node.js, npm, openssl, curl, procps, Python 3, shellcheck, sslscan, systemd, promtool, nftables and age, then run this again." >&2
    exit 1
}

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || give_up "not root, and there is no sudo"
    as_root=(sudo)
fi
command -v apt-get >/dev/null || give_up "this script knows apt-get only"

policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap '"${as_root[@]}" rm -f $policy' EXIT
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null
    "${as_root[@]}" chmod 755 $policy
fi

echo "installing ${missing[*]}"
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" </dev/null; }
apt update || give_up "apt-get update failed"
apt install -y --no-install-recommends "${missing[@]}" >/dev/null || give_up "apt-get install failed"
has_postgres || give_up "PostgreSQL was installed but its programs were not found"
