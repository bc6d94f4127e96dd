#!/bin/sh
# The program is built with the usual hardening, as its own headers say.
#
#   hardened.sh PROWGATE OPTIMIZED     OPTIMIZED: true where libc's calls are fortified
set -u
program=$1
passed=0
failed=0

holds() { # WHAT STATUS
    if [ "$2" = 0 ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAILED: $1"
    fi
}

command -v readelf >/dev/null || { echo "SKIPPED: readelf is not here"; exit 77; }
readelf -hW "$program" | grep -q 'Type:.*DYN'
holds 'it is no position-independent program' $?
readelf -lW "$program" | grep -q 'GNU_RELRO'
holds 'it has no RELRO' $?
readelf -dW "$program" | grep -Eq 'BIND_NOW|FLAGS_1.*NOW'
holds 'its symbols are not all bound at the start: RELRO is partial' $?
readelf -lW "$program" | grep 'GNU_STACK' | grep -q 'RW  *0x'
holds 'its stack can be run' $?
readelf -sW "$program" | grep -q '__stack_chk_fail'
holds 'it has no stack protector' $?
if [ "$2" = true ]; then
    readelf -sW "$program" | grep -q '__.*_chk@'
    holds 'no call of libc is fortified' $?
fi
echo "hardened: $passed passed, $failed failed"
[ "$failed" = 0 ]
