#!/bin/sh
# The figures of the README, measured: time and memory of the main commands on real and generated
# input, then the selection beside other solvers where they are installed.
# usage: run.sh BUILD [short]     short: without the solvers
set -u
root=$(realpath "$(dirname "$0")/..") || exit 1
build=$(realpath "$1") || exit 1
rempart=$build/rempart
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# Best wall time of five runs in milliseconds, and the peak of memory.
measure() {
    label=$1
    shift
    python3 - "$label" "$@" <<'PY'
import os, sys, time
label, command = sys.argv[1], sys.argv[2:]
best, peak = None, 0
for _ in range(5):
    start = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execv(command[0], command)
    _, status, usage = os.wait4(pid, 0)
    took = 1000 * (time.perf_counter() - start)
    best = took if best is None else min(best, took)
    peak = max(peak, usage.ru_maxrss)
    if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
        print(f"{label:58} FAILED with {os.waitstatus_to_exitcode(status)}")
        sys.exit(0)
print(f"{label:58} {best:9.1f} ms {peak / 1024:8.1f} MB")
PY
}

echo "machine: $(uname -sm), $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(date +%F)"
cd "$root/examples/ventilator" || exit 1
measure "ventilator: check" "$rempart" check -q
measure "ventilator: assess (check, graph, exposure, selection)" "$rempart" assess -q
measure "ventilator: select, certificate checked" "$rempart" select -q
measure "ventilator: both documents, both languages" "$rempart" report -q --lang both --out "$work/docs"
for n in 1600 3200; do
    "$build/bench/bench-landscape" make "$n" >"$work/landscape-$n.yaml"
    measure "landscape of $n components, $((3 * n)) flows: graph and exposure" \
        "$build/bench/bench-landscape" run "$work/landscape-$n.yaml"
done
"$build/bench/bench-exposure" 2>&1 | sed 's/^/exposure: /'
[ "${2:-}" = short ] || sh "$root/bench/solvers.sh" "$build" 60
