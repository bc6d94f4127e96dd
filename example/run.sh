#!/bin/sh
# Shows a tree that passes and a change to it that is rejected. Usage: run.sh PROWGATE
set -u
prowgate=$1
cd "$(dirname "$0")" || exit 2
case $prowgate in /*) ;; *) prowgate=../$prowgate ;; esac

echo "\$ prowgate check example/before"
"$prowgate" check before || { echo "the tree before the change should have passed"; exit 1; }
echo
echo "\$ prowgate check example/after"
"$prowgate" check after
[ $? -eq 1 ] || { echo "the change should have been rejected"; exit 1; }
