#!/bin/sh
# Real trees against the schemas that prowgate schema prints for the versions deployed there.
#
#   export.sh PROWGATE VALIDATOR SHARED
set -u
prowgate=$(readlink -f "$1")
validator=$(readlink -f "$2")
shared=$3
exceptions=$(readlink -f "$(dirname "$0")")/exceptions-export.txt
example=$(readlink -f "$(dirname "$0")/../../example")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
skipped=0

# kind TREE KIND NAME FILES: the files suit the schema for what is deployed in the tree, whose main file is $config.
kind() {
    "$prowgate" schema "$2" "$1" --config "$config" >"$work/schema.json" 2>"$work/err" &&
        xargs -0 "$validator" "$work/schema.json" <"$4" >"$work/out"
    if [ $? -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $3, $2"
        cat "$work/err"
        tail -n 20 "$work/out"
    fi
}

# exception NAME PATH: the file has mistakes, so the schema of jobs has to refuse it.
exception() {
    if ! "$validator" "$work/schema.json" "$work/$2" >/dev/null; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $1: $2 is an exception without need"
    fi
}

# The words of find that leave these files out.
without() {
    for path in $1; do
        echo "! -path $work/$path"
    done
}

# tree NAME TREE CONFIG JOBS PLUGINS
tree() {
    config=$3
    listed=$(cut -f 1 "$exceptions" | grep "^$1/")
    printf '%s\0' "$2/$3" >"$work/config"
    printf '%s\0' "$2/$5" >"$work/plugins"
    find "$2/$4" -name '*.yaml' $(without "$listed") -print0 >"$work/jobs"
    kind "$2" config "$1" "$work/config"
    kind "$2" plugins "$1" "$work/plugins"
    kind "$2" jobs "$1" "$work/jobs"
    for path in $listed; do
        exception "$1" "$path"
    done
}

corpora() {
    if [ ! -d "$shared/corpora" ] || ! command -v zstd >/dev/null; then
        echo "SKIPPED: real trees: ../shared/corpora is not here, or zstd is not"
        skipped=$((skipped + 11))
        return
    fi
    for name in kubernetes istio; do
        mkdir "$work/$name"
        zstd -dc "$shared/corpora/$name-test-infra.tar.zst" --long=27 | tar -x -C "$work/$name" || exit 1
    done
    tree kubernetes "$work/kubernetes" config/prow/config.yaml config/jobs config/prow/plugins.yaml
    tree istio-gcp "$work/istio" prow/gcp/config.yaml prow/gcp/cluster/jobs prow/gcp/plugins.yaml
    tree istio-aws "$work/istio" prow/aws/config.yaml prow/aws/cluster/jobs prow/aws/plugins.yaml
}

tree example-before "$example/before" config/prow/config.yaml config/jobs config/prow/plugins.yaml
tree example-after "$example/after" config/prow/config.yaml config/jobs config/prow/plugins.yaml
corpora
echo "schemas of real trees: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
