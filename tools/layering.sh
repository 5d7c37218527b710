#!/bin/sh
# Fails when a file of src/ includes a room that its own may not know, or verify/, runtime/,
# reference/ and attacks/ include src/ or the other way round.
# usage: layering.sh ROOT
cd "$1" || exit 1
grep -rno '^#include "[a-z_]*/' --include='*.[ch]' src verify runtime reference attacks |
awk -F'[:/"]' '
BEGIN {
    engine = "base diag"
    may["base"]      = "base"
    may["diag"]      = engine
    may["read"]      = engine " read"
    may["mal"]       = engine " read mal"
    may["model"]     = engine " read model"
    may["catalogue"] = engine " read mal catalogue"
    may["attack"]    = engine " read mal model catalogue attack"
    may["select"]    = engine " attack select"
    may["evidence"]  = engine " read model evidence"
    may["assess"]    = engine " mal model catalogue attack select evidence assess"
    may["doc"]       = "base doc"
    may["report"]    = engine " read mal model catalogue attack select evidence assess doc report"
    may["cli"]       = engine " read mal model catalogue attack select evidence assess doc report cli"
    may["verify"]    = "verify"
    may["runtime"]   = "rprt runtime"
    may["reference"] = "rprt pump reference"
    may["attacks"]   = "attacks pump rprt"
}
{
    from = $1 == "src" ? $2 : $1
    to = $(NF - 1)
    if (from == to) next
    if (index(" " may[from] " ", " " to " ") == 0) {
        print $0 ": " from " may not include " to
        bad = 1
    }
}
END { exit bad }'
