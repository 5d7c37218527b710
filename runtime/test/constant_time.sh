#!/bin/sh
# Runs the constant-time check under valgrind: no finding for the library, one for a leaky comparison.
# usage: constant_time.sh PROGRAM     exit 77: no valgrind (skipped)
set -eu
command -v valgrind >/dev/null || { echo "constant time: valgrind is not installed"; exit 77; }
# Debian 12's valgrind cannot read the debug information of every compiler.
if valgrind -q "$1" equal 2>&1 | grep -q 'Possibly corrupted debuginfo'; then
    echo "constant time: this valgrind cannot read the program's debug information"
    exit 77
fi
valgrind -q --error-exitcode=9 "$1" equal
if valgrind -q --error-exitcode=9 "$1" leak >/dev/null 2>&1; then
    echo "constant time: the leaky comparison was not found, the check is worth nothing"
    exit 1
fi
echo "constant time: comparing and wiping do not depend on the secret; a leaky comparison is found"
