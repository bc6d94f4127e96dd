#!/bin/sh
# Real trees: what must pass passes, what brought prow.k8s.io down in January 2019 is rejected at its lines.
#
#   run.sh PROWGATE SHARED
#
# Where SHARED is not there, the repositories that tests/oracle has are used, and the rest is skipped.
set -u
prowgate=$(readlink -f "$1")
shared=$2
replays=$shared/replays
[ -d "$replays" ] || replays=$(dirname "$0")/../oracle/replays
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
skipped=0

result() { # OK NAME
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $2"
    fi
}

# One number of a JSON report.
number() {
    sed -n "s/^ *\"$1\": \([0-9]*\),*$/\1/p" "$2"
}

# corpus NAME ARCHIVE CONFIG JOBS PLUGINS PRESUBMITS POSTSUBMITS PERIODICS PRESETS
corpus() {
    mkdir -p "$work/$2"
    [ -d "$work/$2/done" ] || zstd -dc "$shared/corpora/$2" --long=27 | tar -x -C "$work/$2" || return 1
    mkdir -p "$work/$2/done"
    "$prowgate" check "$work/$2" --config "$3" --job-config "$4" --plugins "$5" --format json >"$work/report" 2>"$work/err"
    status=$?
    counts="$(number presubmits "$work/report") $(number postsubmits "$work/report") $(number periodics "$work/report") $(number presets "$work/report") errors $(number errors "$work/report")"
    [ "$status" -eq 0 ] && [ "$counts" = "$6 $7 $8 $9 errors 0" ]
    result $? "$1: status $status, $counts"
}

corpora() {
    if [ ! -d "$shared/corpora" ] || ! command -v zstd >/dev/null; then
        echo "SKIPPED: real trees: ../shared/corpora is not here, or zstd is not"
        skipped=$((skipped + 3))
        return
    fi
    corpus kubernetes kubernetes-test-infra.tar.zst config/prow/config.yaml config/jobs config/prow/plugins.yaml \
        2261 253 1335 70
    corpus istio-gcp istio-test-infra.tar.zst prow/gcp/config.yaml prow/gcp/cluster/jobs prow/gcp/plugins.yaml 733 630 29 0
    corpus istio-aws istio-test-infra.tar.zst prow/aws/config.yaml prow/aws/cluster/jobs prow/aws/plugins.yaml 99 100 7 0
}

# The flags of kubernetes' own presubmit pull-test-infra-prow-checkconfig.
presubmit_flags() {
    sed -n '/name: pull-test-infra-prow-checkconfig/,/resources:/s/^ *- \(--.*\)$/\1/p' \
        config/jobs/kubernetes/test-infra/test-infra-presubmits.yaml
}

# The drop-in in the place of checkconfig: passes, says the same whatever the threads, and under that name.
drop_in() {
    if [ ! -d "$work/kubernetes-test-infra.tar.zst" ]; then
        echo "SKIPPED: the drop-in on the kubernetes tree: it is not here"
        skipped=$((skipped + 4))
        return
    fi
    (
        cd "$work/kubernetes-test-infra.tar.zst" || exit 1
        presubmit_flags >"$work/flags"
        ln -sf "$prowgate" "$work/checkconfig"
        set -- $(cat "$work/flags")
        for threads in 1 2; do
            "$prowgate" checkconfig "$@" --jobs=$threads 2>"$work/threads$threads"
            echo $? >"$work/status$threads"
        done
        "$work/checkconfig" "$@" 2>"$work/named"
        echo $? >"$work/status3"
        sed -i 's/"time":"[^"]*"/"time":""/' "$work/threads1" "$work/threads2" "$work/named"
    )
    [ "$(wc -l <"$work/flags")" -ge 14 ]
    result $? "the flags of kubernetes' presubmit are found: $(wc -l <"$work/flags")"
    [ "$(cat "$work/status1" "$work/status2" "$work/status3" | tr -d '\n')" = 000 ]
    result $? "the kubernetes tree passes under its own flags"
    cmp -s "$work/threads1" "$work/threads2" && cmp -s "$work/threads1" "$work/named"
    result $? "the drop-in says the same with one thread, with two, and under its other name"
    grep -q '"msg":"checkconfig passes without any error!"' "$work/named"
    result $? "the last word is checkconfig's"
}

# Trees from history, each under the flags of its own presubmit and the version of that presubmit's checkconfig.
presubmits() {
    list=$(dirname "$0")/presubmits.txt
    lost=0
    while read -r bundle branch version flags; do
        [ "$bundle" = "#" ] && continue
        if [ ! -f "$replays/$bundle.bundle" ]; then
            lost=$((lost + 1))
            continue
        fi
        [ -d "$work/$bundle.git" ] || git clone -q --bare "$replays/$bundle.bundle" "$work/$bundle.git" || exit 1
        rm -rf "$work/tree"
        mkdir "$work/tree"
        git -C "$work/$bundle.git" archive "$branch" | tar -x -C "$work/tree"
        (cd "$work/tree" && "$prowgate" checkconfig --deployed="$version" $flags 2>"$work/err")
        status=$?
        [ "$status" -eq 0 ]
        result $? "$bundle $branch passes $flags by $version (status $status)"
    done <"$list"
    [ "$lost" -eq 0 ] || echo "SKIPPED: $lost presubmits of the past: ../shared/replays is not here"
    skipped=$((skipped + lost))
}

# The tree of one commit of the incident, in $work/tree.
checkout() {
    rm -rf "$work/tree"
    mkdir "$work/tree"
    git -C "$work/incident.git" archive "incident-2019/$1" | tar -x -C "$work/tree"
}

check_incident() { # VERSION
    (cd "$work/tree" && "$prowgate" check . --config prow/config.yaml --job-config config/jobs --plugins prow/plugins.yaml \
        --deployed "$1" --color never) >"$work/report" 2>"$work/err"
}

# rejected COMMIT LATER EARLIER: where the finding stands, and the place it names.
rejected() {
    checkout "$1"
    check_incident v20190122-e707848
    status=$?
    [ "$status" -eq 1 ] && grep -q "^$2: error: .*\[preset-duplicate-label\]" "$work/report" &&
        grep -q "first used at $3" "$work/report" &&
        grep -q 'prow says: duplicated preset label : preset-aws-credential$' "$work/report"
    result $? "$1 is rejected by v20190122-e707848 at $2 and $3 (status $status)"
}

accepted() { # COMMIT VERSION
    checkout "$1"
    check_incident "$2"
    status=$?
    [ "$status" -eq 0 ]
    result $? "$1 passes with $2 (status $status)"
}

incident() {
    if [ ! -f "$replays/incident-2019.bundle" ]; then
        echo "SKIPPED: January 2019: neither ../shared/replays nor tests/oracle/replays is here"
        skipped=$((skipped + 16))
        return
    fi
    git clone -q --bare "$replays/incident-2019.bundle" "$work/incident.git" || exit 1
    eks=config/jobs/kubernetes/sig-aws/eks/k8s-aws-eks-presets.yaml
    both=config/jobs/kubernetes/sig-aws/sig-aws-credentials.yaml
    accepted e707848a79 v20190122-e707848
    accepted f1358bc770-parent v20190122-e707848
    rejected f1358bc770 "$eks:7:5" prow/config.yaml:563:5
    for commit in bfe165deb4 54cc23c739 e4b237c86d e6b167b807; do
        rejected $commit "$both:19:5" "$both:4:5"
    done
    accepted b0c6720051 v20190122-e707848
    for commit in e707848a79 f1358bc770-parent f1358bc770 bfe165deb4 54cc23c739 e4b237c86d e6b167b807 b0c6720051; do
        accepted $commit v20190123-f1358bc770
    done
}

corpora
drop_in
presubmits
incident
echo "replays: $passed passed, $failed failed, $skipped skipped"
[ "$((passed + failed))" -gt 0 ] || exit 77
[ "$failed" -eq 0 ]
