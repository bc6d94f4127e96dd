#!/bin/sh
# A tree of which any one file did not arrive whole: removed, emptied, cut in the middle, cut by one byte. With its
# manifest or without, it never passes and is never saved. Every file that Prow reads, in turn.
#
#   sync.sh PROWGATE
set -u
prowgate=$(readlink -f "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
unset CI
passed=0
failed=0

check() { # WHAT: the gate's status was 1 or 2, and nothing was saved
    if { [ "$status" = 1 ] || [ "$status" = 2 ]; } && cmp -s before.list after.list; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $1: status $status"
        cat out
    fi
}

gate() { # FLAGS
    (cd state && find . -name "*.pgstate" -exec sha256sum {} +) >before.list
    "$prowgate" gate --after tree --state state --deployed latest "$@" >out 2>err
    status=$?
    (cd state && find . -name "*.pgstate" -exec sha256sum {} +) >after.list
}

mkdir -p good/config/jobs/deep good/config/prow state
printf 'prowjob_namespace: default\npod_namespace: test-pods\n' >good/config/prow/config.yaml
printf 'plugins:\n  org/a: {plugins: [trigger]}\n' >good/config/prow/plugins.yaml
printf 'old/\n' >good/config/jobs/.prowignore
mkdir good/config/jobs/old
printf 'presubmits: [\n' >good/config/jobs/old/left.yaml
for repo in a b c deep/d; do
    printf 'presubmits:\n  org/%s:\n' "${repo#deep/}" >good/config/jobs/$repo.yaml
    for job in unit lint; do
        printf '  - name: %s-%s\n    decorate: false\n    always_run: true\n    spec:\n' "${repo#deep/}" $job
        printf '      containers:\n      - image: alpine:3\n        command: [make, "%s"]\n' $job
    done >>good/config/jobs/$repo.yaml
done
"$prowgate" seal good --deployed latest >out 2>&1 || { cat out; exit 1; }
cp -r good tree
gate --bootstrap
[ "$status" = 0 ] || { cat out err; exit 1; }

for file in $(cd good && find . -type f ! -path '*/old/*' ! -name prowgate.seal.json); do
    size=$(stat -c %s "good/$file")
    for left in gone 0 $((size / 2)) $((size - 1)); do
        for sealed in yes no; do
            rm -rf tree
            cp -r good tree
            if [ $left = gone ]; then rm "tree/$file"; else truncate -s $left "tree/$file"; fi
            if [ $sealed = yes ]; then
                gate
                check "$file: $left of $size bytes, sealed"
                "$prowgate" verify tree >out 2>&1
                status=$?
                [ "$status" = 1 ] || status=failed
                check "verify: $file: $left of $size bytes"
            else
                rm tree/prowgate.seal.json
                gate --skip-guard seal --reason "the manifest is left out on purpose"
                check "$file: $left of $size bytes, not sealed"
            fi
        done
    done
done
echo "sync: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 40 ]
