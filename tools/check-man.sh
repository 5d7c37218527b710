#!/bin/sh
# Fails when mandoc finds fault with a man page.  Pages that are not installed may be referred to.
# usage: check-man.sh PAGE...
bad=$(mandoc -Tlint -W style "$@" | grep -v 'referenced manual not found')
[ -z "$bad" ] || { echo "$bad"; exit 1; }
