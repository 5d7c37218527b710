#!/bin/sh
# compare.py, where there is a Python; else exit status 77: skipped.
# usage: third.sh ARGUMENT...    those of compare.py
command -v python3 >/dev/null || { echo "python3 is not installed: skipped"; exit 77; }
exec python3 -B "$(dirname "$0")/compare.py" "$@"
