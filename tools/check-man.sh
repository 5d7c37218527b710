#!/bin/sh
# Fails when mandoc finds fault with a man page.  Pages that are not installed may be referred to,
# and our lines have 100 columns.
# usage: check-man.sh PAGE...
bad=$(mandoc -Tlint -W style "$@" | grep -v -e 'referenced manual not found' -e 'longer than 80 bytes')
[ -z "$bad" ] || { echo "$bad"; exit 1; }
