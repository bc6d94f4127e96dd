#!/bin/sh
# Real files are read in one way by both readers: every YAML file of the snapshots, and of the replayed histories every
# tenth that ever was.
#
#   trees.sh BLOBS SHARED
set -u
blobs=$(readlink -f "$1")
shared=$2
if [ ! -d "$shared/corpora" ]; then
    echo "SKIPPED: $shared/corpora is not there"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git init -q --bare "$work/objects"
for archive in "$shared"/corpora/*.tar.zst; do
    tree=$work/$(basename "$archive" .tar.zst)
    mkdir "$tree"
    zstd -dqc "$archive" --long=27 | tar -x -C "$tree"
    (
        cd "$tree" || exit
        find . -type f \( -name '*.yaml' -o -name '*.yml' \) | git --git-dir="$work/objects" hash-object -w --stdin-paths
    ) | git --git-dir="$work/objects" cat-file --batch
    rm -rf "$tree"
done >"$work/snapshots"
for bundle in "$shared"/replays/*.bundle; do
    git clone -q --bare "$bundle" "$work/history" 2>/dev/null || continue
    git --git-dir="$work/history" rev-list --objects --all | grep '\.ya\{0,1\}ml$' | cut -d ' ' -f 1 | sort -u |
        awk 'NR % 10 == 1' | git --git-dir="$work/history" cat-file --batch
    rm -rf "$work/history"
done >"$work/histories"
cat "$work/snapshots" "$work/histories" | "$blobs"
