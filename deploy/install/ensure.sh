# shellcheck shell=bash
# The installer's one idea: say how something should be; if it is not so, make it so and say what was done. With CHECK=yes it
# is only said what would be done.
changes=0

# doing WHAT COMMAND…: something is not as it should be.
doing() {
    local what=$1
    shift
    changes=$((changes + 1))
    if [ "${CHECK:-no}" = yes ]; then echo "would $what"; return 0; fi
    echo "$what"
    "$@"
}
note() { echo "note: $*"; }
die() { echo "install.sh: $*" >&2; exit 1; }
is_running_systemd() { [ -d /run/systemd/system ]; }

ensure_packages() {
    local package missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] || doing "install ${missing[*]}" install_packages "${missing[@]}"
}
install_packages() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq -o DPkg::Lock::Timeout=300 update </dev/null
    apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@" </dev/null >/dev/null
}

ensure_user() {
    getent passwd "$1" >/dev/null ||
        doing "make the user $1" useradd --system --user-group --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin "$1"
}

owner_and_mode() { stat -c '%U:%G %a' "$1" 2>/dev/null || true; }

# ensure_directory PATH OWNER:GROUP MODE
ensure_directory() {
    # shellcheck disable=SC2015
    [ -d "$1" ] && [ "$(owner_and_mode "$1")" = "$2 $3" ] || doing "make the folder $1 ($2, $3)" make_directory "$@"
}
make_directory() { mkdir -p "$1" && chown "$2" "$1" && chmod "$3" "$1"; }

# ensure_file PATH OWNER:GROUP MODE < CONTENT: a difference is shown.
# The fourth argument "secret" keeps its content off the screen.
ensure_file() {
    local wanted
    wanted=$(mktemp)
    cat > "$wanted"
    if ! cmp -s "$wanted" "$1"; then
        [ "${4:-}" = secret ] || diff -u --label "$1" --label "$1" "$1" "$wanted" 2>/dev/null | sed 's/^/    /' || true
        doing "write $1" put_file "$wanted" "$@"
    elif [ "$(owner_and_mode "$1")" != "$2 $3" ]; then
        doing "give $1 to $2, mode $3" put_file "$wanted" "$@"
    fi
    rm -f "$wanted"
}
put_file() {
    local content=$1 path=$2 owner=$3 mode=$4 beside
    mkdir -p "$(dirname "$path")"
    beside=$(mktemp "$path.XXXXXX")
    cat "$content" > "$beside"
    chown "$owner" "$beside" && chmod "$mode" "$beside" && mv "$beside" "$path"
}

# ensure_secret PATH OWNER:GROUP MODE COMMAND…: what the command prints, once; a secret that is there is never touched.
ensure_secret() {
    local path=$1 owner=$2 mode=$3
    shift 3
    if [ ! -e "$path" ]; then
        doing "make the secret $path" make_secret "$path" "$owner" "$mode" "$@"
    elif [ "$(owner_and_mode "$path")" != "$owner $mode" ]; then
        doing "give $path to $owner, mode $mode" protect "$path" "$owner" "$mode"
    fi
}
make_secret() {
    local path=$1 owner=$2 mode=$3
    shift 3
    (umask 077; "$@" > "$path.new")
    protect "$path.new" "$owner" "$mode" && mv "$path.new" "$path"
}
protect() { chown "$2" "$1" && chmod "$3" "$1"; }

# ensure_unit UNIT…: enabled, and running where systemd does.
ensure_unit() {
    local unit
    for unit in "$@"; do
        systemctl --root=/ is-enabled --quiet "$unit" 2>/dev/null || doing "enable $unit" systemctl --root=/ enable --quiet "$unit"
        ! is_running_systemd || systemctl is-active --quiet "$unit" || doing "start $unit" systemctl start --no-block "$unit"
    done
}

# reload UNIT: after its files have changed.
reload() { ! is_running_systemd || doing "reload $1" systemctl reload-or-restart "$1"; }
