#!/bin/sh
# What graph draws, read by those whom it is drawn for: Graphviz, and Chromium, which runs the page's script.
#
#   graph_seen.sh PROWGATE GOLDEN_RUN CASE.txtar
set -u
prowgate=$(readlink -f "$1")
run=$(readlink -f "$2")
case=$(readlink -f "$3")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
skipped=0

is() { # STATUS NAME
    if [ "$1" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $2"
    fi
}

python3 "$run" --unpack "$work" "$case" || exit 1
cd "$work" || exit 1
"$prowgate" graph --before before after >graph.dot && "$prowgate" graph --before before after --format html >graph.html
is $? 'both are drawn'
[ "$(grep -c '<g class="step' graph.html)" = 5 ] && ! grep -qE '(src|href)="[^#]' graph.html
is $? 'the page has every step and fetches nothing'
if command -v dot >/dev/null; then
    ! (dot -Tsvg graph.dot 2>&1 >graph.svg | grep .) && [ "$(grep -c 'class="node"' graph.svg)" = 5 ]
    is $? 'Graphviz reads it'
else
    skipped=$((skipped + 1))
    echo 'SKIPPED: graph seen by Graphviz: no dot here'
fi
if command -v chromium >/dev/null; then
    HOME=$work timeout 60 chromium --headless --no-sandbox --disable-gpu --enable-logging=stderr --dump-dom \
        "file://$work/graph.html#Microsoft.Azure.ARO.HCP.Widget/widget/cluster" >page 2>console
    grep -q '<h2>waits for</h2><ul><li>Microsoft.Azure.ARO.HCP.Widget/widget/network</li>' page
    is $? 'the page leads to a step and shows what it waits for'
    ! grep -qE 'CONSOLE|Content Security Policy' console
    is $? 'nothing is complained of in its console'
else
    skipped=$((skipped + 2))
    echo 'SKIPPED: graph seen in Chromium: no chromium here'
fi
echo "graph seen: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
