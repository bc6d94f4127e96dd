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
echo "policies: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
