#!/bin/sh
# kubernetes/test-infra under the policies that it has of its own: they pass, and mistakes put into it are found.
#
#   run.sh PROWGATE SHARED
set -u
prowgate=$(readlink -f "$1")
shared=$2
here=$(readlink -f "$(dirname "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

result() { # OK NAME
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $2"
    fi
}

if [ ! -d "$shared/corpora" ] || ! command -v zstd >/dev/null; then
    echo "SKIPPED: policies of a real tree: ../shared/corpora is not here, or zstd is not"
    echo "policies: 0 passed, 0 failed, 1 skipped"
    exit 77
fi
zstd -dc "$shared/corpora/kubernetes-test-infra.tar.zst" --long=27 | tar -x -C "$work" || exit 1
cp "$here/kubernetes.yaml" "$work/prowgate.yaml"

# findings SEVERITY RULE: how many there are.
findings() {
    grep -c ": $1: .*\[$2\]\$" "$work/report"
}

"$prowgate" check "$work" --all >"$work/report" 2>"$work/err"
status=$?
[ "$status" -eq 0 ] && [ "$(findings info policy-preset-unresolved)" -eq 144 ] &&
    [ "$(findings '[a-z]*' 'policy-[a-z-]*')" -eq 144 ]
result $? "kubernetes keeps its own policies: status $status, 144 labels of presets that are gone"

cp "$here/mistakes.yaml" "$work/config/jobs/image-pushing/mistakes.yaml"
echo 'periodics: []' >"$work/config/jobs/image-pushing/mistakes-too.yml"
"$prowgate" check "$work" --all >"$work/report" 2>"$work/err"
status=$?
[ "$status" -eq 1 ]
result $? "mistakes are rejected: status $status"
for rule in $(sed -n 's/^  \(policy-[a-z-]*\):.*/\1/p' "$here/kubernetes.yaml"); do
    severity=error
    [ "$rule" = policy-preset-unresolved ] && severity=info
    grep ": $severity: .*\[$rule\]\$" "$work/report" | grep -q mistakes
    result $? "$rule finds its mistake"
done
# The same as own rules: every one finds what it must and nothing else (their examples), in the tree, and its mistakes.
rm -r "$work/config" "$work/prowgate.yaml"
zstd -dc "$shared/corpora/kubernetes-test-infra.tar.zst" --long=27 | tar -x -C "$work" || exit 1
mkdir -p "$work/.prowgate/rules"
cp "$here/own.yaml" "$work/.prowgate/rules/own.yaml"
"$prowgate" rules test "$work" >"$work/report" 2>"$work/err"
status=$?
[ "$status" -eq 0 ] && grep -q "^43 rules; examples: .*, 0 not, 0 undecided" "$work/report"
result $? "43 own rules and their examples: status $status, $(tail -n 1 "$work/report" "$work/err")"
for rule in $(sed -n 's/^- id: //p' "$here/own.yaml"); do
    ! grep -q "^$rule: no example shows" "$work/report"
    result $? "examples of $rule find it, and keep it"
done
check_own() {
    "$prowgate" check "$work" --config config/prow/config.yaml --job-config config/jobs \
        --plugins config/prow/plugins.yaml --deployed latest --all >"$work/report" 2>"$work/err"
}
check_own
[ "$(findings error 'kubernetes/.*')" -eq 0 ] && [ "$(findings info 'kubernetes/35-no-scenarios')" -eq 262 ] &&
    [ "$(findings info 'kubernetes/.*')" -eq 262 ]
result $? "kubernetes keeps its own policies as own rules, but for what is only logged"
cp "$here/mistakes.yaml" "$work/config/jobs/image-pushing/mistakes.yaml"
echo 'periodics: []' >"$work/config/jobs/image-pushing/mistakes-too.yml"
check_own
for rule in 02-branches-both 05-context-of-one 06-rerun-starts-one 08-pod-name 09-unique-name 10-volumes-mounted \
    13-context-is-name 14-rerun-command 15-community-clusters 17-infra-trusted 18-image-pushing 20-docker-socket \
    21-latest-is-pulled 22-preset-labels 25-no-bootstrap 26-path-alias 28-no-team-ids 29-known-clusters \
    30-release-blocking 31-guaranteed 38-no-yml 43-alerts; do
    [ "$(findings error "kubernetes/$rule")" -gt 0 ]
    result $? "own rule $rule finds its mistake"
done
echo "policies: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
