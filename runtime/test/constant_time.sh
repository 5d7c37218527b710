#!/bin/sh
# Runs the constant-time checks under valgrind: no finding for the library, one for a planted leak.
# usage: constant_time.sh PROGRAM CHECK     exit 77: no valgrind (skipped)
set -eu
command -v valgrind >/dev/null || { echo "constant time: valgrind is not installed"; exit 77; }
# Debian 12's valgrind cannot read the debug information of every compiler.
if valgrind -q "$1" "$2" 2>&1 | grep -q 'Possibly corrupted debuginfo'; then
    echo "constant time: this valgrind cannot read the program's debug information"
    exit 77
fi
valgrind -q --error-exitcode=9 "$1" "$2"
if valgrind -q --error-exitcode=9 "$1" leak >/dev/null 2>&1; then
    echo "constant time: the planted leak was not found, the check is worth nothing"
    exit 1
fi
echo "constant time: '$2' does not depend on the secret; a planted leak is found"
