#!/usr/bin/env bash
# The steps of an update, with a systemctl that notes what it is told: in this order, and back when one fails.
. "$(dirname "$0")/expect.sh"
mkdir "$scratch/bin" "$scratch/state"
cat > "$scratch/bin/systemctl" <<'STUB'
#!/usr/bin/env bash
case $1 in
    list-units) case ${*: -1} in xorb-api*) printf 'xorb-api@8081.service x\nxorb-api@8082.service x\n' ;; *) printf 'xorb-worker@8091.service x\n' ;; esac ;;
    show) cat "$STATE/restarts" 2>/dev/null || echo 0 ;;
    is-active) [ ! -e "$STATE/dead" ] ;;
    *)
        echo "$1 $2 down:$(grep -c ' down;' "$XORB_UPSTREAM") $("$XORB_PROGRAM" --version)" >> "$STATE/log"
        [ ! -e "$STATE/fails" ] || [[ "$1 $2 $("$XORB_PROGRAM" --version)" != $(cat "$STATE/fails") ]] ;;
esac
STUB
printf '#!/bin/sh\nexit 0\n' > "$scratch/bin/nginx"
# shellcheck disable=SC2016  # for the stub's own shell
program() { printf '#!/bin/sh\n[ "$1" = --version ] && echo %s\n[ "$1" = --config ] && exec test ! -e "%s/refuses"\nexit 0\n' "$1" "$scratch" > "$2"; chmod +x "$2"; }
chmod +x "$scratch"/bin/*
export PATH=$scratch/bin:$PATH STATE=$scratch/state XORB_PROGRAM=$scratch/xorb XORB_BEFORE=$scratch/before XORB_UPSTREAM=$scratch/upstream \
    XORB_CONFIG=$scratch/config XORB_SETTLE_SECONDS=0
fresh() {
    program old "$scratch/xorb"
    program new "$scratch/new"
    cp "$deploy/nginx/xorb-upstream.conf" "$scratch/upstream"
    rm -f "$scratch"/state/* "$scratch/before" "$scratch/refuses"
}
log() { cat "$scratch/state/log"; }
update() { "$deploy/update.sh" "$@"; }

fresh
passes "an update succeeds" update "$scratch/new"
equal "back up, migrate, then one by one with nginx told" "start xorb-backup.service down:0 old
start xorb-migrate.service down:0 new
reload nginx.service down:1 new
restart xorb-api@8081.service down:1 new
reload nginx.service down:0 new
reload nginx.service down:1 new
restart xorb-api@8082.service down:1 new
reload nginx.service down:0 new
restart xorb-worker@8091.service down:0 new" "$(log)"
equal "nginx is as it was" "" "$(diff "$deploy/nginx/xorb-upstream.conf" "$scratch/upstream")"
equal "the new program is there" new "$("$scratch/xorb" --version)"
passes "the same again changes nothing" update "$scratch/new"
equal "one can go back by hand" old "$(update --back >/dev/null && "$scratch/xorb" --version)"

fresh
echo 'start xorb-backup.service old' > "$scratch/state/fails"
refuses "without a backup there is no update" 'the backup failed.*Nothing has been changed' update "$scratch/new"
equal "and nothing else was touched" "start xorb-backup.service down:0 old" "$(log)"
fresh
echo 'start xorb-migrate.service new' > "$scratch/state/fails"
refuses "a migration that fails stops it" 'the migration failed' update "$scratch/new"
equal "with the former program in its place" old "$("$scratch/xorb" --version)"
equal "and no process restarted" 0 "$(log | grep -c '^restart')"
fresh
echo 'restart xorb-api@8082.service new' > "$scratch/state/fails"
refuses "an API that does not become ready takes the update back" 'the update was taken back' update "$scratch/new"
equal "with the former program" old "$("$scratch/xorb" --version)"
equal "in every process" "restart xorb-api@8081.service down:1 old
restart xorb-api@8082.service down:1 old
restart xorb-worker@8091.service down:0 old" "$(log | grep '^restart.* old$')"
equal "and nginx sends to all of them" 0 "$(grep -c ' down;' "$scratch/upstream")"
fresh
touch "$scratch/state/dead"
refuses "a process that falls over afterwards takes it back" 'does not run|taken back' update "$scratch/new"
fresh
touch "$scratch/refuses"
refuses "a configuration that the new program refuses stops it first" 'Nothing has been changed' update "$scratch/new"
refuses "what is no program is refused" 'is no program' update "$scratch/nothing"

mkdir -p "$scratch"/root/{etc/systemd/system/xorb-.service.d,etc/xorb,etc/nginx/snippets,usr/local/bin,usr/local/lib/xorb,var/lib/xorb,var/backups/xorb}
touch "$scratch"/root/{etc/systemd/system/xorb-api@.service,usr/local/bin/xorb,etc/xorb/config.toml,etc/nginx/snippets/xorb-tls.conf}
passes "uninstalling takes the program" env XORB_ROOT="$scratch/root" "$deploy/uninstall.sh"
equal "and leaves the data" "etc/xorb/config.toml" "$(cd "$scratch/root" && find . -type f | sed 's#^\./##')"
passes "the data goes only when it is said" env XORB_ROOT="$scratch/root" XORB_REALLY=yes "$deploy/uninstall.sh" --with-data
equal "then all of it" "" "$(find "$scratch/root" -type f)"
refuses "and it is asked first" '' bash -c "echo no | XORB_ROOT=$scratch/root $deploy/uninstall.sh --with-data"
