#!/bin/sh
# The incident of 2025, replayed end to end against the server: a good tree, then one that was synced by half, in all
# the ways in which that happens, then a good one again. The gate stops, liveness flips, metrics say so, nothing is
# retired, and it recovers by itself.
#
#   serve.sh PROWGATE PAGE      PAGE: page.c, compiled
set -u
prowgate=$(readlink -f "$1")
page=$(readlink -f "$2")
work=$(mktemp -d)
cd "$work" || exit 1
passed=0
failed=0
unset CI

ok() { # WHAT STATUS
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $1"
        head -n 12 got | sed 's/^/    /'
        tail -n 12 log | sed 's/^/    log: /'
        [ -z "$server" ] || for thread in /proc/"$server"/task/*; do
            echo "    a thread of the server waits in: $(cat "$thread/wchan" 2>/dev/null)"
        done
    fi
}

# A tree of ten repos with three presubmits each, in ten files; every one names its revision.
tree() { # FOLDER
    mkdir -p "$1/config/jobs" "$1/config/prow"
    printf 'prowjob_namespace: default\npod_namespace: test-pods\n' >"$1/config/prow/config.yaml"
    for repo in a b c d e f g h i j; do
        {
            printf 'presubmits:\n  org/%s:\n' "$repo"
            for job in unit lint e2e; do
                printf '  - name: %s-%s\n    decorate: false\n    always_run: true\n    spec:\n' "$repo" "$job"
                printf '      containers:\n      - image: alpine:3\n        command: [make, "%s"]\n' "$job"
            done
        } >"$1/config/jobs/$repo.yaml"
    done
}

swap() { # FOLDER: as git-sync does
    ln -s "$1" next
    mv -T next current
}

page() { # PATH: its status and its text
    "$page" "$at" "$1" >got 2>&1
}

says() { # PATH STATUS TEXT
    page "$1"
    [ "$(head -n 1 got)" = "$2" ] && grep -qF -e "$3" got
}

await() { # PATH STATUS TEXT
    i=0
    until says "$1" "$2" "$3"; do
        i=$((i + 1))
        [ "$i" -lt 80 ] || break
        sleep 0.05
    done
    says "$1" "$2" "$3"
    ok "$when: $1 does not answer $2 with: $3" $?
}

expect() {
    says "$1" "$2" "$3"
    ok "$when: $1 does not answer $2 with: $3" $?
}

generations() { # COUNT
    [ "$(ls state | grep -c pgstate)" = "$1" ]
    ok "$when: there are $(ls state | grep -c pgstate) generations, not $1" $?
}

file_says() {
    cp out.prom got
    grep -qxF -e "$1" out.prom
    ok "$when: the metrics file does not say: $1" $?
}

# Nothing is acted on, everybody is told, and the last known good stays what it was.
stopped() { # LIVENESS
    await /readyz 503 "current -> $work/$now"
    expect /healthz "$1" 'evaluated from: '
    expect /metrics 200 'prowgate_actuation_allowed 0'
    expect /metrics 200 'prowgate_verdict{verdict="pass"} 0'
    file_says 'prowgate_actuation_allowed 0'
    generations "$kept"
}

good() {
    await /readyz 200 "current -> $work/$now"
    expect /healthz 200 'verdict: pass'
    expect /metrics 200 'prowgate_actuation_allowed 1'
    expect /metrics 200 'prowgate_loaded_presubmits 30'
    expect /metrics 200 'prowgate_contexts{action="retired"} 0'
    expect /verdict 200 '"verdict": "pass"'
    file_says 'prowgate_actuation_allowed 1'
    generations "$kept"
}

use() { # WHEN FOLDER
    when=$1
    now=$2
    swap "$2"
}

break_it() { # FOLDER: a copy of the good tree, to be broken
    cp -a good "$1"
}

start() { # FLAGS...
    rm -rf state err
    mkdir state
    : >err
    swap good
    "$prowgate" gate --after current --state state --bootstrap --metrics out.prom \
        --rule non-decorated-jobs=off --keep 20 --serve 127.0.0.1:0 --serve-interval 50ms --serve-again 200ms \
        "$@" >log 2>err &
    server=$!
    i=0
    until at=$(sed -n 's|^prowgate: serving at http://127.0.0.1:||p' err) && [ -n "$at" ]; do
        i=$((i + 1))
        [ "$i" -lt 200 ] || break
        sleep 0.05
    done
}

server=
deployed='--deployed v20260821-a61940897'
trap '[ -z "$server" ] || kill -9 "$server" 2>/dev/null; cd /; rm -rf "$work"' EXIT
tree good
start $deployed
when='the first tree' now=good kept=1
good

break_it half
rm half/config/jobs/[a-h].yaml
use 'eight files of ten are not there yet' half
stopped 503

break_it cut
head -c 300 good/config/jobs/c.yaml | head -c -9 >cut/config/jobs/c.yaml
printf '\n    spec: {containers: [' >>cut/config/jobs/c.yaml
use 'a file ends in the middle' cut
stopped 503

break_it hollow
: >hollow/config/jobs/c.yaml
use 'a file has no byte yet' hollow
stopped 503

break_it empty
rm empty/config/jobs/*
use 'no job file is there yet' empty
stopped 503

break_it main
rm main/config/prow/config.yaml
use 'the main file is not there yet' main
stopped 503

use 'the link leads nowhere' nowhere
rm -rf nowhere
await /healthz 503 'verdict: undecided'
generations 1

break_it link
rm link/config/jobs/d.yaml
ln -s ../../elsewhere/d.yaml link/config/jobs/d.yaml
use 'a file is a link whose end is not there yet' link
stopped 503

break_it again
echo '# mended' >>again/config/jobs/a.yaml
use 'it recovers by itself' again
kept=2
good

# A mistake that is no sync: the tree is there, and refused.
break_it wrong
sed -i 's/name: a-unit/name: "a unit"/' wrong/config/jobs/a.yaml
use 'a job that Prow refuses' wrong
await /readyz 503 'verdict: reject'
expect /metrics 200 'prowgate_guard_state{guard="after-accepted",state="rejects"} 1'
generations 2

use 'and mended' good
kept=3
good

finish() { # RECORDS: at least so many decisions were recorded, none of which retired anything
    when='the end'
    cp log got
    kill -TERM "$server"
    wait "$server"
    status=$?
    server=
    [ "$status" = 0 ]
    ok "SIGTERM: the exit status is $status, not that of the last verdict" $?
    file_says 'prowgate_actuation_allowed 0' # nobody judges any more
    ! grep -q '"verdict": *"pass".*"retired": *[1-9]' state/audit.jsonl
    ok 'a pass retired contexts' $?
    [ "$(grep -c . state/audit.jsonl)" -ge "$1" ]
    ok 'not every decision is in the audit log' $?
}
finish 9

# With a seal, one file of all is enough to stop it, whichever it is, and whatever happened to it.
when='sealed' now=good kept=1
"$prowgate" seal good --deployed v20260821-a61940897 --rule non-decorated-jobs=off >got 2>&1
ok 'the good tree is not sealed' $?
start $deployed
good
for file in config/jobs/e.yaml config/prow/config.yaml; do
    name=$(basename "$file" .yaml)
    for harm in gone empty cut; do
        break_it "$name-$harm"
        case $harm in
        gone) rm "$name-$harm/$file" ;;
        empty) : >"$name-$harm/$file" ;;
        cut) truncate -s -1 "$name-$harm/$file" ;;
        esac
        use "$file is $harm" "$name-$harm"
        stopped 503
    done
done
# What was saved already is not saved again.
use 'sealed and whole again' good
good

# A sync in place: the file is written anew, byte by byte the same in the end.
when='a file is emptied in place'
: >good/config/jobs/e.yaml
await /healthz 503 'verdict: '
await /metrics 200 'prowgate_actuation_allowed 0'
generations 1
cp e-gone/config/jobs/a.yaml good/config/jobs/e.yaml
await /metrics 200 'prowgate_actuation_allowed 0'
cp config-gone/config/jobs/e.yaml good/config/jobs/e.yaml
when='and filled again'
good
finish 8

# Every page says first which guard was left out.
when='without the seal' now=good kept=1
start $deployed --skip-guard seal --reason 'the sealer is ill'
await /readyz 200 'skipped guards: seal: "the sealer is ill"'
expect /verdict 200 '"skipped_guards": "seal: \"the sealer is ill\"",'
expect /metrics 200 'prowgate_guard_skipped{guard="seal"} 1'
finish 1

# What the flags name outside of the tree is watched as well.
cp -a good/config/jobs outside
when='job files outside of the tree' now=good kept=1
rm good/prowgate.seal.json
start $deployed --job-config "$work/outside"
good
echo 'presubmits: [' >outside/a.yaml
await /readyz 503 'verdict: undecided'
await /metrics 200 'prowgate_verdict{verdict="undecided"} 1'
cp good/config/jobs/a.yaml outside/a.yaml
good
finish 2

# What is read beside the trees, too: manifests of versions, the last known good, the day.
tagged() { # VERSION
    printf 'spec: {template: {spec: {containers: [{name: hook, image: "gcr.io/k8s-prow/hook:%s"}]}}}\n' "$1"
}
mkdir cluster
printf 'presets:\n- labels: {a: b}\n- labels: {a: c}\n' >good/config/jobs/presets.yaml
tagged v20260821-a61940897 >cluster/hook.yaml
when='a manifest outside of the tree' now=good kept=1
start --deployed-from "$work/cluster/*.yaml"
await /readyz 200 'verdict: pass'
tagged v20190122-e707848 >cluster/hook.yaml
await /readyz 503 'verdict: reject'
tagged v20260821-a61940897 >cluster/hook.yaml
await /readyz 200 'verdict: pass'
when='the last known good is damaged by somebody else'
cp state/state-0000000001.pgstate saved
echo x >>state/state-0000000001.pgstate
await /readyz 503 'verdict: undecided'
cp saved state/state-0000000001.pgstate
await /readyz 200 'verdict: pass'
finish 3

# And the tree on the other side of the link: a pipeline that begins to wait for a job that is nowhere.
mkdir -p pipes/config pipes/widget
printf 'services:\n- {serviceGroup: W, pipelinePath: widget/pipeline.yaml, purpose: p}\nentrypoints:\n- {identifier: W}\n' \
    >pipes/topology.yaml
printf 'defaults: {rg: r}\nclouds: {dev: {environments: {dev: {regions: {r1: {}}}}}}\n' >pipes/config/config.yaml
gate_for() { # JOB
    printf '$schema: pipeline.schema.v1\nserviceGroup: W\nrolloutName: w\nresourceGroups:\n- name: g\n  resourceGroup: r\n'
    printf '  subscription: s\n  steps:\n  - name: gate\n    action: ProwJob\n    jobName: %s\n    tokenKeyvault: v\n    tokenSecret: t\n' "$1"
    printf '    shellIdentity: {value: i}\n'
}
printf 'postsubmits:\n  Azure/ARO-HCP:\n  - {name: gate-dev, always_run: false, branches: [^main$], spec: {containers: [{image: "i:1", command: [c]}]}}\n' \
    >good/config/jobs/gates.yaml
printf 'periodics:\n- {name: gate-night, interval: 24h, extra_refs: [{org: Azure, repo: ARO-HCP, base_ref: main}], spec: {containers: [{image: "i:1", command: [c]}]}}\n' \
    >>good/config/jobs/gates.yaml
gate_for gate-night >pipes/widget/pipeline.yaml
when='pipelines that wait for jobs of the tree' now=good kept=1
start $deployed --pipelines "$work/pipes"
await /readyz 200 'verdict: pass'
gate_for gate-gone >pipes/widget/pipeline.yaml
await /readyz 503 'gate-job-missing'
gate_for gate-night >pipes/widget/pipeline.yaml
await /readyz 200 'verdict: pass'
finish 2

echo "the incident replayed: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
