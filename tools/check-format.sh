#!/bin/sh
# Fails when a C file is not laid out as .clang-format says.
# usage: check-format.sh CLANG_FORMAT ROOT
cd "$2" || exit 1
find src verify runtime reference attacks tests bench tools -name '*.[ch]' | sort |
    xargs "$1" --dry-run -Werror
