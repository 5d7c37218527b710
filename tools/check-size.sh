#!/bin/sh
# Fails when a C file has more than 500 lines.
# usage: check-size.sh ROOT
cd "$1" || exit 1
find src verify runtime reference attacks tests bench tools -name '*.[ch]' | sort | xargs wc -l |
    awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines, 500 at most"; bad = 1 } END { exit bad }'
