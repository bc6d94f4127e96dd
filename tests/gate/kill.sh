#!/bin/sh
# Kill -9 the gate itself, at every system call with which it writes: afterwards the last known good is the old one or
# the new one, whole, and the next gate goes on by itself.
#
#   kill.sh PROWGATE
set -u
prowgate=$(readlink -f "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
unset CI
export ASAN_OPTIONS=detect_leaks=0 # a leak checker can't run in a traced process
if ! strace -qq -o /dev/null true 2>/dev/null; then
    echo "SKIPPED: kill -9 of the gate at every write: strace can't trace here"
    echo "gate killed: 0 passed, 0 failed, 1 skipped"
    exit 77
fi
passed=0
failed=0

tree() { # FOLDER IMAGE
    mkdir -p "$1/config/jobs" "$1/config/prow"
    echo 'pod_namespace: test-pods' >"$1/config/prow/config.yaml"
    printf 'presubmits:\n  o/r:\n  - name: unit\n    decorate: false\n    always_run: true\n' >"$1/config/jobs/a.yaml"
    printf '    spec: {containers: [{image: "%s", command: [make]}]}\n' "$2" >>"$1/config/jobs/a.yaml"
}

gate() { # TREE FLAGS
    "$prowgate" gate --state state --deployed latest --keep 2 --after "$@" >out 2>err
}

tree old alpine:3
tree new alpine:4
mkdir state
gate old --bootstrap || { cat out err; exit 1; }
tree mid alpine:5
gate mid || { cat out err; exit 1; }
cp -r state first
old_seen=0
new_seen=0
for call in openat ftruncate pwrite64 write fsync renameat renameat2 unlinkat close exit_group; do
    n=1
    while :; do
        rm -rf state
        cp -r first state
        # Files of the tree are opened and closed too: only what touches the folder counts.
        strace -qq -f -o trace -P "$work/state" -e trace=$call -e inject=$call:signal=KILL:when=$n \
            "$prowgate" gate --state "$work/state" --deployed latest --keep 2 --after new >out 2>err
        grep -q "killed by SIGKILL" trace || break
        [ "$n" -lt 60 ] || break
        if gate new --dry-run && generation=$(grep -o 'generation [0-9]*' out | head -n 1) &&
            gate old && [ "$(find state -name '*.pgstate' | wc -l)" = 2 ] && [ ! -e state/.state-*.tmp ]; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAILED: killed at $call $n"
            cat out err
            ls -A state
        fi
        case $generation in "generation 2") old_seen=1 ;; "generation 3") new_seen=1 ;; esac
        n=$((n + 1))
    done
done

# A kill leaves what the system holds in memory; a loss of power does not. So the order counts: the newest file says that
# one is being saved; the new one is synced; then the decision is told; then the new one is renamed, and the folder
# synced; the decision is recorded, and synced; then the newest file says that it was saved, and only then older ones may
# go.
rm -rf state
cp -r first state
strace -qq -f -y -o trace -e trace=fsync,renameat,renameat2,unlinkat,write "$prowgate" gate --state "$work/state" \
    --deployed latest --keep 1 --after new >out 2>err
sed -n 's/^[0-9]* *//; s/^fsync([0-9]*<.*\.tmp>).* = 0$/sync new/p; s/^renameat2.* = 0$/rename/p; s/^renameat(.*newest.* = 0$/newest/p
    s/^fsync([0-9]*<.*audit.jsonl>).* = 0$/sync log/p; s/^fsync([0-9]*<.*\/state>).* = 0$/sync folder/p
    s/^write(1<.*/told/p; s/^unlinkat.*pgstate.* = 0$/remove/p; s/^write([0-9]*<.*\.tmp>.*/write new/p' trace |
    awk '$0 != "told" || last != "told" { print } { last = $0 }' >order
note="write new
sync new
newest
sync folder"
printf '%s\n' "$note" 'write new' 'sync new' told rename 'sync folder' 'sync log' "$note" remove remove 'sync folder' >want
if cmp -s order want; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "FAILED: the order of writes:"
    diff want order
fi
echo "kill: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ $old_seen = 1 ] && [ $new_seen = 1 ]
