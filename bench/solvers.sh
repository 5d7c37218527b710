#!/bin/sh
# Selection against other exact solvers on the same generated problems, in one run.
#
#     bench/solvers.sh BUILD [LIMIT [quick]]
#
# For each problem: rempart's time, whether the checker accepts the certificate and how long it takes,
# then clasp, CBC and Z3 on the closed-set encoding (bench/export.c), each if it is installed, within
# the same limit in seconds (default 60).  Times are processor seconds of the solver alone; reading
# is counted for the others and not for rempart (some milliseconds at the largest size).
build=$1 limit=${2:-60} quick=${3:-}
[ -x "$build/bench/bench-select" ] || { echo "usage: solvers.sh BUILD [LIMIT [quick]]" >&2; exit 2; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

echo "machine: $(uname -sm), $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) cores"
printf 'load at the start: %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"

# seconds COMMAND...: processor seconds, output in $work/out
seconds() {
    /usr/bin/env bash -c 'TIMEFORMAT="%U"; { time timeout "$0" "$@" >"$OUT" 2>&1; } 2>&1' \
        "$limit" "$@" | tail -1
}

peer() { # name, format, pattern of the optimum, command...
    name=$1 format=$2 pattern=$3
    shift 3
    command -v "$1" >/dev/null || { printf '  %-6s not installed\n' "$name"; return; }
    "$build/bench/bench-export" "$work/g" "$format" >"$work/g.$format"
    OUT=$work/out
    export OUT
    t=$(seconds "$@")
    answer=$(sed -n "$pattern" "$work/out" | tail -1)
    if [ "$answer" = "$own" ]; then
        awk -v n="$name" -v t="$t" -v o="$time" \
            'BEGIN { printf "  %-6s %8.2f s  %.0f times\n", n, t, t / (o > 0.001 ? o : 0.001) }'
    else
        awk -v n="$name" -v t="$t" -v a="${answer:-none}" -v o="$time" \
            'BEGIN { printf "  %-6s %8.2f s  not proven (%s), more than %.0f times\n", n, t, a, t / (o > 0.001 ? o : 0.001) }'
    fi
}

problem() { # steps controls seed irregular
    "$build/bench/bench-generate" "$1" "$2" "$3" "$4" >"$work/g"
    for objectives in plain default; do
        line=$("$build/bench/bench-select" "$work/g" $objectives "$limit" "$work/c")
        printf '%s steps, %s controls, seed %s, irregular %s: %s: %s\n' "$1" "$2" "$3" "$4" \
            $objectives "${line#* }"
        OUT=$work/out
        export OUT
        check=$(seconds "$build/rempart-verify" "$work/g" "$work/c")
        printf '  check  %8.2f s  %s\n' "$check" "$(head -1 "$work/out")"
        [ $objectives = plain ] || continue
        own=$(echo "$line" | sed 's/.* optimal \([0-9]*\)\/.*/\1/')
        time=$(echo "$line" | sed 's/.* \([0-9.]*\) s .*/\1/')
    done
    [ -n "$quick" ] && return
    peer clasp wcnf 's/^o \([0-9]*\).*/\1/p' clasp --opt-strategy=usc,oll,7 --outf=1 "$work/g.wcnf"
    peer cbc lp 's/^Objective value: *\([0-9]*\).*/\1/p' cbc "$work/g.lp" solve
    peer z3 smt 's/^ *(.* \([0-9]*\))$/\1/p' z3 "$work/g.smt"
}

for seed in 1 2 3; do problem 500 100 $seed 0; done
for seed in 1 2 3; do problem 5000 500 $seed 0; done
for seed in 1 2 3; do problem 5000 500 $seed 30; done
for seed in 1 2 3; do problem 50000 500 $seed 0; done
for seed in 1 2 3; do problem 50000 2000 $seed 0; done
quick=yes
problem 450000 2000 1 0
for seed in 1 2 3; do problem 50000 500 $seed 30; done
