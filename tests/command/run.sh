#!/bin/sh
# Golden runs: what is typed, what is printed, what is returned, from outside the process.
#
#   run.sh PROWGATE CASES [NAME]      FIX=1 writes what came out as the expectation; read it before you keep it
#
# A case is a folder: cmd (a shell line; $P is prowgate), tree/ (copied to an empty folder where cmd runs), setup (a
# shell script that changes the copy), stdin, stdout, stderr (only compared where it is there), status (0 if absent).
set -u
prowgate=$(readlink -f "$1")
EXAMPLE=$(readlink -f "$(dirname "$0")/../../example")
export EXAMPLE
cases=$(readlink -f "$2")
only=${3:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# No run sees what another one kept, or what the user has.
export XDG_CACHE_HOME="$work/cache"
passed=0
failed=0

# What differs from run to run.
steady() {
    sed -E -e 's/"elapsed_ms": [0-9]*/"elapsed_ms": 0/' -e 's/20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-9:]+Z/TIME/g' \
        -e 's/"time":"[^"]*"/"time":""/' -e "s|$work/here|ROOT|g" \
        "$1"
}

differs() { # WHAT WANT GOT
    if ! diff -u "$2" "$3" >"$work/diff"; then
        echo "$name: $1"
        cat "$work/diff"
        return 0
    fi
    return 1
}

run_case() {
    rm -rf "$work/here" "$work/cache"
    mkdir "$work/here"
    [ -d "$case/tree" ] && cp -a "$case/tree/." "$work/here/"
    input=/dev/null
    [ -f "$case/stdin" ] && input=$case/stdin
    (
        cd "$work/here" || exit 99
        P=$prowgate
        export P
        [ -f "$case/setup" ] && . "$case/setup"
        unset CI
        NO_COLOR=1 sh "$case/cmd"
    ) <"$input" >"$work/out" 2>"$work/err"
    echo $? >"$work/status"
    steady "$work/out" >"$work/stdout"
    steady "$work/err" >"$work/stderr"
    if [ -n "${FIX:-}" ]; then
        cp "$work/stdout" "$case/stdout"
        if [ -s "$work/stderr" ]; then cp "$work/stderr" "$case/stderr"; else rm -f "$case/stderr"; fi
        if [ "$(cat "$work/status")" = 0 ]; then rm -f "$case/status"; else cp "$work/status" "$case/status"; fi
    fi
    [ -f "$case/status" ] && want=$case/status || { echo 0 >"$work/zero"; want=$work/zero; }
    bad=
    differs status "$want" "$work/status" && bad=1
    differs stdout "$case/stdout" "$work/stdout" && bad=1
    [ -f "$case/stderr" ] && differs stderr "$case/stderr" "$work/stderr" && bad=1
    [ -z "$bad" ]
}

for case in "$cases"/*/; do
    case=${case%/}
    name=${case##*/}
    [ -n "$only" ] && [ "$only" != "$name" ] && continue
    if run_case; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
echo "golden runs: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
