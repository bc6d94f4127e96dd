#!/bin/sh
# A pass makes a candidate where somebody says how it proves itself; only what proved itself is compared with.
#
#   confirm.sh PROWGATE DECK RETIME      DECK: deck.py, RETIME: retime.c, compiled
set -u
prowgate=$(readlink -f "$1")
deck=$(readlink -f "$2")
retime=$(readlink -f "$3")
work=$(mktemp -d)
serving=
trap '[ -z "$serving" ] || kill $serving 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
unset CI
passed=0
failed=0

tree() { # FOLDER JOB...
    mkdir -p "$1/config/jobs" "$1/config/prow"
    echo 'pod_namespace: test-pods' >"$1/config/prow/config.yaml"
    folder=$1
    shift
    printf 'presubmits:\n  o/r:\n' >"$folder/config/jobs/a.yaml"
    for job in "$@"; do
        printf '  - name: %s\n    decorate: false\n    always_run: true\n    spec: {containers: [{image: i, command: [make]}]}\n' \
            "$job" >>"$folder/config/jobs/a.yaml"
    done
}

want() { # STATUS TEXT NAME: what the last command did
    if [ "$status" = "$1" ] && cat out err | grep -q "$2"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $3: status $status, wanted $1 and \"$2\""
        cat out err
    fi
}

gate() {
    "$prowgate" gate --state state --deployed latest "$@" >out 2>err
    status=$?
}

tree one unit
tree two unit lint
tree three unit lint race
mkdir state
gate --after one --bootstrap
want 0 'generation 1 of state, unproven' 'without a proof a pass is good at once, and says so'
gate --after two --confirm-file seen
want 0 'saved as candidate generation 2' 'a pass with a proof to come is a candidate'
gate --after two --confirm-file seen
want 0 'this is candidate generation 2' 'the same again is the same candidate'
gate --after three --dry-run
want 0 'generation 1 of state: 1 presubmit' 'a candidate is not compared with'
want 0 'candidate generation 2: saved .*, is not confirmed yet' 'and is named'
gate --rollback-to 2
want 2 'is a candidate: it has not proven itself' 'nobody goes back to a candidate'
gate --confirm --confirm-file seen
want 2 "can't be told" 'a file that is not there decides nothing'
cp one/config/jobs/a.yaml seen
gate --confirm --confirm-file seen
want 2 'has not acted on it yet' 'the consumer has what was good before'
cp one/config/prow/config.yaml seen
gate --confirm --confirm-file seen
want 2 'have in common' 'a file of both proves nothing'
cp two/config/jobs/a.yaml seen
gate --confirm --confirm-file seen --soak 1h
want 2 'has to live for 3600 seconds more' 'it acted, and soaks'
gate --confirm --confirm-command 'sh -c "exit 3"' --soak 1h
want 2 'status 3' 'a command that does not know decides nothing'
echo 99999999999 >state/acted-0000000002.pgstate
gate --confirm --confirm-file seen --soak 2s
want 2 'seconds more' 'a clock that went back begins the soak anew'
sleep 2
if [ -c /dev/full ]; then
    "$prowgate" gate --state state --deployed latest --confirm --confirm-file seen --soak 2s >/dev/full 2>err
    status=$?
    : >out
    want 2 'standard output: No space' 'what cannot be told does not happen'
    [ -e state/candidate-0000000002.pgstate ] && [ ! -e state/state-0000000002.pgstate ]
    status=$?
    want 0 '' 'the candidate is still one'
    "$prowgate" gate --state state --deployed latest --confirm --confirm-command false >/dev/full 2>err
    status=$?
    want 2 'standard output: No space' 'nor is it refused for ever'
fi
gate --confirm --confirm-file seen --soak 2s
want 0 '^confirmed: candidate generation 2' 'it lived'
gate --after three --dry-run
want 0 'generation 2 of state: 2 presubmits' 'now it is compared with'
gate --after three --confirm-command false
want 0 'saved as candidate generation 3' 'the next one'
gate --confirm --confirm-command false
want 1 '^contradicted: candidate generation 3' 'its consumer says no'
gate --confirm --confirm-command true
want 0 'generation 2 of state.*no candidate waits' 'it never becomes good'
gate --rollback-to 3
want 2 'never became good' 'nor does anybody go back to it'
gate --after three --confirm-command true
want 0 'saved as candidate generation 4' 'whoever tries again gets another number'
(flock 9 && sleep 2) 9<state/lock &
sleep 1
gate --confirm --confirm-command true
want 2 'is locked by' 'two gates do not decide at once'
wait
printf 'gate: {confirm: {command: "true"}}\n' >three/prowgate.yaml
gate --after three
want 0 'unproven' 'the judged tree does not say how it is judged'
want 0 'is not heeded' 'and that is said'
gate --after three --project three/prowgate.yaml
want 0 'is not heeded' 'the tree does not say it by --project either'
printf 'gate: {confirm: {command: "true", soak: 1s}}\n' >outside.yaml
: >one/prowgate.yaml
gate --after one --project outside.yaml
want 0 'saved as candidate generation' 'a project file outside of the tree does'
# What somebody meant holds until the candidate is good.
rm -rf state
mkdir state
tree many a b c d e f g h i j k l
tree few a
gate --after many --bootstrap
printf 'acknowledged:\n- {rule: mass-retirement, repos: [o/r], at-most: 11, expires: %s, reason: moved}\n' "$(date -u -d '+30 days' +%F)" \
    >few/prowgate.ack.yaml
gate --after few --confirm-command true
want 0 'saved as candidate generation 2' 'an acknowledged change is a candidate'
echo 'acknowledged: []' >few/prowgate.ack.yaml
echo 'pod_namespace: others' >few/config/prow/config.yaml
gate --after few --confirm-command true
want 0 'saved as candidate generation 3' 'what let it through holds until it is good'
# A clock that was set back revives nothing: what was saved knows a later day.
rm -rf state
mkdir state
gate --after many --bootstrap
tree fewer a
day=$(date -u -d '+3 days' +%F)
printf 'acknowledged:\n- {rule: mass-retirement, repos: [o/r], at-most: 11, expires: %s, reason: moved}\n' "$day" \
    >fewer/prowgate.ack.yaml
gate --after fewer --dry-run
want 0 '^pass' 'an acknowledgement of these days holds'
"$retime" state/state-0000000001.pgstate "$(date -u -d '+9 days' +%s)"
gate --after fewer --dry-run
want 2 'expired on' 'what was saved is younger than the acknowledgement'

# Deck says itself what it runs, and whether it is well.
page() { # JOB...: what deck shows
    printf 'config_version_sha: "0123456"\ntide: {sync_period: 1m0s}\npresubmits:\n  o/r:\n'
    for job in "$@"; do
        printf '  - {name: %s, context: %s, always_run: true, agent: kubernetes, cluster: default, decorate: false, ' "$job" "$job"
        printf 'spec: {containers: [{image: i, command: [make]}]}}\n'
    done
}
rm -rf state one
mkdir state www
tree one unit
page unit >www/config
python3 "$deck" www >port &
serving=$!
until [ -s port ]; do sleep 0.1; done
url=http://127.0.0.1:$(cat port)/config
gate --after one --bootstrap
gate --after two --confirm-url "$url"
want 0 'saved as candidate generation 2' 'deck is to prove it'
gate --confirm --confirm-url "$url"
want 2 'shows what was good before' 'deck runs what was good'
echo 'presubmits: [' >www/config
gate --confirm --confirm-url "$url"
want 2 'could not be read whole' 'a page that is cut decides nothing'
page unit lint >www/config
gate --confirm --confirm-url "$url" --soak 1s --retry-attempts 2 --retry-initial 100ms
want 2 'seconds more' 'deck runs it, and has to live'
: >www/sick
sleep 1
gate --confirm --confirm-url "$url" --soak 1s --retry-attempts 2 --retry-initial 100ms
want 1 'does not live' 'deck is sick after it'
rm www/sick
gate --after two --confirm-url "$url"
gate --confirm --confirm-url "$url"
want 0 'confirmed: .*config_version_sha 0123456' 'deck shows it, and nobody asks for more'
gate --after three --confirm-url "$url"
page other >www/config
gate --confirm --confirm-url "$url"
want 1 'shows neither' 'deck runs something else'

# The server asks by itself.
rm -rf state
mkdir state
gate --after one --bootstrap
"$prowgate" gate --state state --deployed latest --after two --confirm-file seen --serve 127.0.0.1:0 \
    --serve-interval 100ms >served 2>errors &
served=$!
serving="$serving $served"
status=0
i=0
until grep -q 'candidate generation 2' served || [ "$i" -ge 300 ]; do i=$((i + 1)); sleep 0.1; done
cat errors served >out
: >err
want 0 'candidate generation 2' 'the server makes a candidate'
cp two/config/jobs/a.yaml seen
i=0
until grep -q '^confirmed: candidate generation 2' served || [ "$i" -ge 300 ]; do i=$((i + 1)); sleep 0.1; done
sleep 1
cat errors served >out
want 0 '^confirmed: candidate generation 2' 'and confirms it by itself'
[ -e state/state-0000000002.pgstate ] && [ ! -e state/candidate-0000000003.pgstate ]
status=$?
want 0 '' 'once: what is good is no candidate again'
kill "$served"
wait "$served" 2>/dev/null
echo "confirm: $passed passed, $failed failed"
[ "$failed" = 0 ]
