#!/bin/sh
# check gives up programs and sockets before it reads the first file of jobs, whatever the form of the tree.
#
#   confined.sh PROWGATE
set -u
prowgate=$(readlink -f "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

is() { # STATUS NAME
    if [ "$1" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $2"
    fi
}

cd "$work" || exit 1
case $(uname -m) in x86_64 | aarch64) ;; *) echo "SKIPPED: no filter is known for this processor"; exit 77 ;; esac
if ! strace -qq -o /dev/null true 2>/dev/null; then
    echo "SKIPPED: strace can't trace here"
    exit 77
fi
mkdir -p tree/config/prow tree/config/jobs
echo 'prowjob_namespace: default' >tree/config/prow/config.yaml
printf 'periodics:\n- {name: nightly, interval: 1h, spec: {containers: [{image: alpine, command: [make]}]}}\n' >tree/config/jobs/a.yaml
(cd tree && git init -q . && git add -A &&
    git -c user.name=a -c user.email=a@example.com commit -qm tree) || exit 1

# Where the kernel takes no filter the call fails, and the program goes on without.
confines() { # TREE
    LSAN_OPTIONS=detect_leaks=0 strace -qq -f -y -o trace -e trace=seccomp,prctl,openat,read,pread64,mmap,execve \
        "$prowgate" check "$1" --config config/prow/config.yaml --job-config config/jobs --deployed latest >out 2>err
    status=$?
    grep -q 'seccomp(.*= 0' trace || grep -q 'seccomp(.*= -1' trace || return 1
    awk '/seccomp\(/ { sealed = 1 } /jobs\/a\.yaml/ && !sealed { early = 1 } END { exit early || !sealed }' trace &&
        grep -q 'PR_SET_NO_NEW_PRIVS, 1' trace && [ "$(grep -c 'execve(' trace)" = 1 ] && [ "$status" -le 1 ] &&
        grep -q '1 periodic' out err
}
confines tree
is $? "a folder: $(tail -n 3 out err)"
cd tree && confines git:HEAD
is $? "a commit: $(tail -n 3 out err)"
LSAN_OPTIONS=detect_leaks=0 strace -qq -f -o trace -e trace=seccomp "$prowgate" diff git:HEAD . --deployed latest \
    --config config/prow/config.yaml --job-config config/jobs >out 2>err
[ $? -le 1 ] && grep -q 'seccomp(' trace
is $? "diff: $(tail -n 3 out err)"
LSAN_OPTIONS=detect_leaks=0 strace -qq -f -o trace -e trace=seccomp "$prowgate" checkconfig \
    --config-path config/prow/config.yaml --job-config-path config/jobs >out 2>err
[ $? -le 1 ] && grep -q 'seccomp(' trace
is $? "checkconfig: $(tail -n 3 out err)"
echo "confined: $passed passed, $failed failed"
[ "$failed" = 0 ]
