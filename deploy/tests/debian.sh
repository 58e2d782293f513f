# shellcheck shell=bash disable=SC2154
# A Debian of its own in $root, with deploy/ and docs/ where somebody would have unpacked them. Needs root, for debootstrap and chroot.
#
#   BASE=FOLDER    such a Debian as debootstrap has made before, to be copied
root=$scratch/root
[ "$(id -u)" -eq 0 ] || { echo "this needs root, for debootstrap and chroot"; exit 1; }
command -v debootstrap >/dev/null || apt-get -qq install -y debootstrap </dev/null >/dev/null
suite=${SUITE:-bookworm} mirror=${MIRROR:-http://deb.debian.org/debian}
inside() { chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"; }

if [ -n "${BASE:-}" ]; then cp -a "$BASE" "$root"; else
    debootstrap --variant=minbase --include=ca-certificates,systemd,systemd-sysv,dbus "$suite" "$root" "$mirror" > "$scratch/debootstrap.log" 2>&1 ||
        { tail "$scratch/debootstrap.log"; exit 1; }
fi
mount -t proc proc "$root/proc" 2>/dev/null || true
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
cp /etc/resolv.conf "$root/etc/" 2>/dev/null || true
mkdir -p "$root/opt/xorb" "$root/root/.ssh"
touch "$root/root/.ssh/authorized_keys"
cp -r "$deploy" "$(dirname "$deploy")/docs" "$root/opt/xorb/"
