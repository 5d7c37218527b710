#!/bin/sh
# Fails when the checker outgrows its limit: what proves the answers must stay small enough to be read.
# Counted are the lines of all its C files and headers, the main program included, on which something
# is left when blanks and comments are taken away.
# usage: size.sh FOLDER LIMIT
cat "$1"/*.[ch] | awk -v limit="$2" '
    {
        all++
        line = $0
        if (inside && !sub(/^.*\*\//, "", line)) next
        inside = 0
        gsub(/\/\*[^*]*\*\//, "", line)
        if (sub(/\/\*.*$/, "", line)) inside = 1
        sub(/\/\/.*$/, "", line)
        if (line ~ /[^ \t]/) code++
    }
    END {
        printf "%d lines of code of %d lines, %d at most\n", code, all, limit
        exit !(code > 0 && code <= limit)
    }'
