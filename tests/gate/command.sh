#!/bin/sh
# Trees at a URL, from outside the process: what is fetched how often, what is said, what is returned.
#
#   command.sh PROWGATE SERVER.PY
set -u
prowgate=$(readlink -f "$1")
server=$(readlink -f "$2")
work=$(mktemp -d)
passed=0
failed=0
unset CI http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy
NO_COLOR=1
export NO_COLOR

mkfifo "$work/in"
python3 "$server" "$work" <"$work/in" >"$work/ports" &
pid=$!
exec 3>"$work/in"
trap 'exec 3>&-; wait "$pid"; rm -rf "$work"' EXIT
i=0
while [ ! -s "$work/ports" ] && [ "$i" -lt 200 ]; do
    sleep 0.05
    i=$((i + 1))
done
read -r http other https rude certificate <"$work/ports"
at=http://127.0.0.1:$http
quick="--deployed latest --retry-initial 20ms --retry-max 40ms"

ok() { # WHAT: the last command says
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $1"
        sed 's/^/    /' "$work/out"
    fi
}

run() { # STATUS URL FLAGS...: everything that is printed goes to $work/out
    want=$1
    shift
    # shellcheck disable=SC2086
    "$prowgate" check $quick "$@" >"$work/out" 2>&1
    status=$?
    [ "$status" = "$want" ]
    ok "check $* returns $status, not $want" $?
}

says() {
    grep -qF -e "$1" "$work/out"
    ok "it does not say: $1" $?
}

silent() {
    ! grep -qF -e "$1" "$work/out"
    ok "it says: $1" $?
}

count() { # PATH
    python3 -c 'import sys, urllib.request
print(urllib.request.urlopen(sys.argv[1]).read().decode().split()[1])' "$at/_seen$1"
}

asked() { # PATH COUNT
    got=$(count "$1")
    [ "$got" = "$2" ]
    ok "$1 was asked for $got times, not $2" $?
}

# Deck's two pages are one tree.
run 1 "$at/deck/config?secret=1"
says 'Prow has no plugin "no-such-plugin"'
silent secret
asked '/deck/config?secret=1' 1
asked /deck/plugin-config 1
run 0 "$at/bare/config"
says '/bare/plugin-config'
asked /bare/plugin-config 1
run 2 "$at/sick/config" --retry-attempts 2
says 'gave up after 2 attempts: the server answers 500'
asked /sick/plugin-config 2

# Attempts mean attempts, and each retry is told with its reason.
run 2 "$at/fail/99/503/a.yaml" --retry-attempts 3
says '/fail/99/503/a.yaml: attempt 1 of 3: the server answers 503; next in 20ms'
says '/fail/99/503/a.yaml: attempt 2 of 3: the server answers 503; next in 40ms'
says '/fail/99/503/a.yaml: gave up after 3 attempts: the server answers 503'
asked /fail/99/503/a.yaml 3
run 0 "$at/fail/2/503/b.yaml"
asked /fail/2/503/b.yaml 3
run 0 "$at/reset/1/b.yaml"
says 'attempt 1 of 5'
asked /reset/1/b.yaml 2
run 2 "$at/later/9/3600/429/c.yaml" --deadline 2s
says 'the deadline of 2s would pass while waiting 1h0m0s for the next attempt'
asked /later/9/3600/429/c.yaml 1
run 2 "$at/silent/9/d.yaml" --timeout 100ms --retry-attempts 2
asked /silent/9/d.yaml 2
run 2 "$at/html/config"
says 'an HTML page with the title "Sign in &amp; go", not a configuration in YAML'
run 2 "$at/good/e.yaml" --max-size 100
says 'larger than 100 bytes'

run 2 "$at/other/h.yaml"
says "none of its keys is one of Prow's"

# The token is sent and never shown.
echo s3cret-t0ken >"$work/token"
run 2 "$at/status/401/e" --token-file "$work/token"
says "the token would go over plain HTTP"
asked /status/401/e 0
run 2 "$at/status/401/f" --insecure-token --token-file "$work/token"
says 'it does not take the token'
silent s3cret
T=s3cret-t0ken run 0 "$at/good/token.yaml" --insecure-token --token-env T
run 2 "$at/good/token.yaml" --token-env NOT_SET
says '$NOT_SET is not set'
echo 's3cret t0ken' >"$work/token"
run 2 "$at/good/g.yaml" --token-file "$work/token"
says 'holds no token'
silent s3cret
asked /good/g.yaml 0

# Nor is the query, which may hold as much: not in the report, the audit log, or the saved state.
mkdir "$work/state"
# shellcheck disable=SC2086
"$prowgate" gate $quick --after "$at/good/j.yaml?key=s3cret" --state "$work/state" --bootstrap >"$work/out" 2>&1
ok 'the gate takes no URL' $?
cat "$work"/state/* >>"$work/out"
says '/good/j.yaml: '
silent s3cret

# Certificates.
run 2 "https://127.0.0.1:$https/good/h.yaml"
asked /good/h.yaml 0
run 0 "https://127.0.0.1:$https/good/h.yaml" --ca-file "$certificate"
asked /good/h.yaml 1
run 2 "https://127.0.0.1:$http/good/h.yaml"
silent 'attempt 1'
run 2 "https://127.0.0.1:$rude/good/h.yaml" --retry-attempts 2
says 'gave up after 2 attempts'
run 2 "http://127.0.0.1:$other/hop/1" --retry-attempts 0
says 'at least 1'
run 2 "$at/good/i.yaml" --deadline soon
says 'invalid duration'
run 2 "$at/good/i.yaml" --max-size 2Gi
says '--max-size takes 1 to 1Gi'

# A signal ends the wait at once, and nothing is decided.
# shellcheck disable=SC2086
"$prowgate" check $quick "$at/silent/9/signal" --timeout 60s --deadline 60s >"$work/out" 2>&1 &
fetching=$!
i=0
while [ "$(count /silent/9/signal)" = 0 ] && [ "$i" -lt 100 ]; do
    sleep 0.05
    i=$((i + 1))
done
kill -TERM "$fetching"
start=$(date +%s)
wait "$fetching"
status=$?
[ "$status" = 2 ]
ok "after SIGTERM it returns $status, not 2" $?
[ $(($(date +%s) - start)) -le 2 ]
ok "it does not end at once" $?
says cancelled

echo "trees at a URL: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
