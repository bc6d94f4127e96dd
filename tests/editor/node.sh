#!/bin/sh
# A test of node/ with the packages of npm that node/package-lock.json names, kept in a folder of the build.
#
#   node.sh TEST.js CACHE PROWGATE [ARGUMENT]...
set -u
here=$(readlink -f "$(dirname "$0")")
test=$1
cache=$2
prowgate=$(readlink -f "$3")
shift 3

missing() {
    echo "SKIPPED: $test: $1"
    exit 77
}

command -v node >/dev/null && command -v npm >/dev/null || missing 'no node and npm here'
[ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" = true ] || missing "node $(node --version) is older than 20"
mkdir -p "$cache"
cache=$(readlink -f "$cache")
# Tests run side by side, and one of them installs.
(
    flock 9
    cmp -s "$here/node/package-lock.json" "$cache/installed" && exit 0
    cp "$here/node/package.json" "$here/node/package-lock.json" "$here/node/.npmrc" "$cache" || exit 1
    (cd "$cache" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1) || exit 1
    cp "$here/node/package-lock.json" "$cache/installed"
) 9>"$cache/lock" || missing "npm could not install what $test needs: $(grep -m1 'npm error' "$cache/npm.log" 2>/dev/null)"
NODE_PATH=$cache/node_modules
export NODE_PATH
exec timeout 150 node "$here/node/$test" "$prowgate" "$@"
